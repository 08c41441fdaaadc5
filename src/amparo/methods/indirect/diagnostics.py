"""Is a list fit for its purpose? What to look at before its share is believed, and before it is shown.

* **Floor**: of those who saw only the harmless items, how many have none. With the trait they would say 1, and might
  think that it shows.
* **Ceiling**: how many have all. With the trait they would say J + 1, and it does show.
* **Given away**: how many of the treated said J + 1. Their trait is known: a table with that number is about them.
* **Spread** of the harmless count: it is what the error of the share is made of. Harmless items that exclude each other
  keep it small, and keep people away from floor and ceiling.
* **The halves**: chance alone should decide who is treated; far from what was planned, it did not.
* **Straight question**, where somebody asked it too: the share of yes. The list should not give less.

References
----------
Glynn, A. N. (2013). What can we learn with statistical truth serum? Public Opinion Quarterly 77, 159-172.
Blair, G. and Imai, K. (2012). Statistical analysis of list experiments. Political Analysis 20, 47-77, section 4.
Aronow, P. M., Coppock, A., Crawford, F. W. and Green, D. P. (2015). Combining list experiment and direct question
    estimates of sensitive behavior prevalence. J. Survey Statistics and Methodology 3, 43-66.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from amparo.methods.estimate import Remark, probability, remark
from amparo.methods.indirect.design_effect import MOST_ITEMS, DesignEffectTest, design_effect_test
from amparo.methods.indirect.lists import Counts, list_prevalence, read_list
from amparo.methods.indirect.responses import binary_answers
from amparo.methods.indirect.spread import Prevalence
from amparo.methods.indirect.weighing import Weighing, weigh

GOOD_ITEMS = 3  # with fewer, a count says too much of each item
MOST_AT_AN_END = 0.10  # of the untreated who have none, or all: about where lies begin to bias (Blair and Imai 2012)
CHANCE_OF_HALVES = 0.001  # so rarely chance alone makes halves so unequal


@dataclass(frozen=True, slots=True)
class ListDiagnostics:
    """What a list looks like, with what has to be said of it."""

    share: Prevalence
    floor: float  # of the untreated, who have none of the harmless items
    ceiling: float  # of the untreated, who have all
    given_away: float  # of the treated, whose count says that they have the trait
    spread: float  # standard deviation of the harmless count
    treated: int
    untreated: int
    p_halves: float  # of chance making the halves as unequal as they are
    straight: float | None  # the share of yes to a straight question
    design_effect: DesignEffectTest | None
    warnings: tuple[Remark, ...]


def list_diagnostics(
    counts: ArrayLike, treated: ArrayLike, *, items: int, planned: float = 0.5, straight: ArrayLike | None = None,
    weights: ArrayLike | None = None, replicate_weights: ArrayLike | None = None,
) -> ListDiagnostics:  # fmt: skip
    """Look at a list before believing it.

    Parameters
    ----------
    counts, treated, items, weights, replicate_weights : as in ``list_prevalence``.
    planned : the share of people to whom chance was to give the list with the sensitive item.
    straight : (n,) 1, 0 or NaN, the answers to the question asked straight out, where it was asked (of the untreated,
        before which nobody of the treated should have heard it).

    Raises
    ------
    Refused
        As ``list_prevalence``.

    References
    ----------
    Blair and Imai (2012), sections 3 and 4; Aronow et al. (2015).
    """
    probability("planned", planned)
    told, weighing = read_list(counts, treated, items=items, weights=weights, replicate_weights=replicate_weights)
    share = list_prevalence(counts, treated, items=items, weights=weights, replicate_weights=replicate_weights)
    floor, ceiling, given_away, spread = _shape(told, weighing)
    n, many = len(weighing), int(told.treated.sum())
    p_halves = float(2 * ndtr(-abs(many - n * planned) / np.sqrt(n * planned * (1 - planned))))
    yes = None if straight is None else _straight(straight, weights)
    effect = None
    if items <= MOST_ITEMS:
        effect = design_effect_test(counts, treated, items=items, weights=weights, replicate_weights=replicate_weights)
    warnings = _ends(items, floor, ceiling, given_away) + _halves(p_halves, many, n, planned)
    warnings += _contradicted(share, yes, effect)
    return ListDiagnostics(
        share, floor, ceiling, given_away, spread, many, n - many, p_halves, yes, effect, tuple(warnings)
    )


def _shape(told: Counts, weighing: Weighing) -> tuple[float, float, float, float]:
    """Floor, ceiling, how many are given away, and the spread of the harmless count."""
    w, on, off = weighing.weights, told.treated, ~told.treated
    untreated, treated = w[off] / w[off].sum(), w[on] / w[on].sum()
    counts = told.counts[off]
    return (
        float(untreated @ (counts == 0)),
        float(untreated @ (counts == told.items)),
        float(treated @ (told.counts[on] == told.items + 1)),
        float(np.sqrt(untreated @ (counts - untreated @ counts) ** 2)),
    )


def _contradicted(share: Prevalence, yes: float | None, effect: DesignEffectTest | None) -> list[Remark]:
    """What speaks against the list: its own counts, and a straight question."""
    said = [] if effect is None else [each for each in effect.warnings if each.code == "design_effect"]
    if yes is not None and share.share.interval is not None and yes > share.share.interval.high:
        said.append(
            remark(
                "below_the_straight",
                "More say yes to the straight question (%(yes)s) than the list can explain.",
                yes=f"{yes:.3f}",
            )
        )
    return said


def _straight(straight: ArrayLike, weights: ArrayLike | None) -> float:
    """The weighted share of yes to a straight question."""
    answers = binary_answers("straight", straight)
    weighing = weigh(~np.isnan(answers), weights=weights)
    return float(np.average(answers[weighing.rows], weights=weighing.weights))


def _ends(items: int, floor: float, ceiling: float, given_away: float) -> list[Remark]:
    """What the ends of the list say."""
    said = []
    if items < GOOD_ITEMS:
        said.append(
            remark("short_list", "%(items)s harmless items hide little: three or more are usual.", items=items)
        )  # fmt: skip
    if floor > MOST_AT_AN_END:
        said.append(
            remark(
                "floor",
                "%(share)s of 100 untreated have none of the items: with the trait they would say 1, and may not.",
                share=f"{100 * floor:.0f}",
            )
        )  # fmt: skip
    if ceiling > MOST_AT_AN_END:
        said.append(
            remark(
                "ceiling", "%(share)s of 100 untreated have all items: with the trait their count would show it, and "
                "they may say one less.", share=f"{100 * ceiling:.0f}",
            )
        )  # fmt: skip
    if given_away > 0:
        said.append(
            remark(
                "given_away",
                "The counts of %(share)s of 100 treated say that they have the trait: nobody else may see those rows.",
                share=f"{100 * given_away:.1f}",
            )
        )  # fmt: skip
    return said


def _halves(p: float, many: int, n: int, planned: float) -> list[Remark]:
    """What the sizes of the halves say."""
    if p >= CHANCE_OF_HALVES:
        return []
    return [
        remark(
            "unequal_halves", "%(many)s of %(n)s saw the sensitive item, and %(planned)s were planned: chance alone "
            "hardly does that.", many=many, n=n, planned=f"{n * planned:.0f}",
        )
    ]  # fmt: skip
