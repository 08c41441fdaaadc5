"""Somebody under 18: how a case knows, and what then needs the yes of a second person."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code

AGE, OF_AGE = "age_band", 18
PROTECTS = "child_protection"  # the role (list house_role) of whoever says the second yes
MINOR, YES = "minor", "second_yes"  # kinds of parts (list case_part)
CLOSE, SHARE_OUTSIDE, TRANSFER, EXPORT, GROWN = "close", "share_outside", "transfer", "export", "of_age"
REFERRAL = "referral"  # to tell another service something of hers
YES_DAYS = timedelta(days=30)  # so long a yes counts; after that somebody looks again


class Opened(Protocol):
    """A case, opened: as much of it as is asked here."""

    @property
    def is_young(self) -> bool: ...
    def of_kind(self, kind: str) -> list[Any]: ...


def is_young(answers: Mapping[str, Answer], parts: Iterable[Any] = ()) -> bool:
    """Is she under 18: did she say so, or somebody of her, and has nobody found with a second person that she is not?

    What belongs to somebody under 18 stays until a second person says yes to its end: one hand alone that writes
    another age changes nothing.
    """
    if any(each.kind == MINOR and not each.is_over for each in parts):
        return True
    said = answers.get(AGE)
    band = by_code(AGE).get(str(said.value)) if said and said.value else None
    return band is not None and band.more.get("least", OF_AGE) < OF_AGE


def says_young(answers: Mapping[str, Answer]) -> bool:
    """Do these answers alone say that she is under 18?"""
    return is_young(answers)


def needs_second_yes(opened: Opened, act: str, about: str = "", *, on: date) -> bool:
    """Does this act (list ``young_act``) still need the yes of a second person?

    ``about`` is whom or what it is for, by an opaque name: a yes to one reader is no yes to another.
    """
    if act not in by_code("young_act"):
        raise ValueError("no act of the list young_act")
    return opened.is_young and yes_to(opened, act, about, on=on) is None


def yes_to(opened: Opened, act: str, about: str = "", *, on: date) -> Any:
    """The yes that counts for this act today, or None."""
    found = [each for each in asked_for(opened, act, about) if each.more.get("yes_by")]
    return next((each for each in found if on <= date.fromisoformat(each.more["said_on"]) + YES_DAYS), None)


def asked_for(opened: Opened, act: str, about: str = "") -> list[Any]:
    """What was asked for of this act and is not over: used up, or answered with "not yet"."""
    asked = [each for each in opened.of_kind(YES) if not each.is_over]
    return [each for each in asked if each.more.get("act") == act and each.more.get("about", "") == about]


@rule
def may_go_on(actor: Actor, opened: Opened, act: str, about: str, on: date) -> Sentence | None:
    """An act on the case of somebody under 18, once a second person said yes."""
    if needs_second_yes(opened, act, about, on=on):
        return _("She is under 18: this needs the yes of another person who reads the case. Ask for it on its page.")
    return None


def protects(person: Any) -> bool:
    """Has she the role of child protection? The coordinator gives it, and nobody to herself."""
    return bool(person and person.is_authenticated and person.has_role(PROTECTS))


@rule
def may_say_yes(actor: Actor, asked: Any, own: str, first_hands: set[str], owner: str) -> Sentence | None:
    """Another person who reads the case and knows child protection, whose passphrase is not from the same hands.

    Nor she whose case it is, or was when it was asked for: it is her work that a second person looks at.
    """
    hands: set[str] = actor.hands() if hasattr(actor, "hands") else set()
    if asked.by == own:
        return _("You asked for it. Somebody of child protection who reads this case says yes, or not yet.")
    if own in {owner, asked.more.get("owner", owner)}:
        return _("This case is yours. Somebody else of child protection who reads it says yes, or not yet.")
    if not protects(actor):
        return _(
            "Somebody of child protection who reads this case says yes, or not yet. The coordinator gives that role."
        )
    if hands & first_hands:
        return _(
            "Her passphrase and yours come from the same hands, so this would be the word of one person. "
            "Ask another person, or ask who runs the server to hand her a passphrase."
        )
    return _("This was answered already.") if asked.more.get("yes_by") or asked.is_over else None


@rule
def may_be_grown(actor: Actor, answers: Mapping[str, Answer]) -> Sentence | None:
    """Her age is written first: until then what she said herself stands against it."""
    return _("Write her age first, and then say here that she is 18.") if says_young(answers) else None
