"""Salganik's bootstrap, to compare with: one long chain that walks from group to group as the recruits did.

Question and estimand are those of the other two. Method (Salganik 2006): begin with somebody of the sample; the next
one is drawn with replacement from those whom her group recruited; and so on until the chain is as long as the sample.
A group is told apart by who recruited, never by its place in a list: names and their order change nothing.

It knows nothing of trees, of sampling without replacement, or of how many one person recruits. In trials of samples of
100 and 200 from a known network of 1,000 its 95 % intervals around RDS-II held the truth in 93 and 94 of 100, of 500 in
71 of 100. It is here so that older studies can be compared with, and is not offered as the interval of an estimate to
be published.

References
----------
Salganik, M. J. (2006). Variance estimation, design effects, and sample size calculations for respondent-driven
    sampling. J. Urban Health 83 (Suppl. 1), i98-i112; the bootstrap procedure.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from amparo.methods.chance import Executor, Words, replicate
from amparo.methods.estimate import Floats, Integers, Refused, remark, whole
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.resampled_chains import chain_sums
from amparo.methods.hidden.sample import Sample, in_their_order
from amparo.methods.hidden.tree_bootstrap import MOST_REPLICATES, REPLICATES, Progress, own_weights


def salganik_replicate_sums(
    sample: Sample,
    outcome: Outcome | Sequence[Any],
    weights: Floats,
    *,
    replicates: int = REPLICATES,
    seed: int,
    executor: Executor | None = None,
    progress: Progress = None,
) -> Floats:
    """The sum of weights of each group in each replicate, shape ``(B, G)``, groups in the order of the labels.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    outcome : the groups; who did not say is a group of its own in the chain, and is not in the answer.
    weights : shape ``(n,)``, as 1/degree.
    replicates, seed, executor, progress : see ``chance.replicate``.

    Returns
    -------
    Floats
        Weights of who was drawn, as the weights that came in are scaled.

    Raises
    ------
    Refused
        ``not_whole``, ``too_large``: replicates or a seed out of range; ``nobody_recruited``: there is no step from one
        to another; ``weights_shape``: not one weight for each person; what ``categories`` refuses; ``lengths``: not one
        value for each person.

    References
    ----------
    Salganik (2006), see ``salganik_bootstrap``.
    """
    whole("replicates", replicates, least=1, most=MOST_REPLICATES)
    outcome, weights = coded(outcome, len(sample)), own_weights(sample, weights)
    turn = in_their_order(sample)
    recruited = turn[sample.recruiter[turn] >= 0]
    if not len(recruited):
        raise Refused(remark("nobody_recruited", "Nobody was recruited: there are only seeds."))
    groups = len(outcome.labels)
    codes = np.where(outcome.codes < 0, groups, outcome.codes)
    by = codes[sample.recruiter[recruited]]
    pool = recruited[np.argsort(by, kind="stable")]
    begin = np.concatenate([[0], np.cumsum(np.bincount(by, minlength=groups + 1))])
    # The chain begins with anybody, so that persons too are numbered by what they are and not by their rows.
    place = np.argsort(turn)
    kernel = partial(
        _sums, begin=begin, pool=place[pool], codes=codes[turn], anyone=place[recruited],
        columns=_by_group(codes, weights, groups)[turn],
    )  # fmt: skip
    return replicate(kernel, replicates, seed=seed, executor=executor, progress=progress)


def _by_group(codes: Integers, weights: Floats, groups: int) -> Floats:
    """The weights in the column of their group, ``(n, G)``."""
    columns = np.zeros((len(codes), groups + 1))
    columns[np.arange(len(codes)), codes] = weights
    return np.ascontiguousarray(columns[:, :groups])


def _sums(
    seeds: Words, *, begin: Integers, pool: Integers, codes: Integers, anyone: Integers, columns: Floats
) -> Floats:  # fmt: skip
    found: Floats = chain_sums(seeds, begin, pool, codes, anyone, columns)
    return found
