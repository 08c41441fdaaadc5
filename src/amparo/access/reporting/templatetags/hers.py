"""Words for the pages of whoever writes: a day as she says it, who somebody is."""

from datetime import date

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language

from amparo.access.reporting.forms.back import CaseForm
from amparo.access.reporting.queries import calendar
from amparo.commons import clock
from amparo.commons.ui.templatetags.ui import day_text
from amparo.formats.codes import by_code, label

register = template.Library()


@register.filter
def weekday_text(day: date) -> str:
    """A day of the next weeks: viernes 27 de noviembre."""
    text = f"{WEEKDAYS[day.weekday()]} {date_format(day, 'MONTH_DAY_FORMAT')}"
    return text if get_language() == "en" else text.lower()


@register.filter
def iso_day(text: str) -> str:
    """A day that was sealed as 2026-11-25, as she reads it; nothing where it is none."""
    try:
        return day_text(date.fromisoformat(text))
    except ValueError:
        return ""


@register.filter
def role_text(code: str) -> str:
    """Who of the house speaks; nothing where the code is none of ours, because whoever sealed it may write anything."""
    return label("house_role", code, get_language() or "es") if code in by_code("house_role") else ""


@register.simple_tag
def house_roles() -> list[tuple[str, str]]:
    """Every role that may speak, for a page that learns it only when it opens."""
    return [(code, each.label(get_language() or "es")) for code, each in by_code("house_role").items()]


@register.filter
def allowed_text(kind: str, young: bool = False) -> str:
    """What she allowed, as one says it to her; nothing where the code is none of ours."""
    return (dict(young_kinds_for_her()) if young else {}).get(kind) or dict(kinds_for_her()).get(kind, "")


@register.simple_tag
def kinds_for_her() -> list[tuple[str, str]]:
    """Everything that she may allow, as one says it to her."""
    language = get_language() or "es"
    return [(code, each.more["you"][language]) for code, each in by_code("consent_kind").items()]


@register.simple_tag
def young_kinds_for_her() -> list[tuple[str, str]]:
    """Of these what one says with other words to somebody under 18."""
    language, kinds = get_language() or "es", by_code("consent_kind").items()
    return [(code, each.more["young"][language]) for code, each in kinds if "young" in each.more]


@register.simple_tag
def said_to_her(list_name: str) -> list[tuple[str, str]]:
    """Every code of a list, as one says it to her."""
    return [(code, each.more["you"][get_language() or "es"]) for code, each in by_code(list_name).items()]


@register.filter
def to_her(code: str, list_name: str) -> str:
    """A code of a list as one says it to her; nothing where it is none of ours."""
    return dict(said_to_her(list_name)).get(code, "")


@register.filter
def why_text(code: str) -> str:
    """Why somebody was let into her case, as one says it to her; nothing where the code is none of ours."""
    return dict(whys_for_her()).get(code, "")


@register.simple_tag
def whys_for_her() -> list[tuple[str, str]]:
    """Every reason for letting somebody in, as one says it to her."""
    language = get_language() or "es"
    return [(code, each.more["you"][language]) for code, each in by_code("letting_in_reason").items()]


@register.simple_tag
def case_form() -> CaseForm:
    """Her name and how to reach her, still empty."""
    return CaseForm()


@register.simple_tag
def copies_until() -> date:
    """When the last copy of the house is gone that can hold what is destroyed today."""
    return calendar.copies_until(clock.today())
