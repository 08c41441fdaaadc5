"""What a phone sent: the form and its files out of one request, whole, or a sentence why not."""

from collections.abc import Mapping

from django.core.exceptions import SuspiciousOperation, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from amparo.commons.policy.uploads import CUT, TOO_LARGE, TOO_MANY
from amparo.doors.intake.uploads import FormInMemory
from amparo.formats import codes

FORM, SPLIT = "xml_submission_file", "*isIncomplete*"


class NotSent(Exception):
    """A form was not taken. ``code`` is of the list ``send_fault``, or the sentence comes from who read the form."""

    def __init__(self, code: str, status: int = 400, words: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.status, self.words = code, status, words or {}

    def sentence(self, language: str) -> str:
        """Why, in a language."""
        return self.words.get(language) or codes.label("send_fault", self.code, language)


def read_request(request: HttpRequest) -> tuple[bytes, dict[str, bytes]]:
    """The form and its files. Whatever else stands in the request is passed over; phones send such things.

    That more will come (``*isIncomplete*``) changes nothing: what is missing is known from the form itself.
    """
    request.upload_handlers = [FormInMemory(request)]
    try:
        sent, plain = request.FILES, request.POST
    except TooManyFilesSent as error:
        raise NotSent("too_many", 413) from error
    except (MultiPartParserError, UnreadablePostError, SuspiciousOperation) as error:
        raise NotSent("cut") from error
    if request.META.get(TOO_MANY):
        raise NotSent("too_many", 413)
    if request.META.get(TOO_LARGE):
        raise NotSent("too_large", 413)
    if request.META.get(CUT):
        raise NotSent("cut")
    files = {each.name: each.read() for name in sent for each in sent.getlist(name) if name != FORM and each.name}
    whole = sent.get(FORM)
    xml = whole.read() if whole is not None else plain.get(FORM, "").encode()
    if not xml.strip():
        raise NotSent("no_form")
    return xml, files
