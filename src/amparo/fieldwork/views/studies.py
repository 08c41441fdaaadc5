"""Studies: which there are, and where each stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from amparo.fieldwork.policies import may_see, may_write
from amparo.fieldwork.queries.studies import studies_for


@require_GET
def studies(request: HttpRequest) -> HttpResponse:
    """Every study, those in the field first."""
    may_see.check(request.user)
    context = {"studies": studies_for(request.user), "why_not": may_write.reason(request.user)}
    return render(request, "fieldwork/studies.html", context)
