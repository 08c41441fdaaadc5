"""The list of places: finding one, reading it, writing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.directory.actions.services import Conflict, change_service, open_service
from amparo.commons.directory.forms.differences import differences
from amparo.commons.directory.forms.entry import Entry
from amparo.commons.directory.policies import may_check, may_edit, may_moderate
from amparo.commons.directory.queries import desk as queries
from amparo.commons.directory.queries import outcomes
from amparo.commons.directory.queries.entry import NEW_DOOR, entry_beside, entry_of, get_entry

UNSAID = {"operator": "unknown", "papers": "unknown", "cost": "unknown", "tier": "0"}
NOTHING_YET = {"facts": UNSAID, "phones": [], "hours": []}


@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """All places she may know of, by words and by state."""
    today, page = clock.today(), request.GET.get("page", "")[:6]
    words, state = request.GET.get("q", "")[:100], request.GET.get("state", "")
    return render(
        request,
        "directory/desk_services.html",
        {
            "page": queries.services_for(
                request.user, words=words, state=state, page=int(page) if page.isdecimal() else 1, today=today
            ),
            "words": words,
            "state": state,
            "states": queries.counts_by_state(request.user, today=today),
            "why_not": may_edit.reason(request.user),
        },
    )


@require_GET
def service(request: HttpRequest, reference: str) -> HttpResponse:
    """One place, as the desk knows it."""
    found = queries.get_service(request.user, reference)
    return render(
        request,
        "directory/desk_service.html",
        {
            "line": queries.line_of(found, clock.today()),
            "service": found,
            "entry": entry_of(found, None)["facts"],
            "said": queries.said_of(found),
            "went": outcomes.happened_at(request.user, reference, today=clock.today()),
            "new_door": NEW_DOOR,
            "why_not_edit": may_edit.reason(request.user),
            "why_not_check": may_check.reason(request.user),
            "why_not_moderate": may_moderate.reason(request.user),
        },
    )


def new(request: HttpRequest) -> HttpResponse:
    """Put a place on the list; ``of`` names one whose organisation runs this one too."""
    may_edit.check(request.user)
    of = request.GET.get("of", "")
    known = entry_beside(queries.get_service(request.user, of)) if of else NOTHING_YET
    entry = Entry(request.POST or None, known=known, actor=request.user)
    if request.method == "POST" and entry.is_valid():
        made = open_service(by=request.user, **entry.typed)
        messages.success(request, _("It is on the list. Public pages show it once somebody confirms it."))
        return redirect("desk_service", reference=made.reference)
    return render(request, "directory/desk_entry.html", {"entry": entry, "service": None})


def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a place anew, at one of its doors. What somebody else wrote meanwhile is shown, never overwritten."""
    may_edit.check(request.user)
    wanted = request.POST.get("at") or request.GET.get("at", "")
    found, at = get_entry(request.user, reference, wanted)
    known = entry_of(found, at)
    entry = Entry(request.POST or None, known=known, actor=request.user)
    if request.method == "POST" and entry.is_valid() and "again" not in request.POST:
        try:
            written = change_service(found, at=at, by=request.user, **entry.typed)
        except Conflict:
            return conflict(request, entry, Entry(None, known=known, actor=request.user), reference)
        unsure = written.checked_on and written.changed_since_check
        messages.success(request, _("Saved. Confirm it again: part of it changed.") if unsure else _("Saved."))
        return redirect("desk_service", reference=reference)
    return render(request, "directory/desk_entry.html", {"entry": entry, "service": found, "at": at, "wanted": wanted})


def conflict(request: HttpRequest, mine: Entry, theirs: Entry, reference: str) -> HttpResponse:
    """Both pages side by side, and all she typed carried on, so that nothing is lost whichever she keeps."""
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"csrfmiddlewaretoken", "changed_at"}
    ]
    return render(
        request,
        "directory/desk_conflict.html",
        {
            "differences": differences(mine, theirs),
            "carried": carried,
            "changed_at": theirs.facts["changed_at"].value(),
            "reference": reference,
        },
        status=409,
    )
