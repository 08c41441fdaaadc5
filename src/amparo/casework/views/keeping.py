"""Keeping a case for now, what was destroyed, and who was let in: pages and what stands on the page of a case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.casework.actions import holds as actions
from amparo.casework.actions.certificates import read_certificates
from amparo.casework.actions.parts import end_part, get_part
from amparo.casework.forms.letting_in import HoldForm
from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.policies.areas import may_write_part
from amparo.casework.policies.cases import may_accompany
from amparo.casework.queries.cases import get_case, opened
from amparo.casework.queries.holds import holds_of
from amparo.casework.queries.letting_in import lines_of
from amparo.commons import clock
from amparo.commons.policy.policies import Actor, Denied
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.case_questions import questions
from amparo.vault.queries.opened import opened_by
from amparo.vault.queries.readers import names_of

PAGE, KIND = "case", "hold"


def keeping_block(actor: Actor, opened: Any) -> dict[str, Any]:
    """What the page of a case says of who was let in, and of what keeps it from being destroyed."""
    reasons = {part.more.get("hold"): part for part in opened.of_kind(KIND)}
    holds = holds_of(opened.case)
    names = names_of({name for each in holds for name in (each.by, each.second, each.lifted_by) if name})
    mine = actor.reference
    return {
        "let_in": lines_of(opened, names_of, clock.now()),
        "holds": [
            {
                "hold": each, "why": reasons.get(each.reference),
                "names": [names.get(each.by, ""), names.get(each.second, "")],
                "lifted": names.get(each.lifted_by, ""), "is_over": each.until < clock.today(),
                "may_agree": not each.second and each.by != mine,
                "may_end": each.lifted_by != mine,
            }
            for each in holds
        ],
        "held_until": max((each.until for each in holds if each.second and each.until >= clock.today()), default=None),
    }  # fmt: skip


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What she wrote in words."""
    asked = questions(KIND)["hold_words"]
    return [(asked.label(get_language() or "es"), request.POST.get(asked.code, ""))]


@sensitive_post_parameters()
@keeps_words(words_in)
def hold(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask to keep a case until a day."""
    found = get_case(request.user, reference)
    may_write_part.check(request.user, KIND, {})
    sent = request.POST if request.method == "POST" else None
    why, until = (
        QuestionsForm(sent, questions=questions(KIND).values(), young=False),
        HoldForm(sent, first=clock.today()),
    )
    if sent is not None and why.is_valid() and until.is_valid():
        answers = {code: each for code, each in why.answers().items() if each.is_there}
        try:
            actions.ask_to_hold(found, until=until.cleaned_data["until"], answers=answers, by=request.user)
        except Denied as refusal:
            until.add_error("until", str(refusal.sentence))
        else:
            messages.success(request, _("Asked. It is kept from the moment a second person who reads it agrees."))
            return redirect(PAGE, reference)
    young = opened(request.user, found).is_young
    return render(request, "casework/hold.html", {"case": found, "form": why, "until": until, "young": young})


@belongs_to(PAGE, "reference")
def agree(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """The second person agrees to keep it."""
    actions.agree_to_hold(get_case(request.user, reference), reference=part, by=request.user)
    messages.success(request, _("It is kept. Nothing destroys it before that day."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def end(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """End it before its day: one asks, another ends it."""
    is_over = actions.end_hold(get_case(request.user, reference), reference=part, by=request.user)
    said = (
        _("It is not kept any more.") if is_over else _("Asked. When a second person agrees, it is not kept any more.")
    )
    messages.success(request, said)
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def seen(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Whoever the case belongs to has seen who was let in."""
    found = get_case(request.user, reference)
    get_part(found, part, "letting_in", by=request.user)
    end_part(found, reference=part, by=request.user, even_closed=True)
    return redirect(PAGE, reference)


@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    """What was destroyed of what she read: to be printed, or written down."""
    may_accompany.check(request.user)
    opened_by(request.user)
    found = read_certificates(by=request.user)
    names = names_of({each.by for each in found if each.by})
    lines = [(each, names.get(each.by, "")) for each in found]
    return render(request, "casework/certificates.html", {"lines": lines})
