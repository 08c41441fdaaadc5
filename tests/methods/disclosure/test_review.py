"""Attacks by a hostile reader. Each of them once worked: what it found stands in its first lines."""

from dataclasses import replace

import numpy as np
import pytest

from amparo.methods.disclosure import (
    Figure,
    Group,
    Hidden,
    Ledger,
    Plan,
    as_published,
    audit,
    cell_key_table,
    count,
    dimension,
    noise_table,
    protect,
    record_keys,
    release_sample,
    table,
)
from amparo.methods.estimate import Refused, as_json
from tests.methods.disclosure.towns import counted, plan_of, without_gap

RULES = {"subject": "other", "least_organisations": 0, "colluding": 0, "width": 2}
STRIP = dimension("place", ("in", "out", "else"), groups={"department": {"d": ("in", "out")}, "strip": {"s": ("in",)}})


def codes(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {each.code for each in error.value.remarks}


def shown(release) -> dict[tuple[str, ...], int]:
    return {cell.label: cell.value for cell in release.cells if cell.value is not None}


def strip_plan(*levels: tuple[str, ...]) -> Plan:
    return Plan((STRIP,), tuple(table(f"t{n}", {"place": each}) for n, each in enumerate(levels)), **RULES)


def test_two_tables_of_one_plan_cut_what_none_of_them_shows() -> None:
    """Departments in one table, the strip in another: 43 - 40 = 3 live outside it."""
    plan = strip_plan(("department", "total"), ("strip",))
    told = shown(protect(counted(plan, [40, 3, 50]), plan=plan, name="one"))
    assert not {("t0", "d"), ("t1", "s")} <= set(told)


def test_two_editions_cut_what_none_of_them_shows() -> None:
    """Last year departments, this year the strip: the same three."""
    first, second = strip_plan(("department", "total")), strip_plan(("strip", "total"))
    arrived = np.array([[40, 3, 50], [0, 0, 0]])
    one = protect(counted(first, arrived[:1]), plan=first, name="one")
    assert ("t0", "d") in shown(one)
    two = protect(counted(second, arrived), plan=second, name="two", ledger=one.ledger)
    assert ("t0", "s") not in shown(two)


@pytest.mark.parametrize("name", ["t", "another"])
def test_a_table_of_another_name_tells_late_reports_all_the_same(name) -> None:
    """40, and 41 in the revised edition: one person came late. Under another name of the table nobody asked."""
    plan = plan_of()
    arrived = np.zeros((2, 3, 3), int)
    arrived[0], arrived[1, 0, 0], arrived[1, 1, 1] = 40, 1, 20
    one = protect(counted(plan, arrived[:1]), plan=plan, name="one")
    renamed = replace(plan, tables=(replace(plan.tables[0], name=name),))
    two = protect(counted(renamed, arrived), plan=renamed, name="two", ledger=one.ledger, revise=True)
    before = {label[1:]: value for label, value in shown(one).items()}
    changes = [value - before[label[1:]] for label, value in shown(two).items()]
    assert all(change >= 5 for change in changes), changes
    assert audit(two.ledger, counts=counted(renamed, arrived)).safe


@pytest.mark.parametrize("name", ["t", "another"])
def test_a_sum_over_more_months_is_an_edition_of_the_last_month(name) -> None:
    """Place a: 60 in three months, 63 in four. The table shows no month, and tells the three of the fourth."""
    place = dimension("place", ("a", "b"))
    plans = [
        Plan(
            (place, dimension("month", [f"m{n}" for n in range(months)])),
            (table(title, {"place": ("each", "total")}),), **RULES,
        )
        for months, title in ((3, "t"), (4, name))
    ]  # fmt: skip
    arrived = np.zeros((2, 2, 4), int)
    arrived[0, :, :3], arrived[1, :, 3] = 20, (3, 40)
    one = protect(counted(plans[0], arrived[:1, :, :3]), plan=plans[0], name="one")
    two = protect(counted(plans[1], arrived), plan=plans[1], name="two", ledger=one.ledger)
    assert shown(one)["t", "a"] == 60
    assert (name, "a") not in shown(two)


@pytest.mark.parametrize("two_tables", [True, False])
def test_a_group_of_one_kind_in_two_tables_or_without_a_total(two_tables) -> None:
    """12 persons of place a in one table, 12 of kind x in the other; or 12 and 0 side by side: all of a are x."""
    dims = (dimension("place", ("a", "b")), dimension("kind", ("x", "y"), sensitive=("x",)))
    tables = (table("kinds", {"place": ("each",), "kind": ("each",)}),)
    tables = (table("places", {"place": ("each",)}), *tables) if two_tables else tables
    plan = Plan(dims, tables, zeros="shown", **RULES)
    told = shown(protect(counted(plan, [[12, 0], [40, 40]]), plan=plan, name="one"))
    assert ("kinds", "a", "x") not in told
    assert ("places", "a") not in told


def test_a_category_without_a_name_makes_two_cells_one() -> None:
    """Cells ("", q) and (q, "") had one label: the figure of the one stood for the hidden other."""
    for leaves in (("", "q"), ("q", "Q"), ("q", "q\u200b"), ("ñ", "n\u0303")):
        with pytest.raises(Refused) as told:
            plan_of(leaves)
        assert "names_alike" in codes(told)


@pytest.mark.parametrize("other", ["ONG LUZ", "Ong  Luz", "ONG Lúz", "O.N.G. Luz", "ONG\u00a0Luz", "ONG Luz", ""])
def test_one_organisation_in_two_spellings_is_no_second_one(other) -> None:
    plan = plan_of(least_organisations=3)
    rows = {"place": [0, 0, 0], "kind": [0, 0, 0]}
    with pytest.raises(Refused) as told:
        count(rows, plan=plan, organisation=[0, 1, 2], organisations=("ONG Luz", other, "Casa"))
    assert codes(told) == {"organisations_alike"}
    assert count(rows, plan=plan, organisation=[0, 1, 2], organisations=("Luz", "Luna", "Casa")).persons.sum() == 3


def test_the_rule_of_three_cannot_be_planned_away() -> None:
    base = {"subject": "violence", "width": 5}
    for rules in ({"least_organisations": 2}, {"least_organisations": 3, "colluding": 0}, {"least_organisations": 1}):
        with pytest.raises(Refused) as told:
            replace(plan_of(), threshold=None, **({"colluding": 2} | base | rules))
        assert codes(told) == {"too_few_hands"}
    nobody = replace(plan_of(), threshold=None, **base)
    with pytest.raises(Refused) as told:
        count({"place": [0], "kind": [0]}, plan=nobody, organisation=[0], organisations=("Luz",))
    assert codes(told) == {"organisations_not_asked"}


NEVER = ((("place", ("a",)), ("kind", ("x",))),)


def test_what_was_hidden_is_not_called_impossible_later() -> None:
    """A zero that is protected, and impossible in the next plan: its proof vanished with the cell."""
    arrived = np.zeros((2, 3, 3), int)
    arrived[0] = 40
    arrived[0, 0, 0] = 0
    first, second = plan_of(), plan_of(impossible=NEVER)
    one = protect(counted(first, arrived[:1]), plan=first, name="one")
    with pytest.raises(Refused) as told:
        protect(counted(second, arrived), plan=second, name="two", ledger=one.ledger)
    assert "impossible_now" in codes(told)
    # The other way round thirty persons of a cell that could not be were in no figure at all.
    one = protect(counted(second, arrived[:1]), plan=second, name="one")
    arrived[1, 0, 0] = 30
    with pytest.raises(Refused) as told:
        protect(counted(first, arrived), plan=first, name="two", ledger=one.ledger, revise=True)
    assert "cannot_be" in codes(told)


def test_what_is_left_beside_the_shown_is_seen_by_the_audit() -> None:
    """Of thirty 25 are told; 2, 2 and 1 are hidden. Fill the gap that closes the remainder: five persons are told."""
    plan = plan_of(("a", "b"), ("w", "x", "y", "z"), threshold=10, width=2)
    counts = counted(plan, [[25, 2, 2, 1], [40, 40, 40, 40]])
    release = protect(counts, plan=plan, name="one")
    value = {("t", *codes): n for codes, n in (
        (("a", "w"), 25), (("a", "Total"), 30), (("b", "w"), 40), (("b", "Total"), 160), (("Total", "w"), 65),
        (("b", "x"), 40), (("b", "y"), 40), (("b", "z"), 40), (("Total", "x"), 42), (("Total", "y"), 42),
        (("Total", "z"), 41), (("Total", "Total"), 190),
    )}  # fmt: skip
    gaps = [(n, each) for n, each in enumerate(release.edition.hidden) if each.shown and not each.sensitive]
    assert gaps
    for number, gap in gaps:
        broken = without_gap(release.edition, number, value[gap.label])
        assert not audit(Ledger().adding(broken), counts=counts).safe, gap.label


def test_where_an_old_figure_stands_says_nothing_of_why() -> None:
    """An old figure that stands beside late gaps only would say of those: one to four came late."""
    arrived = np.zeros((2, 3, 3), int)
    arrived[0] = 40
    arrived[1] = ((1, 0, 0), (0, 12, 0), (0, 0, 2))
    plan = plan_of(width=5, zeros="shown")
    one = protect(counted(plan, arrived[:1]), plan=plan, name="one")
    two = protect(counted(plan, arrived), plan=plan, name="two", ledger=one.ledger, revise=True)
    hidden = [cell for cell in two.cells if cell.value is None]
    assert {each for cell in hidden for each in cell.reasons} > {"late"}
    assert all(cell.stands == shown(one)[cell.label] for cell in hidden)


def test_an_old_figure_stands_only_for_the_people_it_was_of() -> None:
    """A plan put other kinds together under a name it had used: the 43 of before stood for 3 that are hidden."""
    few = dimension("place", STRIP.leaves, groups={"department": {"d": ("in",)}, "strip": {"s": ("out",)}})
    before, now = strip_plan(("department", "total")), Plan((few,), (table("t0", {"place": ("department",)}),), **RULES)
    rows = {"place": np.repeat([0, 1, 2], [3, 40, 40])}
    one = protect(count(rows, plan=before), plan=before, name="one")
    assert shown(one)["t0", "d"] == 43
    two = protect(count(rows, plan=now, batches=2), plan=now, name="two", ledger=one.ledger)
    (cell,) = two.cells
    assert (cell.value, cell.stands) == (None, None)


def test_no_reason_is_in_the_text_for_programs() -> None:
    """A reason "nobody" is a figure."""
    plan = plan_of()
    told = as_json(protect(counted(plan, [[0, 9, 9], [9, 9, 9], [9, 9, 3]]), plan=plan, name="one"))
    assert '"targets"' not in told  # beside six gaps, "4" would be how many are hidden for themselves
    assert '"solves"' not in told
    assert "zero" not in told
    assert "few_persons" not in told


def test_large_counts_neither_overflow_nor_contradict_themselves() -> None:
    plan = plan_of(least_organisations=3, colluding=2)
    alone = np.zeros((3, 1, 3, 3), int)
    alone[0] = 5000  # one hand has them all: everything is hidden, and that is no contradiction
    assert shown(protect(counted(plan, alone), plan=plan, name="one")) == {}
    plan = plan_of()
    for many in (2**53 + 1, 2**60, 2**62):
        with pytest.raises(Refused):
            counted(plan, [[3, many, many], [many, many, many], [many, many, 2]])
    assert count({"place": np.array([0], np.uint64), "kind": np.array([1], np.uint64)}, plan=plan).persons.sum() == 1
    kind = (dimension("kind", ("x", "y")),)
    for many in (2**62, 2**63, 10**308):
        with pytest.raises(Refused) as told:
            audit(as_published([(("x",), None, True), (("Total",), many, False)], dimensions=kind))
        assert codes(told) == {"no_figure"}


def test_a_small_percentage_of_nobody_knows_how_many_is_no_contradiction() -> None:
    """0.01 % is of 6,667 persons at least: more than the solver thought there could be."""
    where = (("kind", ("x",)),)
    scope = (("kind", ("x", "y")),)
    one = protect(counted(plan := plan_of(("a",), ("x", "y")), [[9, 9]]), plan=plan, name="one").edition
    edition = replace(one, scope=scope, figures=(Figure(("t", "x", "%"), where, 1, 1, scope, 2),))
    edition = replace(edition, hidden=(Hidden(("t", "x"), where, (), sensitive=True),))
    assert audit(Ledger().adding(edition)).safe


def test_counts_of_another_plan_or_of_too_few_arrivals_are_refused() -> None:
    plan = plan_of()
    ledger = protect(counted(plan, np.full((3, 3), 9)), plan=plan, name="one").ledger
    with pytest.raises(Refused) as told:
        audit(ledger, counts=counted(plan_of(("a", "b")), np.ones((2, 3), int)))
    assert codes(told) == {"counts_of_other"}
    twice = ledger.adding(replace(ledger.editions[0], name="two"))
    with pytest.raises(Refused) as told:
        audit(twice, counts=counted(plan, np.full((3, 3), 9)))
    assert codes(told) == {"counts_of_other"}


def test_a_limit_that_is_no_number_is_no_limit_without_end() -> None:
    plan = plan_of()
    with pytest.raises(Refused, match="did not finish"):
        protect(counted(plan, [[2, 9, 9], [9, 9, 9], [9, 9, 3]]), plan=plan, name="one", time_limit_s=float("nan"))


def test_a_table_of_cell_keys_larger_than_memory_is_refused() -> None:
    """2^33 by 2^33 codes are 2^66 cells, and 0 in 64 bits: the counts were written beside the table."""
    keys = record_keys(["ana", "luz"], secret=b"sixteen bytes or more of it")
    for shape in ((2**33, 2**33), (0, 4), (2**31, 2)):
        with pytest.raises(Refused):
            cell_key_table([np.array([0, 1]), np.array([0, 1])], shape=shape, keys=keys, noise=noise_table())
    assert cell_key_table([np.array([0, 1], np.uint64)], shape=(2,), keys=keys, noise=noise_table()).values.max() == -1


@pytest.mark.parametrize("variance", [0.0, 1e-10, 0.5, -1.0, float("nan")])
def test_noise_that_is_none_is_refused(variance) -> None:
    with pytest.raises(Refused) as told:
        noise_table(variance=variance, never=0)
    assert codes(told) == {"little_noise"}


@pytest.mark.parametrize(
    "wrong", [{"trees_yes": 0}, {"trees_no": 0}, {"value": 0.0, "low": 0.0}, {"value": float("nan")}]
)
def test_a_share_that_nobody_has_is_no_share(wrong) -> None:
    """Half of a group, and none of its trees said yes: the rule of the second tree was not asked."""
    good = {"value": 0.5, "low": 0.4, "high": 0.6, "recruits": 50, "trees": 5, "trees_yes": 4, "trees_no": 4}
    with pytest.raises(Refused, match="cannot be"):
        release_sample([Group("g", **(good | wrong))], recruits=200)
