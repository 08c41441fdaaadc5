"""A large table as small ones that share their edges: nothing an attacker could use is lost, and it is much smaller.

Nobody shows all that is counted of people at once. Tables of place by gender, place by age and place by need say
nothing of age by need, so the finest cells of all four dimensions are far more than what anybody can speak of. Two
dimensions are *neighbours* where one figure or one gap cuts both. Where neighbours are put together until there is no
ring without a chord, what is left are *pieces*, cliques of dimensions, each joined to one before it by the dimensions
that both have (Lauritzen 1996). Then

    whole, not negative tables of the pieces that agree where two meet  =  the margins of whole, not negative joint ones

From left to right: two pieces that meet in the same sums are put together one shared cell at a time, row sums and
column sums given, as any transport can be filled from its north-west corner in whole numbers. From right to left by
adding up. So to ask for a table of the pieces is to ask for a joint one, neither more nor less. It holds for what is
left beside an attacker's own cases too: that is a table like any other.

A dimension stands in every piece where editions did not all know the same of it; what is called impossible together
is told together.

References
----------
Lauritzen, S. L. (1996). Graphical Models. Oxford, chapter 2 (decomposable graphs).
Dobra, A. and Fienberg, S. E. (2000). Bounds for cell entries in contingency tables given marginal totals and
    decomposable graphs. PNAS 97(22), 11885-11892.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from amparo.methods.disclosure.atoms import Atoms
from amparo.methods.disclosure.ledger import Integers, Leaves, Ledger
from amparo.methods.disclosure.plan import Where

type Names = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Some of the dimensions: the atoms of them alone, and of each atom of all dimensions which one it is within."""

    names: Names
    leaves: Leaves  # of every dimension, also of those that it has not
    atoms: Atoms
    within: Integers
    first: int  # position of its first atom among those of all pieces

    def holds(self, *choices: Where) -> bool:
        """Does it tell apart all that these choices do?"""
        return all(_cut_by(where, dict(self.leaves)) <= self.names for where in choices)

    def of(self, where: Where, edition: int, since: int = -1) -> Integers:
        """Its atoms, as positions among all pieces, that an edition sums for a choice."""
        told = tuple(pair for pair in where if pair[0] in self.names)
        return self.first + self.atoms.of(told, edition, since)


def pieces_of(ledger: Ledger, atoms: Atoms) -> tuple[Piece, ...]:
    """The pieces of a ledger; one alone, with all dimensions, where nothing is gained."""
    every = frozenset(name for name, _ in atoms.leaves)
    always = every & _always(ledger, atoms)
    cliques = [each | always for each in cliques_of(every - always, _told(ledger, atoms, always))]
    sizes = {name: len(leaves) for name, leaves in atoms.leaves}
    if sum(_size(each, sizes) for each in cliques) >= _size(every, sizes):
        cliques = [every]
    made: list[Piece] = []
    for each in cliques:
        made.append(_piece(each, atoms, made[-1].first + len(made[-1].atoms.cell) if made else 0))
    return tuple(made)


def cliques_of(names: Names, together: set[Names]) -> list[Names]:
    """Cliques that hold everything that is told together, each after the one it is joined to.

    Dimensions are taken away one by one, always the one whose neighbours lack the fewest ties; its neighbours are tied.
    """
    ties = {name: set[str]() for name in names}
    for few in together:
        for one, two in combinations(sorted(few), 2):
            ties[one].add(two)
            ties[two].add(one)
    found: list[Names] = []
    while ties:
        name = min(ties, key=lambda each: (_missing(ties, each), len(ties[each]), each))
        found.append(frozenset({name, *ties[name]}))
        for one, two in combinations(sorted(ties[name]), 2):
            ties[one].add(two)
            ties[two].add(one)
        for each in ties.pop(name):
            ties[each].discard(name)
    rest = [each for place, each in enumerate(found) if not any(each < other for other in found[:place])]
    joined = [rest.pop()] if rest else [frozenset[str]()]
    while rest:  # the one that shares most with one that is joined already: so it shares no more with all of them
        joined.append(max(rest, key=lambda each: max(len(each & other) for other in joined)))
        rest.remove(joined[-1])
    return joined


