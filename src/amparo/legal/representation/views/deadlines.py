"""Clocks of a matter: counted from a day by a rule, with both days and how they were counted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.legal.deadlines.queries import house_now
from amparo.legal.representation.actions import deadlines as actions
from amparo.legal.representation.actions.matters import open_matter
from amparo.legal.representation.actions.parts import end_part
from amparo.legal.representation.forms import ClockForm, DayForm, ProofForm
from amparo.legal.representation.policies import may_write
from amparo.legal.representation.queries.deadlines import KIND, clock_of, offered_rules
from amparo.legal.representation.queries.matters import get_matter

PAGE = "matter_deadline"


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words."""
    labels = ClockForm.base_fields | DayForm.base_fields | ProofForm.base_fields
    return [(str(labels[name].label), request.POST.get(name, "")) for name in ("what", "paper", "words")]


@sensitive_post_parameters()
@keeps_words(words_in)
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Count a clock by a rule, or write down a day that a paper names."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    may_write.check(request.user, found.matter, found.is_clear)
    act, refusal = request.POST.get("act", ""), None
    clock = ClockForm(request.POST if act == "count" else None, offered=offered_rules(found))
    given = DayForm(request.POST if act == "day" else None)
    try:
        if act == "count" and clock.is_valid():
            made = actions.count(found.matter, by=request.user, **clock.cleaned_data)
            return redirect(PAGE, reference, made.reference)
        if act == "day" and given.is_valid():
            made = actions.note_day(found.matter, by=request.user, **given.cleaned_data)
            return redirect(PAGE, reference, made.reference)
    except Denied as denied:
        refusal = denied.sentence
    context = {"matter": found.matter, "open": found, "clock": clock, "given": given, "refusal": refusal}
    return render(request, "representation/deadline_new.html", context, status=403 if refusal else 200)


@require_GET
def deadline(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One clock: both days, how they were counted, from which source, and what is not known."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    one = found.part(part, KIND)
    return deadline_page(request, found, one, ProofForm(initial={"words": one.said("deadline_done", "")}))


def deadline_page(request: HttpRequest, found: Any, one: Any, proof: ProofForm) -> HttpResponse:
    """The page, with a form that was not taken."""
    context = {
        "matter": found.matter, "open": found, "clock": clock_of(one, house_now(), today=clock.today()), "proof": proof,
        "why_not_write": may_write.reason(request.user, found.matter, found.is_clear),
    }  # fmt: skip
    return render(request, "representation/deadline.html", context)


@sensitive_post_parameters()
@keeps_words(words_in)
@belongs_to(PAGE, "reference", "part")
def done(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """It was done, with what proves it; or it was not, after all."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    one, form = found.part(part, KIND), ProofForm(request.POST)
    if not one.is_over and not form.is_valid():
        return deadline_page(request, found, one, form)
    if not one.is_over:
        actions.prove(found.matter, reference=part, words=form.cleaned_data["words"], by=request.user)
    end_part(found.matter, reference=part, ended=not one.is_over, by=request.user)
    messages.success(request, _("Written down."))
    return redirect("matter", reference)
