"""What the trait goes along with, from answers that hide it: logistic regression behind a randomised response.

Question: is the trait more common among the young, at the border, with papers? Nobody's trait is known.

Estimand: β of P(trait | x) = 1 / (1 + exp(-xβ)), and the share of the trait that it implies for those who were asked.

Method: maximum likelihood of P(answer | x) = P(answer | no trait) + slope P(trait | x), by Newton's method (see
``mixture``); standard errors from the observed information. With weights the weighted likelihood, with the sandwich
of person by person scores; with replicate weights every replicate is fitted anew.

Assumptions: those of the design, the logistic form, and enough answers: what is hidden is paid for here twice.
It breaks where nobody or everybody of a group has the trait: the likelihood has no top then, and there is no answer.

References
----------
Blair, G., Imai, K. and Zhou, Y.-Y. (2015). Design and analysis of the randomized response technique. J. Am. Statist.
    Assoc. 110, 1304-1319.
Scheers, N. J. and Dayton, C. M. (1988). Covariate randomized response models. J. Am. Statist. Assoc. 83, 969-974.
Binder, D. A. (1983). On the variances of asymptotically normal estimators from complex surveys. Int. Statist. Rev. 51,
    279-292.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logit

from amparo.methods.estimate import Floats, Refused, in_plain_words, remark
from amparo.methods.indirect.covariates import Turned, covariates, turn
from amparo.methods.indirect.designs import Design, crosswise
from amparo.methods.indirect.mixture import FOUND, Answers, Fit, Replicated, fit, fit_each
from amparo.methods.indirect.reporting import Regression, Solved, report
from amparo.methods.indirect.responses import (
    SAME_INATTENTION,
    Anchored,
    binary_answers,
    read_anchored,
    share_of,
)  # fmt: skip
from amparo.methods.indirect.spread import FOLLOWED, Manner, check_interval
from amparo.methods.indirect.weighing import Weighing, weigh

LOGISTIC = in_plain_words("the odds of the trait are multiplied by the same number for each step of a covariate")


def response_regression(
    answers: ArrayLike, columns: ArrayLike | None = None, *, design: Design, names: Sequence[str] | None = None,
    weights: ArrayLike | None = None, replicate_weights: ArrayLike | None = None, level: float = 0.95,
    interval: str = "normal",
) -> Regression:  # fmt: skip
    """Logistic regression of the trait, from answers 1 and 0 to a question that hides it.

    Parameters
    ----------
    answers : (n,) 1, 0 or NaN, as in ``estimate_prevalence``.
    design : how it was asked.
    columns : (n, k) covariates, without an intercept; rows with NaN are left out.
    names : k names.
    weights, replicate_weights, level, interval : as in ``estimate_prevalence``.

    Returns
    -------
    Regression
        ``coefficients`` with the intercept first; ``prevalence`` is the weighted mean of P(trait | x).

    Raises
    ------
    Refused
        As ``estimate_prevalence``; dependent covariates; a likelihood without a top.

    References
    ----------
    Blair, Imai and Zhou (2015), section 3.
    """
    array = binary_answers("answers", answers)
    given = covariates(len(array), columns, names)
    present = ~np.isnan(array) & given.present
    weighing = weigh(present, weights=weights, replicate_weights=replicate_weights)
    drawn, seen = weighing.replicates, array[weighing.rows]
    check_interval(interval, level, replicated=drawn is not None)
    turned, known = turn(given, weighing.rows), _known(seen, design)
    top = top_of(turned, weighing, known, _beginning(turned, weighing, seen, design))
    each = None if drawn is None else fit_each(turned.turned, drawn, known, top.coefficients)
    missing, name = len(array) - int(present.sum()), f"logistic regression, {design.name}"
    manner = Manner(name, (FOLLOWED, LOGISTIC), interval, level, missing, len(weighing))
    return report(turned, weighing, solved_from(top, weighing), each, manner, answered=_counted(weighing, seen))


def crosswise_regression(
    answers: ArrayLike, anchor: ArrayLike, columns: ArrayLike | None = None, *, p: float, anchor_p: float, seed: int,
    names: Sequence[str] | None = None, replicates: int = 500, weights: ArrayLike | None = None,
    replicate_weights: ArrayLike | None = None, level: float = 0.95, interval: str = "normal",
) -> Regression:  # fmt: skip
    """Logistic regression of the trait from a crosswise question, put right for those who do not read.

    The attention that the anchor shows is put into the design, anew in every replicate: the error has both parts.

    Parameters
    ----------
    answers, anchor, p, anchor_p, seed, replicates : as in ``crosswise_prevalence``.
    columns, names, weights, replicate_weights, level, interval : as in ``response_regression``.

    Raises
    ------
    Refused
        As both of them.

    References
    ----------
    Atsusaka and Stevenson (2023), see ``responses``.
    """
    given = covariates(len(np.asarray(answers)), columns, names)
    read = read_anchored(
        answers, anchor, anchor_p=anchor_p, seed=seed, replicates=replicates, weights=weights,
        replicate_weights=replicate_weights, present=given.present,
    )  # fmt: skip
    weighing, turned = read.weighing, turn(given, read.weighing.rows)
    design = crosswise(p, attention=read.attention)
    begin = _beginning(turned, weighing, read.answers, design)
    top = top_of(turned, weighing, _known(read.answers, design), begin)
    name = "logistic regression, crosswise, corrected for inattention"
    manner = read.manner(name, (FOLLOWED, SAME_INATTENTION, LOGISTIC), interval, level)
    return report(
        turned, weighing, solved_from(top, weighing), _attentive_each(read, turned, p, top.coefficients), manner,
        answered=_counted(weighing, read.answers), drawn=read.drawn,
    )  # fmt: skip


def _attentive_each(read: Anchored, turned: Turned, p: float, begin: Floats) -> Replicated:
    """The coefficients of each replicate, under the attention that its own anchor shows."""
    each, topped = np.full((len(read.drawn), len(begin)), np.nan), np.zeros(len(read.drawn), dtype=bool)
    for number, share in enumerate(read.attention_each):
        if np.isfinite(share):
            one = _known(read.answers, crosswise(p, attention=float(share)))
            found = fit_each(turned.turned, read.drawn[number : number + 1], one, begin)
            each[number], topped[number] = found.coefficients[0], found.topped[0]
    return Replicated(each, topped)


def _counted(weighing: Weighing, seen: Floats) -> float:
    """The weighted share of the answer that is counted."""
    return float(share_of(weighing.weights[None, :], seen)[0])


def _known(seen: Floats, design: Design) -> Answers:
    """The likelihood of answers whose two probabilities are known."""
    chances = np.where(seen[:, None] == 1, [design.if_trait, design.if_none], [1 - design.if_trait, 1 - design.if_none])
    with np.errstate(divide="ignore"):
        return Answers(np.log(chances), np.zeros_like(chances))


def _beginning(turned: Turned, weighing: Weighing, seen: Floats, design: Design) -> Floats:
    """The share of all, for everybody."""
    share = (_counted(weighing, seen) - design.if_none) / design.slope
    return turned.constant(float(logit(np.clip(share, 0.05, 0.95))))[None, :]


def top_of(turned: Turned, weighing: Weighing, answers: Answers, begins: Floats) -> Fit:
    """The fit to the whole sample; ``Refused`` where its likelihood has no top."""
    top = fit(turned.turned, weighing.weights, answers, begins)
    if top.state != FOUND:
        raise Refused(
            remark(
                "no_maximum",
                "The likelihood has no maximum here: in some group nobody, or everybody, seems to have the trait, or "
                "there are too many covariates for so few answers.",
            )
        )
    return top


def solved_from(top: Fit, weighing: Weighing) -> Solved:
    """Inverse information where everybody counts alike, the sandwich where there are weights."""
    inverse = np.linalg.inv(top.information)
    influence = top.scores @ inverse
    return Solved(
        top.coefficients, influence.T @ influence if weighing.given else inverse, influence, top.log_likelihood
    )
