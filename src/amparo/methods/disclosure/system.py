"""What an attacker knows, as whole-number equations: unknown finest cells, published sums, and what must stay hidden.

Every unknown is an *atom*: the persons of one finest cell that arrived between two closings. Every published number is
a row: the sum of its atoms is the number, ``A x = v``. A percentage P of decimals d, of a denominator that need not be
published, is two rows with whole coefficients, ``(2P - 1) den <= 200 * 10^d * num < (2P + 1) den``, and ``den >= 1``.
Where zeros are shown, a gap says of its cell that it is at least 1.

Where no figure cuts some dimensions together, the unknowns are those of ``pieces`` of the table, and rows say that two
pieces agree where they meet. Those that stand in exactly the same rows and targets are one unknown: nothing published,
and nothing asked, tells them apart. Both lose nothing, and make the system small.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from amparo.methods.disclosure.atoms import Atoms
from amparo.methods.disclosure.ledger import Figure, Integers, Ledger
from amparo.methods.disclosure.pieces import Piece, meetings, pieces_of
from amparo.methods.disclosure.plan import Where
from amparo.methods.estimate import Refused, remark

FEWEST = 1000  # unknowns of a part: fewer are not worth a part of their own
MOST = 10**12  # of a figure: sums of as many are exact, and it is more than there are people
NO_LIMIT = 2**60  # of a row that is open to one side; no count is near it


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Rows ``low <= A x <= high`` over whole unknowns ``x >= 0``, and the targets that must not be told from them."""

    rows: csr_array
    low: Integers
    high: Integers
    targets: csr_array
    widths: Integers  # what each target has to keep
    column: Integers  # of each atom of the pieces, one after another, its unknown
    source: tuple[tuple[int, int], ...]  # of each row (edition, figure); (edition, -1) of a gap, (-1, -1) of a meeting
    asked: tuple[tuple[int, int], ...]  # of each target (edition, gap)
    within: tuple[Integers, ...] = ()  # for each piece, of each atom of all dimensions that of the piece

    def gathered(self, by_atom: Integers) -> Integers:
        """Amounts of atoms as amounts of unknowns."""
        by_piece = np.zeros(len(self.column))
        for each in self.within:
            by_piece += np.bincount(each, by_atom, len(self.column))
        return self.united(by_piece)

    def united(self, by_piece: NDArray[Any]) -> Integers:
        """Amounts of atoms of the pieces as amounts of unknowns."""
        return np.bincount(self.column, by_piece, self.rows.shape[1]).astype(np.int64)

    def parted(self, tables: Iterable[Integers]) -> Iterator[Integers]:
        """Tables by atom of the pieces: what is of an unknown stands in the first of its atoms."""
        first = np.unique(self.column, return_index=True)[1]
        for table in tables:
            by_piece = np.zeros(len(self.column), np.int64)
            by_piece[first] = table
            yield by_piece


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some unknowns of a system, which no row and no target ties to any other: it can be attacked for itself.

    A table of a part, and one of each other part, are a table of the whole.
    """

    system: System
    rows: Integers  # of each row and unknown of the part its place in the whole
    columns: Integers


def parts_of(system: System) -> tuple[Part, ...]:
    """The parts, small ones put together. What was told of one quarter alone says nothing of the next."""
    bundles, few = list[Integers](), list[Integers]()
    for columns in that_hang_together(csr_array(vstack([system.rows, system.targets]))):
        few.append(columns)
        if sum(map(len, few)) >= FEWEST:
            bundles.append(np.sort(np.concatenate(few)))
            few = []
    bundles += [np.sort(np.concatenate(few))] if few else []
    if len(bundles) < 2:
        return (Part(system, np.arange(len(system.source)), np.arange(system.rows.shape[1])),)
    number = np.empty(system.rows.shape[1], np.int64)
    for place, columns in enumerate(bundles):
        number[columns] = place
    of_row, of_target = (_first(each, number) for each in (system.rows, system.targets))
    return tuple(
        _part(system, columns, *(np.flatnonzero(each == place) for each in (of_row, of_target)))
        for place, columns in enumerate(bundles)
    )


def _part(system: System, columns: Integers, rows: Integers, targets: Integers) -> Part:
    few, asked = (
        csr_array(csr_array(a[b]).tocsc()[:, columns]) for a, b in ((system.rows, rows), (system.targets, targets))
    )
    source, of = ([every[each] for each in some] for every, some in ((system.source, rows), (system.asked, targets)))
    low, high, widths = system.low[rows], system.high[rows], system.widths[targets]
    return Part(System(few, low, high, asked, widths, np.arange(len(columns)), tuple(source), tuple(of)), rows, columns)


def _first(rows: csr_array, number: Integers) -> Integers:
    """Of each row the number of its unknowns; of one without any 0."""
    told = np.zeros(rows.shape[0], np.int64)
    some = np.diff(rows.indptr) > 0
    told[some] = number[rows.indices[rows.indptr[:-1][some]]]
    return told


def that_hang_together(rows: csr_array) -> list[Integers]:
    """The unknowns, by which of them are tied by rows, directly or by others; in the order of the first of each."""
    ties, (many, width) = coo_array(rows), rows.shape
    edges = coo_array((np.ones(ties.nnz, np.int8), (ties.row, many + ties.col)), shape=(many + width,) * 2)
    part = connected_components(edges, directed=False)[1][many:]
    order = np.argsort(part, kind="stable")
    found = np.split(order, np.flatnonzero(np.diff(part[order])) + 1)
    return sorted(found, key=lambda columns: int(columns[0])) if width else []


def system_of(ledger: Ledger, atoms: Atoms) -> System:
    """The rows and targets of everything the ledger holds; ``Refused`` where a figure cannot be one."""
    _refuse_figures(ledger)
    pieces = pieces_of(ledger, atoms)
    rows, low, high, source, targets, widths, asked = [], [], [], [], [], [], []
    for mine, theirs in meetings(pieces):
        rows.append([(mine, 1), (theirs, -1)])
        low.append(0)
        high.append(0)
        source.append((-1, -1))
    for number, edition in enumerate(ledger.editions):
        for place, figure in enumerate(edition.figures):
            for entries, least, most in _rows(figure, number, pieces):
                rows.append(entries)
                low.append(least)
                high.append(most)
                source.append((number, place))
        for place, gap in enumerate(edition.hidden):
            held = _that_holds(pieces, gap.where).of(gap.where, number, gap.since)
            if edition.zeros == "shown" and gap.shown and gap.since < 0:
                rows.append([(held, 1)])
                low.append(1)
                high.append(NO_LIMIT)
                source.append((number, -1))
            if gap.sensitive and len(held):
                targets.append([(held, 1)])
                widths.append(edition.width)
                asked.append((number, place))
    size = sum(len(each.atoms.cell) for each in pieces)
    (merged, wanted), column = _put_together(*(_sparse(each, size) for each in (rows, targets)))
    return System(
        merged,
        np.array(low, np.int64),
        np.array(high, np.int64),
        wanted,
        np.array(widths, np.int64),
        column,
        tuple(source),
        tuple(asked),
        tuple(each.first + each.within for each in pieces),
    )


def _that_holds(pieces: tuple[Piece, ...], *choices: Where) -> Piece:
    """The piece that tells apart what these choices do."""
    return next(each for each in pieces if each.holds(*choices))


def _refuse_figures(ledger: Ledger) -> None:
    for edition in ledger.editions:
        for figure in edition.figures:
            if not 0 <= figure.low <= figure.high <= MOST or not 0 <= figure.decimals <= 2:
                raise Refused(
                    remark(
                        "no_figure",
                        "The edition “%(edition)s” has a figure for %(label)s that cannot be one.",
                        edition=edition.name, label=" · ".join(figure.label),
                    )
                )  # fmt: skip


def _rows(figure: Figure, edition: int, pieces: tuple[Piece, ...]) -> list[tuple[list[tuple[Integers, int]], int, int]]:
    """A figure as rows: which atoms with which factor, and between what their sum lies."""
    piece = _that_holds(pieces, figure.where, figure.of or ())
    part = piece.of(figure.where, edition)
    if figure.of is None:
        return [([(part, 1)], figure.low, figure.high)]
    whole, scale = piece.of(figure.of, edition), 200 * 10**figure.decimals
    return [
        ([(whole, 1)], 1, NO_LIMIT),
        ([(part, scale), (whole, 1 - 2 * figure.low)], 0, NO_LIMIT),
        ([(part, scale), (whole, -1 - 2 * figure.high)], -NO_LIMIT, -1),
    ]


def _sparse(rows: list[list[tuple[Integers, int]]], width: int) -> csr_array:
    """Rows as a matrix; factors of an atom that stands in a row twice are added."""
    flat = [(number, held, factor) for number, row in enumerate(rows) for held, factor in row]
    at = np.concatenate([np.full(len(held), number) for number, held, _ in flat]) if flat else np.empty(0, np.int64)
    held = np.concatenate([held for _, held, _ in flat]) if flat else np.empty(0, np.int64)
    factors = [np.full(len(held), factor, np.int64) for _, held, factor in flat]
    values = np.concatenate(factors) if flat else np.empty(0, np.int64)
    made = csr_array((values, (at, held)), shape=(len(rows), width), dtype=np.int64)
    made.sum_duplicates()
    return made


def _put_together(rows: csr_array, targets: csr_array) -> tuple[tuple[csr_array, csr_array], Integers]:
    """Both matrices with one column for all atoms that nothing tells apart, and of each atom its column."""
    seen: dict[tuple[bytes, ...], int] = {}
    column = np.empty(rows.shape[1], np.int64)
    above, below = rows.tocsc(), targets.tocsc()
    for each in (above, below):
        each.sort_indices()
    for atom in range(rows.shape[1]):
        key = tuple(
            part[each.indptr[atom] : each.indptr[atom + 1]].tobytes()
            for each in (above, below)
            for part in (each.indices, each.data)
        )
        column[atom] = seen.setdefault(key, len(seen))
    first = np.unique(column, return_index=True)[1]
    return (csr_array(above[:, first]), csr_array(below[:, first])), column


def coalitions(
    names: tuple[str, ...], parts: Integers | None, system: System, colluding: int, known: int = 0
) -> Iterator[tuple[tuple[str, ...], Integers]]:
    """Who attacks, and what of each unknown they know for themselves: the largest coalitions, and no others.

    Whoever knows less can rule out fewer tables: what is safe from those is safe from all within them, and from a
    stranger. What the first ``known`` organisations gave everybody knows, the stranger too: they published it.
    """
    everybodys = np.zeros(system.rows.shape[1], np.int64)
    if parts is None:
        yield (), everybodys
        return
    everybodys = everybodys + parts[:known].sum(axis=0)
    others = range(known, len(names))
    for few in combinations(others, min(colluding, len(others))):
        yield tuple(names[each] for each in few), everybodys + parts[list(few)].sum(axis=0)


def attackers(names: tuple[str, ...], colluding: int, known: int = 0) -> int:
    """How many attackers there are: a stranger, each organisation, and as many together as collude."""
    others = len(names) - known if names else 0
    return sum(comb(others, size) for size in range(min(colluding, others) + 1))
