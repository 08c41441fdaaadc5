"""Tasks at the desk: planned, changed, done. How to reach her stands above each that does."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.casework.actions import cases as case_actions
from amparo.casework.actions import tasks as actions
from amparo.casework.forms.tasks import DoneForm, TaskForm
from amparo.casework.policies.areas import may_write_part
from amparo.casework.policies.cases import may_change
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.queries import cases as queries
from amparo.casework.queries.parts import one_of
from amparo.casework.queries.reaching import reach_in
from amparo.casework.queries.reading import reading_of
from amparo.casework.queries.tasks import TASK, names_by_opaque, task_of
from amparo.casework.views.blocks import more_block
from amparo.commons import clock
from amparo.commons.audit.actions import opaque
from amparo.commons.policy.policies import Denied
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.case_questions import questions
from amparo.vault.actions.fields import Past

PAGE = "case_task"


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What she wrote in words, each under its question."""
    language, asked = get_language() or "es", questions(TASK)
    what, told = asked["task_what"].label(language), asked["task_told"].label(language)
    return [(what, request.POST.get("task_what", "")), (told, request.POST.get("told", ""))]


@sensitive_post_parameters()
@keeps_words(words_in)
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Plan something for her."""
    found = queries.get_case(request.user, reference)
    may_write_part.check(request.user, TASK, {})
    may_change.check(request.user, found)
    form = task_form(request, found)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form)
    try:
        actions.add_task(found, answers=form.changed(), by=request.user, **form.plan())
    except Denied as denied:
        return form_page(request, found, form, refused=denied.sentence)
    messages.success(request, _("It is planned."))
    return redirect("case", reference)


@require_GET
def task(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One task: what to do, how to reach her, and what came of it."""
    return task_page(request, queries.get_case(request.user, reference), part)


def task_page(request: HttpRequest, found: Any, part: str, *, status: int = 200, **sent: Any) -> HttpResponse:
    """The page of a task, with a form as it was sent where it was not taken."""
    opened = case_actions.open_case(found, by=request.user)
    one = one_of(opened.parts, part, TASK)
    shown = shown_task(request, opened, one)
    form = done_form(request, one.answers, shown.every)
    context = {"case": found, "open": opened, "task": shown, "done": form, "reach": shown.reach,
               "young": opened.is_young, "why_not_write": may_change.reason(request.user, found),
               **more_block(request.user, opened), **sent}  # fmt: skip
    return render(request, "casework/task.html", context, status=status)


def shown_task(request: HttpRequest, opened: Any, one: Any) -> Any:
    """A part of an open case as a task, with what its page says of reaching her."""
    reach = reach_in(opened, now=clock.now())
    names = names_by_opaque([str(one.more.get("who", "")), str(one.more.get("done_by", ""))])
    return task_of(one, reach, names, me=opaque(request.user), case=opened.case, name=opened.name)


@sensitive_post_parameters()
@keeps_words(words_in)
def change(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Change a task; where two did, both stand on the page."""
    found = queries.get_case(request.user, reference)
    may_write_part.check(request.user, TASK, {})
    may_change.check(request.user, found)
    one = one_of(case_actions.open_case(found, by=request.user).parts, part, TASK)
    form = task_form(request, found, one)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, one=one)
    try:
        actions.change_task(
            found, reference=part, answers=form.changed(), by=request.user, was=form.digests(), **form.plan()
        )
    except Denied as denied:
        return form_page(request, found, form, one=one, refused=denied.sentence)
    except Past as past:
        return conflict(request, found, one, form, past.names)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference, part)


def conflict(request: HttpRequest, found: Any, one: Any, sent: TaskForm, past: list[str]) -> HttpResponse:
    """Hers over what stands there now: she brings both together."""
    standing = one.answers
    form = task_form(request, found, one, fresh=True, answers={**standing, **sent.changed()}, standing=standing)
    form.initial.update(who=sent.cleaned_data["who"], due=str(sent.cleaned_data["due"]))
    theirs = {code: standing.get(code) for code in past if code in questions(TASK)}
    also = {"who": "task_who" in past, "due": one.part.due_on if "task_due" in past else None}
    return form_page(request, found, form, one=one, theirs=theirs, also=also, status=409)


def task_form(request: HttpRequest, found: Any, one: Any = None, *, fresh: bool = False, **more: Any) -> TaskForm:
    """The form of a task, new or there."""
    data = request.POST if request.method == "POST" and not fresh else None
    planned = None
    if one is not None:
        more = {"answers": one.answers, "standing": one.answers, **more}
        planned = {"who": one.more.get("who"), "due": one.part.due_on, "every": one.more.get("every", 0)}
    readers = reading_of(found).people
    return TaskForm(data, readers=readers, me=opaque(request.user), today=clock.today(), planned=planned, **more)


def form_page(
    request: HttpRequest, found: Any, form: TaskForm, *, one: Any = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The form of a task; above it how to reach her. Where it is refused as it was sent, all she wrote stands in it."""
    opened = case_actions.open_case(found, by=request.user)
    if not more.get("refused"):
        may_write_more.check(request.user, found, opened.she_stopped)
    reach = reach_in(opened, now=clock.now())
    status = 403 if more.get("refused") else status
    context = {"case": found, "name": opened.name, "form": form, "one": one, "reach": reach, **more}
    context |= {"young": opened.is_young, **more_block(request.user, opened)}
    return render(request, "casework/task_form.html", context, status=status)


@belongs_to(PAGE, "reference", "part")
@sensitive_post_parameters()
@keeps_words(words_in)
def done(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Say what came of it. How to reach her is looked at again: she may have said otherwise since."""
    found = queries.get_case(request.user, reference)
    may_write_part.check(request.user, TASK, {})
    may_change.check(request.user, found)
    one = one_of(case_actions.open_case(found, by=request.user).parts, part, TASK)
    form = done_form(request, one.answers, int(one.more.get("every", 0)))
    if not form.is_valid():
        return task_page(request, found, part, done=form)
    try:
        following = actions.finish_task(found, reference=part, by=request.user, **form.cleaned_data)
    except Denied as denied:
        return task_page(request, found, part, done=form, refused=denied.sentence, status=403)
    messages.success(request, said_done(form.cleaned_data["outcome"], following))
    return redirect("case", reference)


def done_form(request: HttpRequest, answers: Any, every: int) -> DoneForm:
    """What may have come of such a task."""
    data = request.POST if request.method == "POST" else None
    return DoneForm(data, outcomes=actions.outcomes_for(answers), today=clock.today(), every=every)


def said_done(outcome: str, following: Any) -> str:
    """What is said after it."""
    if outcome == actions.STOP:
        return _("Written down. From now on nobody reaches out to her, until she says otherwise.")
    return _("Written down, and the next one is planned.") if following else _("Written down.")
