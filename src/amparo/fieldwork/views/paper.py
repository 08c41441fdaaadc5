"""What was answered on paper, typed into a table: looked at, then taken, and the rows that are not right given back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.ui.views.files import CSV, to_save
from amparo.fieldwork.actions import paper as actions
from amparo.fieldwork.forms.paper import PaperForm
from amparo.fieldwork.policies.paper import may_type_in
from amparo.fieldwork.queries import paper_tables as queries
from amparo.fieldwork.queries.paper import carries
from amparo.fieldwork.queries.studies import get_study
from amparo.formats.paper.faults import BadTable

SHOWN = 60  # faults on a page; the file that goes back has all of them


@sensitive_post_parameters()
def paper(request: HttpRequest, reference: str) -> HttpResponse:
    """The first press only looks. The second takes what is good, or gives back what is not."""
    study = get_study(request.user, reference)
    may_type_in.check(request.user, study, carries(request.user, study, clock.today()))
    deployments = queries.on_paper(request.user, study)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PaperForm(*posted, deployments=deployments)
    context = {"study": study, "form": form, "deployments": deployments}
    if request.method != "POST" or not form.is_valid():
        return render(request, "fieldwork/paper.html", context)
    language = get_language() or "es"
    try:
        looked = actions.look(form.chosen, form.cleaned_data["data"], by=request.user, today=clock.today())
    except BadTable as error:
        form.add_error("file", error.sentence(language))
        return render(request, "fieldwork/paper.html", context)
    if "back" in request.POST:
        return to_save(actions.given_back(looked, language), "papel.csv", CSV)
    if "take" in request.POST:
        context["taken"] = actions.take_paper(form.chosen, looked.good, by=request.user, now=clock.now())
    return seen_page(request, context, looked, language)


def seen_page(request: HttpRequest, context: dict[str, Any], looked: Any, language: str) -> HttpResponse:
    """How many are good, and what is wrong with the others."""
    form, faults = context["form"], looked.faults
    context |= {
        "looked": looked, "carried": form.carry(), "chosen": form.chosen, "more": max(0, len(faults) - SHOWN),
        "faults": [(each.row, each.column, each.sentence(language)) for each in faults[:SHOWN]],
    }  # fmt: skip
    return render(request, "fieldwork/paper_seen.html", context)


@require_GET
def empty(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """A table with its heading, to be filled in."""
    study = get_study(request.user, reference)
    deployment = queries.get_on_paper(request.user, study, part)
    return to_save(queries.empty_table(deployment, get_language() or "es"), "tabla.csv", CSV)
