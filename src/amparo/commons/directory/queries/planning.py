"""From a record of HSDS to what the house stores of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from amparo.commons.directory.models.service import CASE_TEAM, PUBLIC, REDUCED
from amparo.commons.directory.queries.exchange import HOUSE, HOUSE_LIST_ID, SAID, labels, nowhere_ids
from amparo.commons.directory.queries.named_places import NamedPlaces
from amparo.commons.directory.queries.plans import KEPT, Door, Part, Plan, Row
from amparo.formats.codes import by_code
from amparo.formats.hsds import Problem, encode, records
from amparo.formats.hsds.facts import LISTS, Facts, accessibility_of, bits_of, facts_of, taxonomy_of
from amparo.formats.hsds.identity import stable_id

OURS = frozenset({HOUSE_LIST_ID, taxonomy_of("tier").id, *(taxonomy_of(name).id for name in LISTS)})
PHONE_KINDS = {"text": "text", "sms": "text", "whatsapp": "whatsapp"}
LONGEST_NUMBER = 40
NOT_A_COLUMN = ("id", "name", "status", "location_type", "assurer_email")


@dataclass(slots=True)
class Context:
    """What one file says for all its records, and what is counted on the way."""

    source: str  # the code of the source of records that name none
    language: str
    today: date
    places: NamedPlaces = field(default_factory=NamedPlaces)
    cut: Counter[str] = field(default_factory=Counter)  # texts longer than their column, by column
    hours_left: int = 0  # schedules that are no plain week: kept as they came, never shown as "open now"
    future_checks: int = 0

    def short(self, column: str, text: str, most: int) -> str:
        """A text that fits its column; one that does not is cut at a word, and counted."""
        text = text.strip()
        if len(text) <= most:
            return text
        self.cut[column] += 1
        return text[: most - 1].rsplit(" ", 1)[0][: most - 1] + "…"


def said_by_house(attributes: Iterable[records.Attribute]) -> dict[str, str]:
    """What a house like this one said in attributes with a value."""
    found = {}
    for attribute in attributes:
        term = attribute.taxonomy_term
        if term and HOUSE_LIST_ID in (term.taxonomy_id, term.taxonomy_detail and term.taxonomy_detail.id):
            found[term.code] = attribute.value
    return found


def list_id(attribute: records.Attribute) -> str:
    """The list an attribute is of."""
    term = attribute.taxonomy_term
    return "" if term is None else term.taxonomy_detail.id if term.taxonomy_detail else term.taxonomy_id


def tier_of(service: records.Service) -> int:
    """The tier the record says in our list; a place that is said not to be said is reduced; else public."""
    ranks = [
        int(by_code("tier")[attribute.term].more["rank"])
        for attribute in service.attributes
        if list_id(attribute) == taxonomy_of("tier").id and attribute.term in by_code("tier")
    ]
    places = [at.location for at in service.service_at_locations if at.location]
    if any(place.location_type == "redacted" for place in places):
        ranks.append(REDUCED)
    return min(max(ranks, default=PUBLIC), CASE_TEAM)


def plan_of(
    service: records.Service, organisation: Row, source: str, context: Context
) -> tuple[Plan, tuple[Problem, ...]]:
    """What to store of a service, and the codes in it that no list of ours knows."""
    facts, problems = facts_of(service, labels())
    said = said_by_house(service.attributes)
    languages = tuple(code for code in facts.language if code in by_code("language"))
    columns = columns_from(service, facts, said, context)
    doors = doors_from(service, context)
    coded = {"need": facts.need, "welcome": facts.welcome, "commitment": facts.commitment,
             "access_mode": facts.access_mode, "language": languages}  # fmt: skip
    plan = Plan(
        uid=service.id,
        organisation=organisation,
        source=source,
        columns=columns,
        extra=kept(leftovers(service, languages)),
        attributes={(taxonomy, code) for taxonomy, found in coded.items() for code in found},
        phones=list(phones_from(service)),
        doors=doors,
    )
    return plan, problems


def columns_from(service: records.Service, facts: Facts, said: Mapping[str, str], context: Context) -> dict[str, Any]:
    """The columns of the service itself."""
    short = context.short
    texts = {name: said.get(name, "") for name in SAID}
    papers = "; ".join(one.document for one in foreign(service.required_documents, "document", service.id) if one.document)
    hours = texts["answers_within_hours"]
    columns: dict[str, Any] = {
        "name": short("name", service.name, 200),
        "summary": short("summary", texts["summary"], 300),
        "description": service.description,
        "language": texts["language"] if texts["language"] in ("es", "pt", "en") else context.language,
        "status": service.status,
        "tier": tier_of(service),
        "papers": facts.papers,
        "cost": facts.cost,
        "cost_note": short("cost_note", service.fees_description, 200),
        "how_to_ask": service.application_process,
        "they_ask": texts["they_ask"] or papers,
        "must_tell": texts["must_tell"],
        "alert": service.alert,
        "eligibility": service.eligibility_description,
        "minimum_age": age(service.minimum_age),
        "maximum_age": age(service.maximum_age),
        "answers_within_hours": int(hours) if hours.isdecimal() and len(hours) < 5 else None,
        "is_example": said.get("is_example") == "yes",
    }
    return columns | check_from(service, texts, context)


def check_from(service: records.Service, said: Mapping[str, str], context: Context) -> dict[str, Any]:
    """A check counts only where a house says which of its roles made it, and on a day that has come."""
    never = {"checked_on": None, "checked_by_role": "", "checked_how": ""}
    if service.assured_date is None or said["checked_by_role"] not in by_code("house_role"):
        return never
    if service.assured_date > context.today:
        context.future_checks += 1
        return never
    how = said["checked_how"] if said["checked_how"] in by_code("check_how") else ""
    return {"checked_on": service.assured_date, "checked_by_role": said["checked_by_role"], "checked_how": how}


def age(said: int | float | None) -> int | None:
    """An age that a person can have."""
    return int(said) if said is not None and 0 <= said <= 120 else None


def foreign(parts: Iterable[Any], kind: str, uid: str) -> list[Any]:
    """The parts that our own writer did not add."""
    found = list(parts)
    if not found:
        return found
    listed = {"document": "papers"}.get(kind, kind)
    ours = {stable_id(HOUSE, kind, uid, code) for code in labels()[listed]}
    return [part for part in found if part.id not in ours]


def leftovers(service: records.Service, languages: tuple[str, ...]) -> dict[str, Any]:
    """What the service says and no column holds, as plain HSDS, to be handed on as it came."""
    rest = replace(
        service, organisation=None, organisation_id="", description="", application_process="", fees_description="",
        eligibility_description="", minimum_age=None, maximum_age=None, alert="", phones=(), service_at_locations=(),
        assured_date=None if said_by_house(service.attributes).get("checked_by_role") else service.assured_date,
        schedules=tuple(line for line in service.schedules if not is_plain(line)),
        languages=tuple(language for language in service.languages if language.code not in languages),
        cost_options=tuple(foreign(service.cost_options, "cost", service.id)),
        required_documents=tuple(foreign(service.required_documents, "document", service.id)),
        attributes=tuple(one for one in service.attributes if list_id(one) not in OURS),
        extra={name: value for name, value in service.extra.items() if name != "source"},
    )  # fmt: skip
    return without_columns(encode.to_hsds(rest))


def without_columns(written: dict[str, Any]) -> dict[str, Any]:
    """Without what every record has anyway."""
    return {name: value for name, value in written.items() if name not in NOT_A_COLUMN and value not in ("", [], None)}


def kept(left: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What goes into ``extra``."""
    found = {KEPT: left, **more}
    return {name: value for name, value in found.items() if value}


