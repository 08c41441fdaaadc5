"""The sentences of a place: how far, open until when, who runs it, who confirmed it and when, why it stands first."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils.formats import time_format
from django.utils.translation import get_language, gettext, ngettext

from amparo.commons import clock
from amparo.commons.directory.queries.finding import Ask, Found
from amparo.commons.directory.queries.freshness import PHONE_DAYS
from amparo.commons.directory.queries.public import PublicService
from amparo.commons.directory.queries.ranking import Hit
from amparo.formats.codes import by_code, label, label_inside
from amparo.formats.distance import how_far as spoken_distance

register = template.Library()
NEAR_KM = 5
NUMBER = re.compile(r"[+*#\d\s().\-]+", re.ASCII)
LATELY_DAYS = 30


def _language() -> str:
    return get_language() or "es"


@register.filter
def label_of(code: str, list_name: str) -> str:
    """The words of a code."""
    return label(list_name, code, _language())


@register.filter
def dialled(number: str) -> str:
    """A phone number as a link to it has it: its figures and a plus, without what stands behind them."""
    written = NUMBER.match(number.strip())
    return "".join(each for each in written.group() if each in "+0123456789*#") if written else ""


@register.filter
def can_be_called(service: PublicService) -> bool:
    """Has it a number that somebody rang lately?"""
    return any(not phone.is_stale for phone in service.phones)


@register.filter
def papers_asked(code: str) -> str:
    """What papers it asks for."""
    if code == "none":
        return gettext("Papers: none")
    return gettext("Papers: %(which)s") % {"which": label_inside("papers", code, _language())}


@dataclass(frozen=True, slots=True)
class Card:
    """A place of a list in finished words: a page of ten has no time for ten times forty small questions."""

    hit: Hit
    far: str
    chips: list[str]
    who: str
    checked: str
    housed: str
    written_in: str


@register.filter
def cards(hits: list[Hit]) -> list[Card]:
    """The places of a list, in finished words."""
    language = _language()
    return [
        Card(
            hit,
            far=how_far(hit),
            chips=chips(hit),
            who=who_runs_it(hit.operator) + whom_it_tells(hit.shares_with),
            checked=last_checked(hit),
            housed=who_else_is_there(hit.housed_with),
            written_in=written_in(hit.language) if hit.language != language else "",
        )
        for hit in hits
    ]


@register.filter
def runners(found: Found) -> list[tuple[str, str]]:
    """Who runs the places of a page, each once: the reference, and what leaving it out says."""
    names = {hit.organisation_reference: hit.organisation for hit in [*found.hits, *found.lines]}
    return [
        (reference, gettext("Leave out everything of %(name)s") % {"name": names[reference]}) for reference in names
    ]


def chips(hit: Hit) -> list[str]:
    """The short facts of a place: papers first."""
    language = _language()
    said = [papers_asked(hit.papers)]
    if hit.cost == "free":
        said.append(gettext("Free"))
    elif hit.cost != "unknown":
        said.append(label("cost", hit.cost, language))
    said.append(hours_today(hit))
    said += [label("welcome", group, language) for group in hit.welcomes]
    if hit.uses_my_name:
        said.append(gettext("They use your name"))
    return [each for each in said if each]


@register.filter
def how_far(hit: Hit) -> str:
    """How far, as people go where somebody told us; else as the crow flies, and it says so by saying "about"."""
    if hit.as_people_go:
        return hit.as_people_go.rstrip(". ") + "."
    if hit.km is None:
        return gettext("In %(town)s.") % {"town": hit.town} if hit.town else gettext("By phone or from anywhere.")
    return gettext("In %(town)s, about %(distance)s away.") % {
        "town": hit.town,
        "distance": distance(hit.km),
    }


def distance(km: float) -> str:
    """A number with the decimal sign of the page, and its unit."""
    number, unit = spoken_distance(km)
    return f"{number if _language() == 'en' else number.replace('.', ',')} {unit}"


@register.filter
def hours_today(hit: Any) -> str:
    """Open until, opens at, or nothing where the hours are not known or not told."""
    if hit.always_open:
        return gettext("Open day and night")
    if hit.open_until and hit.open_until.time() == time(0):
        return gettext("Open until midnight")
    if hit.open_until and hit.open_until.date() > clock.now().astimezone(hit.open_until.tzinfo).date():
        return gettext("Open until tomorrow at %(hour)s") % {"hour": hour_text(hit.open_until.time())}
    if hit.open_until:
        return gettext("Open until %(hour)s") % {"hour": hour_text(hit.open_until.time())}
    opens = getattr(hit, "opens_at", None)
    if not opens:
        return ""
    if opens.date() == clock.now().astimezone(opens.tzinfo).date():
        return gettext("Opens at %(hour)s") % {"hour": hour_text(opens.time())}
    return gettext("Opens on %(day)s at %(hour)s") % {"day": weekday(opens.date()), "hour": hour_text(opens.time())}


@register.filter
def span_text(span: tuple[time, time]) -> str:
    """One span of a day."""
    opens, closes = span
    if opens == closes:
        return gettext("the whole day")
    return gettext("from %(opens)s to %(closes)s") % {"opens": hour_text(opens), "closes": hour_text(closes)}


def hour_text(hour: time) -> str:
    """An hour, as it is written on a door."""
    return time_format(hour, "G:i")


@register.filter
def day_and_hour(moment: datetime) -> str:
    """A day of the week and an hour."""
    return gettext("%(day)s at %(hour)s") % {"day": weekday(moment.date()), "hour": hour_text(moment.time())}


def weekday(day: date) -> str:
    """The name of a day of the week, in the language of the page."""
    names = [
        gettext("Monday"),
        gettext("Tuesday"),
        gettext("Wednesday"),
        gettext("Thursday"),
        gettext("Friday"),
        gettext("Saturday"),
        gettext("Sunday"),
    ]
    return names[day.weekday()].lower() if _language() != "en" else names[day.weekday()]


@register.filter
def who_runs_it(operator: str) -> str:
    """Who runs it, and whether that is police: the sentence of ``content/codes/operator``."""
    found = by_code("operator").get(operator) or by_code("operator")["unknown"]
    note = found.more.get("note", {})
    return str(note.get(_language()) or note.get("es", ""))


@register.filter
def whom_it_tells(shares_with: tuple[str, ...]) -> str:
    """Whom it must tell, or shares with; nothing where nothing is known."""
    if not shares_with:
        return ""
    names = ", ".join(label_inside("operator", code, _language()) for code in shares_with)
    return " " + gettext("It tells: %(bodies)s.") % {"bodies": names}


@register.filter
def who_else_is_there(housed_with: tuple[str, ...]) -> str:
    """Which bodies have an office in the same building or yard; nothing where nothing is known."""
    if not housed_with:
        return ""
    if tuple(housed_with) == ("police",):
        return gettext("There is police in the same building.")
    names = ", ".join(label_inside("operator", code, _language()) for code in housed_with)
    return gettext("In the same building there is: %(bodies)s.") % {"bodies": names}


@register.filter
def written_in(language: str) -> str:
    """In which language a place wrote its own text: said where the page is in another one."""
    names = {
        "es": gettext("Written in Spanish."),
        "pt": gettext("Written in Portuguese."),
        "en": gettext("Written in English."),
    }
    return names.get(language, "")


@register.filter
def last_checked(thing: Any) -> str:
    """When and by which role it was last confirmed."""
    if thing.checked_on is None:
        return gettext("Nobody has confirmed it yet.")
    days = max(0, (clock.today() - thing.checked_on).days)
    if thing.is_stale and (getattr(thing, "changed_since_check", False) or days <= PHONE_DAYS):
        # So fresh and yet stale: what was made sure of is not what stands there now.
        if thing.checked_by_role:
            return gettext("Changed since it was confirmed: call first.")
        return gettext("Nobody has confirmed it yet.")
    if thing.is_stale:
        return ngettext(
            "Not confirmed for %(days)s day: call first.", "Not confirmed for %(days)s days: call first.", days
        ) % {"days": days}
    role = label_inside("house_role", thing.checked_by_role, _language()) if thing.checked_by_role else ""
    if not role:
        return ngettext("Its source is %(days)s day old.", "Its source is %(days)s days old.", days) % {"days": days}
    if not days:
        return gettext("Confirmed today by: %(role)s.") % {"role": role}
    return ngettext("Confirmed %(days)s day ago by: %(role)s.", "Confirmed %(days)s days ago by: %(role)s.", days) % {
        "days": days,
        "role": role,
    }


@register.filter
def why_first(hit: Hit, ask: Ask) -> str:
    """Why this one stands first, in one line."""
    if not ask.chosen:
        return ""
    reasons = []
    if hit.just_come:
        reasons.append(gettext("you can come without asking first"))
    if len(ask.needs) > 1 and hit.needs_met > 1:
        reasons.append(gettext("it helps with several things you asked for"))
    if hit.welcomes:
        reasons.append(gettext("it says it welcomes you"))
    if hit.km is not None and hit.km <= NEAR_KM:
        reasons.append(gettext("it is near"))
    if hit.always_open or hit.open_until:
        reasons.append(gettext("it is open"))
    if not hit.is_stale and hit.checked_on and (clock.today() - hit.checked_on).days <= LATELY_DAYS:
        reasons.append(gettext("it was confirmed lately"))
    if not reasons:
        return ""
    return gettext("It is first because %(reasons)s.") % {"reasons": joined(reasons)}


@register.filter
def asked_for(ask: Ask) -> str:
    """What was asked for, in her words, as a short list."""
    if not ask.chosen:
        return gettext("You marked nothing. This is what people look for most.")
    names = [label("need", need, _language()) for need in ask.needs[:4]]
    return "; ".join(names) + "."  # a need has commas of its own


@register.filter
def let_go_sentence(wish: str) -> str:
    """What was let go so that the page is not empty."""
    sentences = {
        "words": gettext("No place has that word in its name. These fit the rest."),
        "open_now": gettext("Nothing is open right now. These open later."),
        "languages": gettext("No place says it speaks your language. These fit the rest."),
        "unknown": gettext("We do not know who runs these. There is no other here. Ask first who they tell."),
        "papers": gettext("No place says that it asks for no papers. These may ask: see each one."),
    }
    return sentences[wish]


def joined(parts: list[str]) -> str:
    """A list in words: one, two and three."""
    if len(parts) == 1:
        return parts[0]
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
