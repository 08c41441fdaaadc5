"""The first page, the quick way out, and the pages about the house itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext

CLEAR = '"cache", "cookies", "storage"'


def home(request: HttpRequest) -> HttpResponse:
    """The doors. A guide has two; the channel will bring two more and one sentence."""
    return render(request, "ui/home.html")


def leaving(request: HttpRequest) -> HttpResponse:
    """What the quick way out does, and what it does not hide."""
    return render(request, "ui/leaving.html")


def kept(request: HttpRequest) -> HttpResponse:
    """What the house keeps, why, for how long, who reads it, and what a judge would get."""
    return render(request, "ui/kept.html")


def leave(request: HttpRequest) -> HttpResponse:
    """First hop: a blank page that clears what the browser kept, and goes on by itself.

    Leaving through one answer only keeps the page in the browser's memory, where Back finds it whole
    (measured in Chromium); through two it is gone. The link is for browsers that ignore Refresh.
    """
    second, icon = reverse("leave_2"), static("ui/icon.svg")
    head = f'<meta name="viewport" content="width=device-width"><title>.</title><link rel="icon" href="{icon}">'
    page = f'<!doctype html>{head}<a href="{second}">.</a>'
    return HttpResponse(page, headers={"Clear-Site-Data": CLEAR, "Refresh": f"0; url={second}"})


def leave_2(request: HttpRequest) -> HttpResponse:
    """Second hop: clear again and go to a page that could be anyone's."""
    target = settings.NEUTRAL_URL.replace("{language}", get_language() or "es")
    return HttpResponse(status=303, headers={"Clear-Site-Data": CLEAR, "Location": target})


def robots(request: HttpRequest) -> HttpResponse:
    """No search engine keeps these pages."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page."""
    request.is_public_page = True  # type: ignore[attr-defined]
    return render(request, "ui/missing.html", status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page exists and may not be used like this."""
    return render(request, "ui/refused.html", {"sentence": str(exception or "")}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page of the desk that was left open too long, or opened in another window."""
    sentence = gettext("This page was open for too long. Go back, load it again, and send it once more.")
    return render(request, "ui/refused_staff.html", {"sentence": sentence}, status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request cannot be read."""
    return render(request, "ui/unreadable.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Something broke here; nothing she wrote is shown or kept."""
    return render(request, "ui/broken.html", status=500)
