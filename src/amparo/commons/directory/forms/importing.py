"""A file that is brought in at the desk: first to look at, then to store."""

import base64
import binascii
import hashlib
import zlib
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory.forms.fields import DayField, NameField
from amparo.commons.directory.queries.incoming import From, mapping_names

LARGEST = 5 * 2**20  # of a file on a page
MOST_CARRIED = 1_500_000  # letters of a file that travels inside the page between looking and storing


class ImportForm(forms.Form):
    """The file, how it is read, and where it is from.

    Between looking and storing the file travels inside the page, where it is small enough; the house keeps none.
    """

    file = forms.FileField(label=_("The file"), required=False)
    mapping = forms.ChoiceField(label=_("How is it written?"), required=False)
    name = NameField(
        label=_("Where is it from?"),
        max_length=160,
        required=False,
        help_text=_("As your team will read it, like “List of the town hall”."),
    )
    licence = NameField(label=_("Who allows its use, and how?"), max_length=80, required=False)
    as_of = DayField(
        label=_("On which day were its facts true?"),
        required=False,
        help_text=_("Without a day, each place waits at the desk until somebody confirms it."),
    )
    carried = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_CARRIED, strip=True)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, today: date, sent: int = 0, **kwargs: Any) -> None:
        """``sent`` is how many bytes the browser sent: a file too large for the house's memory never gets here."""
        super().__init__(*args, **kwargs)
        self.today, self.sent = today, sent
        plain = [("", _("HSDS 3.0, as JSON or as a zip of tables"))]
        self.fields["mapping"].choices = plain + [(name, name) for name in mapping_names()]  # type: ignore[attr-defined]

    def clean_as_of(self) -> date | None:
        day = self.cleaned_data["as_of"]
        if day and day > self.today:
            raise ValidationError(_("This day has not come yet."))
        return day if isinstance(day, date) else None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        upload = found.get("file")
        is_missing = upload is None and not found.get("carried") and "carried" not in self.errors
        if (upload is not None and upload.size > LARGEST) or (is_missing and self.sent > LARGEST):
            raise ValidationError(
                _("The file is larger than 5 MB. Whoever runs this house brings it in with ./amparo import_services.")
            )
        found["data"] = upload.read() if upload is not None else unpacked(found.get("carried", ""))
        if not found.get("mapping") and not slugify(found.get("name", "")) and "name" not in self.errors:
            self.add_error("name", _("Write where it is from, so that lists are not mixed up."))
        if not found["data"]:
            raise ValidationError(_("Choose the file."))
        return found

    @property
    def digest(self) -> str:
        """Of the file, so that what is stored is what was looked at."""
        return hashlib.sha256(self.cleaned_data["data"]).hexdigest()

    @property
    def is_the_one_seen(self) -> bool:
        """Is this the file that was looked at?"""
        return bool(self.cleaned_data["seen"] == self.digest)

    def carry(self) -> str:
        """The file as it travels inside the page; empty where it is too large and has to be chosen again."""
        packed = base64.b64encode(zlib.compress(self.cleaned_data["data"], 9)).decode()
        return packed if len(packed) <= MOST_CARRIED else ""

    def told(self) -> From:
        """Where it is from, as she says."""
        name = self.cleaned_data["name"]
        return From(slugify(name)[:40], name, self.cleaned_data["licence"], self.cleaned_data["as_of"])


def unpacked(carried: str) -> bytes:
    """The file that travelled inside the page."""
    try:
        packed = base64.b64decode(carried, validate=True)
        data = zlib.decompressobj().decompress(packed, LARGEST + 1)
    except (binascii.Error, zlib.error, ValueError):
        return b""
    return data if len(data) <= LARGEST else b""
