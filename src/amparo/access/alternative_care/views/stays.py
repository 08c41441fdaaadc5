"""The night: which places have room, who came, who was collected and by whom."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.access.alternative_care.actions import bookings as actions
from amparo.access.alternative_care.actions import children, collecting
from amparo.access.alternative_care.forms import BookForm, CollectForm, WordsForm
from amparo.access.alternative_care.policies import NoRoom, may_collect, may_come, may_keep_places, may_look, may_mind
from amparo.access.alternative_care.queries import children as queries
from amparo.access.alternative_care.queries import room
from amparo.commons import clock
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.codes import by_code
from amparo.vault.queries.opened import opened_by

PAGE = "minding_stay"


def note_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written as a note."""
    return [(_("In your words"), request.POST.get("words", ""))]


@require_GET
def tonight(request: HttpRequest) -> HttpResponse:
    """Which places have room now, which children are there, and who was collected."""
    may_look.check(request.user)
    now, minds = clock.now(), may_mind.allows(request.user)
    nights = room.nights(request.user, now)
    if minds:
        opened_by(request.user)
    stays = queries.stays_on(request.user, nights, now) if minds else {}
    context = {
        "rows": [(each, stays.get(each.place.pk, [])) for each in nights],
        "minds": minds, "why_not_places": may_keep_places.reason(request.user), "now": now,
    }  # fmt: skip
    return render(request, "alternative_care/tonight.html", context)


def book(request: HttpRequest, reference: str) -> HttpResponse:
    """Room for a child at a place on a day; where there is none, what works instead, or to wait for it."""
    child, now = queries.get_child(request.user, reference), clock.now()
    places = [each for each in room.places_for(request.user) if each.is_open]
    form = BookForm(request.POST or None, places=places)
    context: dict[str, Any] = {"form": form, "places": places}
    if request.method == "POST" and form.is_valid():
        place, on = form.chosen, form.cleaned_data["on"]
        act = actions.ask if request.POST.get("wait") else actions.book
        try:
            made = act(child, place=place, on=on, by=request.user, now=now)
        except NoRoom as refusal:
            context |= {"why": refusal.sentence, "near": refusal.near, "waits": place, "on": on}
        else:
            messages.success(request, _("Written down."))
            return redirect(PAGE, made.reference)
    context["open"] = children.open_child(child, by=request.user, now=now)
    return render(request, "alternative_care/book.html", context | {"child": child})


def stay(request: HttpRequest, reference: str) -> HttpResponse:
    """One stay: where it stands, and how it goes on."""
    return stay_page(request, queries.get_booking(request.user, reference))


def stay_page(request: HttpRequest, found: Any, **more: Any) -> HttpResponse:
    """The page of a stay, with what was refused."""
    now = clock.now()
    open_one = children.open_child(found.child, by=request.user, now=now)
    early = may_come.reason(request.user, found, room.stay_at(found.place, found.day).starts, now)
    nexts = [
        each for each in by_code("booking_state")[found.state].more["next"]
        if each != "collected" and not (each == "came" and early)
    ]  # fmt: skip
    context = {
        "stay": found, "child": found.child, "open": open_one, "nexts": nexts, "now": now,
        "night": room.night_at(found.place, found.day, now), "came": queries.who_came(request.user, found),
        "early": early if found.state == "booked" else None, "handed": handed_over(found),
        "by": next((e for e in open_one.collectors if e.position == found.collected_by), None),
    }  # fmt: skip
    return render(request, "alternative_care/stay.html", context | more)


def handed_over(found: Any) -> datetime | None:
    """When the child was handed over, to the hour, by the clock of the place."""
    at: datetime | None = found.collected_at
    return at.astimezone(clock.zone(found.place.zone)) if at else None


@belongs_to(PAGE, "reference")
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Say how a stay goes on."""
    found = queries.get_booking(request.user, reference)
    try:
        actions.move(found, to=request.POST.get("to", ""), by=request.user, now=clock.now())
    except NoRoom as refusal:
        return stay_page(request, found, why=refusal.sentence, near=refusal.near)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


@sensitive_post_parameters()
def collect(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody is at the door: who may collect, and the word. Whoever may not goes without the child."""
    found, now = queries.get_booking(request.user, reference), clock.now()
    open_one = children.open_child(found.child, by=request.user, now=now)
    form = CollectForm(request.POST or None, collectors=open_one.collectors)
    why = may_collect.reason(request.user, found, now)
    if request.method == "POST" and not why and form.is_valid():
        came = collecting.collect(
            found, position=form.position, word=form.cleaned_data["word"], by=request.user, now=now
        )
        if came.may_go:
            messages.success(request, _("Handed over. Written down: who, and at which hour."))
            return redirect(PAGE, reference)
        return nobody_leaves(request, queries.get_booking(request.user, reference), open_one, came.what)
    context = {"stay": found, "child": found.child, "open": open_one, "form": form, "why_not": why, "now": now}
    return render(request, "alternative_care/collect.html", context)


def nobody_leaves(request: HttpRequest, found: Any, open_one: Any, what: str) -> HttpResponse:
    """What to do now that somebody came who may not collect."""
    form = WordsForm(label=_("What you saw, in your words"), help_text=_("It is locked. It can wait until it is calm."))
    context = {"stay": found, "child": found.child, "open": open_one, "what": what, "form": form, "now": clock.now()}
    return render(request, "alternative_care/nobody_leaves.html", context)


@sensitive_post_parameters()
@keeps_words(note_in)
@belongs_to(PAGE, "reference")
def turned_away(request: HttpRequest, reference: str) -> HttpResponse:
    """What was seen of somebody who came and may not collect."""
    found = queries.get_booking(request.user, reference)
    form = WordsForm(request.POST, label=_("What you saw, in your words"))
    if form.is_valid():
        collecting.note_turned_away(found, words=form.cleaned_data["words"], by=request.user, now=clock.now())
        messages.success(request, _("Written down."))
    return redirect(PAGE, reference)
