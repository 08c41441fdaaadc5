"""Who counts how much, from the words of a command: a column of weights, or who recruited whom and how many each knows.

Of a respondent-driven sample the weights are one over the degree, and the replicates are trees drawn anew: whatever is
estimated on them has the error of recruitment in it.
"""

import argparse
from dataclasses import dataclass, field

import numpy as np

from amparo.config.language import say as _
from amparo.config.methods import rds_file, reading, showing
from amparo.methods.estimate import Floats, Remark
from amparo.methods.workers import workers


@dataclass(frozen=True, slots=True)
class Counted:
    """Weights (n,) and replicate weights (B, n), where there are any, and what has to be said of the sample."""

    weights: Floats | None = field(repr=False, default=None)
    replicates: Floats | None = field(repr=False, default=None)
    warnings: tuple[Remark, ...] = ()
    publishable: bool = True  # False: whoever was asked are too few, whatever was asked


def arguments(parser: argparse.ArgumentParser) -> None:
    """The words that say it."""
    parser.add_argument("--weights", metavar="COL", help=_("the column of survey weights"))
    rds_file.arguments(parser)
    parser.add_argument("--replicates", type=int, default=1000, metavar="B", help=_("how many replicates are drawn"))
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help=_("of the replicates; it is told with the result")
    )


def are_recruits(options: argparse.Namespace) -> bool:
    """Does the file say who recruited whom?"""
    return options.recruiter is not None or options.coupon is not None


def counted(table: reading.Table, options: argparse.Namespace) -> Counted:
    """What the options say of who counts how much."""
    if not are_recruits(options):
        return Counted(np.array(table.numbers(options.weights)) if options.weights else None)
    if options.weights:
        raise reading.Unreadable(_("Either --weights or --recruiter: of recruits the weights are made here."))
    from amparo.methods.hidden import gates, recruitment_looks
    from amparo.methods.hidden.estimating import TREE, UNPUBLISHED, by_trees
    from amparo.methods.hidden.points import rds2_weights
    from amparo.methods.hidden.tree_bootstrap import tree_doubts, tree_replicate_weights

    sample = rds_file.sample_of(table, options)
    drawn = tree_replicate_weights(
        sample, replicates=options.replicates, seed=options.seed, executor=workers(), progress=showing.progress
    )
    looks = recruitment_looks(sample, rds_file.beside(sample, table, options))
    apart = by_trees(TREE, None, (*sample.warnings, *looks))[1]
    said = (*sample.warnings, *gates.of_sample(sample), *looks, *apart, *tree_doubts(sample))
    return Counted(
        rds2_weights(sample.degree_used), drawn, said, UNPUBLISHED.isdisjoint(each.code for each in said)
    )  # fmt: skip
