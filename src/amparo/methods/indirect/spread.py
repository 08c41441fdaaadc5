"""How far a figure may be off: its standard error, its interval, and whether it may be shown at all.

Where there are replicate weights, the standard error is the standard deviation of the replicates, and the interval is

* ``"normal"``: the figure ± z standard errors;
* ``"percentile"``: between the quantiles of the replicates;
* ``"pivotal"``: those quantiles mirrored in the figure, 2 θ - q, which corrects a replicate that leans to one side.

Without them the error is that of the linearised estimate, person by person, as if everybody had been drawn alone and
with a chance proportional to one over the weight; only the normal interval is there then. For a respondent-driven
sample that is too small, because people recruit people like themselves.

References
----------
Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application. Cambridge, section 5.2.
Särndal, C.-E., Swensson, B. and Wretman, J. (1992). Model Assisted Survey Sampling. Springer, section 5.5.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from amparo.methods.estimate import Estimate, Floats, Interval, Refused, Remark, in_plain_words, probability, remark
from amparo.methods.indirect.weighing import Weighing

KINDS = ("normal", "percentile", "pivotal")
NO_ERROR_BELOW = 10  # answers: of fewer, not even the error can be told
EXPLORING_BELOW = 100  # answers: of fewer, nothing is published
LEAST_EFFECTIVE = 30.0  # answers of equal weight that would tell as much
MOST_ERROR = 0.1  # a standard error above it: the interval is two fifths of everything, and says nothing
STANDS_STILL = 1e-12  # a standard error of rounding alone
MOST_UNDEFINED = 0.1  # of the replicates: if more have no answer, the rest are a choice among samples
UNPUBLISHED = frozenset(
    {"no_error", "all_alike", "no_variation", "exploratory", "few_effective", "too_uncertain", "against_the_design"}
)

FOLLOWED = in_plain_words("everybody followed the instruction, and the chance was what was planned")
AS_DRAWN = in_plain_words("everybody was drawn alone, with a chance that the weight tells")
AS_REPLICATED = in_plain_words("the replicates differ as samples of this kind would")


@dataclass(frozen=True, slots=True)
class Prevalence:
    """The share of people with the trait, as an indirect question tells it."""

    share: Estimate  # between 0 and 1
    raw: float  # the same before it was held there
    answered: float  # what was counted: the weighted share of the answer, or the difference of two means
    n_effective: float  # Kish: as many answers of equal weight would tell as much
    n_missing: int
    publishable: bool  # False: to look at, not to publish; the warnings say why


@dataclass(frozen=True, slots=True)
class Manner:
    """How a figure is told: by which method, under which assumptions, with which interval."""

    method: str
    assumptions: tuple[str, ...]
    kind: str  # of the interval
    level: float
    n_missing: int
    smallest: int  # answers of the smallest group that is compared
    seed: int | None = None
    warnings: tuple[Remark, ...] = ()


def settled(replicates: Floats) -> Floats:
    """The replicates that have an answer, of the first axis; ``Refused`` where too many have none."""
    flat = replicates.reshape(len(replicates), -1)
    fine = np.isfinite(flat).all(axis=1)
    if (undefined := int((~fine).sum())) > MOST_UNDEFINED * len(fine):
        raise Refused(
            remark(
                "replicates_undefined",
                "In %(undefined)s of %(many)s replicates there is no answer: too small a sample for this question.",
                undefined=undefined, many=len(fine),
            )
        )  # fmt: skip
    return replicates[fine]


def check_interval(kind: str, level: float, *, replicated: bool) -> None:
    """Refuse a kind of interval that is not known, or that needs replicates where there are none."""
    probability("level", level, above=0.5)
    if kind not in KINDS:
        raise Refused(
            remark(
                "unknown_interval", "“%(kind)s” is no interval that is known here. It can be: %(known)s.",
                kind=kind, known=", ".join(KINDS),
            )
        )  # fmt: skip
    if kind != "normal" and not replicated:
        raise Refused(remark("no_replicates", "An interval of the kind “%(kind)s” needs replicate weights.", kind=kind))


def interval(value: float, se: float | None, replicates: Floats | None, *, kind: str, level: float) -> Interval | None:
    """The interval of one figure; None where no error is known."""
    if se is None or not np.isfinite(se):
        return None
    if kind == "normal" or replicates is None:
        reach = float(ndtri((1 + level) / 2)) * se
        return Interval(value - reach, value + reach, level, "normal")
    low, high = np.quantile(replicates, [(1 - level) / 2, (1 + level) / 2])
    if kind == "pivotal":
        low, high = 2 * value - high, 2 * value - low
    return Interval(float(low), float(high), level, kind)


def prevalence(
    raw: float, weighing: Weighing, manner: Manner, *, answered: float, influence: Floats, replicates: Floats | None
) -> Prevalence:
    """Put the error, the interval and the gates beside a share.

    ``influence`` (m,): how much each answer moves the share, so that the linearised variance is the sum of squares.
    ``replicates`` (B,): the share in each replicate; NaN where it has no answer, and it stays in its place, so that
    replicate b of two estimates is one draw.
    """
    check_interval(manner.kind, manner.level, replicated=replicates is not None)
    said = [*weighing.warnings, *manner.warnings]
    fine = None if replicates is None else settled(replicates)
    if replicates is not None and fine is not None and len(fine) < len(replicates):
        said.append(
            remark(
                "replicates_left_out",
                "%(many)s of %(all)s replicates had no answer and were left out: the error is, if anything, too small.",
                many=len(replicates) - len(fine), all=len(replicates),
            )
        )  # fmt: skip
    se: float | None = float(np.sqrt(np.square(influence).sum()) if fine is None else fine.std(ddof=1))
    if fine is not None and not fine.min() <= raw <= fine.max():
        said.append(
            remark("replicates_elsewhere", "The estimate lies outside of all replicates: do they belong together?")
        )
    if manner.smallest < NO_ERROR_BELOW or not np.isfinite(float(se or 0.0)):
        said.append(
            remark("no_error", "With %(n)s answers in the smallest group no error can be told.", n=manner.smallest)
        )
        se = None
    held, bounds = _held(raw, interval(raw, se, fine, kind=manner.kind, level=manner.level), said)
    if se is not None and not se > STANDS_STILL:
        said.append(_still(fine is not None))
        se = bounds = None
    said += _gates(manner.smallest, weighing.effective, se)
    estimate = Estimate(
        name="prevalence", value=held, interval=bounds, n=len(weighing), method=manner.method, se=se,
        assumptions=(*manner.assumptions, AS_DRAWN if fine is None else AS_REPLICATED), warnings=tuple(said),
        seed=manner.seed, replicates=replicates, drawn_from=weighing.drawn_from,
    )  # fmt: skip
    publishable = UNPUBLISHED.isdisjoint(each.code for each in said)
    return Prevalence(estimate, float(raw), answered, weighing.effective, manner.n_missing, publishable)


def _still(replicated: bool) -> Remark:
    """Why there is no error where nothing varies: it is not that the share is certain."""
    if replicated:
        return remark("no_variation", "The replicates do not vary: there are no branches to draw from, so no"
                      " interval can be given.")  # fmt: skip
    return remark("all_alike", "All who answered gave the same answer: how far off it may be cannot be told from them.")


def _held(raw: float, bounds: Interval | None, said: list[Remark]) -> tuple[float, Interval | None]:
    """A share and its interval, held between 0 and 1; what was held is said."""
    held = min(1.0, max(0.0, raw))
    if bounds is not None and (bounds.high < 0 or bounds.low > 1):
        said.append(
            remark(
                "against_the_design",
                "The whole interval, %(low)s to %(high)s, lies where no share can be: people did not follow the "
                "instruction, or the probabilities are not those of the study.",
                low=f"{bounds.low:.3f}", high=f"{bounds.high:.3f}",
            )
        )  # fmt: skip
        return held, None
    if held != raw:
        said.append(remark("held", "The estimate is %(raw)s, and no share can be that: it was held.", raw=f"{raw:.4f}"))
    if bounds is None:
        return held, None
    low, high = max(0.0, bounds.low), min(1.0, bounds.high)
    if (low, high) != (bounds.low, bounds.high):
        said.append(
            remark(
                "interval_held", "The interval went from %(low)s to %(high)s, and was held between 0 and 1.",
                low=f"{bounds.low:.4f}", high=f"{bounds.high:.4f}",
            )
        )  # fmt: skip
    return held, Interval(low, high, bounds.level, bounds.method)


def _gates(smallest: int, effective: float, se: float | None) -> list[Remark]:
    """What keeps a figure from being published."""
    said = []
    if smallest < EXPLORING_BELOW:
        said.append(
            remark(
                "exploratory",
                "With %(n)s answers in the smallest group, fewer than %(least)s: to look at, not to publish.",
                n=smallest, least=EXPLORING_BELOW,
            )
        )  # fmt: skip
    if effective < LEAST_EFFECTIVE:
        said.append(
            remark(
                "few_effective",
                "The weights are so unequal that they tell as much as %(n)s answers: not to be published.",
                n=f"{effective:.0f}",
            )
        )  # fmt: skip
    if se is not None and se > MOST_ERROR:
        said.append(
            remark(
                "too_uncertain", "The standard error is %(se)s, above %(most)s: not to be published as a share.",
                se=f"{se:.3f}", most=f"{MOST_ERROR:g}",
            )
        )  # fmt: skip
    return said
