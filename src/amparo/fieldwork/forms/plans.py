"""The plan of a study: what for, where, how people come into it, until when; and what makes its size."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.commons.places.queries import country_name, units
from amparo.fieldwork.models import Study
from amparo.fieldwork.models.studies import PLANNED
from amparo.fieldwork.queries.plans import RETURNED
from amparo.fieldwork.queries.sizes import Thought
from amparo.formats.codes import by_code, choices
from amparo.formats.neutral import telling_words

WRITE = {"required": _("Write this first.")}
CHOOSE = {"required": _("Choose one first."), "invalid_choice": _("Choose one of these.")}
A_DAY = {"required": _("Write a day first."), "invalid": _("Write the day like this: 2026-11-25.")}
A_NUMBER = {"required": _("Write a number first."), "invalid": _("Write a number, with figures alone.")}
PLAINLY = _("Write the number with figures alone: 5 or 2.50.")
MONEY = {"required": _("Write a number, or 0."), "invalid": PLAINLY, "max_decimal_places": PLAINLY}
HELD = ("design", "place", "zone")  # once it is in the field, rows say them


def day_field(label: Any, *, help_text: Any = "", required: bool = False) -> forms.DateField:
    """A day, written as the house writes days."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=help_text, widget=widget, input_formats=["%Y-%m-%d"], error_messages=A_DAY,
        required=required,
    )  # fmt: skip


def number(label: Any, *, least: int = 0, most: int, help_text: Any = "", required: bool = True) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, help_text=help_text, required=required, error_messages=A_NUMBER,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip


def decimal(label: Any, *, least: float = 0, most: float, help_text: Any = "", required: bool = True) -> Any:
    """An amount or a share, with a point and up to two figures after it."""
    return forms.DecimalField(
        label=label, min_value=Decimal(str(least)), max_value=Decimal(str(most)), max_digits=10, decimal_places=2,
        help_text=help_text, required=required, error_messages=MONEY,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal", "step": "any"}),
    )  # fmt: skip


def words(
    label: Any, *, rows: int = 3, help_text: Any = "", required: bool = False, most: int = 2000
) -> forms.CharField:
    """Some sentences."""
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, error_messages=WRITE,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def places_in(country: str) -> list[tuple[str, str]]:
    """A country, and the parts of it."""
    whole = gettext("%(country)s, the whole of it") % {"country": country_name(country)}
    return [(country, whole), *((each.code, each.name) for each in units(country))]


class PlanForm(forms.Form):
    """What for, where, by which design, in which language, from when until when."""

    name = forms.CharField(
        label=_("What it is called at the desk"), max_length=80, error_messages=WRITE,
        help_text=_("A plain name. No phone and no paper shows it, and yet: nobody should learn from it who is asked."),
    )  # fmt: skip
    aim = words(
        _("What it is for"), required=True, rows=4,
        help_text=_("One or two sentences: what you want to know, and what you will do with it."),
    )  # fmt: skip
    design = forms.ChoiceField(label=_("How people come into it"), widget=forms.RadioSelect, error_messages=CHOOSE)
    place = forms.ChoiceField(
        label=_("Where"), error_messages=CHOOSE,
        help_text=_("A country or a part of it, never finer. Every row that is counted says it."),
    )  # fmt: skip
    zone = forms.ChoiceField(label=_("What kind of zone"), widget=forms.RadioSelect, error_messages=CHOOSE)
    language = forms.ChoiceField(
        label=_("In which language phones are answered"), error_messages=CHOOSE,
        choices=[("es", "Español"), ("pt", "Português"), ("en", "English")],
    )  # fmt: skip
    starts_on = day_field(_("It begins on"))
    ends_on = day_field(
        _("It ends on"), help_text=_("Its answers are kept for a time after it was closed, and then go.")
    )

    def __init__(self, *args: Any, country: str, study: Study | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "es"
        fields: Any = self.fields
        fields["design"].choices = choices("study_design", language)
        fields["zone"].choices = choices("zone", language)
        fields["place"].choices = places_in(country)
        if study is not None and study.state != PLANNED:
            for name in HELD:
                del self.fields[name]

    def clean_name(self) -> str:
        """A name that tells nothing."""
        name = str(self.cleaned_data["name"]).strip()
        found = telling_words(name)
        if found:
            raise forms.ValidationError(
                _("“%(word)s” tells who is asked. Call it by a place or a colour."), params={"word": found[0]}
            )
        return name

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        said: dict[str, Any] = super().clean() or {}
        begins, ends = said.get("starts_on"), said.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("This is before it begins. Write the days the other way round."))
        if ends and not begins and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Write on which day it begins, too."))
        return said


