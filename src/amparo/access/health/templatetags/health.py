"""Agreed doors in words: how one stands, when it is open, what was agreed, and whether it is kept."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from amparo.access.health.queries.agreements import BROKEN, KEPT, Held, held_against
from amparo.access.health.queries.channels import AGAIN, CHECKED, CLOSED, ENDED, MOVED, OPEN, OVER
from amparo.access.health.queries.desk import Line, town_of
from amparo.commons.directory.templatetags.desk import day_names, hours_said
from amparo.commons.ui.templatetags.clocks import time_left, window_after, window_name, window_use
from amparo.commons.ui.templatetags.ui import day_text
from amparo.formats.elapsed import Reading
from amparo.formats.neutral import telling_words
from amparo.formats.sittings import Sitting

register = template.Library()


def day_of_week(day: date) -> str:
    """A day as one says it: Tuesday, 1 December."""
    text = f"{WEEKDAYS[day.weekday()]} {date_format(day, 'MONTH_DAY_FORMAT')}"
    return text if get_language() == "en" else text.lower()


@register.filter
def on_day(day: date) -> str:
    """The same, for a heading."""
    return day_of_week(day)


@register.filter
def sitting_said(sitting: Sitting | None) -> str:
    """When hours are: the day and from when until when; past midnight it says of which day the end is."""
    if sitting is None:
        return ""
    hours = {"day": day_of_week(sitting.day), "opens": f"{sitting.begins:%H:%M}", "closes": f"{sitting.ends:%H:%M}"}
    if sitting.ends.date() > sitting.begins.date():
        return gettext("%(day)s, from %(opens)s until %(closes)s of the next day") % hours
    return gettext("%(day)s, from %(opens)s until %(closes)s") % hours


@register.filter
def is_now(sitting: Sitting | None, now: datetime) -> bool:
    """Is it open?"""
    return sitting is not None and sitting.is_now(now)


@register.filter
def state_said(line: Line) -> str:
    """How a door stands, in one or two sentences."""
    days = {
        "checked": day_text(line.channel.checked_on),
        "again": day_text(line.again_on),
        "over": day_text(line.over_on),
    }
    said = {
        CHECKED: gettext("Checked on %(checked)s. From %(again)s it has to be checked again."),
        AGAIN: gettext("Check it again: it was last checked on %(checked)s. From %(over)s nobody is sent there."),
        OVER: gettext(
            "Not offered any more: nobody checked it since %(checked)s. It works again once somebody asks them."
        ),
        ENDED: gettext("It ended on %(ended)s."),
    }[line.state]
    if line.state == ENDED:
        return said % {"ended": day_text(line.channel.ended_on)}
    return said % days


@register.filter
def place_said(line: Line) -> str:
    """What is wrong with the place itself; nothing where it is open."""
    return {
        OPEN: "",
        CLOSED: gettext("The list of places says that this place does not work any more. Nobody is sent there."),
        MOVED: gettext("The list of places has this door no longer. Change it, or end it here."),
    }.get(line.place_state, gettext(
        "Nobody confirmed this place for so long that the public pages hide it. Nobody is sent there until then."
    ))  # fmt: skip


@register.filter
def agreed_said(answer: str) -> str:
    """Yes, no, or nobody asked."""
    return {"yes": gettext("Yes"), "no": gettext("No")}.get(answer, gettext("Nobody asked them yet"))


@register.filter
def room_left(count: int) -> str:
    """How many places are free."""
    return ngettext("%(n)s place free", "%(n)s places free", count) % {"n": count}


@register.filter
def where_to(channel: Any) -> list[str]:
    """Where she goes, line by line, for a slip: the street before the name, and no name that tells why she goes."""
    location, service = channel.location, channel.service
    names = [location.name, location.street, town_of(channel)] if location.street else [
        location.name or service.name, town_of(channel),
    ]  # fmt: skip
    return [each for each in names if each and not telling_words(each)] or [town_of(channel)]


@register.simple_tag(takes_context=True)
def kept(context: Mapping[str, Any], agreement: Any) -> Held:
    """What is counted says of a promise. ``outcomes``, if the page has it: the counts of a place since a day."""
    counts: Any = context.get("outcomes") or (lambda _service, _since: {})
    return held_against(agreement.what, counts(agreement.service_id, agreement.since))


@register.filter
def kept_said(held: Held) -> str:
    """The same in words."""
    if not held.is_counted:
        return gettext("Nothing that is counted tells this. Ask those who went.")
    if held.state == KEPT:
        return gettext("Kept, as far as %(n)s who went tell.") % {"n": held.known}
    if held.state == BROKEN:
        return gettext("Not kept: %(broken)s of %(n)s who went tell otherwise. Speak with that office.") % {
            "broken": held.broken, "n": held.known,
        }  # fmt: skip
    return gettext("Not enough is known: %(n)s who went told how it was.") % {"n": held.known}


@register.filter
def clock_said(reading: Reading) -> str:
    """How much time there is, in one sentence; beyond it what people usually ask. Never that it is over."""
    if reading.state == "open" and not reading.hours_left:
        return gettext("There is still time, if you go right now, %(use)s") % {"use": window_use(reading)}
    if reading.state in ("open", "always"):
        return gettext("There is time: %(left)s %(use)s") % {"left": time_left(reading), "use": window_use(reading)}
    return f"{window_name(reading)}. {window_after(reading)}"


@register.filter
def days_said(mask: int) -> str:
    """The days of a line of hours."""
    return day_names(mask)


@register.filter
def hours_between(window: Any) -> str:
    """From when to when, and whether that is the next morning."""
    return hours_said(window)


@register.filter
def room_for(count: int) -> str:
    """For how many there is room."""
    return gettext("room for %(n)s") % {"n": count}
