"""From a plan to what was found: windows in steps, the clusters, the replicates, and what has to be said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from amparo.methods.chance import Executor
from amparo.methods.estimate import SHOWN_ROWS, Integers, Refused, Remark, remark, whole
from amparo.methods.spacetime import found, inference
from amparo.methods.spacetime.cases import Cases
from amparo.methods.spacetime.found import Scan
from amparo.methods.spacetime.places import Places
from amparo.methods.spacetime.plan import Plan, simulated

LONG_DAYS = 366  # beyond a year the shift of people between places is no longer small
WINDOWS = ("prospective", "retrospective", "whole")


@dataclass(frozen=True, slots=True)
class Timing:
    """Days as steps: the last step ends with the period, so it is as long as the others."""

    windows: str
    of: Integers  # the step of each case
    steps: int
    longest: int  # of a window, in steps
    alive: bool
    step: int  # days
    every: int  # days between two looks


def timing(cases: Cases, windows: str, *, longest: int | None, step: int, every: int | None) -> Timing:
    """The steps of these cases, and how many of them a window has."""
    whole("step", step, least=1)
    if windows not in WINDOWS:
        raise Refused(
            remark("windows", "windows is “%(said)s”: it can be %(known)s.", said=windows, known=", ".join(WINDOWS))
        )
    days = cases.until - cases.since + 1
    if windows == "whole":
        return Timing(windows, np.zeros(len(cases.day), np.int64), 1, 1, False, days, every or days)
    if days % step:
        raise Refused(
            remark(
                "broken_step",
                "The period has %(days)s days, no multiple of the step of %(step)s. Let it begin %(more)s days later.",
                days=days, step=step, more=days % step,
            )
        )  # fmt: skip
    steps = days // step
    most = steps if longest is None else whole("longest", longest, least=step) // step
    return Timing(
        windows, (cases.day - cases.since) // step, steps, min(most, steps), windows == "prospective", step,
        whole("every", step if every is None else every, least=1),
    )  # fmt: skip


def carry_out(
    model: str, plan: Plan, places: Places, cases: Cases, when: Timing, *, replicates: int, stop_after: int | None,
    most_clusters: int, seed: int, executor: Executor | None, chunk: int, progress: Callable[[int, int], None] | None,
    more: Sequence[Remark],
) -> Scan:  # fmt: skip
    """Find the clusters, and how often chance alone finds as much."""
    whole("most_clusters", most_clusters, least=1)
    if stop_after is not None:
        whole("stop_after", stop_after, least=1, most=replicates)
    ranked = found.candidates(plan, most_clusters)
    maxima = simulated(
        plan, whole("replicates", replicates, least=19), seed=seed, reached=ranked[0][0] if ranked else 0.0,
        stop_after=stop_after, executor=executor, chunk=chunk, progress=progress,
    )  # fmt: skip
    rare = found.Rarity(maxima, when.every, stop_after, len(maxima) < replicates)
    return Scan(
        model=model,
        windows=when.windows,
        clusters=tuple(found.describe(each, plan, places, cases, rare, step=when.step) for each in ranked),
        cases=plan.cases,
        places=len(places.ids),
        zones=plan.zones.count,
        since=cases.named(cases.since),
        until=cases.named(cases.until),
        replicates=len(maxima),
        seed=seed,
        assumptions=found.ASSUMPTIONS[model],
        warnings=(*cases.warnings, *more, *_said(plan, places, when, replicates, ranked)),
        maxima=maxima,
        plan=plan,
    )


def _said(plan: Plan, places: Places, when: Timing, replicates: int, ranked: Sequence[object]) -> list[Remark]:
    """What is weak about the scan as a whole."""
    said = [remark("discloses", found.DISCLOSES)] if ranked else []
    if not ranked:
        said.append(remark("nothing", "No zone and window has more cases than expected, and two or more."))
    if large := places.names_at(np.flatnonzero(np.diff(plan.zones.start) == 0).tolist()):
        said.append(
            remark(
                "too_large",
                "These places, with those at the same position, are larger alone than a zone may be, and were not "
                "looked at: %(places)s.",
                places=", ".join(large[:SHOWN_ROWS]) + (", …" if len(large) > SHOWN_ROWS else ""),
            )
        )  # fmt: skip
    if plan.sampler == "permuted":
        said += _said_of_permutations(plan, when)
    if plan.alive and (replicates + 1) * when.every < inference.ALERT_DAYS:
        said.append(
            remark(
                "few_replicates",
                "With %(replicates)s replicates no cluster can be as rare as once in %(days)s days.",
                replicates=replicates, days=int(inference.ALERT_DAYS),
            )
        )  # fmt: skip
    return said


def _said_of_permutations(plan: Plan, when: Timing) -> list[Remark]:
    """A window of most of the period has nothing to be compared with; in a long one places change at their own pace."""
    said = []
    if 2 * when.longest > plan.steps:
        said.append(
            remark(
                "long_windows",
                "Windows of more than half of the period are looked at: what is usual then comes mostly from them.",
            )
        )
    if plan.steps * when.step > LONG_DAYS:
        said.append(
            remark(
                "long_period",
                "The period is longer than a year: where places grew at another pace, that looks like a cluster too.",
            )
        )
    return said
