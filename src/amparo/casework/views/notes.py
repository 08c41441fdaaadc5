"""Notes of a case: what happened on a day, in the words of whoever accompanies her."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions import cases as case_actions
from amparo.casework.actions import parts as actions
from amparo.casework.actions.her_contact import confirm_contact, put_back_contact
from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.policies.areas import may_write_part
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.queries import cases as queries
from amparo.casework.queries.parts import one_of
from amparo.casework.views.beginning import PAGE
from amparo.casework.views.blocks import more_block
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.case_questions import questions
from amparo.vault.actions.fields import Past

NOTE = "note"
OURS = False  # what we write among us is asked of us, however old she is


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What she wrote, under its question."""
    question = questions(NOTE)["note_text"]
    return [(question.label(get_language() or "es"), request.POST.get("note_text", ""))]


@sensitive_post_parameters()
@keeps_words(words_in)
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a note."""
    found = queries.get_case(request.user, reference)
    may_write_part.check(request.user, NOTE, {})
    opened = case_actions.open_case(found, by=request.user)
    may_write_more.check(request.user, found, opened.she_stopped)
    sent = request.POST if request.method == "POST" else None
    form = QuestionsForm(sent, questions=questions(NOTE).values(), young=OURS)
    if request.method != "POST" or not form.is_valid():
        return note_page(request, found, form)
    answers = {code: each for code, each in form.answers().items() if each.is_there}
    if not answers:
        form.add_error("note_text", _("Write what happened, or go back."))
        return note_page(request, found, form)
    actions.add_part(found, kind=NOTE, answers=answers, by=request.user)
    messages.success(request, _("Written down."))
    return redirect("case", reference)


@sensitive_post_parameters()
@keeps_words(words_in)
def note(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Read a note, and change it; where two did, both stand on the page."""
    found = queries.get_case(request.user, reference)
    opened = case_actions.open_case(found, by=request.user)
    one = one_of(opened.parts, part, NOTE)
    if request.method != "POST":
        form = QuestionsForm(questions=questions(NOTE).values(), answers=one.answers, young=OURS)
        return note_page(request, found, form, one=one)
    may_write_more.check(request.user, found, opened.she_stopped)
    form = QuestionsForm(request.POST, questions=questions(NOTE).values(), young=OURS)
    if not form.is_valid():
        return note_page(request, found, form, one=one)
    try:
        actions.change_part(
            found, reference=part, kind=NOTE, answers=form.changed(), by=request.user, was=form.digests()
        )
    except Past as past:
        return conflict(request, found, one, form, past.names)
    messages.success(request, _("Written down."))
    return redirect("case", reference)


def conflict(request: HttpRequest, found: Any, one: Any, sent: QuestionsForm, past: list[str]) -> HttpResponse:
    """Hers in the field, over what stands there now."""
    hers = {**one.answers, **sent.changed()}
    form = QuestionsForm(questions=questions(NOTE).values(), answers=hers, standing=one.answers, young=OURS)
    theirs = {code: one.answers.get(code) for code in past}
    return note_page(request, found, form, one=one, theirs=theirs, status=409)


def note_page(request: HttpRequest, found: Any, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    """The form of a note."""
    opened = queries.opened(request.user, found)
    more |= more_block(request.user, opened)
    context = {"case": found, "form": form, "young": opened.is_young, **more}
    return render(request, "casework/note.html", context, status=status)


@belongs_to(PAGE, "reference")
def confirmed(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """How to reach her was changed on her own page: she said herself that it was she, or that it was not."""
    found = queries.get_case(request.user, reference)
    if request.POST.get("not_she"):
        put_back_contact(found, reference=part, by=request.user)
        said = _("What stood there before is back. Somebody else may have her words: she changes them on her own page.")
        messages.success(request, said)
        return redirect(PAGE, reference)
    confirm_contact(found, reference=part, by=request.user)
    messages.success(request, _("Written down: she confirmed how to reach her."))
    return redirect(PAGE, reference)
