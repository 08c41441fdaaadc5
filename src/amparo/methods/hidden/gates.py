"""When a sample of recruits says too little: what is refused, and what stands beside every figure.

The limits are judgement, written down before any data so that nobody moves them afterwards to let a figure through.
"""

from collections.abc import Sequence

import numpy as np

from amparo.methods.estimate import Integers, Refused, Remark, remark
from amparo.methods.hidden.sample import Sample

LEAST_PEOPLE, LEAST_WAVES, LEAST_TREES = 100, 4, 3  # below one of them a study explores and publishes nothing
LEAST_FOR_SE = 10  # of a group: no standard error of fewer
LEAST_SHOWN, LEAST_EFFECTIVE = 5, 30.0  # of a group, and of the sample after weighting: what a publication leaves out
ONE_TREE, SEEDS = 0.50, 0.15  # of the sample: more in one tree, or more who were chosen and not recruited
LARGE_FRACTION = 0.30  # n / N above which a design with replacement is no description: RDS-II was .03 too low at .5


def productive_trees(sample: Sample) -> int:
    """How many seeds brought anybody."""
    return int(np.count_nonzero(sample.recruits[sample.seeds]))


def of_sample(sample: Sample) -> tuple[Remark, ...]:
    """What has to be said of any figure from this sample."""
    n, waves, trees = len(sample), int(sample.wave.max()), productive_trees(sample)
    said = []
    if n < LEAST_PEOPLE or waves < LEAST_WAVES or trees < LEAST_TREES:
        said.append(
            remark("exploratory",
                   "Exploratory, not for publication: %(n)s people, %(waves)s waves, %(trees)s trees that grew. "
                   "At least 100, 4 and 3 are wanted.", n=n, waves=waves, trees=trees)
        )  # fmt: skip
    largest = int(np.bincount(sample.seed_of).max())
    if largest > ONE_TREE * n:
        said.append(
            remark("one_tree", "One tree holds %(percent)s %% of the sample: it is close to one chain of friends.",
                   percent=round(100 * largest / n))
        )  # fmt: skip
    seeds = len(sample.seeds)
    if seeds > SEEDS * n:
        said.append(
            remark("many_seeds", "%(percent)s %% of the sample are seeds: they were chosen, not recruited.",
                   percent=round(100 * seeds / n))
        )  # fmt: skip
    return tuple(said)


def of_fraction(sample: Sample, population: float | None) -> None:
    """Refuse a design with replacement where a good part of the population is in the sample."""
    if population is not None and len(sample) > LARGE_FRACTION * population:
        raise Refused(
            remark("fraction_too_large",
                   "%(percent)s %% of the population are in the sample: weights of a draw with replacement would be "
                   "wrong. Use successive sampling.", percent=round(100 * len(sample) / population))
        )  # fmt: skip


def of_group(label: str, count: int, others: int) -> tuple[Remark, ...]:
    """What has to be said of one group of this size, where so many are of all others together."""
    if 0 < others < LEAST_FOR_SE:  # the error of a share is that of what it leaves
        return (remark("no_standard_error", "%(group)s: fewer than 10 people said anything else. There is no standard"
                       " error.", group=label),)  # fmt: skip
    if count < LEAST_SHOWN:
        return (
            remark("withheld", "%(group)s: fewer than 5 people said so. Not for publication.", group=label),
            remark("no_standard_error", "%(group)s: fewer than 10 people said so. There is no standard error.",
                   group=label),
        )  # fmt: skip
    if count < LEAST_FOR_SE:
        return (remark("no_standard_error", "%(group)s: fewer than 10 people said so. There is no standard error.",
                       group=label),)  # fmt: skip
    return ()


def withheld(labels: Sequence[str], counts: Integers, effective: float) -> tuple[str, ...]:
    """Names of the groups whose share a publication leaves out; all of them where the sample is too thin.

    One alone would follow from the others, which add up to 1 with it: then the smallest of the others stays out too.
    """
    thin = effective < LEAST_EFFECTIVE
    out = [thin or count < LEAST_SHOWN for count in counts.tolist()]
    if sum(out) == 1 and len(out) > 1:
        others = [
            (count, label) for count, label, is_out in zip(counts.tolist(), labels, out, strict=True) if not is_out
        ]
        out[list(labels).index(min(others)[1])] = True
    return tuple(label for label, is_out in zip(labels, out, strict=True) if is_out)


def of_withheld(label: str, count: int, out: Sequence[str], effective: float) -> tuple[Remark, ...]:
    """Why a group of five or more is withheld all the same; of a smaller one ``of_group`` says it."""
    if label not in out or (count < LEAST_SHOWN and effective >= LEAST_EFFECTIVE):
        return ()
    if effective < LEAST_EFFECTIVE:
        return (remark("withheld_thin", "%(group)s: not for publication, because the weights leave too few people.",
                       group=label),)  # fmt: skip
    return (
        remark("withheld_too", "%(group)s: not for publication either, because the group that is left out would follow"
               " from it and the rest.", group=label),
    )  # fmt: skip


def of_told(label: str, count: int, n: int, out: Sequence[str], effective: float) -> tuple[Remark, ...]:
    """All that has to be said of one group of ``count`` among ``n``."""
    return (*of_group(label, count, n - count), *of_withheld(label, count, out, effective))


def of_effective(effective: float) -> tuple[Remark, ...]:
    """What has to be said where a few large weights are the estimate."""
    if effective >= LEAST_EFFECTIVE:
        return ()
    return (
        remark("few_effective", "The weights leave what %(effective)s people would tell: nothing of it is for"
               " publication.", effective=round(effective)),
    )  # fmt: skip
