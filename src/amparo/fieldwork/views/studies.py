"""Studies: which there are, and one of them: where it stands, what is asked, who carries a phone, how it goes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.ui.views import belongs_to
from amparo.fieldwork.actions import studies as actions
from amparo.fieldwork.forms.people import PersonForm
from amparo.fieldwork.policies import may_close_study, may_destroy, may_lead, may_lead_this, may_see, may_write
from amparo.fieldwork.queries import checks, figures, leading, plans
from amparo.fieldwork.queries.ending import kept_until
from amparo.fieldwork.queries.said import unseen, unseen_by_study
from amparo.fieldwork.queries.studies import get_study, studies_for
from amparo.vault.queries.readers import reader_of


def head_of(request: HttpRequest, study: Any) -> dict[str, Any]:
    """What every page of a study says of it: whose it is for this reader, and whether it stands for anybody else."""
    is_hers = may_write.allows(request.user) and leading.is_hers(request.user, study)
    return {
        "study": study, "is_hers": is_hers, "stands_for_nobody": plans.stands_for_nobody(study),
        "why_not": may_lead_this.reason(request.user, is_hers),
    }  # fmt: skip


@require_GET
def studies(request: HttpRequest) -> HttpResponse:
    """Every study, those in the field first."""
    may_see.check(request.user)
    why_not = may_lead.reason(request.user, reader_of(request.user))
    new = unseen_by_study(request.user)
    rows = [(each, new.get(each.pk, 0)) for each in studies_for(request.user)]
    return render(request, "fieldwork/studies.html", {"studies": rows, "why_not": why_not})


@require_GET
def study(request: HttpRequest, reference: str) -> HttpResponse:
    """One of them."""
    found, today = get_study(request.user, reference), clock.today()
    context, came = head_of(request, found), figures.figures_of(found)
    context |= {
        "is_full": found.state == "running" and 0 < found.size <= came.here,
        "asked": leading.asked_in(found), "figures": came, "phones": _phones(found),
        "unseen": unseen(found) if context["is_hers"] else 0,
        "leaders": leading.who_leads(found), "last": figures.last_build(found),
        "kept_until": kept_until(found),
        "missing": checks.still_missing(found, on=today) if found.state != "closed" else [],
        "no_help": checks.needs_without_help(found, on=today) if found.state == "running" else [],
        "budget": plans.budget_of(found), "protocol": plans.protocol_of(found),
        "why_not_close": may_close_study.reason(request.user, found),
        "why_not_destroy": may_destroy.reason(request.user, context["is_hers"], found.state),
    }  # fmt: skip
    return render(request, "fieldwork/study.html", context)


def _phones(study: Any) -> list[tuple[str, int]]:
    """How many phones stand where."""
    states = [state for _device, state in figures.phones_with_state(study, on=clock.today())]
    return [(state, states.count(state)) for state in dict.fromkeys(states)]


def leads(request: HttpRequest, reference: str) -> HttpResponse:
    """Who leads it, and letting another one lead it too."""
    found = get_study(request.user, reference)
    context = head_of(request, found)
    people = leading.who_could_lead(found) if context["is_hers"] else []
    form = PersonForm(request.POST or None, people=people)
    if request.method == "POST":
        may_lead_this.check(request.user, context["is_hers"])
        if form.is_valid():
            actions.let_lead(found, who=form.chosen, by=request.user)
            messages.success(request, _("Written down. She opens the answers of this study too."))
            return redirect("study_leads", reference)
    context |= {"form": form, "people": people, "leaders": leading.who_leads(found)}
    return render(request, "fieldwork/leads.html", context)


@belongs_to("study", "reference")
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Out of the field, in two steps."""
    found = get_study(request.user, reference)
    context = head_of(request, found)
    may_lead_this.check(request.user, context["is_hers"])
    may_close_study.check(request.user, found)
    if not request.POST.get("sure"):
        return render(request, "fieldwork/close.html", context | {"figures": figures.figures_of(found)})
    actions.close_study(found, by=request.user, on=clock.today())
    messages.success(request, _("It is closed. What still lies on phones is taken when it comes."))
    return redirect("study", reference)
