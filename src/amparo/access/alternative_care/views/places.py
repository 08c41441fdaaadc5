"""Places where children are minded, and who minds there."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.access.alternative_care.actions import places as actions
from amparo.access.alternative_care.forms import CarerForm, PlaceForm
from amparo.access.alternative_care.policies import may_keep_places
from amparo.access.alternative_care.queries import room
from amparo.access.alternative_care.queries.children import who_could_mind
from amparo.access.alternative_care.queries.retention import counts_of
from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.commons.ui.views import belongs_to

PAGE = "minding_place"


@require_GET
def place(request: HttpRequest, reference: str) -> HttpResponse:
    """A place: how much room it has, who minds there until when, and what was counted."""
    found = room.get_place(request.user, reference)
    return place_page(request, found)


def place_page(request: HttpRequest, found: Any, carer: Any = None, why: Any = "") -> HttpResponse:
    """The page, with a form that was not taken."""
    now, today = clock.now(), clock.today()
    context = {
        "place": found, "today": today, "night": room.night_at(found, room.tonight_at(found, now), now),
        "where": actions.open_place(found, by=request.user), "carers": actions.carers_at(found),
        "counts": counts_of(found), "why_not": may_keep_places.reason(request.user), "why": why,
        "carer": carer or CarerForm(people=who_could_mind(), today=today),
    }  # fmt: skip
    return render(request, "alternative_care/place.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """A new place."""
    may_keep_places.check(request.user)
    form = PlaceForm(request.POST or None, initial={"zone": clock.here().key})
    if request.method != "POST" or not form.is_valid():
        return render(request, "alternative_care/place_form.html", {"form": form})
    made = actions.make_place(by=request.user, where=form.cleaned_data["where"], **form.facts())
    messages.success(request, _("Written down. Say next who minds children there."))
    return redirect(PAGE, made.reference)


def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what a place says of itself."""
    may_keep_places.check(request.user)
    found = room.get_place(request.user, reference)
    known = {name: getattr(found, name) for name in actions.PLAIN} | {"days": list(found.days)}
    form = PlaceForm(request.POST or None, initial=known)
    if request.method != "POST" or not form.is_valid():
        return render(request, "alternative_care/place_form.html", {"form": form, "place": found})
    actions.change_place(found, by=request.user, where=form.cleaned_data["where"] or None, **form.facts())
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def vet(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody may mind children there, until a day."""
    may_keep_places.check(request.user)
    found = room.get_place(request.user, reference)
    form = CarerForm(request.POST, people=who_could_mind(), today=clock.today())
    if not form.is_valid():
        return place_page(request, found, form)
    said = form.cleaned_data
    try:
        actions.vet_carer(
            found, user=form.chosen, name=said["name"], days="".join(sorted(said["days"])), until=said["until"],
            by=request.user, on=clock.today(),
        )  # fmt: skip
    except Denied as refusal:
        return place_page(request, found, form, refusal.sentence)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def end(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """She minds nobody there from now on."""
    may_keep_places.check(request.user)
    found = room.get_place(request.user, reference)
    actions.end_carer(actions.get_carer(found, part), by=request.user, now=clock.now())
    messages.success(request, _("From now on she minds nobody there."))
    return redirect(PAGE, reference)
