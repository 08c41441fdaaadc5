"""The sentences of a clock: how much time there is, and what it is for. On a route, and on the page of a case."""

from django import template
from django.utils.translation import get_language, gettext, ngettext

from amparo.commons.ui.templatetags.ui import said
from amparo.formats.codes import by_code, label
from amparo.formats.elapsed import Reading

register = template.Library()
MONTH_DAYS = 30.4


@register.filter
def time_left(reading: Reading) -> str:
    """How much time there is, in words: hours to five days, then days, then months. Never "too late"."""
    if reading.state == "always":
        return gettext("Always")
    hours = reading.hours_left
    if reading.state != "open" or hours is None:
        return ""
    if hours < 1:
        return gettext("go right now")
    if hours <= 120:
        return ngettext("about %(n)s hour", "about %(n)s hours", hours) % {"n": hours}
    days = hours // 24
    if days < 60:
        return ngettext("about %(n)s day", "about %(n)s days", days) % {"n": days}
    months = int(days / MONTH_DAYS)
    return ngettext("about %(n)s month", "about %(n)s months", months) % {"n": months}


@register.filter
def window_use(reading: Reading) -> str:
    """What the time is for, and the condition of the body where there is one."""
    more = by_code("window")[reading.code].more
    use, condition = said(more.get("use")), said(more.get("if"))
    if not condition:
        return use
    return f"{use} {gettext('Only')} {condition}."


@register.filter
def window_if(reading: Reading) -> str:
    """For whom it is: the condition on the body, or nothing."""
    return said(by_code("window")[reading.code].more.get("if"))


@register.filter
def window_name(reading: Reading) -> str:
    """What the clock is of."""
    return label("window", reading.code, get_language() or "es")


@register.filter
def window_after(reading: Reading) -> str:
    """What people usually ask, where the window is past or the time is not known."""
    more = by_code("window")[reading.code].more
    if reading.state == "maybe":
        return gettext("There may still be time: go today.") + " " + said(more.get("after"))
    return said(more.get("after"))


@register.filter
def in_state(readings: list[Reading], states: str) -> list[Reading]:
    """The clocks in one of these states."""
    wanted = states.split(",")
    return [reading for reading in readings if reading.state in wanted]
