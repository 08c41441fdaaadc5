"""What was just done is said on the next page of the desk, and lies nowhere between: a cookie of her browser has it.

In the session it would lie in the database, in clear, and after that page still in the log of the database: who was
left out of a case, that something is told because of a law, that somebody is under 18.
"""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.signing import Signer


class Said(CookieStorage):
    """Sentences in a cookie, for the session in which they were said and no other: not for whoever comes in next."""

    cookie_name = settings.SAID_COOKIE_NAME

    def _encode_parts(self, messages: Any, encode_empty: bool = False) -> Any:
        self.signer = self._of_her()
        return super()._encode_parts(messages, encode_empty)

    def _decode(self, data: Any) -> Any:
        self.signer = self._of_her()
        return super()._decode(data)

    def _of_her(self) -> Signer:
        """A seal that hangs on her session as it is now, because coming in gives her another, and on no clock."""
        return Signer(salt=f"amparo.said.{self.request.session.session_key or ''}")
