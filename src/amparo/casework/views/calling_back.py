"""She took it back, and somebody has something of hers: they are told, and what they answer is written down."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions import calling_back as actions
from amparo.casework.actions import cases as case_actions
from amparo.casework.forms.calling_back import AnsweredForm
from amparo.casework.policies.areas import may_write_part
from amparo.casework.queries import cases as queries
from amparo.casework.queries.calling_back import ANSWER, GIVEN_OUT, WORDS
from amparo.casework.views.beginning import PAGE
from amparo.commons.ui.views import keeps_words
from amparo.formats.case_questions import questions
from amparo.vault.actions.fields import Past


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What she wrote, under its question."""
    return [(questions(GIVEN_OUT)[WORDS].label(get_language() or "es"), request.POST.get(WORDS, ""))]


@sensitive_post_parameters()
@keeps_words(words_in)
def called_back(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """What to say to them, and what they answer. Where two wrote it, both stand on the page."""
    found = queries.get_case(request.user, reference)
    if request.method != "POST":
        return page(request, found, part)
    may_write_part.check(request.user, GIVEN_OUT, {})
    form = AnsweredForm(request.POST)
    if not form.is_valid():
        return page(request, found, part, form=form)
    said = form.cleaned_data
    try:
        actions.say_answered(
            found, reference=part, answer=said[ANSWER], words=said[WORDS], seen=said["seen"], by=request.user
        )
    except Past:
        return page(request, found, part, hers=said, status=409)
    messages.success(request, _("Written down. She reads on her page what they answered."))
    return redirect(PAGE, reference)


def page(
    request: HttpRequest, found: Any, part: str, *, form: Any = None, hers: Any = None, status: int = 200
) -> HttpResponse:
    """The page; ``hers`` is what somebody wrote over what stands there by now."""
    opened = case_actions.open_case(found, by=request.user)
    one = actions.recall_in(opened.parts, part)
    stands = {ANSWER: one.answer, WORDS: one.words, **(hers or {}), "seen": one.part.number}
    context = {
        "case": found,
        "open": opened,
        "one": one,
        "form": form or AnsweredForm(initial=stands),
        "past": hers is not None,
        "young": opened.is_young,
        "why_not_write": may_write_part.reason(request.user, GIVEN_OUT, {}),
    }
    return render(request, "casework/called_back.html", context, status=status)
