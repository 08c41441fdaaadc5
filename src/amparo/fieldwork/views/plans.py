"""Planning a study: what for and where, how many, and the protocol in words."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.fieldwork.actions import studies as actions
from amparo.fieldwork.forms.plans import PlanForm, SizeForm, initial_of, known_country
from amparo.fieldwork.forms.protocols import ProtocolEntry
from amparo.fieldwork.policies import may_lead, may_lead_this, may_see
from amparo.fieldwork.queries import leading, plans
from amparo.fieldwork.queries.sizes import advice
from amparo.fieldwork.queries.studies import get_study
from amparo.fieldwork.views.studies import head_of
from amparo.formats.codes import codes
from amparo.vault.queries.readers import reader_of

FACTS = ("name", "aim", "design", "place", "zone", "language", "starts_on", "ends_on")


def new(request: HttpRequest) -> HttpResponse:
    """A new study: its lock is made with it, and opens with her key and the sheets of paper."""
    may_see.check(request.user)
    may_lead.check(request.user, reader_of(request.user))
    country = country_of(request, settings.HOME_COUNTRY)
    begins = {"language": request.LANGUAGE_CODE, "place": country}
    form = PlanForm(request.POST or None, country=country, initial=begins)
    if request.method == "POST" and form.is_valid():
        made = actions.plan_study(by=request.user, **form.cleaned_data)
        messages.success(request, _("The study is there. Say next how many it asks, and the protocol in words."))
        return redirect("study", made.reference)
    return render(request, "fieldwork/plan.html", {"form": form, "country": country, "countries": codes("country")})


def country_of(request: HttpRequest, otherwise: str) -> str:
    """Of which country the parts are offered: of the place that was sent, of the address, or of the house."""
    return known_country(request.POST.get("place", "")[:2] or request.GET.get("d", ""), otherwise)


def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change a plan. What rows say stays as it is once it is in the field."""
    found = hers(request, reference)
    country = country_of(request, found.place[:2])
    known = {name: getattr(found, name) for name in FACTS}
    form = PlanForm(request.POST or None, country=country, study=found, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.change_study(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Written down."))
        return redirect("study", reference)
    context = head_of(request, found) | {"form": form, "country": country, "countries": codes("country")}
    return render(request, "fieldwork/plan.html", context)


def size(request: HttpRequest, reference: str) -> HttpResponse:
    """How many: what the planner says to what is thought of, and what is decided."""
    found = hers(request, reference)
    form = SizeForm(request.POST or None, study=found, initial=initial_of(found))
    thought = plans.thought_of(found)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "keep":
            actions.change_study(found, by=request.user, **form.facts())
            messages.success(request, _("Written down."))
            return redirect("study", reference)
        thought = form.thought()
    context = head_of(request, found) | {"form": form, "thought": thought, "budget": plans.budget_of(found)}
    said = advice(thought) if thought is not None and not plans.stands_for_nobody(found) else None
    context |= {"advice": said, "cannot_count": thought is not None and said is None}
    return render(request, "fieldwork/size.html", context)


def protocol(request: HttpRequest, reference: str) -> HttpResponse:
    """With whom it was agreed, who may take part, what if somebody is in danger, who was paid."""
    found = hers(request, reference)
    entry = ProtocolEntry(request.POST or None, found)
    if request.method == "POST" and entry.is_valid():
        actions.change_study(found, by=request.user, plan=entry.plan())
        messages.success(request, _("Written down."))
        return redirect("study_protocol" if request.POST.get("do") == "more" else "study", reference)
    return render(request, "fieldwork/protocol.html", head_of(request, found) | {"entry": entry})


def hers(request: HttpRequest, reference: str) -> Any:
    """A study that she leads; a page of it that others may not change says whose it is."""
    found = get_study(request.user, reference)
    may_lead_this.check(request.user, leading.is_hers(request.user, found))
    return found
