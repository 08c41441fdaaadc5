"""What to do if somebody approaches a child or wants to use one: for mothers and for whoever minds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from amparo.access.alternative_care.policies import may_look


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """For mothers, and for everybody: plain things to do, and the way to who helps. It names no law and no number."""
    return render(request, "alternative_care/guide.html")


@require_GET
def for_carers(request: HttpRequest) -> HttpResponse:
    """The same for whoever minds children, at the desk."""
    may_look.check(request.user)
    return render(request, "alternative_care/calm.html")
