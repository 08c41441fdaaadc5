"""Confirming: someone went, rang, wrote or read, and says what she found."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.commons import clock
from amparo.commons.directory.actions.checks import check_service, close_service, note_phones
from amparo.commons.directory.actions.services import Conflict, moment
from amparo.commons.directory.forms.check import ANSWERS, CHANGED, GONE, CheckForm, PhonesForm
from amparo.commons.directory.policies import may_check, may_edit
from amparo.commons.directory.queries import desk as queries
from amparo.commons.directory.queries.entry import entry_of
from amparo.commons.ui.views import belongs_to


def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Does the place hold? What is said of it stands beside the question, to be read out on the phone."""
    may_check.check(request.user)
    service, today = queries.get_service(request.user, reference), clock.today()
    form = CheckForm(request.POST or None, today=today, may_edit=may_edit.allows(request.user))
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data["holds"]
        try:
            keep(service, form, seen=moment(request.POST.get("changed_at", "")), by=request.user)
            messages.success(request, done(found, form.cleaned_data["on"] == today))
            return redirect("desk_change" if found == CHANGED else "desk_service", reference=reference)
        except Conflict:
            service = queries.get_service(request.user, reference)
            form.say_it_changed()
    return check_page(request, service, form, today)


def keep(service: Any, form: CheckForm, *, seen: datetime | None, by: Any) -> None:
    """Keep what was found, of the place as it stood when it was read out."""
    found, how, on = (form.cleaned_data[name] for name in ("holds", "how", "on"))
    if found == GONE:
        close_service(service, how=how, on=on, seen=seen, by=by)
    else:
        check_service(service, how=how, on=on, seen=seen, differs=found == CHANGED, by=by)


def done(found: str, is_today: bool) -> str:
    """What was done, in one sentence."""
    if found == GONE:
        return _("Written down: it no longer exists. No public page shows it.")
    if found == CHANGED:
        return _("Written down that something changed. Write what it is.")
    return _("Confirmed today. Thank you.") if is_today else _("Confirmed. Thank you.")


def check_page(
    request: HttpRequest, service: Any, form: CheckForm, today: date, phones: PhonesForm | None = None
) -> HttpResponse:
    """What is said of the place, the question, and its numbers."""
    return render(
        request,
        "directory/desk_check.html",
        {
            "form": form,
            "phones": phones or PhonesForm(phones=list(service.phones.all())),
            "closed": queries.said_closed(service),
            "service": service,
            "seen": service.changed_at.isoformat(),
            "line": queries.line_of(service, today),
            "entry": entry_of(service, None)["facts"],
            "why_not_edit": may_edit.reason(request.user),
        },
    )


@belongs_to("desk_check", "reference")
def phones(request: HttpRequest, reference: str) -> HttpResponse:
    """What was found for each number, apart from the place: a line may answer while the door is shut."""
    may_check.check(request.user)
    service, today = queries.get_service(request.user, reference), clock.today()
    form = PhonesForm(request.POST, phones=list(service.phones.all()))
    found = {uid: answer == ANSWERS for uid, answer in form.found().items()} if form.is_valid() else {}
    try:
        note_phones(service, found, on=today, seen=moment(request.POST.get("changed_at", "")), by=request.user)
    except Conflict:
        service = queries.get_service(request.user, reference)
        again = PhonesForm(request.POST, phones=list(service.phones.all()))
        again.say_it_changed()
        check_form = CheckForm(today=today, may_edit=may_edit.allows(request.user))
        return check_page(request, service, check_form, today, again)
    said = _("The numbers are written down. Thank you.") if found else _("You rang no number, so nothing was written.")
    messages.success(request, said)
    return redirect("desk_service", reference=reference)
