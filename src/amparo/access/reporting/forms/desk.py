"""What is asked at the desk: an answer, a note, whose a thread is, who reads it too, and a number to look for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.access.reporting.actions.desk import LONGEST_ANSWER
from amparo.access.reporting.queries.hers import may_stand_on_her_page
from amparo.formats.codes import by_code, label

AREA = forms.Textarea(attrs={"rows": 8})


def fits_her_page(text: str) -> None:
    """A few signs take many bytes on her page; the sentence says so before anything is sent."""
    why_not = may_stand_on_her_page.reason(text)
    if why_not:
        raise ValidationError(str(why_not))


class AnswerForm(forms.Form):
    """The answer that she will find with her words."""

    text = forms.CharField(
        label=_("Your answer to her"),
        max_length=LONGEST_ANSWER,
        validators=[fits_her_page],
        widget=AREA,
        help_text=_("Up to 4,000 characters. Write no name, no phone and no place that could give her away."),
        error_messages={"required": _("Write the answer first."), "max_length": _("It is too long. Make it shorter.")},
    )
    role = forms.ChoiceField(label=_("Who speaks"), help_text=_("She sees what you do here, never your name."))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [code for code in by_code("house_role") if person.has_role(code)]
        reads_first = sorted(held, key=lambda code: code not in {"reader", "outside"})
        field: Any = self.fields["role"]
        field.choices = [(code, label("house_role", code, get_language() or "es")) for code in reads_first]


class NoteForm(forms.Form):
    """A word to colleagues."""

    note = forms.CharField(
        label=_("A note to those who read this too"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("She does not see it. It goes when the thread goes."),
        error_messages={"required": _("Write the note first."), "max_length": _("It is too long. Make it shorter.")},
    )


class PhoneForm(forms.Form):
    """A phone number that may stand in a message."""

    phone = forms.CharField(
        label=_("A phone number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("Only in messages that somebody opened already. The trail keeps that you looked, not the number."),
    )
