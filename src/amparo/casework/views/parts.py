"""What pages of the parts of a case share: a section is asked; where two wrote the same, both stand there."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.casework.actions import cases as actions
from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.policies.areas import may_write_part
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.queries.parts import OpenPart, one_of
from amparo.commons.policy.policies import Hidden
from amparo.formats.case_questions import Section, by_section, questions, sections
from amparo.vault.actions.fields import Past

type Words = Callable[[HttpRequest], list[tuple[str, str]]]


def words_of(kind: str) -> Words:
    """What she wrote in words to the questions of a kind, each under its question."""

    def words_in(request: HttpRequest) -> list[tuple[str, str]]:
        language = get_language() or "es"
        asked = [each for each in questions(kind).values() if each.is_words]
        return [(each.label(language), request.POST.get(each.code, "")) for each in asked]

    return words_in


def told_in(kind: str, part: OpenPart) -> list[tuple[Section, list[tuple[Any, Any]]]]:
    """Each section with what she said to it."""
    said = {code for code, answer in part.answers.items() if answer.is_there}
    return [
        (section, [(each, part.answers[each.code]) for each in section.questions if each.code in said])
        for section in sections(kind)
    ]


def section_of(kind: str, code: str) -> Section:
    """A section of the questions of a kind, or a page that is not there."""
    found = by_section(kind).get(code)
    if found is None:
        raise Hidden
    return found


def first_form(
    request: HttpRequest, kind: str, codes: Iterable[str], *, young: bool
) -> tuple[QuestionsForm, list[tuple[Section, Any]]]:
    """The questions of some sections in one form, and its fields under each section, for whoever writes this kind."""
    may_write_part.check(request.user, kind, {})
    asked = [section_of(kind, code) for code in codes]
    sent = request.POST if request.method == "POST" else None
    form = QuestionsForm(sent, questions=[each for section in asked for each in section.questions], young=young)
    return form, [(section, [row for row in form.pairs() if row[0].section == section.code]) for section in asked]


def part_of(request: HttpRequest, case: Any, kind: str, part: str) -> tuple[Any, OpenPart]:
    """A case, opened, and one part of it."""
    opened = actions.open_case(case, by=request.user)
    return opened, one_of(opened.parts, part, kind)


def write_section(
    request: HttpRequest, case: Any, section: Section, *, kind: str, part: str, change: Any, led: str
) -> HttpResponse:
    """One section of a part. ``change`` writes it; ``led`` names the page of the part."""
    if request.method != "POST":
        return section_page(request, case, section, kind=kind, part=part, led=led)
    form = QuestionsForm(request.POST, questions=section.questions, young=False)  # it only reads; the page is made anew
    if not form.is_valid():
        return section_page(request, case, section, kind=kind, part=part, led=led, sent=request.POST)
    try:
        change(case, reference=part, kind=kind, answers=form.changed(), was=form.digests(), by=request.user)
    except Past as past:
        both = {"hers": form.changed(), "past": past.names}
        return section_page(request, case, section, kind=kind, part=part, led=led, **both)
    messages.success(request, _("Written down."))
    return redirect(led, case.reference, part)


def section_page(
    request: HttpRequest, case: Any, section: Section, *, kind: str, part: str, led: str, sent: Any = None,
    hers: Any = None, past: Any = (),
) -> HttpResponse:  # fmt: skip
    """The questions of a section. ``hers`` is what she wrote over what stands there; ``past`` names where both did."""
    opened, found = part_of(request, case, kind, part)
    may_write_more.check(request.user, case, opened.she_stopped)
    known, young = {**found.answers, **(hers or {})}, opened.is_young
    shown = QuestionsForm(sent, questions=section.questions, answers=known, standing=found.answers, young=young)
    context = {
        "case": case, "part": found, "section": section, "form": shown, "led": led, "name": opened.name,
        "theirs": {code: found.answers.get(code) for code in past}, "young": young,
    }  # fmt: skip
    return render(request, "casework/part_write.html", context, status=409 if past else 200)
