"""What the gate runs by turns: an eighth of the rows, and all of them where a rule of access changed."""

import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.running import commits, costs, gate, last_whole, parts, plugin, turns
from tests.running.runs import Ended, Result

MATRIX = "tests/integration/test_access_matrix.py::test_everybody_gets_what_the_table_says"
LOOKS = "tests/integration/test_non_interference.py::test_the_look_"


def test_each_row_has_one_turn_of_eight() -> None:
    for row in ("case GET", "case POST", "desk GET"):
        assert [turns.is_on(f"{MATRIX}[{row}]", turn) for turn in range(8)].count(True) == 1
    rows = [sum(turns.is_on(f"{MATRIX}[{row} GET]", turn) for row in range(800)) for turn in range(8)]
    assert min(rows) > 60


def test_a_scan_and_the_faults_planted_for_it_have_the_same_turn() -> None:
    for turn in range(8):
        assert len({turns.is_on(LOOKS + name, turn) for name in ("sees_what_tells", "goes_everywhere")}) == 1


def test_every_mark_is_found() -> None:
    marks = sum(
        len(re.findall(r"^ *@?pytest\.mark\.by_turns", file.read_text("utf-8"), re.MULTILINE))
        for file in costs.TESTS.rglob("test_*.py")
    )
    assert len(turns.functions()) == marks == 14
    assert MATRIX in turns.functions()


@pytest.mark.parametrize(
    ("name", "is_touched"),
    [
        ("src/amparo/doors/exchange/policies.py", True),
        ("src/amparo/content/access.toml", True),
        ("src/amparo/config/middleware.py", True),
        ("tests/integration/test_access_matrix.py", True),
        ("tests/access_table.txt", True),
        ("src/amparo/casework/actions/cases.py", False),
        ("docs/promises.md", False),
    ],
)
def test_all_rows_run_where_a_rule_of_access_changed(name: str, is_touched: bool) -> None:
    assert turns.is_enough(["README.md", name]) is not is_touched


def test_what_changed_counts_from_the_commit_at_which_everything_ran(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*words: str) -> str:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        return subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "everything ran")
    file = tmp_path / ".git" / "last_whole.txt"
    file.write_text(f"{git('rev-parse', 'HEAD').strip()} {'0' * 40} 5 2026-11-20\n")
    monkeypatch.setattr(commits, "ROOT", tmp_path)
    assert last_whole.changed(file) == []
    (tmp_path / "policies.py").touch()
    git("add", ".")
    git("commit", "-q", "-m", "a rule")
    for _ in range(20):
        git("commit", "-q", "--allow-empty", "-m", "next")
    assert last_whole.changed(file) == ["policies.py"]
    assert turns.is_enough([])
    for unknown in (f"{'1' * 40} {'0' * 40} 5 2026-11-20\n", "never\n"):
        file.write_text(unknown)
        assert last_whole.changed(file) is None
    assert not turns.is_enough(None)


class Item:
    """A test as pytest collects it."""

    def __init__(self, nodeid: str, *, is_marked: bool) -> None:
        self.nodeid, self.is_marked = nodeid, is_marked

    def get_closest_marker(self, name: str) -> bool:
        """Is it marked so?"""
        return self.is_marked and name == "by_turns"


def test_a_run_of_one_turn_leaves_out_the_marked_rows_of_the_others() -> None:
    left_out: list[Any] = []
    hook = SimpleNamespace(pytest_deselected=lambda items: left_out.extend(items))
    rows = [f"{MATRIX}[{number}]" for number in range(80)]
    for turn in (None, 3):
        items: Any = [Item(row, is_marked=True) for row in rows] + [Item("tests/unit/test_a.py::t", is_marked=False)]
        words = {"turn": turn, "only": ""}
        plugin.pytest_collection_modifyitems(SimpleNamespace(getoption=words.get, hook=hook), items)  # type: ignore[arg-type]
        kept = {each.nodeid for each in items}
        wanted = set(rows) if turn is None else {row for row in rows if turns.is_on(row, turn)}
        assert kept == wanted | {"tests/unit/test_a.py::t"}
    assert 0 < len(left_out) < 80


def test_the_gate_names_its_turn_and_a_run_of_everything_does_not() -> None:
    assert parts.rest(turn=5)[0].words == ("--turn", "5")
    assert parts.rest()[0].words == ()
    assert parts.rest(turn=5)[0].expected() < parts.rest()[0].expected() - 60


def test_what_waits_for_its_turn_is_counted_and_what_disappears_is_not() -> None:
    some = [Ended(part, "tests/a.py::t[1]", "passed", 0.1) for part in parts.rest(turn=5)]
    assert gate.functions(Result(tests=some)) == {"tests/a.py::t"} | turns.functions()
    some = [Ended(part, "tests/a.py::t[1]", "passed", 0.1) for part in parts.rest()]
    assert gate.functions(Result(tests=some)) == {"tests/a.py::t"}
