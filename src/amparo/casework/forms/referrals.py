"""Looking for a door, choosing one, and what happened there, as fields."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.queries.referrals import TOLD, Referral
from amparo.commons.directory.queries.finding import Ask
from amparo.formats.case_questions import NOT_SAID, Answer, by_section
from amparo.formats.codes import by_code, choices, label

CHOOSE_DOOR = _("Choose a place of the list.")


class LookForm(forms.Form):
    """What she needs and where. Nothing else is needed to look."""

    need = forms.ChoiceField(label=_("What she needs"), error_messages={"required": _("Choose what she needs first.")})
    t = forms.CharField(
        label=_("Near which town or place"),
        required=False,
        max_length=200,
        help_text=_("Empty: near this house. She need not say where she sleeps."),
    )
    welcome = forms.MultipleChoiceField(
        label=_("Places that say they welcome"), required=False, widget=forms.CheckboxSelectMultiple
    )
    papers = forms.BooleanField(label=_("Only where no papers are asked"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, fields = get_language() or "es", self.fields
        groups = by_code("need_group")
        offered = {code: list[tuple[str, str]]() for code in groups}
        for code, each in by_code("need").items():
            offered[each.more["group"]].append((code, each.label(language)))
        need: Any = fields["need"]
        need.choices = [
            ("", gettext("Choose")),
            *((groups[code].label(language), rows) for code, rows in offered.items()),
        ]
        welcome: Any = fields["welcome"]
        welcome.choices = choices("welcome", language)

    def ask(self, here: Any) -> Ask:
        """The question to the list of places."""
        said = self.cleaned_data
        return Ask(
            needs=(said["need"],), lat=here.lat, lon=here.lon, country=here.country, welcome=tuple(said["welcome"]),
            papers=said["papers"],
        )  # fmt: skip


class DoorForm(QuestionsForm):
    """Which of them, how she gets there, how soon, and who goes along."""

    def __init__(self, *args: Any, doors: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, questions=by_section("referral")["referral"].questions, **kwargs)
        language = get_language() or "es"
        self.fields["door"] = forms.ChoiceField(
            label=_("Which place"), choices=list(doors), widget=forms.RadioSelect,
            error_messages={"required": CHOOSE_DOOR, "invalid_choice": CHOOSE_DOOR},
        )  # fmt: skip
        self.fields["way"] = forms.ChoiceField(
            label=_("How she gets there"), choices=choices("referral_way", language), widget=forms.RadioSelect,
            error_messages={"required": _("Choose how she gets there.")},
        )  # fmt: skip
        for each in self.questions:
            _ours_only(self.fields, each)


class StepForm(QuestionsForm):
    """What happened: only what may come next is offered."""

    seen_part = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        sections = by_section("referral")
        asked = [*sections["step"].questions, *sections["outcome"].questions]
        super().__init__(*args, questions=asked, **kwargs)
        self.initial["seen_part"] = referral.part.number
        known, language = by_code("referral_state"), get_language() or "es"
        offered = [(code, known[code].label(language)) for code in referral.nexts if code != "sent"]
        self.fields["to"] = forms.ChoiceField(
            label=_("What happened"), choices=[("", gettext("Choose")), *offered],
            error_messages={"required": _("Choose what happened.")},
        )  # fmt: skip
        for each in self.questions:
            _ours_only(self.fields, each)

    def said(self) -> dict[str, Answer]:
        """What was answered, and nothing that was left out."""
        return {code: each for code, each in self.answers().items() if each.is_there}


class TellForm(forms.Form):
    """What of hers is told there now: what she allowed to these ones and they do not know yet."""

    content = forms.MultipleChoiceField(
        label=_("What you tell them now"), widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Mark what you tell. What is not marked is not told."),
            "invalid_choice": _("She did not allow that to these ones, or they know it already. Ask her first."),
        },
    )  # fmt: skip
    seen_part = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, referral: Referral, allowed: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_part"] = referral.part.number
        language, field = get_language() or "es", self.fields["content"]
        codes = [code for code in by_code("consent_content") if code in allowed & TOLD - referral.told]
        shown: Any = field
        shown.choices = [(code, label("consent_content", code, language)) for code in codes]
        self.offers = bool(codes)


class PassForm(TellForm):
    """To which focal point of that body, and what she may read: who it is only once she said yes."""

    def __init__(self, *args: Any, receivers: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(each.account, f"{each.name}, {each.entity}") for each in receivers]
        chosen = _("Choose who answers.")
        self.fields["to"] = forms.ChoiceField(
            label=_("Who answers there"), choices=known, widget=forms.RadioSelect,
            error_messages={"required": chosen, "invalid_choice": chosen},
        )  # fmt: skip
        self.offers = self.offers and bool(known)


class SeenForm(forms.Form):
    """That somebody asked, or that a second person agrees: of what stood on her page."""

    seen_part = forms.IntegerField(widget=forms.HiddenInput)


def _ours_only(fields: Mapping[str, Any], question: Any) -> None:
    """Whoever accompanies her answers this, so "she does not say" is no answer to it."""
    if question.ours and question.list:
        field = fields[question.code]
        field.choices = [pair for pair in field.choices if pair[0] not in NOT_SAID]
