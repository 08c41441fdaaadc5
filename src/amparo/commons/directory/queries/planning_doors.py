"""From records of HSDS to doors, hours and numbers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from amparo.commons.directory.models.service import PUBLIC
from amparo.commons.directory.queries.exchange import labels, nowhere_ids
from amparo.commons.directory.queries.import_context import Context, kept, said_by_house, without_columns
from amparo.commons.directory.queries.plans import Door, Part, Row
from amparo.formats.hsds import encode, records
from amparo.formats.hsds.facts import (
    HOUSE,
    OF_LOCATION,
    accessibility_of,
    bits_of,
    housed_with_of,
    list_id,
    taxonomy_of,
)
from amparo.formats.hsds.identity import stable_id

PHONE_KINDS = {"text": "text", "sms": "text", "whatsapp": "whatsapp"}
LONGEST_NUMBER = 40
OURS = frozenset(taxonomy_of(name).id for name in OF_LOCATION)


def phones_from(service: records.Service, tier: int, today: date) -> Iterable[Part]:
    """Its numbers. A number too long to be one is no number, and a fax is no phone.

    Those of its places are among them where the place is public: another book may list such a number with its street.
    """
    places = [at.location for at in service.service_at_locations if at.location]
    there = [*(at.phones for at in service.service_at_locations), *(place.phones for place in places)]
    said = [service.phones, *(there if tier == PUBLIC else ())]
    seen: set[str] = set()
    for phone in (phone for group in said for phone in group):
        number = phone.number.strip()
        if phone.extension is not None:
            number = f"{number} ext. {phone.extension}"
        if phone.type.lower() == "fax" or len(number) > LONGEST_NUMBER or phone.id in seen:
            continue
        seen.add(phone.id)
        rung = day_in(said_by_house(phone.attributes).get("checked_on", ""))
        yield Part(phone.id, {
            "number": number,
            "kind": PHONE_KINDS.get(phone.type.lower(), "voice"),
            "hours": phone.description[:120],
            "checked_on": rung if rung and rung <= today else None,
        })  # fmt: skip


def day_in(text: str) -> date | None:
    """A day, where the text is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def doors_from(service: records.Service, context: Context) -> list[Door]:
    """Its places with the hours there; hours of the place, or of the service, hold where the door has none."""
    doors: dict[str, Door] = {}
    for at in service.service_at_locations:
        place = at.location or records.Location(
            id=at.location_id or nowhere_ids(service.id)[1], location_type="virtual"
        )
        hours = at.schedules or place.schedules or service.schedules
        door = doors.setdefault(place.id, Door(at.id, location_row(place, context)))
        door.hours += hours_from(hours, at.id, context, are_own=bool(at.schedules))
    if not doors:
        at_id, place_id = nowhere_ids(service.id)
        place = records.Location(id=place_id, location_type="virtual")
        lines = list(hours_from(service.schedules, at_id, context, are_own=True))
        return [Door(at_id, location_row(place, context), lines)]
    return list(doors.values())


def is_plain(line: records.Schedule) -> bool:
    """Every week, on these days, from this hour to that one?"""
    return bool(line.weekdays) and line.opens_at is not None and line.closes_at is not None


def hours_from(lines: Iterable[records.Schedule], at: str, context: Context, *, are_own: bool) -> Iterable[Part]:
    """Lines of hours. What is less plain than every week is counted and not stored: it would be shown wrongly."""
    for line in lines:
        if not is_plain(line) or line.opens_at is None or line.closes_at is None:
            context.hours_left += 1
            continue
        yield Part(line.id if are_own else stable_id(HOUSE, "hours", at, line.id), {
            "days": bits_of(line.weekdays),
            "opens": line.opens_at.replace(tzinfo=None),
            "closes": line.closes_at.replace(tzinfo=None),
            "valid_from": line.valid_from,
            "valid_to": line.valid_to,
            "note": context.short("hours", line.description or line.notes, 160),
        })  # fmt: skip


def location_row(place: records.Location, context: Context) -> Row:
    """Where it is. A name that several towns bear stays a name."""
    address = next(iter(place.addresses), records.Address(id=""))
    town, state = address.city.strip(), address.state_province.strip() or address.region.strip()
    country = context.places.country(address.country)
    is_geonames = place.external_identifier_type.lower() == "geonames"
    found = context.places.find(
        town, state, country, number=place.external_identifier if is_geonames else "",
        lat=place.latitude, lon=place.longitude,
    )  # fmt: skip
    rest = replace(
        place, name="", transportation="", latitude=None, longitude=None, addresses=place.addresses[1:], phones=(),
        schedules=(), accessibility=(), organisation_id="",
        attributes=tuple(one for one in place.attributes if list_id(one) not in OURS),
        external_identifier="" if found and is_geonames else place.external_identifier,
        external_identifier_type="" if found and is_geonames else place.external_identifier_type,
    )  # fmt: skip
    street = ", ".join(part for part in (address.address_1.strip(), address.address_2.strip()) if part)
    columns = {
        "kind": place.location_type,
        "name": context.short("location", place.name, 200),
        "place_id": found.pk if found else None,
        "place_text": "" if found else context.short("town", town, 160),
        "country": found.country if found else country,
        "street": context.short("street", street, 300),
        "postal_code": address.postal_code.strip()[:20],
        "lat": place.latitude,
        "lon": place.longitude,
        "as_people_go": context.short("as_people_go", place.transportation, 200),
        "accessibility": sorted(accessibility_of(place, labels())),
        "housed_with": sorted(housed_with_of(place, labels())),
    }
    more = {"state": "" if found else state, "country": "" if country else address.country.strip()}
    return Row(place.id, columns, kept(without_columns(encode.to_hsds(rest)), **more))
