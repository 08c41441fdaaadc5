"""Agreed doors: the list, one of them, writing it, making sure of it, ending it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.access.health.actions import channels as actions
from amparo.access.health.actions.slots import new_code
from amparo.access.health.forms import CHANGED_MEANWHILE, AgreementForm, ChannelEntry, CheckForm
from amparo.access.health.policies import may_check, may_take, may_write
from amparo.access.health.queries import agreements, desk
from amparo.commons import clock
from amparo.commons.directory.queries import desk as places
from amparo.commons.directory.queries.outcomes import codes_of
from amparo.commons.policy.policies import NoLonger
from amparo.commons.ui.views import belongs_to


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Every agreed door, by town."""
    now = clock.now()
    ended = bool(request.GET.get("fin"))
    return render(
        request,
        "health/list.html",
        {
            "towns": desk.towns_for(request.user, now, ended=ended),
            "ended": ended,
            "why_not": may_write.reason(request.user),
        },
    )


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """With which place of the list was something agreed?"""
    may_write.check(request.user)
    words = request.GET.get("q", "")[:100]
    found = places.services_for(request.user, words=words, today=clock.today()) if words else None
    return render(request, "health/find.html", {"page": found, "words": words})


def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Write what was agreed with a place of the list."""
    may_write.check(request.user)
    service, today = places.get_service(request.user, reference), clock.today()
    entry = ChannelEntry(request.POST or None, doors=desk.doors_of(service), today=today)
    if request.method == "POST" and entry.is_valid():
        typed = entry.facts.cleaned_data
        location = desk.location_of(service, typed["door"])
        if desk.is_agreed(service, location):
            entry.fault = _("With this door something is agreed already. Change that one, or end it first.")
        else:
            made = actions.open_channel(
                service, location, facts=typed, hours=entry.hours(), checked_on=typed["since"], by=request.user
            )
            messages.success(request, _("Written. Whoever accompanies sees it from now on."))
            return redirect("health_channel", reference=made.reference)
    return render(request, "health/form.html", {"entry": entry, "service": service, "channel": None})


@require_GET
def channel(request: HttpRequest, reference: str) -> HttpResponse:
    """One door: what was agreed, its hours, the free places, and whether they keep what they promised."""
    return channel_page(request, desk.get_channel(request.user, reference))


def channel_page(request: HttpRequest, found: Any, **forms: Any) -> HttpResponse:
    """The page, with a form on it that is not right yet, where there is one."""
    now = clock.now()
    line, today = desk.line_of(found, now), clock.day(now)
    return render(
        request,
        "health/channel.html",
        {
            "now": now,
            "line": line,
            "channel": found,
            "lines": desk.lines_of(found),
            "days": desk.days_with_codes(found, now),
            "instead": desk.instead_of(line, now),
            "agreements": agreements.agreements_with([found.service]),
            "code": new_code(),
            "outcomes": lambda service, since: codes_of(service, since, until=clock.day(now)),
            "check_form": forms.get("check_form") or CheckForm(today=today),
            "agreement_form": forms.get("agreement_form") or AgreementForm(today=today),
            "why_not_write": may_write.reason(request.user),
            "why_not_check": may_check.reason(request.user),
            "why_not_take": may_take.reason(request.user),
        },
    )


def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Write it anew. What somebody else wrote meanwhile is never overwritten."""
    may_write.check(request.user)
    found, now = desk.get_channel(request.user, reference), clock.now()
    doors = [each for each in desk.doors_of(found.service) if each[0] == found.location.reference]
    doors = doors or [(found.location.reference, desk.town_of(found))]
    entry = ChannelEntry(request.POST or None, doors=doors, today=clock.day(now), channel=found)
    if request.method == "POST" and entry.is_valid():
        typed = entry.facts.cleaned_data
        try:
            seen = typed["seen"] or 0
            actions.change_channel(found, facts=typed, hours=entry.hours(), seen=seen, now=now, by=request.user)
        except (actions.Conflict, NoLonger) as error:
            entry.fault = str(getattr(error, "sentence", CHANGED_MEANWHILE))
        else:
            messages.success(request, _("Saved."))
            return redirect("health_channel", reference=reference)
    return render(request, "health/form.html", {"entry": entry, "service": found.service, "channel": found})


@belongs_to("health_channel", "reference")
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody asked them, and all of it holds."""
    may_check.check(request.user)
    found = desk.get_channel(request.user, reference)
    form = CheckForm(request.POST, today=clock.today())
    if not form.is_valid():
        return channel_page(request, found, check_form=form)
    actions.check_channel(found, on=form.cleaned_data["on"], by=request.user)
    messages.success(request, _("Written down that all of it holds. Thank you."))
    return redirect("health_channel", reference=reference)


@belongs_to("health_channel", "reference")
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """It is not offered any more; the first answer asks once more."""
    may_write.check(request.user)
    found = desk.get_channel(request.user, reference)
    if not request.POST.get("sure"):
        return render(request, "health/end.html", {"channel": found})
    actions.end_channel(found, on=clock.today(), by=request.user)
    messages.success(request, _("It is not offered any more. Nobody is sent there from today."))
    return redirect("health")
