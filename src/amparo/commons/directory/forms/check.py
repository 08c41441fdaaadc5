"""What someone of the house found out about a place: in person, on the phone, in writing."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory.forms.fields import DayField
from amparo.formats.codes import choices

HOLDS, CHANGED, GONE = "holds", "changed", "gone"
ANSWERS, WRONG, NOT_RUNG = "answers", "wrong", ""
CHANGED_MEANWHILE = _("Somebody changed this place meanwhile. Read it out again, then confirm it.")
OLDEST_DAYS = 90  # what was found out longer ago is not news


class MadeSureForm(forms.Form):
    """How and on which day."""

    how = forms.ChoiceField(label=_("How did you make sure?"), widget=forms.RadioSelect)
    on = DayField(label=_("On which day?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today
        self.fields["how"].choices = choices("check_how", get_language() or "es")  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if not isinstance(day, date):
            raise ValidationError(_("Write the day."))
        if day > self.today:
            raise ValidationError(_("This day has not come yet. Write the day on which you made sure."))
        if day < self.today - timedelta(days=OLDEST_DAYS):
            raise ValidationError(_("That is more than 90 days ago. Call or visit again."))
        return day


class CheckForm(MadeSureForm):
    """Does what the page says hold?"""

    holds = forms.ChoiceField(label=_("What did you find?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, may_edit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(HOLDS, _("All of this holds"))]
        if may_edit:
            found.append((CHANGED, _("It exists, and something changed: I will write it now")))
        found.append((GONE, _("It no longer exists")))
        self.fields["holds"].choices = found  # type: ignore[attr-defined]

    def say_it_changed(self) -> None:
        """Somebody wrote the place while she was asking: what she confirmed is not what stands there now."""
        self.add_error("holds", CHANGED_MEANWHILE)


class PhonesForm(forms.Form):
    """For each number: they answer, it is not theirs, or nobody rang it."""

    def __init__(self, *args: Any, phones: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for phone in phones:
            self.fields[str(phone.uid)] = forms.ChoiceField(
                label=phone.number,
                required=False,
                widget=forms.RadioSelect,
                initial=NOT_RUNG,
                choices=[
                    (ANSWERS, _("They answer here")),
                    (WRONG, _("It is not theirs: take it off")),
                    (NOT_RUNG, _("I did not ring it")),
                ],
            )

    def say_it_changed(self) -> None:
        """Somebody wrote the place while she was ringing: perhaps a number is gone, or is another."""
        self.add_error(None, CHANGED_MEANWHILE)

    def found(self) -> dict[str, str]:
        """What was found for each number that was rung."""
        return {uid: answer for uid, answer in self.cleaned_data.items() if answer}
