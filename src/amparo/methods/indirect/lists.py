"""The share of a trait from lists: "how many of these are true of you?", with the trait on the list of half the people.

Question: how many have a trait that nobody would name, where not even a die is trusted? People give a number, no more.

Estimand: π, the share with the trait, of the population that the weights speak for.

Method: chance puts the sensitive item on the list of one half (the treated) and not on that of the other. What the
treated count more, on average, is the share: the difference of two means. Its variance is the sum of those of the two
means (Welch), each taken from the spread within its own half. By strata the differences are averaged with the known
shares of the strata. Two lists, with the sensitive item on the one for each half, are one list of halved differences.

Assumptions: chance alone decided who saw the item; the item does not change how the others are counted (no design
effect, see ``design_effect_test``); nobody lies about the count. Who has none or all of the harmless items loses the
cover: with all of them and the trait, the count says it. Choose harmless items that nobody has all of.

It needs many people: with a spread of 0.9 items, 400 people give a standard error of 0.09, and a share that may be
anything between nothing and a third.

References
----------
Miller, J. D. (1984). A new survey technique for studying deviant behavior. PhD thesis, George Washington University.
Droitcour, J. et al. (1991). The item count technique as a method of indirect questioning. In Measurement Errors in
    Surveys, Wiley, 185-210 (also the double list).
Imai, K. (2011). Multivariate regression analysis for the item count technique. J. Am. Statist. Assoc. 106, 407-416.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from amparo.methods.columns import by_place, numbers
from amparo.methods.estimate import Floats, Refused, in_plain_words, remark, whole
from amparo.methods.indirect.responses import binary_answers
from amparo.methods.indirect.spread import Manner, Prevalence, prevalence
from amparo.methods.indirect.weighing import Weighing, weigh

LEAST_ITEMS = 1
MOST_ITEMS = 10  # a longer list nobody counts in her head

BY_CHANCE = in_plain_words("chance alone decided who saw the sensitive item")
NO_DESIGN_EFFECT = in_plain_words("the sensitive item does not change how the other items are counted")
HONEST_COUNT = in_plain_words("people count truthfully, the sensitive item too")
LIST_ASSUMPTIONS = (BY_CHANCE, NO_DESIGN_EFFECT, HONEST_COUNT)


@dataclass(frozen=True, slots=True)
class Counts:
    """The answers to a list that can be used: how many items, and whether the sensitive one was among them."""

    items: int
    counts: Floats = field(repr=False)  # (m,)
    treated: NDArray[np.bool_] = field(repr=False)  # (m,)
    n_missing: int = 0

    @property
    def smallest(self) -> int:
        """Answers of the smaller half."""
        return int(min(self.treated.sum(), (~self.treated).sum()))


def read_list(
    counts: ArrayLike,
    treated: ArrayLike,
    *,
    items: int,
    weights: ArrayLike | None,
    replicate_weights: ArrayLike | None,
    present: NDArray[np.bool_] | None = None,
) -> tuple[Counts, Weighing]:
    """Check the answers to a list; ``Refused`` with the rows of what cannot be.

    A count is whole, from 0 to ``items`` without the sensitive item and to ``items`` + 1 with it; both halves have
    somebody who counts.
    """
    whole("items", items, least=LEAST_ITEMS, most=MOST_ITEMS)
    array, arm = numbers("counts", counts), binary_answers("treated", treated)
    if array.shape != arm.shape:
        raise Refused(remark("unlike", "counts and treated are not of the same length."))
    if np.isnan(arm).any():
        rows = np.flatnonzero(np.isnan(arm)).tolist()
        raise Refused(remark("no_arm", "It is not known whether the sensitive item was on the list.", rows=rows))
    seen = ~np.isnan(array)
    with np.errstate(invalid="ignore"):
        wrong = seen & ((array < 0) | (array > items + arm) | (array != np.floor(array)))
    if wrong.any():
        raise Refused(
            remark(
                "impossible_count",
                "A count is not whole, below 0, or above %(items)s (with the sensitive item above %(more)s).",
                items=items, more=items + 1, rows=np.flatnonzero(wrong).tolist(),
            )
        )  # fmt: skip
    if present is not None and present.shape != seen.shape:
        raise Refused(remark("unlike_rows", "counts and what they are grouped or explained by are not of one length."))
    used = seen if present is None else seen & present
    weighing = weigh(used, weights=weights, replicate_weights=replicate_weights)
    told = Counts(items, array[weighing.rows], arm[weighing.rows] == 1, len(array) - int(used.sum()))
    if told.smallest == 0:
        raise Refused(remark("one_arm", "All who answered saw the same list: there is nothing to compare."))
    return told, weighing


def list_prevalence(
    counts: ArrayLike, treated: ArrayLike, *, items: int, strata: Sequence[Any] | None = None,
    stratum_shares: Mapping[Any, float] | None = None, weights: ArrayLike | None = None,
    replicate_weights: ArrayLike | None = None, level: float = 0.95, interval: str = "normal",
) -> Prevalence:  # fmt: skip
    """The share with the trait from a list experiment: the difference of two means.

    π = mean of the treated - mean of the others; variance s₁²/n₁ + s₀²/n₀. With strata Σ W_s π_s and Σ W_s² V_s.

    Parameters
    ----------
    counts : (n,) how many items are true, NaN where there is no answer.
    treated : (n,) 1 where the sensitive item was on the list, 0 where not.
    items : J, how many harmless items there are.
    strata, stratum_shares : (n,) names, by place, and the share of the population in each; without the shares, those
        of the weights. Who has no stratum is left out, and it is said.
    weights, replicate_weights, level, interval : as in ``estimate_prevalence``.

    Returns
    -------
    Prevalence
        ``raw`` may be below 0, and is then held and said. With a standard error above 0.1 it is not publishable.

    Raises
    ------
    Refused
        A count that cannot be (with rows), a half or a half of a stratum without anybody, weights that do not fit.

    References
    ----------
    Imai (2011), section 2.1; Droitcour et al. (1991).
    """
    names = None if strata is None else by_place(strata)
    known = None if names is None else np.array([each is not None for each in names], dtype=bool)
    told, weighing = read_list(
        counts, treated, items=items, weights=weights, replicate_weights=replicate_weights, present=known
    )
    cells, shares = _strata(names, stratum_shares, weighing)
    smallest = _smallest(told, cells, len(shares))
    manner = Manner("list, difference in means", LIST_ASSUMPTIONS, interval, level, told.n_missing, smallest)
    return _from_differences(told, weighing, cells, shares, manner)


def _from_differences(
    told: Counts, weighing: Weighing, cells: NDArray[np.int64], shares: Floats, manner: Manner
) -> Prevalence:
    """The difference of means, its error and its replicates."""
    raw, drawn = float(_differences(weighing.weights[None, :], told, cells, shares)[0]), weighing.replicates
    return prevalence(
        raw, weighing, manner, answered=raw, influence=_influence(weighing.weights, told, cells, shares),
        replicates=None if drawn is None else _differences(drawn, told, cells, shares),
    )  # fmt: skip


def double_list_prevalence(
    first: ArrayLike, second: ArrayLike, treated_first: ArrayLike, *, items: int, weights: ArrayLike | None = None,
    replicate_weights: ArrayLike | None = None, level: float = 0.95, interval: str = "normal",
) -> Prevalence:  # fmt: skip
    """The share with the trait from two lists: who saw the sensitive item on the first did not on the second.

    Half the difference of a person's two counts, first minus second, has the mean (π + c)/2 among those treated at the
    first list and (c - π)/2 among the others: their difference is the mean of the two lists' own differences, and its
    error takes into account that one person answered both.

    Parameters
    ----------
    first, second : (n,) counts of the two lists.
    treated_first : (n,) 1 where the sensitive item was on the first.
    items, weights, replicate_weights, level, interval : as in ``list_prevalence``.

    Raises
    ------
    Refused
        As ``list_prevalence``, for either list.

    References
    ----------
    Droitcour et al. (1991); Glynn, A. N. (2013). What can we learn with statistical truth serum? Public Opinion
    Quarterly 77, 159-172.
    """
    arm = binary_answers("treated_first", treated_first)
    one, two = numbers("first", first), numbers("second", second)
    if one.shape != two.shape:
        raise Refused(remark("unlike_lists", "The two lists are not of the same length."))
    both = ~(np.isnan(one) | np.isnan(two))
    told, weighing = read_list(
        one, arm, items=items, weights=weights, replicate_weights=replicate_weights, present=both
    )  # fmt: skip
    other, _ = read_list(two, 1 - arm, items=items, weights=weights, replicate_weights=None, present=both)
    halves = Counts(items, (told.counts - other.counts) / 2, told.treated, told.n_missing)
    manner = Manner(
        "two lists, difference in means", LIST_ASSUMPTIONS, interval, level, told.n_missing, told.smallest
    )  # fmt: skip
    return _from_differences(halves, weighing, np.zeros(len(weighing), dtype=np.int64), np.ones(1), manner)


def _strata(
    strata: Sequence[Any] | None, shares: Mapping[Any, float] | None, weighing: Weighing
) -> tuple[NDArray[np.int64], Floats]:
    """The stratum of each used row by number, and the share of each; all of one stratum where none are given."""
    if strata is None:
        return np.zeros(len(weighing), dtype=np.int64), np.ones(1)
    kept = [strata[row] for row in weighing.rows]
    names = list(dict.fromkeys(kept))
    place = {name: number for number, name in enumerate(names)}
    cells = np.array([place[name] for name in kept], dtype=np.int64)
    if shares is None:
        sums = np.bincount(cells, weights=weighing.weights)
    else:
        if set(shares) != set(names) or not all(share > 0 for share in shares.values()):
            raise Refused(
                remark("stratum_shares", "stratum_shares needs a share above 0 for each stratum, and for no other.")
            )
        sums = np.array([shares[name] for name in names], dtype=np.float64)
    return cells, sums / sums.sum()


def _smallest(told: Counts, cells: NDArray[np.int64], many: int) -> int:
    """Answers of the smaller half, 1 where a half of a stratum is one person; ``Refused`` where one has nobody."""
    found = np.bincount(2 * cells + told.treated, minlength=2 * many)
    if found.min() == 0:
        raise Refused(remark("empty_cell", "In a stratum all saw the same list: join it to another, or leave it out."))
    return told.smallest if found.min() > 1 else 1


def _differences(weights: Floats, told: Counts, cells: NDArray[np.int64], shares: Floats) -> Floats:
    """The difference of means under each row of weights (B, m), averaged over strata; NaN where a half is empty."""
    answers = np.zeros(len(weights))
    for cell, share in enumerate(shares):
        for treated, sign in ((True, 1.0), (False, -1.0)):
            mine = (cells == cell) & (told.treated == treated)
            sums = weights[:, mine].sum(axis=1)
            totals = weights[:, mine] @ told.counts[mine]
            answers += sign * share * np.divide(totals, sums, out=np.full(len(sums), np.nan), where=sums > 0)
    return answers


def _influence(weights: Floats, told: Counts, cells: NDArray[np.int64], shares: Floats) -> Floats:
    """How much each answer moves the difference; with equal weights the squares add up to Welch's variance."""
    moved = np.zeros(len(weights))
    for cell, share in enumerate(shares):
        for treated, sign in ((True, 1.0), (False, -1.0)):
            mine = (cells == cell) & (told.treated == treated)
            w, m = weights[mine], int(mine.sum())
            distance = told.counts[mine] - w @ told.counts[mine] / w.sum()
            correction = np.sqrt(m / (m - 1)) if m > 1 else np.nan
            moved[mine] = sign * share * w * distance / w.sum() * correction
    return moved
