"""Writing what was agreed with a place: the way in, its hours line by line, and a promise of theirs."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.access.health.actions.channels import Hours
from amparo.access.health.models import KNOWN, SLOTS, WALK_IN, Channel
from amparo.access.health.policies import MOST_LINES, may_agree_hours
from amparo.access.health.queries.channels import needs_of_channels
from amparo.access.health.queries.desk import lines_of
from amparo.commons.directory.forms.fields import DayField, HourField, NameField
from amparo.formats.codes import choices, label
from amparo.formats.neutral import telling_words

CHANGED_MEANWHILE = _("Somebody changed this meanwhile. Look at what stands there now, and write yours again.")


def known_choices() -> list[tuple[str, str]]:
    """Yes, no, or nobody knows."""
    return [(code, label("known", code, get_language() or "es")) for code in KNOWN]


def need_choices() -> list[tuple[str, str]]:
    """For what a way in may be agreed."""
    return [(code, label("need", code, get_language() or "es")) for code in needs_of_channels()]


class AgreedDayField(DayField):
    """A day that has come."""

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and day > self.today:
            raise ValidationError(_("This day has not come yet. Write the day on which it was agreed."))
        return day


class FactsForm(forms.Form):
    """Where, for what, who receives her, and what was agreed about the door."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    door = forms.ChoiceField(label=_("At which door?"), widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label=_("For what?"), widget=forms.CheckboxSelectMultiple, choices=need_choices,
        error_messages={"required": _("For what was it agreed? Mark at least one.")},
    )  # fmt: skip
    receives = NameField(
        label=_("Who receives her"), max_length=80,
        help_text=_(
            "The role, in words: the nurse at the entrance. Never anybody's name: people change, and lists get lost."
        ),
    )  # fmt: skip
    ask_for = NameField(
        label=_("What she says at the door"), max_length=40,
        help_text=_("The plain word that was agreed. Whoever stands beside her must not learn from it why she comes."),
    )  # fmt: skip
    no_papers = forms.ChoiceField(label=_("They ask for no papers"), choices=known_choices)
    no_complaint = forms.ChoiceField(label=_("They ask for no complaint"), choices=known_choices)
    name_used = forms.ChoiceField(label=_("They use the name she gives"), choices=known_choices)

    def __init__(self, *args: Any, doors: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["door"].choices = doors  # type: ignore[attr-defined]
        self.fields["since"] = AgreedDayField(label=_("Since when"), today=today)
        if len(doors) == 1:
            self.fields["door"].initial, self.fields["door"].widget = doors[0][0], forms.HiddenInput()
        for name in ("no_papers", "no_complaint", "name_used"):
            self.fields[name].initial = "unknown"

    def clean_receives(self) -> str:
        text = str(self.cleaned_data["receives"])
        if re.search(r"\d{5,}|@", text):
            raise ValidationError(_("This looks like somebody's number or address. Write the role alone."))
        return text

    def clean_ask_for(self) -> str:
        text = str(self.cleaned_data["ask_for"])
        found = telling_words(text)
        if found:
            raise ValidationError(
                _("“%(word)s” tells whoever stands beside her why she comes. Agree on a plain word with them."),
                params={"word": found[0]},
            )
        return text


class HoursForm(forms.Form):
    """One line of agreed hours."""

    reference = forms.SlugField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("How one gets in"), required=False, choices=lambda: choices("door_hours", get_language() or "es")
    )
    days = forms.TypedMultipleChoiceField(
        label=_("Days"), required=False, coerce=int, choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple
    )
    opens = HourField(label=_("From"), required=False)
    closes = HourField(label=_("Until"), required=False)
    capacity = forms.IntegerField(
        label=_("For how many is there room in these hours?"), required=False, min_value=0,
        help_text=_("Only where one comes with a code."), widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip

    def is_empty(self) -> bool:
        """Midnight is an hour, not an empty field."""
        typed = self.cleaned_data
        hours = (typed.get("opens"), typed.get("closes"))
        return not typed.get("days") and hours == (None, None) and typed.get("capacity") is None

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if self.errors or self.is_empty():
            return typed
        if not typed.get("days"):
            self.add_error("days", _("Which days? Mark at least one, or empty the line."))
        for name in ("opens", "closes"):
            if typed.get(name) is None:
                self.add_error(name, _("Write the hour. For the whole day, from 00:00 until 00:00."))
        if not self.errors:
            fault = may_agree_hours.reason(None, [self.hours()])
            if fault:
                self.add_error("capacity", str(fault))
        return typed

    def hours(self) -> Hours:
        """The line for the action."""
        typed = self.cleaned_data
        days = sum(1 << day for day in set(typed["days"]))
        return Hours(
            typed.get("kind") or WALK_IN, days, typed["opens"], typed["closes"], typed.get("capacity") or 0,
            typed.get("reference") or "",
        )  # fmt: skip


Lines = formset_factory(HoursForm, extra=1, max_num=MOST_LINES, absolute_max=2 * MOST_LINES)


class ChannelEntry:
    """The whole page: its facts and its hours."""

    def __init__(self, post: Any, *, doors: list[tuple[str, str]], today: date, channel: Any = None) -> None:
        facts, lines = initial_of(channel, today)
        self.facts = FactsForm(post, doors=doors, today=today, initial=facts)
        self.lines: BaseFormSet[HoursForm] = Lines(post, prefix="hours", initial=lines)
        self.fault = ""  # what is wrong with the lines together

    def is_valid(self) -> bool:
        """May this be kept?"""
        if not (self.facts.is_valid() & self.lines.is_valid()):
            return False
        self.fault = str(may_agree_hours.reason(None, self.hours()) or "")
        return not self.fault

    def hours(self) -> list[Hours]:
        """The lines that say something."""
        return [line.hours() for line in self.lines.forms if line.cleaned_data and not line.is_empty()]

    @property
    def columns(self) -> list[list[Any]]:
        """The fields of the page, in two columns."""
        names = (("door", "needs"), ("receives", "ask_for", "no_papers", "no_complaint", "name_used", "since"))
        return [[self.facts[name] for name in column] for column in names]


def initial_of(channel: Channel | None, today: date) -> tuple[Mapping[str, Any], list[dict[str, Any]]]:
    """What stands there, for the page that changes it; of a new one, the day alone."""
    if channel is None:
        return {"since": today}, []
    names = ("needs", "receives", "ask_for", "no_papers", "no_complaint", "name_used", "since")
    facts = {name: getattr(channel, name) for name in names}
    lines = [
        {
            "reference": line.reference, "kind": line.kind, "days": [day for day in range(7) if line.days >> day & 1],
            "opens": f"{line.opens:%H:%M}", "closes": f"{line.closes:%H:%M}",
            "capacity": line.capacity if line.kind == SLOTS else None,
        }
        for line in lines_of(channel)
    ]  # fmt: skip
    return facts | {"door": channel.location.reference, "seen": channel.version}, lines


class AgreementForm(forms.Form):
    """One thing that they promised."""

    what = forms.ChoiceField(
        label=_("What was agreed"), widget=forms.RadioSelect, choices=lambda: choices("agreed", get_language() or "es")
    )
    office = NameField(
        label=_("With which office"), max_length=120, help_text=_("The office, in words. Nobody's name.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"] = AgreedDayField(label=_("Since when"), today=today, initial=today)


class CheckForm(forms.Form):
    """On which day somebody made sure."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = AgreedDayField(label=_("On which day did you ask them?"), today=today, initial=today)
