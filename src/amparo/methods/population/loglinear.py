"""Three lists and more: how many people are on none?

Question: some organisations each know some people, and how many have each history is counted. How many are on no list?

Estimand: N of one place and time, all who could have been on a list.

Method: log-linear models. The logarithm of the expected count of each history is a sum of terms, one for each list and
one for each pair of lists (or more) that is not independent; exp of the constant is the expected count of those on no
list. Each model is fitted by maximum likelihood (Poisson), with its deviance, AIC and BIC and a profile-likelihood
interval. M0, Mt, Mb, Mh and Mth say instead how people are found: all alike, list by list, otherwise after the first
time, or easily and hardly. ``Mh Chao`` is a lower bound under any difference between people.

There is no best model here, and none is marked. Models that describe those who were seen equally well can say very
different things of those who were not, and no test on the seen decides between them. ``ModelTable`` gives all, and the
range of those that the data do not speak against.

Assumptions: a closed population; histories are right; the model's own sentence. No interaction of all lists at once: it
is what cannot be estimated. If there is one, every model here is wrong, and nothing in the data shows it.

References
----------
Fienberg, S. E. (1972). The multiple recapture census for closed populations and incomplete 2^k contingency tables.
    Biometrika 59, 591-603.
Cormack, R. M. (1989). Log-linear models for capture-recapture. Biometrics 45, 395-413 (the standard error).
Otis, D. L., Burnham, K. P., White, G. C. and Anderson, D. R. (1978). Statistical inference from capture data on closed
    animal populations. Wildlife Monographs 62 (M0, Mt, Mb, Mh).
Rivest, L.-P. and Baillargeon, S. (2007). Applications and extensions of Chao's moment estimator for the size of a
    closed population. Biometrics 63, 999-1006 (the lower bounds and heterogeneity as log-linear models).
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from amparo.methods.estimate import Floats, Refused, Remark, probability, remark
from amparo.methods.population.behaviour import PARAMETERS, after_the_first
from amparo.methods.population.fitting import Fit, deviance, fit_above_zero, fit_poisson, log_likelihood, rank, runs_off
from amparo.methods.population.hierarchies import Design, closed, hierarchical, named, pairs, with_pairs
from amparo.methods.population.histories import Histories, cells
from amparo.methods.population.profile import likelihood_of_unseen, profile_interval
from amparo.methods.population.table import Figures, Model, ModelTable, not_told, side_of_aic, told

EVERY_PAIR = 4  # lists up to which all models of pairs are fitted: 64; for five there are 1,024


def loglinear(histories: Histories, *, models: Sequence[str] | None = None, level: float = 0.95) -> ModelTable:
    """Hierarchical log-linear models: N̂ = n + exp(β₀), se² = exp(β₀) + exp(2β₀) var(β₀).

    Parameters
    ----------
    histories : of three lists or more, from ``capture_histories``.
    models : by their generators, as ``"[12,3]"``. Without it: up to four lists every model of pairs; for more the
        independent one, each single pair, and those found by adding the pair that lowers the AIC most.
    level : of the profile-likelihood intervals.

    Returns
    -------
    ModelTable
        In the order of the AIC. A model that cannot be told stays in the table with its reason, and without numbers.

    Raises
    ------
    Refused
        ``two_are_few``: fewer than three lists; ``model``, ``model_lists``: a name that is no model;
        ``not_identifiable``: one term of all lists; no model at all can be told: with the reason of each;
        ``out_of_range``: a level that is none.

    References
    ----------
    Fienberg (1972); Cormack (1989), see ``loglinear``. Of the AIC see ``table``.
    """
    probability("level", level)
    t = len(histories.lists)
    if t < 3:
        raise Refused(remark("two_are_few", "Log-linear models take three lists or more; for two there is two_lists."))
    if models is None and t > EVERY_PAIR:
        fitted = list(_searched(histories, level))
        more = [
            remark(
                "not_all",
                "With %(t)s lists not every model was fitted: the single pairs, and those found by adding pairs.",
                t=t,
            )
        ]
    else:
        names = with_pairs(t) if models is None else models
        fitted, more = [_fitted(histories, hierarchical(histories, name), level) for name in names], []
    return side_of_aic(histories, fitted, level, more)


def closed_population(histories: Histories, *, level: float = 0.95) -> ModelTable:
    """M0, Mt, Mb, and with three lists or more Mh and Mth: Chao's lower bounds, Poisson, Darroch and gamma forms.

    Parameters
    ----------
    histories : of two lists or more. ``Mb`` takes the lists as being in the order of time.
    level : of the profile-likelihood intervals.

    Raises
    ------
    Refused
        No model can be told from these counts: with the reason of each; ``out_of_range``: a level that is none.

    References
    ----------
    Otis et al. (1978); Rivest and Baillargeon (2007), see ``loglinear``.
    """
    probability("level", level)
    fitted = [_fitted(histories, design, level) for design in closed(histories)]
    fitted.append(_behaviour(histories, level))
    return side_of_aic(histories, fitted, level, [])


def _fitted(histories: Histories, design: Design, level: float) -> Model:
    """One model, or the reason why not."""
    counts, n = cells(histories), histories.n
    refusal = _reason(design, counts)
    if refusal is None:
        try:
            fit, p = _maximum(design, counts)
            unseen = math.exp(fit.coefficients[0])
            likelihood = likelihood_of_unseen(design.columns, counts, above_zero=design.above_zero)
            interval = profile_interval(likelihood, near=unseen, n=n, level=level)
            se = math.sqrt(unseen + unseen**2 * fit.covariance[0, 0])
            figures = Figures(n + unseen, se, interval, fit.deviance, fit.log_likelihood, p)
            return told(design.name, histories, figures)
        except (ArithmeticError, np.linalg.LinAlgError):
            refusal = remark("not_found", "%(name)s cannot be told: no maximum of its likelihood can be found.",
                             name=design.name)  # fmt: skip
    return not_told(design.name, len(counts) - design.columns.shape[1], refusal)


def _reason(design: Design, counts: Floats) -> Remark | None:
    """Why a model has no maximum, if it has none."""
    if rank(design.columns) < design.columns.shape[1]:
        return remark("not_identifiable", "%(name)s cannot be told: these lists do not hold its terms apart.",
                      name=design.name)  # fmt: skip
    if runs_off(design.columns, counts, above_zero=design.above_zero):
        return remark("empty_cells", "%(name)s cannot be told: nobody has the histories that it would need.",
                      name=design.name)  # fmt: skip
    return None


def _maximum(design: Design, counts: Floats) -> tuple[Fit, int]:
    """The fit, and how many coefficients it has."""
    if not design.above_zero:
        return fit_poisson(design.columns, counts), design.columns.shape[1]
    bounded = fit_above_zero(design.columns, counts, design.above_zero)
    return bounded.fit, len(bounded.kept)


def _behaviour(histories: Histories, level: float) -> Model:
    """Mb, or the reason why not."""
    found = after_the_first(histories, level=level)
    if found is None:
        reason = remark("no_fewer", "%(name)s cannot be told: the newly found do not become fewer from list to list.",
                        name="Mb")  # fmt: skip
        return not_told("Mb", len(histories.counts) - PARAMETERS, reason)
    counts = cells(histories)
    figures = Figures(
        found.people, found.se, found.interval, deviance(counts, found.fitted), log_likelihood(counts, found.fitted),
        PARAMETERS,
    )  # fmt: skip
    return told("Mb", histories, figures)


def _searched(histories: Histories, level: float) -> Iterator[Model]:
    """For many lists: no pair, each single pair, and the path on which each added pair lowers the AIC most."""
    t = len(histories.lists)
    done: dict[frozenset[tuple[int, ...]], Model] = {}

    def fitted(terms: frozenset[tuple[int, ...]]) -> float:
        if terms not in done:
            done[terms] = _fitted(histories, hierarchical(histories, named(set(terms), t)), level)
        aic = done[terms].aic
        return math.inf if aic is None else aic

    now: frozenset[tuple[int, ...]] = frozenset()
    lowest = fitted(now)
    while True:
        wider = [now | {pair} for pair in pairs(t) if pair not in now]
        best = min(wider, key=lambda terms: (fitted(terms), sorted(terms)), default=now)
        if fitted(best) >= lowest:
            return iter(done.values())
        now, lowest = best, fitted(best)
