"""Somebody under 18 at the desk: what she says, who looks after her, and the yes of a second person."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions import cases, parts, second_yes
from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.policies.areas import may_write_part
from amparo.casework.policies.cases import may_change
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.policies.young import GROWN, MINOR, YES, asked_for, may_say_yes, needs_second_yes
from amparo.casework.queries import cases as queries
from amparo.casework.queries.parts import one_of
from amparo.casework.queries.young import hands_of, nobody_protects, owner_of
from amparo.casework.views.beginning import PAGE
from amparo.casework.views.cases import sure
from amparo.commons import clock
from amparo.commons.audit.actions import opaque
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.case_questions import Section, by_section, questions
from amparo.formats.codes import by_code
from amparo.vault.actions.fields import Past


def words_of(*kinds: str) -> Callable[[HttpRequest], list[tuple[str, str]]]:
    """What somebody wrote in words on a page of these kinds, each under its question."""

    def words_in(request: HttpRequest) -> list[tuple[str, str]]:
        asked = [each for kind in kinds for each in questions(kind).values() if each.is_words]
        return [(each.label(get_language() or "es", young=True), request.POST.get(each.code, "")) for each in asked]

    return words_in


def of_young(request: HttpRequest, reference: str, kind: str) -> tuple[Any, queries.OpenCase]:
    """A case of hers in which she writes this kind of part; hidden where she whose it is is not under 18."""
    found = queries.get_case(request.user, reference)
    may_change.check(request.user, found)
    may_write_part.check(request.user, kind, {})
    opened = cases.open_case(found, by=request.user)
    if not opened.is_young:
        raise Hidden
    return found, opened


def part_page(
    request: HttpRequest, opened: queries.OpenCase, section: Section, form: Any, *, past: Any = (), theirs: Any = (),
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    """The questions of a section of a part."""
    standing = {code: theirs.get(code) for code in past} if past else {}
    context = {"case": opened.case, "name": opened.name, "section": section, "form": form, "theirs": standing}
    status = 409 if past else status
    return render(request, "casework/part.html", {**context, "young": opened.is_young, **more}, status=status)


def form_of(section: Section, part: Any, sent: Any = None, *, hers: Any = None) -> QuestionsForm:
    """The form of a section of a part: what stands there, or what was sent."""
    standing = part.answers if part else {}
    shown = {**standing, **(hers or {})}
    return QuestionsForm(sent, questions=section.questions, answers=shown, standing=standing, young=True)


@sensitive_post_parameters()
@keeps_words(words_of(MINOR))
def write(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    """What she says, who looks after her, what was weighed."""
    found, opened = of_young(request, reference, MINOR)
    may_write_more.check(request.user, found, opened.she_stopped)
    asked, part = by_section(MINOR).get(section), minor_in(opened)
    if asked is None:
        raise Hidden
    form = form_of(asked, part, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return part_page(request, opened, asked, form)
    try:
        save(found, MINOR, part, form, by=request.user)
    except Past as past:
        part = minor_in(cases.open_case(found, by=request.user))
        shown = form_of(asked, part, hers=form.changed())
        return part_page(request, opened, asked, shown, past=past.names, theirs=part.answers)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


def minor_in(opened: queries.OpenCase) -> Any:
    """The part that is there because she is under 18, or None where it is still to be written."""
    return next((each for each in opened.of_kind(MINOR) if not each.is_over), None)


def save(found: Any, kind: str, part: Any, form: QuestionsForm, *, by: Any) -> None:
    """Add a part, or change what was changed on the page."""
    if part is None:
        parts.add_part(found, kind=kind, answers=form.answers(), by=by)
    else:
        parts.change_part(
            found, reference=part.reference, kind=kind, answers=form.changed(), was=form.digests(), by=by
        )  # fmt: skip


@sensitive_post_parameters()
@keeps_words(words_of(YES))
def ask(request: HttpRequest, reference: str, act: str, about: str = "") -> HttpResponse:
    """Ask for the yes of a second person."""
    found, opened = of_young(request, reference, YES)
    if act not in by_code("young_act") or asked_for(opened, act, about):
        return redirect(PAGE, reference)
    section = by_section(YES)["ask"]
    form = form_of(section, None, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return part_page(request, opened, section, form, act=act, nobody=nobody_protects(opened, opaque(request.user)))
    second_yes.ask(found, act=act, about=about, answers=form.answers(), by=request.user)
    messages.success(request, _("Asked for. Whoever of child protection reads this case finds it on its page."))
    return redirect(PAGE, reference)


@sensitive_post_parameters()
@keeps_words(words_of(YES))
def answer(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Say yes, or not yet, as a second person."""
    found, opened = of_young(request, reference, YES)
    asked = one_of(opened.parts, part, YES)
    may_say_yes.check(request.user, asked, opaque(request.user), hands_of(asked.by), owner_of(found))
    section = by_section(YES)["answer"]
    form = form_of(section, asked, request.POST if request.method == "POST" else None)
    yes = request.POST.get("say") == "yes"
    context = {"act": asked.more["act"], "why": asked.said("yes_why", ""), "answering": True}
    if request.method != "POST" or not form.is_valid():
        return part_page(request, opened, section, form, **context)
    second_yes.answer(found, reference=part, yes=yes, answers=form.answers(), by=request.user)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def grown(request: HttpRequest, reference: str) -> HttpResponse:
    """Stop treating her as somebody under 18, with a second yes, in two steps."""
    found, opened = of_young(request, reference, MINOR)
    if needs_second_yes(opened, GROWN, on=clock.today()):
        return redirect("case_yes_ask", reference, GROWN)
    if not request.POST.get("sure"):
        return sure(request, found, "grown")
    second_yes.end_young(found, by=request.user)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)
