"""What the trait goes along with, from a list: maximum likelihood, two-step least squares, or a straight line.

Question: among whom is the trait more common, where people only said how many items are true?

Estimand: δ of P(trait | x), with the coefficients of the harmless items beside it.

Methods, from the most assuming to the least:

* ``"ml"``: the harmless items are a binomial count with a logistic regression of its own, and the likelihood uses every
  answer for both (see ``mixture``). ``constrained``: the same harmless items for those with the trait and without;
  otherwise one regression for each kind, for which few samples are large enough.
* ``"nls"``: the mean of the harmless items is fitted to the untreated by least squares, then what the treated count
  more. The error takes the first step into the second (sandwich of both). Needs no binomial.
* ``"linear"``: both means are straight lines. Always has an answer; shares may leave 0 and 1.

Assumptions: those of a list; the logistic form; for ``"ml"`` the binomial: items independent of each other and equally
common for one person. Where items go together the likelihood leans, and differs from ``"nls"``: compare the two.

References
----------
Imai, K. (2011). Multivariate regression analysis for the item count technique. J. Am. Statist. Assoc. 106, 407-416.
Blair, G. and Imai, K. (2012). Statistical analysis of list experiments. Political Analysis 20, 47-77.
Newey, W. K. (1984). A method of moments interpretation of sequential estimators. Economics Letters 14, 201-206.
MacKinnon, J. G. and White, H. (1985). Some heteroskedasticity-consistent covariance matrix estimators with improved
    finite sample properties. J. Econometrics 29, 305-325 (HC2, Welch's variance where there is no covariate).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, logit

from amparo.methods.estimate import Refused, in_plain_words, remark
from amparo.methods.indirect.covariates import Covariates, Turned, covariates, turn
from amparo.methods.indirect.least_squares import fit_lines, fit_two_steps, lines_each, two_steps_each
from amparo.methods.indirect.lists import LIST_ASSUMPTIONS, Counts, read_list
from amparo.methods.indirect.mixture import Answers, Fit, Replicated, fit_each
from amparo.methods.indirect.regression import LOGISTIC, solved_from, top_of
from amparo.methods.indirect.reporting import IDENTITY, LOGIT, Regression, Solved, report
from amparo.methods.indirect.spread import Manner, check_interval
from amparo.methods.indirect.weighing import Weighing

METHODS = ("ml", "nls", "linear")

BINOMIAL = in_plain_words("the harmless items are independent of each other, and equally common for one person")
STRAIGHT = in_plain_words("the share with the trait changes by the same amount for each step of a covariate")


def list_regression(
    counts: ArrayLike, treated: ArrayLike, columns: ArrayLike | None = None, *, items: int,
    names: Sequence[str] | None = None, method: str = "ml", constrained: bool = True,
    weights: ArrayLike | None = None, replicate_weights: ArrayLike | None = None, level: float = 0.95,
    interval: str = "normal",
) -> Regression:  # fmt: skip
    """Regression of the trait on covariates, from a list experiment.

    Parameters
    ----------
    counts, treated, items : as in ``list_prevalence``.
    columns, names, weights, replicate_weights, level, interval : as in ``response_regression``.
    method, constrained : "ml", "nls" or "linear"; the latter only for "ml".

    Returns
    -------
    Regression
        Log odds, but for "linear". ``control`` is of the harmless items; unconstrained, of those of who has the trait.

    Raises
    ------
    Refused
        As ``list_prevalence`` and ``response_regression``.

    References
    ----------
    Imai (2011), sections 2.2 and 2.3; Blair and Imai (2012), section 2.
    """
    _refuse_unknown(method)
    given = covariates(len(np.asarray(counts)), columns, names)
    told, weighing = read_list(
        counts, treated, items=items, weights=weights, replicate_weights=replicate_weights, present=given.present
    )
    check_interval(interval, level, replicated=weighing.replicates is not None)
    turned = _turned(given, weighing, told)
    solve = {"ml": _likeliest, "nls": _two_steps, "linear": _lines}[method]
    solved, each, name, more = solve(turned, weighing, told, constrained)
    manner = Manner(name, (*LIST_ASSUMPTIONS, *more), interval, level, told.n_missing, told.smallest)
    link = IDENTITY if method == "linear" else LOGIT
    return report(turned, weighing, solved, each, manner, answered=_gap(weighing, told), link=link)


def _turned(given: Covariates, weighing: Weighing, told: Counts) -> Turned:
    """The covariates of all; each half has to bear them alone too."""
    for half in (told.treated, ~told.treated):
        turn(given, weighing.rows[half])
    return turn(given, weighing.rows)


def _refuse_unknown(method: str) -> None:
    """One of the three."""
    if method not in METHODS:
        raise Refused(
            remark(
                "unknown_method",
                "“%(method)s” is no method that is known here. It can be: %(known)s.",
                method=method, known=", ".join(METHODS),
            )
        )  # fmt: skip


def _mean(weighing: Weighing, told: Counts, *, treated: bool) -> float:
    """The weighted mean count of one half."""
    mine = told.treated == treated
    return float(np.average(told.counts[mine], weights=weighing.weights[mine]))


def _gap(weighing: Weighing, told: Counts) -> float:
    """What the treated count more."""
    return _mean(weighing, told, treated=True) - _mean(weighing, told, treated=False)


type _Answer = tuple[Solved, Replicated | None, str, tuple[str, ...]]


def _likeliest(turned: Turned, weighing: Weighing, told: Counts, constrained: bool) -> _Answer:
    """Maximum likelihood; the unconstrained begins at the constrained, and on either side of it."""
    top = _constrained(turned, weighing, told)
    answers = binomial(told, 1)
    name = "list, maximum likelihood, constrained"
    if not constrained:
        answers, k, name = binomial(told, 2), len(turned.names), "list, maximum likelihood, unconstrained"
        both = np.concatenate([top.coefficients, top.coefficients[k:]])
        begins = np.array([both, both, both])
        begins[1, k : 2 * k] += turned.constant(1.0)
        begins[2, k : 2 * k] -= turned.constant(1.0)
        top = top_of(turned, weighing, answers, begins)
    drawn = weighing.replicates
    each = None if drawn is None else fit_each(turned.turned, drawn, answers, top.coefficients)
    return solved_from(top, weighing), each, name, (LOGISTIC, BINOMIAL)


def _constrained(turned: Turned, weighing: Weighing, told: Counts) -> Fit:
    """The constrained likelihood, from the difference of means for everybody."""
    low, gap = _mean(weighing, told, treated=False), np.clip(_gap(weighing, told), 0.05, 0.95)
    true = np.clip(low / told.items, 0.05, 0.95)
    begin = np.concatenate([turned.constant(float(logit(gap))), turned.constant(float(logit(true)))])
    return top_of(turned, weighing, binomial(told, 1), begin[None, :])


def binomial(told: Counts, blocks: int) -> Answers:
    """The likelihood of a count: binomial in the harmless items, one fewer where the trait was counted too."""
    j = told.items
    counts = np.column_stack([told.counts - told.treated, told.counts])
    inside = np.clip(counts, 0, j)
    ways = gammaln(j + 1) - gammaln(inside + 1) - gammaln(j - inside + 1)
    return Answers(np.where(inside == counts, ways, -np.inf), inside, j, blocks)


def _two_steps(turned: Turned, weighing: Weighing, told: Counts, _constrained: bool) -> _Answer:
    """Least squares of the harmless items, then of what the treated count more."""
    low, high = _mean(weighing, told, treated=False), _mean(weighing, told, treated=True)
    begin = np.concatenate(
        [
            turned.constant(float(logit(np.clip(high - low, 0.05, 0.95)))),
            turned.constant(float(logit(np.clip(low / told.items, 0.05, 0.95)))),
        ]
    )
    solved = fit_two_steps(turned, weighing, told, begin)
    drawn = weighing.replicates
    each = None if drawn is None else two_steps_each(turned, drawn, told, solved.coefficients)
    return solved, each, "list, two-step least squares", (LOGISTIC,)


def _lines(turned: Turned, weighing: Weighing, told: Counts, _constrained: bool) -> _Answer:
    """Two straight lines."""
    drawn = weighing.replicates
    each = None if drawn is None else lines_each(turned, drawn, told)
    return fit_lines(turned, weighing, told), each, "list, linear", (STRAIGHT,)
