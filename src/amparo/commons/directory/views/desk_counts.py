"""What the counts say: how it went at the places the house sent somebody to, and what is missing here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.directory.queries.missing import chosen_half, halves, missing_in, tapped_in
from amparo.commons.directory.queries.missing_table import written
from amparo.commons.directory.queries.outcomes import happened_for
from amparo.commons.ui.views.files import CSV, to_save


@require_GET
def outcomes(request: HttpRequest) -> HttpResponse:
    """How it went, place by place, by name."""
    context = {"told": happened_for(request.user, today=clock.today())}
    return render(request, "directory/desk_outcomes.html", context)


@require_GET
def missing(request: HttpRequest) -> HttpResponse:
    """What is missing here, in one half-year."""
    today = clock.today()
    half = chosen_half(request.GET.get("h", ""), today)
    context = {
        "half": half,
        "halves": halves(today),
        "parts": missing_in(request.user, half, today=today),
        "tapped": tapped_in(request.user, half, today=today),
    }
    return render(request, "directory/desk_missing.html", context)


@require_GET
def missing_table(request: HttpRequest) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    today = clock.today()
    half = chosen_half(request.GET.get("h", ""), today)
    parts = missing_in(request.user, half, today=today)
    return to_save(written(parts, half, get_language() or "es"), f"{half.code}.csv", CSV)
