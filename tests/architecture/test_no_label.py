"""Nobody gets a name: what a conversation about force and deceit leads to is in no column, no row, no export, no count.

Each look first finds a planted fault.
"""

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest

from amparo.casework.queries.screens import SCREEN, Heard
from amparo.config.inventory import built_columns
from amparo.formats.consent.flows import flows
from amparo.formats.gbvims.incident import Incident
from amparo.formats.gbvims.recorder import COLUMNS, Tally
from amparo.formats.trafficking import Weighed

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "amparo"
LABEL = re.compile(r"traffick|trata\b|trafic|screen|\bsigns_|forced_|deceived|exploited|is_victim|may_be_offered")
# Who may know that there is such a thing. Nobody who counts, exports, hands on or lets out is among them.
MAY_READ = {
    "amparo.formats.trafficking",
    "amparo.casework.queries.screens", "amparo.casework.actions.screens", "amparo.casework.policies.screens",
    "amparo.casework.forms.screens", "amparo.casework.views.screens", "amparo.casework.views.blocks",
    "amparo.casework.templatetags.incidents", "amparo.casework.urls", "amparo.config.demo.cases",
}  # fmt: skip


def labels(names: list[str]) -> list[str]:
    """The names that would be a label."""
    return [name for name in names if LABEL.search(name)]


def test_the_look_finds_a_label() -> None:
    planted = [
        "casework_case.trafficking_flag",
        "evidence_row.screen_result",
        "perpetrator.exploited",
        "may_be_offered",
    ]
    assert labels([*planted, "casework_part.due_on", "abduction_type"]) == planted


@pytest.mark.django_db(databases=["default", "evidence"])
def test_no_column_of_a_database_has_it() -> None:
    columns = [f"{table}.{column}" for found in built_columns().values() for table, column in found]
    assert len(columns) > 200
    assert labels(columns) == []


def test_no_column_of_an_export_and_nothing_that_flows_has_it() -> None:
    names = [*COLUMNS, *(each.name for of in (Incident, Tally) for each in fields(of)), *flows()]
    assert len(names) > 80
    assert labels(names) == []


def imports_it(source: str) -> bool:
    """Whether a module reads such conversations: it imports their modules, or names their kind."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{each.name}" for each in node.names} | {node.module}
            if any(name.endswith((".screens", "formats.trafficking")) for name in names):
                return True
        if isinstance(node, ast.Constant) and node.value == SCREEN:
            return True
    return False


def readers(sources: dict[str, str]) -> set[str]:
    return {name for name, text in sources.items() if imports_it(text)}


def test_nothing_that_counts_or_exports_reads_it() -> None:
    planted = {
        "amparo.doors.deidentify": "from amparo.casework.queries.screens import heard\n",
        "amparo.casework.queries.gbvims": "found = opened.of_kind('screen')\n",
        "amparo.information.counts": "from amparo.formats import trafficking\n",
        "amparo.casework.queries.parts": "from amparo.casework.models import Part\n",
    }
    assert readers(planted) == set(planted) - {"amparo.casework.queries.parts"}
    sources = {
        "amparo." + path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."): path.read_text("utf-8")
        for path in PACKAGE.rglob("*.py")
    }
    assert len(sources) > 300
    assert readers(sources) - MAY_READ == set()
    assert readers(sources) >= {"amparo.casework.queries.screens", "amparo.casework.actions.screens"}


def test_what_is_worked_out_has_no_way_to_be_kept() -> None:
    """It is a yes or a no about an offer; neither of the two knows how to become data."""
    for of in (Weighed, Heard):
        assert not {"as_data", "as_kept", "save", "to_json"} & set(dir(of))
    action = (PACKAGE / "casework/actions/screens.py").read_text("utf-8")
    assert imports_it(action)
    assert "weigh" not in action
