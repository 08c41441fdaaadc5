"""How the period of an edition is read, and one cell of a row of heads."""

import re
from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from amparo.commons.ui.templatetags.ui import month_text
from amparo.publications.queries import Row

register = template.Library()
PERIOD = re.compile(r"(\d{4})(?:-(?:(\d{2})|[QT]([1-4])|[HS]([12])))?")


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
        names = {"first": _month(begin), "last": month_text(end)}
        return gettext("%(first)s to %(last)s") % names
    return year


def _month(day: date) -> str:
    text = date_format(day, "F")
    return text if get_language() == "en" else text.lower()


@register.filter
def all_hidden(row: Row) -> bool:
    """Is nothing of this row shown? Then it is said once."""
    return all(figure.kind == "hidden" for figure in row.figures)


@register.filter
def at(heads: Sequence[str], place: int) -> str:
    """The head above a cell."""
    return heads[place]
