"""The answer at fault, written anew: one of its choices, a number, a day, or words; or taken away."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.fieldwork.queries.told import Said
from amparo.formats.coding import NUMBERS

DAYS = frozenset({"date", "dateTime"})
LONGEST = 400


class MendForm(forms.Form):
    """What it says from now on. Left empty, nothing: she is counted without this answer."""

    which = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, post: Any, *, said: Said) -> None:
        super().__init__(post, auto_id=f"id_{said.which}_%s", initial={"which": said.which})
        self.said = said
        self.fields["value"] = _field_of(said)

    @staticmethod
    def value_in(post: Any) -> str:
        """The answer as a form of the field writes it: several choices with a blank between."""
        return " ".join(each.strip() for each in post.getlist("value") if each.strip())[:LONGEST]


def _field_of(said: Said) -> forms.Field:
    """As the question asks."""
    question, label = said.question, _("What it says from now on")
    if question is None:
        note = _("The form does not ask this. Only taking it away helps.")
        return forms.CharField(label=label, required=False, help_text=note, disabled=True, widget=forms.HiddenInput)
    if question.choices:
        language = get_language() or "es"
        offered = [(each.name, each.labels.get(language) or each.name) for each in question.choices]
        if question.type == "select_multiple":
            initial = said.value.split()
            return forms.MultipleChoiceField(
                label=label, required=False, choices=offered, initial=initial, widget=forms.CheckboxSelectMultiple
            )
        none = ("", gettext("No answer"))
        return forms.ChoiceField(label=label, required=False, choices=[none, *offered], initial=said.value)
    kind = "date" if question.type in DAYS else "text"
    attrs = {"type": kind, "inputmode": "numeric"} if question.type in NUMBERS else {"type": kind}
    widget = forms.TextInput(attrs={**attrs, "class": "short"})
    return forms.CharField(label=label, required=False, initial=said.value[:LONGEST], max_length=LONGEST, widget=widget)
