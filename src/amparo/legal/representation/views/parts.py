"""What belongs to a matter: one page for every kind that is asked, out of its file of questions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.casework.forms.questions import QuestionsForm
from amparo.commons.policy.policies import Denied, Hidden
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.case_questions import questions, sections
from amparo.formats.codes import by_code
from amparo.legal.representation.actions import parts as actions
from amparo.legal.representation.actions.matters import open_matter
from amparo.legal.representation.actions.protocol import lay_steps
from amparo.legal.representation.policies import may_write_part
from amparo.legal.representation.queries.defaults import proposed
from amparo.legal.representation.queries.matters import get_matter
from amparo.legal.representation.queries.state_agents import is_of_his_body
from amparo.legal.representation.views.blocks import is_asked
from amparo.vault.actions.fields import Past

PAGE = "matter_part"
# Kinds with pages of their own: where one is led, and whether that page is of the part itself.
OF_ITS_OWN = {
    "deadline": ("matter_deadline", True), "document": ("matter_document", True),
    "session": ("matter_housing_session", True), "screening": ("matter_housing", False),
    "instalment": ("matter_housing", False),
}  # fmt: skip


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words, whatever kind it is of."""
    language, found = get_language() or "es", []
    for kind in (code for code, each in by_code("matter_part").items() if each.more["asked"]):
        asked = questions(kind).values()
        found += [(each.label(language), request.POST.get(each.code, "")) for each in asked if each.is_words]
    return found


@sensitive_post_parameters()
@keeps_words(words_in)
def new(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """One more of a kind."""
    if not is_asked(kind):
        raise Hidden
    found = open_matter(get_matter(request.user, reference), by=request.user)
    may_write_part.check(request.user, found.matter, kind, found.is_clear)
    sent = request.POST if request.method == "POST" else None
    form = QuestionsForm(sent, questions=questions(kind).values(), answers=proposed(found, kind))
    if sent is None or not form.is_valid():
        return new_page(request, found, kind, form)
    answers = {code: each for code, each in form.answers().items() if each.is_there}
    try:
        made = actions.add_part(found.matter, kind=kind, answers=answers, by=request.user)
    except Denied as refusal:
        return new_page(request, found, kind, form, refusal.sentence)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference, made.reference)


def new_page(request: HttpRequest, found: Any, kind: str, form: Any, refusal: Any = None) -> HttpResponse:
    """The page that asks; with why it was not taken, what she wrote stays on it."""
    context = {
        "matter": found.matter, "open": found, "kind": kind, "form": form, "sections": sections(kind), "theirs": {},
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "representation/part_new.html", context, status=403 if refusal else 200)


@require_GET
def part(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One part, as it was written."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    one = found.part(part)
    if one.kind in OF_ITS_OWN:
        page, is_of_part = OF_ITS_OWN[one.kind]
        return redirect(page, reference, *([part] if is_of_part else []))
    if not is_asked(one.kind):
        raise Hidden
    context = {
        "matter": found.matter, "open": found, "part": one, "told": told_in(one),
        "is_his": one.kind == "authority" and is_of_his_body(found, one),
        "why_not_write": may_write_part.reason(request.user, found.matter, one.kind, found.is_clear),
    }  # fmt: skip
    return render(request, "representation/part.html", context)


def told_in(one: Any) -> list[Any]:
    """Each section of its kind with what was said to it."""
    return [
        (each, [(q, one.answers[q.code]) for q in each.questions if q.code in one.answers])
        for each in sections(one.kind)
    ]


@sensitive_post_parameters()
@keeps_words(words_in)
def change(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """The same questions again; where somebody wrote meanwhile, both stand there."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    one = found.part(part)
    if not is_asked(one.kind):
        raise Hidden
    may_write_part.check(request.user, found.matter, one.kind, found.is_clear)
    sent = request.POST if request.method == "POST" else None
    form = QuestionsForm(sent, questions=questions(one.kind).values(), answers=one.answers)
    if sent is None or not form.is_valid():
        return change_page(request, found, one, form)
    said: dict[str, Any] = {"reference": part, "kind": one.kind, "answers": form.changed(), "was": form.digests()}
    try:
        actions.change_part(found.matter, by=request.user, **said)
    except Past as past:
        theirs = {code: one.answers.get(code) for code in past.names}
        return change_page(request, found, one, form, theirs=theirs, status=409)
    except Denied as refusal:
        return change_page(request, found, one, form, refusal=refusal.sentence, status=403)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference, part)


def change_page(
    request: HttpRequest, found: Any, one: Any, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of a change."""
    context = {"matter": found.matter, "open": found, "part": one, "kind": one.kind, "form": form,
               "sections": sections(one.kind), "theirs": {}, **more}  # fmt: skip
    return render(request, "representation/part_new.html", context, status=status)


@belongs_to(PAGE, "reference", "part")
def end(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """It is done, or it is not after all."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    one = found.part(part)
    actions.end_part(found.matter, reference=part, ended=not one.is_over, by=request.user)
    messages.success(request, _("Written down."))
    return redirect("matter", reference)


@belongs_to("matter", "reference")
def steps(request: HttpRequest, reference: str) -> HttpResponse:
    """Lay the steps of a threat of deportation."""
    laid = lay_steps(get_matter(request.user, reference), by=request.user)
    messages.success(request, ngettext("%(n)s step laid.", "%(n)s steps laid.", laid) % {"n": laid})
    return redirect("matter", reference)
