"""The name on her papers at the desk: kept apart, shown on one page alone, with a reason that she may read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions import cases, legal_names
from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.forms.young import RevealForm
from amparo.casework.policies.areas import may_write_part
from amparo.casework.policies.cases import may_change
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.queries import cases as queries
from amparo.casework.queries.legal_names import legal_name_in
from amparo.casework.queries.parts import LEGAL_NAME
from amparo.casework.views.beginning import PAGE
from amparo.casework.views.cases import sure
from amparo.casework.views.young import part_page, words_of
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.case_questions import by_section
from amparo.formats.case_questions import questions as questions_of
from amparo.vault.actions.fields import Past

WRITTEN = "written"


@sensitive_post_parameters()
@keeps_words(words_of(LEGAL_NAME))
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write it, or over it. The form never shows what stands there."""
    found = queries.get_case(request.user, reference)
    may_change.check(request.user, found)
    may_write_part.check(request.user, LEGAL_NAME, {})
    opened = cases.open_case(found, by=request.user)
    may_write_more.check(request.user, found, opened.she_stopped)
    (section,), standing = by_section(LEGAL_NAME).values(), legal_name_in(opened)
    written = standing.more.get(WRITTEN, 0) if standing else 0
    form = QuestionsForm(
        request.POST if request.method == "POST" else None, questions=section.questions, young=opened.is_young
    )
    page: dict[str, Any] = {"legal": True, "standing": standing, WRITTEN: written}
    if request.method != "POST" or not form.is_valid():
        return part_page(request, opened, section, form, **page)
    answers = {code: each for code, each in form.answers().items() if each.is_there}
    try:
        legal_names.write_legal_name(found, answers=answers, written=number_of(request), by=request.user)
    except Past:
        return part_page(request, opened, section, form, **page, meanwhile=True, status=409)
    messages.success(request, _("Kept apart. It stands on no page but the one that shows it."))
    return redirect(PAGE, reference)


def number_of(request: HttpRequest) -> int:
    """How often it had been written when she opened the form; -1, which never is, where the page is not whole."""
    said = request.POST.get(WRITTEN, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else -1


@sensitive_post_parameters()
@keeps_words(lambda request: [(_("In words that she may read"), request.POST.get("words", ""))])
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show it, once, for a reason: in the answer to a POST, which nobody keeps."""
    found = queries.get_case(request.user, reference)
    may_write_part.check(request.user, LEGAL_NAME, {})
    opened = cases.open_case(found, by=request.user)
    if legal_name_in(opened) is None:
        raise Hidden
    form = RevealForm(request.POST if request.method == "POST" else None)
    context = {"case": found, "name": opened.name, "form": form, "young": opened.is_young}
    if request.method == "POST" and form.is_valid():
        shown = legal_names.show_legal_name(found, by=request.user, **form.cleaned_data)
        context["shown"] = [(each, shown.answers[code]) for code, each in questions_of(LEGAL_NAME).items()
                            if code in shown.answers and shown.answers[code].is_there]  # fmt: skip
    return render(request, "casework/legal_name.html", context)


@belongs_to(PAGE, "reference")
def forget(request: HttpRequest, reference: str) -> HttpResponse:
    """It is not needed any more, in two steps."""
    found = queries.get_case(request.user, reference)
    may_change.check(request.user, found)
    may_write_part.check(request.user, LEGAL_NAME, {})
    if not request.POST.get("sure"):
        return sure(request, found, "forget")
    legal_names.forget_legal_name(found, by=request.user)
    messages.success(request, _("It is written over. Who looked at it stays, for her to read."))
    return redirect(PAGE, reference)
