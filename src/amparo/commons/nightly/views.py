"""What the nightly work waits for, and the yes of two people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.nightly import actions, queries
from amparo.commons.nightly.policies import may_agree, may_say
from amparo.commons.ui.views import belongs_to


@require_GET
def night(request: HttpRequest) -> HttpResponse:
    """The page: why it waits, what would go, and what there is to say."""
    found = queries.wait_of(request.user)
    context = {
        "found": found, "today": clock.today(), "is_of_the_clock": "many" not in found.why,
        "may_say": may_say.allows(request.user, found), "why_not_agree": may_agree.reason(request.user, found),
        "said": found.said_by is not None and found.said_by == request.user,
    }  # fmt: skip
    return render(request, "nightly/night.html", context)


@belongs_to("night")
def say(request: HttpRequest) -> HttpResponse:
    """Led back to the page, after the first of two said that the day is right."""
    actions.say(queries.wait_of(request.user), by=request.user)
    messages.success(request, _("Written down. Nothing happens until a second person agrees."))
    return redirect("night")


@belongs_to("night")
def agree(request: HttpRequest) -> HttpResponse:
    """Led back to the page, after the second of two agreed."""
    actions.agree(queries.wait_of(request.user), by=request.user)
    messages.success(request, _("Two people have agreed. It happens tonight."))
    return redirect("night")


@belongs_to("night")
def refuse(request: HttpRequest) -> HttpResponse:
    """Led back to the page, after one person said no: it goes on waiting."""
    actions.refuse(queries.wait_of(request.user), by=request.user)
    messages.success(request, _("It goes on waiting, and nothing is deleted."))
    return redirect("night")
