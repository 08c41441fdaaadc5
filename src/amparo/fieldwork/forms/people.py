"""Who carries a phone of a study, and who leads it too."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amparo.fieldwork.forms.plans import CHOOSE, WRITE
from amparo.formats.neutral import telling_words


class PersonForm(forms.Form):
    """One of these colleagues."""

    person = forms.ChoiceField(label=_("Who"), error_messages=CHOOSE)

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {each.reference: each for each in people}
        field: Any = self.fields["person"]
        field.choices = [("", gettext("Choose")), *((each.reference, each.name_used) for each in people)]

    @property
    def chosen(self) -> Any:
        """The account."""
        return self.people[self.cleaned_data["person"]]


class PhoneForm(PersonForm):
    """To whom, and what the phone is called here."""

    label = forms.CharField(
        label=_("What this phone is called here"), max_length=40, error_messages=WRITE,
        help_text=_("A number or a colour. It stands on no phone."),
    )  # fmt: skip

    def clean_label(self) -> str:
        """A name that tells nothing."""
        label = str(self.cleaned_data["label"]).strip()
        if telling_words(label):
            raise forms.ValidationError(_("Call it by a number or a colour."))
        return label
