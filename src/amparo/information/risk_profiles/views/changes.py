"""What changes by territory: differences with their uncertainty, beside what is done there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.formats.codes import by_code, label
from amparo.information.risk_profiles import actions
from amparo.information.risk_profiles.forms import NoteForm
from amparo.information.risk_profiles.policies import may_analyse
from amparo.information.risk_profiles.queries import get_result, told
from amparo.information.risk_profiles.queries import notes as written


@require_GET
def changes(request: HttpRequest, reference: str) -> HttpResponse:
    """Each difference that stands, and under it the note of each of the two territories, or that one is missing."""
    may_analyse.check(request.user)
    found = get_result(request.user, reference, kind="profile")
    notes, every = written.newest(request.user), told.differences(found.body)
    stand = [each for each in every if each.stands]
    rows = []
    for code in dict.fromkeys(each.code for each in stand):
        ours = [each for each in stand if each.code == code]
        zones = [zone for zone in by_code("zone") if any(zone in each.zones for each in ours)]
        rows.append((ours[0], ours, [(zone, notes.get((code, zone))) for zone in zones]))
    context = {
        "profile": found, "rows": rows, "all": len(every), "stand": len(stand),
        "missing": sum(note is None for _first, _ours, sides in rows for _zone, note in sides),
    }  # fmt: skip
    return render(request, "risk_profiles/changes.html", context)


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, reference: str, code: str, zone: str) -> HttpResponse:
    """Write what is done there; what was written before stands under it."""
    may_analyse.check(request.user)
    found = get_result(request.user, reference, kind="profile")
    asked = next((each for each in found.body["indicators"] if each["code"] == code), None)
    if asked is None or zone not in by_code("zone"):
        raise Hidden
    people = written.colleagues(request.user)
    form = NoteForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        actions.write_note(code, zone, **form.cleaned_data, result=reference, by=request.user, on=clock.today())
        messages.success(request, _("Written down."))
        return redirect("profile_changes", reference)
    context = {
        "profile": found, "item": told.item_of(found.body, asked), "zone": label("zone", zone, request.LANGUAGE_CODE),
        "form": form, "notes": written.notes(request.user, indicator=code, zone=zone),
    }  # fmt: skip
    return render(request, "risk_profiles/note.html", context)
