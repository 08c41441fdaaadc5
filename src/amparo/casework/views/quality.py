"""Supervision: a case is let to be looked at, looked at without who she is, and let go again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.casework.actions import supervision as actions
from amparo.casework.policies.areas import may_let_in
from amparo.casework.policies.cases import may_accompany
from amparo.casework.policies.load import may_be_supervisor
from amparo.casework.queries import cases as queries
from amparo.casework.queries.load import get_supervised
from amparo.casework.queries.reading import reading_of
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to
from amparo.formats.case_questions import questions
from amparo.vault.forms import ReaderForm
from amparo.vault.queries.desk import name_of


@require_GET
def quality(request: HttpRequest, reference: str) -> HttpResponse:
    """A case without who it is."""
    may_accompany.check(request.user)
    found = get_supervised(request.user, reference)
    seen = actions.open_quality(found, by=request.user)
    return render(request, "casework/quality.html", {"case": found, "seen": seen, "plan": plan_of(seen)})


def plan_of(seen: Any) -> list[tuple[Any, str]]:
    """The plan, question by question."""
    return [(questions()[code], text) for code, text in seen.plan.items()]


def offered_for(actor: Any, found: Any) -> list[Any]:
    """Who supervises and may look at it."""
    return [each for each in queries.may_be_let_in(actor, found) if may_be_supervisor.allows(actor, each)]


def supervise(request: HttpRequest, reference: str) -> HttpResponse:
    """Let somebody look at it, after looking oneself at what she will see."""
    found = queries.get_case(request.user, reference)
    may_let_in.check(request.user)
    sent = request.POST if request.method == "POST" else None
    form = ReaderForm(sent, what="supervise", offered=offered_for(request.user, found))
    if not form.is_valid() and form.data.get("reader"):
        raise Hidden
    context = {"case": found, "form": form, "young": queries.opened(request.user, found).is_young}
    if not form.is_valid():
        return render(request, "casework/supervise.html", context)
    if not request.POST.get("sure"):
        seen = actions.preview(found, by=request.user)
        context |= {"reader": form.chosen, "name": name_of(form.chosen), "seen": seen, "plan": plan_of(seen)}
        return render(request, "casework/supervise.html", context)
    told = _("%(name)s may look at it now, without who she is.")
    if actions.share_for_supervision(found, reader=form.chosen, by=request.user):
        told = _("%(name)s has another key since. With it she may look at it again, without who she is.")
    messages.success(request, told % {"name": name_of(form.chosen)})
    return redirect("case", reference)


@belongs_to("case", "reference")
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """One who reads the case ends somebody's supervision."""
    found = queries.get_case(request.user, reference)
    may_let_in.check(request.user)
    form = ReaderForm(request.POST, what="end", offered=reading_of(found).supervisors)
    if not form.is_valid():
        raise Hidden
    actions.end_supervision(found, reader=form.chosen, by=request.user)
    messages.success(request, _("She does not see it any more."))
    return redirect("case", reference)


@belongs_to("case_quality", "reference")
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Who supervises has looked enough."""
    may_accompany.check(request.user)
    actions.end_supervision(get_supervised(request.user, reference), by=request.user)
    messages.success(request, _("You do not see it any more."))
    return redirect("case_load")
