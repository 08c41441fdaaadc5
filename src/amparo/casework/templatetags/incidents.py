"""The words of what happened to her, and of a conversation about force and deceit."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from amparo.casework.queries.incidents import Happened, decided_of
from amparo.casework.queries.parts import OpenPart
from amparo.commons.ui.templatetags.ui import said, since_when
from amparo.formats.case_questions import questions
from amparo.formats.codes import Code, by_code, codes, label, label_inside
from amparo.formats.trafficking import WEIGHTS

register = template.Library()


def _language() -> str:
    return get_language() or "es"


@register.filter
def bodies_in_words(bodies: list[str]) -> str:
    """The names of some bodies."""
    return ", ".join(label_inside("operator", each, _language()) for each in bodies if each != "unknown")


@register.filter
def when_of(part: OpenPart) -> str:
    """When it happened, as far as she said it."""
    day = part.said("happened_day") or part.said("happened_month") or ""
    return since_when(str(day))


@register.filter
def acts_of(part: OpenPart, young: bool = False) -> str:
    """What was done to her, in words; of somebody under 18 in the words for her."""
    return " · ".join(label("incident_type", each, _language(), young=bool(young)) for each in part.said("acts", ()))


@register.filter
def kind_of(part: OpenPart) -> str:
    """The kind that the rule gave, in words, or that none was given yet."""
    core_type = decided_of(part).core_type
    return label("core_type", core_type, _language()) if core_type else gettext("Its kind is not said")


@register.filter
def asked_as(number: int) -> str:
    """One of the six questions."""
    return said(_of_question(number).more["asks"])


@register.simple_tag(takes_context=True)
def acts_that_say(context: Mapping[str, Any], seen: Happened, number: int) -> str:
    """The acts that would go with a yes to one of the six questions; ``young`` on the page: in the words for her."""
    kind, young = _of_question(number).code, bool(context.get("young"))
    acts = [each for each in seen.part.said("acts", ()) if by_code("incident_type")[each].more.get("parent") == kind]
    return ", ".join(label_inside("incident_type", each, _language(), young=young) for each in acts)


def _of_question(number: int) -> Code:
    return next(each for each in codes("core_type") if each.more["question"] == number)


@register.simple_tag
def six_answered(seen: Happened) -> list[tuple[str, str]]:
    """The questions that were asked, each with its answer."""
    answered = [(number, said) for number, said in enumerate(seen.decided.answers.in_order(), start=1)]
    return [(asked_as(number), label("answer", code, _language())) for number, code in answered if code != "not_asked"]


@register.simple_tag(takes_context=True)
def question_asked(context: Mapping[str, Any], name: str, kind: str) -> str:
    """How a question of a kind is asked; of somebody under 18 (``young`` on the page) as one speaks with her."""
    return questions(kind)[name].label(_language(), young=bool(context.get("young")))


@register.filter
def sign(code: Code, young: bool = False) -> str:
    """A sign in words; of somebody under 18 in the words for her."""
    return code.label(_language(), young=bool(young))


@register.filter
def weight_of(code: Code) -> str:
    """How much a sign weighs, and whether anybody of this project saw that in the source."""
    words: dict[str, Any] = dict(zip(WEIGHTS, (gettext("strong"), gettext("medium"), gettext("weak")), strict=True))
    weight = str(words[code.more["weight"]])
    said = (
        gettext("%(weight)s sign") if code.more["verified"] else gettext("%(weight)s sign, not checked in its source")
    )
    return said % {"weight": weight}
