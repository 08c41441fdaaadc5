"""What every page knows of the house it stands in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

# Esc twice leaves; a page that the browser would bring back from memory blanks itself and loads anew.
# It stands in the page, not in a file: one request less on a slow phone. Its digest is in the policy header.
LEAVING_SCRIPT = (
    "(function(){var a=document.querySelector('.leave'),t=0;if(!a)return;"
    "function go(e){if(e)e.preventDefault();document.documentElement.hidden=true;location.replace(a.href)}"
    "a.addEventListener('click',go);"
    "document.addEventListener('keydown',function(e){if(e.key!=='Escape')return;"
    "if(Date.now()-t<800)go();t=Date.now()});"
    "addEventListener('pageshow',function(e){if(e.persisted){document.documentElement.hidden=true;location.reload()}})"
    "})()"
)


def house(request: HttpRequest) -> dict[str, Any]:
    """The name of the house, its languages at this address, and the script that leaves."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site_name": settings.SITE_NAME,
        "language": language,
        "languages": lambda: languages(request),  # only where a page shows them
        "on_a_route": request.method == "POST" and bool(request.POST.get("n")),
        "leaving_script": LEAVING_SCRIPT,
        "is_demo": settings.DEMO,
        "profile": settings.PROFILE,
    }


def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """Each language with this page's address in it; the answer to a POST links to the first page instead."""
    path = request.path if request.method == "GET" else "/"
    here = get_language()
    return [
        {"code": code, "name": name, "href": translate_url(path, code), "here": code == here}
        for code, name in settings.LANGUAGES
    ]


# What a public page hands on to the next one, in hidden fields: never in a cookie, a session or an address.
CARRIED = {
    "n": 1,  # the situation of a route
    "w": 1,  # when, a code or a moment
    "q": 1,  # who, a code
    "c": 1,  # consulates were asked for
    "d": 1,  # country
    "l": 1,  # place, a code
    "b": 12,  # needs
    "g": 8,  # who I am
    "x": 8,  # wishes
    "i": 1,  # language I speak
    "k": 1,  # words
    "r": 20,  # places that said no
    "s": 1,  # the place that was opened
}
LONGEST = 80  # characters of one carried value


def carried(request: HttpRequest, *leave_out: str) -> list[tuple[str, str]]:
    """The carried fields of this request as pairs, without some, within bounds."""
    pairs = []
    for name, most in CARRIED.items():
        if name not in leave_out:
            values = [value[:LONGEST] for value in request.POST.getlist(name) if value.strip()]
            pairs += [(name, value) for value in dict.fromkeys(values[:most])]
    return pairs
