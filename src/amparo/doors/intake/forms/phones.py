"""What a phone sent: the form and its files out of one request, whole, or a sentence why not."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from amparo.doors.intake.uploads import MOST_PARTS, held
from amparo.formats import codes
from amparo.formats.openrosa.parts import BadParts, Part, read_parts

FORM, SPLIT = "xml_submission_file", "*isIncomplete*"
STATUS = {"too_many": 413, "too_large": 413}
WORDS = {"not_parts": "no_form"}


class NotSent(Exception):
    """A form was not taken. ``code`` is of the list ``send_fault``, or the sentence comes from who read the form."""

    def __init__(self, code: str, status: int = 400, words: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.status, self.words = code, status, words or {}

    def sentence(self, language: str) -> str:
        """Why, in a language."""
        return self.words.get(language) or codes.label("send_fault", self.code, language)


def read_request(request: HttpRequest) -> tuple[bytes, dict[str, bytes]]:
    """The form, and its files by each name under which the form may know them.

    That more will come (``*isIncomplete*``) changes nothing: what is missing is known from the form itself.
    """
    try:
        body = held(request)
    except UnreadablePostError as error:
        raise NotSent("cut") from error
    if body is None:
        raise NotSent("too_large", 413)
    try:
        parts = read_parts(request.headers.get("Content-Type", ""), body, most=MOST_PARTS)
    except BadParts as error:
        raise NotSent(WORDS.get(error.code, error.code), STATUS.get(error.code, 400)) from error
    forms = {each.data for each in parts if each.name == FORM and each.data.strip()}
    if len(forms) > 1:
        raise NotSent("two_forms")
    if not forms:
        raise NotSent("no_form")
    return forms.pop(), _by_name([each for each in parts if each.name not in (FORM, SPLIT)])


def _by_name(parts: list[Part]) -> dict[str, bytes]:
    """Files by name, as they came first and as they may have been meant after that; two that differ are a conflict."""
    files: dict[str, bytes] = {}
    for part in parts:
        for name in part.names[:1] if part.is_file else ():
            if files.setdefault(name, part.data) != part.data:
                raise NotSent("other_file", 409)
    for part in parts:
        for name in part.names:
            files.setdefault(name, part.data)
    return files
