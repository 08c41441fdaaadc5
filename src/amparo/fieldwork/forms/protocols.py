"""The protocol of a study in words: with whom it was agreed, who may take part, what if somebody is in danger, who
was paid.

Some of it is printed on the sheet that an interviewer carries: words that tell are refused there.
"""

from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.fieldwork.forms.plans import MONEY, decimal, number, words
from amparo.fieldwork.models import Study
from amparo.fieldwork.queries.plans import PROTOCOL, protocol_of
from amparo.formats.codes import choices
from amparo.formats.neutral import telling_words

PRINTED = ("danger", "help", "told")
SHORT = 400  # letters of what is printed: the sheet is one page
MOST_LINES = 8


class ProtocolForm(forms.Form):
    """Five texts."""

    agreed = words(
        _("With whom it was agreed"),
        help_text=_("Which organisations said yes to it, and what they asked to change."),
    )  # fmt: skip
    benefit = words(
        _("Whom it serves"), help_text=_("What those who are asked get from it, and what their organisation gets.")
    )
    danger = words(
        _("What happens if somebody is in danger"), most=SHORT,
        help_text=_("Who stops, who is called, who stays with her. It stands on the printed sheet: write it plainly."),
    )  # fmt: skip
    help = words(
        _("Where help is"), most=SHORT,
        help_text=_("What the list of places does not say: who answers at night, who goes with her. It is printed."),
    )  # fmt: skip
    told = words(
        _("Who is told what came out, and when"), most=SHORT,
        help_text=_("First those who were asked. A place and a month are enough. It is printed too."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What is printed must tell nothing to whoever finds the paper."""
        said: dict[str, Any] = super().clean() or {}
        for name in PRINTED:
            found = telling_words(str(said.get(name) or ""))
            if found:
                message = gettext("“%(word)s” tells whoever finds the sheet what it is about. Say it in other words.")
                self.add_error(name, message % {"word": found[0]})
        return said


class EligibleForm(forms.Form):
    """One question before a coupon is redeemed."""

    ask = forms.CharField(label=_("The question"), max_length=200, required=False)
    wanted = forms.ChoiceField(label=_("She may take part if she says"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["wanted"]
        field.choices = [("yes", gettext("Yes")), ("no", gettext("No"))]


class PaidForm(forms.Form):
    """Work that was paid."""

    role = forms.ChoiceField(label=_("Whose work"), required=False)
    many = number(_("How many of them"), least=1, most=500, required=False)
    amount = decimal(_("How much each"), most=1_000_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = [("", gettext("Nobody")), *choices("paid_role", get_language() or "es")]

    def clean(self) -> dict[str, Any]:
        """A role with how many and how much."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("role"):
            for name in ("many", "amount"):
                if said.get(name) is None and name not in self.errors:
                    self.add_error(name, MONEY["required"] if name == "amount" else _("Write a number first."))
        return said


Questions = formset_factory(EligibleForm, extra=1, max_num=MOST_LINES, absolute_max=2 * MOST_LINES)
Payments = formset_factory(PaidForm, extra=1, max_num=MOST_LINES, absolute_max=2 * MOST_LINES)


class ProtocolEntry:
    """The whole page: the texts, who may take part, and who was paid."""

    def __init__(self, post: Any, study: Study) -> None:
        plan = study.plan
        self.study = study
        self.texts = ProtocolForm(post, initial=protocol_of(study))
        self.eligible: BaseFormSet[EligibleForm] = Questions(post, prefix="who", initial=plan.get("eligible", []))
        self.paid: BaseFormSet[PaidForm] = Payments(post, prefix="paid", initial=plan.get("paid", []))

    def is_valid(self) -> bool:
        """May this be kept?"""
        return bool(self.texts.is_valid() & self.eligible.is_valid() & self.paid.is_valid())

    def plan(self) -> dict[str, Any]:
        """The plan with what was written; lines that say nothing are left away."""
        asked = [form.cleaned_data for form in self.eligible if form.cleaned_data.get("ask", "").strip()]
        paid = [form.cleaned_data for form in self.paid if form.cleaned_data.get("role")]
        return {
            **self.study.plan,
            "protocol": {name: self.texts.cleaned_data[name].strip() for name in PROTOCOL},
            "eligible": [{"ask": each["ask"].strip(), "wanted": each["wanted"] or "yes"} for each in asked],
            "paid": [{"role": e["role"], "many": e["many"], "amount": str(e["amount"])} for e in paid],
        }
