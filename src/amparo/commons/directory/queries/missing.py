"""Who is missing from the list: what the desk found missing, by part of the country, need and half-year.

Nothing smaller than a first-level unit and its kind of zone, and nothing finer than half a year. The running month is
left out, and there is no sum over cells: what is shown as "fewer than 5" cannot be had by taking one number from
another.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from amparo.commons.directory.models import MissingTally, OutcomeTally, ServiceAtLocation
from amparo.commons.directory.policies import may_read_counts
from amparo.commons.directory.queries.desk import visible
from amparo.commons.places.queries import get_unit
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.codes import by_code, codes
from amparo.formats.fold import fold

UNAVAILABLE = "unavailable"  # of the list service_decision: nobody gives it there
FEW = 5
HALVES = 4  # as long as they are kept
KINDS = ("none", "no", "first")  # there is none; they said no; they asked for a complaint or papers first
KIND_OF = {UNAVAILABLE: "none", "INA": "none", "REF": "no", "CON": "first"}


def is_lack(outcome: str) -> bool:
    """Does somebody who comes back with this come back with nothing?"""
    found = by_code("service_outcome").get(outcome)
    return outcome == UNAVAILABLE or (found is not None and found.more.get("got") is False)


@dataclass(frozen=True, slots=True, order=True)
class Half:
    """Half a year."""

    year: int
    number: int  # 1 or 2

    @property
    def code(self) -> str:
        """As it stands in an address and in a file, where no program takes it for a date: 2026h1."""
        return f"{self.year}h{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 1 if self.number == 1 else 7, 1)

    @property
    def before(self) -> "Half":
        """The one before."""
        return Half(self.year, 1) if self.number == 2 else Half(self.year - 1, 2)

    @property
    def after(self) -> "Half":
        """The one after."""
        return Half(self.year, 2) if self.number == 1 else Half(self.year + 1, 1)


def half_of(day: date) -> Half:
    """The half-year of a day."""
    return Half(day.year, 1 if day.month < 7 else 2)


def halves(today: date) -> list[Half]:
    """Those that can be chosen, the newest first: the newest is the one that has a whole month."""
    found = [half_of(today) if today.month not in (1, 7) else half_of(today).before]
    while len(found) < HALVES:
        found.append(found[-1].before)
    return found


def chosen_half(code: str, today: date) -> Half:
    """The half-year of this code, or the newest."""
    every = halves(today)
    return next((each for each in every if each.code == code), every[0])


@dataclass(frozen=True, slots=True)
class Lack:
    """One need in one part of the country: how often there was none, they said no, they asked for something first."""

    need: str
    none: int
    no: int
    first: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the country."""

    unit: str
    name: str
    zone: str
    lacks: tuple[Lack, ...]


def missing_in(actor: Actor, half: Half, *, today: date) -> list[Part]:
    """What was missing in this half-year, by part of the country (by its name) and need."""
    may_read_counts.check(actor)
    rows = MissingTally.objects.filter(month__gte=half.first, month__lt=min(half.after.first, today.replace(day=1)))
    sums = rows.values_list("unit", "zone", "need", "what").annotate(total=Sum("count")).order_by()
    found: dict[tuple[str, str], dict[str, dict[str, int]]] = defaultdict(dict)
    for unit, zone, need, what, total in sums:
        found[unit, zone].setdefault(need, dict.fromkeys(KINDS, 0))[KIND_OF[what]] += total
    order = [each.code for each in codes("need")]
    parts = [
        Part(unit, unit_name(unit), zone, tuple(Lack(need, **needs[need]) for need in order if need in needs))
        for (unit, zone), needs in found.items()
    ]
    return sorted(parts, key=lambda part: (fold(part.name), part.unit, part.zone))


def tapped_in(actor: Actor, half: Half, *, today: date) -> list[tuple[str, int]]:
    """How often a refusal was tapped on a route, by the unit of the place that refused. What was asked is not known.

    A place with doors in several units is in none: nobody knows which door it was.
    """
    may_read_counts.check(actor)
    until = min(half.after.first, today.replace(day=1))
    doors = ServiceAtLocation.objects.filter(service__in=visible(actor).values("pk"), location__place__isnull=False)
    where = doors.values_list("service").annotate(units=Count("location__place__admin1", distinct=True)).filter(units=1)
    one_unit = {service for service, _ in where.order_by()}
    unit_of = dict(doors.values_list("service", "location__place__admin1__name"))
    rows = OutcomeTally.objects.filter(followed=False, month__gte=half.first, month__lt=until)
    sums: dict[str, int] = defaultdict(int)
    for service, total in rows.values_list("service").annotate(total=Sum("count")).order_by():
        if service in one_unit:
            sums[unit_of[service]] += total
    return sorted(((name, total) for name, total in sums.items() if total), key=lambda pair: fold(pair[0]))


def unit_name(code: str) -> str:
    """The name of a unit; its code where the map does not know it any more."""
    try:
        return str(get_unit(code))
    except Hidden:
        return code


def few(count: int) -> str:
    """A count in a file: below five nobody says which."""
    return "0" if count == 0 else "<5" if count < FEW else str(count)
