"""Clocks of a matter as they stand: by which rule, from when, and what comes out today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence
from amparo.commons.ui.templatetags.ui import day_text
from amparo.formats.codes import label
from amparo.formats.deadlines.calendars import OutOfReach
from amparo.formats.deadlines.counting import Computed
from amparo.formats.deadlines.rules import Rule
from amparo.formats.deadlines.words import Told, dates, explained, length_words
from amparo.legal.deadlines.queries import House, NoSuchRule, house_now, rules_for
from amparo.legal.representation.models import MatterPart
from amparo.legal.representation.queries.matters import OpenMatter, matters_for
from amparo.legal.representation.queries.parts import OpenPart, open_part
from amparo.vault.queries.fields import fields_of_each
from amparo.vault.queries.parts import BODY

KIND = "deadline"  # of the list matter_part
AT_ONCE = 400  # matters of which the clocks are opened together


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of a matter, counted as rules and calendars stand now."""

    part: OpenPart = field(repr=False)
    what: str
    computed: Computed | None  # None: a day that a paper names, or a rule that is not there any more
    told: list[Told] = field(repr=False)  # all that is to be said
    dates: list[Told] = field(repr=False)  # the two days in a line each
    is_gone: bool = False  # its rule is not there any more: look for another one


def computed_of(more: Mapping[str, Any], house: House, *, today: date) -> Computed | None:
    """What a clock comes to; None where it has no rule, or one that is not there any more, or lies out of reach."""
    if not more.get("rule"):
        return None
    try:
        return house.compute(str(more["rule"]), str(more["trigger"]), today=today, place=str(more.get("place", "")))
    except (NoSuchRule, OutOfReach, ValueError):
        return None


def sentence_of(found: Computed | None) -> Sentence:
    """Why a clock is not counted by this rule."""
    if found is None:
        return _("Nothing can be counted from that day with this rule. Look at the day, or choose another rule.")
    return " ".join(each.text for each in dates(found, get_language() or "es", day=_said))


def _said(day: date, _language: str) -> str:
    return day_text(day)


def clock_of(part: OpenPart, house: House, *, today: date) -> Clock:
    """One clock, with all that is to be said of it."""
    language, found = get_language() or "es", computed_of(part.more, house, today=today)
    if found is None:
        gone = bool(part.more.get("rule"))
        what = gettext("A rule that is not there any more") if gone else str(part.said("deadline_what", ""))
        return Clock(part, what, None, [], [], gone)
    told = explained(found, language, today=today, day=_said)
    return Clock(part, found.rule.what[language], found, told, dates(found, language, day=_said))


def clocks_in(found: OpenMatter, *, today: date) -> list[Clock]:
    """The clocks of a matter, the first day first; those without a day come last."""
    rows, house = found.of_kind(KIND), house_now() if found.of_kind(KIND) else House()
    clocks = [clock_of(each, house, today=today) for each in rows]
    return sorted(clocks, key=lambda each: (each.part.is_over, each.part.part.due_on or date.max))


def offered_rules(found: OpenMatter) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rules of its country for a form: first those that fit what it is about, then the others."""
    fitting = rules_for(found.country, found.kind) if found.country else ()
    others = [each for each in rules_for(found.country) if each not in fitting] if found.country else []
    groups = [(gettext("For what it is about"), fitting), (gettext("Others of this country"), others)]
    return [(name, [(each.code, line_of(each)) for each in rules]) for name, rules in groups if rules]


def line_of(rule: Rule) -> str:
    """A rule in a line: what for, by whom, how long, and in which law."""
    language = get_language() or "es"
    parts = [rule.what[language], length_words(rule.count, language) if rule.count else "", rule.instrument]
    return f"{label('deadline_bound', rule.bound, language)}: " + " · ".join(each for each in parts if each)


def is_stale(actor: Actor, digest: str) -> bool:
    """Was any open matter of hers counted by other rules or calendars than these?"""
    return bool(matters_for(actor).filter(closed_on=None).exclude(counted_with=digest).exists())


def to_recount(actor: Actor, digest: str) -> tuple[list[int], list[tuple[MatterPart, Mapping[str, Any]]]]:
    """Her open matters that were counted by other rules or calendars, and their clocks that wait, by a rule."""
    rows = matters_for(actor).order_by("pk").filter(closed_on=None).exclude(counted_with=digest)
    rings = dict(rows.values_list("pk", "ring"))
    clocks: list[tuple[MatterPart, Mapping[str, Any]]] = []
    keys = list(rings)
    for start in range(0, len(keys), AT_ONCE):
        clocks += _clocks_of(actor, {key: rings[key] for key in keys[start : start + AT_ONCE]})
    return keys, clocks


def _clocks_of(actor: Actor, rings: Mapping[int, str]) -> list[tuple[MatterPart, Mapping[str, Any]]]:
    parts = list(MatterPart.objects.filter(matter__in=list(rings), ended_on=None, due_on__isnull=False))
    kept = fields_of_each(actor, {each.reference: rings[each.matter_id] for each in parts}, [BODY]) if parts else {}
    opened = [(each, open_part(each, kept.get(each.reference, {}).get(BODY))) for each in parts]
    return [(row, part.more) for row, part in opened if part.kind == KIND and part.more.get("rule")]
