"""Her due days in a calendar of her own: the page where she makes the address, and the address itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.audit.actions import hour_of
from amparo.commons.ui.views import belongs_to
from amparo.formats.ical import MEDIA_TYPE, Event, calendar
from amparo.legal.representation.actions.feeds import digest_of, end_feed, make_feed
from amparo.legal.representation.policies import may_feed, may_represent
from amparo.legal.representation.queries.feeds import days_for, feeds_of


def feeds(request: HttpRequest) -> HttpResponse:
    """Her addresses; a new one is shown once, in the answer that made it."""
    may_represent.check(request.user)
    made = ""
    if request.method == "POST":
        made = request.build_absolute_uri(reverse("api_days", args=[make_feed(by=request.user)]))
    rows = feeds_of(request.user)
    context = {"feeds": rows, "made": made, "why_not": may_feed.reason(request.user, rows)}
    return render(request, "representation/feeds.html", context)


@belongs_to("feeds")
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """This address answers nobody any more."""
    may_represent.check(request.user)
    end_feed(reference, by=request.user)
    messages.success(request, _("It answers nobody any more. Take it out of your calendar too."))
    return redirect("feeds")


@require_GET
def days(request: HttpRequest, token: str) -> HttpResponse:
    """The due days of whoever made this address, with a neutral word each."""
    now = clock.now()
    language, found = days_for(digest_of(token), today=clock.day(now))
    with override(language):
        events = [Event(each.uid, each.on, _("Pending"), hour_of(now)) for each in found]
    return HttpResponse(calendar(events), content_type=MEDIA_TYPE)
