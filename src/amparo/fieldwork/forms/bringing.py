"""Bringing a questionnaire: a sheet, a ready form, or one of the library.

A file that was chosen travels inside the page while something else is mended, so that nobody has to look for it twice.
A browser never fills in a file by itself.
"""

import base64
import binascii
import zlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.uploads import CUT, TOO_LARGE
from amparo.fieldwork.forms.made import INTERVIEW, READY, kinds_of, modules_of
from amparo.fieldwork.forms.seen import SeenForm
from amparo.fieldwork.queries.instruments import is_free
from amparo.formats.codes import choices, label
from amparo.formats.instruments import Instrument as Plan
from amparo.formats.xlsform import LARGEST

ENDINGS = (".xlsx", ".xls", ".csv", ".md", READY)
MOST_CARRIED = 1_500_000  # letters of a file that travels inside the page
A_WORD = RegexValidator(r"\A[a-z][a-z0-9_]*\Z", _("Use small letters, figures and _ only, and begin with a letter."))
AS_TYPED = {"class": "short", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
LONGEST_NAME = 120  # letters of what a file is called: its end, because that says of which kind it is
LONGEST_KEY = 22  # its codebook is called after it, with two letters more


def kind_choices() -> list[tuple[str, str]]:
    """Who answers."""
    return choices("instrument_kind", get_language() or "es")


class KeyField(forms.CharField):
    """The id under which phones know a questionnaire."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Its id"), max_length=LONGEST_KEY, min_length=2, validators=[A_WORD],
            help_text=_(
                "A short word in small letters, without accents, like “risks_2027”. Phones and figures call it so."
            ),
            widget=forms.TextInput(attrs=AS_TYPED),
        )  # fmt: skip

    def clean(self, value: Any) -> str:
        key = str(super().clean(value))
        if not is_free(key):
            raise ValidationError(
                _("Another questionnaire has this id already. Choose another one, or write its next version.")
            )
        return key


class SheetForm(SeenForm):
    """A sheet for a questionnaire that is there. ``meta`` is what the request tells of the files that came with it."""

    file = forms.FileField(
        label=_("The sheet"), required=False,
        help_text=_(
            "A spreadsheet in the format XLSForm (.xlsx, .xls, .csv, .md), or a ready XForm (.xml). At most 5 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"empty": _("This file is empty.")},
    )  # fmt: skip
    carried = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_CARRIED)
    carried_name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)

    def __init__(self, *args: Any, meta: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meta = meta or {}
        self.sheet, self.name = b"", ""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        upload = typed.get("file")
        if self.meta.get(CUT):
            self.add_error("file", _("The line was cut, and the file did not arrive. Send it once more."))
        elif self.meta.get(TOO_LARGE) or (upload is not None and upload.size > LARGEST):
            self.add_error("file", _("The file is larger than 5 MB. Take out pictures and sheets that are not needed."))
        elif upload is not None:
            self.sheet, self.name = upload.read(), str(upload.name)
        else:
            self.sheet, self.name = unpacked(typed.get("carried", "")), typed.get("carried_name", "")
        self.name = "".join(each for each in self.name if each.isprintable())[-LONGEST_NAME:]
        if not self.sheet and "file" not in self.errors:
            self.add_error("file", _("Choose the file."))
        return typed

    def refuse(self, sentence: str) -> None:
        """The sheet itself is wrong: the next one is another file, so this one is not carried on."""
        self.add_error("file", sentence)
        self.sheet = b""

    @property
    def carry(self) -> dict[str, str]:
        """The file as it travels inside the page; nothing where it is wrong itself, or too large for that."""
        if not self.is_bound or not self.sheet or "file" in self.errors:
            return {}
        packed = base64.b64encode(zlib.compress(self.sheet, 9)).decode()
        return {"carried": packed, "carried_name": self.name} if len(packed) <= MOST_CARRIED else {}


class NewForm(SheetForm):
    """The sheet of a new questionnaire, who answers it, and its id."""

    kind = forms.ChoiceField(
        label=_("Who answers it?"), choices=kind_choices, widget=forms.RadioSelect, initial=INTERVIEW,
        help_text=_("Where somebody asks, the phone shows her the ten standards first, each to be ticked."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"] = KeyField()


class LibraryForm(forms.Form):
    """What of an instrument of the library a house takes, who answers it, and its id."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "es"
        parts, halves = modules_of(plan)
        if parts:
            self.fields["modules"] = forms.MultipleChoiceField(
                label=_("Which of its parts fit here?"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(code, label("module", code, language)) for code in parts],
                help_text=_("What is the same everywhere is in it anyhow."),
            )  # fmt: skip
        if halves:
            self.fields["half"] = forms.ChoiceField(
                label=_("Which of the two lists?"), widget=forms.RadioSelect, initial=halves[0],
                choices=[(code, label("module", code, language)) for code in halves],
                help_text=_("A form has one of them. Make another questionnaire of the other one, for the other half."),
            )  # fmt: skip
        kinds = kinds_of(plan)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Who answers it?"), widget=forms.RadioSelect if len(kinds) > 1 else forms.HiddenInput,
            choices=[each for each in kind_choices() if each[0] in kinds], initial=kinds[0],
        )  # fmt: skip
        self.fields["key"] = KeyField()
        self.fields["key"].initial = plan.name if is_free(plan.name) else ""

    @property
    def chosen(self) -> list[str]:
        """The modules."""
        typed = self.cleaned_data
        return [*typed.get("modules", []), *([typed["half"]] if typed.get("half") else [])]


def unpacked(carried: str) -> bytes:
    """The file that travelled inside the page; nothing where it is none, or unpacks to more than is taken."""
    try:
        packed = base64.b64decode(carried, validate=True)
        data = zlib.decompressobj().decompress(packed, LARGEST + 1)
    except (binascii.Error, zlib.error, ValueError):
        return b""
    return data if len(data) <= LARGEST else b""