def organisation_row(organisation: records.Organisation, context: Context) -> Row:
    """Who runs it. Its kind is what the file says in our list, else unknown."""
    facts, _ = facts_of(records.Service(id=organisation.id, name="-", organisation=organisation), labels())
    is_link = organisation.website.startswith(("https://", "http://")) and len(organisation.website) <= 300
    rest = replace(
        organisation,
        description="",
        website="" if is_link else organisation.website,
        locations=(),
        attributes=tuple(one for one in organisation.attributes if list_id(one) not in OURS),
    )
    columns = {
        "name": context.short("organisation", organisation.name, 200),
        "description": organisation.description,
        "website": organisation.website if is_link else "",
        "operator": facts.operator,
        "shares_with": sorted(facts.shares_with),
    }
    return Row(organisation.id, columns, kept(without_columns(encode.to_hsds(rest))))


def phones_from(service: records.Service) -> Iterable[Part]:
    """Its numbers, those of its places among them. A number too long to be one is no number, and a fax is no phone."""
    places = [at.location for at in service.service_at_locations if at.location]
    said = [service.phones, *(at.phones for at in service.service_at_locations), *(place.phones for place in places)]
    seen: set[str] = set()
    for phone in (phone for group in said for phone in group):
        number = phone.number.strip()
        if phone.extension is not None:
            number = f"{number} ext. {phone.extension}"
        if phone.type.lower() == "fax" or len(number) > LONGEST_NUMBER or phone.id in seen:
            continue
        seen.add(phone.id)
        rung = said_by_house(phone.attributes).get("checked_on", "")
        yield Part(phone.id, {
            "number": number,
            "kind": PHONE_KINDS.get(phone.type.lower(), "voice"),
            "hours": phone.description[:120],
            "checked_on": day_in(rung),
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
        place = at.location or records.Location(id=at.location_id or nowhere_ids(service.id)[1], location_type="virtual")
        hours = at.schedules or place.schedules or service.schedules
        door = doors.setdefault(place.id, Door(at.id, location_row(place, context)))
        door.hours += hours_from(hours, at.id, context, are_own=bool(at.schedules))
    if not doors:
        at_id, place_id = nowhere_ids(service.id)
        place = records.Location(id=place_id, location_type="virtual")
        hours = hours_from(service.schedules, at_id, context, are_own=True)
        return [Door(at_id, location_row(place, context), list(hours))]
    return list(doors.values())


def is_plain(line: records.Schedule) -> bool:
    """Every week, on these days, from this hour to that one?"""
    return bool(line.weekdays) and line.opens_at is not None and line.closes_at is not None


def hours_from(
    lines: Iterable[records.Schedule], at: str, context: Context, *, are_own: bool
) -> Iterable[Part]:
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
        external_identifier="" if found and is_geonames else place.external_identifier,
        external_identifier_type="" if found and is_geonames else place.external_identifier_type,
    )  # fmt: skip
    street = ", ".join(part for part in (address.address_1.strip(), address.address_2.strip()) if part)
    columns = {
        "kind": place.location_type,
        "name": context.short("location", place.name, 200),
        "place_id": found.pk if found else None,
        "place_text": "" if found else context.short("town", town, 160),
        "country": found.admin1.country_id if found else country,
        "street": context.short("street", street, 300),
        "postal_code": address.postal_code.strip()[:20],
        "lat": place.latitude,
        "lon": place.longitude,
        "as_people_go": context.short("as_people_go", place.transportation, 200),
        "accessibility": sorted(accessibility_of(place, labels())),
    }
    more = {"state": "" if found else state, "country": "" if country else address.country.strip()}
    return Row(place.id, columns, kept(without_columns(encode.to_hsds(rest)), **more))
