"""The form of a note that she keeps for herself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.casework.forms.questions import QuestionsForm
from amparo.formats.case_questions import by_section

NOTE = "note"


class OwnNoteForm(QuestionsForm):
    """A note; what stands in it is hers to find, so nobody is asked why there is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, questions=by_section(NOTE)[NOTE].questions, **kwargs)

    def clean_note_text(self) -> str:
        """A note without a word is none."""
        text = str(self.cleaned_data["note_text"])
        if not text.strip():
            raise forms.ValidationError(_("Write the note first."))
        return text
