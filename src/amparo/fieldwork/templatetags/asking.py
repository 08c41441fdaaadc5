"""What becomes of an answer, in words: for who chooses among ways, and for who reads before she signs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext

from amparo.formats.answers import Way, text_in, way_of
from amparo.formats.codebook import Variable
from amparo.formats.codes import codes
from amparo.formats.coding import CODED, CONSENT, DROPPED, GIVEN, LINK, OWN, SAYS_NOTHING
from amparo.formats.openrosa.forms import Question

register = template.Library()
SHOWN, LONGEST = 2, 28  # words of a list, and letters of each, so that one knows which it is
LISTED_AT_MOST = 12  # values of a variable that are written out


def _few(list_name: str, language: str) -> str:
    """The first words of a list."""
    every = codes(list_name)
    said = [Truncator(each.label(language)).chars(LONGEST) for each in every[:SHOWN]]
    return ", ".join(said) + (", …" if len(every) > SHOWN else "")


def way_said(way: Way, question: Question, language: str) -> str:
    """What can be chosen, in a few words."""
    if way.do == CONSENT:
        yes = " / ".join(text_in(each.labels, language) for each in question.choices if each.name in way.yes)
        return gettext("Permission: she is counted only if she answers “%(yes)s”") % {"yes": yes}
    if way.do == LINK:
        return {OWN: gettext("The coupon she came with"), GIVEN: gettext("Coupons that she was given")}[way.link]
    if way.do == DROPPED:
        return gettext("Nobody needs it")
    if way.do != CODED:
        return gettext("Stays sealed")
    if way.list:
        few = _few(way.list, language)
        return gettext("Counted, out of the list %(list)s (%(few)s)") % {"list": way.list, "few": few}
    return _coarse(way)


def _coarse(way: Way) -> str:
    """How coarse a time or a place gets."""
    said = {
        "country": gettext("Counted: the country"),
        "admin1": gettext("Counted: the province or state"),
        "municipality": gettext("Counted: the municipality"),
        "week": gettext("Counted: the week"),
        "month": gettext("Counted: the month"),
        "quarter": gettext("Counted: the quarter of the year"),
    }
    return said.get(way.level or way.kind) or gettext("Counted, with its own answers")


@register.simple_tag
def fate(question: Question, rule: Mapping[str, Any]) -> str:
    """What becomes of an answer, as a sentence for whoever reads before she signs."""
    way, language = way_of(rule), get_language() or "es"
    if way.do == CONSENT:
        yes = " / ".join(text_in(each.labels, language) for each in question.choices if each.name in way.yes)
        return gettext("It is a permission: without “%(yes)s” nothing of her is counted.") % {"yes": yes}
    if way.do == LINK:
        return gettext("It is the code of a coupon. Figures know who brought whom, and no code.")
    if way.do == DROPPED:
        return gettext("Nobody needs it: it is not counted.")
    if way.do != CODED:
        return gettext("It stays sealed. Only who leads the study opens it, with her key.")
    times = {
        "week": gettext("Of the day only the week is counted."),
        "month": gettext("Of the day only the month is counted."),
        "quarter": gettext("Of the day only the quarter of the year is counted."),
    }
    if way.kind in times:
        return times[way.kind]
    if way.level:
        return gettext("Of the place only this is counted: %(what)s.") % {"what": _level(way.level)}
    if not question.choices:
        return gettext("Only in which group it lies is counted (%(few)s).") % {"few": _few(way.list, language)}
    return gettext("Which of these answers she chose is counted.")


def _level(level: str) -> str:
    return {
        "country": gettext("the country"), "admin1": gettext("the province or state"),
        "municipality": gettext("the municipality"),
    }[level]  # fmt: skip


@register.filter
def language_name(language: str) -> str:
    """A language of a form, as its own people call it; another name stays as the form has it."""
    return dict(settings.LANGUAGES).get(language) or language or gettext("as it is written")


@register.filter
def words_said(told: Any) -> str:
    """Words of a form, one below the other: a text, or the answers of a question."""
    language = get_language() or "es"
    if isinstance(told, list):
        return "\n".join(f"○ {text_in(labels, language) or name}" for name, labels in told)
    return text_in(told, language) if isinstance(told, Mapping) else str(told)


@register.filter
def values_said(variable: Variable, codes: Iterable[str]) -> str:
    """What a variable can hold, in words; of a long list the beginning."""
    language = get_language() or "es"
    if variable.kind in ("week", "month", "quarter"):
        return {"week": "2026-W48", "month": "2026-11", "quarter": "2026-Q4"}[variable.kind]
    if variable.kind == "place":
        return _level(variable.level)
    every = [f"{variable.words_of(code, language)} ({code})" for code in codes if code not in SAYS_NOTHING]
    more = len(every) - LISTED_AT_MOST
    shown = " · ".join(every[:LISTED_AT_MOST])
    return shown + (" " + gettext("and %(n)s more") % {"n": more} if more > 0 else "")


@register.filter
def sentence_of(found: Any) -> str:
    """What was found, in the language of the page."""
    return str(found.sentence(get_language() or "es"))
