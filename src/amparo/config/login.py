"""Where coming in meets the key: the second cookie, and what it opens, asked only where somebody asks who is here.

The session says who she is. The other half of her key lies in a cookie of its own, so that neither the databases nor
one cookie opens anything. A public page asks neither: the person is looked up when a page first wants to know her.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from amparo.commons import known, room
from amparo.commons.accounts import backends
from amparo.commons.accounts.hashers import Busy
from amparo.commons.accounts.views.coming_in import busy, locked, shut
from amparo.commons.policy.policies import Locked
from amparo.commons.ui.views import full
from amparo.config.middleware import GetResponse
from amparo.config.urls import PUBLIC


class unlocking:  # noqa: N801 (a middleware is named as it is used)
    """Who is here with her key; the cookie of it, set where one was opened and taken away where it was locked; and the
    mark of a browser in which somebody came in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: who_is_here(request))  # type: ignore[assignment]
        response = self.get_response(request)
        unlock: str | None = getattr(request, "new_unlock", None)
        if unlock:
            response.set_cookie(
                settings.UNLOCK_COOKIE_NAME, unlock, secure=settings.SECURE, httponly=True, samesite="Strict", path="/"
            )  # without an age: gone when the browser closes
        elif unlock == "" and settings.UNLOCK_COOKIE_NAME in request.COOKIES:
            response.delete_cookie(settings.UNLOCK_COOKIE_NAME, samesite="Strict", path="/")
        if mark := getattr(request, "new_mark", ""):
            response.set_cookie(
                settings.KNOWN_COOKIE_NAME, mark, max_age=known.DAYS * 86_400, path=request.path,
                secure=settings.SECURE, httponly=True, samesite="Strict",
            )  # fmt: skip
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """On a page of the team she is looked up at once: the tables want herself, not a promise of her."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name not in PUBLIC:
            request.user = who_is_here(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The ways in which coming in waits, or her key stays shut, become pages here."""
        if isinstance(error, Locked):
            return locked(request)
        if isinstance(error, backends.ShutKey):
            return shut(request, error.person)
        if isinstance(error, DatabaseError) and room.is_full(error):
            return full(request)
        return busy(request) if isinstance(error, Busy) else None


def who_is_here(request: HttpRequest) -> Any:
    """The person of the session, at which desk, and what her key opens."""
    person: Any = get_user(request)
    if person.is_authenticated:
        person.is_empty_desk = bool(request.session.get("empty"))
        person.opened = None if person.is_empty_desk else backends.keeper.opened(person, backends.unlock_of(request))
    return person
