"""Codes of a door: taking one, the slip, the list of a day, and what became of them."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.access.health.actions import slots as actions
from amparo.access.health.policies import may_take
from amparo.access.health.queries import desk
from amparo.access.health.queries.channels import zone_at
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to
from amparo.formats.sittings import sitting_on


def day_in(text: str) -> date:
    """The day of an address or a hidden field."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Hidden from None


@belongs_to("health_channel", "reference")
def take(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a place, and show its code on a slip: here and nowhere else beside it stands which door it opens."""
    found, now = desk.get_channel(request.user, reference), clock.now()
    window, _space, day = request.POST.get("when", "").partition(" ")
    slot = actions.take_slot(found, window, day_in(day), by=request.user, now=now, code=request.POST.get("code", ""))
    sitting = sitting_on(slot.window, slot.day, zone_at(found))
    return render(request, "health/slip.html", {"channel": found, "slot": slot, "sitting": sitting})


@require_GET
def day(request: HttpRequest, reference: str, day: str) -> HttpResponse:
    """The codes of a day: what is printed for the place is hours and codes, and nothing else."""
    found, on = desk.get_channel(request.user, reference), day_in(day)
    return render(
        request,
        "health/day.html",
        {
            "channel": found,
            "day": on,
            "codes": desk.codes_of_day(found, on),
            "now": clock.now(),
            "why_not": may_take.reason(request.user),
        },
    )


@belongs_to("health_channel", "reference")
def become(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a code: given back, used, or not used."""
    found, now = desk.get_channel(request.user, reference), clock.now()
    code, what = request.POST.get("code", ""), request.POST.get("what", "")
    if what == "freed":
        actions.free_slot(found, code, by=request.user, now=now)
        messages.success(request, _("The place went back to others."))
    elif what in ("used", "missed"):
        actions.note_slot(found, code, was_used=what == "used", by=request.user, now=now)
        messages.success(request, _("Written down. Thank you."))
    else:
        raise Hidden
    return redirect("health_channel", reference=reference)
