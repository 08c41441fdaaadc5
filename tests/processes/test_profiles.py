"""What a profile lacks is not there: no address, no table, no key, and nothing that has to be installed for it."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("pyrage", "bech32", "shamir_mnemonic", "PIL", "av")  # requirements/channel.txt, and no other list of a guide
LOOK = """
import json, sys
import django
django.setup()
from django.apps import apps
from django.core.checks import run_checks
from django.urls import get_resolver
import amparo.config.wsgi
names = sorted(name for name in get_resolver().reverse_dict if isinstance(name, str))
print(json.dumps({
    "apps": sorted(each.name for each in apps.get_app_configs()),
    "tables": sorted(model._meta.db_table for model in apps.get_models()),
    "names": names,
    "faults": [str(fault) for fault in run_checks()],
    "modules": sorted(name.partition(".")[0] for name in sys.modules),
}))
"""


START = """
import json, sys
import django
django.setup()
print(json.dumps({"modules": sorted(sys.modules)}))
"""
# What no command needs before it is asked for something: each of them costs every start, and tests start hundreds.
NOT_AT_START = frozenset({
    "PIL", "amparo.access.reporting.actions.desk", "amparo.config.urls", "amparo.fieldwork.actions.phones",
    "amparo.formats.form_lint", "amparo.legal.deadlines.queries", "amparo.legal.representation.actions.asking", "av",
    "babel", "dateutil", "docx", "django.contrib.admin", "django.contrib.auth.forms", "django.test", "granian",
    "holidays", "importlib.metadata", "lxml", "numba", "numpy", "openpyxl", "pikepdf", "pyotp", "pyxform",
    "rfc3161_client", "scipy", "segno", "shamir_mnemonic", "urllib.request", "weasyprint", "whitenoise",
})  # fmt: skip


def look(profile: str, folder: Path, program: str = LOOK, **more: str) -> dict[str, set[str]]:
    """What a server of this profile has loaded once it stands; or what another program says."""
    own = {"AMPARO_PROFILE": profile, "AMPARO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "amparo.config.settings"}
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("AMPARO_", "DJANGO_"))}
    run = subprocess.run(
        [sys.executable, "-c", program], env=plain | own | more | {"PYTHONPATH": str(ROOT / "src")}, cwd=ROOT,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = {name: set(values) for name, values in json.loads(run.stdout.splitlines()[-1]).items()}
    assert not said.pop("faults", None)  # commands of a house leave out what Django says of models and addresses
    return said


def test_a_guide_has_no_letters_no_keys_and_needs_nothing_for_them(tmp_path: Path) -> None:
    guide = look("guia", tmp_path)
    assert not {"amparo.vault", "amparo.access.reporting", "amparo.access.focal_points"} & guide["apps"]
    assert not [table for table in guide["tables"] if table.startswith(("vault_", "reporting_", "focal_points_"))]
    assert not {"letter", "back", "sentence", "readers", "desk_letters", "keys", "portal"} & guide["names"]
    assert not [name for name in guide["names"] if name.startswith("focal_")]
    assert not set(HEAVY) & guide["modules"]


@pytest.mark.parametrize("profile", ["acompanamiento", "red"])
def test_a_house_that_takes_letters_has_them(profile: str, tmp_path: Path) -> None:
    house = look(profile, tmp_path)
    assert {"amparo.vault", "amparo.access.reporting", "amparo.access.focal_points"} <= house["apps"]
    assert {"letter", "back", "sentence", "readers", "desk_letters", "keys", "portal", "focal_points"} <= house["names"]
    assert "pyrage" in house["modules"]


@pytest.mark.parametrize(("profile", "counts"), [("guia", False), ("acompanamiento", False), ("red", True)])
def test_only_the_largest_house_counts(profile: str, counts: bool, tmp_path: Path) -> None:
    house = look(profile, tmp_path)
    assert ({"amparo.evidence", "amparo.doors.deidentify"} <= house["apps"]) is counts
    assert bool([table for table in house["tables"] if table.startswith(("evidence_", "deidentify_"))]) is counts


@pytest.mark.parametrize(("profile", "said", "minds"), [
    ("red", "yes", True), ("red", "no", False), ("acompanamiento", "yes", False), ("guia", "yes", False),
])  # fmt: skip
def test_children_are_minded_only_where_the_largest_house_says_so(
    profile: str, said: str, minds: bool, tmp_path: Path
) -> None:
    house = look(profile, tmp_path, AMPARO_CHILD_CARE=said)
    assert ("amparo.access.alternative_care" in house["apps"]) is minds
    assert bool([table for table in house["tables"] if table.startswith("alternative_care_")]) is minds
    assert ({"minding", "minding_guide"} <= house["names"]) is minds


def test_what_a_guide_installs_has_none_of_it() -> None:
    lists = {name: (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8") for name in ("run", "channel")}
    for package in ("pyrage", "bech32", "shamir-mnemonic", "pillow", "av"):
        assert f"\n{package}==" in lists["channel"], package
        assert f"\n{package}==" not in lists["run"], package


def test_what_makes_forms_is_installed_for_the_largest_house_and_loaded_by_none(tmp_path: Path) -> None:
    """A sheet of a stranger is read in a child; the process that answers pages holds none of its readers."""
    named = {
        path.stem for path in (ROOT / "requirements").glob("*.txt") if "\npyxform==" in path.read_text(encoding="utf-8")
    }
    assert named == {"fieldwork", "evidence", "documents", "dev", "browser"}
    script = (ROOT / "amparo").read_text(encoding="utf-8")
    assert "demo* | *red*) need fieldwork; need evidence; need documents ;;" in script
    assert (
        not {"pyxform", "openpyxl", "xlrd", "lark", "weasyprint", "pikepdf", "docx"} & look("red", tmp_path)["modules"]
    )


def test_the_calendars_of_a_lawyers_desk_are_loaded_by_the_largest_house_alone(tmp_path: Path) -> None:
    named = {
        path.stem
        for path in (ROOT / "requirements").glob("*.txt")
        if "\nholidays==" in path.read_text(encoding="utf-8")
    }
    assert named == {"documents", "dev", "browser"}
    guide, largest = look("guia", tmp_path), look("red", tmp_path)
    assert "holidays" not in guide["modules"]
    assert "law_rules" not in guide["names"]
    assert "amparo.legal.deadlines" not in guide["apps"]
    assert "holidays" not in look("acompanamiento", tmp_path)["modules"]
    assert {"law_rules", "law_rule", "law_calendar"} <= largest["names"]


@pytest.mark.parametrize("profile", ["guia", "acompanamiento", "red"])
def test_a_start_loads_nothing_that_only_some_acts_need(profile: str, tmp_path: Path) -> None:
    loaded = look(profile, tmp_path, START)["modules"]
    assert NOT_AT_START & loaded == set(), "Import it in the function that needs it; amparo/*/apps.py shows how."
    assert len(loaded) <= 960  # of the largest; a whole package more is seen


def test_what_is_loaded_too_early_is_seen(tmp_path: Path) -> None:
    assert [name for name in NOT_AT_START if importlib.util.find_spec(name) is None] == []  # each could be loaded
    planted = START.replace("django.setup()", "django.setup(); import holidays, amparo.fieldwork.actions.phones")
    assert {"holidays", "amparo.fieldwork.actions.phones"} <= NOT_AT_START & look("red", tmp_path, planted)["modules"]
