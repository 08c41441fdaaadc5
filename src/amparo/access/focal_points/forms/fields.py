"""Fields that more than one page asks: hours, a place of the map, what she was trained in."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory.forms.fields import DayField, HourField, NameField
from amparo.commons.places.queries import find_places, label
from amparo.formats.codes import codes
from amparo.formats.opening import Span

PREFIX = "t_"  # of the day of a training


class HoursLine(forms.Form):
    """On these days, from this hour to that one. An empty line says nothing."""

    days = forms.TypedMultipleChoiceField(
        label=_("Days"), required=False, coerce=int, choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple
    )
    opens = HourField(label=_("From"), required=False)
    closes = HourField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        says = (typed.get("days"), typed.get("opens") is not None, typed.get("closes") is not None)
        if self.errors or not any(says):
            return typed
        if not typed.get("days"):
            self.add_error("days", _("Which days? Mark at least one, or empty the line."))
        for name in ("opens", "closes"):
            if typed.get(name) is None:
                self.add_error(name, _("Write the hour. For the whole day, from 00:00 until 00:00."))
        return typed

    def span(self) -> Span | None:
        """The line as hours, or nothing."""
        typed = self.cleaned_data
        days = sum(1 << day for day in typed.get("days", ()))
        return Span(days, typed["opens"], typed["closes"]) if days else None


Hours = formset_factory(HoursLine, extra=1, max_num=14, absolute_max=20)


def initial_hours(spans: list[Span]) -> list[dict[str, Any]]:
    """The lines of these hours."""
    return [
        {
            "days": [day for day in range(7) if each.days >> day & 1],
            "opens": f"{each.opens:%H:%M}",
            "closes": f"{each.closes:%H:%M}",
        }
        for each in spans
    ]


def spans(lines: BaseFormSet) -> list[Span]:  # type: ignore[type-arg]
    """The hours that were written."""
    return [span for line in lines.forms if (span := line.span())]


class PlaceField(NameField):
    """A town of the map, by its name; where several have it, the refusal says how each is written."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = find_places(text, country=settings.HOME_COUNTRY or "").places or find_places(text).places
        named = [label(each) for each in found]
        if len(found) == 1 or text in named:
            return found[named.index(text) if text in named else 0]
        if not found:
            raise ValidationError(_("The list has no place with this name. Write a bigger one near it."))
        raise ValidationError(
            _("More than one place could be meant. Write one of these: %(places)s."),
            params={"places": "; ".join(name.replace(" · ", ", ") for name in named[:5])},
        )


def training_fields() -> dict[str, DayField]:
    """A day for each thing that she can be trained in; an empty one says that she was not."""
    language = get_language() or "es"
    return {f"{PREFIX}{each.code}": DayField(label=each.label(language), required=False) for each in codes("training")}


def trained(typed: dict[str, Any]) -> dict[str, date]:
    """The days that were written, by code."""
    return {name[len(PREFIX) :]: day for name, day in typed.items() if name.startswith(PREFIX) and day}
