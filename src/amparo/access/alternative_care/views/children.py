"""A child's record at the desk: written with the mother, opened by whoever minds the child."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.access.alternative_care.actions import children as actions
from amparo.access.alternative_care.forms import CollectorForm, WordsForm
from amparo.access.alternative_care.policies import may_begin, may_mind, may_protect
from amparo.access.alternative_care.queries import children as queries
from amparo.casework.forms.questions import QuestionsForm
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.case_questions import CHILD, Section, by_section, questions, sections
from amparo.vault.actions.fields import Past
from amparo.vault.queries.opened import opened_by
from amparo.vault.queries.readers import reader_of, readers_of_ring

PAGE = "minding_child"


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words, each under its question."""
    asked = [each for each in questions(CHILD).values() if each.is_words]
    return [(each.label(get_language() or "es"), request.POST.get(each.code, "")) for each in asked]


def note_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written as a note."""
    return [(_("In your words"), request.POST.get("words", ""))]


@require_GET
def children(request: HttpRequest) -> HttpResponse:
    """The children whose records are open to her."""
    may_mind.check(request.user)
    return render(request, "alternative_care/children.html", {"lines": queries.list_of(request.user)})


@sensitive_post_parameters()
@keeps_words(words_in)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a record: what the child is called and how old, if somebody says it."""
    may_mind.check(request.user)
    opened_by(request.user)
    why = may_begin.reason(request.user, reader_of(request.user))
    asked = by_section(CHILD)["who"].questions
    form = QuestionsForm(request.POST if request.method == "POST" else None, questions=asked)
    if request.method != "POST" or why or not form.is_valid():
        context = {"form": form, "section": by_section(CHILD)["who"], "why_not": why, "theirs": {}}
        return render(request, "alternative_care/write.html", context)
    answers = {code: each for code, each in form.answers().items() if each.is_there}
    made = actions.begin_child(answers=answers, by=request.user)
    messages.success(request, _("Written down. Say next who may collect."))
    return redirect(PAGE, made.reference)


def child(request: HttpRequest, reference: str) -> HttpResponse:
    """A child: what she or he needs, who may collect, whom to call, and the stays."""
    found = queries.get_child(request.user, reference)
    return child_page(request, found)


def child_page(request: HttpRequest, found: Any, collector: Any = None) -> HttpResponse:
    """The page, with a form that was not taken."""
    open_one = actions.open_child(found, by=request.user, now=clock.now())
    protects = may_protect.allows(request.user)
    context = {
        "child": found, "open": open_one, "today": clock.today(), "sections": told(open_one),
        "stays": queries.bookings_of(found), "readers": readers_of_ring(found.ring),
        "collector": collector or CollectorForm(), "protects": protects,
        "notes": queries.notes_of(request.user, found) if protects else [],
        "note": WordsForm(label=_("What is best for the child, and why")),
    }  # fmt: skip
    return render(request, "alternative_care/child.html", context)


def told(found: Any) -> list[tuple[Section, list[Any]]]:
    """Each section with what was said to it."""
    return [
        (each, [(one, found.answers[one.code]) for one in each.questions
                if one.code in found.answers and found.answers[one.code].is_there])
        for each in sections(CHILD)
    ]  # fmt: skip


@sensitive_post_parameters()
@keeps_words(words_in)
def write(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    """The questions of one section."""
    found, asked = queries.get_child(request.user, reference), by_section(CHILD).get(section)
    if asked is None:
        raise Hidden
    if request.method != "POST":
        return write_page(request, found, asked)
    form = QuestionsForm(request.POST, questions=asked.questions)
    if not form.is_valid():
        return write_page(request, found, asked, sent=request.POST)
    try:
        actions.write_answers(found, answers=form.changed(), seen=form.numbers(), by=request.user)
    except Past as past:
        return write_page(request, found, asked, hers=form.changed(), past=past.names)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


def write_page(
    request: HttpRequest, found: Any, asked: Section, *, sent: Any = None, hers: Any = None, past: Any = ()
) -> HttpResponse:
    """The page of a section; where two wrote the same, both stand there."""
    open_one = actions.open_child(found, by=request.user, now=clock.now())
    known = {**open_one.answers, **(hers or {})}
    form = QuestionsForm(
        sent, questions=asked.questions, answers=known, numbers=open_one.numbers, standing=open_one.answers
    )
    theirs = {code: open_one.answers.get(code) for code in past}
    context = {"child": found, "open": open_one, "section": asked, "form": form, "theirs": theirs}
    return render(request, "alternative_care/write.html", context, status=409 if past else 200)


@sensitive_post_parameters()
@belongs_to(PAGE, "reference")
def add_collector(request: HttpRequest, reference: str) -> HttpResponse:
    """One more who may collect."""
    found = queries.get_child(request.user, reference)
    form = CollectorForm(request.POST)
    if not form.is_valid():
        return child_page(request, found, form)
    actions.add_collector(found, by=request.user, **form.cleaned_data)
    messages.success(request, _("Written down. The word is locked now."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def end_collector(request: HttpRequest, reference: str, code: int) -> HttpResponse:
    """This person collects no more."""
    found = queries.get_child(request.user, reference)
    if code >= len(queries.opened(request.user, found).collectors):
        raise Hidden
    actions.end_collector(found, position=code, by=request.user, today=clock.today())
    messages.success(request, _("From today on this person collects no more."))
    return redirect(PAGE, reference)


@sensitive_post_parameters()
@keeps_words(note_in)
@belongs_to(PAGE, "reference")
def protect(request: HttpRequest, reference: str) -> HttpResponse:
    """What child protection writes: locked to child protection alone."""
    may_protect.check(request.user)
    found = queries.get_child(request.user, reference)
    form = WordsForm(request.POST, label="")
    if form.is_valid():
        actions.note_protection(found, text=form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Written down, for child protection alone."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def destroy(request: HttpRequest, reference: str) -> HttpResponse:
    """Destroy a record because the mother asks for it, in two steps."""
    found = queries.get_child(request.user, reference)
    if not request.POST.get("sure"):
        return render(request, "alternative_care/sure.html", {"child": found})
    actions.destroy_child(found.reference, by=request.user)
    messages.success(request, _("It is destroyed. Nobody opens it any more."))
    return redirect("minding")
