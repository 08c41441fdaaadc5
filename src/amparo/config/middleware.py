"""What happens to every request: headers, the language of the path, and the one guard of the house."""

import hashlib
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import translation

from amparo.commons.accounts.policies import first_page
from amparo.commons.policy.policies import Denied, Hidden
from amparo.commons.ui.queries import LEAVING_SCRIPT, has_ended
from amparo.commons.ui.views import ended, missing, too_large
from amparo.config.sizes import KINDS, READING, WRITING, WRITING_STEP, filled, gzipped
from amparo.config.urls import CASES, PORTAL, PUBLIC
from amparo.formats.access import FOCAL_POINT

type GetResponse = Callable[[HttpRequest], HttpResponse]

SCRIPT_HASH = b64encode(hashlib.sha256(LEAVING_SCRIPT.encode()).digest()).decode()
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; "
    f"script-src 'sha256-{SCRIPT_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
SMALLEST_TO_COMPRESS = 600  # bytes
# What somebody of another organisation finds, who is here to read: letters, the cases that were opened to her, her key
# and her own account.
FROM_OUTSIDE = CASES | frozenset({
    "desk_letters", "desk_letters_find", "desk_letter", "desk_letter_file", "desk_letter_answer", "desk_letter_note",
    "desk_letter_assign", "desk_letter_share", "desk_letter_exclude", "desk_letter_recuse", "desk_letter_close",
    "desk_letter_destroy", "desk_letter_case", "case_words", "case_lawyer", "keys", "keys_log", "key_ties",
    "key_retire", "sheet_confirm",
    "my_account", "my_password", "second_step", "phone_lost", "sign_out", "lock",
})  # fmt: skip
# What a focal point of another body finds: what came to her, and her own account. Not the button that locks the house.
AT_THE_PORTAL = PORTAL | {"my_account", "my_password", "second_step", "phone_lost", "sign_out"}
METHODS = ("GET", "HEAD", "POST")  # no page of the house answers to another
PHONES = f"/{settings.PATHS['phones']}/"  # they are told in words of their own when something is too large
EXCHANGE = "api_"  # the names of the addresses for programs, which send no form


def headers(get_response: GetResponse) -> GetResponse:
    """Say on every page what it may load, and that nobody keeps it; compress the pages that hold no secret."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        of_phones = request.path_info.startswith(PHONES)
        is_large = length.isdecimal() and int(length) > largest(request) and not of_phones
        response = refuse_large(request) if is_large else get_response(request)
        fields = response.headers
        if of_phones:  # also where no page was found: by this a phone tells us from a network that wants a sign-in
            fields.setdefault("X-OpenRosa-Version", "1.0")
        fields["Content-Security-Policy"] = fields.get("Content-Security-Policy", POLICY)
        fields["X-Content-Type-Options"] = "nosniff"
        fields["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
        fields["Cross-Origin-Opener-Policy"] = "same-origin"
        fields["Permissions-Policy"] = "geolocation=(), camera=(), microphone=(), interest-cohort=()"
        fields["X-Robots-Tag"] = "noindex, nofollow"
        if settings.SECURE:
            fields["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
        if not request.path.startswith(settings.STATIC_URL):
            fields.setdefault("Cache-Control", "no-store")
            if getattr(request, "is_public_page", False):
                fit(request, response)
        return response

    return middleware


def largest(request: HttpRequest) -> int:
    """How many bytes are read of a request: more where somebody sends a letter by hand, so that its text comes back."""
    by_hand = {settings.PATHS["letter_send"], settings.PATHS["back_reply"]}
    return settings.LARGEST_LETTER if request.path_info.rpartition("/")[2] in by_hand else settings.LARGEST_REQUEST


def fit(request: HttpRequest, response: HttpResponse) -> None:
    """Compress a public page, and fill it up to a size that many have. Never for staff: their pages hold secrets.

    Gzip bears no date here, so that the same page is the same bytes. What is no page is compressed only.
    """
    if response.streaming or response.has_header("Content-Encoding") or len(response.content) < SMALLEST_TO_COMPRESS:
        return
    name = request.resolver_match.view_name if request.resolver_match else ""
    is_page = response.get("Content-Type", "").startswith("text/html")
    if name in WRITING:
        fit_writing(response, least=WRITING[name] if is_page else 0)
        return
    least = KINDS.get(name, READING) if is_page else 0
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzipped(response.content, least=least)
        response["Content-Encoding"] = "gzip"
        response["Vary"] = "Accept-Encoding"
    elif least:
        response.content = filled(response.content, least=least)
    response["Content-Length"] = str(len(response.content))


def fit_writing(response: HttpResponse, *, least: int) -> None:
    """A page of somebody who writes or comes back: never compressed, by nobody on the way, and in steps of its own."""
    response["Cache-Control"] = "no-store, no-transform"
    if least:
        least = max(least, getattr(response, "least_steps", 0))
        response.content = filled(response.content, least=least, step=WRITING_STEP)
    response["Content-Length"] = str(len(response.content))


def language_of(path: str) -> str:
    """The language of an address: its first word, or the language of the house."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else settings.LANGUAGE_CODE


def refuse_large(request: HttpRequest) -> HttpResponse:
    """More than the house ever takes: refused before a byte of it is read, in the language of the address."""
    language = language_of(request.path_info)
    with translation.override(language):
        response = too_large(request)
    response["Content-Language"] = language
    return response


def language_of_path(get_response: GetResponse) -> GetResponse:
    """The language is the first word of the path (``/pt/``); nothing is read from her phone, nothing is set on it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return middleware


class guard:  # noqa: N801 (a middleware is named as it is used)
    """Login unless the URL name is on the PUBLIC list; refusals become pages here, once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)  # before anything is asked, so that it tells nothing
        if name in PUBLIC:
            request.is_public_page = True  # type: ignore[attr-defined]
            if request.method == "POST" and getattr(view, "public_post", False):
                if foreign(request):
                    refusal = translation.gettext("Another page sent this. Open this page yourself and try again.")
                    return self.process_exception(request, Denied(refusal))
                if not name.startswith(EXCHANGE) and has_ended(request):
                    return ended(request)
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        first = first_page(request.user)
        if first and name not in {first, "sign_out", "lock"}:
            return redirect(first)
        held = set(request.user.role_codes)
        if FOCAL_POINT in held and name not in AT_THE_PORTAL:  # also where the server gave her another role
            return redirect("portal") if name == "desk" and PORTAL else missing(request)
        if name not in FROM_OUTSIDE and held == {"outside"}:
            return redirect("desk_letters") if name == "desk" else missing(request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Hidden):
            return missing(request)
        if isinstance(error, Denied):
            public = getattr(request, "is_public_page", False)
            template = "ui/refused.html" if public else "ui/refused_staff.html"
            return render(request, template, {"sentence": error.sentence}, status=403)
        return None


def foreign(request: HttpRequest) -> bool:
    """Does the browser say that another site sends this?"""
    origin = request.headers.get("Origin")
    if origin in {None, "null"}:  # old phones and private windows say nothing
        return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
    scheme = "https" if settings.SECURE else request.scheme  # behind a proxy the house itself is spoken to in clear
    return origin != f"{scheme}://{request.get_host()}"
