"""How long and what for, in words, on the pages of rules."""

from django import template
from django.utils.translation import get_language

from amparo.commons.ui.templatetags.ui import day_text
from amparo.formats.deadlines.rules import Count, Texts
from amparo.formats.deadlines.triggers import Trigger
from amparo.formats.deadlines.words import length_words, trigger_words

register = template.Library()


@register.filter
def length_of(count: Count) -> str:
    """Seven working days; 36 hours."""
    return length_words(count, get_language() or "es")


@register.filter
def told(texts: Texts | None) -> str:
    """A text of a rule in the language of the page."""
    return (texts or {}).get(get_language() or "es", "")


@register.filter
def as_written(trigger: Trigger) -> str:
    """A day, a moment or a month."""
    return trigger_words(trigger, get_language() or "es", lambda day, _language: day_text(day))
