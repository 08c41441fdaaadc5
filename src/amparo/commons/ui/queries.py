"""What every page knows of the house it stands in."""

import functools
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import get_language, override

from amparo.commons import clock

# Esc twice leaves; a page that the browser would bring back from memory blanks itself and loads anew.
# It stands in the page, not in a file: one request less on a slow phone. Its digest is in the policy header.
#
# Leaving goes by way of the first page, where the browser lists one before this page in its history: from there it
# steps on, and a browser forgets whatever lay ahead of the page from which it steps on. So no form stays behind that
# Back and Reload could send again. The first page is always fetched by GET; any other might ask her something.
# The window's name tells the first page that she is leaving; it goes with the page. After three seconds, or where the
# browser has no such list, it leaves from here, and the stamp below ends the form.
LEAVING_SCRIPT = (
    "(function(){var w=window,l=location,d=document,n=w.navigation,a=d.querySelector('.leave'),t=0,"
    "first=/^\\w+:..[^/]+\\/(..\\/)?$/;if(!a)return;"
    "function hide(){d.documentElement.hidden=true}"
    "function out(){w.name='';if(first.test(l.href))l.href=a.href;else l.replace(a.href)}"
    "function go(e){if(e)e.preventDefault();hide();"
    "var r,b=n&&n.entries().find(function(x){return first.test(x.url)});"
    "if(!b||b.index>=n.currentEntry.index)return out();"
    "w.name='go';setTimeout(out,3e3);r=n.traverseTo(b.key);r.committed.catch(out);r.finished.catch(out)}"
    "if(w.name==='go'){hide();addEventListener('load',function(){setTimeout(out)})}"
    "a.addEventListener('click',go);"
    "d.addEventListener('keydown',function(e){if(e.key!=='Escape')return;"
    "if(Date.now()-t<800)go();t=Date.now()});"
    "addEventListener('pageshow',function(e){if(e.persisted){hide();l.reload()}})"
    "})()"
)


def house(request: HttpRequest) -> dict[str, Any]:
    """The name of the house, its languages at this address, and the script that leaves."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site_name": settings.SITE_NAME,
        "language": language,
        "languages": lambda: languages(request),  # only where a page shows them
        # Asked only where a page shows it: a request that cannot be read still gets its page.
        "on_a_route": lambda: request.method == "POST" and bool(request.POST.get("n")),
        "leaving_script": LEAVING_SCRIPT,
        "is_demo": settings.DEMO,
    }


def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """Each language with this page's address in it; the answer to a POST links to the first page instead."""
    here = get_language()
    return [
        {"code": code, "name": name, "href": address_in(code, request), "here": code == here}
        for code, name in settings.LANGUAGES
    ]


def address_in(language: str, request: HttpRequest) -> str:
    """The address of this page in a language; where there is no such page, the one that was asked for."""
    match = request.resolver_match  # the address is resolved already, and is not for each language anew
    with override(language):
        if request.method != "GET":
            return reverse("home")
        try:
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs) if match else request.path
        except NoReverseMatch:
            return request.path


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
    "r": 40,  # places that said no
    "z": 40,  # organisations she leaves out
    "s": 1,  # the place that was opened
}
LONGEST = 80  # characters of one carried value


def carried(request: HttpRequest, *leave_out: str) -> list[tuple[str, str]]:
    """The carried fields of this request as pairs, without some, within bounds, and the stamp of this page."""
    pairs = [(STAMP, stamp())]
    undone = {"z"} if request.POST.get("v") else set()  # she asked to see again what she left out
    for name, most in CARRIED.items():
        if name not in leave_out and name not in undone:
            values = [value[:LONGEST] for value in request.POST.getlist(name) if value.strip()]
            pairs += [(name, value) for value in dict.fromkeys(values[:most])]
    return pairs


# The stamp of a page: the hour at which it was made, in steps, and a seal. Everybody has the same one.
STAMP = "h"
STEP = 300  # seconds
LIFE = 3600  # seconds; a form may lie open for so long


def stamp(now: float | None = None) -> str:
    """When this page was made, sealed, and nothing else. It goes into every form of a public page.

    After *Leave now*, Back shows an empty page of the browser; Reload there sends the old form again, and the answer
    would be made anew. The browser sends then just what a tap sends: in Chromium 156 both bear
    ``Cache-Control: max-age=0``, ``Sec-Fetch-User: ?1``, the same ``Origin`` and ``Referer``. So no header tells them
    apart, and nothing may be kept of her, here or on her phone: what remains is that a form ends. Within its hour it
    still answers; the page about *Leave now* says so.

    An hour, because who reads slowly, or is called away, must not lose her way; each page begins a new one.
    """
    step = int((clock.seconds() if now is None else now) // STEP)
    return _sealed(step)


@functools.lru_cache(maxsize=32)
def _sealed(step: int) -> str:
    """A step with its seal, by the key of the house: the same in each of its workers."""
    seal = signing.base64_hmac("page", str(step), settings.SECRET_KEY, algorithm="sha256")[:8]
    return f"{int_to_base36(step)}.{seal}"


def has_ended(request: HttpRequest, now: float | None = None) -> bool:
    """Was this form on a page made more than an hour ago, or by no house of ours?

    A form without a stamp is taken: no page of the house makes one (a test looks at each), so no history holds one.
    """
    sent = request.POST.get(STAMP)
    if sent is None:
        return False
    today = int((clock.seconds() if now is None else now) // STEP)
    try:
        made = base36_to_int(sent.partition(".")[0])
    except ValueError:
        return True
    return not -1 <= today - made <= LIFE // STEP or not constant_time_compare(sent, _sealed(made))
