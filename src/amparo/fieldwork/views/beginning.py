"""Before a study goes into the field: the list of what has to be so, and the sheet that is printed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.directory.queries.alive import places_for
from amparo.fieldwork.actions import studies as actions
from amparo.fieldwork.policies import may_begin_study
from amparo.fieldwork.queries import checks, plans
from amparo.fieldwork.queries.studies import get_study
from amparo.fieldwork.views.plans import hers
from amparo.fieldwork.views.studies import head_of
from amparo.formats.codes import codes


def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """The list; ticking what only people can say; and into the field."""
    if request.method == "POST":
        found = hers(request, reference)
        by_hand = {each.code for each in codes("study_check") if each.more.get("hand")}
        ticked = sorted(by_hand.intersection(request.POST.getlist("ticked")))
        actions.change_study(found, by=request.user, plan={**found.plan, "ticked": ticked})
        if request.POST.get("do") != "begin":
            messages.success(request, _("Written down."))
            return redirect("study_begin", reference)
        actions.begin_study(found, by=request.user, on=clock.today())
        messages.success(request, _("It is in the field. Phones find its questionnaires from now on."))
        return redirect("study", reference)
    found = get_study(request.user, reference)
    missing = checks.still_missing(found, on=clock.today())
    context = head_of(request, found) | {"checks": checks.checks_of(found, on=clock.today())}
    context["why_not_begin"] = may_begin_study.reason(request.user, found, missing)
    return render(request, "fieldwork/begin.html", context)


@require_GET
def sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """One page of paper for whoever asks: what to say before, the ten standards, where help is today, how to stop."""
    found, now, today = get_study(request.user, reference), clock.now(), clock.today()
    needs = checks.needs_of(found)
    context = head_of(request, found) | {
        "protocol": plans.protocol_of(found), "standards": codes("before_asking"), "today": today,
        "places": places_for(needs, found.place, now=now), "without": checks.needs_without_help(found, on=today),
    }  # fmt: skip
    return render(request, "fieldwork/sheet.html", context)
