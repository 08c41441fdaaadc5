"""A task as fields: what, of which kind, who does it, which day; and what came of it."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.casework.actions.tasks import DUE, WHO
from amparo.casework.forms.questions import SEEN, MomentField, QuestionsForm
from amparo.casework.queries.tasks import EVERY
from amparo.commons.audit.actions import opaque
from amparo.formats.case_questions import LONGEST, Answer, by_section, digest_of
from amparo.formats.codes import by_code, choices
from amparo.vault.queries.desk import name_of

LATEST = 730  # days from today
NOBODY = _("Choose somebody of the list: one who reads the case.")
NO_DAY = _("Choose a day between today and two years from now.")


def who_of(readers: list[Any]) -> list[tuple[str, str]]:
    """Who may do it: those who read the case, by name."""
    return sorted(((opaque(each.user), name_of(each)) for each in readers if each.user_id), key=lambda each: each[1])


def every_choices() -> list[tuple[str, str]]:
    """How often."""
    told = gettext("Every %(n)s days")
    return [("0", gettext("Once")), ("1", gettext("Every day")), *((str(n), told % {"n": n}) for n in EVERY[2:])]


class TaskForm(QuestionsForm):
    """What is to be done. Its kind, its day and who does it are asked for: without them nobody would do it."""

    def __init__(
        self,
        *args: Any,
        readers: list[Any],
        me: str,
        today: date,
        planned: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """``planned``: who, due and every of a task that is there."""
        super().__init__(*args, questions=by_section("task")["task"].questions, **kwargs)
        self.today, known = today, {"who": me, "due": today, "every": 0, **(planned or {})}
        if planned:
            seen = json.loads(self.initial[SEEN])
            seen |= {WHO: [0, digest_of(Answer(known["who"]))], DUE: [0, digest_of(Answer(str(known["due"] or "")))]}
            self.initial[SEEN] = json.dumps(seen)
        language, kind = get_language() or "es", self.fields["task_kind"]
        self.fields["task_kind"] = forms.ChoiceField(
            label=kind.label,
            choices=[("", gettext("Choose")), *choices("task_kind", language)],
            error_messages={"required": _("Choose of which kind it is.")},
        )
        self.fields["who"] = forms.ChoiceField(
            label=_("Who does it"),
            choices=who_of(readers),
            initial=known["who"],
            error_messages={"required": NOBODY, "invalid_choice": NOBODY},
        )
        self.fields["due"] = MomentField(
            kind="day", label=_("For which day"), required=False, initial=str(known["due"] or today)
        )
        self.fields["every"] = forms.ChoiceField(
            label=_("How often"), choices=every_choices(), initial=str(known["every"])
        )

    def clean_due(self) -> date:
        """A day that is not over, unless it stood there before."""
        if not self.cleaned_data["due"]:
            raise forms.ValidationError(NO_DAY)
        due = date.fromisoformat(self.cleaned_data["due"])
        was = str(self.initial.get("due") or self.fields["due"].initial)
        if str(due) != was and not self.today <= due <= self.today + timedelta(days=LATEST):
            raise forms.ValidationError(NO_DAY)
        return due

    def plan(self) -> dict[str, Any]:
        """Who, when, how often."""
        cleaned = self.cleaned_data
        return {"who": cleaned["who"], "due_on": cleaned["due"], "every": int(cleaned["every"])}


class DoneForm(forms.Form):
    """What came of it, and the day of the following one."""

    outcome = forms.ChoiceField(label=_("How it went"), error_messages={"required": _("Choose what came of it.")})
    told = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=LONGEST["text"],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("It is too long. Make it shorter.")},
    )

    def __init__(self, *args: Any, outcomes: list[str], today: date, every: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known, language, field = by_code("task_outcome"), get_language() or "es", self.fields["outcome"]
        field.choices = [("", gettext("Choose")), *((each, known[each].label(language)) for each in outcomes)]  # type: ignore[attr-defined]
        following = str(today + timedelta(days=every)) if every else ""
        self.today = today
        self.fields["next_on"] = MomentField(
            kind="day",
            label=_("The next time"),
            required=False,
            initial=following,
            help_text=_("The same again on this day. Leave it empty where there is none."),
        )

    def clean_next_on(self) -> date | None:
        """A day to come, or none."""
        text = self.cleaned_data["next_on"]
        if not text:
            return None
        day = date.fromisoformat(text)
        if not self.today <= day <= self.today + timedelta(days=LATEST):
            raise forms.ValidationError(NO_DAY)
        return day

    def clean(self) -> dict[str, Any]:
        """What is put off needs the day to which it is."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == "postponed" and "next_on" in cleaned and not cleaned["next_on"]:
            self.add_error("next_on", _("To which day? Write it here."))
        return cleaned
