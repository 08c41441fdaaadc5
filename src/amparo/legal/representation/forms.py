"""The forms of legal matters besides the questions, which are data."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.formats.codes import choices, label
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
