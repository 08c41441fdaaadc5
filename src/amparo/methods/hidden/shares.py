"""Shares and means of a population from a sample of recruits.

Question: which part of the population works at night, has papers, was turned away? The unweighted share of the sample
is no answer: those with many contacts are found first, and in trials on a known network intervals around it held the
truth in 5 to 42 of 100. It can be had, as ``sample_composition``, under that name alone.

Estimand: p_g, the share of the population in group g; or the mean of a number.

Method: each person counts with a weight that stands for how unlikely she was to be found.

* ``successive_sampling``: 1 / pi, see ``points``. The default where N is said; show it over a low, a middle and a high.
* ``rds2``: 1 / degree. The default without N. Refused where more than three tenths of the population are in the sample.
* ``rds1``, ``smoothed``: from who recruits whom, see ``chain``.

Missing outcomes leave numerator and denominator of their estimate; the persons stay in the design, for they were
sampled, and in the chain. Weights come from the whole sample.

It breaks where degree is not told as it is, where ties go one way, where who comes depends on the outcome, and where
the population falls into parts. Look at ``diagnostics`` before any figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from amparo.methods.estimate import SECRET, Estimate, Floats, Integers, Refused, Remark, in_plain_words, remark
from amparo.methods.hidden import gates
from amparo.methods.hidden.chain import rds1_shares
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.points import rds2_weights, successive_sampling_weights
from amparo.methods.hidden.sample import Sample

SUCCESSIVE, RDS2, RDS1, SMOOTHED = "successive_sampling", "rds2", "rds1", "smoothed"
METHODS = (SUCCESSIVE, RDS2, RDS1, SMOOTHED)
COMPOSITION = "sample composition"
MANY_MISSING = 0.10  # of all outcomes: above it every figure says so

RECRUITMENT = (
    in_plain_words("each person knows how many of this population she knows, and said so"),
    in_plain_words("ties go both ways: whom I could bring could bring me"),
    in_plain_words("whom a person brings is drawn at random from those she knows"),
    in_plain_words("the population hangs together: from each person a chain of ties leads to each other"),
    in_plain_words("enough waves passed for the choice of seeds to be forgotten"),
)
ASSUMPTIONS = {
    SUCCESSIVE: (
        *RECRUITMENT,
        in_plain_words("nobody takes part twice, and the population has the size that was said"),
    ),
    RDS2: (*RECRUITMENT, in_plain_words("the sample is a small part of the population")),
    RDS1: (*RECRUITMENT, in_plain_words("the sample is a small part of the population")),
    SMOOTHED: (*RECRUITMENT, in_plain_words("the sample is a small part of the population")),
    COMPOSITION: (in_plain_words("nothing: it describes who was asked, not the population"),),
}


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of each group, and what stands beside all of them; groups in the order of their names."""

    method: str
    groups: tuple[Estimate, ...]
    counts: Integers = field(repr=False, metadata=SECRET)  # (g,): how many of the sample said so
    n: int  # whose outcome and degree are known
    n_missing: int  # whose outcome is not known
    n_without_degree: int  # who said the outcome, but were dropped for want of a degree
    n_effective: float  # Kish: (sum w)^2 / sum w^2
    largest_weight: float  # the share of all weight that one person has
    population: float | None
    withheld: tuple[str, ...]  # what a publication leaves out. Beside N, a share can be turned back into a count: round
    warnings: tuple[Remark, ...] = ()

    def __getitem__(self, label: str) -> Estimate:
        return {each.name: each for each in self.groups}[label]

    @property
    def values(self) -> Floats:
        """The shares, ``(g,)``."""
        return np.array([each.value for each in self.groups])


def estimate_shares(
    sample: Sample, outcome: Outcome | Sequence[Any], *, method: str | None = None, population: float | None = None
) -> Shares:
    """The share of the population in each group of an outcome.

    Parameters
    ----------
    sample : ``(n,)`` people.
    outcome : a value for each person, or what ``categories`` made of them.
    method : one of ``METHODS``; without one, successive sampling where a population is said, else RDS-II.
    population : N. For RDS-I and RDS-II it only guards: more than three tenths of it in the sample is refused.

    Returns
    -------
    Shares
        p_g = sum of w over group g / sum of w over all whose outcome is known. No interval: that is what replicates
        are for. Every remark of the sample and of its gates is in ``warnings``.

    Raises
    ------
    Refused
        ``no_degree``, ``outcome_missing``: nobody with a degree, or nobody with both an answer and a degree;
        ``no_such_method``; ``lengths``: not one value for each person; what ``categories`` refuses; what ``weights_of``
        refuses of weights, and ``rds1_shares`` of a chain that does not settle.

    References
    ----------
    See ``points`` and ``chain``.
    """
    groups = coded(outcome, len(sample))
    chosen = chosen_method(method, population)
    if chosen in (RDS1, SMOOTHED):
        gates.of_fraction(sample, population)
        values, said = rds1_shares(sample, groups, smoothed=chosen == SMOOTHED)
        return _shares(sample, groups, chosen, None, values, population, said)
    weights = weights_of(sample, method=chosen, population=population)
    return _shares(sample, groups, chosen, weights, None, population, ())


