"""Hours, days and tiers, said in words on the pages of the desk."""

from typing import TYPE_CHECKING

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from amparo.commons.directory.forms.entry import TIERS
from amparo.commons.directory.queries.missing import FEW

if TYPE_CHECKING:
    from amparo.commons.directory.models import Schedule

register = template.Library()


@register.filter
def day_names(mask: int) -> str:
    """The days of a mask: runs of three and more as "Monday to Friday"."""
    days = [day for day in range(7) if mask >> day & 1]
    parts, start = [], 0
    for index, day in enumerate(days):
        if index + 1 < len(days) and days[index + 1] == day + 1:
            continue
        run = days[start : index + 1]
        start = index + 1
        if len(run) > 2:
            parts.append(_("%(first)s to %(last)s") % {"first": WEEKDAYS[run[0]], "last": WEEKDAYS[run[-1]]})
        else:
            parts += [str(WEEKDAYS[each]) for each in run]
    return ", ".join(parts)


@register.filter
def hours_said(line: "Schedule") -> str:
    """From when to when, and whether that is the next morning."""
    if line.opens == line.closes:
        return _("the whole day")
    hours = {"opens": f"{line.opens:%H:%M}", "closes": f"{line.closes:%H:%M}"}
    if line.closes < line.opens:
        return _("from %(opens)s until %(closes)s of the next day") % hours
    return _("from %(opens)s until %(closes)s") % hours


@register.filter
def tier_said(tier: int) -> str:
    """What a tier means."""
    return str(dict(TIERS)[str(tier)])


@register.filter
def few_said(count: int) -> str:
    """A count on a page: below five nobody says which."""
    return _("fewer than 5") if 0 < count < FEW else str(count)
