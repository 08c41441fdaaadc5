"""What the house knows of a service in codes, said in HSDS so that others understand it, and read back.

Each list of codes is an HSDS taxonomy and each code a term, with identifiers that are the same in every house. What
HSDS has a place of its own for is said there too: papers asked are a ``required_document``, what it costs is a
``cost_option``, languages are ``languages``, what a building offers is ``accessibility``.

The codes and their labels come from the caller (``content/codes``): this module knows no list by heart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from amparo.formats.hsds.fields import WEEKDAYS
from amparo.formats.hsds.identity import stable_id
from amparo.formats.hsds.problems import Problem, Where
from amparo.formats.hsds.records import (
    Accessibility,
    Attribute,
    CostOption,
    Language,
    Location,
    Organisation,
    RequiredDocument,
    Service,
    Taxonomy,
    TaxonomyTerm,
)

type Codes = Mapping[str, Mapping[str, str]]  # list -> code -> its label in the language of the export

OF_SERVICE = ("need", "welcome", "papers", "access_mode", "commitment", "cost")
OF_ORGANISATION = ("operator", "shares_with")
OF_LOCATION = ("accessibility", "housed_with")
LISTS = OF_SERVICE + OF_ORGANISATION + OF_LOCATION
# shares_with and housed_with say bodies: their codes are those of operator.
_CODES_OF = {"shares_with": "operator", "housed_with": "operator"}
HOUSE = "amparo"
HOUSE_LIST = "amparo_house"  # what only a house says: its own texts, which it asks for addresses before it keeps them


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The coded facts of a service and of who runs it. ``unknown`` is a fact too, and is written as nothing."""

    need: tuple[str, ...] = ()
    welcome: tuple[str, ...] = ()
    papers: str = "unknown"
    access_mode: tuple[str, ...] = ()
    commitment: tuple[str, ...] = ()
    cost: str = "unknown"
    language: tuple[str, ...] = ()
    operator: str = "unknown"
    shares_with: tuple[str, ...] = ()


@cache
def taxonomy_of(name: str) -> Taxonomy:
    """Return a list of codes as HSDS has it."""
    return Taxonomy(id=stable_id(HOUSE, "taxonomy", name), name=name, version="1")


def term_of(name: str, code: str, label: str) -> TaxonomyTerm:
    """Return a code as HSDS has it."""
    return TaxonomyTerm(
        id=stable_id(HOUSE, "term", name, code),
        name=label,
        code=code,
        taxonomy=name,
        taxonomy_detail=taxonomy_of(name),
    )


def terms(codes: Codes) -> tuple[TaxonomyTerm, ...]:
    """Return every code of every list that is exchanged, for the pages that publish the lists."""
    return tuple(
        term_of(name, code, label) for name in LISTS for code, label in codes.get(_CODES_OF.get(name, name), {}).items()
    )


def _attribute(name: str, code: str, codes: Codes, link_id: str, link_entity: str) -> Attribute:
    label = codes.get(_CODES_OF.get(name, name), {}).get(code)
    if label is None:
        raise ValueError(f"{name}: {code} is not a code of this list")
    return Attribute(
        id=stable_id(HOUSE, "attribute", link_id, name, code),
        link_id=link_id,
        link_entity=link_entity,
        taxonomy_term=term_of(name, code, label),
    )


def _foreign(attributes: Iterable[Attribute]) -> tuple[Attribute, ...]:
    """Return the attributes that are not of our lists: what others said stays as they said it."""
    return tuple(attribute for attribute in attributes if _list_of(attribute) == "")


def with_facts(service: Service, facts: Facts, codes: Codes) -> Service:
    """Return the service, and its organisation where it carries one, saying the facts in HSDS."""
    said = {name: getattr(facts, name) for name in OF_SERVICE}
    attributes = [
        _attribute(name, code, codes, service.id, "service") for name in OF_SERVICE for code in _known(said[name])
    ]
    documents = [
        RequiredDocument(id=stable_id(HOUSE, "document", service.id, code), document=codes["papers"][code])
        for code in _known(facts.papers)
        if code != "none"
    ]
    costs = [
        CostOption(
            id=stable_id(HOUSE, "cost", service.id, code),
            option=codes["cost"][code],
            amount=0 if code == "free" else None,
        )
        for code in _known(facts.cost)
    ]
    spoken = {language.code for language in service.languages if language.id not in ours("language", service, codes)}
    languages = [
        Language(id=stable_id(HOUSE, "language", service.id, code), code=code, name=codes["language"].get(code, code))
        for code in facts.language
        if code not in spoken
    ]
    organisation = service.organisation
    return replace(
        service,
        attributes=_foreign(service.attributes) + tuple(attributes),
        required_documents=_joined(service.required_documents, documents, ours("document", service, codes)),
        cost_options=_joined(service.cost_options, costs, ours("cost", service, codes)),
        languages=_joined(service.languages, languages, ours("language", service, codes)),
        organisation=_organisation_with(organisation, facts, codes) if organisation else None,
    )


def _organisation_with(organisation: Organisation, facts: Facts, codes: Codes) -> Organisation:
    said = [("operator", code) for code in _known(facts.operator)] + [("shares_with", c) for c in facts.shares_with]
    attributes = [_attribute(name, code, codes, organisation.id, "organization") for name, code in said]
    return replace(organisation, attributes=_foreign(organisation.attributes) + tuple(attributes))


