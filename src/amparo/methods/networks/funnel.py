"""From an offer to a known outcome: how many referrals get how far, and how long they wait.

Question: a referral is offered, consented to, sent, acknowledged, received; the service is given; the outcome is known.
How many get from each stage to the next, and within how many days?

Estimand: for each step the share that takes it within ``window`` days, among those who did not decide against it
themselves; and the time from sending to acknowledgement.

Method: each step is a curve of Kaplan and Meier. Whoever has not taken it yet was watched until the day of the data and
no longer. That she withdrew, or said no, ends her watch as well: **a refusal by her is no failure** of anybody, and
never lowers a rate. That the service declined is one: it will not happen any more, and she stays in the denominator
until the day of the data. Beside the curve stand plain counts that add up: entered = went on + withdrew + declined +
open.

Assumptions: days are right and in order; whoever withdrew would have waited like the rest; referrals of all months are
alike. It breaks where only good news is recorded: then what is open for ever is a refusal nobody wrote down.

It counts referrals, not people. One person with five referrals is five.

References
----------
Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. J. Am. Statist. Assoc. 53,
    457-481.
Fine, J. P. and Gray, R. J. (1999). A proportional hazards model for the subdistribution of a competing risk. J. Am.
    Statist. Assoc. 94, 496-509 (why whoever cannot take the step any more stays at risk).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from amparo.methods.columns import by_place
from amparo.methods.estimate import Interval, Refused, Remark, in_plain_words, probability, remark
from amparo.methods.networks.survival import Curve, kaplan_meier

WINDOW = 30.0  # days: what is open longer than a month is rarely taken up
FEW = 10  # referrals of a step, below which its share is mostly chance

STAGES = (
    in_plain_words("offered"),
    in_plain_words("consented"),
    in_plain_words("sent"),
    in_plain_words("acknowledged"),
    in_plain_words("received"),
    in_plain_words("service given"),
    in_plain_words("outcome known"),
)
SENT, ACKNOWLEDGED = 2, 3

ASSUMPTIONS = (
    in_plain_words("days are right"),
    in_plain_words("whoever withdrew would have waited like the rest"),
    in_plain_words("referrals of all months are alike"),
)


@dataclass(frozen=True, slots=True)
class Referral:
    """The days of one referral, on any scale of days; ``None`` where it has not come so far. No name, no case."""

    days: tuple[float | None, ...]  # one for each of STAGES
    withdrawn: float | None = None  # the day on which she said no
    declined: float | None = None  # the day on which the service did


@dataclass(frozen=True, slots=True)
class Step:
    """From one stage to the next."""

    stage: str  # a message id, the stage that it leads from
    following: str
    entered: int
    went_on: int
    withdrew: int  # she decided so
    declined: int  # the service did
    open: int  # neither yet
    share: float | None  # that goes on within the window; None where nobody was watched so long
    interval: Interval | None
    median_days: float | None  # None where fewer than half went on


@dataclass(frozen=True, slots=True)
class Funnel:
    """All steps, and the curve to acknowledgement."""

    steps: tuple[Step, ...]
    reached: tuple[int, ...]  # how many came to each stage, never rising
    to_acknowledgement: Curve | None  # None where nothing was sent
    window: float
    as_of: float
    n: int
    assumptions: tuple[str, ...]
    warnings: tuple[Remark, ...]


def funnel(referrals: Sequence[Referral], *, as_of: float, window: float = WINDOW, level: float = 0.95) -> Funnel:
    """How many referrals get how far, with those still open counted as what they are.

    Parameters
    ----------
    referrals : their days.
    as_of : the day up to which the data are complete; there is no clock here.
    window : days within which a step is asked for.
    level : of the intervals.

    Raises
    ------
    Refused
        ``no_referral``; ``stages``, ``stage_left_out``: not one day for each stage, a stage without the one before it;
        ``days_backwards``, ``days_after``: days that run backwards, or lie after ``as_of``; ``end_before``,
        ``both_ends``: an end before the last stage, both ends at once; ``window``, ``out_of_range``: a window or a
        level that is none. ``rows`` are places in ``referrals``.

    References
    ----------
    Kaplan and Meier (1958); Fine and Gray (1999), see ``funnel``.
    """
    probability("level", level)
    if not (0 < window < math.inf) or not math.isfinite(as_of):
        raise Refused(remark("window", "The window is a number of days above 0, and the last day a number."))
    referrals = [_known(each) for each in referrals]
    _looked_through(referrals, as_of)
    far = [_far(each) for each in referrals]
    reached = tuple(sum(stage <= each for each in far) for stage in range(len(STAGES)))
    steps = tuple(_step(referrals, far, stage, as_of, window, level) for stage in range(len(STAGES) - 1))
    curve = _curve(referrals, far, SENT, as_of, level)
    return Funnel(
        steps, reached, curve, float(window), float(as_of), len(referrals), ASSUMPTIONS,
        tuple(_warnings(referrals, steps)),
    )  # fmt: skip


def _known(referral: Referral) -> Referral:
    """The same with ``None`` for every day that is missing, whichever way it is."""
    withdrawn, declined = by_place((referral.withdrawn, referral.declined))
    return Referral(tuple(by_place(referral.days)), withdrawn, declined)


def _far(referral: Referral) -> int:
    """The last stage it came to; -1 where it was never offered."""
    return max((stage for stage, day in enumerate(referral.days) if day is not None), default=-1)


def _step(
    referrals: Sequence[Referral], far: Sequence[int], stage: int, as_of: float, window: float, level: float
) -> Step:
    """One step: counts that add up, and the share within the window."""
    here = [each for each, came in zip(referrals, far, strict=True) if came == stage]
    went_on = sum(came > stage for came in far)
    withdrew = sum(each.withdrawn is not None for each in here)
    declined = sum(each.declined is not None for each in here)
    curve = _curve(referrals, far, stage, as_of, level)
    return Step(
        stage=STAGES[stage],
        following=STAGES[stage + 1],
        entered=went_on + len(here),
        went_on=went_on,
        withdrew=withdrew,
        declined=declined,
        open=len(here) - withdrew - declined,
        share=None if curve is None else curve.done_by(window),
        interval=None if curve is None else curve.interval_of_done(window),
        median_days=None if curve is None else curve.quantile(0.5),
    )


def _curve(referrals: Sequence[Referral], far: Sequence[int], stage: int, as_of: float, level: float) -> Curve | None:
    """The time from one stage to the next; ``None`` where nobody came to the first."""
    times, happened = [], []
    for each, came in zip(referrals, far, strict=True):
        begun = each.days[stage]
        if begun is None:
            continue
        after = each.days[stage + 1] if came > stage else None
        left = each.withdrawn if came == stage and each.withdrawn is not None else as_of
        times.append((left if after is None else after) - begun)
        happened.append(after is not None)
    return kaplan_meier(times, happened, level=level) if times else None


def _looked_through(referrals: Sequence[Referral], as_of: float) -> None:
    """No quiet number for what cannot be."""
    if not referrals:
        raise Refused(remark("no_referral", "There is no referral."))
    wrong: dict[str, list[int]] = {"shape": [], "gap": [], "back": [], "after": [], "end": [], "both": []}
    for row, each in enumerate(referrals):
        fault = _fault(each, as_of)
        if fault:
            wrong[fault].append(row)
    said = (
        remark("stages", "A referral has one day, or none, for each of the %(n)s stages, and was offered.",
               rows=wrong["shape"], n=len(STAGES)),
        remark("stage_left_out", "A stage has a day, but the one before it has none.", rows=wrong["gap"]),
        remark("days_backwards", "The days of a referral run backwards.", rows=wrong["back"]),
        remark("days_after", "A day lies after the last day of the data.", rows=wrong["after"]),
        remark("end_before", "A referral ends before the last stage that it came to.", rows=wrong["end"]),
        remark("both_ends", "A referral was both withdrawn by her and declined by the service.", rows=wrong["both"]),
    )  # fmt: skip
    faults = [each for each in said if each.rows]
    if faults:
        raise Refused(*faults)


def _fault(referral: Referral, as_of: float) -> str | None:
    """What is wrong with the days of one referral, if anything is."""
    days = referral.days
    if len(days) != len(STAGES) or days[0] is None:
        return "shape"
    known = [day for day in days if day is not None]
    if days[: len(known)] != tuple(known):
        return "gap"
    ends = [end for end in (referral.withdrawn, referral.declined) if end is not None]
    if not all(math.isfinite(day) and day <= as_of for day in (*known, *ends)):
        return "after"
    if known != sorted(known):
        return "back"
    if len(ends) > 1:
        return "both"
    return "end" if ends and ends[0] < known[-1] else None


def _warnings(referrals: Sequence[Referral], steps: Sequence[Step]) -> list[Remark]:
    """What has to stand beside it."""
    warnings = [remark("referrals_not_people", "Referrals are counted here, not people.")]
    few = [step for step in steps if 0 < step.entered < FEW]
    if few:
        warnings.append(
            remark("few_referrals", "Some steps have fewer than %(few)s referrals: they are mostly chance.", few=FEW)
        )
    if any(step.entered and step.share is None for step in steps):
        warnings.append(
            remark("not_long_enough", "Some steps were not watched as long as the window: they have no share yet.")
        )
    withdrew = sum(each.withdrawn is not None for each in referrals)
    if 3 * withdrew > len(referrals):
        warnings.append(
            remark("many_withdrew", "She said no to more than a third of the referrals: ask what is offered, and how.")
        )
    return warnings
