"""The pages made from the house are up to date, and what they say of tests, pages and folders is true."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from amparo.config import brief, pages, rules

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def test_every_page_is_up_to_date() -> None:
    assert pages.stale() == []


def test_an_old_page_is_seen(tmp_path: Path) -> None:
    pages.write(docs=tmp_path)
    assert pages.stale(tmp_path) == []
    page = tmp_path / "safety-rules.md"
    page.write_text(page.read_text(encoding="utf-8").replace("SR14", "SR99"), encoding="utf-8")
    (tmp_path / "brief.md").unlink()
    assert pages.stale(tmp_path) == ["safety-rules.md", "brief.md"]


def test_the_pages_are_the_same_from_every_terminal(tmp_path: Path) -> None:
    with translation.override("en"):
        pages.write("reference/addresses.md", docs=tmp_path)
    assert (tmp_path / "reference/addresses.md").read_text(encoding="utf-8") == (
        DOCS / "reference/addresses.md"
    ).read_text(encoding="utf-8")


def test_every_rule_is_answered() -> None:
    answered = rules.read()
    assert [kept.code for kept in answered] == [f"SR{number:02}" for number in range(1, 55)]
    assert rules.faults(answered) == []


@pytest.mark.parametrize(("answer", "fault"), [
    ({}, "SR01 has no answer"),
    ({"test": ("tests/unit/test_nothing.py::test_x",)}, "SR01: there is no test tests/unit/test_nothing.py::test_x"),
    ({"test": ("tests/unit/test_fold.py::test_of_nobody",)},
     "SR01: there is no test tests/unit/test_fold.py::test_of_nobody"),
    ({"test": ("src/amparo/config/rules.py::page",)}, "SR01: there is no test src/amparo/config/rules.py::page"),
    ({"process": ("docs/how-to/nothing.md",), "note": "n"}, "SR01: there is no page docs/how-to/nothing.md"),
    ({"process": ("docs/brief.md",)}, "SR01: say in a note what is kept by whom, and what is still missing"),
    ({"later": ("A9",)}, "SR01: the brief has no line A9"),
])  # fmt: skip
def test_an_answer_that_leads_nowhere_is_seen(answer: dict[str, object], fault: str) -> None:
    assert rules.faults([rules.Kept("SR01", "area", "rule", **answer)]) == [fault]  # type: ignore[arg-type]


def test_no_answer_is_for_a_rule_that_is_not_there() -> None:
    import tomllib

    answers = tomllib.loads(rules.ANSWERS.read_text(encoding="utf-8"))
    assert set(answers) == {kept.code for kept in rules.read()}
    assert {key for answer in answers.values() for key in answer} <= {"test", "process", "later", "note"}


def test_the_map_of_the_brief_is_true() -> None:
    assert " ".join(line.code for line in brief.LINES) == "A1 A2 A3 A4 A5 B1 B2 B3 C1 C2 C3 C4 D1 D2 D3"
    assert brief.faults() == []


def test_a_line_that_is_not_built_says_so() -> None:
    text = (DOCS / "brief.md").read_text(encoding="utf-8")
    for line in brief.LINES:
        row = next(row for row in text.splitlines() if row.startswith(f"| {line.code} |"))
        assert (brief.NOT_BUILT in row) is not line.is_built


def test_a_map_that_lies_is_seen() -> None:
    lies = (
        brief.Line("A1", "s", ("access/pathways",), "n", "no_such_page", "tests/unit/test_fold.py::test_of_nobody"),
        brief.Line("A2", "s", ("access/castles",), "n", "home"),
    )
    assert brief.faults(lies)[:2] == [
        "A1: there is no page 'no_such_page'", "A1: there is no test 'tests/unit/test_fold.py::test_of_nobody'",
    ]  # fmt: skip
    assert "A2 is not built yet, and must not name a page or a test" in brief.faults(lies)


def test_every_folder_of_a_line_is_in_the_map() -> None:
    """An app that appears in a strand without a line of the brief would be nobody's wish."""
    known = {folder for line in brief.LINES for folder in line.folders}
    for strand in ("access", "information", "legal", "advocacy"):
        for path in sorted((ROOT / "src" / "amparo" / strand).glob("*/apps.py")):
            assert path.parent.relative_to(ROOT / "src" / "amparo").as_posix() in known


def test_promises_name_tests_that_exist() -> None:
    nodes = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (DOCS / "promises.md").read_text(encoding="utf-8"))
    assert len(nodes) >= 12
    for path, name in nodes:
        assert brief.has_test(f"{path}::{name}") if name else (ROOT / path).is_file(), f"{path}::{name}"


def test_the_states_of_promises_are_three() -> None:
    rows = [row for row in (DOCS / "promises.md").read_text(encoding="utf-8").splitlines() if row.startswith("| ")][2:]
    assert len(rows) >= 16
    for row in rows:
        state = row.rstrip(" |").rsplit("|", 1)[1].strip()
        assert re.match(r"kept$|partly: .{10,}|not yet", state), row
