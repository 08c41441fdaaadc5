"""Before she sits down with anybody: she is asked; and then the sessions, in one room or with each side apart."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.policy.policies import Denied, NoLonger
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.case_questions import Answer, by_section, questions
from amparo.legal.evictions import actions, queries
from amparo.legal.evictions.forms import AskForm, HeldForm, SessionForm
from amparo.legal.evictions.policies import EACH_APART, HER, WRITTEN_ALREADY
from amparo.legal.evictions.views.home import PAGE, opened_for
from amparo.legal.representation.policies import LOOK_FIRST, may_write
from amparo.legal.representation.queries.matters import OpenMatter
from amparo.vault.actions.fields import Past

APART = "apart"  # the button that sets the same session with each side apart


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words of a session or of what she said."""
    language, asked = get_language() or "es", {**questions(queries.ASKED), **questions(queries.SESSION)}
    found = [(each.label(language), request.POST.get(each.code, "")) for each in asked.values() if each.is_words]
    return [*found, (_("Why"), request.POST.get("why", ""))]


@sensitive_post_parameters()
@keeps_words(words_in)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask her, alone, before anybody sits down."""
    found = opened_for(request, reference)
    may_write.check(request.user, found.matter, found.is_clear)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        section = by_section(queries.ASKED)[queries.ASKED]
        context = {"matter": found.matter, "open": found, "form": form, "section": section, "theirs": {}}
        return render(request, "evictions/ask.html", context)
    answers = {code: each for code, each in form.answers().items() if each.is_there}
    actions.ask_her(found.matter, answers=answers, by=request.user)
    messages.success(request, _("Written down. What it means for a session stands below."))
    return redirect(PAGE, reference)


@sensitive_post_parameters()
@keeps_words(words_in)
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """Set a session. Where one room is shut it says so, why, and what is open: each side apart."""
    found = opened_for(request, reference)
    may_write.check(request.user, found.matter, found.is_clear)
    if request.method != "POST":
        return plan_page(request, found, SessionForm(answers=proposed(found)))
    form = SessionForm(each_apart(request.POST) if APART in request.POST else request.POST)
    if not form.is_valid():
        return plan_page(request, found, form)
    answers = {code: each for code, each in form.answers().items() if each.is_there}
    try:
        made = actions.set_session(found.matter, answers=answers, why=form.cleaned_data["why"], by=request.user)
    except Denied as refusal:
        return plan_page(request, found, form, refusal.sentence)
    messages.success(request, _("The session is set."))
    return redirect("matter_housing_session", reference, made.reference)


def plan_page(request: HttpRequest, found: OpenMatter, form: Any, refusal: Any = None) -> HttpResponse:
    """The page that sets a session; what was written stays on it."""
    section = by_section(queries.SESSION)[queries.SESSION]
    context = {"matter": found.matter, "open": found, "form": form, "section": section, "theirs": {},
               "gate": queries.gate_of(found, clock.now()), "refusal": refusal}  # fmt: skip
    return render(request, "evictions/plan.html", context, status=403 if refusal else 200)


def proposed(found: OpenMatter) -> dict[str, Answer]:
    """What stands there first: with each side apart, where one room is not open."""
    is_joint = queries.gate_of(found, clock.now()).may_be_joint
    return {} if is_joint else {"session_mode": Answer(EACH_APART), "session_attends": Answer(("her_lawyer",))}


def each_apart(sent: QueryDict) -> QueryDict:
    """The same session with each side apart: she is not there."""
    changed = sent.copy()
    changed["session_mode"] = EACH_APART
    changed.setlist("session_attends", [each for each in sent.getlist("session_attends") if each != HER])
    return changed


@require_GET
def session(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One session, where it stands, and what is left to do."""
    return session_page(request, opened_for(request, reference), part)


def session_page(
    request: HttpRequest, found: OpenMatter, part: str, *, form: Any = None, refusal: Any = None
) -> HttpResponse:
    """The page, with a form that was not taken."""
    if not found.is_clear:
        raise Denied(LOOK_FIRST)
    one = found.part(part, queries.SESSION)
    context = {
        "matter": found.matter, "open": found, "session": next(e for e in queries.sessions_in(found) if e.part == one),
        "told": [(each, one.answers[each.code]) for each in questions(queries.SESSION).values()
                 if each.code in one.answers and each.code != "session_mode"],
        "gate": queries.gate_of(found, clock.now()), "form": form or HeldForm(answers=one.answers), "theirs": {},
        "refusal": refusal, "why_not_write": may_write.reason(request.user, found.matter, found.is_clear),
    }  # fmt: skip
    return render(request, "evictions/session.html", context, status=403 if refusal else 200)


@sensitive_post_parameters()
@keeps_words(words_in)
@belongs_to("matter_housing_session", "reference", "part")
def held(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """A session was held."""
    found, form = opened_for(request, reference), HeldForm(request.POST)
    if not form.is_valid():
        return session_page(request, found, part, form=form)
    answers = {code: each for code, each in form.answers().items() if each.is_there}
    try:
        actions.hold_session(found.matter, reference=part, answers=answers, by=request.user)
    except Past as past:
        raise NoLonger(WRITTEN_ALREADY) from past
    except Denied as refusal:
        return session_page(request, found, part, form=form, refusal=refusal.sentence)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


@belongs_to("matter_housing_session", "reference", "part")
def off(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """A session is not held after all."""
    found = opened_for(request, reference)
    actions.call_off(found.matter, reference=part, by=request.user)
    messages.success(request, _("Called off. Before another one she is asked again."))
    return redirect(PAGE, reference)
