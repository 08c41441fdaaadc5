"""The plan, the ledger, the order of things: what is refused, what never changes, what never comes back."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.disclosure import (
    Figure,
    Ledger,
    Plan,
    as_text,
    audit,
    coarser,
    count,
    dimension,
    draft,
    from_text,
    protect,
    table,
)  # fmt: skip
from amparo.methods.disclosure.counts import Counts
from amparo.methods.estimate import Refused, as_json
from tests.examples import examples
from tests.methods.disclosure.towns import KINDS, PLACES, alone, counted, plan_of

SQUARE = [[2, 9, 9], [9, 9, 9], [9, 9, 3]]


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"subject": "violence", "threshold": 9}, "threshold_too_low"),
        ({"subject": "other", "threshold": 4}, "threshold_too_low"),
        ({"subject": "weather"}, "unknown_subject"),
        ({"zeros": "hidden"}, "unknown_zeros"),
        ({"width": 0}, "not_whole"),
        ({"width": 6}, "too_large"),
        ({"colluding": 4}, "too_large"),
        ({"tables": ()}, "tables"),
        ({"tables": (table("t", {"place": ("street",)}),)}, "levels"),
        ({"dimensions": (dimension("place", ("a", "a")),)}, "leaves"),
        ({"dimensions": (dimension("place", ("a",), groups={"g": {"a": ("z",)}}),)}, "codes"),
    ],
)
def test_what_is_no_plan_is_refused(rules, code) -> None:
    with pytest.raises(Refused) as told:
        replace(plan_of(), **rules)
    assert code in {each.code for each in told.value.remarks}


def test_a_plan_and_a_ledger_are_frozen() -> None:
    for value, name in ((plan_of(), "width"), (Ledger(), "editions")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, 1)


def test_without_organisations_the_rule_of_three_cannot_be_kept() -> None:
    with pytest.raises(Refused, match="3 organisations"):
        count({"place": [0], "kind": [0]}, plan=plan_of(least_organisations=3))


def test_codes_that_are_none_are_named_by_their_row() -> None:
    with pytest.raises(Refused) as told:
        count({"place": [0, 3, 1], "kind": [0, 0, -1]}, plan=plan_of())
    assert told.value.remarks[0].rows == (1,)


def test_a_ledger_can_be_kept_and_read_again() -> None:
    plan = plan_of()
    ledger = protect(counted(plan, SQUARE), plan=plan, name="one").ledger
    assert from_text(as_text(ledger)) == ledger
    with pytest.raises(Refused, match="no ledger"):
        from_text(as_text(ledger)[:-9])
    with pytest.raises(Refused, match="already"):
        ledger.adding(ledger.editions[0])


def test_editions_that_contradict_each_other_are_refused_with_words() -> None:
    plan = plan_of()
    counts = counted(plan, SQUARE)
    first = protect(counts, plan=plan, name="one")
    wrong = replace(first.edition, name="two", figures=(Figure(("t", "Total", "Total"), (), 67, 67),))
    with pytest.raises(Refused, match="contradict each other"):
        audit(first.ledger.adding(wrong))
    changed = np.zeros((2, 3, 3), int)
    changed[0], changed[0, 1, 1] = SQUARE, 8
    with pytest.raises(Refused, match="published") as told:
        protect(counted(plan, changed), plan=plan, name="two", ledger=first.ledger)
    assert told.value.remarks[0].code == "contradiction"


def test_a_category_that_was_published_cannot_be_forgotten() -> None:
    plan = plan_of()
    first = protect(counted(plan, SQUARE), plan=plan, name="one")
    less = plan_of(("a", "b"))
    with pytest.raises(Refused, match="has to know it still"):
        protect(counted(less, np.ones((2, 2, 3), int)), plan=less, name="two", ledger=first.ledger)


def test_what_a_ledger_tells_already_is_refused() -> None:
    """An edition of others told the 2: nothing that is hidden from now on brings it back."""
    plan = plan_of()
    counts = counted(plan, SQUARE)
    careless = replace(
        draft(counts, plan=plan, ledger=Ledger(), name="one").edition,
        figures=(Figure(("t", "a", "x"), (("place", ("a",)), ("kind", ("x",))), 2, 2),), hidden=(),
    )  # fmt: skip
    both = np.zeros((2, 3, 3), int)
    both[0] = SQUARE
    with pytest.raises(Refused, match="tells 1 cells"):
        protect(counted(plan, both), plan=plan, name="two", ledger=alone(careless))


@settings(max_examples=examples(12), derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=9, max_size=9))
def test_one_more_table_never_unhides(persons) -> None:
    """The same persons, a second edition with a table more: what was hidden is hidden, and cannot be told."""
    plan = plan_of()
    more = replace(plan, tables=(*plan.tables, table("kinds", {"kind": ("each", "total")})))
    arrived = np.zeros((2, 3, 3), int)
    arrived[0] = np.array(persons).reshape(3, 3)
    try:
        first = protect(counted(plan, arrived[:1]), plan=plan, name="one")
        second = protect(counted(more, arrived), plan=more, name="two", ledger=first.ledger)
    except Refused:
        return
    hidden = {cell.label for cell in first.cells if cell.value is None}
    assert hidden <= {cell.label for cell in second.cells if cell.value is None}
    assert audit(second.ledger).safe


def pattern(plan: Plan, counts: Counts) -> list[bool]:
    return [cell.value is None for cell in protect(counts, plan=plan, name="one").cells]


@settings(max_examples=examples(10), derandomize=True, deadline=None)
@given(st.lists(st.sampled_from((0, 1, 4, 6, 9, 20)), min_size=9, max_size=9), st.randoms(use_true_random=False))
def test_neither_order_nor_names_decide(persons, chance) -> None:
    plan = plan_of()
    rows = [(place, kind) for place in range(3) for kind in range(3) for _ in range(persons[3 * place + kind])]
    chance.shuffle(rows)
    columns = {"place": np.array([each[0] for each in rows], int), "kind": np.array([each[1] for each in rows], int)}
    try:
        told = pattern(plan, counted(plan, np.array(persons).reshape(3, 3)))
    except Refused:
        return
    assert pattern(plan, count(columns, plan=plan)) == told
    other = plan_of([f"z{9 - n}" for n in range(3)], ["q", "A", "ñ"])
    assert pattern(other, counted(other, np.array(persons).reshape(3, 3))) == told


def test_a_result_carries_nothing_that_is_hidden() -> None:
    plan = plan_of()
    release = protect(counted(plan, [[4, 31, 29], [37, 41, 43], [47, 53, 3]]), plan=plan, name="one")
    told = as_json(release)
    assert '"persons"' not in told
    assert '"ledger"' not in told
    assert '"low"' not in told
    assert '"value": 4,' not in told
    assert '"value": 3,' not in told


def test_the_nearest_coarser_plan_says_less_until_nothing_is_left() -> None:
    plan: Plan | None = plan_of()
    sizes = []
    while plan is not None:
        sizes.append(sum(len(plan.codes(each, d)[0]) for each in plan.tables for d in plan.dimensions))
        plan = coarser(plan)
    assert sizes == [len(PLACES) + 1 + len(KINDS) + 1, 5, 2]


def test_what_cannot_occur_is_a_plain_zero() -> None:
    plan = plan_of(impossible=((("place", ("a",)), ("kind", ("x",))),))
    release = protect(counted(plan, [[0, 9, 9], [9, 9, 9], [9, 9, 9]]), plan=plan, name="one")
    cells = {cell.label[1:]: cell.value for cell in release.cells}
    assert cells["a", "x"] == 0
    assert None not in cells.values()
    with pytest.raises(Refused, match="impossible"):
        protect(counted(plan, [[1, 9, 9], [9, 9, 9], [9, 9, 9]]), plan=plan, name="one")
