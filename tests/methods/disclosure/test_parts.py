"""What falls apart is attacked part by part, side by side: nothing is lost, and who ends first decides nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from amparo.methods.disclosure import (
    Dimension,
    Figure,
    Hidden,
    Ledger,
    Level,
    Plan,
    audit,
    auditing,
    dimension,
    draft,
    hiding,
    protect,
    system,
    table,
)  # fmt: skip
from amparo.methods.disclosure.atoms import atoms_of
from amparo.methods.disclosure.beside import side_by_side
from amparo.methods.disclosure.system import parts_of, system_of
from amparo.methods.estimate import Refused
from tests.methods.disclosure.every_table import every_table, range_of
from tests.methods.disclosure.towns import alone, counted, places_of, plan_of, sums_of

SEEDS = range(6)


def quarters(many: int = 2, **rules) -> Plan:
    """Some quarters of one table, and nothing is said of two together."""
    names = tuple(f"q{number + 1}" for number in range(many))
    of_each = Level("each", tuple((name, (name,)) for name in names))
    dims = (Dimension("quarter", names, (of_each,)), dimension("place", "abc"), dimension("kind", "xyz"))
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
        tables = every_table(9, sums, most=7)
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


def test_small_parts_stand_together_and_nothing_is_lost(monkeypatch) -> None:
    """Three quarters of nine cells, ten or more to a part: two of them, and one. Both targets are of the last one."""
    monkeypatch.setattr(system, "FEWEST", 10)
    plan = quarters(3)
    there = np.full((3, 3, 3), 9)
    there[2, 0, 0], there[2, 2, 2] = 2, 3
    counts = counted(plan, there)
    ledger = alone(draft(counts, plan=plan, ledger=Ledger(), name="one").edition)
    whole = system_of(ledger, atoms_of(ledger, plan.leaves()))
    whole.widths[:] = np.arange(len(whole.widths)) + 1
    parts = parts_of(whole)
    assert [len(part.columns) for part in parts] == [18, 9]
    assert sorted(np.concatenate([part.rows for part in parts])) == list(range(len(whole.source)))
    assert [asked for part in parts for asked in part.system.asked] == list(whole.asked)
    assert [width for part in parts for width in part.system.widths] == list(whole.widths)
    assert [len(part.system.asked) for part in parts] == [0, 2]
    assert [each.label[1:] for each in audit(ledger, counts=counts).findings] == [("q3", "a", "x"), ("q3", "c", "z")]


def test_a_part_that_is_lost_is_seen(small, monkeypatch) -> None:
    """Search and last word take the same parts: what is in none would count as safe."""
    plan = quarters()
    counts = counted(plan, persons(1))
    edition = protect(counts, plan=plan, name="one").edition
    for module in (auditing, hiding):
        monkeypatch.setattr(module, "parts_of", lambda of: parts_of(of)[:1])
    with pytest.raises(Refused, match="lack their proof"):
        audit(alone(edition), counts=counts)
    with pytest.raises(Refused, match="lack their proof"):
        protect(counts, plan=plan, name="one")


def test_a_target_over_two_quarters_ties_them(small) -> None:
    plan = quarters()
    edition = draft(counted(plan, np.full((2, 3, 3), 9)), plan=plan, ledger=Ledger(), name="one").edition
    both = Hidden(("t", "both", "a", "x"), (("place", ("a",)), ("kind", ("x",))), ("few_persons",), sensitive=True)
    ledger = alone(replace(edition, hidden=(*edition.hidden, both)))
    assert len(parts_of(system_of(ledger, atoms_of(ledger, plan.leaves())))) == 1


def test_what_cannot_be_in_one_part_is_no_proof_in_another(small) -> None:
    """In the second quarter three sums of two cells are 1 each: halves could, people cannot."""
    plan = quarters()
    edition = draft(counted(plan, persons(0)), plan=plan, ledger=Ledger(), name="one").edition
    first = tuple(each for each in edition.hidden if dict(each.where)["quarter"] == ("q1",))
    figures = tuple(
        Figure(("t", "q2", "a", "+".join(pair)), (("quarter", ("q2",)), ("place", ("a",)), ("kind", pair)), 1, 1)
        for pair in (("x", "y"), ("y", "z"), ("x", "z"))
    )
    total = Figure(("t", "q1", "Total", "Total"), (("quarter", ("q1",)),), 99, 99)
    with pytest.raises(Refused, match="contradict each other"):
        audit(alone(replace(edition, figures=(total, *figures), hidden=first)))


def test_the_last_word_asks_for_a_table_of_each_part(small, monkeypatch) -> None:
    """Only the second quarter hides anything. Of the first one no table that was found agrees: nothing leaves."""
    plan, there = quarters(), np.full((2, 3, 3), 9)
    there[1, 0, 0], there[1, 2, 2] = 2, 3
    found = hiding.Hiding.witnesses

    def wrong(self):
        mine = self.parts[0].columns[0]
        return (table + (np.arange(len(table)) == mine) for table in found(self))

    assert protect(counted(plan, there), plan=plan, name="one").audit.safe
    monkeypatch.setattr(hiding.Hiding, "witnesses", wrong)
    with pytest.raises(Refused, match="lack their proof"):
        protect(counted(plan, there), plan=plan, name="one")


@pytest.mark.parametrize("fewest", [1, 1000])
def test_what_is_impossible_is_nobody(fewest, monkeypatch) -> None:
    """Its figure sums no cell: it holds nothing narrow, and can be nothing but 0."""
    monkeypatch.setattr(system, "FEWEST", fewest)
    plan = replace(plan_of(), impossible=((("place", ("b",)), ("kind", ("y",))),))
    counts = counted(plan, [[2, 9, 9], [9, 0, 9], [9, 9, 3]])
    made = protect(counts, plan=plan, name="one")
    assert {cell.label[1:]: cell.value for cell in made.cells}["b", "y"] == 0
    assert audit(made.ledger, counts=counts).safe
    wrong = tuple(
        replace(each, low=5, high=5) if each.label[1:] == ("b", "y") else each for each in made.edition.figures
    )
    with pytest.raises(Refused, match="contradict each other"):
        audit(alone(replace(made.edition, figures=wrong)))


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


def test_a_fault_is_the_same_whichever_part_ends_first() -> None:
    """Two of three end in a fault, the later one sooner; the third is not troubled, and the first fault is raised."""
    late, done = threading.Event(), list[str]()

    def work(part: str, heard) -> None:
        if part == "slow":
            assert late.wait(timeout=20)
            raise KeyError(part)
        if part == "fast":
            late.set()
            raise ValueError(part)
        heard()
        done.append(part)

    with ThreadPoolExecutor(3) as executor, pytest.raises(KeyError, match="slow"):
        side_by_side(("slow", "fast", "patient"), work, executor=executor, progress=None, of=3)
    assert done == ["patient"]


def test_what_has_not_begun_does_not_begin_once_nobody_waits() -> None:
    began = list[int]()

    def work(part: int, heard) -> None:
        began.append(part)
        while True:
            heard()

    def enough(*_: int) -> None:
        raise KeyboardInterrupt

    with ThreadPoolExecutor(2) as executor, pytest.raises(KeyboardInterrupt):
        side_by_side((1, 2, 3, 4), work, executor=executor, progress=enough, of=4)
    assert set(began) <= {1, 2}


def test_where_no_thread_can_be_had_those_that_began_end() -> None:
    ended = threading.Event()

    class Full(ThreadPoolExecutor):
        def submit(self, *rest, **more):
            if rest[2] == 2:
                raise RuntimeError("no thread")
            return super().submit(*rest, **more)

    def work(_: int, heard) -> None:
        try:
            while True:
                heard()
        finally:
            ended.set()

    with Full(2) as executor, pytest.raises(RuntimeError, match="no thread"):
        side_by_side((1, 2), work, executor=executor, progress=None, of=2)
    assert ended.wait(timeout=20)


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
