"""The public pages of finding: ask, see the places, open one, say that it refused."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from amparo.commons import clock
from amparo.commons.directory.actions.said import say_feedback, say_refusal
from amparo.commons.directory.forms.asking import WISHES, ask_of, first_needs, more_needs
from amparo.commons.directory.queries.finding import PAGE, find, names_of
from amparo.commons.directory.queries.ordinary import ordinary_list
from amparo.commons.directory.queries.public import public_service
from amparo.commons.directory.queries.whereabouts import Whereabouts, around, countries, whereabouts
from amparo.commons.policy.policies import public_post
from amparo.commons.ui.queries import carried
from amparo.formats.codes import choices


def search(request: HttpRequest) -> HttpResponse:
    """What do you need, where are you; more only if she wants."""
    return render(request, "directory/search.html", ask_page(request))


@public_post
def change_search(request: HttpRequest) -> HttpResponse:
    """The same page again, with what she chose before."""
    return render(request, "directory/search.html", ask_page(request))


def ask_page(request: HttpRequest) -> dict[str, object]:
    """What the search page shows."""
    language, post = get_language() or "es", request.POST
    return {
        "first_needs": first_needs(language),
        "more_needs": more_needs(language),
        "wishes": WISHES.items(),
        "welcome": choices("welcome", language),
        "speaks": choices("language", language),
        "countries": countries(),
        "chosen": set(post.getlist("b")),
        "wished": set(post.getlist("x")),
        "consulates": post.get("c") == "1",
        "groups": set(post.getlist("g")),
        "spoken": post.get("i", ""),
        "words": post.get("k", ""),
        "typed": post.get("t", ""),
        "here": whereabouts(post),
        "home_country": settings.HOME_COUNTRY,
        "carried": carried(request, "b", "x", "g", "i", "k", "l", "d", "s", "c"),
    }


@public_post
def where(request: HttpRequest) -> HttpResponse:
    """She does not know where she is: by country, by unit, then by a big town or the last bus terminal."""
    choice = around(request.POST.get("d", ""), request.POST.get("u", ""))
    target = "route" if request.POST.get("n") else "change_search"
    context = {"choice": choice, "target": target, "carried": carried(request, "l", "d")}
    return render(request, "directory/where.html", context)


@public_post
def results(request: HttpRequest) -> HttpResponse:
    """The places, best first; never an empty page."""
    if request.method != "POST":
        return redirect("search")
    here = whereabouts(request.POST)
    if here.choices:
        return which_place(request, here, target="results", none_of_these="change_search")
    ask = ask_of(request, lat=here.lat, lon=here.lon, country=here.country)
    start = PAGE * page_of(request.POST.get("page", ""))
    found = find(ask, now=clock.now(), start=start)
    context = {
        "here": here,
        "ask": ask,
        "found": found,
        "next_page": start // PAGE + 1 if found.total > start + PAGE else None,
        "first_page": start == 0,
        "left_out": names_of(ask.not_these),
        "carried": [*carried(request, "l", "s"), *here.carried],
    }
    return render(request, "directory/results.html", context)


def which_place(request: HttpRequest, here: Whereabouts, *, target: str, none_of_these: str) -> HttpResponse:
    """Several places bear the name she typed: which one, before the page she asked for."""
    context = {"here": here, "target": target, "none_of_these": none_of_these, "carried": carried(request, "l")}
    return render(request, "directory/which_place.html", context)


@public_post
def service(request: HttpRequest, reference: str = "") -> HttpResponse:
    """One place, with everything a stranger may know of it."""
    if request.method != "POST" and not reference:
        return redirect("search")
    found = public_service(reference or request.POST.get("s", ""), now=clock.now())
    context = {"service": found, "carried": carried(request, "s"), "came_from_list": request.method == "POST"}
    return render(request, "directory/service.html", context)


@public_post
def refused(request: HttpRequest) -> HttpResponse:
    """She was turned away: say that it should not have happened, and show the next one."""
    if request.method != "POST":
        return redirect("search")
    here = whereabouts(request.POST)
    ask = ask_of(request, lat=here.lat, lon=here.lon, country=here.country)
    refusing = request.POST.get("s", "")[:16]
    if refusing:
        ask = ask.leaving_out(refusing)
    found = find(ask, now=clock.now())
    context = {
        "found": found,
        "here": here,
        "ask": ask,
        "left_out": names_of(ask.not_these),
        "refusing": refusing,
        "reasons": choices("refusal", get_language() or "es"),
        "carried": [*carried(request, "l", "s", "r"), *here.carried, *(("r", each) for each in sorted(ask.skip))],
    }
    return render(request, "directory/refused.html", context)


@public_post
def said(request: HttpRequest) -> HttpResponse:
    """Count what a place said to her. Nothing of hers is kept."""
    if request.method != "POST":
        return redirect("search")
    say_refusal(request.POST.get("s", ""), request.POST.get("a", ""), today=clock.today())
    return render(request, "directory/said.html", {"carried": carried(request, "s")})


@public_post
def feedback(request: HttpRequest) -> HttpResponse:
    """Three taps about a place; a moderator looks before anything changes."""
    if request.method != "POST":
        return redirect("search")
    say_feedback(request.POST.get("s", ""), request.POST.get("a", ""), today=clock.today())
    context = {"carried": carried(request, "s"), "bad": request.POST.get("a") == "bad_treatment"}
    return render(request, "directory/said.html", context)


@public_post
def ordinary(request: HttpRequest) -> HttpResponse:
    """A list of ordinary places, for someone whose things are searched: hers are among the others."""
    here = whereabouts(request.POST)
    ask = ask_of(request, lat=here.lat, lon=here.lon, country=here.country)
    return render(
        request,
        "directory/list.html",
        {"here": here, "places": ordinary_list(ask, now=clock.now()), "today": clock.today()},
    )


def page_of(text: str) -> int:
    """The number of a page; whatever is no small number is the first."""
    return min(int(text), 20) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
