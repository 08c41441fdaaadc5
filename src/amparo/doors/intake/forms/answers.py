"""A file of answers that were gathered elsewhere, as somebody brings it to a page."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

TOO_LARGE_HERE = _(
    "The file is larger than 10 MB. Pack it as a zip, export it without photos and recordings, or cut it in parts."
)


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
