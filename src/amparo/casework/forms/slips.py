"""A slip: its letters, and five questions that are answered with one press each."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.formats.case_questions import Answer, questions
from amparo.formats.codes import choices

LONGEST = 60  # characters that somebody may type around sixteen letters


class SlipForm(forms.Form):
    """Nothing but the letters has to be there."""

    slip = forms.CharField(
        label=_("What stands on your paper"),
        max_length=LONGEST,
        help_text=_("Sixteen letters and figures. Capitals and dashes do not matter."),
        error_messages={"required": _("Write what stands on the paper."), "max_length": _("This is too long.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "es"
        offered = [*choices("slip_answer", language), ("", gettext("I would rather not say"))]
        for code, question in questions("slip").items():
            self.fields[code] = forms.ChoiceField(
                label=question.label(language), required=False, choices=offered, widget=forms.RadioSelect
            )

    def asked(self) -> list[Any]:
        """The fields of the questions, in their order."""
        return [self[code] for code in questions("slip")]

    def answers(self) -> dict[str, Answer]:
        """What she says."""
        return {code: Answer(self.cleaned_data[code] or None) for code in questions("slip")}
