"""The addresses of the house, with pages that read everything they were sent and then break, where a field says so."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from amparo.access.reporting.views import back, letter, sealed
from amparo.commons.policy.policies import public_post
from amparo.config import urls

BREAK = "breaks"


def breaking(view: Any) -> Any:
    """The same page, that breaks in the middle of its work."""

    @public_post
    def breaks(request: HttpRequest) -> HttpResponse:
        if request.POST.get(BREAK):
            seen = (
                request.META.get("HTTP_USER_AGENT"),
                request.META.get("REMOTE_ADDR"),
                dict(request.POST),
                request.FILES,
            )
            raise RuntimeError(f"planted with {len(seen)} things in hand")
        return view(request)  # type: ignore[no-any-return]

    return breaks


VIEWS = {
    "letter_send": letter.letter_send, "letter_sealed": sealed.letter_sealed, "back_open": back.back_open,
    "back_reply": back.back_reply, "back_sealed": sealed.back_sealed,
}  # fmt: skip
urlpatterns = [
    *(path(settings.PATHS[name], breaking(view), name=name) for name, view in VIEWS.items()),
    *urls.urlpatterns,
]
