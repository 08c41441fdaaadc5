"""Which part of a case somebody reads, and in which she writes: ``content/access.toml``, asked here and nowhere else.

Her key opens the whole of a case that was opened to her. What of it reaches her page, her form and her export is
decided here, by her roles of today; what does not reach it is said calmly, and never whether something stands there.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.audit.actions import opaque
from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats.access import OWN, area_of, area_of_part, readable, roles, writable
from amparo.formats.case_questions import questions

ONLY = "only"  # in what is kept of a part: it is for who wrote it, and nobody else
OF_WHO_ACCOMPANIES = _("Whoever accompanies her writes this. Ask her.")


def areas_of(actor: Actor) -> frozenset[str]:
    """The areas that she reads, by her roles of today; at an empty desk none."""
    return readable(_roles_of(actor))


def writes_of(actor: Actor) -> frozenset[str]:
    """The areas in which she writes."""
    return writable(_roles_of(actor))


def areas_of_reader(reader: Any) -> frozenset[str]:
    """The areas that whoever has this key would read; who has no account here reads by her own means, so all."""
    return areas_of(reader.user) if reader.user else readable(["outside"])


def _roles_of(actor: Actor) -> list[str]:
    if not actor.is_authenticated or not getattr(actor, "role_codes", True):
        return []
    return [role for role in roles() if actor.has_role(role)]


def is_hers_to_read(actor: Actor, reads: frozenset[str], kind: str, by: str, more: Mapping[str, Any]) -> bool:
    """Does she, who reads these areas, read a part of this kind? What is only for who wrote it, only she who did."""
    is_own = bool(more.get(ONLY))
    return area_of_part(kind, is_own=is_own) in reads and (not is_own or by == opaque(actor))


@rule
def may_write_answers(actor: Actor, codes: Iterable[str]) -> Sentence | None:
    """Each of these answers belongs to an area in which she writes."""
    known, hers = questions(), writes_of(actor)
    return None if all(code not in known or area_of(known[code]) in hers for code in codes) else OF_WHO_ACCOMPANIES


@rule
def may_write_part(actor: Actor, kind: str, more: Mapping[str, Any]) -> Sentence | None:
    """The part belongs to an area in which she writes."""
    return None if area_of_part(kind, is_own=bool(more.get(ONLY))) in writes_of(actor) else OF_WHO_ACCOMPANIES


@rule
def may_keep_notes(actor: Actor) -> Sentence | None:
    """Whoever keeps notes of her own."""
    return None if OWN in writes_of(actor) else OF_WHO_ACCOMPANIES


@rule
def may_ask_her(actor: Actor) -> Sentence | None:
    """Whoever keeps the way to her can ask her, and so closes a case."""
    return None if "identity" in writes_of(actor) else _("Whoever keeps the way to reach her does this with her.")


@rule
def may_let_in(actor: Actor) -> Sentence | None:
    """Whoever keeps the way to her asks her before somebody else is let in."""
    if not may_ask_her.allows(actor):
        return _("Only whoever knows how to reach her lets others in, after asking her.")
    return None


@rule
def may_write_state(actor: Actor) -> Sentence | None:
    """Whose it is and where it stands is written by whoever works on it."""
    return None if "cases" in writes_of(actor) else _("You look at this case, and others work on it. Tell them.")


@rule
def may_destroy(actor: Actor, others: int) -> Sentence | None:
    """Whoever reads what goes; or who is the only one: then nothing is in it that she did not write."""
    if others and not {"cases", "identity", "narrative"} <= writes_of(actor):
        return _("There may be something here that you do not read. Ask whoever accompanies her to destroy it.")
    return None