class SizeForm(forms.Form):
    """What the size is worked out from; and what is given to whom."""

    share = decimal(
        _("Of 100 people, how many do you think will say yes to the main question?"), least=0.1, most=99.9,
        required=False, help_text=_("What you expect. Where you do not know, 50 asks for the most people."),
    )  # fmt: skip
    margin = decimal(
        _("How exact, up or down?"), least=0.5, most=40, required=False,
        help_text=_("6 says: between 24 and 36, where 30 are found."),
    )  # fmt: skip
    effect = decimal(
        _("Design effect"), least=1, most=20, required=False,
        help_text=_("2 is what plans take. 3 and 4 are found as well: people bring others who are like them."),
    )  # fmt: skip
    people = number(
        _("How many people are there, if somebody knows?"), least=1, most=10_000_000, required=False,
        help_text=_("Leave it empty where nobody knows."),
    )  # fmt: skip
    before = decimal(_("Two rounds: of 100, in the first"), least=0.1, most=99.9, required=False)
    after = decimal(_("Two rounds: of 100, in the second"), least=0.1, most=99.9, required=False)
    seeds = number(_("How many people begin a chain"), most=200)
    chosen = words(
        _("How they are chosen"), rows=2, most=600,
        help_text=_("By what they are unlike each other: place, age, since when they are here. No names."),
    )  # fmt: skip
    coupons_each = number(_("How many coupons each person gets"), most=3)
    returned = number(_("Of 100 coupons, with how many does somebody come?"), least=1, most=100, required=False)
    weeks_valid = number(_("For how many weeks a coupon holds"), least=1, most=26)
    stops_days_before = number(
        _("So many days before the end no coupon is given"), most=180,
        help_text=_("So that nobody carries one for nothing."),
    )  # fmt: skip
    thanks_own = decimal(_("Thanks for her time and transport"), most=10_000)
    thanks_each = decimal(_("Thanks for each who came with a coupon of hers"), most=10_000)
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$", label=_("In which money"), required=False, max_length=3,
        help_text=_("Three letters: USD, COP, BRL."), widget=forms.TextInput(attrs={"class": "short"}),
        error_messages={"invalid": _("Write three letters: USD, COP, BRL.")},
    )  # fmt: skip
    size = number(_("How many people this study asks"), most=1_000_000)

    GUESS = ("share", "margin", "effect", "people", "before", "after", "returned")
    CHAIN = ("seeds", "chosen", "coupons_each", "returned", "weeks_valid", "stops_days_before", "thanks_each")

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.study = study
        if study.design != "rds":
            for name in self.CHAIN:
                del self.fields[name]

    def clean_currency(self) -> str:
        """In capitals, as they are written everywhere."""
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        """A share goes with how exact it has to be; money has a name."""
        said: dict[str, Any] = super().clean() or {}
        for one, other in (("share", "margin"), ("margin", "share"), ("before", "after"), ("after", "before")):
            if said.get(one) is not None and said.get(other) is None and other not in self.errors:
                self.add_error(other, _("The two belong together: write this one too, or empty the other."))
        is_paid = bool(said.get("thanks_own") or said.get("thanks_each"))
        if is_paid and not said.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Say in which money."))
        return said

    def thought(self) -> Thought | None:
        """What the planner is asked; None where nothing was thought of."""
        said = self.cleaned_data
        if said.get("share") is None or said.get("margin") is None:
            return None
        exact = {name: float(said[name]) for name in ("before", "after") if said.get(name) is not None}
        return Thought(
            share=float(said["share"]), margin=float(said["margin"]), effect=float(said.get("effect") or 2),
            people=said.get("people"), seeds=said.get("seeds") or 0, coupons=said.get("coupons_each") or 0,
            returned=float(said.get("returned") or 0), size=said.get("size") or 0, **exact,
        )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """The columns of the study, and its plan with what was thought."""
        said = self.cleaned_data
        columns = {name: value for name, value in said.items() if name not in (*self.GUESS, "chosen")}
        thought = {name: _plain(said[name]) for name in self.GUESS if name in said and said[name] is not None}
        plan = {**self.study.plan, "size": thought}
        if "chosen" in said:
            plan["chosen"] = said["chosen"].strip()
        return {**columns, "plan": plan}


def _plain(value: Any) -> int | float:
    """A number as JSON has it."""
    return int(value) if value == int(value) else float(value)


def initial_of(study: Study) -> Mapping[str, Any]:
    """What stands there already, for the page of the size."""
    columns = (
        "seeds", "coupons_each", "weeks_valid", "stops_days_before", "thanks_own", "thanks_each", "currency", "size",
    )  # fmt: skip
    thought: dict[str, Any] = {"effect": 2, "returned": RETURNED, **study.plan.get("size", {})}
    return {**{name: getattr(study, name) for name in columns}, **thought, "chosen": study.plan.get("chosen", "")}


def known_country(code: str, otherwise: str) -> str:
    """This country, where it is one that we serve; else the other one, or the first of the list."""
    known = by_code("country")
    return next((each for each in (code, otherwise) if each in known), next(iter(known)))
