"""Which questionnaires there are, and which instruments the library has."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from amparo.commons.policy.policies import Hidden
from amparo.fieldwork.forms.bringing import LibraryForm
from amparo.fieldwork.forms.made import kinds_of
from amparo.fieldwork.policies import may_review, may_write
from amparo.fieldwork.queries.instruments import instruments_for
from amparo.fieldwork.views.instruments.bringing import begin_from
from amparo.formats.instruments import instrument, names


@require_GET
def questionnaires(request: HttpRequest) -> HttpResponse:
    """Every questionnaire with its versions; for a reviewer first those that wait for her."""
    rows = instruments_for(request.user)
    is_reviewer = may_review.allows(request.user)
    context = {
        "rows": rows,
        "to_read": [each for _made, every in rows for each in every if is_reviewer and each.waits_for_reader],
        "is_reviewer": is_reviewer,
        "why_not": may_write.reason(request.user),
    }
    return render(request, "fieldwork/questionnaires.html", context)


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """The instruments of the library: for whom, how long, what has to be near."""
    may_write.check(request.user)
    plans = [(each, kinds_of(each)) for each in map(instrument, names())]
    return render(request, "fieldwork/library.html", {"plans": plans})


def from_library(request: HttpRequest, code: str) -> HttpResponse:
    """One of them: how it is asked and what it cannot say, then which of its parts fit here."""
    may_write.check(request.user)
    if code not in names():
        raise Hidden
    plan, language = instrument(code), get_language() or "es"
    form = LibraryForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        answer = begin_from(request, plan, form)
        if answer is not None:
            return answer
    note = [each for each in plan.note[language].split("\n") if each.strip()]
    context = {"plan": plan, "form": form, "note": note, "asked": sum(each.is_asked for each in plan.questions)}
    return render(request, "fieldwork/from_library.html", context)
