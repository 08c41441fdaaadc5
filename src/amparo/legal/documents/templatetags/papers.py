"""How templates and papers are said on their pages."""

from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from amparo.formats.codes import label

register = template.Library()


@register.simple_tag
def paper_title(of: Any, language: str) -> str:
    """What a paper is, in its own language."""
    return str(of.title(language))


@register.simple_tag
def template_line(of: Any) -> str:
    """A template in a line: what it is, and of which country."""
    own = get_language() or "es"
    where = label("country", of.country, own) if of.country else ""
    return " · ".join(each for each in (of.title(own), where) if each)


@register.simple_tag
def form_name(form: str) -> str:
    """A form of file, as a button says it."""
    return {"docx": gettext("As Word"), "pdf": gettext("As PDF"), "html": gettext("As a page to print")}[form]
