"""A deadline in words: es, pt and en, out of ``content/codes/deadline_words``. Pure.

Every sentence has a code, so that a page may leave one out or set it apart. After the last day the words say what can
still be done; nothing here says that it cannot.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from amparo.formats.codes import by_code, inside, label
from amparo.formats.deadlines.counting import ANY_TIME, COUNTED, NOT_IN_FORCE, Computed, Reading
from amparo.formats.deadlines.doubts import still
from amparo.formats.deadlines.rules import AUTHORITY, BILL, DAYS, HOURS, LEAST, MONTHS, Count, Rule
from amparo.formats.deadlines.triggers import MONTH, Trigger

LIST = "deadline_words"
MONTHS_OF = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "en": "January February March April May June July August September October November December",
}
NAMES = {language: names.split() for language, names in MONTHS_OF.items()}

type Say = Callable[[date, str], str]


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence, with its code in ``deadline_words``."""

    code: str
    text: str


def day_words(day: date, language: str) -> str:
    """5 de marzo de 2026; 5 March 2026."""
    name = NAMES[language][day.month - 1]
    return f"{day.day} {name} {day.year}" if language == "en" else f"{day.day} de {name} de {day.year}"


def said(code: str, language: str, **parts: object) -> Told:
    """One sentence with its parts."""
    return Told(code, label(LIST, code, language).format(**parts))


def explained(
    found: Computed, language: str, *, today: date, now: datetime | None = None, day: Say = day_words
) -> list[Told]:
    """All that is to be said: what can still be done, the dates, how they were counted, and what is open."""
    told = [*_after(found, language, today, now), *_dates(found, language, day), *_ways(found, language, day)]
    told += [_doubt(code, found, language, day) for code in found.doubts]
    if found.checked_on is not None:
        told.append(said("checked", language, day=day(found.checked_on, language)))
    told += [said("source", language, page=each) for each in dict.fromkeys(one.page for one in found.rule.sources)]
    return told


def _after(found: Computed, language: str, today: date, now: datetime | None) -> list[Told]:
    """After the last day this is said first: what can still be done."""
    code, late = still(found, today, now), found.rule.late.texts or {}
    return [said(code, language, late=late.get(language, ""))] if code else []


def dates(found: Computed, language: str, *, day: Say = day_words) -> list[Told]:
    """Only the two dates, or the one sentence that stands in their place."""
    return _dates(found, language, day)


def length_words(count: Count, language: str) -> str:
    """Seven working days; 36 hours."""
    if count.unit == DAYS and count.number == 1:
        code = "one_day"
    else:
        code = {HOURS: "hours", MONTHS: "months"}.get(count.unit, f"days_{count.day_type}")
    return said(code, language, number=count.number).text


def trigger_words(trigger: Trigger, language: str, day: Say = day_words) -> str:
    """The day, the moment or the month from which it is counted."""
    if trigger.at is not None:
        return f"{day(trigger.first, language)}, {trigger.at:%H:%M}{' UTC' if trigger.at.tzinfo else ''}"
    if trigger.kind == MONTH:
        joined = " " if language == "en" else " de "
        return f"{NAMES[language][trigger.first.month - 1]}{joined}{trigger.first.year}"
    return day(trigger.first, language)


def _dates(found: Computed, language: str, day: Say) -> list[Told]:
    if found.state == NOT_IN_FORCE:
        return _not_in_force(found, language, day)
    if found.state != COUNTED or found.safe is None or found.legal is None:
        return [said("any_time" if found.state == ANY_TIME else "no_number", language)]
    if found.rule.limit == LEAST:
        pair = (("safe_least", found.safe), ("legal_least", found.legal))
        return [_with_day(code, reading, language, day, hours=False) for code, reading in pair]
    code = "safe_authority" if found.rule.bound == AUTHORITY else "safe_her"
    return [_with_day(code, found.safe, language, day), _with_day("legal", found.legal, language, day)]


def _with_day(code: str, reading: Reading, language: str, day: Say, *, hours: bool = True) -> Told:
    on = day(reading.on, language)
    if reading.at is not None and hours:
        return said(f"{code}_at", language, day=on, time=f"{reading.at:%H:%M}")
    return said(code, language, day=on)


def _not_in_force(found: Computed, language: str, day: Say) -> list[Told]:
    first = (
        said("bill", language)
        if found.rule.state == BILL
        else said("not_in_force", language, when=trigger_words(found.trigger, language, day))
    )
    if found.instead is None:
        return [first, said("nothing_instead", language)]
    return [first, said("instead", language, rule=name_of(found.instead, language))]


def name_of(rule: Rule, language: str) -> str:
    """What a rule is for, and the law it stands in; how long, where that is known."""
    parts = [rule.what[language], rule.instrument, length_words(rule.count, language) if rule.count else ""]
    return "; ".join(each for each in parts if each)


def _ways(found: Computed, language: str, day: Say) -> list[Told]:
    """How each date was counted; once where both were counted alike."""
    if found.safe is None or found.legal is None:
        return []
    told = [_way(each, found, language, day) for each in (found.safe, found.legal)]
    days = [f"{day(each.day, language)}, {each.name}" for each in found.legal.skipped]
    return list(dict.fromkeys(told)) + ([said("skipped", language, days="; ".join(days))] if days else [])


def _way(reading: Reading, found: Computed, language: str, day: Say) -> Told:
    """How one date was counted."""
    parts = {
        "length": length_words(reading.count, language),
        "trigger": inside(label("deadline_trigger", found.rule.trigger, language)),
        "when": trigger_words(found.trigger, language, day),
    }
    if reading.count.unit == HOURS:
        return said("counted_hours", language, **parts)
    return said("counted", language, start=label(LIST, reading.count.start, language), **parts)


def _doubt(code: str, found: Computed, language: str, day: Say) -> Told:
    """One thing that is open."""
    parts: dict[str, object] = {}
    if code == "past_review" and found.review_by is not None:
        parts["day"] = day(found.review_by, language)
    if code == "changed_since":
        parts["instrument"] = ", ".join(each.instrument for each in found.rule.changes)
    return said(code, language, **parts)


def is_known(code: str) -> bool:
    """Is there a sentence of this code?"""
    return code in by_code(LIST)
