"""Cases at the desk: the list, opening one, and one case as a story."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.casework.actions import cases as actions
from amparo.casework.actions.closing import close_case
from amparo.casework.forms.letting_in import DestroyForm
from amparo.casework.forms.questions import CloseForm, ClosingForm, MoveForm, QuestionsForm
from amparo.casework.policies.areas import (
    areas_of,
    may_destroy,
    may_let_in,
    may_write_answers,
    may_write_state,
)
from amparo.casework.policies.cases import may_accompany, may_change, may_close, may_go
from amparo.casework.policies.letting_in import may_give_on
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.policies.young import CLOSE, needs_second_yes
from amparo.casework.queries import cases as queries
from amparo.casework.queries import requests, retention
from amparo.casework.queries.closing import closing_of
from amparo.casework.queries.holds import held_until
from amparo.casework.queries.load import why_enough
from amparo.casework.queries.reading import besides, reading_of, reads_until
from amparo.casework.views.beginning import LIST, PAGE, words_in
from amparo.casework.views.blocks import permissions_block, rights_block, told_block, transfer_block, young_block
from amparo.casework.views.keeping import keeping_block
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to, keeps_words, page_of
from amparo.formats.case_questions import Section, by_section, sections
from amparo.vault.actions.fields import Past
from amparo.vault.forms import ReaderForm
from amparo.vault.queries.desk import name_of


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Her cases, a page at a time. No number stands here: who was left out of a case must not miss it."""
    may_accompany.check(request.user)
    closed, number = bool(request.GET.get("cerrados")), page_of(request)
    lines, more = actions.list_cases(by=request.user, closed=closed, page=number)
    context = {"lines": lines, "closed": closed, "number": number, "next": number + 1 if more else None}
    context |= {"sees_names": "called" in areas_of(request.user), "may_begin": may_let_in.allows(request.user)}
    if not closed and number == 1:
        context |= waiting_for(request.user)
    return render(request, "casework/cases.html", context)


def waiting_for(actor: Any) -> dict[str, Any]:
    """What waits for her above the list: cases that nobody writes in, and what colleagues ask."""
    now = clock.now()
    return {
        "untouched": retention.untouched_for(actor, clock.day(now)),
        "asked_to_read": requests.to_be_looked_at(actor, requests.READ, now),
        "asked_to_look": requests.to_be_looked_at(actor, requests.EXPORT, now),
    }


