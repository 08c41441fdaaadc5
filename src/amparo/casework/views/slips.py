"""Slips: made at the desk, answered on a public page that knows neither who nor of which case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from amparo.casework.actions import closing as actions
from amparo.casework.forms.slips import SlipForm
from amparo.casework.policies.slips import may_hand_slips, may_see_counts
from amparo.casework.queries import slips as queries
from amparo.commons import clock
from amparo.commons.policy.policies import public_post


@public_post
def slip(request: HttpRequest) -> HttpResponse:
    """Five questions, once."""
    form = SlipForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "casework/slip.html", {"form": form})
    try:
        actions.answer_slip(slip=form.cleaned_data["slip"], answers=form.answers(), today=clock.today())
    except queries.NotGood:
        form.add_error("slip", _("This paper is not good any more, or a letter is wrong. Look at it once more."))
        return render(request, "casework/slip.html", {"form": form})
    return render(request, "casework/slip_thanks.html")


def slips(request: HttpRequest) -> HttpResponse:
    """Make one, to be printed or shown; and for who coordinates, what came of them."""
    may_hand_slips.check(request.user)
    today = clock.today()
    made = actions.make_slip(by=request.user, today=today) if request.method == "POST" else ""
    context: dict[str, Any] = {"made": made, "host": request.get_host()}
    context["why_not_see"] = may_see_counts.reason(request.user)
    if may_see_counts.allows(request.user):
        context["groups"] = queries.groups(today=today)
    return render(request, "casework/slips.html", context)
