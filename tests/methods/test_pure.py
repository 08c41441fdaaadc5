"""The statistics need no house, and a house that does not count needs no statistics."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WITHOUT = """
import sys
class NotThere:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, NotThere())
"""
COUNTING = {"numpy", "scipy", "numba", "llvmlite", "rustworkx", "highspy"}
START = """
import django
django.setup()
from django.core.management import call_command
call_command("check")
from django.urls import get_resolver
assert len(get_resolver().url_patterns) > 3
assert not {names!r} & set(sys.modules)
"""


def python(program: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a program on the tree, with nothing of a house in the environment but what is given."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("AMPARO_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", program],
        env=own | {"PYTHONPATH": str(ROOT / "src")} | more,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_library_loads_without_django_and_its_index_without_numpy():
    whole = WITHOUT.format(names={"django"}) + "import amparo.methods.chance, amparo.methods.estimate, amparo.methods"
    assert python(whole).returncode == 0
    lazy = WITHOUT.format(names=COUNTING) + "from amparo.methods import shrink_proportions\nimport amparo.methods"
    assert python(lazy).returncode == 0
    planted = WITHOUT.format(names=COUNTING) + "import amparo.methods.estimate"
    assert "ModuleNotFoundError" in python(planted).stderr


@pytest.mark.parametrize("profile", ["guia", "acompanamiento"])
def test_a_house_that_counts_nothing_starts_without_numpy(profile, tmp_path):
    ran = python(
        WITHOUT.format(names=COUNTING) + START.format(names=COUNTING),
        AMPARO_PROFILE=profile,
        AMPARO_DATA=str(tmp_path),
        DJANGO_SETTINGS_MODULE="amparo.config.settings",
    )
    assert ran.returncode == 0, ran.stderr
