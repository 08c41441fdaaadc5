"""What people fill in at the door."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.commons.ui.templatetags.ui import period_text
from amparo.doors.release.queries.words import faults
from amparo.formats.codes import LANGUAGES, by_code, choices
from amparo.formats.plan_periods import before, period_of
from amparo.formats.plans import BadPlan, Plan, names, plan

CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}
LATEST = 8  # periods that have ended


def plans_here() -> list[Plan]:
    """Every plan of counts or of estimates that is one today."""
    found = []
    for name in names():
        try:
            found.append(plan(name))
        except BadPlan:
            continue
    return [each for each in found if each.kind in ("counts", "sample", "totals")]


class AskForm(forms.Form):
    """Which period of a plan, for whom, and whether what came late is counted; of a sample which kept profile."""

    result = forms.ChoiceField(label=_("Of which profile"), error_messages=CHOOSE)
    period = forms.ChoiceField(label=_("Of when"), error_messages=CHOOSE)
    recipient = forms.ChoiceField(label=_("Which partner"), error_messages=CHOOSE)
    agreement = forms.CharField(
        label=_("Under which agreement"), max_length=120,
        help_text=_("The name of the paper, and its day. Nobody's name."), error_messages={"required": _("Write it.")},
    )  # fmt: skip
    readers = forms.MultipleChoiceField(
        label=_("Who is paid to read its words"), widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE,
        help_text=_("Whom the agreement names. They see the words with their figures, and no table."),
    )  # fmt: skip
    revises = forms.BooleanField(
        label=_("Count what came late"),
        required=False,
        help_text=_(
            "Once a year, for all plans of a codebook together. It can cost most of the figures: where a few people"
            " came late to a cell, the cell is hidden for good, and others with it. In made-up tables of 240 figures,"
            " 14 late people left 30 figures of 130."
        ),
    )

    def __init__(
        self, *args: Any, plan: Plan, today: date, partners: Sequence[tuple[str, str]],
        reviewers: Sequence[tuple[str, str]], profiles: Sequence[tuple[str, str]] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        readers: Any = self.fields["readers"]
        readers.choices = reviewers
        result: Any = self.fields["result"]
        result.choices = [("", gettext("Choose")), *profiles]
        period: Any = self.fields["period"]
        ended = before(today, plan.unit, LATEST) if plan.time else [period_of(today, plan.unit)]
        period.choices = [(each, period_text(each)) for each in ended]
        recipient: Any = self.fields["recipient"]
        recipient.choices = [("", gettext("Choose")), *partners]
        for name in ("period", "revises") if plan.kind == "sample" else ("result",):
            del self.fields[name]
        if plan.audience != "partner":
            del self.fields["recipient"]
        if plan.audience == "public":
            del self.fields["agreement"], self.fields["readers"]


class ReasonForm(forms.Form):
    """A reason out of a list."""

    why = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, *args: Any, reasons: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["why"]
        field.choices = choices(reasons, get_language() or "es")


class HouseForm(forms.Form):
    """Which house is asked for its word."""

    house = forms.ChoiceField(label=_("Which house looks at it"), error_messages=CHOOSE)

    def __init__(self, *args: Any, houses: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.houses = {each.reference: each for each in houses}
        field: Any = self.fields["house"]
        field.choices = [("", gettext("Choose")), *((each.reference, each.partner) for each in houses)]

    @property
    def chosen(self) -> Any:
        """The agreement with it."""
        return self.houses[self.cleaned_data["house"]]


class SayForm(forms.Form):
    """Yes, by somebody who has nothing to do with that house; or no, with a reason."""

    said = forms.ChoiceField(
        label=_("Your word"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[("yes", _("Yes, it may leave")), ("no", _("No, it stays there"))],
    )  # fmt: skip
    apart = forms.BooleanField(
        label=_("I do not work in that house, and nobody of it told me what to say."), required=False
    )
    why = forms.ChoiceField(label=_("If no, why"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["why"]
        field.choices = [("", gettext("Choose")), *choices("release_refusal", get_language() or "es")]

    def clean(self) -> dict[str, Any]:
        """Of a yes there is no reason."""
        given = super().clean() or {}
        if given.get("said") == "yes":
            given["why"] = ""
        return given


class WordsForm(forms.Form):
    """The title and the sentences, each in three languages; an empty row is a sentence that goes."""

    def __init__(
        self, *args: Any, plan: Plan, period: str, words: Sequence[Mapping[str, str]], cells: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.period, self.cells, self.rows = plan, period, cells, len(words) + 1
        for row in range(self.rows):
            for language in LANGUAGES:
                label = gettext("Title") if not row else gettext("Sentence %(n)s") % {"n": row}
                self.fields[f"s{row}_{language}"] = forms.CharField(
                    label=f"{label} ({language})", required=False, max_length=400,
                    initial=words[row][language] if row < len(words) else "",
                    widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Sentences without a typed number, whose figures are shown."""
        given = super().clean() or {}
        found, kept = [], []
        for row in range(self.rows):
            texts = {language: " ".join(given.get(f"s{row}_{language}", "").split()) for language in LANGUAGES}
            if any(texts.values()) or not row:
                kept.append(row)
                found.append(texts)
        said = by_code("word_fault")
        for place, fault, what in faults(self.plan, self.period, found, self.cells):
            text = said[fault].label(get_language() or "es")
            self.add_error(f"s{kept[place]}_es", f"{text} {what}".strip())
        return {"words": found}
