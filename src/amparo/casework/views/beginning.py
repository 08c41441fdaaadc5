"""Opening a case: how to reach her and one need, who must not read it, and whether she agrees."""

import functools
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions import cases as actions
from amparo.casework.forms.permissions import AgreedForm
from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.policies.cases import may_accompany
from amparo.casework.policies.young import AGE, says_young
from amparo.casework.queries import cases as queries
from amparo.casework.queries.leaving_out import choices, why_left_out
from amparo.commons.ui.views import keeps_words
from amparo.formats.case_questions import Answer, by_section, questions
from amparo.vault.queries.decision import asked_of
from amparo.vault.queries.opened import opened_by

PAGE, LIST = "case", "cases"
FIRST = ("contact", "need")  # what is asked when a case is opened: three minutes
ASKED_FIRST = ("name_used", AGE)


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What she wrote in words, each under its question."""
    language, young = get_language() or "es", is_told_young(request)
    asked = [each for each in questions().values() if each.is_words]
    return [(each.label(language, young=young), request.POST.get(each.code, "")) for each in asked]


def is_told_young(request: HttpRequest) -> bool:
    """Does the age on the form that was sent say that she is under 18? Then it comes back in words of her age."""
    return says_young({AGE: Answer(request.POST.get(AGE))})


@sensitive_post_parameters()
@keeps_words(words_in)
def begin(request: HttpRequest) -> HttpResponse:
    """Open a case for somebody who came in, whom a colleague met, or whom a partner sends."""
    may_accompany.check(request.user)
    opened_by(request.user)
    asked = asked_of(request.POST)
    begun = functools.partial(actions.begin_case, asked=asked)
    refused = why_left_out(request.user, asked) if request.method == "POST" else None
    return begin_page(request, begun, refused, back=reverse(LIST), left_out=choices(request.POST))


def begin_page(request: HttpRequest, begun: Any, refused: Any = None, **more: Any) -> HttpResponse:
    """The form of a new case. ``begun`` opens it, and knows to whom else it is locked; ``back`` leads where she was.

    ``refused`` says why she may not open this one: then nothing is kept, and all she wrote comes back.
    """
    form = first_form(request)
    why_not = queries.why_not_begin(request.user) or refused
    agreed = AgreedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and agreed.is_valid() and not why_not:
        answers = {code: each for code, each in form.answers().items() if each.is_there}
        made = begun(answers=answers, agreed=agreed.cleaned_data["agreed"], by=request.user)
        messages.success(request, _("The case is open. Ask the rest when she wants."))
        return redirect(PAGE, made.reference)
    status = 403 if why_not and request.method == "POST" else 200
    context = {"form": form, "agreed": agreed, "why_not": why_not, "young": is_told_young(request), **more}
    return render(request, "casework/begin.html", context, status=status)


def first_form(request: HttpRequest) -> QuestionsForm:
    """How to reach her and one need, and what to call her."""
    asked = [
        *(questions()[code] for code in ASKED_FIRST),
        *(each for code in FIRST for each in by_section()[code].questions),
    ]
    sent = request.POST if request.method == "POST" else None
    return QuestionsForm(sent, questions=asked, young=is_told_young(request))
