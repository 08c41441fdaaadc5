"""From a message to a case: the same three minutes, with whoever was left out of the message left out of the case."""

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from amparo.access.reporting.actions import desk as actions
from amparo.access.reporting.actions.desk_words import give_words
from amparo.access.reporting.policies import may_give_words
from amparo.access.reporting.queries import desk as queries
from amparo.casework.policies.areas import may_ask_her
from amparo.casework.queries.cases import get_case
from amparo.casework.queries.hers import hers_is_unread
from amparo.casework.views.beginning import begin_page, words_in
from amparo.commons.ui.views import keeps_words
from amparo.vault.queries.standing import takes_letters


@sensitive_post_parameters()
@keeps_words(words_in)
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a case out of a thread."""
    thread = queries.get_thread(request.user, reference)
    begun = functools.partial(actions.begin_case, thread)
    return begin_page(request, begun, back=reverse("desk_letter", args=[reference]), from_message=True)


def words(request: HttpRequest, reference: str) -> HttpResponse:
    """Words for somebody whose case began without a letter: shown on the answer to one press, and never again."""
    case = get_case(request.user, reference)
    may_ask_her.check(request.user)
    why_not = may_give_words.reason(request.user, case, takes_letters(), hers_is_unread(case))
    context: dict[str, Any] = {"case": case, "why_not": why_not}
    if request.method == "POST":
        context["words"] = give_words(case, by=request.user)
    return render(request, "reporting/desk_words.html", context)
