"""The list of legal matters, a matter, and its questions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.casework.forms.questions import QuestionsForm
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import keeps_words
from amparo.commons.ui.views import page_of as number_of
from amparo.formats.case_questions import MATTER, Section, by_section, questions
from amparo.legal.representation.actions import matters as actions
from amparo.legal.representation.policies import FIRST, may_represent, may_write
from amparo.legal.representation.queries import matters as queries
from amparo.legal.representation.views.blocks import page_of
from amparo.vault.actions.fields import Past

PAGE = "matter"


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words, each under its question."""
    asked = [each for each in questions(MATTER).values() if each.is_words]
    return [(each.label(get_language() or "es"), request.POST.get(each.code, "")) for each in asked]


@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    """Her matters: what is due first, then those that were touched last."""
    may_represent.check(request.user)
    closed = "cerrados" in request.GET
    context = actions.list_matters(by=request.user, closed=closed, page=number_of(request))
    return render(request, "representation/matters.html", {"desk": context, "closed": closed})


@require_GET
def matter(request: HttpRequest, reference: str) -> HttpResponse:
    """A matter: what is due, who the sides are, what happened, the way, and what came of it."""
    found = queries.get_matter(request.user, reference)
    return matter_page(request, found)


def matter_page(request: HttpRequest, found: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, with a form that was not taken."""
    open_one = actions.open_matter(found, by=request.user)
    return render(request, "representation/matter.html", {**page_of(request, open_one), **more}, status=status)


@sensitive_post_parameters()
@keeps_words(words_in)
def write(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    """The questions of one section."""
    found, asked = queries.get_matter(request.user, reference), by_section(MATTER).get(section)
    if asked is None:
        raise Hidden
    open_one = actions.open_matter(found, by=request.user)
    if not {each.code for each in asked.questions} <= FIRST:
        may_write.check(request.user, found, open_one.is_clear)
    if request.method != "POST":
        return write_page(request, open_one, asked)
    form = QuestionsForm(request.POST, questions=asked.questions)
    if not form.is_valid():
        return write_page(request, open_one, asked, sent=request.POST)
    try:
        actions.write_answers(found, answers=form.changed(), seen=form.numbers(), by=request.user)
    except Past as past:
        return write_page(request, open_one, asked, hers=form.changed(), past=past.names)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


def write_page(
    request: HttpRequest, open_one: Any, asked: Section, *, sent: Any = None, hers: Any = None, past: Any = ()
) -> HttpResponse:
    """The page of a section; where two wrote the same, both stand there."""
    now = actions.open_matter(open_one.matter, by=request.user) if past else open_one
    known = {**now.answers, **(hers or {})}
    form = QuestionsForm(sent, questions=asked.questions, answers=known, numbers=now.numbers, standing=now.answers)
    theirs = {code: now.answers.get(code) for code in past}
    context = {"matter": now.matter, "open": now, "section": asked, "form": form, "theirs": theirs}
    return render(request, "representation/write.html", context, status=409 if past else 200)
