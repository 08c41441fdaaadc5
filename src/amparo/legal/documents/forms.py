"""The forms of papers: what a template asks, how it goes out, and what is bound together."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.formats.codes import label
from amparo.formats.documents.templates import Template
from amparo.formats.documents.text import LONGEST
from amparo.legal.documents.queries import Paper

PREFIX = "f_"
TOO_LONG = {"max_length": _("It is too long. Make it shorter.")}
LONG = 8_000  # characters of the list of exhibits


class BeginForm(forms.Form):
    """In which language a paper is begun."""

    language = forms.ChoiceField(
        label=_("In which language"), error_messages={"required": _("Choose a language first.")}
    )

    def __init__(self, *args: Any, template: Template, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own, field = get_language() or "es", self.fields["language"]
        field.choices = [(each, label("language", each, own)) for each in template.languages]  # type: ignore[attr-defined]
        field.initial = own if own in template.languages else template.languages[0]


class PaperForm(forms.Form):
    """A field for each thing that a template asks, and how the paper goes out."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    called = forms.CharField(label=_("What you call it here"), max_length=200, required=False, error_messages=TOO_LONG)
    withheld = forms.BooleanField(label=_("Without her address: it says that the address is withheld"), required=False)
    exhibits = forms.CharField(
        label=_("Exhibits, one on each line"), required=False, max_length=LONG, error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    none = forms.BooleanField(label=_("There are no exhibits"), required=False)
    reviewed = forms.BooleanField(
        label=_("I am a lawyer and read all of this paper: take the notice away"), required=False,
        help_text=_("The notice goes only where nothing is missing."),
    )  # fmt: skip

    def __init__(self, *args: Any, paper: Paper, is_persecuted: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _standing(paper))
        super().__init__(*args, **kwargs)
        language = get_language() or "es"
        self.asked = [each for each in paper.template.fields if not (is_persecuted and each.is_address)]
        for each in self.asked:
            widget = forms.Textarea(attrs={"rows": 4}) if each.is_long else forms.TextInput()
            self.fields[PREFIX + each.code] = forms.CharField(
                label=each.label(language), required=False, max_length=LONGEST, widget=widget, strip=True,
                error_messages=TOO_LONG, initial=paper.values.get(each.code, ""),
            )  # fmt: skip
        if is_persecuted:
            del self.fields["withheld"]

    @property
    def rows(self) -> list[Any]:
        """The fields of the template, in the order of its text."""
        return [self[PREFIX + each.code] for each in self.asked]

    @property
    def beside(self) -> list[Any]:
        """How it goes out."""
        return [self[name] for name in ("withheld", "exhibits", "none", "reviewed") if name in self.fields]

    def said(self) -> dict[str, Any]:
        """What is written: the values, and the rest, as the act takes it."""
        data = self.cleaned_data
        lines = [each.strip() for each in data["exhibits"].splitlines() if each.strip()]
        return {
            "values": {each.code: data[PREFIX + each.code] for each in self.asked}, "number": data["number"],
            "called": data["called"], "withheld": bool(data.get("withheld", True)), "reviewed": data["reviewed"],
            "exhibits": lines or ([] if data["none"] else None),
        }  # fmt: skip


def _standing(paper: Paper) -> Mapping[str, Any]:
    return {
        "number": paper.part.number, "called": paper.part.said("document_called", ""), "withheld": paper.is_withheld,
        "exhibits": "\n".join(paper.exhibits or ()), "none": paper.exhibits == (), "reviewed": paper.is_reviewed,
    }  # fmt: skip


class BundleForm(forms.Form):
    """Which papers are bound, and the label that each bears."""

    heading = forms.CharField(label=_("What stands on the cover"), max_length=200, required=False)

    def __init__(self, *args: Any, papers: Iterable[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.papers = list(papers)
        for number, each in enumerate(self.papers, start=1):
            self.fields[f"take_{each.reference}"] = forms.BooleanField(label=each.called, required=False)
            self.fields[f"label_{each.reference}"] = forms.CharField(
                label=_("Its label"), max_length=12, required=False, initial=f"A-{number}"
            )

    @property
    def rows(self) -> list[Any]:
        """A pair of fields for each paper."""
        return [(self[f"take_{each.reference}"], self[f"label_{each.reference}"]) for each in self.papers]

    def clean(self) -> dict[str, Any]:
        """At least one is chosen."""
        data = super().clean() or {}
        if not self.chosen:
            self.add_error(None, _("Choose at least one paper."))
        return data

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The opaque names of those that were chosen, each with its label."""
        data, names = self.cleaned_data, [each.reference for each in self.papers]
        return [(each, data.get(f"label_{each}", "").strip()) for each in names if data.get(f"take_{each}")]
