"""Reading eight words: what is wrong with them is said before anything is worked out; the lists are public."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from amparo.formats.codes import choices
from amparo.vault.actions.receipts import NotWords

LONGEST_WORDS = 400  # characters


def words_sentence(error: NotWords) -> str:
    """What is wrong with what she typed, in a sentence that helps."""
    if error.kind == "few":
        return gettext("There are fewer than eight words. Write all eight, in order.")
    if error.kind == "many":
        return gettext("There are more than eight words. Write only the eight, in order.")
    places = ", ".join(map(str, error.places))
    told = ngettext(
        "We do not know word number %(places)s. Look at how it is written.",
        "We do not know words number %(places)s. Look at how they are written.",
        len(error.places),
    )
    return told % {"places": places}


class CaseForm(forms.Form):
    """Her name and how to reach her, as she wants it from now on. An empty field takes away what stood there."""

    name = forms.CharField(label=_("What we call you"), required=False, max_length=200)
    ways = forms.MultipleChoiceField(
        label=_("How we may look for you"), widget=forms.CheckboxSelectMultiple, required=False
    )
    where = forms.CharField(label=_("Number, user name or place"), required=False, max_length=200)
    hours = forms.CharField(label=_("On which days and hours"), required=False, max_length=200)
    other = forms.CharField(label=_("Who else may answer"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "case_%s"} | kwargs)
        field: Any = self.fields["ways"]
        field.choices = choices("safe_contact", get_language() or "es")

    def changes(self) -> dict[str, Any]:
        """All of it, as it is sealed; nothing where no field of it arrived."""
        if not any(name in self.data for name in self.fields):
            return {}
        return {name: self.cleaned_data[name] for name in self.fields}
