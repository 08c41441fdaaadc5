"""The code lists as the interface shows them: taxonomies and their terms, the same in every house."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from amparo.commons.directory.queries.asked import Asked, Listed, Plain
from amparo.commons.directory.queries.exchange import house_term, labels
from amparo.commons.policy.policies import Hidden
from amparo.formats.fold import fold
from amparo.formats.hsds import to_hsds
from amparo.formats.hsds.facts import terms

HOUSE_WORDS = (
    "summary", "language", "they_ask", "must_tell", "answers_within_hours", "checked_by_role", "checked_how",
    "is_example", "source_code", "source_name", "source_licence", "source_as_of", "checked_on",
)  # fmt: skip


@cache
def all_terms() -> tuple[Any, ...]:
    """Every code that is exchanged, by identifier; those of the house's own list too."""
    ours = [house_term(word) for word in HOUSE_WORDS]
    return tuple(sorted([*terms(labels()), *ours], key=lambda term: term.id))


@cache
def terms_by_id() -> dict[str, tuple[str, str]]:
    """List and code of each term."""
    return {term.id: (term.taxonomy, term.code) for term in terms(labels())}


@cache
def lists_by_id() -> dict[str, str]:
    """The name of each list."""
    return {term.taxonomy_detail.id: term.taxonomy for term in all_terms()}


def taxonomies(asked: Asked, today: date) -> Listed:
    """The lists of codes."""
    known = {term.taxonomy_detail.id: to_hsds(term.taxonomy_detail) for term in all_terms()}
    return in_memory([known[uid] for uid in sorted(known)], asked)


def taxonomy_terms(asked: Asked, today: date) -> Listed:
    """The codes. None stands below another, so whoever asks for children gets none."""
    found = [to_hsds(term) for term in all_terms() if asked.parent is None]
    wanted = set(map(str, asked.taxonomies))
    return in_memory([term for term in found if not wanted or term["taxonomy_detail"]["id"] in wanted], asked)


def in_memory(found: list[Plain], asked: Asked) -> Listed:
    """A list that is always whole."""
    words = fold(asked.search).split()
    left = [one for one in found if all(word in fold(one["name"]) for word in words)]
    return Listed(len(left), lambda start, most: left[start : start + most])


def one_taxonomy(uid: UUID, today: date) -> Plain:
    """One list, or :class:`Hidden`."""
    return one_of(taxonomies(Asked(), today), uid)


def one_term(uid: UUID, today: date) -> Plain:
    """One code, or :class:`Hidden`."""
    return one_of(taxonomy_terms(Asked(), today), uid)


def one_of(known: Listed, uid: UUID) -> Plain:
    """The one with this identifier."""
    for each in known.read(0, known.count):
        if each["id"] == str(uid):
            return each
    raise Hidden
