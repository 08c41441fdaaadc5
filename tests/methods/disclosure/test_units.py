"""The finest unit of place and time, and what the choice of it gives away."""

import numpy as np
import pytest

from amparo.methods.disclosure import Plan, choose_unit, dimension, table
from amparo.methods.estimate import Refused, as_json
from tests.methods.disclosure.every_table import every_table, range_of
from tests.methods.disclosure.towns import counted

MONTHS = tuple(f"m{n}" for n in range(1, 7))
QUARTERS = {"q1": MONTHS[:3], "q2": MONTHS[3:]}
RUNGS = (("each", "each"), ("each", "quarter"), ("zone", "quarter"), ("total", "quarter"), ("total", "total"))


def world(**rules) -> Plan:
    zones = {"urban": ("city", "town"), "rural": ("hamlet", "farm")}
    towns = dimension("town", ("city", "town", "hamlet", "farm"), groups={"zone": zones})
    months = dimension("month", MONTHS, groups={"quarter": QUARTERS})
    rules = {"subject": "violence", "least_organisations": 0, "colluding": 0} | rules
    return Plan((towns, months), (table("t", {"town": ("total",)}),), **rules)


def chosen(persons, plan=None, **more):
    plan = plan or world()
    return choose_unit(counted(plan, persons), plan=plan, place="town", period="month", rungs=RUNGS, **more)


def test_many_people_are_told_finely_and_few_coarsely() -> None:
    persons = np.full((4, 6), 30)
    persons[2:] = 6
    told = chosen(persons)
    assert {unit.rung for unit in told.units if unit.place in {"city", "town"}} == {("each", "each")}
    assert {(unit.place, unit.period, unit.persons) for unit in told.units if unit.place in {"hamlet", "farm"}} == {
        (place, quarter, 18) for place in ("hamlet", "farm") for quarter in QUARTERS
    }
    assert sum(unit.persons for unit in told.units) == persons.sum()
    assert told.untold == 0
    cells = [cell for unit in told.units for cell in unit.cells]
    assert len(cells) == len(set(cells)) == 24, "nobody is in two units"


def test_a_choice_that_tells_is_not_made() -> None:
    """Nine in each month are 27 in the quarter. To say 27, after months were turned away, is to say nine of each.

    First that it is so, by counting out; then that another unit is chosen.
    """
    tables = list(every_table(3, [(frozenset({0, 1, 2}), 27, 27), *((frozenset({n}), 0, 9) for n in range(3))], most=9))
    assert range_of(tables, frozenset({0})) == (9, 9)
    persons = np.full((4, 6), 30)
    persons[3, :3] = 9
    told = chosen(persons)
    assert told.given_up >= 1
    assert ("farm", "q1") not in {(unit.place, unit.period) for unit in told.units}