def sample_composition(sample: Sample, outcome: Outcome | Sequence[Any]) -> Shares:
    """The unweighted share of each group among those who were asked. It is no estimate of the population.

    Parameters
    ----------
    sample, outcome : as for ``estimate_shares``.

    Raises
    ------
    Refused
        What ``categories`` refuses; ``lengths``: not one value for each person.

    References
    ----------
    Volz and Heckathorn (2008), see ``points`` (why it is no estimate).
    """
    groups = coded(outcome, len(sample))
    said = remark(
        "not_an_estimate", "This is who was asked, not the population: those with many contacts are too many."
    )
    return _shares(sample, groups, COMPOSITION, np.ones(len(sample)), None, None, (said,))


def weights_of(sample: Sample, *, method: str | None = None, population: float | None = None) -> Floats:
    """The weight of each person, ``(n,)``, 0 where she is dropped: of successive sampling (sum N) or RDS-II (sum n).

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    method : ``"successive_sampling"`` or ``"rds2"``; without one, the first where there is a population.
    population : N.

    Returns
    -------
    Floats
        Persons of the population for whom each one stands, or 1/d scaled to a mean of 1.

    Raises
    ------
    Refused
        ``no_such_method``; ``population_wanted``: successive sampling without N; ``no_weights``: RDS-I;
        ``fraction_too_large``: RDS-II of more than three tenths of N; ``population_below_sample``: N below n;
        ``no_degree``: no degree is known.

    References
    ----------
    Gile (2011); Volz and Heckathorn (2008), see ``points``.
    """
    chosen = chosen_method(method, population)
    if chosen == SUCCESSIVE:
        if population is None:
            raise Refused(remark("population_wanted", "Successive sampling needs the size of the population."))
        return successive_sampling_weights(sample.degree_used, population)
    if chosen != RDS2:
        raise Refused(remark("no_weights", "RDS-I weighs groups, not persons: it has shares of categories alone."))
    gates.of_fraction(sample, population)
    return rds2_weights(sample.degree_used)


def chosen_method(method: str | None, population: float | None) -> str:
    if method is None:
        return RDS2 if population is None else SUCCESSIVE
    if method not in METHODS:
        raise Refused(
            remark("no_such_method", "%(name)s is no method. There are: %(known)s.", name=method,
                   known=", ".join(METHODS))
        )  # fmt: skip
    return method


def _shares(
    sample: Sample, groups: Outcome, method: str, weights: Floats | None, values: Floats | None,
    population: float | None, said: Sequence[Remark],
) -> Shares:  # fmt: skip
    """Shares from weights of persons, or from shares that are known already (RDS-I: a weight p_g / n_g for each)."""
    size = len(groups.labels)
    used = groups.known & (~np.isnan(sample.degree_used) if weights is None else weights > 0)
    counts = np.bincount(groups.codes[used], minlength=size).astype(np.int64)
    if not counts.sum():
        raise Refused(remark("outcome_missing", "The outcome is known of nobody."))
    if values is not None:
        weights = np.where(groups.known, (values / np.maximum(counts, 1))[groups.codes], 0.0)
    assert weights is not None
    if values is None:
        values = _weighed(weights[used], groups.codes[used], size)
    effective, largest = kish(weights[used])
    missing, n = len(sample) - int(groups.known.sum()), int(counts.sum())
    withheld = gates.withheld(groups.labels, counts, effective)
    return Shares(
        method=method,
        groups=tuple(
            Estimate(label, value, None, n, method, assumptions=ASSUMPTIONS[method],
                     warnings=gates.of_told(label, count, n, withheld, effective))
            for label, value, count in zip(groups.labels, values.tolist(), counts.tolist(), strict=True)
        ),
        counts=counts,
        n=n,
        n_missing=missing,
        n_without_degree=int(groups.known.sum()) - n,
        n_effective=effective,
        largest_weight=largest,
        population=population,
        withheld=withheld,
        warnings=(
            *said, *sample.warnings, *gates.of_sample(sample), *of_missing(missing, len(sample)),
            *gates.of_effective(effective),
        ),
    )  # fmt: skip


def kish(weights: Floats) -> tuple[float, float]:
    """The effective size, (sum w)^2 / sum w^2, and the largest share of all weight; in no order of persons."""
    each, times = np.unique(weights, return_counts=True)
    total = float(np.sum(each * times))
    return total**2 / float(np.sum(each**2 * times)), float(each[-1]) / total


def _weighed(weights: Floats, codes: Integers, size: int) -> Floats:
    """The share of all weight in each group. Persons of one weight are counted first: counts have no order."""
    distinct, place = np.unique(weights, return_inverse=True)
    table = np.bincount(place * size + codes, minlength=len(distinct) * size).reshape(-1, size)
    return (distinct[:, None] * table).sum(axis=0) / float((distinct * table.sum(axis=1)).sum())


def of_missing(missing: int, n: int) -> tuple[Remark, ...]:
    if missing <= MANY_MISSING * n:
        return ()
    return (
        remark("many_outcomes_missing", "%(percent)s %% did not say: the figure is of those who did.",
               percent=round(100 * missing / n)),
    )  # fmt: skip
