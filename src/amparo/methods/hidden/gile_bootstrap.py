"""Gile's bootstrap: a population rebuilt from the sample, and samples recruited from it without replacement.

Question: how would the estimate of successive sampling vary over samples recruited like this one, from a population of
size N in which nobody takes part twice? Estimand: its sampling variance.

Method (Gile 2011). (1) The population: of each degree and group as many people as the weights say. (2) Ties between
groups: group g has D_g N_g ends of ties (D_g its mean degree), and they go to the groups as its recruits did; the
matrix is made symmetric, because a tie has two ends. A group that recruited nobody is taken to recruit whoever is
there. (3) A sample: as many seeds (of those with a degree; one at least), drawn in proportion to degree. Each recruiter
in turn brings as many as some observed recruiter did; each of them is of a group by the ties from the recruiter's group
to it, of which those to people already in the sample are used up; and within the group drawn by degree among those who
are left. (4) The estimate is taken with the weights of the original sample: a weight is a function of degree alone.

Those whose answer is not known are a group of their own in steps 1 to 3, and are left out of the estimate.

Assumptions: N is about right; who is recruited depends on group and degree alone, not on which part of a group; all
recruit alike. It breaks where a group falls into parts that hardly know each other: use the tree bootstrap beside it.

In 300 samples each of 100, 200 and 500 from a known network of 1,000 people, 95 % intervals held the truth in 92, 94
and 95 of 100.

In simulated samples of 500 from 1,100 people it was 95 of 100 with the right N, 2 of 100 with half of it, and 84 of 100
with twice as many; from 2,000 people 94, 77 and 92. The replicates lean to one side there: their quantiles held the
truth in 77 and 89 of 100 with the right N. With ties across six times rarer than by lot it was 92 of 100.

References
----------
Gile, K. J. (2011). Improved inference for respondent-driven sampling data with application to HIV prevalence
    estimation. J. Am. Statist. Assoc. 106(493), 135-146; section 4, the bootstrap.
"""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from amparo.methods.chance import Executor, Words, replicate
from amparo.methods.estimate import Floats, Integers, whole
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.points import successive_sampling_weights
from amparo.methods.hidden.resampled_chains import successive_sums
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.tree_bootstrap import MOST_REPLICATES, REPLICATES, Progress

type _Cells = tuple[Integers, Floats, Integers, Floats]  # where each group begins; degree, people and weight of each


def gile_replicate_sums(
    sample: Sample,
    outcome: Outcome | Sequence[Any],
    *,
    population: float,
    replicates: int = REPLICATES,
    seed: int,
    executor: Executor | None = None,
    progress: Progress = None,
) -> Floats:
    """The sum of weights of each group in each replicate, shape ``(B, G)``, groups in the order of the labels.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    outcome : the groups, a value for each person; who did not say is a group of its own in recruitment, and is not in
        the answer.
    population : N, at least n.
    replicates, seed, executor, progress : see ``chance.replicate``.

    Returns
    -------
    Floats
        Weights of who was drawn, in persons of the population.

    Raises
    ------
    Refused
        ``not_whole``, ``too_large``: replicates or a seed out of range; what ``inclusion_probabilities`` refuses (N
        below n, no degree); what ``categories`` refuses; ``lengths``: not one value for each person.

    References
    ----------
    Gile (2011), section 4, see ``gile_bootstrap``.
    """
    whole("replicates", replicates, least=1, most=MOST_REPLICATES)
    outcome = coded(outcome, len(sample))
    weights = successive_sampling_weights(sample.degree_used, population)
    groups = len(outcome.labels)
    codes = np.where(outcome.codes < 0, groups, outcome.codes)
    count = int(codes.max()) + 1 if (codes == groups).any() else groups
    order = _whatever_they_are_called(sample, codes, count, weights)
    codes = np.argsort(order)[codes]
    known = weights > 0
    cells = _cells(sample.degree_used[known], codes[known], weights[known], count)
    recruits = np.sort(sample.recruits[sample.recruits > 0])
    kernel = partial(
        _sums, cells=cells, pull=_pull(sample, codes, weights, cells),
        recruits=recruits if len(recruits) else np.ones(1, np.int64),
        first=max(1, int((sample.recruiter[known] < 0).sum())), n=int(known.sum()),
    )  # fmt: skip
    found = replicate(kernel, replicates, seed=seed, executor=executor, progress=progress)
    return np.ascontiguousarray(found[:, np.argsort(order)[:groups]])


def _whatever_they_are_called(sample: Sample, codes: Integers, count: int, weights: Floats) -> Integers:
    """Groups in an order that neither names nor rows decide: size, weight, recruits brought, recruits of their own."""
    theirs = sample.recruiter >= 0
    within = theirs & (codes == codes[sample.recruiter])
    told = [
        np.bincount(codes, each, count).round(9)
        for each in (within, sample.recruits, weights, np.ones(len(codes)))
    ]  # fmt: skip
    return np.lexsort(told).astype(np.int64)


def _cells(degree: Floats, codes: Integers, weights: Floats, count: int) -> _Cells:
    """People of each group and degree in the population, never fewer than were asked."""
    begin, degrees, people, weight = [0], [], [], []
    for group in range(count):
        theirs = codes == group
        distinct, first, asked = np.unique(degree[theirs], return_index=True, return_counts=True)
        each = weights[theirs][first]
        degrees.append(distinct)
        weight.append(each)
        people.append(np.maximum(asked, np.rint(asked * each)).astype(np.int64))
        begin.append(begin[-1] + len(distinct))
    return np.array(begin, np.int64), np.concatenate(degrees), np.concatenate(people), np.concatenate(weight)


def _pull(sample: Sample, codes: Integers, weights: Floats, cells: _Cells) -> Floats:
    """Ties from each group for a unit of the degree of each other, ``(G + 1, G)``; the last row is how seeds come."""
    begin, degrees, people, _ = cells
    count = len(begin) - 1
    mass = np.array([degrees[a:b] @ people[a:b] for a, b in pairwise(begin)])
    recruited = sample.recruiter >= 0
    brought = np.zeros((count, count))
    np.add.at(brought, (codes[sample.recruiter[recruited]], codes[recruited]), 1.0)
    total = brought.sum(axis=1, keepdims=True)
    shares = np.where(total > 0, brought / np.maximum(total, 1.0), mass / mass.sum())
    ends = np.bincount(codes, weights * np.nan_to_num(sample.degree_used), count)  # of ties: D_g N_g
    ties = ends[:, None] * shares
    ties = (ties + ties.T) / 2
    pull = np.divide(ties, mass, out=np.zeros_like(ties), where=mass > 0)
    return np.vstack([pull, np.ones(count)])


def _sums(
    seeds: Words, *, cells: _Cells, pull: Floats, recruits: Integers, first: int, n: int
) -> Floats:  # fmt: skip
    begin, degree, people, weight = cells
    found: Floats = successive_sums(seeds, begin, degree, people, weight, pull, recruits, first, n)
    return found
