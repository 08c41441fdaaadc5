"""A sample that tests of the bootstraps share."""

import random

from amparo.methods.hidden import Sample, from_recruiters


def forest(n: int, *, seeds: int = 8, seed: int = 1, groups: int = 3) -> tuple[Sample, list[str]]:
    """A sample of people who bring up to three others, each most often one of her own group."""
    draw = random.Random(seed)
    by, kinds, left = [-1] * seeds, [draw.randrange(groups) for _ in range(seeds)], [3] * seeds
    while len(by) < n:
        recruiter = draw.choice([at for at in range(max(0, len(by) - 60), len(by)) if left[at]])
        left[recruiter] -= 1
        by.append(recruiter)
        left.append(3)
        kinds.append(kinds[recruiter] if draw.random() < 0.6 else draw.randrange(groups))
    degrees = [1 + int(draw.expovariate(1 / (4 + 3 * kind))) for kind in kinds]
    names = [f"r{at}" for at in range(n)]
    return from_recruiters(names, [names[at] if at >= 0 else None for at in by], degrees), [f"k{k}" for k in kinds]
