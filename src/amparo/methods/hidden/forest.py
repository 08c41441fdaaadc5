"""Who brought whom: waves, the seed each person goes back to, and whether the links run in a circle.

Every person points at whoever recruited her; a seed points at nobody. The pointers are doubled: each step makes every
pointer skip as far again as it did before, so a chain of twenty thousand takes fifteen steps over whole arrays. There
is no recursion, and nothing depends on the order of the rows.
"""

from dataclasses import dataclass

import numpy as np

from amparo.methods.estimate import Integers


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
