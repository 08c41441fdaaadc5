"""What a stranger may read of one service. The tier is enforced here, not in a template."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from amparo.commons import clock
from amparo.commons.directory.models import Service, ServiceAtLocation
from amparo.commons.directory.models.service import PUBLIC, PUBLIC_TIERS
from amparo.commons.directory.queries.freshness import PHONE_DAYS, freshness
from amparo.commons.directory.queries.projection import codes_of, is_only_phone, spans_of, zone_of
from amparo.commons.places.queries import country_name, is_tiny, is_unit
from amparo.commons.policy.policies import Hidden
from amparo.formats.codes import by_code
from amparo.formats.neutral import telling_words
from amparo.formats.opening import closing, is_always_open, on_day
from amparo.formats.web import web


@dataclass(frozen=True, slots=True)
class PublicPhone:
    """A number, when they answer, and whether anybody rang it lately."""

    number: str
    kind: str
    hours: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """Where it is: everything, or the municipality or unit alone where the place is reduced."""

    town: str
    unit: str
    street: str = ""
    as_people_go: str = ""
    accessibility: tuple[str, ...] = ()
    housed_with: tuple[str, ...] = ()
    today: tuple[tuple[time, time], ...] = ()
    always_open: bool = False
    open_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublicService:
    """One service, as a stranger may read it."""

    reference: str
    name: str
    summary: str
    description: str
    language: str
    organisation: str
    organisation_reference: str
    website: str
    operator: str
    shares_with: tuple[str, ...]
    papers: str
    cost: str
    cost_note: str
    how_to_ask: str
    they_ask: str
    must_tell: str
    alert: str
    eligibility: str
    minimum_age: int | None
    maximum_age: int | None
    answers_within_hours: int | None
    reduced: bool
    is_example: bool
    is_stale: bool
    changed_since_check: bool
    checked_on: date | None
    checked_by_role: str
    checked_how: str
    source: str
    codes: dict[str, list[str]] = field(default_factory=dict)
    phones: tuple[PublicPhone, ...] = ()
    places: tuple[PublicPlace, ...] = ()

    @property
    def plain_name(self) -> str:
        """Its name where that tells nothing, for what may be sent or found; else nothing."""
        return "" if telling_words(self.name) else self.name


# What a stranger reads of a service as it stands in its own row, whatever the tier.
SAME = (
    "reference", "name", "summary", "description", "language", "papers", "cost", "cost_note", "how_to_ask",
    "they_ask", "must_tell", "alert", "eligibility", "minimum_age", "maximum_age", "answers_within_hours",
    "is_example", "checked_by_role", "checked_how", "changed_since_check",
)  # fmt: skip


def public_service(reference: str, *, now: datetime) -> PublicService:
    """A service that may be shown, or :class:`Hidden`: "not there" and "not for you" are the same answer."""
    service = (
        Service.objects.filter(reference=reference, tier__in=PUBLIC_TIERS, status="active")
        .select_related("organisation", "source")
        .prefetch_related("attributes", "phones", "at_locations__schedules", "at_locations__location__place__admin1")
        .first()
    )
    if service is None:
        raise Hidden
    codes = codes_of(service)
    as_of = service.source.as_of if service.source else None
    fresh = freshness(service.checked_on, as_of, only_phone=is_only_phone(codes), changed=service.changed_since_check)
    if fresh is None or fresh.state(clock.day(now)) == "hidden":
        raise Hidden
    organisation, reduced = service.organisation, service.tier != PUBLIC
    return PublicService(
        **{name: getattr(service, name) for name in SAME},
        organisation=organisation.name,
        organisation_reference=organisation.reference,
        website="" if reduced else web(organisation.website),
        operator=organisation.operator,
        shares_with=tuple(organisation.shares_with),
        reduced=reduced,
        is_stale=fresh.state(clock.day(now)) == "stale",
        checked_on=service.checked_on or as_of,
        source=service.source.name if service.source else "",
        codes=in_order(codes),
        phones=phones_of(service, clock.day(now)),
        places=tuple(place_of(at, now, reduced=reduced) for at in service.at_locations.all()),
    )


def in_order(codes: dict[str, list[str]]) -> dict[str, list[str]]:
    """The codes of each list in the order of that list: rows have none of their own."""
    return {name: [known for known in by_code(name) if known in each] for name, each in codes.items()}


def phones_of(service: Service, today: date) -> tuple[PublicPhone, ...]:
    """Its numbers; one that nobody rang for ninety days is marked, and for twice as long left out.

    One that was not there when somebody made sure of the place is marked at once: nobody rang it.
    """
    shown = []
    for phone in service.phones.all():
        last = phone.checked_on or service.checked_on or (service.source and service.source.as_of)
        days = (today - last).days if last else 2 * PHONE_DAYS + 1
        never_rung = phone.new_since_check and phone.checked_on is None
        if days <= 2 * PHONE_DAYS:
            shown.append(PublicPhone(phone.number, phone.kind, phone.hours, never_rung or days > PHONE_DAYS))
    return tuple(shown)


def named_country(code: str) -> str:
    """The name of a country we serve, else nothing."""
    return country_name(code) if code in by_code("country") else ""


def place_of(at: ServiceAtLocation, now: datetime, *, reduced: bool) -> PublicPlace:
    """Where it is given; of a reduced place the municipality and nothing else, of one in a tiny place its unit.

    Where no list knows the municipality, what was written for it may be an address: the unit or the country is all
    that is said.
    """
    location, place = at.location, at.location.place
    town = place.name if place else location.place_text
    unit = place.admin1.name if place else ""
    if reduced and place:
        return PublicPlace(unit, "") if is_tiny(place) else PublicPlace(town, unit)
    if reduced:
        state, country = location.extra.get("state", ""), named_country(location.country)
        return PublicPlace(state, country) if is_unit(state, location.country) else PublicPlace(country, "")
    spans = spans_of(at)
    zone = place.admin1.timezone if place else zone_of(location.country)
    local = now.astimezone(clock.zone(zone)) if zone else None
    return PublicPlace(
        town,
        unit,
        location.street,
        location.as_people_go,
        tuple(location.accessibility),
        tuple(location.housed_with),
        tuple(on_day(spans, local.date())) if local else (),
        is_always_open(spans),
        closing(spans, local) if local else None,
    )
