"""How to reach the mother, and who protects children here, on the pages that need it."""

from typing import Any

from django import template

from amparo.access.alternative_care.queries.children import protecting
from amparo.formats.case_questions import CHILD, Answer, Question, by_section

register = template.Library()


@register.simple_tag
def calling(found: Any) -> list[tuple[Question, Answer]]:
    """Whom to call, and how: what was answered of it."""
    asked = [each for each in by_section(CHILD)["mother"].questions if each.code.startswith("call_")]
    return [(each, found.answers[each.code]) for each in asked if found.answers.get(each.code, Answer()).is_there]


@register.simple_tag
def protectors() -> list[str]:
    """Who protects children in this house, by the names they use."""
    return [each.user.name_used for each in protecting()]
