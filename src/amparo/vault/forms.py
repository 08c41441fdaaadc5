"""What is asked about keys: ties, a reader outside, who keeps the sheets, and the words on them."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.formats.codes import codes, label
from amparo.sealing.keys import NotAKey, checked_recipient
from amparo.sealing.shares import LONGEST, PLANS
from amparo.vault.policies import BODIES
from amparo.vault.queries.desk import name_and_roles, name_of

MOST = max(count for _least, count in PLANS.values())
SELECTED = SafeString(" selected")
NOT_A_KEY = _("This is no age key. It begins with age1 and has 62 characters. Ask her to send it again.")


class TiesForm(forms.Form):
    """With which bodies a reader has to do, by her own word."""

    ties = forms.MultipleChoiceField(
        label=_("With whom you have to do"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You work with them, you live with one of them, or one of them is family. Nobody asks more."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "es"
        field: Any = self.fields["ties"]
        field.choices = [
            (each.code, label("perpetrator_class", each.code, language))
            for each in codes("perpetrator_class")
            if each.code in BODIES
        ]


class OutsideForm(forms.Form):
    """A reader outside who keeps an age key of her own."""

    organisation = forms.CharField(label=_("Her organisation"), max_length=120)
    recipient = forms.CharField(
        label=_("Her age key"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It begins with age1. It opens nothing, so it may be read aloud or come by mail."),
    )

    def clean_recipient(self) -> str:
        """As it should be written."""
        try:
            return checked_recipient(self.cleaned_data["recipient"].strip())
        except NotAKey as error:
            raise forms.ValidationError(NOT_A_KEY) from error


class SheetsForm(forms.Form):
    """How many sheets, and who keeps each of them."""

    plan = forms.ChoiceField(
        label=_("How many sheets"),
        widget=forms.RadioSelect,
        choices=[("2-3", _("Three sheets, any two open")), ("3-5", _("Five sheets, any three open"))],
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {each.reference: each for each in people}
        listed = [("", gettext("Somebody without an account")), *((each.reference, each.name_used) for each in people)]
        for number in range(1, MOST + 1):
            self.fields[f"person{number}"] = forms.ChoiceField(
                label=gettext("Who keeps sheet %(number)s") % {"number": number}, choices=listed, required=False
            )
            self.fields[f"name{number}"] = forms.CharField(
                label=gettext("Or her name, or where it lies"), max_length=80, required=False
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each sheet, for the page."""
        return [(self[f"person{number}"], self[f"name{number}"]) for number in range(1, MOST + 1)]

    def clean(self) -> dict[str, Any]:
        """A holder for each sheet, and no two sheets in one hand."""
        data: dict[str, Any] = super().clean() or {}
        if "plan" not in data:
            return data
        count = PLANS[data["plan"]][1]
        found = [self._holder(data, number) for number in range(1, MOST + 1)]
        if any(found[count:]) or not all(found[:count]):
            raise forms.ValidationError(
                _("Say for each sheet who keeps it, beginning with the first, and for no more.")
            )
        if len({each[1] for each in found[:count] if each}) < count:
            raise forms.ValidationError(_("Two sheets in one hand are one sheet. Choose another person."))
        data["holders"] = found[:count]
        return data

    def _holder(self, data: dict[str, Any], number: int) -> tuple[Any, str] | None:
        """Who keeps a sheet, or nobody."""
        person = self.people.get(data.get(f"person{number}", ""))
        name = (data.get(f"name{number}") or "").strip()
        return (person, person.name_used) if person else (None, name) if name else None


def sheet_field(text: Any) -> forms.CharField:
    """The words of one sheet."""
    return forms.CharField(
        label=text,
        max_length=LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )


class SheetForm(forms.Form):
    """One sheet, typed by who keeps it."""

    number = forms.ChoiceField(label=_("Which sheet"))
    sheet = sheet_field(_("The words on it"))

    def __init__(self, *args: Any, shares: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shares = {f"{each.recovery_id}.{each.number}": each for each in shares}
        field: Any = self.fields["number"]
        said = gettext("Sheet %(number)s, %(holder)s")
        field.choices = [
            (key, said % {"number": each.number, "holder": each.holder}) for key, each in self.shares.items()
        ]

    @property
    def chosen(self) -> Any:
        """The sheet that was chosen."""
        return self.shares[self.cleaned_data["number"]]


class CombineForm(forms.Form):
    """Enough sheets of one set."""

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, count + 1):
            self.fields[f"sheet{number}"] = sheet_field(
                gettext("One sheet") if number == 1 else gettext("Another sheet")
            )

    @property
    def sheets(self) -> list[str]:
        """What was typed."""
        return [value for name, value in self.cleaned_data.items() if name.startswith("sheet")]


class UseForm(CombineForm):
    """Enough sheets, and the key to which everything is given back."""

    def __init__(self, *args: Any, keys: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {each.reference: each for each in keys}
        choices = [("", gettext("Choose")), *((each.reference, name_of(each)) for each in keys)]
        self.fields["reader"] = forms.ChoiceField(
            label=_("Who gets it back"), choices=choices, error_messages={"required": _("Choose somebody first.")}
        )

    @property
    def chosen(self) -> Any:
        """The reader that was chosen."""
        return self.keys[self.cleaned_data["reader"]]


class Names(forms.Select):
    """A list of everybody, several times on a page: written at once, and not by a template for each name."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The same as the widget of Django writes, without empty lines."""
        chosen = set(self.format_value(value))
        lines = ((code, SELECTED if str(code) in chosen else "", said) for code, said in self.choices)
        options = format_html_join("", '<option value="{}"{}>{}</option>', lines)
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})), options
        )


class ReaderForm(forms.Form):
    """One of the readers that this page offers; none is chosen before somebody chooses."""

    reader = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose somebody first.")}, widget=Names)

    def __init__(
        self, *args: Any, what: str, offered: list[Any], nobody: str = "", roles: bool = False, **kwargs: Any
    ) -> None:
        """``roles``: say beside each name what she does here."""
        kwargs["auto_id"] = f"{what}_%s"  # a page has several
        super().__init__(*args, **kwargs)
        self.offered = {each.reference: each for each in offered}
        field: Any = self.fields["reader"]
        named = [(each.reference, name_and_roles(each) if roles else name_of(each)) for each in offered]
        field.choices = [("", nobody or gettext("Choose")), *named]
        field.required = not nobody

    @property
    def chosen(self) -> Any:
        """The reader that was chosen, or None."""
        return self.offered.get(self.cleaned_data.get("reader", ""))
