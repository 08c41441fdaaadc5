"""Before anybody is asked: how many people a design needs, what it can see, and what it costs those who answer.

Two questions stand against each other. The more an answer hides, the more people have to be asked: the variance of the
share is that of the answer divided by the square of the slope. And the less it hides, the more one answer says of the
one who gave it. ``response_power`` and ``list_power`` answer the first, ``privacy`` the second; choose by both.

Privacy: after an answer, the odds that this person has the trait are the odds of all times P(answer | trait) /
P(answer | no trait). The larger of those ratios, of either answer and in either direction, bounds what anybody can
learn of anybody: its logarithm is the ε of local differential privacy. Where an answer is impossible for one of the two
kinds of people, that answer is proof.

References
----------
Lanke, J. (1976). On the degree of protection in randomized interviews. Int. Statist. Rev. 44, 197-203.
Chaudhuri, A. and Mukerjee, R. (1988). Randomized Response: Theory and Techniques. Dekker, chapter 2.
Kasiviswanathan, S. P. et al. (2011). What can we learn privately? SIAM J. Computing 40, 793-826.
Ulrich, R. et al. (2012). Asking sensitive questions: a statistical power analysis of randomized response models.
    Psychological Methods 17, 623-641.
Blair, G., Imai, K. and Zhou, Y.-Y. (2015). Design and analysis of the randomized response technique. J. Am. Statist.
    Assoc. 110, 1304-1319, section 4.
Blair, G. and Imai, K. (2012). Statistical analysis of list experiments. Political Analysis 20, 47-77.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from scipy.special import ndtr, ndtri

from amparo.methods.estimate import Refused, Remark, probability, remark, whole
from amparo.methods.indirect.designs import Design
from amparo.methods.indirect.lists import MOST_ITEMS

NEARLY_PROOF = 0.9  # of those who gave this answer have the trait: whoever knows the answer acts as if it were known
MOST_PEOPLE = 10_000_000  # a study that needs more is not made


@dataclass(frozen=True, slots=True)
class Power:
    """What a study of this size sees."""

    n: int
    power: float  # the chance to find that the share is above ``null``
    se: float  # of the share, if it is what is expected
    share: float
    null: float
    size: float  # of the test, one-sided
    design_effect: float


@dataclass(frozen=True, slots=True)
class Privacy:
    """What one answer says of the person who gave it."""

    share: float  # of people with the trait, before any answer
    if_counted: float  # P(trait | the counted answer)
    if_other: float  # P(trait | the other answer)
    odds_counted: float  # by how much the counted answer multiplies the odds; inf where it is proof
    odds_other: float
    epsilon: float  # the largest change of log odds, in either direction: local differential privacy
    counted: float  # share of people who give the counted answer
    warnings: tuple[Remark, ...] = ()


def response_power(
    design: Design, *, n: int, share: float, null: float = 0.0, size: float = 0.05, design_effect: float = 1.0
) -> Power:
    """The chance to find by ``n`` answers that more than ``null`` have the trait, where ``share`` have.

    A one-sided test of ``size``: the estimate lies above null + z s₀, with s₀ its standard error under the null.

    Parameters
    ----------
    design : how it is asked, see ``designs``.
    n : answers.
    share, null : 0 ≤ null < share < 1.
    size : of the test, above 0 and below 1.
    design_effect : how much larger the variance is than of a simple sample; for a respondent-driven sample 2 at the
        least, often 3 or 4.

    Raises
    ------
    Refused
        ``null``: a share that does not lie above the null; ``out_of_range``: a share or a size that is none;
        ``small_effect``; ``not_whole``.

    References
    ----------
    Ulrich et al. (2012); Blair, Imai and Zhou (2015), section 4.
    """
    whole("n", n, least=1)
    _check(share, null, size, design_effect)
    at_null, at_share = (
        math.sqrt(design_effect * each * (1 - each) / n) / abs(design.slope)
        for each in (design.expected(null), design.expected(share))
    )
    return Power(n, _seen(share - null, at_null, at_share, size), at_share, share, null, size, design_effect)


def list_power(
    *,
    n: int,
    share: float,
    spread: float,
    treated: float = 0.5,
    null: float = 0.0,
    size: float = 0.05,
    design_effect: float = 1.0,
) -> Power:
    """The same for a list: of ``n`` people ``treated`` see the sensitive item.

    The variance is s²/n₀ + (s² + π(1 - π))/n₁, with s the standard deviation of the harmless count (``spread``), where
    the trait and the harmless items are independent.

    Parameters
    ----------
    n : people, of both halves.
    spread : in items; from a pilot, or √(Σ p(1 - p)) of independent items.
    treated : share who see the sensitive item, above 0 and below 1.
    share, null, size, design_effect : as for ``response_power``.

    Raises
    ------
    Refused
        As ``response_power``; a spread that no list of at most ten items has.

    References
    ----------
    Blair and Imai (2012), section 2.1: the variance of the difference in means.
    """
    whole("n", n, least=2)
    _check(share, null, size, design_effect)
    probability("treated", treated)
    probability("spread", spread, below=MOST_ITEMS / 2 + 1e-9)  # the widest: half say none, half say all
    at_null, at_share = (
        math.sqrt(design_effect * (spread**2 / (n * (1 - treated)) + (spread**2 + each * (1 - each)) / (n * treated)))
        for each in (null, share)
    )
    return Power(n, _seen(share - null, at_null, at_share, size), at_share, share, null, size, design_effect)


def response_sample_size(
    design: Design,
    *,
    share: float,
    power: float = 0.8,
    null: float = 0.0,
    size: float = 0.05,
    design_effect: float = 1.0,
) -> Power:
    """The fewest answers with which ``response_power`` is at least ``power``.

    Parameters
    ----------
    design, share, null, size, design_effect : as for ``response_power``.
    power : what is wanted, above 0 and below 1.

    Raises
    ------
    Refused
        As ``response_power``; more than ten million people.

    References
    ----------
    Ulrich et al. (2012).
    """
    return _fewest(
        lambda n: response_power(design, n=n, share=share, null=null, size=size, design_effect=design_effect), power
    )


def list_sample_size(
    *,
    share: float,
    spread: float,
    power: float = 0.8,
    treated: float = 0.5,
    null: float = 0.0,
    size: float = 0.05,
    design_effect: float = 1.0,
) -> Power:
    """The fewest people with which ``list_power`` is at least ``power``.

    Parameters
    ----------
    share, spread, treated, null, size, design_effect : as for ``list_power``.
    power : what is wanted, above 0 and below 1.

    Raises
    ------
    Refused
        As ``list_power``; more than ten million people.

    References
    ----------
    Blair and Imai (2012), section 2.1.
    """
    return _fewest(
        lambda n: list_power(
            n=n, share=share, spread=spread, treated=treated, null=null, size=size, design_effect=design_effect
        ),
        power,
    )


def privacy(design: Design, *, share: float) -> Privacy:
    """What one answer says of the person who gave it, where ``share`` have the trait.

    Parameters
    ----------
    design : how the answer is made.
    share : of the trait, above 0 and below 1.

    Raises
    ------
    Refused
        A share that is not between 0 and 1.

    References
    ----------
    Lanke (1976); Chaudhuri and Mukerjee (1988), chapter 2.
    """
    probability("share", share)
    counted = design.expected(share)
    odds_counted = _ratio(design.if_trait, design.if_none)
    odds_other = _ratio(1 - design.if_trait, 1 - design.if_none)
    if_counted = share * design.if_trait / counted
    if_other = share * (1 - design.if_trait) / (1 - counted) if counted < 1 else share
    epsilon = max(abs(math.log(each)) if each > 0 else math.inf for each in (odds_counted, odds_other))
    said = []
    if max(odds_counted, odds_other) == math.inf:
        said.append(remark("proof", "One of the answers is proof of the trait: whoever gives it has it."))
    elif max(if_counted, if_other) > NEARLY_PROOF:
        said.append(
            remark(
                "nearly_proof",
                "Of 100 who give one of the answers %(share)s have the trait: it is as good as said.",
                share=f"{100 * max(if_counted, if_other):.0f}",
            )
        )
    return Privacy(share, if_counted, if_other, odds_counted, odds_other, epsilon, counted, tuple(said))


def _ratio(above: float, under: float) -> float:
    """By how much the odds are multiplied; 1 where neither kind of people gives this answer."""
    if under > 0:
        return above / under
    return math.inf if above > 0 else 1.0


def _seen(gap: float, at_null: float, at_share: float, size: float) -> float:
    """The chance of an estimate beyond the edge of the test."""
    edge = float(ndtri(1 - size)) * at_null
    return float(ndtr((gap - edge) / at_share)) if at_share > 0 else float(gap > edge)


def _check(share: float, null: float, size: float, design_effect: float) -> None:
    """What is asked has to be a question."""
    probability("share", share)
    probability("size", size)
    if not 0 <= null < share:
        raise Refused(remark("null", "null is %(null)s: it lies from 0 on and below share.", null=null))
    if not (math.isfinite(design_effect) and design_effect >= 1):
        raise Refused(remark("small_effect", "design_effect is %(value)s: it is at least 1.", value=design_effect))


def _fewest(study: Callable[[int], Power], power: float) -> Power:
    """The smallest study that sees as much: doubled until it does, then halved between."""
    probability("power", power)
    high = 2
    while study(high).power < power:
        high *= 2
        if high > MOST_PEOPLE:
            raise Refused(remark("too_many_people", "More than %(most)s people would be needed.", most=MOST_PEOPLE))
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if study(middle).power >= power else (middle, high)
    return study(high)
