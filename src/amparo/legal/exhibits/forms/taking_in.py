"""What is asked before a piece is taken in, and about it."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.uploads import CUT, TOO_LARGE, TOO_MANY
from amparo.formats.codes import choices
from amparo.formats.custody_chain.events import HEX64
from amparo.legal.exhibits.actions.exhibits import SAID

CHOOSE = {"required": _("Choose one first.")}
WRITE = {"required": _("Write this first.")}
GOES_ALONG = _("What you write here may go to the court with the piece.")


class ChildForm(forms.Form):
    """The question that comes before any file is chosen. Its answer is kept nowhere."""

    child = forms.ChoiceField(
        label=_("Could it show a girl, a boy or a teenager in a sexual way, or without clothes?"),
        widget=forms.RadioSelect,
        choices=[("no", _("No")), ("yes", _("Yes")), ("not_sure", _("I am not sure"))],
        error_messages=CHOOSE,
    )


class TakeInForm(forms.Form):
    """A piece, and where it comes from."""

    child = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What it is"), error_messages=CHOOSE)
    file = forms.FileField(
        label=_("The file, as it is"), required=False,
        help_text=_("Up to 10 MB. Leave it empty for an object, or for a larger file that lies elsewhere."),
    )  # fmt: skip
    elsewhere = forms.CharField(
        label=_("Or the SHA-256 of a file that lies elsewhere"), max_length=64, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    described = forms.CharField(
        label=_("What it is, in a few words"), max_length=400, error_messages=WRITE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    got_from = forms.CharField(label=_("From whom it comes"), max_length=200, required=False, help_text=GOES_ALONG)
    got_on = forms.CharField(label=_("When it came"), max_length=80, required=False)
    got_where = forms.CharField(label=_("Where it was handed over"), max_length=200, required=False)
    got_by = forms.CharField(label=_("Who took it"), max_length=200, required=False)
    again = forms.CharField(
        label=_("Why what she told before cannot be used again"), max_length=400, required=False, help_text=GOES_ALONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    privileged = forms.BooleanField(label=_("It stays between her and her lawyer"), required=False)

    def __init__(self, *args: Any, told_before: bool = False, meta: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meta = meta or {}
        field: Any = self.fields["kind"]
        field.choices = [("", gettext("Choose")), *choices("exhibit_kind", get_language() or "es")]
        if not told_before:
            del self.fields["again"]

    def clean_elsewhere(self) -> str:
        """Sixty-four digits and letters, where it is written."""
        text = str(self.cleaned_data["elsewhere"]).strip().lower()
        if text and not HEX64.fullmatch(text):
            raise forms.ValidationError(_("A SHA-256 has 64 signs: 0 to 9 and a to f."))
        return text

    def clean(self) -> dict[str, Any]:
        """A file that did not arrive whole is not taken."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.meta.get(CUT):
            self.add_error("file", _("The line was cut, and the file did not arrive. Send it once more."))
        elif self.meta.get(TOO_LARGE) or self.meta.get(TOO_MANY):
            self.add_error("file", _("This file is larger than 10 MB. Keep it elsewhere, and write its SHA-256 here."))
        elif typed.get("file") and typed.get("elsewhere"):
            self.add_error("elsewhere", _("Either the file or its SHA-256, not both."))
        return typed

    @property
    def said(self) -> dict[str, str]:
        """Where it comes from, as it was written."""
        return {code: str(self.cleaned_data.get(code, "")) for code in SAID}
