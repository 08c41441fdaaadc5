"""The proof: tables that agree, and how far apart they are. What is written here by hand is looked up by hand."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from amparo.methods.disclosure import auditing, hiding, protect
from amparo.methods.disclosure.attack import Attack, Contradiction
from amparo.methods.disclosure.seen import Seen
from amparo.methods.disclosure.solver import Clock, GaveUp
from amparo.methods.disclosure.system import System
from amparo.methods.estimate import Refused
from tests.methods.disclosure.towns import counted, plan_of


def system(rows, values, targets, width: int = 2) -> System:
    """Rows told exactly, and targets that stand for gaps of one edition."""
    rows, targets, values = np.array(rows), np.array(targets), np.array(values, np.int64)
    source = tuple((0, place) for place in range(len(rows)))
    asked = tuple((0, place) for place in range(len(targets)))
    return System(
        csr_array(rows), values, values.copy(), csr_array(targets), np.full(len(targets), width, np.int64),
        np.arange(rows.shape[1]), source, asked,
    )  # fmt: skip


def test_only_tables_that_agree_are_kept() -> None:
    """Seven in two cells: 8 and -1 is no table of people, 3 and 3 are too few, 4 and 4 too many."""
    seen = Seen(system([[1, 1]], [7], [[1, 0]]))
    assert [seen.see(np.array(each)) for each in ((8, -1), (3, 3), (4, 4), (3, 4))] == [False, False, False, True]
    assert [table.tolist() for table in seen.tables] == [[3, 4]]


def test_the_first_is_one_that_this_attacker_cannot_rule_out() -> None:
    seen = Seen(system([[1, 1]], [7], [[1, 0]]))
    for table in ((1, 6), (5, 2), (4, 3)):
        seen.see(np.array(table))
    seen.knowing(np.array([3, 0]))
    assert list(seen.first()) == [5, 2]
    assert seen.seen(0) == (4, 5)
    seen.knowing(np.array([6, 0]))
    assert seen.first() is None
    assert seen.open_now().tolist() == [0]


@pytest.mark.parametrize("seed", range(5))
def test_one_attacker_after_another_is_left_with_the_same(seed) -> None:
    chance = np.random.default_rng(seed)
    seen = Seen(system(np.zeros((1, 5), int), [0], chance.integers(0, 2, (4, 5))))
    for _ in range(12):
        seen.see(chance.integers(0, 9, 5))
    floors = [chance.integers(0, 4, 5) for _ in range(6)]
    each = []
    for floor in floors:
        seen.knowing(floor)
        each.append(seen.spans().tolist())
    assert [spans.tolist() for spans in seen.spans_of(floors)] == each
    by_hand = [[t for t in seen.tables if (t >= floor).all()] for floor in floors]
    targets = seen.system.targets.toarray()
    for spans, tables in zip(each, by_hand, strict=True):
        if tables:
            assert spans == [int(max(t @ row for t in tables) - min(t @ row for t in tables)) for row in targets]


def test_large_numbers_stay_what_they_are() -> None:
    """Each cell fits in half the space, and their sum does not; and a cell that does not fit."""
    high = 2**31 - 1
    seen = Seen(system([[0, 0]], [0], [[1, 1], [1, 0]]))
    for table in ((high, 0), (high, 1)):
        assert seen.see(np.array(table))
    assert seen.spans().tolist() == [1, 0]
    assert [spans.tolist() for spans in seen.spans_of([np.zeros(2, np.int64)])] == [[1, 0]]
    assert seen.see(np.array([3_000_000_000, 0]))
    assert seen.seen(1) == (high, 3_000_000_000)
    plan = plan_of(("a", "b"), ("x", "y"), width=2)
    cells = protect(counted(plan, [[3_000_000_000, 2], [10, 10]]), plan=plan, name="one").cells
    assert {cell.label[1:]: cell.value for cell in cells}["b", "Total"] == 20


def test_a_proof_that_is_lost_is_no_proof(monkeypatch) -> None:
    """The last word believes what it sees: of tables that an attacker rules out, and of none at all, nothing."""
    plan = plan_of(width=2)
    counts = counted(plan, [[2, 9, 9], [9, 9, 9], [9, 9, 3]])
    kept = hiding.Hiding.witnesses
    monkeypatch.setattr(hiding.Hiding, "witnesses", lambda self: list(kept(self))[-1:])
    with pytest.raises(Refused, match="lack their proof"):
        protect(counts, plan=plan, name="one")
    monkeypatch.setattr(hiding.Hiding, "witnesses", lambda self: [])
    with pytest.raises(Refused, match="lack their proof"):
        protect(counts, plan=plan, name="one")


def test_whoever_is_known_more_of_needs_tables_of_his_own(monkeypatch) -> None:
    """Tables that a stranger cannot rule out are no proof against an organisation that can."""
    plan = plan_of(least_organisations=1, colluding=1, width=2)
    persons = np.zeros((3, 1, 3, 3), int)
    persons[:] = np.array([[2, 9, 9], [9, 9, 9], [9, 9, 3]])
    counts = counted(plan, persons, ("o1", "o2", "o3"))
    made = protect(counts, plan=plan, name="one")
    seen = list[str]()
    told = auditing._finding

    def finding(ledger, of, target, who, low, high):
        seen.append(" ".join(who))
        return told(ledger, of, target, who, low, high)

    assert made.audit.safe
    monkeypatch.setattr(auditing, "_finding", finding)
    monkeypatch.setattr(
        auditing.Seen, "spans_of", lambda self, floors: (np.zeros(len(self.system.widths)) for _ in floors)
    )
    with pytest.raises(Refused, match="lack their proof"):
        protect(counts, plan=plan, name="one")
    assert {"o1", "o2", "o3"} <= set(seen)


def test_is_there_any_table_at_all() -> None:
    """Three sums of two that go round: each 1, which halves can do and people cannot."""
    round_ = [[1, 1, 0], [0, 1, 1], [1, 0, 1]]
    with pytest.raises(Contradiction):
        Attack(system(round_, [1, 1, 1], [[1, 0, 0]]), Clock(60.0)).possible()
    fine = Attack(system(round_, [2, 2, 2], [[1, 0, 0]]), Clock(60.0))
    fine.possible()
    assert [list(table) for table in fine.tables] == [[1, 1, 1]]
    with pytest.raises(GaveUp):
        Attack(system(round_, [2, 2, 2], [[1, 0, 0]]), Clock(0.0)).possible()


@pytest.mark.parametrize("given", [2, 10])  # ends among walks for many targets; ends among those for each
def test_walks_look_at_the_clock(given, monkeypatch) -> None:
    """Each walk takes ten seconds: as many are taken as there is time for, and what is open stays open."""
    now, walks = [0.0], [0]

    class Slow:
        def __init__(self, *_) -> None:
            pass

        def towards(self, gains, table, *_):
            now[0], walks[0] = now[0] + 10.0, walks[0] + 1
            return table

        def moves(self, _columns) -> bool:
            return True

    monkeypatch.setattr("amparo.methods.disclosure.attack.Walk", Slow)
    monkeypatch.setattr("amparo.methods.disclosure.solver.time.perf_counter", lambda: now[0])
    attack = Attack(system(np.ones((1, 36), int), [99], np.eye(36, dtype=int)), Clock(10.0 * given))
    attack.see(np.full(36, 99 / 36).astype(int) + (np.arange(36) < 27))
    with pytest.raises(GaveUp):
        attack.at_once()
    assert walks[0] == given
    assert attack._clock.spent_s == 10.0 * given
