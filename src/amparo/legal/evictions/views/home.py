"""Her home: the list of matters, the page of one, and what was agreed to be paid."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.policy.policies import NoLonger
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.case_questions import questions
from amparo.legal.evictions import actions, queries
from amparo.legal.evictions.forms import InstalmentsForm, PaidForm
from amparo.legal.evictions.policies import WRITTEN_ALREADY
from amparo.legal.representation.actions.matters import open_matter
from amparo.legal.representation.policies import may_represent, may_write
from amparo.legal.representation.queries.matters import OpenMatter, get_matter
from amparo.vault.actions.fields import Past

PAGE = "matter_housing"
GROUPS = (queries.OFFER, queries.AGREED, queries.BREACH)  # after the sessions, one after the other


def paid_words(request: HttpRequest) -> list[tuple[str, str]]:
    """Which receipt somebody wrote."""
    asked = questions(queries.INSTALMENT)["instalment_proof"]
    return [(asked.label(get_language() or "es"), request.POST.get(asked.code, ""))]


def opened_for(request: HttpRequest, reference: str) -> OpenMatter:
    """A matter of hers, opened."""
    return open_matter(get_matter(request.user, reference), by=request.user)


@require_GET
def housing(request: HttpRequest) -> HttpResponse:
    """The matters about a home; and the others, because a home may be in any of them."""
    may_represent.check(request.user)
    ours, others = queries.every_line(request.user)
    return render(request, "evictions/housing.html", {"ours": ours, "others": others})


@require_GET
def home(request: HttpRequest, reference: str) -> HttpResponse:
    """Where she lives, what is done to her there, the way to an agreement, and what came of it."""
    return home_page(request, opened_for(request, reference))


def home_page(request: HttpRequest, found: OpenMatter, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, with a form that was not taken."""
    context = {
        "matter": found.matter, "open": found, "gate": queries.gate_of(found, clock.now()),
        "tenancies": found.of_kind(queries.TENANCY), "harms": found.of_kind(queries.HARM),
        "utilities": found.of_kind(queries.UTILITY), "law": queries.law_of(found), "order": queries.has_order(found),
        "sessions": queries.sessions_in(found), "groups": [(each, found.of_kind(each)) for each in GROUPS],
        "instalments": queries.instalments_in(found), "case": queries.case_of(request.user, found), "paid": PaidForm(),
        "why_not_write": may_write.reason(request.user, found.matter, found.is_clear), **more,
    }  # fmt: skip
    return render(request, "evictions/home.html", context, status=status)


@sensitive_post_parameters()
def instalments(request: HttpRequest, reference: str) -> HttpResponse:
    """Part a sum into payments: each comes onto the list of the day."""
    found = opened_for(request, reference)
    may_write.check(request.user, found.matter, found.is_clear)
    form = InstalmentsForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "evictions/instalments.html", {"matter": found.matter, "open": found, "form": form})
    actions.part_into(found.matter, by=request.user, **form.schedule())
    messages.success(request, _("Written down. Each payment is on the list of its day."))
    return redirect(PAGE, reference)


@sensitive_post_parameters()
@keeps_words(paid_words)
@belongs_to(PAGE, "reference")
def paid(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """A payment was made."""
    found, form = opened_for(request, reference), PaidForm(request.POST)
    one = found.part(part, queries.INSTALMENT)
    if not form.is_valid():
        return home_page(request, found, paid_wrong=form, paid_for=part)
    answers = {code: each for code, each in form.answers().items() if each.is_there}
    try:
        actions.pay(found.matter, reference=one.reference, answers=answers, by=request.user)
    except Past as past:
        raise NoLonger(WRITTEN_ALREADY) from past
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)
