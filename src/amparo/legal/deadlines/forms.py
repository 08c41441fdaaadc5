"""What is asked about rules and calendars. Every refusal stands beside its field."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.formats.deadlines.calendars import reaches
from amparo.formats.deadlines.triggers import Trigger, written
from amparo.legal.deadlines.policies import may_review_by

OUT_OF_REACH = _("No calendar here reaches that day. Look at the year.")
WRITE = {"required": _("Write this first.")}
CHOOSE = {"required": _("Choose one first.")}
A_DAY = {"required": _("Write a day first."), "invalid": _("Write the day like this: 2026-11-25.")}


def day_field(label: Any, *, help_text: Any = "") -> forms.DateField:
    """A day, written as the house writes days."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=help_text, widget=widget, input_formats=["%Y-%m-%d"], error_messages=A_DAY
    )


class TryForm(forms.Form):
    """A day, to see what comes out. Nothing of it is kept."""

    when = forms.CharField(
        label=_("When it happened"), max_length=16, error_messages=WRITE,
        help_text=_("A day: 2026-03-05. With the hour: 2026-03-05 14:30. If only the month is known: 2026-03."),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, places: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["place"].choices = [("", _("The whole country")), *((each, each) for each in places)]
        if not places:
            del fields["place"]

    def clean_when(self) -> Trigger:
        try:
            found = written(self.cleaned_data["when"])
        except ValueError as error:
            raise forms.ValidationError(_("Write it like this: 2026-03-05, 2026-03-05 14:30 or 2026-03.")) from error
        if not (reaches(found.first) and reaches(found.last)):
            raise forms.ValidationError(OUT_OF_REACH)
        return found


class CheckForm(forms.Form):
    """Until when her check holds."""

    review_by = day_field(
        _("To be looked at again by"), help_text=_("A year at most. After that day the pages say that it is old.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_review_by(self) -> date:
        said: date = self.cleaned_data["review_by"]
        if sentence := may_review_by.reason(None, said, self.today):
            raise forms.ValidationError(str(sentence))
        return said


class DayForm(forms.Form):
    """A day of a calendar."""

    day = day_field(_("Which day"))
    is_off = forms.ChoiceField(
        label=_("What about it"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[("yes", _("Nobody works there on that day")), ("no", _("It is a holiday, and they work"))],
    )  # fmt: skip
    name = forms.CharField(label=_("What the day is"), max_length=80, error_messages=WRITE)
    place = forms.CharField(
        label=_("Of which city or court"), max_length=80, required=False,
        help_text=_("Left empty, it holds for the whole country. Write a place always in the same way."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Where it is written"), max_length=200, error_messages=WRITE,
        help_text=_("A page, a notice of the court, a decree."),
    )  # fmt: skip

    def clean_day(self) -> date:
        said: date = self.cleaned_data["day"]
        if not reaches(said):
            raise forms.ValidationError(OUT_OF_REACH)
        return said
