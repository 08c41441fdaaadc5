"""A large table as small ones that share their edges: what is told of the pieces is what is told of the whole.

The slow way is the same attacker over every finest cell; the judge of both counts out every whole table.
"""

import numpy as np
import pytest

from amparo.methods.disclosure import Edition, Figure, Ledger, Plan, audit, dimension, draft, pieces, protect, table
from amparo.methods.disclosure.atoms import atoms_of
from amparo.methods.estimate import Refused
from tests.methods.disclosure.every_table import every_table, range_of
from tests.methods.disclosure.towns import alone, counted, places_of, sensitive, sums_of, without_gap

RULES = {"subject": "other", "threshold": 5, "least_organisations": 0, "colluding": 0, "width": 2}
STAR = (("p", "g"), ("p", "n"))


def star(sizes=(2, 2, 2), tables=STAR, **rules) -> Plan:
    dims = tuple(dimension(name, [f"{name}{n}" for n in range(size)]) for name, size in zip("pgn", sizes, strict=True))
    shown = tuple(table("".join(each), dict.fromkeys(each, ("each", "total"))) for each in tables)
    return Plan(dims, shown, **(RULES | rules))


def whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow way: one piece with all dimensions."""
    monkeypatch.setattr(pieces, "cliques_of", lambda names, together: [names])


def made(ledger: Ledger, plan: Plan) -> list[set[str]]:
    return [set(each.names) for each in pieces.pieces_of(ledger, atoms_of(ledger, plan.leaves()))]


def test_dimensions_that_nobody_cuts_together_are_pieces() -> None:
    """Three ties in a ring need no chord; four do; what hangs on one dimension is a piece of its own."""
    found = pieces.cliques_of(frozenset("abcde"), {frozenset(each) for each in ("ab", "bc", "cd", "da", "de")})
    one_chord, other = [["a", "b", "c"], ["a", "c", "d"], ["d", "e"]], [["a", "b", "d"], ["b", "c", "d"], ["d", "e"]]
    assert sorted(map(sorted, found)) in (one_chord, other)
    ring = {frozenset(each) for each in ("ab", "bc", "ca")}
    assert list(map(set, pieces.cliques_of(frozenset("abc"), ring))) == [{"a", "b", "c"}]
    plan = star((3, 3, 4))
    edition = draft(counted(plan, np.full((3, 3, 4), 9)), plan=plan, ledger=Ledger(), name="one").edition
    assert sorted(map(sorted, made(alone(edition), plan))) == [["g", "p"], ["n", "p"]]
    ringed = star((3, 3, 4), (*STAR, ("g", "n")))
    edition = draft(counted(ringed, np.full((3, 3, 4), 9)), plan=ringed, ledger=Ledger(), name="one").edition
    assert made(alone(edition), ringed) == [{"p", "g", "n"}]


@pytest.mark.parametrize("seed", range(6))
def test_what_pieces_tell_is_what_every_table_tells(seed, monkeypatch) -> None:
    """Eight finest cells, two tables that share the place: counted out, and asked by pieces however small they are."""
    monkeypatch.setattr(pieces, "_size", lambda names, sizes: len(names) ** 9)  # by pieces, although little is gained
    chance = np.random.default_rng(seed)
    plan = star(zeros=str(chance.choice(["protected", "shown"])))
    persons = chance.choice([0, 0, 1, 2, 4], (2, 2, 2))
    counts = counted(plan, persons)
    edition = draft(counts, plan=plan, ledger=Ledger(), name="one").edition
    assert len(made(alone(edition), plan)) == 2
    told = {each.label for each in audit(alone(edition), counts=counts).findings}
    tables = every_table(8, sums_of(edition), most=5)
    assert tuple(persons.ravel()) in tables
    for gap in edition.hidden:
        low, high = range_of(tables, places_of(edition, gap.where))
        assert (gap.label in told) == (high - low < plan.width), gap.label
    try:
        safe = protect(counts, plan=plan, name="one")
    except Refused:
        return
    tables = every_table(8, sums_of(safe.edition), most=5)
    for places in sensitive(safe.edition):
        low, high = range_of(tables, places)
        assert high - low >= plan.width


def drawn(seed: int) -> tuple[Plan, np.ndarray]:
    """Tables that share a place, of organisations that may collude, in two arrivals."""
    chance = np.random.default_rng(100 + seed)
    rules = {"least_organisations": 3, "colluding": int(chance.integers(1, 3)), "width": int(chance.choice([2, 5]))}
    plan = star((3, 3, 4), zeros=str(chance.choice(["protected", "shown"])), **rules)
    return plan, chance.poisson(chance.gamma(0.4, 2.0, (4, 2, 3, 3, 4)))


@pytest.mark.parametrize("seed", range(8))
def test_by_pieces_and_by_the_whole_the_same_is_exposed(seed, monkeypatch) -> None:
    plan, arrived = drawn(seed)
    counts = counted(plan, arrived[:, :1])
    first = draft(counts, plan=plan, ledger=Ledger(), name="one").edition
    ledger = alone(first).adding(
        Edition("two", "public", first.scope, first.figures, first.hidden, plan.width, plan.zeros)
    )
    both = counted(plan, arrived)
    assert len(made(ledger, plan)) == 2
    quick = audit(ledger, counts=both, colluding=plan.colluding)
    whole(monkeypatch)
    assert len(made(ledger, plan)) == 1
    slow = audit(ledger, counts=both, colluding=plan.colluding)
    exposed = [[(each.edition, each.label) for each in told.findings] for told in (quick, slow)]
    assert exposed[0] == exposed[1]
    assert quick.exact == slow.exact


@pytest.mark.parametrize("seed", range(4))
def test_what_pieces_protect_the_whole_cannot_tell(seed, monkeypatch) -> None:
    """Two editions, the second one counts anew; then a gap that was hidden beyond the rules is filled again."""
    plan, arrived = drawn(seed)
    ledger = Ledger()
    for number in range(2):
        counts = counted(plan, arrived[:, : number + 1])
        release = protect(counts, plan=plan, name=str(number), ledger=ledger, revise=number > 0)
        ledger = release.ledger
    assert len(made(ledger, plan)) == 2
    once = protect(counted(plan, arrived[:, :1]), plan=plan, name="0").edition
    value = {tuple(label): int(total) for label, total in _values(plan, arrived[:, 0].sum(axis=0))}
    broken = [
        without_gap(once, number, value[gap.label])
        for number, gap in enumerate(once.hidden)
        if gap.shown and gap.sensitive
    ][:2]
    assert broken
    for way in ("by pieces", "by the whole"):
        if way == "by the whole":
            whole(monkeypatch)
        assert audit(ledger, counts=counts, colluding=plan.colluding).safe
        for each in broken:
            assert not audit(alone(each), counts=counted(plan, arrived[:, :1]), colluding=plan.colluding).safe


def _values(plan: Plan, persons: np.ndarray):
    """Every figure of the tables, by hand."""
    for one, axis in (("g", 1), ("n", 2)):
        pair = persons.sum(axis=3 - axis)
        rows = [(f"p{n}", pair[n]) for n in range(len(pair))] + [("Total", pair.sum(axis=0))]
        for place, few in rows:
            yield from (((f"p{one}", place, f"{one}{k}"), many) for k, many in enumerate(few))
            yield (f"p{one}", place, "Total"), few.sum()


def test_what_is_impossible_together_is_one_piece() -> None:
    """Nobody of g0 can be n0: the two are not told apart from each other, and the count of the whole still holds."""
    cannot = ((("g", ("g0",)), ("n", ("n0",))),)
    plan = star((3, 3, 4), impossible=cannot)
    persons = np.full((3, 3, 4), 9)
    persons[:, 0, 0] = 0
    edition = draft(counted(plan, persons), plan=plan, ledger=Ledger(), name="one").edition
    assert made(alone(edition), plan) == [{"p", "g", "n"}]


def test_a_percentage_across_two_tables_is_one_piece() -> None:
    scope = star((3, 3, 4)).leaves()
    share = Figure(("t", "%"), (("g", ("g0",)),), 50, 50, (("n", ("n0", "n1")),))
    edition = Edition("one", "public", scope, (share, Figure(("p",), (("p", ("p0",)),), 9, 9)))
    assert {"g", "n"} <= next(each for each in made(alone(edition), star((3, 3, 4))) if "g" in each)
