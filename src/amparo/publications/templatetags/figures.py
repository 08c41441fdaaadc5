"""How a figure stands on a page: with the name of its row, so that a walk can prove that it is one."""

import re
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from amparo.commons.ui.templatetags.ui import said as words_said
from amparo.formats.numbers import SPACE, written

if TYPE_CHECKING:
    from amparo.publications.models import Figure

register = template.Library()
PLACE = re.compile(r"\{f:([0-9a-f]{16})\}")
EDGES = "<>"
SIGNS = {"percent": "%", "low": "%", "high": "%"}


@register.filter
def as_text(figure: "Figure") -> str:
    """What is said of it, in plain text: a number, a band, a share, or that it is not shown."""
    return gettext("not shown") if figure.kind == "hidden" else in_words(figure.kind, figure.said)


def in_words(kind: str, told: str) -> str:
    """A figure that is shown, as it is read: also before it leaves, so that who checks it reads what others will."""
    language = get_language() or "es"
    edge = told[:1] if told[:1] in EDGES else ""  # <5: nearly nobody; >95: nearly everybody
    number = written(told.removeprefix(edge), language)
    between = SPACE if language == "es" else ""  # 51 % in Spanish, 51% in the others
    share = f"{number}{between}{SIGNS[kind]}" if kind in SIGNS else number
    if not edge:
        return share
    return (gettext("under %(share)s") if edge == "<" else gettext("over %(share)s")) % {"share": share}


@register.filter
def said(figure: Any) -> str:
    """The same for a page. Everything public that is a number comes through here; words are said as elsewhere."""
    if not hasattr(figure, "reference"):
        return words_said(figure)
    kind = "figure figure-hidden" if figure.kind == "hidden" else "figure"
    return format_html('<span class="{}" data-figure="{}">{}</span>', kind, figure.reference, as_text(figure))


@register.simple_tag
def worded(sentence: str, figures: "dict[str, Figure]") -> SafeString:
    """A sentence with its figures in their places."""
    parts = PLACE.split(sentence)  # words, a reference, words, …
    return format_html_join(
        "", "{}", ((said(figures[part]) if place % 2 else part,) for place, part in enumerate(parts))
    )
