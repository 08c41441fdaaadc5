"""The first page, the quick way out, and the pages about the house itself."""

import functools
import re
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext

from amparo.commons import room
from amparo.commons.policy.policies import Locked, NoLonger

type View = Callable[..., HttpResponse]

CLEAR = '"cache", "cookies", "storage"'
# Fields with words that open something, among them those of recovery sheets: never given back.
SECRET = re.compile(r"p|w|password|current|again|sheet\d*")


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


def ended(request: HttpRequest) -> HttpResponse:
    """The form that was sent lay open too long, or comes out of the history: the first page, and a sentence.

    It answers here and does not lead elsewhere, so that who reads slowly learns why she is at the beginning.
    """
    return render(request, "ui/home.html", {"has_ended": True}, status=410)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page. Someone of the team who looked for one of the desk is led back to the desk."""
    if stands_at_the_desk(request):
        return render(request, "ui/missing_staff.html", status=404)
    request.is_public_page = True  # type: ignore[attr-defined]
    return render(request, "ui/missing.html", status=404)


def full(request: HttpRequest) -> HttpResponse:
    """Nothing could be kept, because the disk is full. What somebody wrote is given back, to be copied."""
    desk = stands_at_the_desk(request)
    request.is_public_page = not desk  # type: ignore[attr-defined]
    if hasattr(request, "session"):
        request.session.modified = False  # or it would be written on the way out
    context = {"typed": typed(request), "frame": "ui/care.html" if desk else "ui/public.html"}
    return render(request, "ui/full.html", context, status=503)


def typed(request: HttpRequest) -> list[str]:
    """The sentences of a form: what has more than one word, but nothing that opens something, and nothing hidden."""
    words = (value for name, values in request.POST.lists() if not SECRET.fullmatch(name) for value in values)
    return [each for each in words if len(each.split()) > 1 and not each.startswith("{")]


def page_of(request: HttpRequest) -> int:
    """The number of the page of a list that the address asks for; 1 where it says nothing that is one."""
    said = request.GET.get("p", "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def stands_at_the_desk(request: HttpRequest) -> bool:
    """Is this an address of the desk, and has she come in? Of other addresses nobody asks who is there."""
    desk = settings.PATHS["desk"]
    first, _, rest = request.path_info.lstrip("/").partition("/")
    word = rest.partition("/")[0] if first in dict(settings.LANGUAGES) else first
    return word == desk and bool(getattr(getattr(request, "user", None), "is_authenticated", False))


def belongs_to(page: str, *kept: str) -> Callable[[View], View]:
    """Mark a page of the desk that only takes a POST: whoever opens its address is led to ``page``.

    ``kept`` names the parts of the address that both have in common.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def takes_a_post(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                led: HttpResponse = redirect(page, **{name: kwargs[name] for name in kept})
                return led
            return view(request, *args, **kwargs)

        return takes_a_post

    return decorate


def keeps_words(words_of: Callable[[HttpRequest], list[tuple[str, str]]]) -> Callable[[View], View]:
    """Her key shut while she wrote, or what she sends is not allowed any more (``NoLonger``): nothing is written, and
    every word she wrote stands on the answer, to be copied.

    ``words_of`` says what of a request is her words, each with how it was asked.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def view_or_words(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except (Locked, NoLonger) as refusal:
                words = [(label, text) for label, text in words_of(request) if text.strip()]
                if not words:
                    raise
                sentence = getattr(refusal, "sentence", "")
                context = {"words": words, "address": request.path, "sentence": sentence}
                return render(request, "ui/kept_words.html", context, status=403)

        return view_or_words

    return decorate


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page exists and may not be used like this."""
    return render(request, "ui/refused.html", {"sentence": str(exception or "")}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page of the desk that was left open too long, or opened in another window."""
    sentence = gettext("This page was open for too long. Go back, load it again, and send it once more.")
    return render(request, "ui/refused_staff.html", {"sentence": sentence}, status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request cannot be read."""
    request.is_public_page = True  # type: ignore[attr-defined]
    return render(request, "ui/unreadable.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """The request is larger than the house takes, and was not read."""
    request.is_public_page = True  # type: ignore[attr-defined]
    return render(request, "ui/too_large.html", status=413)


def broken(request: HttpRequest) -> HttpResponse:
    """Something broke here; nothing she wrote is shown or kept. Where the disk is full, she has her words back."""
    error = sys.exception()
    if error and room.is_full(error):
        return full(request)
    return render(request, "ui/broken.html", status=500)
