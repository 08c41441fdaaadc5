"""The one page of a focal point: what came to her, and how she stands here."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.access.focal_points import actions
from amparo.access.focal_points.forms.desk import AwayForm
from amparo.access.focal_points.queries.desk import spans_of
from amparo.access.focal_points.queries.portal import own, portal_for
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to
from amparo.formats.codes import by_code


@require_GET
def portal(request: HttpRequest) -> HttpResponse:
    """What came to her; her accreditation; how she says that she is away."""
    return portal_page(request, clock.now())


def portal_page(request: HttpRequest, now: datetime, form: AwayForm | None = None) -> HttpResponse:
    """The page, with the form as she left it."""
    page = portal_for(request.user, now)
    today = clock.day(now)
    context = {"page": page, "spans": spans_of(page.line.focal), "form": form or AwayForm(today=today)}
    return render(request, "focal_points/portal.html", context)


@belongs_to("portal")
def away(request: HttpRequest) -> HttpResponse:
    """She is away until the end of a day."""
    focal, now = own(request.user), clock.now()
    today = clock.day(now)
    form = AwayForm(request.POST, today=today)
    if not form.is_valid():
        return portal_page(request, now, form)
    actions.say_away(focal, until=form.cleaned_data["until"], by=request.user, today=today)
    messages.success(request, _("Written down. Until then nobody waits for you."))
    return redirect("portal")


@belongs_to("portal")
def back(request: HttpRequest) -> HttpResponse:
    """She is there again."""
    focal = own(request.user)
    actions.come_back(focal, by=request.user, today=clock.today())
    messages.success(request, _("Welcome back. What comes goes to you again."))
    return redirect("portal")


@belongs_to("portal")
def reply(request: HttpRequest) -> HttpResponse:
    """She says something of her own figures."""
    focal, said = own(request.user), request.POST.get("reply", "")
    if said not in by_code("figure_reply"):
        raise Hidden
    actions.reply_to_figures(focal, reply=said, by=request.user, today=clock.today())
    messages.success(request, _("Thank you. The coordinator reads it beside your figures."))
    return redirect("portal")
