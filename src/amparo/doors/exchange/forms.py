"""What two houses agree on, the files they hand each other, and the mark that is read aloud."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amparo.formats.passing.agreements import LONGEST_NAME, LONGEST_PURPOSE, LONGEST_ROLE, MOST_DAYS, is_line
from amparo.formats.passing.documents import LARGEST

WRITE = {"required": _("Write this first.")}
A_DAY = {"required": _("Write a day first."), "invalid": _("Write the day like this: 2026-11-25.")}
ALOUD = {"required": _("Ring them first. Whoever cannot hear it does not know whose file this is.")}


def line(label: Any, most: int, help_text: Any = "") -> forms.CharField:
    """A line that both houses will read."""
    return forms.CharField(label=label, max_length=most, help_text=help_text, error_messages=WRITE)


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """A day, written as the house writes days."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=help_text, widget=widget, input_formats=["%Y-%m-%d"], error_messages=A_DAY
    )


class AgreementForm(forms.Form):
    """Drawn up by whoever will receive; the other house reads the same."""

    sender = line(_("Which organisation sends"), LONGEST_NAME, _("Its name, as both of you write it."))
    receiver = line(
        _("What your own organisation is called there"), LONGEST_NAME,
        _("She is asked by this name whether her row may go on to you."),
    )  # fmt: skip
    purpose = line(_("What for, in a sentence"), LONGEST_PURPOSE)
    variables = forms.MultipleChoiceField(
        label=_("What may be in a row"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Mark only what you will count. What is not marked does not leave their house."),
        error_messages={"required": _("Mark one at least.")},
    )  # fmt: skip
    begins = day_field(_("From"))
    ends = day_field(_("Until"), _("A year at most. On the day after, their rows go from here."))
    sender_role = line(_("Who signs there: the role, no name"), LONGEST_ROLE)
    receiver_role = line(_("Who signs here: the role, no name"), LONGEST_ROLE)

    def __init__(self, *args: Any, variables: Sequence[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["variables"]
        field.choices, self.today = variables, today

    def clean(self) -> dict[str, Any]:
        """Lines of letters that can be seen, and days within a year."""
        said: dict[str, Any] = super().clean() or {}
        for name in ("sender", "receiver", "purpose", "sender_role", "receiver_role"):
            if said.get(name) and not is_line(said[name], 10_000):
                self.add_error(name, gettext("Write it in one line, without signs that nobody sees."))
        if said.get("sender") and said.get("sender", "").casefold() == said.get("receiver", "").casefold():
            self.add_error("receiver", gettext("These are two organisations."))
        if (begins := said.get("begins")) and (ends := said.get("ends")):
            if not 0 < (ends - begins).days <= MOST_DAYS:
                self.add_error("ends", gettext("The last day comes after the first, and within a year of it."))
            elif ends < self.today:
                self.add_error("ends", gettext("This day is over already."))
        return said


class FileForm(forms.Form):
    """A file of the other house."""

    file = forms.FileField(label=_("The file"), error_messages={"required": _("Choose the file.")})

    def clean_file(self) -> bytes:
        """What is in it; it lies on no disk."""
        upload: Any = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("This file is too large. Nothing came in."))
        return bytes(upload.read())


class MarkForm(forms.Form):
    """The mark of an agreement, as the other house reads it aloud."""

    heard = forms.CharField(
        label=_("The four groups they read to you aloud"), max_length=40, error_messages=ALOUD,
        help_text=_("Ring them, on a number you know. They read the mark that stands on their own page."),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"}),
    )  # fmt: skip


class MarkedFileForm(MarkForm, FileForm):
    """A file of the other house, with its mark."""

    field_order = ["file", "heard"]


class PersonForm(forms.Form):
    """One of these colleagues."""

    person = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose one first.")})

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {each.reference: each for each in people}
        field: Any = self.fields["person"]
        field.choices = [("", gettext("Choose")), *((each.reference, each.name_used) for each in people)]

    @property
    def chosen(self) -> Any:
        """The account."""
        return self.people[self.cleaned_data["person"]]
