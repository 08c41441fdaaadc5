"""What a state and a visit say in words."""

from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from amparo.access.focal_points.forms.desk import ASKED
from amparo.access.focal_points.queries.state import ACCREDITED, DUE, ENDED, INVITED
from amparo.commons.ui.templatetags.ui import day_text
from amparo.formats.codes import by_code

register = template.Library()


@register.filter
def freshness(line: Any) -> str:
    """How fresh the knowledge of a focal point is, in one sentence."""
    code, day = line.state.code, {"day": day_text(line.state.since)}
    if code == INVITED:
        return gettext("Invited on %(day)s. She is not accredited yet.") % day
    if code == ACCREDITED:
        return gettext("Checked on %(day)s.") % day
    if code == DUE:
        return gettext("Check again since %(day)s.") % day
    if code == ENDED:
        return gettext("No longer there since %(day)s.") % day
    return gettext("Nobody has made sure for too long. Nothing is referred to her since %(day)s.") % day


@register.filter
def asked_at_visit(question: str) -> str:
    """What was asked of whoever went there."""
    return str(ASKED[question])


@register.filter
def answer_of(visit: Any, question: str) -> str:
    """The answer of a visit to one of the questions."""
    return str(getattr(visit, question))


@register.filter
def questions_of(_visit: Any) -> list[str]:
    """The questions of a visit, in their order."""
    return list(ASKED)


@register.filter
def as_answered(state: str) -> str:
    """Where it stands, as it is said to whoever answered; nothing where she has not."""
    texts = by_code("referral_state")[state].more.get("answered", {})
    return str(texts.get(get_language() or "es", ""))
