"""The coupons of a study: how many stand where, printing them, and making them worth nothing.

No page says who carried one. A code stands in what is posted and on the page that answers, never in an address, a
session or a log.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.fieldwork.actions import coupons as actions
from amparo.fieldwork.forms.coupons import ON_ONE_SHEET, PrintForm, VoidForm
from amparo.fieldwork.policies import may_carry, may_lead_this
from amparo.fieldwork.policies.coupons import NotTaken, may_print, stops_on
from amparo.fieldwork.queries import coupons as queries
from amparo.fieldwork.queries.leading import is_hers
from amparo.fieldwork.queries.squares import square_of
from amparo.fieldwork.queries.studies import get_study


@require_GET
def coupons(request: HttpRequest, reference: str) -> HttpResponse:
    """How many stand where, and what thanks came to. Never who."""
    study, today = get_study(request.user, reference), clock.today()
    counts = queries.counts_of(request.user, study, today)
    context = {
        "study": study, "counts": counts, "stops_on": stops_on(study),
        "is_empty": not any(each.seeds or each.ordinary for each in counts),
        "unsaid": queries.unsaid_of(request.user, study), "thanks": queries.thanks_of(request.user, study),
        "why_not_carry": may_carry.reason(request.user),
        "why_not_write": may_lead_this.reason(request.user, is_hers(request.user, study)),
    }  # fmt: skip
    return render(request, "fieldwork/coupons.html", context)


def print_some(request: HttpRequest, reference: str) -> HttpResponse:
    """New coupons. Their codes are on the page that answers, once."""
    study = get_study(request.user, reference)
    may_lead_this.check(request.user, is_hers(request.user, study))
    form = PrintForm(request.POST or None)
    may_print.check(request.user, study, 1)
    if request.method != "POST" or not form.is_valid():
        return render(request, "fieldwork/coupons_print.html", {"study": study, "form": form})
    said = form.cleaned_data
    made = actions.print_coupons(study, many=said["many"], by=request.user, is_seed=said["kind"] == "seed")
    return sheet_page(request, study, made, day=said["day"] == "week")


def sheet_page(request: HttpRequest, study: Any, made: list[tuple[Any, str]], *, day: bool) -> HttpResponse:
    """Sheets to cut, eight on each."""
    papers = [(coupon, code, square_of(code, error="q")) for coupon, code in made]
    context = {
        "study": study, "sheets": [papers[at : at + ON_ONE_SHEET] for at in range(0, len(papers), ON_ONE_SHEET)],
        "day": actions.runs_out(study, clock.today()) if day else None,
        "numbers": " ".join(str(coupon.number) for coupon, _code in made),
    }  # fmt: skip
    return render(request, "fieldwork/coupons_sheet.html", context)


@sensitive_post_parameters()
def void(request: HttpRequest, reference: str) -> HttpResponse:
    """They are worth nothing any more, in two steps."""
    study = get_study(request.user, reference)
    may_lead_this.check(request.user, is_hers(request.user, study))
    form = VoidForm(request.POST or None)
    context: dict[str, Any] = {"study": study, "form": form}
    if request.method == "POST" and form.is_valid():
        numbers = form.cleaned_data["numbers"]
        if not request.POST.get("sure"):
            context["rows"] = queries.numbered(request.user, study, numbers)
            return render(request, "fieldwork/coupons_void.html", context | {"asks": True})
        try:
            gone = len(actions.void(study, numbers=numbers, by=request.user)) if numbers else 0
            gone += actions.void_the_drawer(study, by=request.user) if form.cleaned_data["drawer"] else 0
        except NotTaken as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            context["gone"] = gone
    return render(request, "fieldwork/coupons_void.html", context)
