"""Today, for those whom somebody accompanies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from amparo.casework.actions import today as actions
from amparo.commons import clock


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What is to be done today, for her first."""
    on = clock.today()
    return render(request, "casework/today.html", {"day": actions.list_day(by=request.user, today=on), "today": on})
