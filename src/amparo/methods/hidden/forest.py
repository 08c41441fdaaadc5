"""Who brought whom: waves, the seed each person goes back to, and whether the links run in a circle.

Every person points at whoever recruited her; a seed points at nobody. The pointers are doubled: each step makes every
pointer skip as far again as it did before, so a chain of twenty thousand takes fifteen steps over whole arrays. There
is no recursion, and nothing depends on the order of the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from amparo.methods.estimate import Floats, Integers


@dataclass(frozen=True, slots=True)
class Forest:
    """What follows from the links alone; all arrays have the shape ``(n,)``."""

    wave: Integers  # links between a person and her seed: 0 for a seed
    seed_of: Integers  # position of the seed she goes back to
    recruits: Integers  # how many name her as their recruiter
    circle: Integers  # positions of those who lie on a circle: empty where the links are a forest


def grow(recruiter: Integers) -> Forest:
    """Follow all links to their seeds.

    Parameters
    ----------
    recruiter : for each person the position of her recruiter, -1 for a seed; shape ``(n,)``.

    Returns
    -------
    Forest
        Where ``circle`` is not empty, ``wave`` and ``seed_of`` mean nothing.
    """
    n = len(recruiter)
    above = np.where(recruiter < 0, np.arange(n), recruiter)
    wave = (recruiter >= 0).astype(np.int64)
    for _ in range(max(1, n.bit_length())):
        wave = wave + wave[above]
        above = above[above]
    # Whoever did not arrive at a seed by now never will: where she stands is on a circle, and all of it is stood on.
    circle = np.unique(above[recruiter[above] >= 0])
    recruits = np.bincount(recruiter[recruiter >= 0], minlength=n).astype(np.int64)
    return Forest(wave, above.astype(np.int64), recruits, circle.astype(np.int64))


def told_apart(
    recruiter: Integers, forest: Forest, degree: Floats, days: Floats | None, ids: Sequence[str]
) -> Integers:
    """Positions in an order of the persons themselves: neither rows nor, where they differ at all, ids decide it.

    A person is told apart by how long a line of recruits begins with her, how many people she knows, the day of her
    interview, and by the same of each of her recruits. Only of two who are alike in all of that the id decides. What
    was answered is left out: replicates of two outcomes are to be the same draws.

    Parameters
    ----------
    recruiter, forest : of the sample, from ``grow``.
    degree : shape ``(n,)``, as told; NaN where not known. Its order counts, not its scale.
    days : shape ``(n,)`` or None; NaN where not known.
    ids : n texts.

    Returns
    -------
    Integers
        Shape ``(n,)``, each position once.
    """
    n = len(recruiter)
    height, under = np.zeros(n, np.int64), [list[int]() for _ in range(n)]
    below = np.argsort(-forest.wave, kind="stable")
    for person in below.tolist():
        if recruiter[person] >= 0:
            height[recruiter[person]] = max(height[recruiter[person]], height[person] + 1)
    knows = np.where(np.isnan(degree), -1.0, degree).tolist()
    when = [-np.inf] * n if days is None else np.where(np.isnan(days), -np.inf, days).tolist()
    rank, at = [0] * n, 0
    by_height = np.argsort(height, kind="stable")
    for level in np.split(by_height, np.flatnonzero(np.diff(height[by_height])) + 1):
        keys = {person: (knows[person], when[person], sorted(under[person])) for person in level.tolist()}
        last: object = None
        for person in sorted(keys, key=keys.__getitem__):
            at += keys[person] != last
            rank[person], last = at, keys[person]
            if recruiter[person] >= 0:
                under[recruiter[person]].append(at)
    return np.array(sorted(range(n), key=lambda person: (rank[person], ids[person])), np.int64)
