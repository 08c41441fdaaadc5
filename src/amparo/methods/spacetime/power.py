"""What could not have been seen: silence of a scan means little where nothing short of a disaster would have spoken.

Question: how many cases would there have to be at a place for an alert, and how likely would a cluster of a given
relative risk have been found there, on these very data?

Method: the score an alert needs is that which chance alone reaches once in so many days (of the replicates of the
scan). *Smallest count*: in the smallest zone around each place and the last days, as many cases are put as it takes.
*Chance to be seen*: to data of chance alone, a number of cases drawn from a Poisson distribution is added around the
place, (r - 1) times what is usual there for a relative risk of r; it counts as seen where a zone around that place
reaches the score. A zone around another place may reach it too, so the chance is rather larger than told.

It breaks where a cluster is no circle, and where cases are not reported at all: of those nothing can be seen.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from amparo.methods.chance import Executor, Words, compiled, exponential, replicate, start, uniform
from amparo.methods.estimate import Floats, Integers, Refused, Remark, in_plain_words, probability, remark, whole
from amparo.methods.spacetime.found import Scan
from amparo.methods.spacetime.inference import ALERT_DAYS
from amparo.methods.spacetime.kernels import LEAST, POISSON, score
from amparo.methods.spacetime.places import Places
from amparo.methods.spacetime.plan import Plan, drawn

ENOUGH = 0.8  # a chance to be seen that is usually asked of a study
MOST_CASES = 10_000  # beyond it a smallest count is not searched
ASSUMPTIONS = (
    in_plain_words("a cluster is a circle around a place, and lasts to the last day"),
    in_plain_words("outside of it cases come as before"),
    in_plain_words("cases of a cluster are told of as others are"),
)


@dataclass(frozen=True, slots=True)
class SeenAt:
    """One place: cases that are usual around it in these days, how many make an alert, and the chance to be seen."""

    place: str
    usual: float | None  # None: alone it is larger than a zone may be, so nothing is ever seen there
    smallest: int | None  # None: not even ten thousand
    chance: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What could have been seen at each place, in the order of the places."""

    places: tuple[SeenAt, ...]
    days: int
    relative_risk: float
    around: int  # places of the cluster that was planted
    score: float  # that an alert needs
    blind: int  # places at which the chance to be seen is below eight of ten
    simulations: int
    seed: int
    assumptions: tuple[str, ...]
    warnings: tuple[Remark, ...]


def what_could_be_seen(
    scan: Scan, places: Places, *, days: int = 7, relative_risk: float = 3.0, around: int = 1, every: int = 1,
    once_in: float = ALERT_DAYS, simulations: int = 200, seed: int, executor: Executor | None = None,
) -> Seen:  # fmt: skip
    """The smallest count that would have been an alert at each place, and the chance to see a planted cluster.

    Parameters
    ----------
    scan : prospective, by permutation (not within weekdays) or Poisson with expected counts that do not change.
    places : those of the scan.
    days : the length of the cluster, in steps of the scan; it ends with the last one.
    relative_risk : so many times what is usual, above 1.
    around : it lies in the smallest zone around a place that has at least so many places.
    every, once_in : an alert is what chance alone brings once in ``once_in`` days, where it is looked every ``every``.
    simulations : data of chance alone, at least 20.
    seed, executor : see ``chance.replicate``.

    Raises
    ------
    Refused
        ``not_for_this``: another kind of scan; ``few_replicates``: it made too few to know what is so rare;
        ``out_of_range``, ``not_whole``, ``too_large``: a number that is none.

    References
    ----------
    Kulldorff et al. (2005), see ``scans`` (how often chance alone gives a signal).
    """
    plan = scan.plan
    if plan.kind != POISSON or plan.apart or not plan.alive:
        raise Refused(remark("not_for_this", NOT_FOR_THIS))
    probability("relative_risk", relative_risk, above=1.0, below=1e6)
    length = whole("days", days, least=1, most=plan.longest)
    needed = _needed(scan, every / probability("once_in", once_in, below=np.inf))
    spot = _planted(plan, whole("around", around, least=1))
    lone = np.where(spot < 0, 0.0, plan.scale[spot])
    usual = lone * (plan.table[0, -1] - plan.table[0, -1 - length])
    least = _smallest(plan.scale, plan.zones.start, plan.zones.closing, _inside(plan, length), plan.table[0],
                      length, plan.cases, scan.model == "permutation", needed)  # fmt: skip
    kernel = partial(_caught, plan=plan, spot=spot, length=length, more=(relative_risk - 1) * usual,
                     dealt=scan.model == "permutation", needed=needed)  # fmt: skip
    seen = replicate(kernel, whole("simulations", simulations, least=20), seed=seed, executor=executor).mean(axis=0)
    told = _told(places, np.where(spot < 0, np.nan, usual), least, seen)
    blind = sum(each.chance < ENOUGH for each in told)
    said = [remark("blind", BLIND, blind=blind, places=len(told), risk=f"{relative_risk:g}")] if blind else []
    return Seen(told, days, relative_risk, around, needed, blind, simulations, seed, ASSUMPTIONS, tuple(said))


def _told(places: Places, usual: Floats, least: Integers, seen: Floats) -> tuple[SeenAt, ...]:
    """Each place by the figures of its site."""
    at = places.site.tolist()
    count = [int(each) if each <= MOST_CASES else None for each in least]
    return tuple(
        SeenAt(name, None if np.isnan(usual[site]) else float(usual[site]), count[site], float(seen[site]))
        for name, site in zip(places.ids, at, strict=True)
    )


