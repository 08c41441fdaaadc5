"""What a phone sent, whole, or a sentence why not; and a file of answers that somebody brings to a page."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext_lazy as _

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


class AnswersForm(forms.Form):
    """A file of answers that were gathered elsewhere, and the questionnaire that they answer.

    Between looking and bringing in the file travels inside the page, sealed, where it is small enough. ``opened`` opens
    what travelled.
    """

    questionnaire = forms.ChoiceField(label=_("Which questionnaire was answered?"))
    file = forms.FileField(
        label=_("The file"), required=False,
        help_text=_("CSV, XLSX, JSON or zip, as ODK Central, KoboToolbox or ODK Briefcase write them. Up to 10 MB."),
    )  # fmt: skip
    carried = forms.CharField(widget=forms.HiddenInput, required=False, strip=True)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self, *args: Any, asked: Sequence[Any], opened: Callable[[str], bytes], largest: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.opened, self.largest = {each.reference: each for each in asked}, opened, largest
        self.fields["questionnaire"].choices = [  # type: ignore[attr-defined]
            (each.reference, f"{each.version.title} · {each.version.number}") for each in asked
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        upload = found.get("file")
        if upload is not None and upload.size > self.largest:
            raise ValidationError(TOO_LARGE_HERE)
        found["data"] = upload.read() if upload is not None else self.opened(found.get("carried", ""))
        if not found["data"]:
            raise ValidationError(_("Choose the file."))
        return found

    @property
    def deployment(self) -> Any:
        """Of the questionnaire she chose, that it is asked in this study."""
        return self.asked[self.cleaned_data["questionnaire"]]

    @property
    def digest(self) -> str:
        """Of the file and the questionnaire, so that what is brought in is what was looked at."""
        chosen = self.cleaned_data["questionnaire"].encode()
        return hashlib.sha256(chosen + b"\0" + bytes(self.cleaned_data["data"])).hexdigest()

    @property
    def is_the_one_seen(self) -> bool:
        """Is this what she looked at?"""
        return bool(self.cleaned_data["seen"] == self.digest)


TOO_LARGE_HERE = _(
    "The file is larger than 10 MB. Pack it as a zip, export it without photos and recordings, or cut it in parts."
)
