"""Today: what is worth doing now, the most useful first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.directory.policies import may_check, may_edit, may_moderate
from amparo.commons.directory.queries import desk as queries
from amparo.commons.directory.queries.again import to_make_sure
from amparo.commons.nightly.queries import waits_for


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The worklists."""
    today = clock.today()
    phones, phones_due = queries.phones_to_ring(request.user, today=today)
    return render(
        request,
        "directory/desk_today.html",
        {
            "today": today,
            "night": waits_for(request.user),
            "lines": queries.to_confirm(request.user, today=today),
            "counts": queries.counts_by_state(request.user, today=today),
            "again": to_make_sure(request.user, today=today),
            "phones": phones,
            "phones_due": phones_due,
            "said": queries.feedback_for(request.user),
            "sources": queries.sources(),
            "may_edit": may_edit.allows(request.user),
            "why_not_check": may_check.reason(request.user),
            "why_not_moderate": may_moderate.reason(request.user),
        },
    )
