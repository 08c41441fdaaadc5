"""The forms of the coordinator, of a peer who went there, and of a focal point who will be away."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.access.focal_points.forms.fields import PREFIX, PlaceField, trained, training_fields
from amparo.access.focal_points.models import SEEN, TOLD
from amparo.access.focal_points.policies import LONGEST_AWAY, OLDEST_VISIT
from amparo.commons.accounts.forms import SIGN_IN_NAME, plain_name
from amparo.commons.accounts.queries import find_organisation, is_name_taken
from amparo.commons.directory.forms.fields import DayField
from amparo.commons.directory.queries.bodies import is_closed
from amparo.formats.codes import choices

ASKED = {
    "was_there": _("Was she there?"),
    "knew_what_to_do": _("Did she know what to do?"),
    "name_respected": _("Did they use the name that was given?"),
    "asked_papers": _("Did they ask for papers before anything else?"),
    "asked_complaint": _("Did they ask for a complaint before anything else?"),
}


class FactsForm(forms.Form):
    """What she answers for, where, in which languages, and what she was trained in."""

    place = PlaceField(label=_("Town where she is"), max_length=120)
    competences = forms.MultipleChoiceField(label=_("What she answers for"), widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(
        label=_("Languages she speaks"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, today: date, deputies: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, language = today, get_language() or "es"
        self.fields["competences"].choices = choices("competence", language)  # type: ignore[attr-defined]
        self.fields["languages"].choices = choices("language", language)  # type: ignore[attr-defined]
        self.fields.update(training_fields())
        self.deputies = {each.reference: each for each in deputies or ()}
        if deputies is not None:
            named = [(reference, each.user.name_used) for reference, each in self.deputies.items()]
            self.fields["deputy"] = forms.ChoiceField(
                label=_("Who stands in while she is away"),
                required=False,
                choices=[("", _("Nobody yet")), *named],
                help_text=_("Another focal point of the same office."),
            )

    def clean(self) -> dict[str, Any]:
        """Nobody was trained on a day that has not come."""
        typed: dict[str, Any] = super().clean() or {}
        for name, day in list(typed.items()):
            if name.startswith(PREFIX) and day and day > self.today:
                self.add_error(name, _("This day has not come yet."))
        return typed

    @property
    def trainings(self) -> list[Any]:
        """The fields of what she was trained in."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def facts(self) -> dict[str, Any]:
        """What is written of her, without the hours."""
        typed = self.cleaned_data
        return {"competences": typed["competences"], "languages": typed["languages"], "trainings": trained(typed)}

    def deputy(self) -> Any:
        """Who stands in, or nobody."""
        return self.deputies.get(self.cleaned_data.get("deputy", ""))


class InviteForm(FactsForm):
    """The same, with her body and her account."""

    organisation = forms.CharField(
        label=_("Public body"), help_text=_("Its name as the list of places writes it."), max_length=200
    )
    name_used = forms.CharField(
        label=_("The name she uses"), help_text=_("Nothing else about her as a person is asked."), max_length=60
    )
    sign_in_name = forms.CharField(
        label=_("Name to come in"),
        help_text=_("Small letters, figures, dots. Not a mail address, not a phone."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "class": "short", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of her page"), choices=settings.LANGUAGES)

    def clean_organisation(self) -> Any:
        found = find_organisation(plain_name(self.cleaned_data["organisation"]))
        if found is None:
            raise ValidationError(_("The list of places has no such organisation, or has it twice. Look at its name."))
        if is_closed(found):
            raise ValidationError(
                _(
                    "The list of places says that it no longer exists. Confirm its place first, "
                    "or choose another office."
                )
            )
        return found

    def clean_name_used(self) -> str:
        return plain_name(self.cleaned_data["name_used"])

    def clean_sign_in_name(self) -> str:
        name = str(self.cleaned_data["sign_in_name"]).lower()
        if not SIGN_IN_NAME.fullmatch(name):
            raise ValidationError(_("Use small letters without accents, figures, dots or hyphens: ana.r"))
        if is_name_taken(name):
            raise ValidationError(_("Somebody has this name to come in, or had it. Choose another."))
        return name

    def person(self) -> dict[str, str]:
        """Her account."""
        return {name: self.cleaned_data[name] for name in ("name_used", "sign_in_name", "language")}


class VisitForm(forms.Form):
    """What somebody saw who went there. Nothing in her own words: a sentence could say who was received that day."""

    on = DayField(label=_("On which day?"), error_messages={"required": _("Write the day.")})
    thanked = forms.BooleanField(
        label=_("She who went was given thanks for her time and transport"),
        help_text=_("Before anything is asked of her."),
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, language = today, get_language() or "es"
        self.fields["on"].initial = today
        for name in SEEN:
            self.fields[name] = forms.ChoiceField(
                label=ASKED[name],
                choices=[each for each in choices("known", language) if each[0] in TOLD],
                initial="unknown",
                widget=forms.RadioSelect,
            )
        self.order_fields(["on", *SEEN, "thanked"])

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if not isinstance(day, date):
            raise ValidationError(_("Write the day."))
        if day > self.today:
            raise ValidationError(_("This day has not come yet. Write the day of the visit."))
        if day < self.today - timedelta(days=OLDEST_VISIT):
            raise ValidationError(_("That is more than 90 days ago, so it says little of today. Go again."))
        return day

    def saw(self) -> dict[str, str]:
        """The answers."""
        return {name: self.cleaned_data[name] for name in SEEN}


class AwayForm(forms.Form):
    """Until when she is not there."""

    until = DayField(
        label=_("Until which day are you away?"),
        help_text=_("Day, month and year, like 24/11/2026."),
        error_messages={"required": _("Write the day.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        day = self.cleaned_data["until"]
        if not isinstance(day, date):
            raise ValidationError(_("Write the day."))
        if day < self.today:
            raise ValidationError(_("This day is over. Write the last day on which you are not there."))
        if day > self.today + timedelta(days=LONGEST_AWAY):
            raise ValidationError(
                _("That is more than 60 days. Tell the coordinator: she looks for somebody else of your office.")
            )
        return day
