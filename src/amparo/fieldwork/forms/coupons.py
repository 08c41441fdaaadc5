"""What is typed about coupons: codes as they stand on paper, and nothing of whoever carries it.

A code that is not right is said beside its field, and stays there as it was typed.
"""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from amparo.fieldwork.policies.coupons import MOST_AT_ONCE
from amparo.fieldwork.queries.coupons import WHY_NO_CODE
from amparo.vault.actions.coupons import NotACode, shown_code

ON_ONE_SHEET = 8  # coupons on a sheet of A4
MOST_NUMBERS = 600
YES, NO = "yes", "no"


class CodeField(forms.CharField):
    """The code of a coupon, typed or read by a scanner that writes like a keyboard."""

    def __init__(self, **more: Any) -> None:
        marks = {"class": "short", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(**{"max_length": 60, "widget": forms.TextInput(attrs=marks), **more})

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value) or "")
        try:
            return shown_code(typed) if typed else ""
        except NotACode as error:
            raise ValidationError(WHY_NO_CODE[error.code]) from None


class NumberField(forms.CharField):
    """The numbers of coupons, as they are printed beside the code."""

    def __init__(self, *, most: int = MOST_NUMBERS, **more: Any) -> None:
        marks = {"inputmode": "numeric", "autocomplete": "off"} | ({"class": "short"} if most == 1 else {})
        super().__init__(**{"max_length": 8 * most, "widget": forms.TextInput(attrs=marks), **more})
        self.most = most

    def clean(self, value: Any) -> list[int]:
        typed = str(super().clean(value) or "")
        pieces = [each for each in re.split(r"[\s,;]+", typed) if each]
        if any(not re.fullmatch(r"[0-9]{4,6}", each) for each in pieces):
            raise ValidationError(_("A number has four to six figures. It stands beside the code."))
        numbers = list(dict.fromkeys(int(each) for each in pieces))
        if len(numbers) > self.most:
            raise ValidationError(format_lazy(_("At most {n} at a time."), n=self.most))
        return numbers


class PrintForm(forms.Form):
    """How many, of which kind, and which day stands on them."""

    many = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=MOST_AT_ONCE, initial=4 * ON_ONE_SHEET,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=format_lazy(_("{n} stand on one sheet of A4. At most {most} at a time."), n=ON_ONE_SHEET,
                              most=MOST_AT_ONCE),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Which?"), widget=forms.RadioSelect, initial="ordinary",
        choices=[("ordinary", _("To hand on")), ("seed", _("To begin a chain. A star stands beside their number."))],
    )  # fmt: skip
    day = forms.ChoiceField(
        label=_("The day on which they run out"), widget=forms.RadioSelect, initial="line",
        choices=[("line", _("A line, on which it is written when one is given")),
                 ("week", _("Printed, for those that are given this week"))],
        help_text=_("The page on which you give one says which day to write."),
    )  # fmt: skip


class GiveForm(forms.Form):
    """Her own code, and those from the drawer. Without her own, they begin a chain."""

    giver = CodeField(label=_("The code of the coupon with which she came"))

    def __init__(self, *args: Any, many: int, as_seed: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if as_seed:
            del self.fields["giver"]
        for place in range(1, many + 1):
            label = format_lazy(_("Coupon {n} from the drawer"), n=place) if many > 1 else _("A coupon from the drawer")
            self.fields[f"code{place}"] = CodeField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        names = [name for name in self.fields if name.startswith("code")]
        said = [found[name] for name in names if found.get(name)]
        if not said and not any(name in self.errors for name in names):
            self.add_error(names[0], _("Type the code of at least one coupon from the drawer."))
        for name in names:
            if found.get(name) and said.count(found[name]) > 1:
                self.add_error(name, _("This code stands here twice."))
        return found

    def codes(self) -> tuple[list[str], list[str]]:
        """The codes from the drawer, and the fields in which they stand."""
        names = [name for name in self.fields if name.startswith("code") and self.cleaned_data[name]]
        return [self.cleaned_data[name] for name in names], names


class RedeemForm(forms.Form):
    """Who may take part, asked first; then the code. Of the answers nothing is kept, not even which was which."""

    def __init__(
        self, *args: Any, questions: Sequence[Any], refused: str = "", may_be_late: bool = False, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.questions, self.refused = list(questions), refused
        for place, each in enumerate(self.questions, start=1):
            self.fields[f"may{place}"] = forms.ChoiceField(
                label=each.ask, widget=forms.RadioSelect, choices=[(YES, _("Yes")), (NO, _("No"))],
                error_messages={"required": _("Ask her this too.")},
            )  # fmt: skip
        self.fields["code"] = CodeField(label=_("The code of her coupon"))
        if refused == "printed":
            self.fields["was_given"] = forms.BooleanField(
                label=_("A phone or a sheet of paper gave it, and that has not come in yet"), required=False
            )
        if refused == "expired" and may_be_late:
            self.fields["is_late"] = forms.BooleanField(
                label=_("She came before it ran out, and it is written down only now"), required=False
            )

    @property
    def may_take_part(self) -> bool:
        """Are all answers as the plan needs them?"""
        return all(
            self.cleaned_data[f"may{place}"] == each.wanted for place, each in enumerate(self.questions, start=1)
        )

    def ways(self) -> dict[str, bool]:
        """How she comes, besides plainly."""
        return {name: bool(self.cleaned_data.get(name)) for name in ("was_given", "is_late")}


class ReplaceForm(forms.Form):
    """Which was lost, who gave it, and which takes its place."""

    number = NumberField(label=_("The number of the one that was lost"), most=1)
    giver = CodeField(
        label=_("The code of the coupon of whoever gave it"), required=False,
        help_text=_("She says so with her own paper. Only one that began a chain needs none."),
    )  # fmt: skip
    code = CodeField(label=_("A coupon from the drawer"))


class CodeForm(forms.Form):
    """One code."""

    code = CodeField(label=_("The code of the coupon with which she came"))


class VoidForm(forms.Form):
    """Which are worth nothing any more."""

    numbers = NumberField(
        label=_("Their numbers"), required=False, help_text=_("One or several, with a blank between them.")
    )
    drawer = forms.BooleanField(
        label=_("All that are in the drawer: somebody took them, or nobody knows where they lie"), required=False
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("numbers") and not found.get("drawer") and "numbers" not in self.errors:
            self.add_error("numbers", _("Write which."))
        return found
