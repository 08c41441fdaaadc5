"""The sentences of a route: the clocks, what is known here, and how it stands."""

from typing import Any

from django import template
from django.utils.translation import get_language, gettext, ngettext

from amparo.access.pathways.queries.audio import recorded
from amparo.access.pathways.queries.lawyer import ShownClock, ShownLaw
from amparo.access.pathways.queries.route import LocalPart, Route, RouteStep, ShownLine
from amparo.access.pathways.queries.standing import Standing
from amparo.commons.ui.templatetags.clocks import in_state, time_left, window_after, window_name, window_use
from amparo.commons.ui.templatetags.ui import day_text, said, since_when
from amparo.formats.codes import label, label_inside
from amparo.formats.country_packs import Line
from amparo.formats.neutral import telling_words

register = template.Library()


for clock_word in (time_left, window_use, window_name, window_after, in_state):
    register.filter(clock_word.__name__, clock_word)


@register.filter
def title_of(step: RouteStep) -> str:
    """The heading of a step."""
    return said(step.general.texts["title"] if step.general else step.here[0].step.texts["title"])


@register.filter
def plain_steps(route: Route) -> list[str]:
    """The steps as a list that may be sent or found: headings only, and none that tells what happened."""
    return [title for step in route.steps if not telling_words(title := title_of(step))]


@register.filter
def text_of(step: RouteStep, name: str) -> str:
    """One text of a general step; nothing for a local one."""
    return said(step.general.texts.get(name)) if step.general else ""


@register.filter
def here_text(part: LocalPart, name: str) -> str:
    """One text of what is known here, where it may be shown."""
    return said(part.texts.get(name))


@register.filter
def line_hours(line: Line) -> str:
    """When a line answers."""
    return said(line.hours_text) or line.hours


@register.filter
def line_standing(each: ShownLine) -> str:
    """When somebody made sure of a line, or that nobody did, and how old its source is."""
    return how_it_stands(each.standing, each.line.source_date) or gettext("Not checked.")


@register.filter
def warning_standing(part: LocalPart) -> str:
    """The same of a warning; where its source has no day, the page says that nobody knows how old it is."""
    return how_it_stands(part.standing, part.step.source_date) or gettext(
        "Not checked. We do not know how old this is."
    )


@register.filter
def law_standing(each: ShownLaw) -> str:
    """Whether a lawyer signed what we read about the law, and else how old its source is."""
    if each.standing.is_checked:
        return gettext("Signed by a lawyer.")
    day = since_when(each.line.source_date)
    aged = gettext("The source is from %(day)s.") % {"day": day} if day else gettext("We do not know how old this is.")
    return f"{gettext('It waits for the signature of a local lawyer.')} {aged}"


@register.filter
def law_time(each: ShownClock) -> str:
    """How much time the law gives, in words; that nobody knows, where no rule says it. Never "too late"."""
    if each.time is None:
        return gettext("We do not know how much time there is")
    n = each.time.count
    words = {
        "hours": ngettext("%(n)s hour", "%(n)s hours", n),
        "days": ngettext("%(n)s day", "%(n)s days", n),
        "working": ngettext("%(n)s working day", "%(n)s working days", n),
        "any_time": gettext("Any day, at any hour"),
        "months": ngettext("%(n)s month", "%(n)s months", n),
    }[each.time.unit]
    return words % {"n": n}


@register.filter
def need_words(code: str) -> str:
    """What a need is called in the search."""
    return label("need", code, get_language() or "es")


def how_it_stands(standing: Standing, written: str) -> str:
    """When somebody made sure, or the day of the source; nothing where neither is known."""
    if standing.checked_on:
        return gettext("Checked on %(day)s.") % {"day": day_text(standing.checked_on)}
    day = since_when(written)
    return gettext("Not checked. The source is from %(day)s.") % {"day": day} if day else ""


@register.filter
def is_unreviewed(route: Route) -> bool:
    """Are the local texts of this page a translation that nobody reviewed?"""
    return bool(route.pack_language) and route.pack_language != (get_language() or "es")


@register.filter
def bodies(codes: Any) -> str:
    """The names of some bodies, in words."""
    language = get_language() or "es"
    return ", ".join(label_inside("operator", code, language) for code in codes)


@register.filter
def voice_of(step: RouteStep) -> str:
    """The name of the recording of a step, where the house has one."""
    return recorded(step.general.code, get_language() or "es") if step.general else ""


@register.filter
def missing_words(code: str) -> str:
    """What a line waits for."""
    return {
        "confidence": gettext("a source that somebody has seen"),
        "check": gettext("someone who rings or goes there"),
        "old_check": gettext("a new check: the last one is older than 90 days"),
        "reporting": gettext("the lawyer's signature under who must tell whom"),
        "signature": gettext("the signature of a paid reviewer, from an organisation led by peers"),
        "counsel": gettext("the signature of a lawyer"),
        "wrong": gettext("it was found wrong and is not shown"),
    }.get(code, code)


@register.filter
def part_words(name: str) -> str:
    """What a part of a line is, in words; a new part that has no word yet is told by its own name."""
    return {
        "title": gettext("Heading"),
        "say": gettext("You can say"),
        "get": gettext("What you get"),
        "ask": gettext("What they may ask"),
        "before": gettext("To know before going"),
        "warning": gettext("Warning"),
        "must_tell": gettext("Whom they must tell"),
        "migrants": gettext("If you come from another country"),
        "consulate_text": gettext("Consulates"),
    }.get(name, name.replace("_", " "))
