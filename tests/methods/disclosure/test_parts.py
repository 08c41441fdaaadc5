"""What falls apart is attacked part by part, side by side: nothing is lost, and who ends first decides nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from amparo.methods.disclosure import Dimension, Ledger, Level, Plan, audit, dimension, draft, protect, system, table
from amparo.methods.disclosure.atoms import atoms_of
from amparo.methods.disclosure.beside import side_by_side
from amparo.methods.disclosure.system import parts_of, system_of
from tests.methods.disclosure.every_table import every_table, range_of
from tests.methods.disclosure.towns import alone, counted, places_of, sums_of

SEEDS = range(6)


def quarters(**rules) -> Plan:
    """Two quarters of one table, and nothing is said of both together."""
    of_each = Level("each", (("q1", ("q1",)), ("q2", ("q2",))))
    dims = (Dimension("quarter", ("q1", "q2"), (of_each,)), dimension("place", "abc"), dimension("kind", "xyz"))
    shown = {"quarter": ("each",), "place": ("each", "total"), "kind": ("each", "total")}
    rules = {"subject": "other", "threshold": 5, "least_organisations": 0, "colluding": 0, "width": 3} | rules
    return Plan(dims, (table("t", shown),), **rules)


def persons(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).choice([0, 1, 2, 4, 7, 9, 12], (2, 3, 3))


@pytest.fixture
def small(monkeypatch) -> None:
    """However small a part is, it is attacked for itself."""
    monkeypatch.setattr(system, "FEWEST", 1)


def test_two_quarters_are_two_parts(small) -> None:
    plan = quarters()
    edition = draft(counted(plan, persons(0)), plan=plan, ledger=Ledger(), name="one").edition
    whole = system_of(alone(edition), atoms_of(alone(edition), plan.leaves()))
    parts = parts_of(whole)
    assert [len(part.columns) for part in parts] == [9, 9]
    assert sorted(np.concatenate([part.rows for part in parts])) == list(range(len(whole.source)))
    assert sum(len(part.system.asked) for part in parts) == len(whole.asked)
    for part in parts:
        assert (part.system.rows.toarray() == whole.rows.toarray()[np.ix_(part.rows, part.columns)]).all()
        assert not whole.rows.toarray()[np.ix_(part.rows, np.setdiff1d(np.arange(18), part.columns))].any()


@pytest.mark.parametrize("seed", range(5))  # of the next one so little is told that its tables are millions
def test_what_parts_tell_is_what_every_table_tells(seed, small) -> None:
    """Each quarter is counted out for itself by the judge; the audit of both says the same of each."""
    plan, there = quarters(), persons(seed) // 3
    edition = draft(counted(plan, there), plan=plan, ledger=Ledger(), name="one").edition
    found = {each.label for each in audit(alone(edition), counts=counted(plan, there)).findings}
    for quarter in range(2):
        mine = frozenset(range(9 * quarter, 9 * quarter + 9))
        sums = [
            (frozenset(place - 9 * quarter for place in places), low, high)
            for places, low, high in sums_of(edition) if places <= mine
        ]  # fmt: skip
        tables = list(every_table(9, sums, most=7))
        for gap in edition.hidden:
            if (places := places_of(edition, gap.where)) <= mine:
                low, high = range_of(tables, frozenset(place - 9 * quarter for place in places))
                assert (gap.label in found) == (high - low < plan.width), gap.label


@pytest.mark.parametrize("seed", SEEDS)
def test_parts_side_by_side_and_all_at_once_are_one_edition(seed, monkeypatch) -> None:
    plan = quarters()
    counts = counted(plan, persons(seed))
    together = protect(counts, plan=plan, name="one").cells
    monkeypatch.setattr(system, "FEWEST", 1)
    heard: list[tuple[int, int]] = []
    with ThreadPoolExecutor(2) as executor:
        beside = protect(
            counts, plan=plan, name="one", executor=executor, progress=lambda *each: heard.append(each)
        )  # fmt: skip
    assert beside.cells == together
    assert heard == [(1, 2), (2, 2)]
    assert beside.audit.safe


def test_only_who_waits_is_told_how_far_it_is() -> None:
    """A job writes how far it has come into the database: never from another thread."""
    told: list[threading.Thread] = []

    def work(part: int, heard) -> int:
        for _ in range(3):
            heard()
        return part * part

    with ThreadPoolExecutor(3) as executor:
        found = side_by_side(
            (1, 2, 3), work, executor=executor, progress=lambda *_: told.append(threading.current_thread()), of=9
        )  # fmt: skip
    assert found == [1, 4, 9]
    assert told == [threading.main_thread()] * 9
    assert side_by_side((1, 2, 3), work, executor=None, progress=None, of=9) == [1, 4, 9]


def test_a_fault_ends_all_of_them_and_is_the_one_that_is_raised() -> None:
    began = threading.Barrier(2)

    def work(part: str, heard) -> None:
        began.wait(timeout=20)
        if part == "faulty":
            raise KeyError(part)
        while True:  # as long as nobody stops it
            heard()

    with ThreadPoolExecutor(2) as executor, pytest.raises(KeyError, match="faulty"):
        side_by_side(("patient", "faulty"), work, executor=executor, progress=None, of=2)


def test_who_does_not_want_to_wait_any_more_ends_it() -> None:
    class Enough(Exception):
        pass

    def enough(*_: int) -> None:
        raise Enough

    def work(_: int, heard) -> None:
        while True:
            heard()

    with ThreadPoolExecutor(2) as executor, pytest.raises(Enough):
        side_by_side((1, 2), work, executor=executor, progress=enough, of=2)
