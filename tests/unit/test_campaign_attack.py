"""The attacker of the campaign, against tables whose answer was worked out by hand (docs/methods/safe-tables.md)."""

from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
ROWS, COLUMNS = "abc", "xyz"
SQUARE = {
    "ax": 2,
    "ay": 9,
    "az": 9,
    "bx": 9,
    "by": 9,
    "bz": 9,
    "cx": 9,
    "cy": 9,
    "cz": 3,
}


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCH))
    pytest.importorskip("scipy")
    return __import__


def square(made: Any, gaps: tuple[str, ...]) -> Any:
    """The table with its sums, some cells hidden."""
    cells = [(row, column) for row in ROWS for column in COLUMNS]
    lines = [
        made.Line(row + column, ((row, column),), None if row + column in gaps else SQUARE[row + column])
        for row, column in cells
    ]
    for row in ROWS:
        lines.append(
            made.Line(row, tuple((row, each) for each in COLUMNS), sum(SQUARE[row + each] for each in COLUMNS))
        )
    for column in COLUMNS:
        lines.append(
            made.Line(column, tuple((each, column) for each in ROWS), sum(SQUARE[each + column] for each in ROWS))
        )
    return made.Attacker(cells, lines)


def narrowed(attacker: Any, floor: Any = None) -> dict[str, tuple[int, int]]:
    return {each.name: attacker.narrow(each, floor) for each in attacker.lines if each.value is None}


def test_whoever_can_subtract_has_both_small_cells(bench: Any) -> None:
    assert narrowed(square(bench("_attack"), ("ax", "cz"))) == {"ax": (2, 2), "cz": (3, 3)}


def test_two_more_gaps_close_the_square(bench: Any) -> None:
    """By hand: t more in (a, x) is t fewer in (a, z) and (c, x); no cell goes below zero for t from -2 to 9."""
    found = narrowed(square(bench("_attack"), ("ax", "az", "cx", "cz")))
    assert found == {"ax": (0, 11), "az": (0, 11), "cx": (0, 11), "cz": (1, 12)}


def test_whoever_has_cases_of_her_own_knows_more(bench: Any) -> None:
    """Eight of the nine of (a, z) are hers: so t is at most 1, and (a, x) at most 3."""
    made = bench("_attack")
    found = narrowed(square(made, ("ax", "az", "cx", "cz")), {("a", "z"): 8})
    assert found["ax"] == (0, 3)
    assert found["az"] == (0, 3), "of those that are not hers"
    assert made.exposed(found["ax"], 5)


def test_two_editions_tell_who_came_between(bench: Any) -> None:
    made = bench("_attack")
    cells = [("early",), ("late",)]
    lines = [made.Line("first", (("early",),), 20), made.Line("second", (("early",), ("late",)), 22)]
    assert made.Attacker(cells, lines).narrow(made.Line("late", (("late",),), None)) == (2, 2)


def test_what_contradicts_itself_is_no_safety(bench: Any) -> None:
    made = bench("_attack")
    lines = [made.Line("one", (("a",),), 20), made.Line("again", (("a",),), 21)]
    with pytest.raises(ArithmeticError, match="did not finish"):
        made.Attacker([("a",)], lines).narrow(made.Line("a", (("a",),), None))


def test_editions_are_read_as_readers_read_them(bench: Any) -> None:
    """Three people by hand, one of them late; groups and totals add up what the plan says."""
    released, people = bench("_released"), bench("_sought")
    early = [("puente", "rape", "women", "health", "later"), ("cases", "denial", "women", "talk", "later")]
    came = people.Sought(early, [("puente", "rape", "others", "health", "within_72")])
    told = {
        "name": "harm/x", "plan": "harm", "revises": True, "state": "released",
        "figures": [
            [["harm_gender", "sexual", "total"], "2", False], [["harm_gender", "total", "women"], None, False],
            [["harm_gender", "rape", "others"], "1", True],
        ],
    }  # fmt: skip
    lines = list(released.lines_of(told))
    assert [(line.value, released.true(line, came)) for line in lines] == [(2, 2), (None, 2)], "an old one says nothing"
    assert [released.true(line, came) for line in released.late_parts(lines)] == [1, 0]
    once = list(released.lines_of(told | {"revises": False}))
    assert [released.true(line, came) for line in once] == [1, 2]
    floor = dict(released.attackers(came))["puente",]
    assert floor["early", "kind", "rape", "women"] == 1
    assert floor["late", "care", "within_72", "rape"] == 1
