"""Made-up places and cases for the tests of scans."""

import numpy as np

from amparo.methods import spacetime


def lattice(side: int) -> spacetime.Places:
    """Places on a square, a little off its points, so that no two distances are the same."""
    chance = np.random.default_rng(7)
    x, y = np.divmod(np.arange(side * side), side) + chance.uniform(-0.2, 0.2, (2, side * side))
    return spacetime.on_plane([f"p{at}" for at in range(side * side)], x, y)


def cases_at(
    places: spacetime.Places, at: np.ndarray, day: np.ndarray, *, days: int, order: np.ndarray | None = None
) -> spacetime.Cases:
    order = np.arange(len(at)) if order is None else order
    return spacetime.tidy(
        places, [places.ids[each] for each in at[order]], day[order].tolist(), since=0, until=days - 1, opened={}
    )
