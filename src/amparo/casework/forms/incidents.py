"""What is asked about the kind of an incident, beside the six questions."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.formats.codes import choices
from amparo.formats.incidents import Answers

ANSWERED = (
    "yes",
    "no",
    "does_not_know",
    "prefers_not",
    "skipped",
)  # of the list ``answer``, in the order of the buttons
QUESTIONS = range(1, len(Answers.__slots__) + 1)


class KindForm(forms.Form):
    """One of the six questions, and its answer."""

    question = forms.TypedChoiceField(coerce=int, choices=[(each, each) for each in QUESTIONS])
    answer = forms.ChoiceField(choices=[(each, each) for each in ANSWERED])


class OtherwiseForm(forms.Form):
    """How whoever works with her sees it, and why."""

    core_type = forms.ChoiceField(label=_("I see it as"), required=False)
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("It is too long. Make it shorter.")},
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["core_type"]
        field.choices = [("", gettext("As the rule says")), *choices("core_type", get_language() or "es")]

    def clean(self) -> dict[str, Any]:
        """Another kind has a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("core_type") and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Write why, in a few words."))
        return cleaned
