"""The audit and the protection against every whole table that agrees: nothing is believed that was not counted out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.disclosure import Ledger, audit, draft, protect
from amparo.methods.estimate import Refused
from tests.examples import examples
from tests.methods.disclosure.every_table import every_table, range_of
from tests.methods.disclosure.towns import alone, counted, places_of, plan_of, sensitive, sums_of, without_gap

few = st.lists(st.sampled_from((0, 0, 1, 2, 5)), min_size=6, max_size=6)
zeros = st.sampled_from(("protected", "shown"))
MOST = 7  # of a cell that no published sum holds: wider than any width that is asked for here


def made(persons, zero: str, width: int = 2):
    plan = plan_of(("a", "b"), ("x", "y", "z"), zeros=zero, width=width)
    return plan, counted(plan, np.array(persons).reshape(2, 3))


@settings(max_examples=examples(8), derandomize=True, deadline=None)
@given(few, zeros)
def test_what_the_audit_finds_is_what_can_be_told(persons, zero) -> None:
    """On naive tables: exposed exactly where all tables together leave too little, and never more than they leave."""
    plan, counts = made(persons, zero)
    edition = draft(counts, plan=plan, ledger=Ledger(), name="one").edition
    tables = every_table(6, sums_of(edition), most=MOST)
    assert tuple(persons) in tables
    told = audit(alone(edition), counts=counts)
    found = {each.label: each for each in told.findings}
    for gap in edition.hidden:
        low, high = range_of(tables, places_of(edition, gap.where))
        narrow = high - low < plan.width
        assert (gap.label in found) == narrow, (gap.label, low, high)
        if narrow:
            assert found[gap.label].low <= low <= high <= found[gap.label].high, "never narrower than the truth"


@settings(max_examples=examples(8), derandomize=True, deadline=None)
@given(few, zeros, st.sampled_from((1, 2, 4)))
def test_what_is_protected_cannot_be_told(persons, zero, width) -> None:
    plan, counts = made(persons, zero, width)
    try:
        release = protect(counts, plan=plan, name="one")
    except Refused:
        return
    tables = every_table(6, sums_of(release.edition), most=MOST)
    assert tuple(persons) in tables
    for places in sensitive(release.edition):
        low, high = range_of(tables, places)
        assert high - low >= width
    assert release.audit.safe
    assert release.audit.findings == ()


def by_three(seed: int):
    """Six small cells of three organisations, some with nearly all of a cell."""
    chance = np.random.default_rng(seed)
    persons = chance.integers(0, 3, (3, 1, 2, 3)) * chance.integers(0, 2, (3, 1, 2, 3))
    plan = plan_of(("a", "b"), ("x", "y", "z"), width=3)
    return plan, persons, counted(plan, persons, ("o1", "o2", "o3"))


@pytest.mark.parametrize("seed", range(8))
def test_what_organisations_can_tell_is_found(seed) -> None:
    """Each alone and a stranger: exposed exactly where one of them is left with too little, and to that one."""
    plan, persons, counts = by_three(seed)
    edition = draft(counts, plan=plan, ledger=Ledger(), name="one").edition
    knows = {(): np.zeros(6, int)} | {(f"o{n + 1}",): persons[n].ravel() for n in range(3)}
    left = {
        who: every_table(6, sums_of(edition), most=MOST + 2, floor=[int(n) for n in own]) for who, own in knows.items()
    }
    found = {each.label: each for each in audit(alone(edition), counts=counts, colluding=1).findings}
    for gap in edition.hidden:
        places = places_of(edition, gap.where)
        ranges = {who: range_of(tables, places) for who, tables in left.items()}
        narrow = {who for who, (low, high) in ranges.items() if high - low < plan.width}
        assert (gap.label in found) == bool(narrow), gap.label
        assert not narrow or found[gap.label].attackers in narrow


def test_a_gap_is_no_zero_where_zeros_are_shown() -> None:
    """1 and 2 are hidden, 3 together. Where a zero would be shown they are 1 and 2, one way or the other.

    That they are 3 together is told either way: what is left is a cell of its own, not shown as a gap.
    """
    for zero, safe in (("protected", True), ("shown", False)):
        plan = plan_of(("a",), ("x", "y", "z"), zeros=zero)
        counts = counted(plan, [[1, 2, 9]])
        told = audit(alone(draft(counts, plan=plan, ledger=Ledger(), name="one").edition), counts=counts)
        gaps = [each for each in told.findings if each.shown]
        assert (not gaps) is safe
        assert {(each.low, each.high) for each in told.findings if not each.shown} == {(3, 3)}
        assert {(each.low, each.high) for each in gaps} == (set() if safe else {(1, 2)})


@settings(max_examples=examples(5), derandomize=True, deadline=None)
@given(few, zeros)
def test_every_gap_is_needed(persons, zero) -> None:
    """The auditor under test: fill any one gap again, and it has to see it."""
    plan, counts = made(persons, zero)
    try:
        edition = protect(counts, plan=plan, name="one").edition
    except Refused:
        return
    flat = np.array(persons)
    for number, gap in enumerate(edition.hidden):
        if gap.shown:
            broken = without_gap(edition, number, int(flat[sorted(places_of(edition, gap.where))].sum()))
            assert not audit(alone(broken), counts=counts).safe, gap


def test_every_gap_is_needed_by_hand() -> None:
    r"""
        x   y   z  all
    a   2   9   9   20
    b   9   9   9   27
    c   9   9   3   21
    all 20 27  21   68   Hidden for itself: 2 and 3. Two more in two rows and two columns close the square.
    """
    plan = plan_of(width=2)
    counts = counted(plan, [[2, 9, 9], [9, 9, 9], [9, 9, 3]])
    release = protect(counts, plan=plan, name="one")
    hidden = {cell.label[1:]: cell.reasons for cell in release.cells if cell.value is None}
    assert hidden[("a", "x")] == hidden[("c", "z")] == ("few_persons",)
    # What is left in row a beside its shown cells has five persons or more, and nobody can tell how they part.
    for number, gap in enumerate(release.edition.hidden):
        value = {("a", "x"): 2, ("c", "z"): 3}.get(gap.label[1:], 9)
        assert not audit(alone(without_gap(release.edition, number, value)), counts=counts).safe


def test_elimination_alone_is_no_protection() -> None:
    """A row of 4 and 0: no equation tells either, and their sum shows that nobody has more than 4. 0 is as good as told
    where zeros are protected and the width is 5."""
    plan = plan_of(("a", "b", "c"), ("x", "y", "z"), width=5)
    counts = counted(plan, [[0, 6, 6], [0, 6, 6], [30, 30, 30]])
    release = protect(counts, plan=plan, name="one")
    assert release.audit.safe
    naive = draft(counts, plan=plan, ledger=Ledger(), name="one").edition
    assert not audit(alone(naive), counts=counts).safe


@pytest.mark.parametrize("persons", [np.zeros((3, 3)), np.full((3, 3), 1)])
def test_where_nothing_is_left_nothing_is_shown(persons) -> None:
    plan = plan_of(width=5)
    release = protect(counted(plan, persons.astype(int)), plan=plan, name="one")
    assert {cell.value for cell in release.cells} <= {None, 9}
    assert all(cell.reasons for cell in release.cells if cell.value is None)


def test_one_cell() -> None:
    plan = plan_of(("a",), ("x",))
    few, many = (protect(counted(plan, [[n]]), plan=plan, name="one") for n in (4, 40))
    assert {cell.value for cell in few.cells} == {None}
    assert {cell.value for cell in many.cells} == {40}


def test_no_search_can_make_a_table_safe(monkeypatch) -> None:
    """A solver that always claims wide bounds and no tables, and walks that end in tables that are none: nothing is
    believed."""
    from amparo.methods.disclosure import attack

    monkeypatch.setattr(attack.Walk, "towards", lambda self, gains, table, *rest: table + 9 * gains)

    monkeypatch.setattr(attack.Attack, "_extreme", lambda self, target, sign: (-sign * 1e6, np.zeros(1, bool)))
    monkeypatch.setattr(attack.Attack, "_near", lambda self, target, sign: False)
    monkeypatch.setattr(attack.Attack, "_whole_extreme", lambda self, *rest: None)
    plan = plan_of()
    with pytest.raises(Refused, match="Nothing is published"):
        protect(counted(plan, [[2, 9, 9], [9, 9, 9], [9, 9, 3]]), plan=plan, name="one")


@pytest.mark.parametrize("limit", [0.0, 1e-9])
def test_a_search_that_does_not_finish_publishes_nothing(limit) -> None:
    plan = plan_of()
    counts = counted(plan, [[2, 9, 9], [9, 9, 9], [9, 9, 3]])
    with pytest.raises(Refused, match="did not finish") as told:
        protect(counts, plan=plan, name="one", time_limit_s=limit)
    assert [each.code for each in told.value.remarks] == ["solver_limit", "coarser"]
    edition = protect(counts, plan=plan, name="one").edition
    unproven = audit(alone(edition), counts=counts, time_limit_s=limit)
    assert not unproven.safe
    assert "unproven" in {each.code for each in unproven.warnings}
