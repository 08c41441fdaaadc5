"""The words of a request, and an edition once it is out."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.advocacy.visibility.queries import folding
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to
from amparo.doors.release import actions, policies
from amparo.doors.release.forms import ReasonForm, WordsForm
from amparo.doors.release.queries import pages
from amparo.doors.release.queries.requests import get_edition, get_request, standing
from amparo.publications import queries as published


def words(request: HttpRequest, reference: str) -> HttpResponse:
    """The author writes the title and the sentences."""
    found = get_request(request.user, reference)
    policies.may_reword.check(request.user, standing(found))
    one = pages.plan_of(found)
    if one is None or not found.cells:
        raise Hidden
    form = WordsForm(
        request.POST or None,
        plan=one,
        period=found.period,
        words=json.loads(found.words),
        cells=json.loads(found.cells),
    )
    if request.method == "POST" and form.is_valid():
        actions.reword(found, form.cleaned_data["words"], by=request.user)
        messages.success(request, _("The words are written down. Two people read them."))
        return redirect("release_request", reference)
    context = {"release": found, "plan": one, "form": form, "places": pages.places(one, found)}
    return render(request, "release/words.html", context)


@belongs_to("release_request", "reference")
def read(request: HttpRequest, reference: str) -> HttpResponse:
    """Yes to the words."""
    found, seen = get_request(request.user, reference), request.POST.get("seen", "")
    actions.say_words_are_right(found, digest=seen, by=request.user, today=clock.today())
    messages.success(request, _("Your yes is written down."))
    return redirect("release_request", reference)


def edition(request: HttpRequest, reference: str) -> HttpResponse:
    """An edition that is out, for whoever works at the door: as it is read, and how it comes down."""
    found, tables = get_edition(request.user, reference)
    why_not = policies.may_take_down.reason(request.user)
    form = ReasonForm(request.POST or None, reasons="take_down")
    if request.method == "POST" and form.is_valid():
        actions.take_down(reference, why=form.cleaned_data["why"], by=request.user, today=clock.today())
        messages.success(request, _("It is down. Nobody finds it any more; its figures stay on the ledger."))
        return redirect("release_edition", reference)
    page = published.page(found, get_language() or "es")
    told = folding.said_once(folding.folded(each, each) for each in page.tables) if tables else []
    context = {
        "edition": found, "page": page, "tables": told, "sees_tables": tables, "form": form, "why_not": why_not,
    }  # fmt: skip
    return render(request, "release/edition.html", context)
