"""Who may do what with a legal matter. Who holds no key of it does not get as far as this: for her there is none."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.policies.areas import OF_WHO_ACCOMPANIES, areas_of, writes_of
from amparo.casework.policies.cases import may_accompany
from amparo.commons.policy.policies import Actor, Sentence, rule, rule_of_now
from amparo.formats.access import cell, roles
from amparo.formats.codes import by_code
from amparo.legal.representation.models import CLOSED

AREA, LEGAL = "matter", "legal"
READING = tuple(role for role in roles() if "R" in cell(role, AREA))  # to whom a matter can be opened
WORKING = tuple(role for role in roles() if "W" in cell(role, AREA))
BEFORE = frozenset({"party", "conflict_check"})  # what is written before it was looked at whether there is a conflict
FIRST = frozenset({"matter_kind", "matter_country", "matter_called"})  # and what is read before
# What says nothing of what happened. Each other step needs that no conflict stands in the way.
UNTIL_CLEAR = frozenset({"inquiry", "conflict_check", "closed"})
MOST_FEEDS = 3
LOOK_FIRST = _(
    "First it is looked at whether there is a conflict: who the sides are, and nothing of what happened. "
    "After that this opens."
)


def _has_no_desk(actor: Actor) -> bool:
    return not actor.is_authenticated or not getattr(actor, "role_codes", True)


@rule
def may_represent(actor: Actor) -> Sentence | None:
    """Whoever works on legal matters: a lawyer of the house."""
    if _has_no_desk(actor) or not actor.has_role(*WORKING):
        return _("Legal matters are for the lawyers of the house. Ask one of them, or the coordinator.")
    return None


@rule
def may_see_status(actor: Actor) -> Sentence | None:
    """Whoever reads what is legal in a case: that there is a matter, and where it stands."""
    if LEGAL not in areas_of(actor):
        return _("Whether a lawyer works for her is seen by whoever reads what is legal in her case. Ask her.")
    return None


@rule
def may_ask(actor: Actor, reader: Any) -> Sentence | None:
    """Whoever goes with her and writes what is legal asks; of the lawyers, one who was not left out of the case."""
    refusal = may_accompany.reason(actor) or (None if LEGAL in writes_of(actor) else OF_WHO_ACCOMPANIES)
    if refusal is None and (reader is None or reader.user is None or not reader.user.has_role(*WORKING)):
        return _("Choose a lawyer of the house. Whoever she left out is not offered.")
    return refusal


@rule
def may_begin(actor: Actor, own: Any) -> Sentence | None:
    """A lawyer, once her own key counts: before that she could not read what she writes."""
    refusal = may_represent.reason(actor)
    if refusal is None and (own is None or own.state != "active"):
        return _("Your key waits for another person to confirm it. After that you can begin.")
    return refusal


@rule_of_now
def may_change(actor: Actor, matter: Any) -> Sentence | None:
    """Whoever reads it writes in it, while it is not closed."""
    refusal = may_represent.reason(actor)
    if refusal is None and matter.state == CLOSED:
        return _("This matter is closed. Open it again, and then write.")
    return refusal


@rule_of_now
def may_write(actor: Actor, matter: Any, is_clear: bool) -> Sentence | None:
    """More than who the sides are: once no conflict stands in the way."""
    return may_change.reason(actor, matter) or (None if is_clear else LOOK_FIRST)


@rule_of_now
def may_write_part(actor: Actor, matter: Any, kind: str, is_clear: bool) -> Sentence | None:
    """Who the sides are, always; anything else once no conflict stands in the way."""
    return may_change.reason(actor, matter) if kind in BEFORE else may_write.reason(actor, matter, is_clear)


@rule
def may_move(actor: Actor, matter: Any, to: str, is_clear: bool) -> Sentence | None:
    """Along the list only; past the look for a conflict only once it is clear."""
    refusal = may_represent.reason(actor)
    if refusal is None and to not in by_code("matter_state")[matter.state].more["next"]:
        return _("From where the matter stands now, it cannot go there. Look at it again.")
    return refusal or (LOOK_FIRST if to not in UNTIL_CLEAR and not is_clear else None)


@rule
def may_file(actor: Actor, found: Any, answers: Mapping[str, Any]) -> Sentence | None:
    """Nothing is filed without her word; where he looks for her, it is written first what would reach him."""
    if not found.has_mandate:
        return _("She has not asked us for this yet. Write down what she asks us to do, and then file.")
    if found.is_persecuted and not _said(answers, "filing_notices"):
        return _(
            "He looks for her. Before this is filed, write which notices would reach him and what they would say. "
            "If none would, write that."
        )
    if found.is_persecuted and _said(answers, "filing_withheld") != "yes":
        return _("He looks for her. Nothing is filed with her address: say that it goes without.")
    return None


def _said(answers: Mapping[str, Any], code: str) -> Any:
    given = answers.get(code)
    return given.value if given is not None and given.value else None


@rule
def may_feed(actor: Actor, feeds: Sequence[Any]) -> Sentence | None:
    """A lawyer, who has few of them: one for each calendar that she looks at."""
    refusal = may_represent.reason(actor)
    if refusal is None and len(feeds) >= MOST_FEEDS:
        return _("You have several addresses. End one that you do not use, and make another.")
    return refusal


@rule
def may_lay(actor: Actor, matter: Any, is_clear: bool, are_any: bool) -> Sentence | None:
    """The steps of a threat of deportation, where any are left to lay."""
    refusal = may_write.reason(actor, matter, is_clear)
    return refusal or (None if are_any else _("Every step that fits is here already."))


@rule
def may_share(actor: Actor, reader: Any, was_left_out: bool) -> Sentence | None:
    """Only whoever works on legal matters, and nobody who was left out of this one."""
    refusal = may_represent.reason(actor)
    if refusal is None and (reader.user is None or not reader.user.has_role(*READING)):
        return _("She does not work on legal matters, so no matter is opened to her.")
    if refusal is None and was_left_out:
        return _("This person was left out of this matter. That stays so.")
    return refusal


@rule
def may_leave(actor: Actor, others: int) -> Sentence | None:
    """Whoever reads may step back, as long as somebody is left."""
    if others < 1:
        return _("You are the only one who reads this. Let another lawyer in first, then step back.")
    return None


@rule
def may_settle(actor: Actor, verdict: str, words: str, findings: Iterable[Any]) -> Sentence | None:
    """Whoever works on it decides what a look found, with a reason."""
    refusal = may_represent.reason(actor)
    if refusal is None and not list(findings):
        return _("Nothing was found, so there is nothing to decide.")
    if refusal is None and verdict not in by_code("conflict_verdict"):
        return _("Choose what you decide.")
    if refusal is None and not words.strip():
        return _("Write why you decide so. Somebody may ask.")
    return refusal


@rule
def may_close(actor: Actor, outcome: str) -> Sentence | None:
    """With how it ended."""
    refusal = may_represent.reason(actor)
    if refusal is None and outcome not in by_code("matter_outcome"):
        return _("How did it end? Choose one line. Without it a matter is not closed.")
    return refusal
