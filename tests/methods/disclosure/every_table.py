"""The judge: every whole table that agrees with what was published, one by one. It knows nothing of the module.

A table is a tuple of counts, a published number is (places, coefficients aside, low, high). What can be told of a set
of places is the smallest and the largest sum over all tables that agree.
"""

from collections.abc import Iterator, Sequence


def every_table(
    size: int, sums: Sequence[tuple[frozenset[int], int, int]], *, most: int, floor: Sequence[int] | None = None
) -> Iterator[tuple[int, ...]]:
    """All tables of ``size`` counts, from ``floor`` on, whose sums lie where they were published.

    A count that stands in no published sum goes up to ``most``; that is no limit of what may be, but wide enough.
    """
    least = tuple(floor) if floor is not None else (0,) * size
    tops = [
        min([high for places, _, high in sums if place in places and high < 10**6] or [most]) for place in range(size)
    ]

    def grown(head: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        place = len(head)
        if place == size:
            yield head
            return
        for value in range(least[place], tops[place] + 1):
            longer = (*head, value)
            if all(_possible(longer, each, least) for each in sums if place in each[0]):
                yield from grown(longer)

    yield from grown(())


def _possible(head: tuple[int, ...], told: tuple[frozenset[int], int, int], least: tuple[int, ...]) -> bool:
    places, low, high = told
    so_far = sum(head[place] for place in places if place < len(head))
    to_come = sum(least[place] for place in places if place >= len(head))
    whole = all(place < len(head) for place in places)
    return so_far + to_come <= high and (not whole or so_far >= low)


def range_of(tables: Sequence[tuple[int, ...]], places: frozenset[int]) -> tuple[int, int]:
    """The smallest and the largest sum of some places."""
    sums = [sum(table[place] for place in places) for table in tables]
    return min(sums), max(sums)
