"""Forms that the door could not read: opened one by one by whoever leads, and mended, left out, or let in again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.commons.policy.policies import Hidden, NoLonger
from amparo.commons.ui.views import belongs_to
from amparo.fieldwork.actions import corrections, door
from amparo.fieldwork.forms.answers import MendForm
from amparo.fieldwork.queries import kept, leading
from amparo.fieldwork.views.studies import head_of


@require_GET
def waiting(request: HttpRequest, reference: str) -> HttpResponse:
    """Which there are, by reason. None is opened for it."""
    study = leading.get_hers(request.user, reference)
    rows = kept.waiting_for_somebody(study)
    reasons: dict[str, list[Any]] = {}
    for each in rows:
        reasons.setdefault(each.reason, []).append(each)
    context = head_of(request, study) | {"reasons": reasons.items(), "left_out": kept.left_out(study)}
    return render(request, "fieldwork/waiting.html", context)


def form(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One of them, opened with her key: which question, why, and what stands beside it."""
    study = leading.get_hers(request.user, reference)
    return form_page(request, study, leading.get_form(study, part))


def form_page(request: HttpRequest, study: Any, row: Any, *, sent: Any = None, sentence: Any = "") -> HttpResponse:
    """The page, with what was not taken."""
    found = corrections.open_kept(study, row, by=request.user)
    at = str(sent["which"]) if sent else ""
    forms = [MendForm(sent if at == str(each.which) else None, said=each) for each in found.at_fault]
    context = head_of(request, study) | {"kept": found, "row": row, "forms": forms, "sentence": sentence}
    return render(request, "fieldwork/form.html", context)


@sensitive_post_parameters()
@belongs_to("study_form", "reference", "part")
def correct(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Another answer to the question at fault. The old form stays as it came, sealed."""
    study = leading.get_hers(request.user, reference)
    row, which = leading.get_form(study, part), request.POST.get("which", "")
    if not which.isdecimal() or len(which) > 6:
        raise Hidden
    try:
        corrections.correct(study, row, which=int(which), value=MendForm.value_in(request.POST), by=request.user)
    except NoLonger as refusal:
        return form_page(request, study, row, sent=request.POST, sentence=refusal.sentence)
    messages.success(request, _("Put right. The next time you open the door it is looked at anew."))
    return redirect("study_waiting", reference)


@belongs_to("study_waiting", "reference")
def leave_out(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """It is not counted."""
    study = leading.get_hers(request.user, reference)
    door.leave_out(leading.get_form(study, part), by=request.user)
    messages.success(request, _("It is not counted. It stays locked until its time is over."))
    return redirect("study_waiting" if request.POST.get("at") != "words" else "study_words", reference)


@belongs_to("study_waiting", "reference")
def let_in(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """The door looks at it anew."""
    study = leading.get_hers(request.user, reference)
    door.let_in_again(leading.get_form(study, part), by=request.user)
    messages.success(request, _("The next time you open the door it is looked at anew."))
    return redirect("study_waiting", reference)
