"""Walks from one whole table to others: what they end in agrees, and of small tables they reach what can be reached."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from amparo.methods.disclosure.walk import FARTHEST, PASSES, Walk
from tests.methods.disclosure.every_table import every_table, range_of

SQUARE = np.array([[2, 9, 9], [9, 9, 9], [9, 9, 3]]).ravel()  # the table that the page of the method reckons by hand
SHOWN = (1, 3, 4, 5, 7)


def margins(rows: int, columns: int, shown=()) -> np.ndarray:
    """The sums of a table, by row and by column, and some of its cells for themselves; one line each."""
    cells = np.arange(rows * columns).reshape(rows, columns)
    return np.array([np.isin(np.arange(cells.size), each) for each in (*cells, *cells.T, *shown)], int)


def ends(rows, start, floor, place: int, tries: int = 4) -> tuple[int, int]:
    """The smallest and the largest of one cell that walks end in; each end is looked at, whole and in place."""
    walk, chance = Walk(csr_array(rows), start - floor), np.random.default_rng(1)
    found = []
    for sign in (-1, 1):
        gains = np.zeros(len(start), int)
        gains[place] = sign
        for _ in range(tries):
            table = walk.towards(gains, start, floor, chance)
            assert (rows @ table == rows @ start).all()
            assert (table >= floor).all()
            found.append(int(table[place]))
    return min(found), max(found)


def test_by_hand() -> None:
    """Two cells hidden for themselves, two more close the square: t from -2 to 9, as the page has it."""
    rows = margins(3, 3, SHOWN)
    assert ends(rows, SQUARE, np.zeros(9, int), 0) == (0, 11)
    assert ends(rows, SQUARE, np.zeros(9, int), 8) == (1, 12)
    assert ends(rows, SQUARE, np.zeros(9, int), 4) == (9, 9), "what is shown stands still"


def test_nobody_is_taken_away_whom_the_attacker_knows() -> None:
    """Of the nine in (a, z) he knows seven: two can go, and so (a, x) is at most four."""
    floor = np.zeros(9, int)
    floor[2] = 7
    assert ends(margins(3, 3, SHOWN), SQUARE, floor, 0) == (0, 4)


@pytest.mark.parametrize("seed", range(12))
def test_of_small_tables_walks_reach_what_every_table_reaches(seed) -> None:
    chance = np.random.default_rng(seed)
    rows, start = margins(3, 3, chance.choice(9, 2, replace=False)), chance.choice([0, 0, 1, 2, 4], 9)
    floor = np.minimum(start, chance.choice([0, 0, 1], 9))
    sums = [(frozenset(np.flatnonzero(row).tolist()), int(row @ start), int(row @ start)) for row in rows]
    tables = every_table(9, sums, most=99, floor=floor.tolist())
    assert tuple(start.tolist()) in tables
    for place in range(9):
        assert ends(rows, start, floor, place) == range_of(tables, frozenset({place}))


@pytest.mark.parametrize("seed", range(6))
def test_what_does_not_stay_whole_stands_still(seed) -> None:
    """Rows with twos and threes, and more of them than there are ways to go: every end is a table all the same."""
    chance = np.random.default_rng(seed)
    rows = chance.choice([0, 0, 0, 1, 1, 2, 3], (5, 9))
    rows = rows[rows.any(axis=1)]
    start = chance.integers(0, 6, 9)
    for place in range(9):
        low, high = ends(rows, start, np.zeros(9, int), place)
        assert low <= start[place] <= high


def test_a_row_with_large_factors_is_not_kept() -> None:
    """Of a percentage no walk knows: whoever asked for the table has to look at it, and the attack does."""
    rows = np.vstack([margins(2, 2), [200, -67, 0, 0]])
    walk = Walk(csr_array(rows), np.full(4, 9))
    table = walk.towards(np.array([1, 0, 0, 0]), np.array([9, 9, 9, 9]), np.zeros(4, int), np.random.default_rng(0))
    assert table.tolist() == [18, 0, 0, 18]


def test_the_same_walk_is_the_same_again() -> None:
    """What was written out on the way is put back: nothing of one walk is left for the next."""
    rows, start, floor = margins(6, 7), np.random.default_rng(3).integers(0, 9, 42), np.zeros(42, int)
    walk = Walk(csr_array(rows), start)
    gains = [np.random.default_rng(number).choice([-1, 0, 1], 42) for number in range(8)]
    first, again = (
        [walk.towards(each, start, floor, np.random.default_rng(5)).tolist() for each in gains] for _ in range(2)
    )
    fresh = [
        Walk(csr_array(rows), start).towards(each, start, floor, np.random.default_rng(5)).tolist() for each in gains
    ]
    assert first == again == fresh
    assert len({tuple(each) for each in first}) > 4, "they lead somewhere"


def test_by_hand_both_ends_of_a_line_of_two() -> None:
    """Seven in two cells, and nothing else is told."""
    start, floor = np.array([3, 4]), np.zeros(2, int)
    walk = Walk(csr_array(np.array([[1, 1]])), start)
    wishes = {(1, 0): [7, 0], (-1, 0): [0, 7], (1, -1): [7, 0], (-1, 1): [0, 7]}
    for wish, end in wishes.items():
        assert walk.towards(np.array(wish), start, floor, np.random.default_rng(0)).tolist() == end


def test_rows_that_hold_nothing_hold_nothing() -> None:
    """Of what cannot be, a figure sums no cell at all. At the end, or all of them: a walk goes on as without."""
    start, floor = np.array([3, 4]), np.zeros(2, int)
    walk = Walk(csr_array(np.array([[0, 0], [1, 1], [0, 0]])), start)
    assert walk.towards(np.array([1, 0]), start, floor, np.random.default_rng(0)).tolist() == [7, 0]
    nothing = Walk(csr_array(np.zeros((2, 2), int)), start)
    assert nothing.towards(np.array([1, 0]), start, floor, np.random.default_rng(0)).tolist() == [3, 4]


def test_what_no_figure_holds_stops_somewhere_too() -> None:
    """Only the difference of the two is told: both can grow without an end."""
    walk = Walk(csr_array(np.array([[1, -1]])), np.array([3, 4]))
    table = walk.towards(np.array([1, 0]), np.array([3, 4]), np.zeros(2, int), np.random.default_rng(0))
    assert table.tolist() == [3 + PASSES * FARTHEST, 4 + PASSES * FARTHEST]


def test_of_too_much_there_is_no_walking(monkeypatch) -> None:
    monkeypatch.setattr("amparo.methods.disclosure.walk.MOST_ENTRIES", 1)
    assert ends(margins(3, 3, SHOWN), SQUARE, np.zeros(9, int), 0) == (2, 2)


@pytest.mark.parametrize("seed", range(8))
def test_numbers_that_grow_too_large_end_a_walk_and_spoil_no_table(seed) -> None:
    """Factors of 50 and 60 go past what a byte holds after two exchanges."""
    chance = np.random.default_rng(seed)
    rows = chance.choice([0, 1, -1, 50, 60], (4, 9), p=[0.3, 0.3, 0.1, 0.15, 0.15])
    start = chance.integers(0, 6, 9)
    for place in range(9):
        low, high = ends(rows, start, np.zeros(9, int), place)
        assert low <= start[place] <= high


def test_a_number_that_no_byte_holds_is_never_written() -> None:
    """The first row writes out the first cell; 50 times it taken from the second would be 2,500 of the next cell."""
    rows, start = np.array([[1, 50, 0, 1], [50, 1, 1, 0]]), np.array([9, 1, 1, 1])
    for place in range(4):
        assert ends(rows, start, np.zeros(4, int), place) == (start[place], start[place])


@pytest.mark.parametrize("seed", range(20))
def test_what_is_said_to_stand_still_does_and_what_moves_is_not_said_to(seed) -> None:
    """Against every table of these sums: nothing that can be another number is passed over."""
    chance = np.random.default_rng(100 + seed)
    rows, start = margins(3, 3, chance.choice(9, seed % 6, replace=False)), chance.choice([0, 1, 2, 4], 9)
    sums = [(frozenset(np.flatnonzero(row).tolist()), int(row @ start), int(row @ start)) for row in rows]
    tables = every_table(9, sums, most=99, floor=[0] * 9)
    walk = Walk(csr_array(rows), start)
    for place in range(9):
        low, high = range_of(tables, frozenset({place}))
        assert walk.moves(np.array([place])) or low == high
        if not walk.moves(np.array([place])):
            assert ends(rows, start, np.zeros(9, int), place) == (start[place], start[place])
    shown = Walk(csr_array(margins(3, 3, SHOWN)), SQUARE)
    assert [shown.moves(np.array([place])) for place in range(9)] == [place not in SHOWN for place in range(9)]
    assert shown.moves(np.array([4, 8]))
    assert not shown.moves(np.array([1, 4]))
