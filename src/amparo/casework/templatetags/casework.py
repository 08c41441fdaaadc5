"""How the questions of a case, and what she answered, stand on a page."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from amparo.formats.case_questions import SCALE, Answer, Question, Section
from amparo.formats.codes import label
from amparo.vault.queries.desk import name_of

register = template.Library()
register.simple_tag(name_of, name="reader_is")


def _language() -> str:
    return get_language() or "es"


@register.simple_tag
def heading(section: Section) -> str:
    """The heading of a section."""
    return section.label(_language())


@register.simple_tag
def hint(section: Section) -> str:
    """What is said under its heading."""
    return section.hint(_language())


@register.simple_tag
def asked(question: Question) -> str:
    """How a question is asked."""
    return question.label(_language())


@register.simple_tag
def said_of(question: Question, answer: Answer | None) -> str:
    """What she said, in the language of the page; her own words as they are."""
    if answer is None or not answer.is_there:
        return gettext("Left out")
    if answer.said:
        return label("answer", answer.said, _language())
    if isinstance(answer.value, tuple):
        return " · ".join(label(question.list, code, _language()) for code in answer.value)
    if question.kind == "scale":
        return gettext("%(value)s of %(most)s") % {"value": answer.value, "most": SCALE[-1]}
    return label(question.list, str(answer.value), _language()) if question.list else str(answer.value)


@register.simple_tag
def said(question: Question, theirs: Mapping[str, Any]) -> str:
    """What stands there now, of answers by question."""
    return said_of(question, theirs.get(question.code))


@register.filter
def first_key(found: Mapping[str, Any]) -> str:
    """The first of them."""
    return next(iter(found))
