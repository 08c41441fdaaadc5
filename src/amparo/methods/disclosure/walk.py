"""From one whole table to others that agree with the same figures, step by step, in whole numbers.

The solver walks along edges of what is possible, in fractions, and what it finds has to be made whole afterwards. Sums
of counts are kinder than that: written out for some of their unknowns, with nothing but 1 and -1 as pivots, they stay
whole numbers (where they do not, what is concerned stands still). So each unknown that is not written out is a *move*:
one more of it, and a few of the others more or fewer, and every figure stays what it is. A table is pushed along such
moves as far as nobody falls below what the attacker knows; what stopped it changes places with what was moved, and then
other moves lead on (the simplex method of Dantzig, at whole points only).

What it finds are candidates. ``Attack.see`` checks each in exact arithmetic against every row, as it does the solver's;
and what a walk does not reach, the solver is asked for.

References
----------
Dantzig, G. B. (1963). Linear Programming and Extensions. Princeton, chapters 8 and 18 (pivots; upper bounds).
Diaconis, P. and Sturmfels, B. (1998). Algebraic algorithms for sampling from conditional distributions. Annals of
    Statistics 26(1), 363-397 (moves between tables of the same margins).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from amparo.methods.chance import compiled
from amparo.methods.disclosure.ledger import Integers
from amparo.methods.disclosure.plan import Flags
from amparo.methods.disclosure.system import that_hang_together

type Bytes = NDArray[np.int8]
type Written = tuple[Bytes, Bytes]  # by row and by column

PASSES, SHARE = 4, 0.3  # looks at every move for one table; changes of places, for each row: enough, and an end
FARTHEST = 1_000  # of one move: what is not held by any figure stops somewhere, too
LARGEST = 100  # number in a move, so that a byte holds it; figures with larger factors are left to ``Attack.see``
MOST_ENTRIES = 80_000_000  # rows times unknowns that hang together, a byte each, four times; of more is no walking
WORD = 8  # bytes that are looked at together, because most of them are nought


class Walk:
    """Tables of the same sums. Figures between two bounds are kept as they are: a walk need not find everything."""

    def __init__(self, rows: csr_array, room: Integers) -> None:
        self._parts = list(_parts(rows, room))
        self._movable = np.zeros(rows.shape[1], bool)
        for part in self._parts:
            self._movable[part.columns] = True

    def moves(self, columns: Integers) -> bool:
        """Is any of these unknowns in a part in which there is anything to move?"""
        return bool(self._movable[columns].any())

    def towards(
        self, gains: Integers, table: Integers, floor: Integers, chance: np.random.Generator
    ) -> Integers:  # fmt: skip
        """From a table to one in which ``gains`` are larger: whole, with the same sums, nothing below the floor."""
        reached = table.copy()
        for part in self._parts:
            wanted = gains[part.columns]
            if wanted.any():
                here = table[part.columns]
                part.push(here, floor[part.columns], wanted, chance)
                reached[part.columns] = here
        return reached


@dataclass(slots=True, eq=False)
class _Part:
    """Some unknowns that hang together, written out: ``x[basis] + written x = what it is``."""

    columns: Integers
    basis: Integers  # of each row the unknown that it is written out for; -1: none, and what it has stands still
    at_first: Written
    now: Written
    touched: tuple[Flags, Flags]  # rows and columns of now that are not as at first

    def push(self, table: Integers, floor: Integers, gains: Integers, chance: np.random.Generator) -> None:
        """Move a table, in place: always as it was written out at first, because on the way it grows long."""
        _push(self.now, self.touched, self.basis.copy(), table, floor, gains, chance.permutation(len(table)))
        _restore(self.now, self.at_first, self.touched)


def _parts(rows: csr_array, room: Integers) -> Iterator[_Part]:
    """The parts in which there is anything to move."""
    rows = csr_array(rows[np.flatnonzero(np.diff(rows.indptr))])  # of what cannot be nothing is to be kept
    largest = np.maximum.reduceat(np.abs(rows.data), rows.indptr[:-1]) if rows.nnz else np.empty(0, np.int64)
    rows = csr_array(rows[np.flatnonzero(largest <= LARGEST)])
    by_column = rows.tocsc()
    for columns in that_hang_together(rows):
        mine = csr_array(by_column[:, columns])
        mine = csr_array(mine[np.flatnonzero(np.diff(mine.indptr))])
        if len(columns) > 1 and mine.shape[0] * mine.shape[1] <= MOST_ENTRIES:
            part = _written_out(mine, columns, room[columns])
            if part is not None:
                yield part


def _written_out(rows: csr_array, columns: Integers, room: Integers) -> _Part | None:
    """Unknowns written out for those of them that have most room: what stands still soonest is moved for itself."""
    ties = coo_array(rows)
    written = _written(ties.data, ties.row, ties.col, rows.shape)
    touched, basis = _untouched(written), np.full(rows.shape[0], -1)
    if not _write_out(written, touched, basis, np.argsort(-room, kind="stable")):
        return None
    filled = np.count_nonzero(written[0], axis=1)
    told = basis[(filled == 1) & (basis >= 0)]
    moved = np.setdiff1d(np.arange(len(columns)), told)
    kept = np.flatnonzero(filled > np.where(basis >= 0, 1, 0))
    basis = np.where(basis[kept] < 0, -1, np.searchsorted(moved, basis[kept]))
    row, column = np.nonzero(written[0][kept])
    data, column = written[0][kept[row], column], np.searchsorted(moved, column)
    first, now = (_written(data, row, column, (len(kept), len(moved))) for _ in range(2))
    return _Part(columns[moved], basis, first, now, _untouched(now))


def _written(data: NDArray[Any], row: Integers, column: Integers, shape: tuple[int, ...]) -> Written:
    """By row and by column, each line filled up to whole words."""
    lines, width = shape
    by_row = np.zeros((lines, -(-width // WORD) * WORD), np.int8)
    by_column = np.zeros((width, -(-lines // WORD) * WORD), np.int8)
    by_row[row, column] = by_column[column, row] = data
    return by_row, by_column


def _untouched(written: Written) -> tuple[Flags, Flags]:
    return np.zeros(len(written[0]), bool), np.zeros(len(written[1]), bool)


@compiled
def _write_out(written: Any, touched: Any, basis: Any, order: Any) -> Any:
    """Take the unknowns in order; each is written out by the shortest row that has it once and is not taken yet."""
    by_row, by_column = written
    gains = np.zeros(len(by_column), np.int64)
    places, others = np.empty(by_row.shape[1], np.int64), np.empty(by_column.shape[1], np.int64)
    for column in order:
        many = _filled(by_column[column], others)
        best, fewest = -1, len(by_column) + 1
        for row in others[:many]:
            if basis[row] < 0 and abs(by_column[column, row]) == 1:
                filled = _filled(by_row[row], places)
                if filled < fewest:
                    best, fewest = row, filled
        if best >= 0:
            filled = _filled(by_row[best], places)
            if not _exchange(written, touched, gains, best, column, places[:filled], others[:many]):
                return False
            basis[best] = column
    return True


@compiled
def _push(written: Any, touched: Any, basis: Any, table: Any, floor: Any, wanted: Any, order: Any) -> Any:
    """Move along what gains, as far as there is room; what left no room changes places. The table stays whole."""
    by_row, by_column = written
    is_basic = np.zeros(len(table), np.bool_)
    places, others = np.empty(by_row.shape[1], np.int64), np.empty(by_column.shape[1], np.int64)
    gains = _worth(by_row, basis, wanted, is_basic, places)
    left = int(SHARE * len(basis)) + 1
    for _ in range(PASSES):
        is_moved = False
        for column in order:
            if gains[column] == 0 or is_basic[column]:
                continue
            sign = 1 if gains[column] > 0 else -1
            most = FARTHEST if sign > 0 else table[column] - floor[column]
            if most == 0:
                continue
            mine = others[: _filled(by_column[column], others)]
            far, stop = _room(by_column[column], mine, basis, table, floor, sign, most)
            if far > 0:
                is_moved = True
                table[column] += sign * far
                for row in mine:
                    table[basis[row]] -= sign * far * by_column[column, row]
            if stop >= 0 and left > 0 and abs(by_column[column, stop]) == 1:
                is_moved = True
                left -= 1
                is_basic[basis[stop]], is_basic[column] = False, True
                many = _filled(by_row[stop], places)
                if not _exchange(written, touched, gains, stop, column, places[:many], mine):
                    return
                basis[stop] = column
        if not is_moved:
            return


@compiled
def _worth(by_row: Any, basis: Any, wanted: Any, is_basic: Any, places: Any) -> Any:
    """What each move gains, with all that it takes along; and which unknowns are written out."""
    gains = wanted.copy()
    for row in range(len(basis)):
        if basis[row] >= 0:
            is_basic[basis[row]] = True
            worth = wanted[basis[row]]
            if worth:
                for place in places[: _filled(by_row[row], places)]:
                    gains[place] -= worth * by_row[row, place]
    return gains


@compiled
def _room(move: Any, rows: Any, basis: Any, table: Any, floor: Any, sign: Any, most: Any) -> Any:
    """How far a move can go before something written out falls below the floor, and which row that is; -1: none."""
    far, stop = most, -1
    for row in rows:
        less = move[row] * sign
        if basis[row] < 0:
            return 0, -1
        if less > 0:
            room = (table[basis[row]] - floor[basis[row]]) // less
            if room < far or (room == far and less == 1):
                far, stop = room, row
    return far, stop


@compiled
def _restore(now: Any, at_first: Any, touched: Any) -> Any:
    """Write out again as at first what is not."""
    for side in range(2):
        for line in np.flatnonzero(touched[side]):
            now[side][line] = at_first[side][line]
        touched[side][:] = False


@compiled
def _filled(line: Any, places: Any) -> Any:
    """Write down where a line is not nought; how many places there are."""
    many, words = 0, line.view(np.uint64)
    for word in range(len(words)):
        if words[word]:
            for place in range(WORD * word, WORD * word + WORD):
                if line[place]:
                    places[many] = place
                    many += 1
    return many


@compiled
def _exchange(written: Any, touched: Any, gains: Any, row: Any, column: Any, places: Any, others: Any) -> Any:
    """Write ``row`` out for ``column``, where it stands once; False where a number grows too large.

    ``places`` are those of the row that are not nought, ``others`` those of the column.
    """
    by_row, by_column = written
    touched[0][others] = True
    touched[1][places] = True
    unit, worth = np.int64(by_column[column, row]), gains[column]
    for place in places:
        if place == column:
            continue
        factor = by_row[row, place] * unit
        for other in others:
            if other != row:
                value = by_column[place, other] - factor * by_column[column, other]
                if abs(value) > LARGEST:
                    return False
                by_column[place, other] = value
                by_row[other, place] = value
        by_column[place, row] = factor
        by_row[row, place] = factor
        gains[place] -= worth * factor
    for other in others:
        by_column[column, other] = 0
        by_row[other, column] = 0
    by_column[column, row] = 1
    by_row[row, column] = 1
    gains[column] = 0
    return True
