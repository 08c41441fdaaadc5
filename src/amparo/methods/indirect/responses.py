"""The share of a trait from answers that hide it: randomised response, crosswise, triangular.

Question: of those who were asked, or of the people they were drawn from, how many have the trait?

Estimand: π, the share with the trait, of the population that the weights speak for.

Method: with λ the weighted share of the counted answer, π = (λ - P(answer | no trait)) / slope, see ``designs``. The
error is that of λ divided by the slope: what is hidden is paid for, with a slope of ⅔ more than twice the people.
Of an unweighted sample the variance is λ(1 - λ) / ((n - 1) slope²).

Crosswise with inattention: of those who do not read, half answer "same". An anchor, a second pair whose sensitive half
is true of nobody, shows how many read: γ = (share of "same" - ½) / (½ - p'), and the design is put right by it. No more
than all can read: γ is held at 1. That costs a bias where nearly all do (-0.012 of 0.15 with 500 people, -0.007 with
1,500), and is the smaller error all the same (root mean square 0.048 against 0.051 with 500).

Assumptions: those of the design; who does not answer is like who does; inattention is the same at both pairs, and
independent of the trait. It breaks where people protect themselves by always saying no ("self-protective no"): the
share is then too small, and a raw figure below zero is how one sees it.

References
----------
Warner (1965), Boruch (1971), Yu, Tian and Tang (2008): see ``designs``.
Atsusaka, Y. and Stevenson, R. T. (2023). A bias-corrected estimator for the crosswise model with inattentive
    respondents. Political Analysis 31, 134-148.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from amparo.methods.columns import numbers
from amparo.methods.estimate import Floats, Refused, Remark, in_plain_words, remark
from amparo.methods.indirect.designs import Design, crosswise
from amparo.methods.indirect.spread import FOLLOWED, Manner, Prevalence, prevalence
from amparo.methods.indirect.weighing import Weighing, bootstrap_weights, weigh

LEAST_REPLICATED = 0.05  # in a replicate: below it the slope is nothing, and so is the replicate
LEAST_ATTENTION = 0.5  # if no more than half read, what the others would have said is most of the answer

SAME_INATTENTION = in_plain_words("who did not read the anchor did not read the question, with or without the trait")


def binary_answers(name: str, answers: ArrayLike) -> Floats:
    """An array of 1, 0 and NaN, (n,); ``Refused`` with the rows of anything else."""
    array = numbers(name, answers)
    if array.ndim != 1:
        raise Refused(remark("not_a_column", "%(name)s has to be one answer for each row.", name=name))
    wrong = ~(np.isnan(array) | (array == 0) | (array == 1))
    if wrong.any():
        raise Refused(
            remark(
                "not_binary", "%(name)s holds something that is neither 1, 0 nor missing.",
                name=name, rows=np.flatnonzero(wrong).tolist(),
            )
        )  # fmt: skip
    return array


def estimate_prevalence(
    answers: ArrayLike, *, design: Design, weights: ArrayLike | None = None,
    replicate_weights: ArrayLike | None = None, level: float = 0.95, interval: str = "normal",
) -> Prevalence:  # fmt: skip
    """The share with the trait, from answers 1 and 0 to a question that hides them.

    Parameters
    ----------
    answers : (n,) 1 where the counted answer was given ("yes", "true", "same"), 0 where not, NaN where none was.
    design : how it was asked: ``warner(0.7)``, ``forced_response(honest=2/3, yes=1/6)``, ``crosswise(0.25)``, …
    weights, replicate_weights : (n,) and (B, n), see ``weighing``. Error and interval then come from the replicates.
    level : of the interval, above one half.
    interval : "normal"; with replicates also "percentile", "pivotal".

    Returns
    -------
    Prevalence
        ``share.value`` between 0 and 1, and ``raw`` before it was held there. The scale of the weights changes nothing.

    Raises
    ------
    Refused
        An answer that is neither 1 nor 0 (with rows); no answers; weights that do not fit; too many empty replicates.

    References
    ----------
    Warner (1965), p. 65; Yu, Tian and Tang (2008), section 2. The weighted form replaces λ by its Hájek estimate.
    """
    array = binary_answers("answers", answers)
    weighing = weigh(~np.isnan(array), weights=weights, replicate_weights=replicate_weights)
    seen, drawn = array[weighing.rows], weighing.replicates
    counted = float(share_of(weighing.weights[None, :], seen)[0])
    return prevalence(
        (counted - design.if_none) / design.slope,
        weighing,
        Manner(design.name, (FOLLOWED,), interval, level, int(np.isnan(array).sum()), len(weighing)),
        answered=counted,
        influence=moves(weighing.weights, seen - counted) / design.slope,
        replicates=None if drawn is None else (share_of(drawn, seen) - design.if_none) / design.slope,
    )


def share_of(weights: Floats, values: Floats) -> Floats:
    """The weighted mean of values (m,) under each row of weights (B, m); NaN where nobody counts."""
    sums = weights.sum(axis=1)
    shares: Floats = np.divide(weights @ values, sums, out=np.full(len(weights), np.nan), where=sums > 0)
    return shares


def moves(weights: Floats, distance: Floats) -> Floats:
    """How much each answer moves a weighted mean; with equal weights the squares add up to s²/n."""
    m = len(weights)
    correction = np.sqrt(m / (m - 1)) if m > 1 else np.nan
    moved: Floats = weights * distance / weights.sum() * correction
    return moved


def crosswise_prevalence(
    answers: ArrayLike, anchor: ArrayLike, *, p: float, anchor_p: float, seed: int, replicates: int = 1000,
    weights: ArrayLike | None = None, replicate_weights: ArrayLike | None = None, level: float = 0.95,
    interval: str = "percentile",
) -> Prevalence:  # fmt: skip
    """The share with the trait from a crosswise question, put right for those who do not read.

    π = ½ + (λ - ½) / ((2p - 1) γ), with γ = (share of "same" at the anchor - ½) / (½ - p').

    Parameters
    ----------
    answers, anchor : (n,) 1 for "the same for both", 0 for "not the same", NaN where there is no answer. At the anchor
        the sensitive half is true of nobody. Rows without both are left out.
    p, anchor_p : how many the harmless half is true of, at the question and at the anchor.
    seed, replicates : of the bootstrap; not used where ``replicate_weights`` are given.
    weights, replicate_weights, level, interval : as in ``estimate_prevalence``.

    Raises
    ------
    Refused
        As ``estimate_prevalence``; and where no more than half read the anchor.

    References
    ----------
    Atsusaka and Stevenson (2023), the bias-corrected estimator.
    """
    read = read_anchored(
        answers, anchor, anchor_p=anchor_p, seed=seed, replicates=replicates, weights=weights,
        replicate_weights=replicate_weights,
    )  # fmt: skip
    design, weighing, seen = crosswise(p, attention=read.attention), read.weighing, read.answers
    counted = float(share_of(weighing.weights[None, :], seen)[0])
    return prevalence(
        (counted - design.if_none) / design.slope,
        weighing,
        read.manner("crosswise, corrected for inattention", (FOLLOWED, SAME_INATTENTION), interval, level),
        answered=counted,
        influence=moves(weighing.weights, seen - counted) / design.slope,
        replicates=0.5 + (share_of(read.drawn, seen) - 0.5) / (crosswise(p).slope * read.attention_each),
    )


@dataclass(frozen=True, slots=True)
class Anchored:
    """The answers to a crosswise question and to its anchor, the replicates, and how many read in each."""

    answers: Floats = field(repr=False)  # (m,)
    weighing: Weighing
    attention: float  # γ, at most 1
    drawn: Floats = field(repr=False)  # (B, m): what came in, or a bootstrap
    attention_each: Floats = field(repr=False)  # (B,), NaN where nobody seems to read
    seed: int | None
    n_missing: int
    warnings: tuple[Remark, ...]

    def manner(self, method: str, assumptions: tuple[str, ...], kind: str, level: float) -> Manner:
        """How a figure of these answers is told."""
        many = len(self.weighing)
        return Manner(method, assumptions, kind, level, self.n_missing, many, self.seed, self.warnings)


def read_anchored(
    answers: ArrayLike,
    anchor: ArrayLike,
    *,
    anchor_p: float,
    seed: int,
    replicates: int,
    weights: ArrayLike | None,
    replicate_weights: ArrayLike | None,
    present: NDArray[np.bool_] | None = None,
) -> Anchored:
    """Check both answers, draw replicates where none came in, and find how many read."""
    array, known = binary_answers("answers", answers), binary_answers("anchor", anchor)
    if len(array) != len(known):
        raise Refused(remark("unlike_anchor", "answers and anchor are not of the same length."))
    seen = ~(np.isnan(array) | np.isnan(known))
    used = seen if present is None else seen & present
    weighing = weigh(used, weights=weights, replicate_weights=replicate_weights)
    at_anchor, drawn, given = known[weighing.rows], weighing.replicates, weighing.replicates is not None
    attention, said = reading(weighing, at_anchor, anchor_p)
    if drawn is None:
        drawn = bootstrap_weights(len(weighing), seed=seed, replicates=replicates, weights=weighing.weights)
    each = np.minimum(1.0, attention_of(drawn, at_anchor, anchor_p))
    return Anchored(
        array[weighing.rows], weighing, attention, drawn, np.where(each > LEAST_REPLICATED, each, np.nan),
        None if given else seed, len(array) - int(used.sum()), said,
    )  # fmt: skip


def attention_of(weights: Floats, anchor: Floats, anchor_p: float) -> Floats:
    """γ under each row of weights (B, m): how many read, as the anchor shows it."""
    found: Floats = (share_of(weights, anchor) - 0.5) / (0.5 - anchor_p)
    return found


def reading(weighing: Weighing, anchor: Floats, anchor_p: float) -> tuple[float, tuple[Remark, ...]]:
    """How many read, at most 1, and what has to be said of it; ``Refused`` where it is no more than half."""
    crosswise(anchor_p)  # refuses one half
    found = float(attention_of(weighing.weights[None, :], anchor, anchor_p)[0])
    if not found > LEAST_ATTENTION:
        raise Refused(
            remark(
                "inattentive", "Only %(found)s of 100 read the anchor: no more than half, so nothing can be said.",
                found=f"{100 * max(found, 0.0):.0f}",
            )
        )  # fmt: skip
    said = remark(
        "attention", "%(found)s of 100 read the question, as the anchor shows.", found=f"{100 * min(found, 1):.0f}"
    )
    return min(found, 1.0), (said,)