def _known(said: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return what is known: HSDS says "unknown" by saying nothing."""
    found = (said,) if isinstance(said, str) else said
    return tuple(code for code in found if code not in ("", "unknown"))


def ours(kind: str, service: Service, codes: Codes) -> frozenset[str]:
    """Return the identifiers of every part that this module could have written, so that an old one gives way."""
    listed = codes.get("papers" if kind == "document" else kind, {})
    return frozenset(stable_id(HOUSE, kind, service.id, code) for code in listed)


def _joined[Part: (RequiredDocument, CostOption, Language)](
    before: tuple[Part, ...], added: Iterable[Part], written: frozenset[str]
) -> tuple[Part, ...]:
    """Return what others said, and after it what we say now."""
    return tuple(part for part in before if part.id not in written) + tuple(added)


def _list_of(attribute: Attribute) -> str:
    """Return which of our lists an attribute is of, by identifier: the word "need" alone may be anyone's."""
    return _lists().get(list_id(attribute), "")


def list_id(attribute: Attribute) -> str:
    """Return the identifier of the list an attribute is of, or an empty text."""
    term = attribute.taxonomy_term
    return "" if term is None else term.taxonomy_detail.id if term.taxonomy_detail else term.taxonomy_id


@cache
def _lists() -> Mapping[str, str]:
    """Return our lists by the identifier of each."""
    return {taxonomy_of(name).id: name for name in LISTS}


def _codes_in(
    attributes: Iterable[Attribute], names: Iterable[str], codes: Codes, where: Where, problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    """Return the codes said, by list; a code that our list does not have is a problem and not a fact."""
    found: dict[str, dict[str, None]] = {name: {} for name in names}
    for position, attribute in enumerate(attributes, start=1):
        name = _list_of(attribute)
        if name not in found:
            continue
        if attribute.term in codes.get(_CODES_OF.get(name, name), {}):
            found[name][attribute.term] = None
        else:
            params = {"taxonomy": name, "value": attribute.term}
            problems.append(Problem(code="unknown_term", where=where.at(f"attributes[{position}]"), params=params))
    return {name: tuple(said) for name, said in found.items()}


def facts_of(service: Service, codes: Codes, where: Where | None = None) -> tuple[Facts, tuple[Problem, ...]]:
    """Return the facts that a service says in our codes, or in HSDS's own places where those are plain enough.

    Papers described in free words stay words: whether "identification" accepts a photo is not for a program to guess.
    """
    where = where or Where()
    problems: list[Problem] = []
    said = _codes_in(service.attributes, OF_SERVICE, codes, where, problems)
    body = service.organisation
    place = where.at("organization")
    runs = _codes_in(body.attributes if body else (), OF_ORGANISATION, codes, place, problems)
    for position, at in enumerate(service.service_at_locations, start=1):  # a body that no list knows is said aloud
        door = where.at(f"service_at_locations[{position}].location")
        _codes_in(at.location.attributes if at.location else (), OF_LOCATION, codes, door, problems)
    facts = Facts(
        need=said["need"],
        welcome=said["welcome"],
        papers=next(iter(said["papers"]), "unknown"),
        access_mode=said["access_mode"],
        commitment=said["commitment"],
        cost=next(iter(said["cost"]), _cost_of(service.cost_options)),
        language=tuple(dict.fromkeys(spoken.code for spoken in service.languages if spoken.code)),
        operator=next(iter(runs["operator"]), "unknown"),
        shares_with=runs["shares_with"],
    )
    return facts, tuple(problems)


def _cost_of(options: Iterable[CostOption]) -> str:
    """Return free or paid where amounts say so, for every option; anything else is unknown."""
    amounts = [option.amount for option in options]
    if not amounts or None in amounts:
        return "unknown"
    known = [amount for amount in amounts if amount is not None]
    if not any(known):
        return "free"
    return "paid" if all(known) else "sliding"


def with_accessibility(location: Location, said: Iterable[str], codes: Codes) -> Location:
    """Return the location saying what its building offers."""
    parts = [
        Accessibility(
            id=stable_id(HOUSE, "accessibility", location.id, code),
            description=codes["accessibility"][code],
            attributes=(_attribute("accessibility", code, codes, location.id, "location"),),
        )
        for code in said
    ]
    known = {part.id for part in parts}
    return replace(
        location, accessibility=tuple(part for part in location.accessibility if part.id not in known) + tuple(parts)
    )


def accessibility_of(location: Location, codes: Codes) -> tuple[str, ...]:
    """Return the codes of what a building offers."""
    attributes = [attribute for part in location.accessibility for attribute in part.attributes]
    return _codes_in(attributes, OF_LOCATION, codes, Where(), [])["accessibility"]


def with_housed_with(location: Location, said: Iterable[str], codes: Codes) -> Location:
    """Return the location saying which bodies have an office in the same building or yard."""
    parts = [_attribute("housed_with", code, codes, location.id, "location") for code in said]
    return replace(location, attributes=_foreign(location.attributes) + tuple(parts))


def housed_with_of(location: Location, codes: Codes) -> tuple[str, ...]:
    """Return the bodies that have an office in the same building or yard."""
    return _codes_in(location.attributes, OF_LOCATION, codes, Where(), [])["housed_with"]


def weekdays_of(bits: int) -> tuple[str, ...]:
    """Return the weekdays of a week written as bits, Monday first."""
    return tuple(day for position, day in enumerate(WEEKDAYS) if bits >> position & 1)


def bits_of(weekdays: Iterable[str]) -> int:
    """Return a week as bits, Monday first."""
    return sum(1 << WEEKDAYS.index(day) for day in set(weekdays))
