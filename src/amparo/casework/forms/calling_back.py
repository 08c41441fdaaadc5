"""What an organisation answered when it was told that she took something back."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.casework.queries.calling_back import ANSWER, GIVEN_OUT, WORDS
from amparo.formats.case_questions import LONGEST, questions
from amparo.formats.codes import choices


class AnsweredForm(forms.Form):
    """One of a short list, and a line beside it. ``seen``: the number it bore when the page was made."""

    back_answer = forms.ChoiceField(error_messages={"required": _("Choose what they answered.")})
    back_words = forms.CharField(required=False, max_length=LONGEST["line"])
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, asked = get_language() or "es", questions(GIVEN_OUT)
        for code in (ANSWER, WORDS):
            self.fields[code].label = asked[code].label(language)
        offered = [("", gettext("Choose")), *choices("back_answer", language)]
        self.fields[ANSWER].choices = offered  # type: ignore[attr-defined]
