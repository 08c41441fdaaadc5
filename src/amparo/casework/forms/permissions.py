"""What she says to a permission, as fields: one thing at a time, a no as easy as a yes."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.casework.actions.permissions import LIMITS, NO, YES, Said
from amparo.casework.queries.partners import PARTNER_KIND, partners
from amparo.casework.queries.permissions import (
    Permission,
    content_of,
    flows_of,
    is_for_house,
    recipient_named,
    recipient_of_way,
)
from amparo.formats.codes import by_code, choices, label
from amparo.formats.consent.permission import ANYBODY, DAYS, HOUSE, Recipient

PERSON = "person"  # a person and no office: of her family, for instance
DAYS_OFFERED = (30, DAYS, 180, 365)
WAYS = ("TEL_H", "MSG_N", "PAR", "PRES")  # of safe_contact: those in which somebody reaches her
NO_METHOD = "no"


class AgreedForm(forms.Form):
    """The first permission of all: may we go with her, and keep what she tells?"""

    agreed = forms.ChoiceField(
        label=_("Does she want us to go with her and keep what she tells?"),
        help_text=_("Ask before you write. Without a yes you help her all the same, and nothing of hers is kept."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agreed"]
        said = [(code, f"{gettext('Yes')}: {text}") for code, text in choices("consent_method", get_language() or "es")]
        field.choices = [("", gettext("She was not asked yet")), *said, (NO_METHOD, gettext("No"))]

    def clean_agreed(self) -> str:
        """How she said yes, or that she was not asked; a no opens no case."""
        agreed = str(self.cleaned_data["agreed"])
        if agreed == NO_METHOD:
            raise forms.ValidationError(_("Then no case is opened. Help her now, and keep nothing of hers."))
        return agreed


class PermissionForm(forms.Form):
    """Her answer to one permission: to whom, how much, how she said it, until when."""

    answer = forms.ChoiceField(
        label=_("What she says"), widget=forms.RadioSelect, error_messages={"required": _("Choose what she said.")}
    )
    name = forms.CharField(label=_("For whom, by name"), required=False, max_length=120)
    who = forms.ChoiceField(label=_("Who that is"), required=False)
    way = forms.ChoiceField(label=_("How to reach her"), required=False)
    content = forms.MultipleChoiceField(
        label=_("What may be told"), widget=forms.CheckboxSelectMultiple, required=False
    )
    method = forms.ChoiceField(label=_("How she said it"), required=False)
    days = forms.TypedChoiceField(label=_("Until when"), coerce=int, required=False)
    number = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    taken = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, standing: Permission | None = None, **kwargs: Any) -> None:
        self.kind, self.standing = kind, standing
        if standing is not None:
            kwargs["initial"] = initial_of(standing)
        super().__init__(*args, **kwargs)
        language = get_language() or "es"
        fields: dict[str, Any] = self.fields
        fields["answer"].choices = [
            (YES, gettext("Yes")), (LIMITS, gettext("Yes, with limits")), (NO, gettext("No"))
        ]  # fmt: skip
        offices = [(code, text) for code, text in choices("operator", language)]
        fields["who"].choices = [("", gettext("Choose")), (PERSON, gettext("A person, not an office")), *offices]
        fields["way"].choices = [
            ("", gettext("Choose")),
            *((each, label("safe_contact", each, language)) for each in WAYS),
        ]
        fields["content"].choices = [(each, label("consent_content", each, language)) for each in content_of(kind)]
        fields["method"].choices = [("", gettext("Choose")), *choices("consent_method", language)]
        fields["days"].choices = [(each, gettext("for %(days)s days") % {"days": each}) for each in DAYS_OFFERED]
        fields["days"].initial = DAYS
        self._leave_out(kind)

    def _leave_out(self, kind: str) -> None:
        """Only what this permission needs is asked."""
        reaches = kind == "contact_by_channel"
        if is_for_house(kind) or reaches or self.standing is not None:
            del self.fields["name"], self.fields["who"]
        if not reaches or self.standing is not None:
            del self.fields["way"]
        if len(content_of(kind)) < 2:
            del self.fields["content"]
        if kind == PARTNER_KIND and "name" in self.fields:
            del self.fields["who"]
            named = [("", gettext("Choose")), *((each, each) for each in partners())]
            self.fields["name"] = forms.ChoiceField(label=_("For whom, by name"), required=False, choices=named)
            self.order_fields(["answer", "name"])

    def clean(self) -> dict[str, Any]:
        """A yes says to whom, how much and how; a no needs nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "name" in self.fields:
            self._check_name(cleaned)
        if "way" in self.fields and not cleaned.get("way"):
            self.add_error("way", _("Choose one way. Each is asked by itself."))
        if cleaned.get("answer") in {YES, LIMITS}:
            if "content" in self.fields and not cleaned.get("content"):
                self.add_error("content", _("Mark what may be told. What is not marked is not told."))
            if not cleaned.get("method"):
                self.add_error("method", _("Choose how she said it."))
        return cleaned

    def _check_name(self, cleaned: dict[str, Any]) -> None:
        """Whom it is for. Only a referral may be for any service, and then nothing goes that tells who she is."""
        name, who = (cleaned.get("name") or "").strip(), cleaned.get("who")
        telling = [each for each in cleaned.get("content") or () if by_code("consent_content")[each].more["identifies"]]
        if not name and not any(each.anybody for each in flows_of(self.kind)):
            self.add_error("name", _("Write whom she named. Each is asked by itself."))
        elif not name and telling:
            self.add_error("name", _("What tells who she is goes only to somebody she named. Write whom."))
        if name and not who and "who" in self.fields:
            self.add_error("who", _("Choose who that is: the State is asked by itself."))

    def said(self, answers: dict[str, Any]) -> Said:
        """What she said, for the action."""
        cleaned = self.cleaned_data
        recipient, name = self._recipient()
        asked = cleaned.get("content") or () if "content" in self.fields else content_of(self.kind)
        return Said(
            self.kind, cleaned["answer"], recipient, name, frozenset(asked), cleaned.get("method") or "",
            cleaned.get("days") or DAYS, answers, cleaned.get("number"), bool(cleaned.get("taken")),
        )  # fmt: skip

    def _recipient(self) -> tuple[Recipient, str]:
        cleaned = self.cleaned_data
        if self.standing is not None:
            return self.standing.consent.recipient, self.standing.name
        if is_for_house(self.kind):
            return HOUSE, ""
        if "way" in self.fields:
            return recipient_of_way(cleaned["way"]), ""
        name, who = cleaned["name"].strip(), cleaned.get("who", PERSON)
        if not name:
            return ANYBODY, ""
        is_state = who != PERSON and bool(by_code("operator")[who].more["state"])
        return recipient_named(name, is_state=is_state), name


def initial_of(standing: Permission) -> dict[str, Any]:
    """A permission as its fields show it. The answer is asked anew."""
    return {
        "content": sorted(standing.consent.scope.content),
        "method": standing.consent.method,
        "number": standing.part.number,
    }
