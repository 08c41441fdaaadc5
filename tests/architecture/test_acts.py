"""Every public function of an ``actions`` module leaves a row in the trail, or says why not. Databases are named."""

import ast
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.apps import apps

from amparo.commons.audit.actions import audited, unaudited
from amparo.config.database_router import EVIDENCE

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "amparo"
MAKERS = {
    "amparo.commons.audit.actions.audited",
    "amparo.commons.audit.actions.unaudited",
}  # they mark, they do not act
CARE_ROOMS = {"access", "legal", "casework", "fieldwork", "vault"}


def modules_of_actions() -> Iterator[ModuleType]:
    """Every ``actions`` module, a page of a package too. They are imported because the addresses need them."""
    from django.urls import get_resolver

    import amparo.commons.jobs.actions
    import amparo.doors.deidentify.actions  # the nightly door, which no address needs
    import amparo.doors.exchange.actions.ending
    import amparo.doors.intake.actions.door
    import amparo.doors.release.actions
    import amparo.fieldwork.actions.coupons
    import amparo.fieldwork.actions.instruments
    import amparo.fieldwork.actions.studies
    import amparo.information.risk_profiles.actions
    import amparo.publications.actions  # noqa: F401

    assert get_resolver().url_patterns
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        if ".actions" in f"{name}.".replace(".actions.", ".actions") and name in sys.modules:
            yield sys.modules[name]


def unsaid(module: Any, functions: list[Any]) -> list[str]:
    """Public functions that are neither audited nor say why not, and reasons that say nothing."""
    faults = []
    for function in functions:
        if function.__name__.startswith("_") or function.__module__ != module.__name__:
            continue
        if f"{module.__name__}.{function.__name__}" in MAKERS:
            continue
        if hasattr(function, "unaudited"):
            if len(function.unaudited.split()) < 3:
                faults.append(f"{module.__name__}.{function.__name__}: the reason says nothing")
        elif not hasattr(function, "audited"):
            faults.append(f"{module.__name__}.{function.__name__} leaves no row in the trail and does not say why")
    return faults


def test_every_act_is_in_the_trail_or_says_why_not() -> None:
    modules = list(modules_of_actions())
    names = {module.__name__ for module in modules}
    wanted = {
        f"{config.name}.actions" for config in apps.get_app_configs() if (Path(config.path) / "actions.py").is_file()
    }
    assert wanted <= names
    assert "amparo.commons.directory.actions.services" in names
    found: list[str] = []
    for module in modules:
        found += unsaid(module, [function for _name, function in inspect.getmembers(module, inspect.isfunction)])
    assert found == []


def test_an_act_in_silence_is_seen() -> None:
    module = SimpleNamespace(__name__=__name__)

    def shout(*, by: object) -> None: ...

    def whisper(*, by: object) -> None: ...

    said = audited("thing.said", using="default")(lambda *, by: None)
    said.__name__ = "say"
    unaudited("no")(whisper)
    assert unsaid(module, [shout, whisper, said]) == [
        f"{__name__}.shout leaves no row in the trail and does not say why",
        f"{__name__}.whisper: the reason says nothing",
    ]


def unnamed_databases(text: str, *, may_be_unnamed: bool) -> list[int]:
    """Lines where a transaction, an on_commit or a record does not say in which database."""
    lines = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # @transaction.atomic without brackets names nothing either
            lines += [each.lineno for each in node.decorator_list if ends_in(each, "atomic") and not may_be_unnamed]
        if isinstance(node, ast.Call) and ends_in(node.func, "atomic", "on_commit", "record", "audited"):
            named = {keyword.arg for keyword in node.keywords}
            always = ends_in(node.func, "record", "audited")
            if "using" not in named and (always or not may_be_unnamed) and not isinstance(node.func, ast.Subscript):
                lines.append(node.lineno)
    return sorted(lines)


def ends_in(node: ast.AST, *names: str) -> bool:
    """Is this one of these names, alone or after a dot?"""
    return (isinstance(node, ast.Attribute) and node.attr in names) or (isinstance(node, ast.Name) and node.id in names)


def test_outside_care_every_transaction_names_its_database() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0]
        found = unnamed_databases(path.read_text(encoding="utf-8"), may_be_unnamed=room in CARE_ROOMS)
        assert found == [], f"{path.relative_to(PACKAGE)}: name the database, using=…, in lines {found}"


@pytest.mark.parametrize(("text", "care", "elsewhere"), [
    ("with transaction.atomic():\n    pass\n", [], [1]),
    ("@transaction.atomic\ndef f(): ...\n", [], [1]),
    ("transaction.on_commit(f)\n", [], [1]),
    ("record('x', by=b, target=t)\n", [1], [1]),
    ("@audited('x')\ndef f(): ...\n", [1], [1]),
    ("with transaction.atomic(using=CARE):\n    transaction.on_commit(f, using=CARE)\n", [], []),
])  # fmt: skip
def test_an_unnamed_database_is_seen(text: str, care: list[int], elsewhere: list[int]) -> None:
    assert unnamed_databases(text, may_be_unnamed=True) == care
    assert unnamed_databases(text, may_be_unnamed=False) == elsewhere


def test_the_rooms_of_evidence_are_no_rooms_of_care() -> None:
    assert not CARE_ROOMS & EVIDENCE


def test_views_do_not_touch_the_tables() -> None:
    """``.objects`` and ``.save(`` belong to actions and queries; views only bring people and pages together."""
    for path in sorted([*PACKAGE.rglob("views.py"), *PACKAGE.rglob("views/*.py")]):
        found = [
            line for line in path.read_text(encoding="utf-8").splitlines() if ".objects" in line or ".save(" in line
        ]
        assert found == [], path
