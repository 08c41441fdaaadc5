"""A table that was typed from paper: first to look at, then to take.

Between the two the file travels inside the page; the house keeps none of it.
"""

import base64
import zlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory.forms.importing import unpacked
from amparo.fieldwork.models import Deployment

MOST_CARRIED = 1_400_000  # letters of a file inside the page


class PaperForm(forms.Form):
    """Of which questionnaire, and the file."""

    deployment = forms.ChoiceField(label=_("Of which questionnaire?"))
    file = forms.FileField(
        label=_("The table, saved as CSV"), required=False,
        help_text=_("Semicolons, commas or tabs between the cells. At most 2,000 rows."),
    )  # fmt: skip
    carried = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_CARRIED)

    def __init__(self, *args: Any, deployments: Sequence[Deployment], **more: Any) -> None:
        super().__init__(*args, **more)
        self.deployments = {each.reference: each for each in deployments}
        self.fields["deployment"].choices = [  # type: ignore[attr-defined]
            (each.reference, f"{each.version.title} ({each.version.number})") for each in deployments
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        upload = found.get("file")
        found["data"] = upload.read() if upload is not None else unpacked(found.get("carried", ""))
        if not found["data"] and "file" not in self.errors:
            raise ValidationError(_("Choose the file."))
        return found

    @property
    def chosen(self) -> Deployment:
        """The questionnaire that was chosen."""
        return self.deployments[self.cleaned_data["deployment"]]

    def carry(self) -> str:
        """The file as it travels inside the page."""
        return base64.b64encode(zlib.compress(self.cleaned_data["data"], 9)).decode()
