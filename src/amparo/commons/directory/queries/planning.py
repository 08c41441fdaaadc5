"""From a record of HSDS to what the house stores of it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from amparo.commons.directory.models.service import CASE_TEAM, PUBLIC, REDUCED
from amparo.commons.directory.queries.exchange import HOUSE_LIST_ID, SAID, labels
from amparo.commons.directory.queries.import_context import Context, kept, said_by_house, without_columns
from amparo.commons.directory.queries.planning_doors import doors_from, is_plain, phones_from
from amparo.commons.directory.queries.plans import Plan, Row
from amparo.formats.codes import by_code
from amparo.formats.hsds import Problem, encode, records
from amparo.formats.hsds.facts import LISTS, Facts, facts_of, list_id, ours, taxonomy_of

OURS = frozenset({HOUSE_LIST_ID, taxonomy_of("tier").id, *(taxonomy_of(name).id for name in LISTS)})


def tier_of(service: records.Service) -> int:
    """The tier the record says in our list; a place that is said not to be said is reduced; else public.

    A tier that no list knows hides as much as there is.
    """
    said = [one.term for one in service.attributes if list_id(one) == taxonomy_of("tier").id]
    ranks = [int(by_code("tier")[code].more["rank"]) if code in by_code("tier") else CASE_TEAM for code in said]
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
        phones=list(phones_from(service, columns["tier"], context.today)),
        doors=doors,
    )
    return plan, problems


def columns_from(service: records.Service, facts: Facts, said: Mapping[str, str], context: Context) -> dict[str, Any]:
    """The columns of the service itself."""
    short = context.short
    texts = {name: said.get(name, "") for name in SAID}
    papers = "; ".join(one.document for one in foreign(service.required_documents, "document", service) if one.document)
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
    """No file makes a check of this house, but one of its own that comes back by the hand of whoever runs it."""
    never = {"checked_on": None, "checked_by_role": "", "checked_how": ""}
    if service.assured_date and said["checked_by_role"] and service.assured_date > context.today:
        context.future_checks += 1
        return never
    if not context.trusts_checks or day_told(service, said, context) is None:
        return never
    how = said["checked_how"] if said["checked_how"] in by_code("check_how") else ""
    return {"checked_on": service.assured_date, "checked_by_role": said["checked_by_role"], "checked_how": how}


def day_told(service: records.Service, said: Mapping[str, str], context: Context) -> date | None:
    """The day on which a house says that one of its roles made sure, where that day has come."""
    day = service.assured_date
    told = day is not None and day <= context.today and said.get("checked_by_role", "") in by_code("house_role")
    return day if told else None


def age(said: int | float | None) -> int | None:
    """An age that a person can have."""
    return int(said) if said is not None and 0 <= said <= 120 else None


def foreign(parts: Collection[Any], kind: str, service: records.Service) -> list[Any]:
    """The parts that our own writer did not add."""
    written = ours(kind, service, labels()) if parts else ()
    return [part for part in parts if part.id not in written]


def leftovers(service: records.Service, languages: tuple[str, ...]) -> dict[str, Any]:
    """What the service says and no column holds, as plain HSDS, to be handed on as it came."""
    rest = replace(
        service, organisation=None, organisation_id="", description="", application_process="", fees_description="",
        eligibility_description="", minimum_age=None, maximum_age=None, alert="", phones=(), service_at_locations=(),
        assured_date=None if said_by_house(service.attributes).get("checked_by_role") else service.assured_date,
        schedules=tuple(line for line in service.schedules if not is_plain(line)),
        languages=tuple(language for language in service.languages if language.code not in languages),
        cost_options=tuple(foreign(service.cost_options, "cost", service)),
        required_documents=tuple(foreign(service.required_documents, "document", service)),
        attributes=tuple(one for one in service.attributes if list_id(one) not in OURS),
        extra={name: value for name, value in service.extra.items() if name != "source"},
    )  # fmt: skip
    return without_columns(encode.to_hsds(rest))


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
