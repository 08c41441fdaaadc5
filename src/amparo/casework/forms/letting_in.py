"""What is asked of letting somebody in, of a hold, and of destroying a case."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.casework.forms.exports import CHOOSE_WHY, of_list
from amparo.commons import clock
from amparo.formats.case_questions import Answer
from amparo.formats.codes import codes
from amparo.vault.queries.desk import name_of


class AskForm(forms.Form):
    """Which case somebody has to read, whom she asks, and why."""

    which = forms.CharField(
        label=_("Which case"),
        max_length=60,
        error_messages={"required": _("Say which case you mean.")},
        help_text=_("Its name, sixteen letters and figures; or how your colleague will know it. No name of hers."),
    )
    whom = forms.ChoiceField(label=_("Whom you ask"), required=False)
    why = forms.ChoiceField(label=_("Why you have to read it"), error_messages=CHOOSE_WHY)
    words = forms.CharField(label=_("In a few words"), max_length=200, required=False)

    def __init__(self, *args: Any, colleagues: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.colleagues = {each.reference: each for each in colleagues}
        fields: Any = self.fields
        fields["why"].choices = of_list("letting_in_reason")
        named = [(reference, name_of(each)) for reference, each in self.colleagues.items()]
        fields["whom"].choices = [("", gettext("Whoever reads the case of this name")), *named]

    @property
    def chosen(self) -> Any:
        """Whom she asks, or None."""
        return self.colleagues.get(self.cleaned_data["whom"])


class CaseForm(forms.Form):
    """One of her cases."""

    case = forms.ChoiceField(label=_("Which case"), error_messages={"required": _("Choose a case first.")})

    def __init__(self, *args: Any, cases: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["case"]
        field.choices = [("", gettext("Choose")), *cases]


class LettingInForm(forms.Form):
    """Why somebody is let in, and for how long."""

    why = forms.ChoiceField(label=_("Why she reads"), error_messages=CHOOSE_WHY)
    words = forms.CharField(label=_("In a few words"), max_length=200, required=False)
    until = forms.ChoiceField(label=_("For how long"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["why"].choices = of_list("letting_in_reason")
        fields["until"].choices = [
            ("", gettext("Without an end")), ("3h", gettext("Three hours")), ("1d", gettext("Until tomorrow night")),
            ("7d", gettext("A week")), ("30d", gettext("Thirty days")), ("90d", gettext("Ninety days")),
        ]  # fmt: skip

    def answers(self) -> dict[str, Answer]:
        """Why, as it is sealed with the case."""
        said = self.cleaned_data
        return {"letting_in_why": Answer(said["why"]), "letting_in_words": Answer(said["words"].strip() or None)}

    @property
    def time_said(self) -> str:
        """For how long, as it was chosen."""
        field: Any = self.fields["until"]
        return str(dict(field.choices).get(self["until"].value() or "", ""))

    def moment(self, now: datetime) -> datetime | None:
        """Until when; days end with their last minute where the organisation is."""
        said = self.cleaned_data["until"]
        if not said:
            return None
        if said.endswith("h"):
            return now + timedelta(hours=int(said[:-1]))
        ends = clock.day(now) + timedelta(days=int(said[:-1]) + 1)
        return min(clock.at(ends), now + timedelta(days=90))


class HoldForm(forms.Form):
    """Until when a case is not destroyed."""

    until = forms.DateField(
        label=_("Until which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day after today and within a year. On that day two people look at it again."),
            "invalid": _("Write the day like this: 2026-11-25."),
        },
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, *args: Any, first: date | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if first:
            self.fields["until"].initial = first + timedelta(days=180)


class DestroyForm(forms.Form):
    """By whose wish a case goes before its day."""

    why = forms.ChoiceField(label=_("By whose wish"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["why"]
        chosen = [each for each in codes("destroyed_why") if each.more["chosen"]]
        field.choices = [("", gettext("Choose")), *((each.code, each.label(get_language() or "es")) for each in chosen)]
