"""The forms of legal matters besides the questions, which are data."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.formats.codes import choices, label
from amparo.formats.deadlines.triggers import written
from amparo.vault.queries.desk import name_of


class SideForm(forms.Form):
    """Who somebody is, before anything else is asked: enough to look whether there is a conflict."""

    party_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    party_phone = forms.CharField(label=_("Phone or account"), max_length=200, required=False)
    party_document = forms.CharField(label=_("Number of a paper, if it is needed"), max_length=200, required=False)

    @property
    def is_said(self) -> bool:
        """Was anything said?"""
        return any(self.cleaned_data.values())


class SettleForm(forms.Form):
    """What is decided about a look that found something."""

    look = forms.SlugField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("What you decide"), error_messages={"required": _("Choose what you decide.")})
    words = forms.CharField(
        label=_("Why"), max_length=8_000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why you decide so. Somebody may ask.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "verdict", choices("conflict_verdict", get_language() or "es"))


class MoveForm(forms.Form):
    """Where a matter stands now: only what may come next is offered."""

    to = forms.ChoiceField(label=_("Where it stands now"), error_messages={"required": _("Choose a step first.")})

    def __init__(self, *args: Any, nexts: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "es"
        rows = [(each, label("matter_state", each, language)) for each in nexts]
        _offer(self, "to", rows)
        self.offers = bool(rows)


class CloseForm(forms.Form):
    """How a matter ended."""

    outcome = forms.ChoiceField(label=_("How it ended"), error_messages={"required": _("Choose how it ended first.")})
    words = forms.CharField(
        label=_("What she got, and what is left to do"), max_length=8_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "outcome", choices("matter_outcome", get_language() or "es"))


class CountedForm(forms.Form):
    """What she says to being counted, and how she said it. Nothing is ticked beforehand."""

    answer = forms.ChoiceField(
        label=_("What did she say?"), error_messages={"required": _("Choose what she said first.")},
        choices=[("", _("Choose")), ("yes", _("Yes, for ninety days")), ("no", _("No, or not any more"))],
    )  # fmt: skip
    method = forms.ChoiceField(label=_("How she said it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "method", choices("consent_method", get_language() or "es"))


class ReaderForm(forms.Form):
    """Somebody of the house who works on legal matters."""

    reader = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose who first.")})

    def __init__(self, *args: Any, offered: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {each.reference: each for each in offered}
        _offer(self, "reader", [(key, name_of(each)) for key, each in self.known.items()])
        self.offers = bool(self.known)

    @property
    def chosen(self) -> Any:
        """The key of whoever was chosen."""
        return self.known[self.cleaned_data["reader"]]


class AskForm(forms.Form):
    """A lawyer is asked for: which one, what it is about, where, and who she and the other side are."""

    reader = forms.ChoiceField(label=_("Which lawyer"), error_messages={"required": _("Choose a lawyer first.")})
    kind = forms.ChoiceField(label=_("What it is about"), error_messages={"required": _("Choose what it is about.")})
    country = forms.ChoiceField(label=_("In which country"), required=False)
    other = forms.CharField(
        label=_("Name of whoever is on the other side, if she knows it"), max_length=200, required=False
    )
    other_phone = forms.CharField(label=_("Phone or account of the other side"), max_length=200, required=False)

    def __init__(self, *args: Any, offered: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, language = {each.reference: each for each in offered}, get_language() or "es"
        _offer(self, "reader", [(key, name_of(each)) for key, each in self.known.items()])
        _offer(self, "kind", choices("matter_kind", language))
        country: Any = self.fields["country"]
        country.choices = [("", gettext("Left out")), *choices("country", language)]
        self.offers = bool(self.known)

    @property
    def chosen(self) -> Any:
        """The key of the lawyer who was chosen."""
        return self.known[self.cleaned_data["reader"]]


def _offer(form: forms.Form, name: str, rows: list[tuple[str, str]]) -> None:
    field: Any = form.fields[name]
    field.choices = [("", gettext("Choose")), *rows]


class ClockForm(forms.Form):
    """A rule, and the day from which it is counted."""

    rule = forms.ChoiceField(label=_("Which clock"), error_messages={"required": _("Choose a rule first.")})
    trigger = forms.CharField(
        label=_("From when"), max_length=16, error_messages={"required": _("Write from when it is counted.")},
        help_text=_("A day: 2026-03-05. With the hour: 2026-03-05 14:30. If only the month is known: 2026-03."),
    )  # fmt: skip
    paper = forms.CharField(label=_("In which paper that day stands"), max_length=200, required=False)
    place = forms.CharField(label=_("Which city or court, where its days are others"), max_length=80, required=False)

    def __init__(self, *args: Any, offered: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rule"]
        field.choices = [("", gettext("Choose")), *offered]
        self.offers = bool(offered)

    def clean_trigger(self) -> str:
        """It, as it is kept; or a sentence that shows how it is written."""
        try:
            found = written(self.cleaned_data["trigger"])
        except ValueError as error:
            raise forms.ValidationError(_("Write it like this: 2026-03-05, 2026-03-05 14:30 or 2026-03.")) from error
        return found.text


class DayForm(forms.Form):
    """A day that a paper names."""

    what = forms.CharField(
        label=_("What it is for"), max_length=200, error_messages={"required": _("Write what it is for.")}
    )
    on = forms.DateField(
        label=_("By which day"), input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Write a day first."), "invalid": _("Write the day like this: 2026-11-25.")},
    )  # fmt: skip
    paper = forms.CharField(label=_("In which paper that day stands"), max_length=200, required=False)


class ProofForm(forms.Form):
    """What proves that something was done in time."""

    words = forms.CharField(
        label=_("What proves that it was done"), max_length=8_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The number of the receipt, who stamped it, where it lies."),
    )  # fmt: skip
