"""What a sample of recruits is too weak for. These are hard gates: a figure that fails one says so wherever it goes.

The thresholds are those at which diagnostics of such samples begin to mean something; none is a law of nature, and each
stands here with its reason. A study that fails the first is exploratory: it may tell the team where to look, and no
share of it is published.
"""

import numpy as np

from amparo.methods.estimate import Floats, Integers, Refused, Remark, remark
from amparo.methods.hidden.sample import Sample

LEAST_SAMPLE = 100  # below it intervals of shares are wider than what planning asks for, whatever the design
LEAST_WAVES = 4  # the chain has to leave the circle of those who were chosen as seeds
LEAST_TREES = 3  # that recruited anybody: of two trees no variation between trees can be told
LEAST_FOR_ERROR = 10  # of a group: a standard error of fewer rests on one or two recruiters
LEAST_OF_GROUP = 5  # below it the share itself says who they are, and little else
LEAST_EFFECTIVE = 30  # Kish: below it a few large weights are the estimate
LARGEST_TREE = 0.5  # of the sample
MOST_SEEDS = 0.15  # of the sample: they were chosen, not recruited
LARGEST_FRACTION = 0.3  # of the population: beyond it weights of 1/degree are wrong, as nobody comes twice


def exploratory(sample: Sample) -> bool:
    """Is it too small, too shallow or grown from too few trees to be published?"""
    return len(sample) < LEAST_SAMPLE or int(sample.wave.max()) < LEAST_WAVES or productive_trees(sample) < LEAST_TREES


def productive_trees(sample: Sample) -> int:
    """Seeds who brought anybody."""
    return int((sample.recruits[sample.seeds] > 0).sum())


def doubts_of_sample(sample: Sample) -> tuple[Remark, ...]:
    """The gates that are about the sample as a whole."""
    n, said = len(sample), []
    if exploratory(sample):
        said.append(
            remark(
                "exploratory",
                "Exploratory, not for publication: %(n)s people, %(waves)s waves, %(trees)s trees with recruits. It"
                " takes at least %(least_n)s, %(least_waves)s and %(least_trees)s.",
                n=n, waves=int(sample.wave.max()), trees=productive_trees(sample), least_n=LEAST_SAMPLE,
                least_waves=LEAST_WAVES, least_trees=LEAST_TREES,
            )
        )  # fmt: skip
    largest = float(np.bincount(sample.seed_of).max()) / n
    if largest > LARGEST_TREE and n > 1:
        said.append(
            remark(
                "one_tree",
                "One tree has %(share)s %% of the sample: the figures are mostly those of whom one seed leads to.",
                share=round(100 * largest),
            )
        )
    if len(sample.seeds) > MOST_SEEDS * n:
        said.append(
            remark(
                "many_seeds",
                "%(share)s %% of the sample are seeds: they were chosen, not recruited.",
                share=round(100 * len(sample.seeds) / n),
            )
        )
    return tuple(said)


def doubts_of_group(count: int, weights: Floats) -> tuple[Remark, ...]:
    """The gates of one group of ``count`` people; ``weights`` are those of everybody the estimate rests on."""
    said = []
    if count < LEAST_OF_GROUP:
        said.append(
            remark(
                "tiny_group",
                "Fewer than %(least)s people of the sample are of this group: the share is not to be shown.",
                least=LEAST_OF_GROUP,
            )
        )
    if count < LEAST_FOR_ERROR:
        said.append(
            remark(
                "small_group",
                "Fewer than %(least)s people of the sample are of this group: no standard error is given.",
                least=LEAST_FOR_ERROR,
            )
        )
    effective = effective_size(weights)
    if effective < LEAST_EFFECTIVE:
        said.append(
            remark(
                "few_effective",
                "The weights leave what %(effective)s people would tell: fewer than %(least)s.",
                effective=round(effective), least=LEAST_EFFECTIVE,
            )
        )  # fmt: skip
    return tuple(said)


def effective_size(weights: Floats) -> float:
    """Kish's effective size, (Σw)² / Σw²: as many people of equal weight would tell as much."""
    squares = float(weights @ weights)
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0


def refuse_large_fraction(sample: Sample, population: float) -> None:
    """RDS-II of a large part of the population is refused: it leaves out that nobody comes twice."""
    if len(sample) > LARGEST_FRACTION * population:
        raise Refused(
            remark(
                "large_fraction",
                "%(n)s of about %(population)s people are in the sample: RDS-II is wrong there, use successive"
                " sampling.",
                n=len(sample), population=round(population),
            )
        )  # fmt: skip


def counts_of(codes: Integers, groups: int) -> Integers:
    """How many are of each group; who did not say is of none."""
    return np.bincount(codes[codes >= 0], minlength=groups).astype(np.int64)
