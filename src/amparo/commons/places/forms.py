"""What the team types about places; every refusal is a sentence that says how to write it."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.commons.places.models import Place
from amparo.commons.places.queries import country_names, units
from amparo.formats import coordinates
from amparo.formats.codes import choices
from amparo.formats.distance import how_far, kilometres
from amparo.formats.fold import fold

FARTHEST_KM = 80  # a landmark beyond it belongs to another place
SENTENCES = {
    coordinates.EMPTY: _("Write the point, like 7.89, -72.50."),
    coordinates.UNREADABLE: _("This cannot be read as a point. Write it like 7.89, -72.50."),
    coordinates.SWAPPED: _("The two numbers are swapped. North or south comes first, like 7.89, -72.50."),
    coordinates.OUTSIDE: _("This point lies in no country of the list. Look at the minus signs."),
}


class PointField(forms.CharField):
    """A point as people paste it from a map or read it from a phone; empty is None where it may be."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", coordinates.LONGEST)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> tuple[float, float] | None:
        text = str(super().clean(value) or "")
        if not text:
            return None
        point = coordinates.read_coordinates(text)
        if isinstance(point, str):
            raise ValidationError(SENTENCES[point])
        return point


def plain_name(text: str) -> str:
    """One line, as people say it; a name without any letter is none."""
    if "<" in text or ">" in text or not fold(text):
        raise ValidationError(_("Write the name as people say it."))
    return " ".join(text.split())


class FindForm(forms.Form):
    """Which place?"""

    q = forms.CharField(label=_("Place"), required=False, max_length=80)


class LandmarkForm(forms.Form):
    """A terminal, a crossing, a river: something she may have seen last."""

    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("What do people call it?"), max_length=120)
    point = PointField(label=_("Its point"), required=False, help_text=_("Only if you know it. Like 7.89, -72.50."))
    told_on = forms.DateField(
        label=_("When was this true?"),
        help_text=_("The day you saw it, or the day somebody told you."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, place: Place, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.today = place, today
        self.fields["told_on"].initial = today
        self.fields["kind"].choices = choices("landmark", get_language() or "es")  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return plain_name(self.cleaned_data["name"])

    def clean_point(self) -> tuple[float, float] | None:
        point: tuple[float, float] | None = self.cleaned_data["point"]
        if point and (km := kilometres(*point, self.place.lat, self.place.lon)) > FARTHEST_KM:
            raise ValidationError(
                _("This point is %(km)s km from %(place)s. Enter it at the place it is near to."),
                params={"km": how_far(km)[0], "place": self.place.name},
            )
        return point

    def clean_told_on(self) -> date:
        day: date = self.cleaned_data["told_on"]
        if day > self.today:
            raise ValidationError(_("This day has not come yet."))
        return day

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        lat, lon = self.cleaned_data["point"] or (None, None)
        return {name: self.cleaned_data[name] for name in ("kind", "name", "told_on")} | {"lat": lat, "lon": lon}


class ZoneForm(forms.Form):
    """What kind of ground a place is."""

    zone = forms.ChoiceField(label=_("What is this place like?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = choices("zone", get_language() or "es")
        self.fields["zone"].choices = [("", _("As the figures say")), *known]  # type: ignore[attr-defined]


class PlaceForm(ZoneForm):
    """A place that the list lacks."""

    name = forms.CharField(label=_("Name of the place"), max_length=120)
    unit = forms.ChoiceField(label=_("Department, province or state"))
    point = PointField(label=_("Its point"), help_text=_("From a map or a phone. Like 7.89, -72.50."))
    population = forms.IntegerField(
        label=_("How many people live there?"),
        help_text=_("Roughly. Leave it empty if you do not know."),
        required=False,
        min_value=0,
        max_value=30_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    field_order = ("name", "unit", "point", "population", "zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = country_names()
        home = settings.HOME_COUNTRY
        in_order = sorted(names, key=lambda code: code != home)  # the house's own country first, the others by name
        self.fields["unit"].choices = [("", _("Choose one"))] + [  # type: ignore[attr-defined]
            (names[country], [(unit.code, unit.name) for unit in units(country)]) for country in in_order
        ]

    def clean_name(self) -> str:
        return plain_name(self.cleaned_data["name"])

    def clean_population(self) -> int:
        return int(self.cleaned_data["population"] or 0)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        unit, point = typed.get("unit"), typed.get("point")
        if unit and point and unit[:2] not in coordinates.countries_around(*point):
            self.add_error("point", _("This point is not in the country you chose."))
        return typed