NOT_FOR_THIS = in_plain_words(
    "What could be seen is told of prospective scans by permutation, or Poisson with one expected count for each place."
)
BLIND = in_plain_words(
    "At %(blind)s of %(places)s places a cluster of %(risk)s times what is usual would most likely not be seen. That "
    "nothing was found there says little."
)


def _needed(scan: Scan, p: float) -> float:
    """The least score whose p is at most this."""
    over = int(p * (len(scan.maxima) + 1) + 1e-9) - 1
    if over < 0:
        raise Refused(
            remark(
                "few_replicates",
                "With %(replicates)s replicates no cluster can be as rare as once in %(days)s days.",
                replicates=len(scan.maxima), days=round(1 / p),
            )
        )  # fmt: skip
    return float(np.sort(scan.maxima)[::-1][over]) + 1e-6


def _planted(plan: Plan, around: int) -> Integers:
    """For each centre the position at which its smallest zone of so many places ends; its largest, if none has; -1
    where the place alone is larger than a zone may be."""
    zones, spots = plan.zones, np.full(len(plan.start) - 1, -1)
    for centre in range(len(spots)):
        first, last = zones.start[centre], zones.start[centre + 1]
        if first == last:
            continue
        large = first + int(np.searchsorted(zones.size[first:last], around))
        spots[centre] = zones.closing[min(large, last - 1)]
    return spots


def _inside(plan: Plan, length: int) -> Floats:
    """For each centre the cases of its smallest zone in the last steps."""
    held = np.zeros(len(plan.start) - 1)
    site = np.repeat(np.arange(len(held)), np.diff(plan.start))
    late = plan.when >= plan.steps - length
    np.add.at(held, site[late], plan.weight[late])
    first = plan.zones.start[:-1]
    there = np.diff(plan.zones.start) > 0
    inside = np.zeros(len(held))
    inside[there] = plan.zones.summed(held)[plan.zones.closing[first[there]]]
    return inside


@compiled
def _smallest(
    scale: Any, first: Any, closing: Any, inside: Any, row: Any, length: int, cases: float, dealt: bool, needed: float
) -> Any:
    """How many cases the smallest zone of each centre needs in the last steps, in place of those it has."""
    least, steps = np.full(len(inside), MOST_CASES + 1), len(row) - 1
    share = row[steps] - row[steps - length]
    for centre in range(len(inside)):
        if first[centre] == first[centre + 1]:
            continue
        held = scale[closing[first[centre]]]
        for count in range(LEAST, MOST_CASES + 1):
            more = count - inside[centre]
            every = cases + more
            mass = (held + more) * (share * cases + more) / every if dealt else held * share * every / cases
            if score(POISSON, float(count), mass, every, every) >= needed:
                least[centre] = count
                break
    return least


def _caught(words: Words, plan: Plan, spot: Integers, length: int, more: Floats, dealt: bool, needed: float) -> Any:
    """For each simulation and centre: was the cluster seen?"""
    starts, whens = drawn(words, plan)
    zones = plan.zones
    return _seen(words, zones.start, zones.member, zones.closing, plan.scale, plan.table[0], starts, whens, spot,
                 length, more, plan.cases, dealt, needed)  # fmt: skip


@compiled
def _seen(
    words: Any, first: Any, member: Any, closing: Any, scale: Any, row: Any, starts: Any, whens: Any, spot: Any,
    length: int, more: Any, cases: float, dealt: bool, needed: float,
) -> Any:  # fmt: skip
    steps, centres = len(row) - 1, len(first) - 1
    caught = np.zeros((len(words), centres))
    counts, extra = np.empty(steps + 1), np.empty(steps + 1)
    for each in range(len(words)):
        state: Any = start(words[each] ^ np.uint64(0x5EED))  # a stream of its own beside that of the sampler
        for centre in range(centres):
            if spot[centre] < 0:
                continue
            begin: Any = first[centre]
            added = 0
            planted = np.zeros((first[centre + 1] - begin, length), np.int64)
            time = exponential(state)
            while time < more[centre]:
                chosen = np.int64(uniform(state) * (spot[centre] + 1 - begin))
                planted[chosen, np.int64(uniform(state) * length)] += 1
                added += 1
                time += exponential(state)
            every, here = cases + added, 0.0
            counts[:], extra[:] = 0.0, 0.0  # from a step on to the end: cases of the zone; of all that were added
            if added == 0:
                continue
            for later in range(length):
                extra[: steps - length + later + 1] += planted[:, later].sum()
            for at in range(begin, first[centre + 1]):
                for case in range(starts[each, member[at]], starts[each, member[at] + 1]):
                    counts[: whens[each, case] + 1] += 1.0
                for later in range(length):
                    if planted[at - begin, later]:
                        counts[: steps - length + later + 1] += planted[at - begin, later]
                        here += planted[at - begin, later]
                if closing[at] == at and _reaches(
                    counts, extra, row, scale[at], here, cases, every, dealt, needed, steps - 1
                ):
                    caught[each, centre] = 1.0
                    break
    return caught


@compiled
def _reaches(
    counts: Any, extra: Any, row: Any, held: float, here: float, cases: float, every: float, dealt: bool, needed: float,
    last: int,
) -> bool:  # fmt: skip
    """Does a window of this zone to the last step reach the score? Windows end where there is no case any more."""
    for step in range(last, -1, -1):
        c = counts[step]
        if c < LEAST or (step < last and c == counts[step + 1]):
            continue
        share = row[last + 1] - row[step]
        mass = (held + here) * (share * cases + extra[step]) / every if dealt else held * share * every / cases
        if score(POISSON, c, mass, every, every) >= needed:
            return True
    return False
