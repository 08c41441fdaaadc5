"""Ranking what was found, and loading the few that are shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from amparo.commons import clock
from amparo.commons.directory.models import ServiceAtLocation
from amparo.commons.directory.models.service import PUBLIC
from amparo.commons.directory.queries.feared import FORCES, URGENT_HEALTH
from amparo.commons.directory.queries.projection import CALL, DAYS, JUST_COME, WAIT
from amparo.commons.places.queries import TINY_PEOPLE
from amparo.formats.codes import by_code, mask, unmask
from amparo.formats.distance import kilometres
from amparo.formats.opening import SLOT, closing, day_bits, from_text, has_season, is_always_open, opening

if TYPE_CHECKING:
    from amparo.commons.directory.queries.finding import Ask

NEAR_BANDS_KM = (1.5, 5, 20, 60, 200)
REACH_KM = 60  # farther than one gets in an evening
NAME_BIT = mask("commitment", ["uses_my_name"])


@dataclass(frozen=True, slots=True)
class Hit:
    """What a stranger may see of a service in a list, and what put it where it stands.

    It holds no street, no number and no point; of a reduced place it holds the municipality only, of one in a tiny
    place its unit.
    """

    reference: str
    name: str
    summary: str
    language: str
    organisation: str
    organisation_reference: str
    operator: str
    shares_with: tuple[str, ...]
    housed_with: tuple[str, ...]  # bodies in the same building or yard
    papers: str
    cost: str
    town: str
    as_people_go: str
    reduced: bool
    is_example: bool
    checked_on: date | None
    checked_by_role: str
    is_stale: bool
    changed_since_check: bool
    tells: bool  # it tells a body that she fears, or shares a door with it, or nobody knows who runs it
    needs_met: int
    welcomes: tuple[str, ...]  # of the groups she named, those it says it welcomes
    uses_my_name: bool
    km: float | None
    just_come: bool  # what she asks for cannot wait, and she may come without asking first
    always_open: bool = False
    open_until: datetime | None = None  # local time of the place
    opens_at: datetime | None = None


def group(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], set[int]]]:
    """One row for each service at its nearest place, with those of her needs that it meets there."""
    best: dict[int, tuple[dict[str, Any], set[int]]] = {}
    for row in rows:  # nearest first
        kept, needs = best.setdefault(row["service_id"], (row, set()))
        if kept["at_location_id"] == row["at_location_id"]:
            needs.add(row["need"])
    for row, needs in best.values():
        yield row, needs


def rank(rows: Iterable[tuple[dict[str, Any], set[int]]], ask: "Ask", now: datetime) -> list[dict[str, Any]]:
    """Best first: tonight, fit, welcome, whom it tells, nearness, whom it is close to, open, fresh, the distance.

    Whom it tells: a body that she fears. Whom it is close to, of places as near as each other: uniforms run it, hear
    of her or share its building, or nobody knows who runs it. For health that cannot wait nearness alone counts there.

    Tonight: where she asks for something that cannot wait (``tonight`` in the list of needs), first stands what gives
    it today to whoever comes; then what she may call, or nobody knows how one gets in; last what makes her wait: only
    by appointment or referral, an answer promised for later, closed for the rest of the day, or out of reach.
    """
    known = by_code("need")
    urgent = {known[need].position for need in ask.needs if need in known and known[need].more.get("tonight")}
    urgent = urgent if ask.chosen else set()
    feared = mask("operator", ask.unwanted)
    close = 0 if set(ask.needs) <= set(URGENT_HEALTH) else mask("operator", FORCES | {"unknown"})
    hers, today = mask("welcome", ask.welcome), clock.day(now)
    ranked = []
    for row, needs in rows:
        fit, km = len(needs), None
        if row["lat"] is not None and ask.lat is not None and ask.lon is not None:
            km = kilometres(ask.lat, ask.lon, row["lat"], row["lon"])
        welcomes, is_stale = row["welcome"] & hers, today >= row["stale_on"]
        welcome_rank = welcomes.bit_count() + (ask.uses_my_name and bool(row["commitments"] & NAME_BIT))
        tells, is_open = bool(row["bodies"] & feared), bool(rest_of_day(row, now) & 1)
        wait = arrival_today(row, km, now) if needs & urgent else CALL
        nearness = (band(km), bool(row["bodies"] & close), not is_open, is_stale, km or 0.0)
        key = (wait, -fit, -welcome_rank, tells, *nearness, row["service_id"])
        seen = {"fit": fit, "km": km, "welcomes": welcomes, "tells": tells, "is_stale": is_stale, "key": key}
        seen["just_come"] = wait == JUST_COME
        ranked.append(row | seen)
    return sorted(ranked, key=lambda row: row["key"])


def band(km: float | None) -> int:
    """How near, in bands; what is nowhere stands with the nearest."""
    return 0 if km is None else sum(km > edge for edge in NEAR_BANDS_KM)


def rest_of_day(row: dict[str, Any], now: datetime) -> int:
    """The half hours of today from this one on, by its own zone; bit 0 is now."""
    if not row["timezone"]:
        return 0
    local = now.astimezone(clock.zone(row["timezone"]))
    bits = row[DAYS[local.weekday()]]
    if has_season(row["hours"]):  # the bits of a week do not know that it is over, or not yet here
        bits = day_bits(from_text(row["hours"]), local.date())
    return int(bits >> (local.hour * 60 + local.minute) // SLOT)


def arrival_today(row: dict[str, Any], km: float | None, now: datetime) -> int:
    """How one gets in today: JUST_COME, CALL or WAIT. Hours that nobody told do not count against a place."""
    is_closed = row["hours"] and not rest_of_day(row, now)
    is_far = km is not None and km > REACH_KM
    return WAIT if is_closed or is_far else int(row["arrival"])


SHOWN = {
    "pk": "pk",
    "reference": "service__reference",
    "name": "service__name",
    "summary": "service__summary",
    "language": "service__language",
    "tier": "service__tier",
    "papers": "service__papers",
    "cost": "service__cost",
    "checked_on": "service__checked_on",
    "checked_by_role": "service__checked_by_role",
    "changed_since_check": "service__changed_since_check",
    "is_example": "service__is_example",
    "as_of": "service__source__as_of",
    "organisation": "service__organisation__name",
    "organisation_reference": "service__organisation__reference",
    "operator": "service__organisation__operator",
    "shares_with": "service__organisation__shares_with",
    "town": "location__place__name",
    "people": "location__place__population",
    "unit": "location__place__admin1__name",
    "place_text": "location__place_text",
    "housed_with": "location__housed_with",
    "as_people_go": "location__as_people_go",
}


def load(*lists: list[dict[str, Any]], now: datetime) -> list[list[Hit]]:
    """The services of some lists, in the order of their rows, with their hours to the minute: one statement for all."""
    wanted = [row["at_location_id"] for rows in lists for row in rows]
    if not wanted:
        return [[] for _ in lists]
    found = ServiceAtLocation.objects.filter(pk__in=wanted).values_list(*SHOWN.values())
    there = {values[0]: dict(zip(SHOWN, values, strict=True)) for values in found}
    return [
        [hit_of(there[row["at_location_id"]], row, now) for row in rows if row["at_location_id"] in there]
        for rows in lists
    ]


def hit_of(found: dict[str, Any], row: dict[str, Any], now: datetime) -> Hit:
    """One hit. A reduced place shows no hours and no distance: they would narrow down where it is."""
    reduced = found["tier"] != PUBLIC
    spans = [] if reduced else from_text(row["hours"])
    local = now.astimezone(clock.zone(row["timezone"])) if spans and row["timezone"] else None
    open_until = closing(spans, local) if local else None
    same = (
        "reference",
        "name",
        "summary",
        "language",
        "organisation",
        "organisation_reference",
        "operator",
        "papers",
        "cost",
        "is_example",
        "checked_by_role",
        "changed_since_check",
    )
    return Hit(
        **{name: found[name] for name in same},
        shares_with=tuple(found["shares_with"]),
        housed_with=() if reduced else tuple(found["housed_with"]),
        town=named_town(found, reduced=reduced),
        as_people_go="" if reduced else found["as_people_go"],
        reduced=reduced,
        checked_on=found["checked_on"] or found["as_of"],
        is_stale=row["is_stale"],
        tells=row["tells"],
        needs_met=row["fit"],
        welcomes=tuple(unmask("welcome", row["welcomes"])),
        uses_my_name=bool(row["commitments"] & NAME_BIT),
        km=None if reduced else row["km"],
        just_come=row["just_come"],
        always_open=is_always_open(spans),
        open_until=open_until,
        opens_at=opening(spans, local) if local and not open_until else None,
    )


def named_town(found: dict[str, Any], *, reduced: bool) -> str:
    """Its town; of a reduced place in a tiny one its unit."""
    if reduced and found["town"] and found["people"] < TINY_PEOPLE:
        return str(found["unit"])
    return str(found["town"] or ("" if reduced else found["place_text"]))
