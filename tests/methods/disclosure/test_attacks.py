"""The attacks. Each first succeeds against a release without the ledger, and then finds nothing."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from amparo.methods.disclosure import Edition, Figure, Hidden, Ledger, Plan, audit, dimension, draft, protect, table
from amparo.methods.disclosure.percentages import rounded
from amparo.methods.disclosure.system import attackers, coalitions
from amparo.methods.estimate import Refused
from tests.methods.disclosure.every_table import every_table, range_of
from tests.methods.disclosure.towns import alone, counted, plan_of

MONTHS = tuple(f"m{number}" for number in range(4))


def monthly(months: int, **rules) -> Plan:
    return plan_of(("a", "b", "c"), MONTHS[:months], **({"width": 2} | rules))


def two_editions(first, second, plan_1, plan_2) -> tuple[Ledger, Ledger]:
    """Two bulletins, each protected as if it were the only one; and the second protected with the first."""
    one = protect(counted(plan_1, first), plan=plan_1, name="one")
    arrived = np.zeros((2, *plan_2.shape), int)
    arrived[0, :, : plan_1.shape[1]] = first
    arrived[1] = np.array(second) - arrived[0]
    both = counted(plan_2, arrived)
    by_itself = protect(counted(plan_2, second), plan=plan_2, name="two").edition
    jointly = protect(both, plan=plan_2, name="two", ledger=one.ledger)
    return one.ledger.adding(by_itself), jointly.ledger


def test_two_bulletins() -> None:
    """Each hides what it has to; three months and four. Where the gaps of the one are shown in the other, both tell."""
    chance, exact, safe = np.random.default_rng(20), 0, 0
    for _ in range(12):
        second = chance.poisson(7, (3, 4)) + 1
        plan_1, plan_2 = monthly(3), monthly(4)
        try:
            naive, joint = two_editions(second[:, :3], second, plan_1, plan_2)
        except Refused:
            continue
        # The first bulletin closed its months, so that the naive second one speaks of the same persons.
        exact += audit(naive).exact
        told = audit(joint)
        assert told.safe
        assert told.exact == 0
        safe += 1
    assert safe >= 8
    assert exact >= 5, "the attack works where nobody remembers"


def coalition_plan(**rules) -> Plan:
    return plan_of(("a", "b"), ("x", "y"), least_organisations=3, **({"colluding": 2, "width": 2} | rules))


def test_an_organisation_takes_her_own_away() -> None:
    """Of 25 in cell (a, x) organisation 0 has 20 and 1 has 4: together they know of the one person of 2."""
    persons = np.full((4, 1, 2, 2), 12)
    persons[:, 0, 0, 0] = (20, 4, 1, 0)
    lax = plan_of(("a", "b"), ("x", "y"), least_organisations=3, colluding=0, width=2)
    named = [
        cell.value
        for cell in protect(counted(lax, persons), plan=lax, name="one").cells
        if cell.label[1:] == ("a", "x")
    ]
    assert named == [25], "without the rule it is shown"
    plan = coalition_plan()
    release = protect(counted(plan, persons), plan=plan, name="one")
    hidden = {cell.label[1:]: cell.reasons for cell in release.cells if cell.value is None}
    assert hidden["a", "x"] == ("one_contributor",)
    assert audit(release.ledger, counts=counted(plan, persons)).safe


def test_a_coalition_narrows_what_a_stranger_cannot() -> None:
    """Hidden: a square of four cells. Two organisations have nearly all of it, and know how little room is left."""
    persons = np.full((4, 1, 3, 3), 9)
    persons[0, 0, :2, :2] = ((30, 30), (30, 30))
    persons[1, 0, :2, :2] = ((30, 30), (30, 30))
    persons[2, 0, :2, :2] = ((1, 1), (3, 9))
    persons[3, 0, :2, :2] = ((0, 0), (9, 9))
    rules = {"least_organisations": 3, "width": 5}
    plan = plan_of(colluding=2, **rules)
    counts = counted(plan, persons)
    naive = draft(counts, plan=plan, ledger=Ledger(), name="one").edition
    square = {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
    kept = tuple(each for each in naive.figures if each.label[1:] not in square)
    gaps = [each for each in naive.figures if each.label[1:] in square]
    naive = replace(
        naive,
        figures=kept,
        hidden=(*naive.hidden, *(Hidden(each.label, each.where, (), sensitive=False) for each in gaps)),
    )
    stranger = audit(alone(naive), counts=counts, colluding=0)
    together = audit(alone(naive), counts=counts, colluding=2)
    assert not [each for each in stranger.findings if each.shown], "from outside each corner is wide"
    assert [each for each in together.findings if each.shown]
    assert all(each.attackers for each in together.findings)
    release = protect(counts, plan=plan, name="one")
    assert audit(release.ledger, counts=counts, colluding=2).safe


def late_world() -> tuple[np.ndarray, Plan]:
    """Two arrivals: forty in each cell, and then a handful that came late, in three cells."""
    arrived = np.zeros((2, 3, 3), int)
    arrived[0] = 40
    arrived[1] = ((1, 0, 0), (0, 12, 0), (0, 0, 2))
    return arrived, plan_of(width=2)


def test_late_reports() -> None:
    arrived, plan = late_world()
    first = protect(counted(plan, arrived[:1]), plan=plan, name="one")
    # Naive: the second bulletin shows all as it is now. The difference of the two is one person in (a, x).
    now = draft(counted(plan, arrived.sum(axis=0)), plan=plan, ledger=Ledger(), name="two").edition
    late = tuple(
        Hidden(each.label, each.where, ("late",), sensitive=True, shown=False, since=0)
        for each in now.figures
        if each.label[1:] in {("a", "x"), ("c", "z")}
    )
    naive = first.ledger.adding(replace(now, revises=True, hidden=late))
    told = audit(naive, counts=counted(plan, arrived))
    assert {(each.label[1:], each.low, each.high) for each in told.findings} == {(("a", "x"), 1, 1), (("c", "z"), 2, 2)}
    # Ours without revision: the closed months stand as they were.
    second = protect(counted(plan, arrived), plan=plan, name="two", ledger=first.ledger)
    assert [cell.value for cell in second.cells] == [cell.value for cell in first.cells]
    # Ours with revision: what changed by 12 persons may be told, what changed by one or not at all keeps its figure.
    revised = protect(counted(plan, arrived), plan=plan, name="two", ledger=first.ledger, revise=True)
    cells = {cell.label[1:]: cell for cell in revised.cells}
    assert (cells["a", "x"].value, cells["a", "x"].stands) == (None, 40)
    assert "late" in cells["a", "x"].reasons
    assert audit(revised.ledger, counts=counted(plan, arrived)).safe
    shown = {label: cell.value for label, cell in cells.items() if cell.value is not None}
    assert set(shown.items()) <= {
        (("b", "y"), 52),
        (("b", "Total"), 132),
        (("Total", "y"), 132),
        (("Total", "Total"), 375),
    }


def percent_edition(den: int, num: int, decimals: int, *, show_whole: bool) -> Edition:
    """One share of one group: 33.3 % of 12, say; the count itself is hidden."""
    scope = (("kind", ("x", "y")),)
    yes, every = (("kind", ("x",)),), (("kind", ("x", "y")),)
    value = rounded(num, den, decimals)
    figures = [Figure(("t", "x", "%"), yes, value, value, every, decimals)]
    if show_whole:
        figures.append(Figure(("t", "Total"), every, den, den))
    return Edition("one", "public", scope, tuple(figures), (Hidden(("t", "x"), yes, ("few_persons",), True),), width=2)


def test_a_percentage_tells_its_count() -> None:
    """33.3 % of 12 is four. Without the 12 it is any third, until another figure says how many they were at most."""
    assert rounded(4, 12, 1) == 333
    told = audit(alone(percent_edition(12, 4, 1, show_whole=True)))
    assert [(each.low, each.high) for each in told.findings] == [(4, 4)]
    assert audit(alone(percent_edition(12, 4, 1, show_whole=False))).safe
    wide = audit(alone(percent_edition(1200, 400, 0, show_whole=True)))
    assert wide.safe, "to whole percent, of 1200, it is 395 to 401"


@pytest.mark.parametrize(
    ("den", "num", "decimals"), [(12, 4, 1), (7, 3, 0), (9, 1, 2), (40, 20, 0), (8, 1, 0), (200, 100, 0)]
)
def test_percentages_against_every_table(den, num, decimals) -> None:
    value, scale = rounded(num, den, decimals), 10**decimals
    assert abs(value / scale - 100 * num / den) <= 0.5 / scale
    tables = [
        each
        for each in every_table(2, [(frozenset({0, 1}), den, den)], most=den)
        if (2 * value - 1) * den <= 200 * scale * each[0] < (2 * value + 1) * den
    ]
    low, high = range_of(tables, frozenset({0}))
    told = audit(alone(percent_edition(den, num, decimals, show_whole=True)))
    assert [(each.low, each.high) for each in told.findings] == ([(low, high)] if high - low < 2 else [])


def test_percentages_of_a_plan_stand_on_published_counts() -> None:
    """30 of 100 are told, and 70 are left: both may be. Of 40 of 43 three are left: that share is not told."""
    from amparo.methods.disclosure import Percentage

    base = plan_of(("a", "b", "c"), ("x", "y"))
    plan = replace(base, percentages=(Percentage("t", "kind", "Total"),))
    release = protect(counted(plan, [[30, 70], [40, 3], [11, 12]]), plan=plan, name="one")
    shares = {each.label[1:3]: each.low for each in release.edition.figures if each.of is not None}
    assert shares["a", "x"] == 30
    assert ("b", "x") not in shares
    assert ("b", "y") not in shares
    assert audit(release.ledger).safe


def test_a_strip_across_departments_is_no_second_table() -> None:
    """Department d has 43 persons, 40 on the strip: three live outside. No table says so, the difference does."""
    places = dimension(
        "place", ("in", "out", "else"), groups={"department": {"d": ("in", "out")}, "strip": {"s": ("in",)}}
    )
    plan = Plan(
        (places,),
        (table("t", {"place": ("department", "strip", "total")}),),
        subject="other",
        least_organisations=0,
        width=2,
    )
    counts = counted(plan, [40, 3, 50])
    release = protect(counts, plan=plan, name="one")
    shown = {cell.label[1] for cell in release.cells if cell.value is not None}
    assert not {"d", "s"} <= shown
    naive = draft(counts, plan=plan, ledger=Ledger(), name="one").edition
    assert [(each.low, each.high, each.shown) for each in audit(alone(naive)).findings] == [(3, 3, False)]


def test_a_group_that_is_all_of_one_kind() -> None:
    """All twelve of place a were threatened: to say twelve and twelve is to say it of each of them."""
    kinds = dimension("kind", ("x", "y"), sensitive=("x",))
    plan = replace(plan_of(("a", "b"), ("x", "y")), dimensions=(dimension("place", ("a", "b")), kinds))
    release = protect(counted(plan, [[12, 0], [40, 40]]), plan=plan, name="one")
    cells = {cell.label[1:]: cell for cell in release.cells}
    assert cells["a", "x"].value is None
    assert "whole_group" in cells["a", "x"].reasons


def test_what_remains_beside_the_shown_keeps_the_rules() -> None:
    """Of thirty 25 are told; 2, 2 and 1 are hidden. No one is told singly, but five are together: fewer than ten."""
    plan = plan_of(("a", "b"), ("w", "x", "y", "z"), threshold=10, width=2)
    release = protect(counted(plan, [[25, 2, 2, 1], [40, 40, 40, 40]]), plan=plan, name="one")
    cells = {cell.label[1:]: cell.value for cell in release.cells}
    assert cells["a", "Total"] is None or cells["a", "w"] is None


def test_who_published_figures_of_her_own_hides_nobody() -> None:
    """Of 30 in cell (a, x) organisation 0 has 4 and tells so: of the 26 others two have 24, and 2 are left."""
    persons = np.full((5, 1, 2, 2), 8)
    persons[:, 0, 0, 0] = (4, 12, 12, 2, 0)
    plan = coalition_plan()
    knows = replace(plan, known_whole=("o0",))
    before, after = (protect(counted(each, persons), plan=each, name="one") for each in (plan, knows))
    shown, hidden = ({each.label: each for each in told.cells}[("t", "a", "x")] for told in (before, after))
    assert (shown.value, hidden.value, hidden.reasons[0]) == (30, None, "one_contributor")
    assert ("few_organisations" in hidden.reasons) is False  # three are left that nobody knows
    system = SimpleNamespace(rows=np.zeros((1, 2)))
    parts = np.array([[4, 0], [12, 1], [2, 5]])
    floors = {who: floor.tolist() for who, floor in coalitions(("k", "a", "b"), parts, system, 1, 1)}  # type: ignore[arg-type]
    assert floors == {("a",): [16, 1], ("b",): [6, 5]}, (
        "a stranger knows less than either, and is not asked for himself"
    )
    assert attackers(("k", "a", "b"), 1, 1) == 3  # a, b, and a stranger
    assert attackers(("a", "b", "c", "d"), 2) == 11  # six pairs, four alone, a stranger
    assert attackers((), 2) == 1
    with pytest.raises(Refused, match="stands first"):
        counted(replace(plan, known_whole=("o3",)), persons)
