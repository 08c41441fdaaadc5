"""What those who accompany carry: each her own page, and who supervises sees exactly that line of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.casework.actions import load as actions
from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.policies.cases import may_accompany
from amparo.casework.policies.load import may_supervise
from amparo.casework.queries import load as queries
from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.formats.case_questions import questions


def load(request: HttpRequest) -> HttpResponse:
    """Her own load and rest; and for who supervises, everybody's, by name."""
    why_not = may_accompany.reason(request.user)
    if why_not and not may_supervise.allows(request.user):
        raise Denied(why_not)
    today = clock.today()
    known = actions.own_card(request.user, today=today)
    asked = questions("card").values()
    if request.method != "POST":
        return load_page(request, QuestionsForm(questions=asked, answers=known.answers, young=False), today)
    form = QuestionsForm(request.POST, questions=asked, young=False)
    if not form.is_valid():
        return load_page(request, form, today)
    actions.write_card(answers=form.answers(), by=request.user, today=today)
    messages.success(request, _("Written down."))
    return redirect("case_load")


def load_page(request: HttpRequest, form: QuestionsForm, today: Any) -> HttpResponse:
    """What is seen of her, by whom; and what she may see of others."""
    me, cards = request.user, queries.cards_for(request.user, today=today)
    told = queries.told_in_cases(me, today=today)
    seen = [
        (each.name_used, queries.loads_for(each, [me], cards, told, today=today)[0])
        for each in queries.who_supervises()
        if each.pk != me.pk
    ]
    context: dict[str, Any] = {"form": form, "seen": seen}
    (context["own"],) = queries.loads_for(me, [me], cards, told, today=today)
    if may_supervise.allows(me):
        context["team"] = queries.loads_for(me, queries.people_here(), cards, told, today=today)
        context["supervised"] = queries.supervised_cases(me)
    return render(request, "casework/load.html", context)
