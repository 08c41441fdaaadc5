"""The few words templates need beyond Django's own."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timeuntil
from django.utils.translation import get_language, gettext

from amparo.commons import clock
from amparo.formats.access import FOCAL_POINT, accompanying, cell, holding, roles

register = template.Library()
PERIOD = re.compile(r"(\d{4})(?:-(?:(\d{2})|[QT]([1-4])|[HS]([12])))?")


@register.simple_tag
def leaving_script(source: str) -> SafeString:
    """The one script of a public page, as it stands in the policy header."""
    return format_html("<script>{}</script>", SafeString(source))


@register.filter
def said(texts: Any) -> str:
    """The text of a table ``es pt en`` in the language of the page; Spanish where there is no other."""
    if not texts:
        return ""
    if isinstance(texts, str):
        return texts
    return str(texts.get(get_language() or "es") or texts.get("es") or next(iter(texts.values())))


@register.filter
def reads_letters(person: Any) -> bool:
    """Does she read letters, here or from outside?"""
    return bool(person.has_role("reader", "outside"))


@register.filter
def accompanies(person: Any) -> bool:
    """Can a case be opened to her?"""
    return bool(person.has_role(*accompanying()))


@register.filter
def represents(person: Any) -> bool:
    """Does she work on legal matters?"""
    return bool(person and person.has_role(*(role for role in roles() if "W" in cell(role, "matter"))))


@register.filter
def uses_doors(person: Any) -> bool:
    """Does she send somebody to a door that was agreed, or look after what was agreed?"""
    return not stands_outside(person) and bool(person.has_role("editor", "coordinator", "checker", *accompanying()))


@register.filter
def minds_keys(person: Any) -> bool:
    """Has she to do with keys?"""
    return bool(person.has_role("coordinator", *holding()))


@register.filter
def minds_children(person: Any) -> bool:
    """Has she to do with the children who are minded, or with the places where they are?"""
    return bool(person.has_role("coordinator", *(each for each in holding() if cell(each, "children"))))


@register.filter
def asks(person: Any) -> bool:
    """Has she to do with what is asked in the field?"""
    return bool(person.has_role(*(each for each in roles() if cell(each, "asking"))))


@register.filter
def speaks_with_houses(person: Any) -> bool:
    """Has she to do with what was agreed with other houses?"""
    return bool(person.has_role(*(each for each in roles() if cell(each, "exchange"))))


@register.filter
def counts_facts(person: Any) -> bool:
    """Is the room of evidence hers, where there are facts and no people?"""
    return bool(person.has_role(*(each for each in roles() if cell(each, "evidence"))))


@register.filter
def minds_releases(person: Any) -> bool:
    """Has she to do with what is published?"""
    return bool(person.has_role(*(each for each in roles() if cell(each, "release"))))


@register.filter
def stands_outside(person: Any) -> bool:
    """Is she here for letters alone, as a reader from outside?"""
    return set(person.role_codes) == {"outside"}


@register.filter
def answers_for_a_body(person: Any) -> bool:
    """Is she a focal point of another body, for whom one page is there?"""
    return FOCAL_POINT in person.role_codes


@register.filter
def knows_focal_points(person: Any) -> bool:
    """Is the list of focal points there for her?"""
    return bool(person.has_role("coordinator", *accompanying())) and not stands_outside(person)


@register.filter
def day_text(day: Any) -> str:
    """A day, or the organisation's day of a moment, in the language of the page: 4 de noviembre de 2026."""
    text = date_format(clock.day(day) if isinstance(day, datetime) else day, "DATE_FORMAT")
    return text if get_language() == "en" else text.lower()


@register.filter
def left_until(moment: datetime) -> str:
    """How long it is from now until a moment: 2 horas y 10 minutos."""
    return timeuntil(moment, clock.now())


@register.filter
def since_when(written: str) -> str:
    """A day, a month or a year as a pack writes it (2026-11-04, 2026-11, 2026), as a person reads it."""
    if written == "undated":
        return ""
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?: \(upd\.\))?", written)
    if not found or not found[2]:
        return written
    day = date(int(found[1]), int(found[2]), int(found[3] or 1))
    return day_text(day) if found[3] else month_text(day)


@register.filter
def month_text(day: Any) -> str:
    """A month, as it is written in the language of the page: noviembre de 2026."""
    text = date_format(day, "YEAR_MONTH_FORMAT")
    return text if get_language() == "en" else text.lower()


@register.filter
def period_text(period: str) -> str:
    """A year, a half, a quarter or a month as it is read: enero a marzo de 2026."""
    found = PERIOD.fullmatch(period)
    if not found:
        return period
    year, month, quarter, half = found.groups()
    if month:
        return month_text(date(int(year), int(month), 1))
    if quarter or half:
        long = 3 if quarter else 6
        first = (int(quarter or half) - 1) * long + 1
        begin, end = date(int(year), first, 1), date(int(year), first + long - 1, 1)
        names = {"first": _alone(begin), "last": month_text(end)}
        return gettext("%(first)s to %(last)s") % names
    return year


def _alone(day: date) -> str:
    text = date_format(day, "F")
    return text if get_language() == "en" else text.lower()
