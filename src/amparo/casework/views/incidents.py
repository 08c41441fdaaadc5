"""What happened to her, at the desk: written down section by section; its kind by six questions, one at a time."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.casework.actions import cases, incidents, parts
from amparo.casework.forms.incidents import ANSWERED, KindForm, OtherwiseForm
from amparo.casework.policies.cases import may_change
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.queries.cases import get_case
from amparo.casework.queries.incidents import INCIDENT, happened, not_to, utc_now
from amparo.casework.views.blocks import more_block
from amparo.casework.views.parts import first_form, part_of, section_of, told_in, words_of, write_section
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.codes import codes
from amparo.vault.actions.fields import Past

PAGE, KIND = "case_incident", "case_incident_kind"
FIRST = ("told", "when")  # what is asked when it is written down: the rest stands on its page


@sensitive_post_parameters()
@keeps_words(words_of(INCIDENT))
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down what happened: what she tells, and when it was."""
    case = get_case(request.user, reference)
    may_change.check(request.user, case)
    opened = cases.open_case(case, by=request.user)
    may_write_more.check(request.user, case, opened.she_stopped)
    form, groups = first_form(request, INCIDENT, FIRST, young=opened.is_young)
    if request.method == "POST" and form.is_valid():
        answers = {code: each for code, each in form.answers().items() if each.is_there}
        made = incidents.add_incident(case, answers=answers, by=request.user)
        messages.success(request, _("Written down. Nobody has to ask the rest."))
        return redirect(PAGE, reference, made.reference)
    context = {"case": case, "form": form, "groups": groups, "name": opened.name, "young": opened.is_young}
    return render(request, "casework/incident_new.html", context)


@require_GET
def incident(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """What happened once, with the time there is for her health."""
    case = get_case(request.user, reference)
    opened, found = part_of(request, case, INCIDENT, part)
    context = {
        "case": case,
        "name": opened.name,
        "young": opened.is_young,
        "seen": happened(found, utc_now()),
        "sections": told_in(INCIDENT, found),
        "not_to": not_to([found]),
        "why_not_write": may_change.reason(request.user, case),
        **more_block(request.user, opened),
    }
    return render(request, "casework/incident.html", context)


@sensitive_post_parameters()
@keeps_words(words_of(INCIDENT))
def write(request: HttpRequest, reference: str, part: str, section: str) -> HttpResponse:
    """One section of it. Where somebody wrote the same meanwhile, both stand on the page, and nothing is lost."""
    case, asked = get_case(request.user, reference), section_of(INCIDENT, section)
    may_change.check(request.user, case)
    return write_section(request, case, asked, kind=INCIDENT, part=part, change=parts.change_part, led=PAGE)


def kind(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Of which kind it was: one question after the other, until the first yes. Without an answer, nothing is said."""
    case = get_case(request.user, reference)
    may_change.check(request.user, case)
    if request.method != "POST":
        return kind_page(request, case, part)
    if request.POST.get("again"):
        incidents.begin_again(case, reference=part, by=request.user)
        return redirect(KIND, reference, part)
    form = KindForm(request.POST)
    if not form.is_valid():
        return kind_page(request, case, part)
    try:
        incidents.answer_question(case, reference=part, by=request.user, **form.cleaned_data)
    except Past:
        return kind_page(request, case, part, past=True, status=409)
    return redirect(KIND, reference, part)


def kind_page(request: HttpRequest, case: Any, part: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """The question that comes next, or what the rule says."""
    opened, found = part_of(request, case, INCIDENT, part)
    may_write_more.check(request.user, case, opened.she_stopped)
    seen = happened(found, utc_now())
    asked = {code.more["question"]: code for code in codes("core_type")}
    context = {
        "case": case,
        "name": opened.name,
        "young": opened.is_young,
        "seen": seen,
        "standing": incidents.mark_of(found),
        "question": asked[seen.asks] if seen.asks else None,
        "last": max(asked),
        "answers": ANSWERED,
        "otherwise": OtherwiseForm(initial=seen.otherwise or {}),
        **more,
    }
    return render(request, "casework/incident_kind.html", context, status=status)


def words_of_reason(request: HttpRequest) -> list[tuple[str, str]]:
    """Why she sees it otherwise."""
    return [(str(_("Why")), request.POST.get("reason", ""))]


@belongs_to(KIND, "reference", "part")
@sensitive_post_parameters()
@keeps_words(words_of_reason)
def otherwise(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """How somebody sees it who works with her, and why. What the rule says stays beside it."""
    case = get_case(request.user, reference)
    may_change.check(request.user, case)
    form = OtherwiseForm(request.POST)
    if not form.is_valid():
        return kind_page(request, case, part, otherwise=form)
    try:
        incidents.see_otherwise(case, reference=part, by=request.user, **form.cleaned_data)
    except Past:
        return kind_page(request, case, part, otherwise=form, past=True, status=409)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference, part)


@belongs_to(PAGE, "reference", "part")
def end(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """It was written by mistake, or it was not a mistake after all. Nothing is lost by it."""
    case = get_case(request.user, reference)
    _opened, found = part_of(request, case, INCIDENT, part)
    parts.end_part(case, reference=found.reference, ended=not found.is_over, by=request.user)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference, part)
