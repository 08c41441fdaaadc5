"""What is asked in a study: signed versions, sent out where there is help for what they ask, and taken in again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.commons import clock
from amparo.commons.directory.queries.alive import to_confirm
from amparo.commons.policy.policies import NoLonger
from amparo.commons.ui.views import belongs_to
from amparo.fieldwork.actions import studies as actions
from amparo.fieldwork.queries import leading
from amparo.fieldwork.queries.instruments import get_version
from amparo.fieldwork.queries.studies import get_study
from amparo.fieldwork.views.plans import hers
from amparo.fieldwork.views.studies import head_of


def send(request: HttpRequest, reference: str) -> HttpResponse:
    """What could be asked, and where help for it is missing; and asking it."""
    if request.method != "POST":
        return send_page(request, get_study(request.user, reference))
    found = hers(request, reference)
    version = get_version(request.user, request.POST.get("version", ""))
    try:
        on_web = bool(request.POST.get("on_web"))
        actions.send_out(version, study=found, by=request.user, on_web=on_web, now=clock.now())
    except NoLonger as refusal:
        return send_page(request, found, refused=version, sentence=refusal.sentence)
    messages.success(request, _("It is asked in this study. Phones fetch it once the study is in the field."))
    return redirect("study_send", reference)


def send_page(request: HttpRequest, study: Any, *, refused: Any = None, sentence: Any = "") -> HttpResponse:
    """The page; a refusal names the needs for which nobody is there, and how to mend that."""
    today = clock.today()
    offered = [
        (each, leading.missing_for(each, study, on=today)) for each in leading.could_be_asked(request.user, study)
    ]
    lacking = leading.missing_for(refused, study, on=today) if refused else []
    context = head_of(request, study) | {
        "asked": leading.asked_in(study), "offered": offered, "refused": refused, "sentence": sentence,
        "lacking": [(each, to_confirm(request.user, each, study.place, today=today)) for each in lacking],
    }  # fmt: skip
    return render(request, "fieldwork/send.html", context)


@belongs_to("study_send", "reference")
def take_in(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """It is asked no more, in one press: what is filled already is still taken."""
    found = hers(request, reference)
    actions.take_in(leading.get_asked(found, part), by=request.user)
    messages.success(request, _("It is asked no more. What lies filled on phones is still taken."))
    return redirect("study_send", reference)
