"""What a scan answers with: clusters that share no place, each with how rarely chance alone does as much."""

import math
from dataclasses import dataclass, field

import numpy as np

from amparo.methods.estimate import SECRET, Floats, Remark, in_plain_words, remark
from amparo.methods.spacetime import inference
from amparo.methods.spacetime.cases import Cases
from amparo.methods.spacetime.kernels import CLOSE, POISSON
from amparo.methods.spacetime.places import Places
from amparo.methods.spacetime.plan import Plan, observed

DISCLOSES = in_plain_words(
    "This names places and days of a few persons: it discloses. It is for the room that answers, and for nobody else. "
    "What is published goes through the release."
)
ASSUMPTIONS = {
    "permutation": (
        in_plain_words("without a cluster, where a case happens says nothing of when"),
        in_plain_words("how cases are found and written down did not change in one place alone"),
        in_plain_words("each case is independent of the others"),
    ),
    "poisson": (
        in_plain_words("without a cluster, cases come in proportion to what was expected"),
        in_plain_words("what was expected is right for each place and time, up to one factor"),
        in_plain_words("each case is independent of the others"),
    ),
    "bernoulli": (
        in_plain_words("without a cluster, each event has the same chance to be a case"),
        in_plain_words("whether an event is told of does not depend on whether it is a case"),
        in_plain_words("each event is independent of the others"),
    ),
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A set of places and a time in which there were more cases than elsewhere."""

    places: tuple[str, ...]
    centre: str
    radius: float  # kilometres on the earth, else the units that came in
    since: int | str  # the first day, and the last
    until: int | str
    cases: float
    expected: float
    relative_risk: float  # inside against outside
    llr: float
    p: float  # of the largest score anywhere
    p_gumbel: float | None  # by a curve through the replicates; none where it stopped early, on a large one
    recurrence_days: float | None  # chance alone does as much once in so many days; only where it looks at today
    persons: int
    organisations: int | None
    level: str  # "alert", "watch" or "none"
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything that was found, of what, and what has to be said with it."""

    model: str
    windows: str
    clusters: tuple[Cluster, ...]
    cases: float
    places: int
    zones: int
    since: int | str
    until: int | str
    replicates: int  # that were made: fewer than asked for where it stopped early
    seed: int
    assumptions: tuple[str, ...]
    warnings: tuple[Remark, ...]
    maxima: Floats = field(repr=False, compare=False, metadata=SECRET)  # (replicates,): the largest score of each
    plan: Plan = field(repr=False, compare=False, metadata=SECRET)


def candidates(plan: Plan, most: int) -> list[tuple[float, int, int, int, int]]:
    """Zones and windows from the best down, none with a place of one before: score, centre, position, first, last step.

    Of equals, the one with fewer places, then the shorter, then that of the first centre in the order of coordinates.
    """
    shut, found = np.zeros(len(plan.start) - 1, np.bool_), []
    for _ in range(most):
        best, where = observed(plan, shut)
        if best.max(initial=0.0) <= CLOSE:
            break
        equal = np.flatnonzero(best >= best.max() - CLOSE)
        size = plan.zones.size[where[equal, 0]]
        length = where[equal, 2] - where[equal, 1]
        centre = int(equal[np.lexsort((equal, where[equal, 1], length, size))[0]])
        position, first, last = (int(each) for each in where[centre])
        found.append((float(best[centre]), centre, position, first, last))
        shut[plan.zones.members(centre, position)] = True
    return found


@dataclass(frozen=True, slots=True)
class Rarity:
    """What a score is compared with: the replicates, days between two looks, and whether it may and did stop early."""

    maxima: Floats
    every: int
    stop_after: int | None
    stopped: bool


def describe(
    found: tuple[float, int, int, int, int], plan: Plan, places: Places, cases: Cases, rare: Rarity, *, step: int
) -> Cluster:
    """One cluster in full."""
    llr, centre, position, first, last = found
    members = plan.zones.members(centre, position)
    origin = cases.until - plan.steps * step + 1
    since, until = origin + first * step, origin + (last + 1) * step - 1
    inside = np.isin(places.site[cases.place], members) & (cases.day >= since) & (cases.day <= until)
    c, expected = float(cases.count[inside].sum()), _expected(plan, members, position, first, last)
    p = inference.by_counting(rare.maxima, llr, stop_after=rare.stop_after)
    days = inference.recurrence(p, rare.every) if plan.alive and cases.dated else None
    persons, organisations = _who(cases, inside)
    return Cluster(
        places=places.names_at(members.tolist()),
        centre=places.names_at([plan.zones.member[plan.zones.start[centre]]])[0],
        radius=float(plan.zones.reach[position]),
        since=cases.named(since),
        until=cases.named(until),
        cases=c,
        expected=expected,
        relative_risk=_against_the_rest(c / expected, plan.cases - c, plan.cases - expected),
        llr=llr,
        p=p,
        p_gumbel=None if rare.stopped or math.isnan(curve := inference.by_gumbel(rare.maxima, llr)) else curve,
        recurrence_days=days,
        persons=persons,
        organisations=organisations,
        level=inference.level(days, persons, organisations),
        warnings=tuple(_weak(cases, persons, organisations, until)),
    )


def _expected(plan: Plan, members: np.ndarray, position: int, first: int, last: int) -> float:
    """Cases that were to be expected in this zone and window; of Bernoulli, at the share of all events."""
    rows = plan.table[members] if plan.apart else plan.table
    mass = float(plan.scale[position] * (rows[:, last + 1] - rows[:, first]).sum())
    return mass if plan.kind == POISSON else mass * plan.cases / plan.events


def _against_the_rest(inside: float, cases: float, expected: float) -> float:
    """(c / e) / ((C - c) / (C - e)); without end where outside there is no case."""
    return inside / (cases / expected) if cases > 0 and expected > 0 else float("inf")


def _who(cases: Cases, inside: np.ndarray) -> tuple[int, int | None]:
    """How many persons, where someone unknown is one of their own, and how many organisations."""
    at = np.flatnonzero(inside).tolist()
    persons = round(float(cases.count[inside].sum()))
    if cases.person is not None:
        keys = [cases.person[row] for row in at]
        persons = len(set(keys) - {""}) + sum(
            round(cases.count[row]) for row, key in zip(at, keys, strict=True) if not key
        )
    if cases.organisation is None:
        return persons, None
    return persons, len({cases.organisation[row] for row in at} - {""})


def _weak(cases: Cases, persons: int, organisations: int | None, until: int) -> list[Remark]:
    said = []
    if cases.person is None:
        said.append(remark("persons_unknown", "Nobody said which cases are of one person: each was taken as another."))
    if persons < inference.ALERT_PERSONS:
        said.append(remark("few_persons", "It rests on %(persons)s persons: too few for an alert.", persons=persons))
    if organisations is None:
        said.append(remark("organisations_unknown", "Nobody said who told the cases: it cannot be more than a watch."))
    elif organisations < inference.ALERT_ORGANISATIONS:
        said.append(
            remark("one_organisation", "One organisation alone told it: a new way of counting there looks the same.")
        )
    if cases.late and until > cases.until - cases.late:
        said.append(remark("incomplete", "Its last days are not complete yet: later reports will change it."))
    return said
