"""The few words templates need beyond Django's own."""

from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


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
def day_text(day: Any) -> str:
    """A day, as it is written in the language of the page: 4 de noviembre de 2026."""
    text = date_format(day, "DATE_FORMAT")
    return text if get_language() == "en" else text.lower()
