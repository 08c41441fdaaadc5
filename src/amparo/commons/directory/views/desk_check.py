"""Confirming: someone went, rang, wrote or read, and says what she found."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from amparo.commons.directory.actions.checks import check_phone, check_service, close_service, remove_phone
from amparo.commons.directory.actions.services import Conflict, moment
from amparo.commons.directory.forms.check import ANSWERS, CHANGED, GONE, CheckForm, PhonesForm
from amparo.commons.directory.policies import may_check, may_edit
from amparo.commons.directory.queries import desk as queries
from amparo.commons.directory.queries.entry import entry_of


def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Does the place hold? What is said of it stands beside the question, to be read out on the phone."""
    may_check.check(request.user)
    service, today = queries.get_service(request.user, reference), queries.today_here()
    form = CheckForm(request.POST or None, today=today, may_edit=may_edit.allows(request.user))
    if request.method == "POST" and form.is_valid():
        found, how, on = (form.cleaned_data[name] for name in ("holds", "how", "on"))
        try:
            if found == GONE:
                close_service(service, how=how, on=on, by=request.user)
            else:
                seen = moment(request.POST.get("changed_at", ""))
                check_service(service, how=how, on=on, seen=seen, differs=found == CHANGED, by=request.user)
            return redirect("desk_change" if found == CHANGED else "desk_service", reference=reference)
        except Conflict:
            form.say_it_changed()
    return check_page(request, service, form, today)


def check_page(request: HttpRequest, service: Any, form: CheckForm, today: date) -> HttpResponse:
    """What is said of the place, the question, and its numbers."""
    return render(
        request,
        "directory/desk_check.html",
        {
            "form": form,
            "phones": PhonesForm(phones=list(service.phones.all())),
            "service": service,
            "seen": service.changed_at.isoformat(),
            "line": queries.line_of(service, today),
            "entry": entry_of(service, None)["facts"],
            "why_not_edit": may_edit.reason(request.user),
        },
    )


@require_POST
def phones(request: HttpRequest, reference: str) -> HttpResponse:
    """What was found for each number, apart from the place: a line may answer while the door is shut."""
    may_check.check(request.user)
    service, today = queries.get_service(request.user, reference), queries.today_here()
    numbers = {str(phone.uid): phone for phone in service.phones.all()}
    form = PhonesForm(request.POST, phones=list(numbers.values()))
    for uid, answer in form.found().items() if form.is_valid() else ():
        if answer == ANSWERS:
            check_phone(numbers[uid], on=today, by=request.user)
        else:
            remove_phone(service, numbers[uid], by=request.user)
    return redirect("desk_service", reference=reference)
