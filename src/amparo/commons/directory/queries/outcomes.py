"""How requests ended that the house followed up, place by place: in words, with an interval, and never as a ranking.

Only what the desk and her page say goes in: there it is asked of each request, however it ended. What is tapped on a
route is said by those who were turned away, and no share can be told from it.

Who reads a place does not read the cases. So the running month is left out: a number that moved today would tell that
somebody who was sent there came back today. Of a place with fewer than five known endings no number is shown at all.
How often she decided otherwise, or nobody knows, says nothing of the place, and is shown as one number for all of it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from django.db.models import QuerySet, Sum

from amparo.commons.directory.models import OutcomeTally, Service
from amparo.commons.directory.policies import may_read_counts
from amparo.commons.directory.queries.desk import visible
from amparo.commons.policy.policies import Actor
from amparo.formats.codes import codes
from amparo.formats.fold import fold
from amparo.methods.small_numbers import Proportion, shrink_proportions

ENOUGH = 5  # known endings of one place; with fewer nothing is shown of it
MONTHS = 12  # as long as a count is kept
BADLY = "MAL"
BODY = "service__organisation"


@dataclass(frozen=True, slots=True)
class Happened:
    """What is known of one place. Where it is not enough, there is no number in it."""

    reference: str
    name: str
    enough: bool
    known: int = 0
    got: int = 0
    badly: int = 0
    counts: tuple[tuple[str, int], ...] = ()  # a code of service_outcome, and how often: in the order of the list
    unknown: int = 0  # she decided otherwise, or nobody knows
    low: int = 0  # of a hundred, in the long run: in steps of five, and never narrower than the interval
    high: int = 100
    value: float = 0.0
    interval: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Told:
    """All places of which anything was followed up, by name, and what has to be said of the numbers."""

    places: tuple[Happened, ...]
    since: date
    until: date  # the first day that is not counted any more
    warnings: tuple[str, ...]  # of methods.small_numbers


def happened(services: QuerySet[Service], since: date, *, until: date, by: str = "service") -> Told:
    """How requests at these places ended, from the month of ``since`` to the one before ``until``.

    ``by``: of each place, or of all places of an organisation together (``service__organisation``).
    """
    rows = OutcomeTally.objects.filter(followed=True, service__in=services.values("pk"))
    rows = rows.filter(month__gte=since.replace(day=1), month__lt=until.replace(day=1))
    by_place: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    found = rows.values_list(f"{by}__reference", f"{by}__name", "outcome").annotate(total=Sum("count"))
    for reference, name, outcome, total in found.order_by():
        by_place[reference, name][outcome] = total
    pairs = {reference: pair for (reference, _), said in by_place.items() if (pair := pair_of(said))[1]}
    shrunk = shrink_proportions(pairs) if pairs else None
    shares = {each.name: each for each in shrunk.groups} if shrunk else {}
    places = [told(*key, said, shares.get(key[0])) for key, said in by_place.items()]
    places.sort(key=lambda each: (fold(each.name), each.reference))
    return Told(tuple(places), since, until, shrunk.warnings if shrunk else ())


def codes_of(service: int, since: date, *, until: date) -> dict[str, int]:
    """How often each code of ``service_outcome`` and of ``refusal`` was followed up at a place.

    From the month of ``since`` to the one before ``until``: what a promise of that place is held against.
    """
    rows = OutcomeTally.objects.filter(followed=True, service=service)
    rows = rows.filter(month__gte=since.replace(day=1), month__lt=until.replace(day=1))
    found: dict[str, int] = defaultdict(int)
    for outcome, refusal, count in rows.values_list("outcome", "refusal", "count"):
        found[outcome] += count
        if refusal:
            found[refusal] += count
    return dict(found)


def pair_of(said: dict[str, int]) -> tuple[int, int]:
    """How many got it, of those of whom that is known."""
    gave = {each.code: each.more["got"] for each in codes("service_outcome") if "got" in each.more}
    known = {code: count for code, count in said.items() if code in gave}
    return sum(count for code, count in known.items() if gave[code]), sum(known.values())


def told(reference: str, name: str, said: dict[str, int], share: Proportion | None) -> Happened:
    """What may be shown of one place."""
    got, known = pair_of(said)
    if share is None or known < ENOUGH:
        return Happened(reference, name, enough=False)
    low, high = share.interval
    counts = tuple((each.code, said[each.code]) for each in codes("service_outcome") if said.get(each.code))
    return Happened(
        reference,
        name,
        enough=True,
        known=known,
        got=got,
        badly=said.get(BADLY, 0),
        counts=tuple((code, count) for code, count in counts if pair_of({code: count})[1]),
        unknown=sum(said.values()) - known,
        low=floor(low * 20) * 5,
        high=ceil(high * 20) * 5,
        value=share.value,
        interval=share.interval,
    )


def happened_at_body(organisation: str, *, today: date) -> Happened:
    """The same of all places of one organisation together, by its reference: for whoever answers for it."""
    until = today.replace(day=1)
    told_all = happened(Service.objects.all(), until.replace(year=until.year - 1), until=until, by=BODY)
    none = Happened(organisation, "", enough=False)
    return next((each for each in told_all.places if each.reference == organisation), none)


def happened_for(actor: Actor, *, today: date) -> Told:
    """How it ended at the places she may know of, over a year of whole months."""
    may_read_counts.check(actor)
    until = today.replace(day=1)
    return happened(visible(actor), until.replace(year=until.year - 1), until=until)


def happened_at(actor: Actor, reference: str, *, today: date) -> Happened | None:
    """The same of one place; nothing for whom these counts are not."""
    if not may_read_counts.allows(actor):
        return None
    places: Iterable[Happened] = happened_for(actor, today=today).places
    return next((each for each in places if each.reference == reference), Happened(reference, "", enough=False))
