"""The judge: every whole table that agrees with what was published. It knows nothing of the module.

A table is a row of counts, a published number is (places, coefficients aside, low, high). What can be told of a set of
places is the smallest and the largest sum over all tables that agree.
"""

from collections.abc import Iterator, Sequence

import numpy as np


class Tables:
    """Whole tables, one in a row."""

    def __init__(self, rows: np.ndarray) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        return map(tuple, self.rows.tolist())

    def __contains__(self, table: Sequence[int]) -> bool:
        return bool((self.rows == np.array(table)).all(axis=1).any())


def every_table(
    size: int, sums: Sequence[tuple[frozenset[int], int, int]], *, most: int, floor: Sequence[int] | None = None
) -> Tables:
    """All tables of ``size`` counts, from ``floor`` on, whose sums lie where they were published.

    A count that stands in no published sum goes up to ``most``; that is no limit of what may be, but wide enough.
    """
    least = np.array((0,) * size if floor is None else tuple(floor), np.int64)
    tops = [
        min([high for places, _, high in sums if place in places and high < 10**6] or [most]) for place in range(size)
    ]
    heads = np.zeros((1, 0), np.int64)  # all tables as far as they agree, place by place
    for place in range(size):
        values = np.arange(least[place], tops[place] + 1)
        heads = np.column_stack([np.repeat(heads, len(values), axis=0), np.tile(values, len(heads))])
        for places, low, high in sums:
            if place in places:
                so_far = heads[:, [each for each in places if each <= place]].sum(axis=1)
                to_come = sum(int(least[each]) for each in places if each > place)
                is_whole = max(places) == place
                heads = heads[(so_far + to_come <= high) & ((so_far >= low) | (not is_whole))]
    return Tables(heads)


def range_of(tables: Tables | Sequence[tuple[int, ...]], places: frozenset[int]) -> tuple[int, int]:
    """The smallest and the largest sum of some places."""
    rows = tables.rows if isinstance(tables, Tables) else np.array(tables)
    sums = rows[:, sorted(places)].sum(axis=1)
    return int(sums.min()), int(sums.max())
