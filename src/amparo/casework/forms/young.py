"""The forms of somebody under 18, and of the name on her papers."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.formats.codes import choices

LONGEST = 500  # characters of a reason


class RevealForm(forms.Form):
    """Why somebody looks at the name on her papers: she may read it later."""

    why = forms.ChoiceField(label=_("What it is needed for"), error_messages={"required": _("Choose why first.")})
    words = forms.CharField(
        label=_("In words that she may read"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why in a few words. She may read them."),
            "max_length": _("It is too long. Make it shorter."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["why"]
        field.choices = [("", gettext("Choose")), *choices("reveal_reason", get_language() or "es")]
