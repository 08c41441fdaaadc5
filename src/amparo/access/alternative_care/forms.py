"""What is asked at the desk of care. Every refusal stands beside its field, and nothing that was written is lost."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.formats.care_hours import WEEK, is_zone
from amparo.formats.codes import choices
from amparo.formats.fold import fold

CHOOSE = {"required": _("Choose one first.")}
WRITE = {"required": _("Write this first.")}
A_DAY = {"required": _("Write a day first."), "invalid": _("Write the day like this: 2026-11-25.")}
AN_HOUR = {"required": _("Write an hour first."), "invalid": _("Write the time like this: 14:30.")}
NOBODY = "-1"


def day_field(label: Any, *, help_text: Any = "") -> forms.DateField:
    """A day, written as the house writes days."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=help_text, widget=widget, input_formats=["%Y-%m-%d"], error_messages=A_DAY
    )


def hour_field(label: Any, *, help_text: Any = "") -> forms.TimeField:
    """A full or a half hour."""
    widget = forms.TimeInput(attrs={"type": "time", "step": "1800"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, widget=widget, error_messages=AN_HOUR)


def days_field(label: Any) -> forms.MultipleChoiceField:
    """Days of the week."""
    offered = [(each, WEEKDAYS[int(each)]) for each in WEEK]
    return forms.MultipleChoiceField(
        label=label, choices=offered, widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE
    )


class PlaceForm(forms.Form):
    """A place where children are minded."""

    name = forms.CharField(label=_("What we call it"), max_length=80, error_messages=WRITE)
    kind = forms.ChoiceField(label=_("What kind of care"), error_messages=CHOOSE)
    run_by = forms.CharField(label=_("Who runs it"), max_length=120, required=False)
    age_from = forms.IntegerField(label=_("From how many years"), min_value=0, max_value=17, initial=0)
    age_to = forms.IntegerField(label=_("To how many years"), min_value=0, max_value=17, initial=17)
    days = days_field(_("On which days a stay begins"))
    opens = hour_field(_("It opens at"))
    closes = hour_field(_("It closes at"), help_text=_("Where that is earlier than it opens, it is the next day."))
    zone = forms.CharField(label=_("Its time zone"), max_length=40, error_messages=WRITE)
    capacity = forms.IntegerField(label=_("For how many children"), min_value=0, max_value=200)
    where = forms.CharField(
        label=_("Where it is, for who works there"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is locked, and stands on no page without a key. Left empty, what is written stays."),
    )  # fmt: skip
    service = forms.CharField(
        label=_("Its entry in the list of places, if it has one"), max_length=16, required=False,
        help_text=_("The last part of the address of that page."),
    )  # fmt: skip
    is_open = forms.BooleanField(label=_("It takes children now"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [("", gettext("Choose")), *choices("care_kind", get_language() or "es")]

    def clean_zone(self) -> str:
        """A zone that this computer knows."""
        zone = str(self.cleaned_data["zone"]).strip()
        if not is_zone(zone):
            raise forms.ValidationError(_("There is no such time zone. Write it like this: America/Guayaquil."))
        return zone

    def clean(self) -> dict[str, Any]:
        """Ages in order, and hours that are full or half."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("age_from") is not None and said.get("age_to") is not None and said["age_from"] > said["age_to"]:
            self.add_error("age_to", _("This is less than the first age. Write them the other way round."))
        for name in ("opens", "closes"):
            if said.get(name) and said[name].minute not in {0, 30}:
                self.add_error(name, _("Write a full or a half hour."))
        return said

    def facts(self) -> dict[str, Any]:
        """What the place is, without where it stands."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "where"}
        return said | {"days": "".join(sorted(said["days"]))}


class CarerForm(forms.Form):
    """Somebody may mind children at a place: an account, or a name used."""

    user = forms.ChoiceField(label=_("Who, with an account here"), required=False)
    name = forms.CharField(label=_("Or the name she uses, without an account"), max_length=80, required=False)
    days = days_field(_("On which days she is there"))
    until = day_field(
        _("Until when"), help_text=_("Until then somebody has looked at her. After it she minds nobody here.")
    )

    def __init__(self, *args: Any, people: list[Any], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {each.reference: each for each in people}
        field: Any = self.fields["user"]
        field.choices = [("", gettext("Nobody of these")), *((each.reference, each.name_used) for each in people)]
        self.fields["until"].initial = today + timedelta(days=180)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said: dict[str, Any] = super().clean() or {}
        if bool(said.get("user")) == bool(str(said.get("name") or "").strip()):
            self.add_error("name", _("Choose an account or write a name: one of the two."))
        return said

    @property
    def chosen(self) -> Any:
        """The account, if it is one."""
        return self.people.get(self.cleaned_data["user"])


class CollectorForm(forms.Form):
    """Somebody who may collect."""

    name = forms.CharField(label=_("The name she or he uses"), max_length=80, error_messages=WRITE)
    word = forms.CharField(
        label=_("The word that is said"), max_length=60, error_messages=WRITE,
        help_text=_("The mother chooses it. It is locked, and no page shows it again."),
    )  # fmt: skip
    shows = forms.CharField(
        label=_("What is shown"), max_length=120, required=False, help_text=_("A bracelet, half of a card, a photo.")
    )
    until = day_field(_("Until when"))

    def clean_word(self) -> str:
        """A word with letters or figures in it."""
        word = str(self.cleaned_data["word"]).strip()
        if not fold(word):
            raise forms.ValidationError(_("Write letters or figures, so that it can be said."))
        return word


class BookForm(forms.Form):
    """Where and when."""

    place = forms.ChoiceField(label=_("Where"), error_messages=CHOOSE)
    on = day_field(_("On which day it begins"))

    def __init__(self, *args: Any, places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {each.reference: each for each in places}
        field: Any = self.fields["place"]
        field.choices = [("", gettext("Choose")), *((each.reference, each.name) for each in places)]

    @property
    def chosen(self) -> Any:
        """The place."""
        return self.places[self.cleaned_data["place"]]


class CollectForm(forms.Form):
    """Who came, and the word that was said."""

    who = forms.ChoiceField(
        label=_("Who is at the door?"), widget=forms.RadioSelect, error_messages={"required": _("Say first who came.")}
    )
    word = forms.CharField(
        label=_("The word"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocapitalize": "none"}),
        help_text=_("Ask for it, and do not help. How it is written does not matter."),
    )  # fmt: skip

    def __init__(self, *args: Any, collectors: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["who"]
        field.choices = [*((str(each.position), each.name) for each in collectors), (NOBODY, gettext("Somebody else"))]

    @property
    def position(self) -> int:
        """The place in the list, or below 0."""
        return int(self.cleaned_data["who"])


class WordsForm(forms.Form):
    """Some words that are sealed."""

    words = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), error_messages=WRITE)

    def __init__(self, *args: Any, label: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, help_text
