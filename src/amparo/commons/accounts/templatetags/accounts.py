"""Who is signed in, for the skeleton of the staff pages."""

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import get_language

from amparo.formats.codes import choices, label

register = template.Library()


@register.simple_tag(takes_context=True)
def signed_in(context: Context) -> Any:
    """The person who is signed in, or None: public pages never ask, so that they never touch a session."""
    request = getattr(context, "request", None)
    person = getattr(request, "user", None)
    return person if person is not None and person.is_authenticated else None


@register.filter
def coded(code: str, list_name: str) -> str:
    """The words of a code in the language of the page."""
    return label(list_name, code, get_language() or "es")


@register.simple_tag
def codes_of(list_name: str) -> list[tuple[str, str]]:
    """Every code of a list with its words: a button for each, or for a page that learns only later which it needs."""
    return choices(list_name, get_language() or "es")