@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case, opened with her key; that she opened it is in the trail, to the hour."""
    return case_page(request, queries.unread(reference))


def case_page(request: HttpRequest, found: Any, status: int = 200, **sent: Any) -> HttpResponse:
    """The page of a case, with a form as it was sent where it was not taken."""
    opened = actions.open_case(found, by=request.user)
    found, for_good, keeping = opened.case, opened.reading.for_good, keeping_block(request.user, opened)
    context = {
        "open": opened,
        "case": found,
        "sections": [queries.told(section, opened) for section in sections()],
        "hers": permissions_block(opened),
        "told": told_block(opened, request.user),
        "travel": transfer_block(request.user, opened),
        "move": MoveForm(state=found.state),
        "close": CloseForm(),
        "assign": ReaderForm(what="assign", offered=for_good, nobody=_("Nobody yet")),
        **young_block(request.user, opened),
        **rights_block(request.user, opened, keeping["held_until"]),
        **keeping,
        **sent,
    }
    return render(request, "casework/case.html", context, status=status)


@sensitive_post_parameters()
@keeps_words(words_in)
def write(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    """One section of a case. Where somebody wrote the same meanwhile, both stand on the page, and nothing is lost."""
    found, part = queries.get_case(request.user, reference), by_section().get(section)
    if part is None:
        raise Hidden
    may_change.check(request.user, found)
    asked = queries.asked_by(request.user, part)
    may_write_answers.check(request.user, asked or part.codes)
    if request.method != "POST":
        return write_page(request, found, part)
    form = QuestionsForm(request.POST, questions=asked.values(), young=False)  # it only reads; the page is made anew
    if not form.is_valid():
        return write_page(request, found, part, sent=request.POST)
    try:
        actions.write_answers(found, answers=form.changed(), seen=form.numbers(), by=request.user)
    except Past as past:
        return write_page(request, found, part, hers=form.changed(), past=past.names)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


def write_page(
    request: HttpRequest, found: Any, part: Section, *, sent: Any = None, hers: Any = None, past: Any = ()
) -> HttpResponse:
    """The questions of a section. ``hers`` is what she wrote over what stands there; ``past`` names where both did."""
    opened = actions.open_case(found, by=request.user)
    may_write_more.check(request.user, found, opened.she_stopped)
    shown = QuestionsForm(
        sent,
        questions=[each for code, each in queries.asked_by(request.user, part).items() if code not in opened.shut],
        answers={**opened.answers, **(hers or {})},
        numbers=opened.numbers,
        standing=opened.answers,
        young=opened.is_young,
    )
    theirs = {code: opened.answers.get(code) for code in past}
    context = {"case": found, "name": opened.name, "section": part, "form": shown, "theirs": theirs}
    context["young"] = opened.is_young
    return render(request, "casework/write.html", context, status=409 if past else 200)


@belongs_to(PAGE, "reference")
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the case stands now."""
    found = queries.get_case(request.user, reference)
    may_write_state.check(request.user)
    form = MoveForm(request.POST, state=found.state)
    if not form.is_valid():
        return case_page(request, found, move=form)
    actions.move(found, to=form.cleaned_data["to"], by=request.user)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a case, with a reason, in two steps."""
    found = queries.get_case(request.user, reference)
    may_close.check(request.user, found)
    form, beside = CloseForm(request.POST), closing_form(request)
    if not form.is_valid() or not beside.is_valid():
        return case_page(request, found, close=form)
    if lacks_yes(request, found, CLOSE):
        return redirect("case_yes_ask", reference, CLOSE)
    said = form.cleaned_data
    if not request.POST.get("sure"):
        kept = retention.kept_until(request.user, found, clock.today(), kind=said["kind"], country=said["country"])
        told = closing_of(actions.open_case(found, by=request.user), today=clock.today())
        return sure(request, found, "close", kept=kept, beside=beside, told=told, **said)
    close_case(found, answers=beside.answers(), by=request.user, **said)
    messages.success(request, _("Closed. If she comes back, open it again."))
    return redirect(PAGE, reference)


def closing_form(request: HttpRequest) -> ClosingForm:
    """What is looked at before a case is closed: it reminds, and stops nobody."""
    sent = request.POST if request.POST.get("sure") else None
    return ClosingForm(sent or {})


@belongs_to(PAGE, "reference")
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Say whose it is."""
    found = queries.get_case(request.user, reference)
    may_write_state.check(request.user)
    form = ReaderForm(request.POST, what="assign", offered=reading_of(found).for_good, nobody="-")
    if not form.is_valid():
        raise Hidden
    enough = why_enough(request.user, form.chosen, found.owner_id, today=clock.today())
    if enough and not request.POST.get("sure"):
        name = name_of(form.chosen)
        return sure(request, found, "assign", reader=form.chosen, name=name, enough=enough)
    actions.assign(found, to=form.chosen.user if form.chosen else None, by=request.user)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Step back from a case, in two steps: she does not come back to it."""
    found = queries.get_case(request.user, reference)
    if not request.POST.get("sure"):
        return sure(request, found, "leave")
    actions.leave(found, by=request.user)
    messages.success(request, _("You stepped back. Others go on reading."))
    return redirect(LIST)


@belongs_to(PAGE, "reference")
def destroy(request: HttpRequest, reference: str) -> HttpResponse:
    """Destroy a case before its day, in two steps."""
    found = queries.get_case(request.user, reference)
    may_destroy.check(request.user, besides(reading_of(found).people, request.user))
    may_give_on.check(request.user, reads_until(request.user, found))
    may_go.check(request.user, held_until(found, clock.today()))
    form = DestroyForm(request.POST)
    if not request.POST.get("sure"):
        return sure(request, found, "destroy", form=DestroyForm())
    why = form.cleaned_data["why"] if form.is_valid() else ""
    actions.destroy(found.reference, why=why, by=request.user)
    messages.success(
        request, _("It is destroyed. Nobody opens it any more. Print the paper about it, or write it down.")
    )
    return redirect("certificates")


def lacks_yes(request: HttpRequest, found: Any, act: str, about: str = "") -> bool:
    """Is she under 18, and did no second person say yes to this yet? Then the page where that is asked comes first."""
    return needs_second_yes(actions.open_case(found, by=request.user), act, about, on=clock.today())


def sure(request: HttpRequest, found: Any, what: str, **more: Any) -> HttpResponse:
    """What will happen, before it does."""
    young = actions.open_case(found, by=request.user).is_young
    return render(request, "casework/sure.html", {"case": found, "what": what, "young": young, **more})
