"""The lines of a service that repeat: opening hours and phones. Emptying a line takes it away."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory.forms.fields import DayField, HourField, NameField

PHONE_KINDS = [("voice", _("Call")), ("whatsapp", "WhatsApp"), ("text", _("Text message"))]


class Line(forms.Form):
    """A line that knows which stored line it was, so that its identity survives a change."""

    uid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    says: tuple[str, ...] = ()  # the fields that make a line more than empty

    def is_empty(self) -> bool:
        """Did she leave it empty, or empty it?"""
        return not any(self.cleaned_data.get(name) for name in self.says)


class HoursLine(Line):
    """On these days, from this hour to that one."""

    days = forms.TypedMultipleChoiceField(
        label=_("Days"), required=False, coerce=int, choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple
    )
    opens = HourField(label=_("From"), required=False)
    closes = HourField(label=_("Until"), required=False)
    note = NameField(label=_("Note"), required=False, max_length=160)
    valid_from = DayField(label=_("Only from this day"), required=False)
    valid_to = DayField(label=_("Only until this day"), required=False)
    says = ("days", "note", "valid_from", "valid_to")

    def is_empty(self) -> bool:
        """Midnight is an hour, not an empty field."""
        hours = (self.cleaned_data.get("opens"), self.cleaned_data.get("closes"))
        return super().is_empty() and hours == (None, None)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if self.errors or self.is_empty():
            return typed
        if not typed.get("days"):
            self.add_error("days", _("Which days? Mark at least one, or empty the line."))
        for name in ("opens", "closes"):
            if typed.get(name) is None:
                self.add_error(name, _("Write the hour. For the whole day, from 00:00 until 00:00."))
        if typed.get("valid_from") and typed.get("valid_to") and typed["valid_to"] < typed["valid_from"]:
            self.add_error("valid_to", _("This day is before the first one."))
        return typed


class PhoneLine(Line):
    """A number and when they answer."""

    number = NameField(label=_("Number"), required=False, max_length=40)
    kind = forms.ChoiceField(label=_("How"), choices=PHONE_KINDS, required=False)
    hours = NameField(
        label=_("When they answer"),
        required=False,
        max_length=120,
        help_text=_("In words: Monday to Friday, mornings."),
    )
    says = ("number", "hours")

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"])
        if number and (not re.fullmatch(r"[\d+*#() ./-]+", number) or not 3 <= len(re.sub(r"\D", "", number)) <= 16):
            raise ValidationError(_("Write the number with figures, as one dials it: +593 99 000 0000 or 171."))
        return number

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("hours") and not typed.get("number") and "number" not in self.errors:
            self.add_error("number", _("Which number? Write it, or empty the line."))
        return typed


Hours = formset_factory(HoursLine, extra=1, max_num=40, absolute_max=60)
Phones = formset_factory(PhoneLine, extra=1, max_num=20, absolute_max=40)


def kept_lines(lines: BaseFormSet) -> list[dict[str, Any]]:  # type: ignore[type-arg]
    """The lines that say something, ready for the action."""
    return [line.cleaned_data for line in lines.forms if line.cleaned_data and not line.is_empty()]
