"""What is asked of an export of more than one person."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.casework.queries.exports import To
from amparo.formats.codes import by_code, choices
from amparo.formats.codes import label as label_of
from amparo.vault.actions.letters import NotAKey, checked
from amparo.vault.forms import NOT_A_KEY
from amparo.vault.queries.desk import name_of

CHOOSE_SOMEBODY = {"required": _("Choose somebody first.")}
CHOOSE_WHY = {"required": _("Choose why first.")}


def _language() -> str:
    return get_language() or "es"


def of_list(name: str, first: Any = "") -> list[tuple[str, str]]:
    """The codes of a list with nothing chosen before."""
    return [("", first or gettext("Choose")), *choices(name, _language())]


def holds(kind: str, language: str) -> str:
    """What stands in a list of this kind."""
    return str(by_code("export_kind")[kind].more[f"holds_{language}"])


class ExportForm(forms.Form):
    """Which kind, which cases, why, for whom, and who is asked to look at it."""

    kind = forms.ChoiceField(label=_("Which list"), widget=forms.RadioSelect)
    cases = forms.MultipleChoiceField(
        label=_("Which cases"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one case.")},
    )
    reason = forms.ChoiceField(label=_("Why"), error_messages=CHOOSE_WHY)
    words = forms.CharField(label=_("In a few words"), max_length=200, required=False)
    reader = forms.ChoiceField(label=_("For somebody who reads here"), required=False)
    organisation = forms.CharField(label=_("Or for an organisation"), max_length=120, required=False)
    recipient = forms.CharField(
        label=_("Its age key"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It begins with age1. Only who has the key to it opens the file."),
    )
    is_state = forms.BooleanField(label=_("This organisation belongs to the State"), required=False)
    second = forms.ChoiceField(
        label=_("Who looks at it"),
        error_messages=CHOOSE_SOMEBODY,
        help_text=_(
            "Another person. Whoever gave you your passphrase did not give her hers. She sees the list of cases."
        ),
    )

    def __init__(
        self,
        *args: Any,
        kinds: list[str],
        cases: list[tuple[str, str]],
        seconds: list[Any],
        readers: list[Any],
        **more: Any,
    ):
        super().__init__(*args, **more)
        self.seconds = {each.reference: each for each in seconds}
        self.readers = {each.reference: each for each in readers}
        fields: Any = self.fields
        fields["kind"].choices = [
            (code, f"{label_of('export_kind', code, _language())}. {holds(code, _language())}") for code in kinds
        ]
        fields["kind"].initial = next(iter(kinds), "")
        fields["cases"].choices = cases
        fields["reason"].choices = of_list("export_reason")
        fields["reader"].choices = [
            ("", gettext("Nobody of these")),
            *((ref, name_of(r)) for ref, r in self.readers.items()),
        ]
        fields["second"].choices = [("", gettext("Choose")), *((ref, name_of(r)) for ref, r in self.seconds.items())]

    def clean_recipient(self) -> str:
        """As it should be written, where it is written."""
        text = self.cleaned_data["recipient"].strip()
        try:
            return checked(text) if text else ""
        except NotAKey as error:
            raise forms.ValidationError(NOT_A_KEY) from error

    def clean(self) -> dict[str, Any]:
        """For a reader, or for an organisation with its key; never for both or for nobody."""
        data: dict[str, Any] = super().clean() or {}
        count = sum(bool(data.get(name)) for name in ("organisation", "recipient"))
        is_one = count == 0 if data.get("reader") else count == 2
        if not is_one and "recipient" not in self.errors:
            self.add_error("reader", _("Say for whom: somebody who reads here, or an organisation and its age key."))
        return data

    @property
    def to(self) -> To:
        """For whom it is."""
        data = self.cleaned_data
        return To(self.readers.get(data["reader"]), data["organisation"].strip(), data["recipient"], data["is_state"])

    @property
    def chosen(self) -> Any:
        """Who looks at it."""
        return self.seconds[self.cleaned_data["second"]]


class WhyForm(forms.Form):
    """Why somebody does not agree."""

    why = forms.CharField(
        label=_("Why not"), max_length=200, error_messages={"required": _("Say why first: it helps her to ask again.")}
    )


class OpenForm(forms.Form):
    """A sealed file that came to her."""

    file = forms.FileField(
        label=_("The file"),
        error_messages={"required": _("Choose the file first."), "empty": _("Choose the file first.")},
    )
