"""What belongs to a case: incidents, permissions, tasks, notes. Opened with her key, in one question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from amparo.casework.models import Case, Part
from amparo.casework.policies.areas import is_hers_to_read
from amparo.casework.policies.cases import SHE_ASKED, took_all_back
from amparo.commons.accounts.queries import accounts_of
from amparo.commons.policy.policies import Actor, Hidden
from amparo.vault.queries.fields import Kept, fields_with_many
from amparo.vault.queries.parts import BODY, FIRST, SealedPart

LEGAL_NAME = "legal_name"  # of the list case_part
PERMISSION = "permission"  # of the list case_part
ENGAGED = "engage_services"  # of the list consent_kind: that we go with her at all
BLANK = "blank"  # instead of a kind: it holds nothing, and is there to be counted (``actions.blanks``)


class OpenPart(SealedPart):
    """A part of a case, of a kind of the list case_part."""

    __slots__ = ()
    part: Part


def open_part(part: Part, kept: Kept | None) -> OpenPart:
    """A part out of its sealed field; without a kind where her key does not open it."""
    return OpenPart.opened(part, kept, "case_part")


def parts_in(case: Case, parts: Iterable[Part], kept: Mapping[str, Mapping[str, Kept]]) -> list[OpenPart]:
    """The parts of a case, the newest first, without those that hold nothing."""
    found = [(each, kept[each.reference].get(BODY)) for each in parts]
    opened = [_as_she_ended(case, _apart(open_part(each, body))) for each, body in found if not is_blank(body)]
    return sorted(opened, key=lambda each: each.at or FIRST, reverse=True)


def is_blank(kept: Kept | None) -> bool:
    """Does a part hold nothing?"""
    return kept is not None and kept.opens and kept.answer.get("kind") == BLANK


def _apart(found: OpenPart) -> OpenPart:
    """The name on her papers comes out with no case, list or file: only ``get_part`` opens it, for its own page."""
    return replace(found, answers={}) if found.kind == LEGAL_NAME else found


def _as_she_ended(case: Case, found: OpenPart) -> OpenPart:
    """Of a case that was closed at her word: that we go with her ended with it; or all, where she took all of it back.

    On her own page no key is open, so nothing there finds that permission; whoever opens the case does.
    """
    if found.kind != PERMISSION or found.is_over or case.closure_reason != SHE_ASKED:
        return found
    if found.more["kind"] != ENGAGED and not took_all_back(case):
        return found
    part = copy(found.part)
    part.ended_on = case.closed_on
    return replace(found, part=part)


def hers_in(actor: Actor, parts: Iterable[OpenPart], reads: frozenset[str]) -> list[OpenPart]:
    """Those that she reads; that her key does not open one is told to whoever reads the story."""
    return [each for each in parts if is_hers(actor, each, reads)]


def is_hers(actor: Actor, found: OpenPart, reads: frozenset[str]) -> bool:
    """Does she, who reads these areas, read this part?"""
    if not found.kind:
        return "narrative" in reads
    return is_hers_to_read(actor, reads, found.kind, found.by, found.more)


def parts_of_many(cases: Iterable[Case], seeds: Mapping[str, Mapping[int, bytes]]) -> dict[int, list[OpenPart]]:
    """The parts of many cases, by the key of each, with the seeds of their rings: two questions, however many."""
    known = {case.pk: case for case in cases}
    kept, rows = fields_with_many(seeds), defaultdict[int, list[Part]](list)
    for part in Part.objects.filter(case__in=list(known)):
        rows[part.case_id].append(part)
    return {key: parts_in(case, rows[key], defaultdict(dict, kept)) for key, case in known.items()}


def of_kind(parts: Iterable[OpenPart], kind: str) -> list[OpenPart]:
    """Those of one kind."""
    return [each for each in parts if each.kind == kind]


def one_of(parts: Iterable[OpenPart], reference: str, kind: str) -> OpenPart:
    """One of them by its opaque name; hidden where it is of another kind or case."""
    found = next((each for each in parts if each.reference == reference and each.kind == kind), None)
    if found is None:
        raise Hidden
    return found


def first_of(part: OpenPart) -> Any:
    """Whoever wrote it first; None where the account is not known any more."""
    found = accounts_of(references=[part.by.partition(":")[2]]) if part.by.startswith("user:") else []
    return found[0] if found else None
