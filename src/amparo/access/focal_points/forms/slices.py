"""What a focal point answers: yes in one press, when, or why not."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.casework.forms.questions import MomentField
from amparo.formats.codes import choices


class AnswerForm(forms.Form):
    """One of a few answers, with what belongs to it. Nothing else is asked of her, and nobody asks the story again."""

    to = forms.CharField(widget=forms.HiddenInput, max_length=16)
    reason = forms.ChoiceField(label=_("Why not"), required=False)
    door = forms.CharField(label=_("Whom to ask for, or what to say at the door"), required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.choices = [("", gettext("Choose")), *choices("decline_reason", get_language() or "es")]
        self.fields["day"] = MomentField(kind="day", label=_("Which day"), required=False)
        self.fields["hour"] = MomentField(kind="time", label=_("At what time"), required=False)

    def said(self) -> dict[str, str]:
        """What belongs to the answer; of another answer nothing."""
        names = {"declined": ("reason",), "appointed": ("day", "hour", "door"), "accepted": ("door",)}
        cleaned = self.cleaned_data
        return {name: str(cleaned[name]) for name in names.get(cleaned["to"], ()) if cleaned.get(name)}
