"""A reviewer reads the whole of it, signs it or sends it back. And a version that is not asked any more."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.policy.policies import NoLonger
from amparo.commons.ui.views import belongs_to
from amparo.fieldwork.actions import instruments as actions
from amparo.fieldwork.forms.signing import BackForm, SignForm
from amparo.fieldwork.policies import may_send_back, may_sign, may_withdraw
from amparo.fieldwork.queries import codebook, instruments, looked
from amparo.fieldwork.views.instruments.codebook import read


@require_GET
def reading(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole form as it is read aloud, and what becomes of each answer: on the screen and on paper."""
    return reading_page(request, instruments.get_version(request.user, reference))


def reading_page(request: HttpRequest, version: Any, **forms: Any) -> HttpResponse:
    """The page, with a form on it that is not right yet, where there is one."""
    found = read(request, version)
    is_author = instruments.wrote_it(version, request.user)
    seen = {"seen": instruments.signed_digest(version)}
    context = {
        "version": version, "reading": found, "row": codebook.row_of(version),
        "minutes": looked.minutes_of(version, found.language), "levels": looked.levels_of(version),
        "standing": instruments.standing_of(version),
        "files": instruments.files_of(version), "signature": instruments.signature_of(version),
        "sign_form": forms.get("sign_form") or SignForm(initial=seen),
        "back_form": forms.get("back_form") or BackForm(),
        "why_not_sign": may_sign.reason(request.user, version, instruments.faults_of(version), is_author),
        "why_not_back": may_send_back.reason(request.user, version, is_author),
    }  # fmt: skip
    return render(request, "fieldwork/reading.html", context)


@belongs_to("questionnaire_reading", "reference")
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """She stands by it as she read it."""
    version, form = instruments.get_version(request.user, reference), SignForm(request.POST)
    may_read(request, version)
    if form.is_valid():
        try:
            actions.sign(version, by=request.user, on=clock.today(), **form.cleaned_data)
        except NoLonger as refusal:
            form.see(instruments.signed_digest(version), refusal)
        else:
            messages.success(request, _("Signed. From now on nothing in it changes. Thank you."))
            return redirect("questionnaire", reference=reference)
    return reading_page(request, version, sign_form=form)


def may_read(request: HttpRequest, version: Any) -> None:
    """Who is no reviewer, or wrote it herself, is refused before anything is looked at."""
    may_send_back.check(request.user, version, instruments.wrote_it(version, request.user))


@belongs_to("questionnaire_reading", "reference")
def back(request: HttpRequest, reference: str) -> HttpResponse:
    """She does not: her words go to its author."""
    version, form = instruments.get_version(request.user, reference), BackForm(request.POST)
    may_read(request, version)
    if form.is_valid():
        try:
            actions.send_back(version, words=form.cleaned_data["back"], by=request.user)
        except NoLonger as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Its author sees your words, and not who wrote them."))
            return redirect("questionnaires")
    return reading_page(request, version, back_form=form)


@belongs_to("questionnaire", "reference")
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """It is not asked any more; the first answer asks once more."""
    version = instruments.get_version(request.user, reference)
    may_withdraw.check(request.user, version)
    if not request.POST.get("sure"):
        return render(request, "fieldwork/withdraw.html", {"version": version})
    actions.withdraw(version, by=request.user)
    messages.success(request, _("It is asked nowhere any more. What lies filled on phones is still taken."))
    return redirect("questionnaires")
