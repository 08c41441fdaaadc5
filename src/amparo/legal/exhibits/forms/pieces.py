"""What is asked about a piece that is here: her word, what is covered, to whom it goes."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.formats.codes import by_code, choices
from amparo.formats.media import MOST_BOXES
from amparo.legal.exhibits.actions.exhibits import HANDED
from amparo.legal.exhibits.forms.taking_in import CHOOSE, GOES_ALONG, WRITE
from amparo.vault.actions.letters import NotAKey, checked
from amparo.vault.queries.desk import name_of


def _language() -> str:
    return get_language() or "es"


class WordForm(forms.Form):
    """What she says to the use of this piece."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)  # the number of the word she read
    saying = forms.ChoiceField(
        label=_("What she says"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[
            ("yes", _("Yes, it may be used")), ("yes_with_limits", _("Yes, with limits")), ("no", _("No")),
            ("take_back", _("She takes her yes back")),
        ],
    )  # fmt: skip
    limits = forms.CharField(
        label=_("Her limits, in her words"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    method = forms.ChoiceField(label=_("How she said it"), required=False)
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=730, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["method"]
        field.choices = [("", gettext("Choose")), *choices("consent_method", _language())]

    def clean(self) -> dict[str, Any]:
        """A yes says how; a yes with limits says which."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        typed["seen"] = typed.get("seen") or 0  # nobody had said anything yet
        if str(typed.get("saying", "")).startswith("yes") and not typed.get("method"):
            self.add_error("method", _("Write how she said it."))
        if typed.get("saying") == "yes_with_limits" and not typed.get("limits", "").strip():
            self.add_error("limits", _("Write her limits first, in her words."))
        return typed


class BoxesForm(forms.Form):
    """What is made black in a picture, by numbers."""

    boxes = forms.CharField(
        label=_("What is made black"), max_length=2_000, error_messages=WRITE,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_(
            "One box a line, four numbers from 0 to 100: left, top, right, bottom. 0 0 50 20 is the upper left part."
        ),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=200, error_messages=WRITE, help_text=GOES_ALONG)

    def clean_boxes(self) -> list[tuple[int, ...]]:
        """The boxes, each of four numbers that are a box."""
        lines = [
            line.replace(",", " ").split() for line in str(self.cleaned_data["boxes"]).splitlines() if line.strip()
        ]
        try:
            found = [tuple(int(each) for each in line) for line in lines]
        except ValueError:
            found = []
        fits = all(
            len(box) == 4 and 0 <= box[0] < box[2] <= 100 and 0 <= box[1] < box[3] <= 100 for box in found
        )  # fmt: skip
        if not found or not fits or len(found) > MOST_BOXES:
            raise forms.ValidationError(_("A line is no box. Write four numbers, like this: 0 0 50 20."))
        return found


class PassagesForm(forms.Form):
    """What is taken out of a text."""

    passages = forms.CharField(
        label=_("What is taken out"), max_length=20_000, error_messages=WRITE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One passage a line, exactly as it stands in the text. Each is taken out wherever it stands."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=200, error_messages=WRITE, help_text=GOES_ALONG)

    def clean_passages(self) -> list[str]:
        """The passages, without empty lines."""
        return [each.strip() for each in str(self.cleaned_data["passages"]).splitlines() if each.strip()]


class HandForm(forms.Form):
    """That a piece was handed over, given back, copied or destroyed outside of here."""

    action = forms.ChoiceField(label=_("What was done"), error_messages=CHOOSE)
    counterpart = forms.CharField(label=_("With whom"), max_length=200, error_messages=WRITE, help_text=GOES_ALONG)
    reason = forms.CharField(label=_("Why"), max_length=200, error_messages=WRITE, help_text=GOES_ALONG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["action"]
        known = by_code("custody_act")
        field.choices = [("", gettext("Choose")), *((code, known[code].label(_language())) for code in HANDED)]


class FolderForm(forms.Form):
    """Which pieces go out, to whom, and under which lock."""

    items = forms.MultipleChoiceField(
        label=_("Which pieces"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one piece.")},
    )  # fmt: skip
    to = forms.CharField(label=_("For whom"), max_length=200, error_messages=WRITE, help_text=GOES_ALONG)
    runs = forms.ChoiceField(label=_("Who runs that body"), error_messages=CHOOSE)
    reason = forms.CharField(label=_("Why"), max_length=200, error_messages=WRITE, help_text=GOES_ALONG)
    key = forms.CharField(
        label=_("Its age key"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It begins with age1. Without one the folder is not locked, and a second person looks first."),
    )  # fmt: skip
    second = forms.ChoiceField(label=_("Who looks first"), required=False)

    def __init__(self, *args: Any, pieces: list[tuple[str, str]], seconds: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seconds = {each.reference: each for each in seconds}
        fields: Any = self.fields
        fields["items"].choices = pieces
        fields["runs"].choices = [("", gettext("Choose")), *choices("operator", _language())]
        rows = [(reference, name_of(each)) for reference, each in self.seconds.items()]
        fields["second"].choices = [("", gettext("Nobody: it is locked, and not for a body of the State")), *rows]

    def clean_key(self) -> str:
        """As it should be written, where it is written."""
        text = str(self.cleaned_data["key"]).strip()
        try:
            return checked(text) if text else ""
        except NotAKey as error:
            raise forms.ValidationError(_("This is no age key. It begins with age1 and has 62 signs.")) from error

    @property
    def chosen(self) -> Any:
        """Who looks first, if anybody does."""
        return self.seconds.get(self.cleaned_data["second"])


class WhyNotForm(forms.Form):
    """Why somebody does not agree."""

    why = forms.CharField(label=_("Why not"), max_length=200, error_messages=WRITE)
