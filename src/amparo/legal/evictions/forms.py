"""The forms of a home besides the questions, which are data."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.casework.forms.questions import QuestionsForm
from amparo.formats.case_questions import questions
from amparo.formats.codes import choices
from amparo.formats.instalments import MOST
from amparo.legal.evictions.queries import ASKED, INSTALMENT, SESSION

AFTER = ("session_words",)  # what is written once a session was held
PAID = ("instalment_paid", "instalment_proof")


class AskForm(QuestionsForm):
    """What she is asked before she sits down with somebody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, questions=questions(ASKED).values(), **kwargs)


class SessionForm(QuestionsForm):
    """A session: how, when, who; and why one room is better for her, where it is one room."""

    why = forms.CharField(
        label=_("Why one room is better for her, if it is one room"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        asked = [each for each in questions(SESSION).values() if each.code not in AFTER]
        super().__init__(*args, questions=asked, **kwargs)


class HeldForm(QuestionsForm):
    """What was talked about in a session."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, questions=[questions(SESSION)[each] for each in AFTER], **kwargs)


class PaidForm(QuestionsForm):
    """That a payment was made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, questions=[questions(INSTALMENT)[each] for each in PAID], **kwargs)


class InstalmentsForm(forms.Form):
    """A sum, parted into payments."""

    total = forms.DecimalField(label=_("How much in all"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)
    unit = forms.CharField(label=_("Of which money"), max_length=20, required=False)
    count = forms.IntegerField(label=_("In how many payments"), min_value=1, max_value=MOST)
    every = forms.ChoiceField(label=_("How often"))
    first = forms.DateField(
        label=_("The day of the first one"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"], error_messages={"invalid": _("Write the day like this: 2026-11-25.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every: Any = self.fields["every"]
        every.choices = choices("instalment_every", get_language() or "es")

    def clean(self) -> dict[str, Any]:
        """There is something for each payment."""
        cleaned: dict[str, Any] = super().clean() or {}
        total, count = cleaned.get("total"), cleaned.get("count")
        if total is not None and count is not None and total * self._parts < count:
            self.add_error("count", _("That is less than nothing for each payment. Make it fewer payments."))
        return cleaned

    @property
    def _parts(self) -> int:
        """Into how many parts a unit of money goes: whole sums stay whole."""
        return 1 if self.cleaned_data["total"] == self.cleaned_data["total"].to_integral_value() else 100

    def schedule(self) -> dict[str, Any]:
        """What is parted, and how an amount is written."""
        parts, unit = self._parts, self.cleaned_data["unit"].strip()
        first: date = self.cleaned_data["first"]

        def written(amount: int) -> str:
            number = str(amount) if parts == 1 else f"{Decimal(amount) / parts:.2f}"
            return f"{number} {unit}".strip()

        return {
            "total": int(self.cleaned_data["total"] * parts), "count": self.cleaned_data["count"], "first": first,
            "every": self.cleaned_data["every"], "written": written,
        }  # fmt: skip
