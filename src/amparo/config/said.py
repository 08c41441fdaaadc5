"""What was just done is said on the next page of the desk, and lies nowhere between: a cookie of her browser has it.

In the session it would lie in the database, in clear, and after that page still in the log of the database: who was
left out of a case, that something is told because of a law, that somebody is under 18.
"""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.signing import Signer
from django.http import HttpRequest


class OfHer(Signer):
    """A seal that hangs on her session as it is then, because coming in gives her another, and on no clock."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.request = request

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        """The seal under some text, for her session."""
        self.salt = f"amparo.said.{self.request.session.session_key or ''}"
        return super().signature(value, key)


class Said(CookieStorage):
    """Sentences in a cookie, for the session in which they were said and no other: not for whoever comes in next."""

    cookie_name = settings.SAID_COOKIE_NAME

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.signer = OfHer(request)