def meetings(pieces: tuple[Piece, ...]) -> Iterator[tuple[Integers, Integers]]:
    """What has to agree: atoms of a piece, and of the one it is joined to, that are the same of what both tell."""
    for place, piece in enumerate(pieces[1:], 1):
        before = frozenset().union(*(each.names for each in pieces[:place]))
        shared = piece.names & before
        other = next(each for each in pieces[:place] if shared <= each.names)
        mine, theirs = (_kind(each.atoms, shared) for each in (piece, other))
        for kind in np.unique(mine):
            yield piece.first + np.flatnonzero(mine == kind), other.first + np.flatnonzero(theirs == kind)


def _missing(ties: dict[str, set[str]], name: str) -> int:
    return sum(two not in ties[one] for one, two in combinations(sorted(ties[name]), 2))


def _size(names: Names, sizes: dict[str, int]) -> int:
    return int(np.prod([sizes[each] for each in names], dtype=float))


def _always(ledger: Ledger, atoms: Atoms) -> Names:
    """Dimensions of which some edition did not know everything that is known of it now."""
    known = {name: frozenset(leaves) for name, leaves in atoms.leaves}
    scopes = [dict(edition.scope) for edition in ledger.editions]
    return frozenset(
        name for name, leaves in known.items() if any(frozenset(each.get(name, leaves)) != leaves for each in scopes)
    )


def _told(ledger: Ledger, atoms: Atoms, always: Names) -> set[Names]:
    """Which dimensions are cut together by a figure, by a gap, or by what cannot be."""
    leaves, seen = dict(atoms.leaves), set[Names]()
    for edition in ledger.editions:
        for where in edition.impossible:
            seen.add(frozenset(name for name, _ in where) - always)
        choices = [(*each.where, *(each.of or ())) for each in edition.figures] + [
            each.where for each in edition.hidden
        ]
        for where in choices:
            seen.add(_cut_by(where, leaves) - always)
    return seen


def _cut_by(where: Where, leaves: dict[str, tuple[str, ...]]) -> Names:
    """The dimensions of which a choice names some leaves and not all."""
    return frozenset(name for name, few in where if len(few) < len(leaves[name]) or not set(leaves[name]) <= set(few))


def _piece(names: Names, atoms: Atoms, first: int) -> Piece:
    """The atoms of some dimensions."""
    if len(names) == len(atoms.leaves):
        return Piece(names, atoms.leaves, atoms, np.arange(len(atoms.cell)), first)
    leaves = tuple(each for each in atoms.leaves if each[0] in names)
    cell = _cells(atoms, names)
    pairs, within = np.unique(np.stack([cell, atoms.upto]), axis=1, return_inverse=True)
    size = int(np.prod([len(each) for _, each in leaves], dtype=np.int64))
    closed = np.full((len(atoms.closed), size), -1, np.int64)
    closed[:, cell] = atoms.closed[:, atoms.cell]
    return Piece(names, atoms.leaves, Atoms(leaves, pairs[0], pairs[1], closed), within.ravel(), first)


def _cells(atoms: Atoms, names: Names) -> Integers:
    """Of each atom its cell in some of its dimensions."""
    shape = tuple(len(leaves) for _, leaves in atoms.leaves)
    at, cell = np.unravel_index(atoms.cell, shape), np.zeros(len(atoms.cell), np.int64)
    for place, (name, leaves) in enumerate(atoms.leaves):
        if name in names:
            cell = cell * len(leaves) + at[place]
    return cell


def _kind(atoms: Atoms, names: Names) -> Integers:
    """One number for all atoms that are alike in some dimensions and arrived alike."""
    return _cells(atoms, names) * len(atoms.closed) + atoms.upto