def test_a_choice_too_large_to_be_tried_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit was given up, and of so many cells it would take a whole computer to see what that tells."""
    persons = np.full((4, 6), 30)
    persons[3, :3] = 9
    assert chosen(persons).given_up >= 1
    monkeypatch.setattr("amparo.methods.disclosure.unit_audit.MOST_CELLS", 23)
    with pytest.raises(Refused) as error:
        chosen(persons)
    assert [each.code for each in error.value.remarks] == ["choice_tells"]
    assert chosen(np.full((4, 6), 30)).given_up == 0, "where nothing was given up there is nothing to try"


def test_more_places_and_periods_than_can_be_held_are_refused() -> None:
    towns, months = (tuple(f"{name}{n}" for n in range(many)) for name, many in (("t", 126), ("m", 40)))
    plan = Plan(
        (dimension("town", towns), dimension("month", months)), (table("t", {"town": ("total",)}),),
        subject="other", least_organisations=0, colluding=0,
    )  # fmt: skip
    with pytest.raises(Refused) as error:
        choose_unit(
            counted(plan, np.full((126, 40), 30)), plan=plan, place="town", period="month", rungs=(("each", "each"),)
        )
    assert [each.code for each in error.value.remarks] == ["too_many_cells"]


def test_one_reporter_in_the_country_ends_in_her_kind_of_zone() -> None:
    plan = world(least_organisations=3, colluding=1)
    persons = np.zeros((4, 1, 4, 6), int)
    persons[:, 0, :2] = 12
    persons[0, 0, 2] = 15  # the hamlet has many persons, and one organisation that reports
    persons[1:, 0, 3] = 12
    told = chosen(persons, plan)
    held = [unit for unit in told.units if ("hamlet", "m1") in unit.cells]
    may = {("rural", ("zone", "quarter")), ("Total", ("total", "quarter"))}
    assert {(unit.place, unit.rung) for unit in held} <= may
    assert all(unit.place != "hamlet" for unit in told.units)


def small_world(zeros: str = "protected") -> Plan:
    dims = (dimension("town", ("p", "q")), dimension("month", ("m1", "m2")))
    rules = {"subject": "other", "threshold": 5, "least_organisations": 0, "colluding": 0, "width": 2, "zeros": zeros}
    return Plan(dims, (table("t", {"town": ("total",)}),), **rules)


def units_of(plan: Plan, persons) -> tuple | None:
    """What is told of four cells, by a ladder of three rungs; nothing where it is refused."""
    rungs = (("each", "each"), ("each", "total"), ("total", "total"))
    counts = counted(plan, np.reshape(persons, (2, 2)))
    try:
        return choose_unit(counts, plan=plan, place="town", period="month", rungs=rungs).units
    except Refused:
        return None


@pytest.mark.parametrize(
    "persons", [(0, 5, 3, 4), (5, 1, 4, 4), (4, 4, 4, 3), (0, 0, 5, 3), (2, 2, 4, 3), (1, 2, 6, 6)]
)
def test_whoever_tries_the_method_on_every_table_learns_nothing(persons) -> None:
    """5 and "7 elsewhere" once were told of 0, 5, 3, 4. Of all tables only 0, 5, 3, 4 and 0, 5, 4, 3 had led to that:
    place q would have been told by itself, had its 7 not been 3 and 4; so the 0 was told."""
    plan = small_world()
    told = units_of(plan, persons)
    if told is None:
        return
    place = {("p", "m1"): 0, ("p", "m2"): 1, ("q", "m1"): 2, ("q", "m2"): 3}
    sums = [(frozenset(place[cell] for cell in unit.cells), unit.persons, unit.persons) for unit in told]
    alike = [each for each in every_table(4, sums, most=5) if units_of(plan, each) == told]
    for cell in range(4):
        low, high = range_of(alike, frozenset({cell}))
        assert persons[cell] >= 5 or high - low >= 2, (cell, alike)


def test_where_every_unit_may_be_told_every_unit_is() -> None:
    """Nothing was turned away; that was an error."""
    told = chosen(np.full((4, 6), 30))
    assert (len(told.units), told.untold) == (24, 0)


def test_how_many_units_were_given_up_is_not_told() -> None:
    persons = np.full((4, 6), 30)
    persons[3, :3] = 9
    told = chosen(persons)
    assert told.given_up
    assert "given_up" not in as_json(told)


def test_the_same_whatever_the_order() -> None:
    persons = np.random.default_rng(39).poisson(9, (4, 6))
    assert chosen(persons) == chosen(persons)


def test_what_cannot_be_told_is_refused() -> None:
    with pytest.raises(Refused, match="No unit"):
        chosen(np.zeros((4, 6), int))
    counts = counted(world(), np.ones((4, 6), int))
    with pytest.raises(Refused, match="ladder"):
        choose_unit(counts, plan=world(), place="town", period="month", rungs=(("street", "each"),))
    with pytest.raises(Refused, match="did not finish"):
        chosen(np.full((4, 6), 5), time_limit_s=0.0)
