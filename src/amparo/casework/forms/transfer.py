"""To which organisation a case goes, with which key, and what was made sure of first."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.casework.actions.transfer import To
from amparo.casework.queries.permissions import Permission
from amparo.casework.queries.transfer import TRAVELS
from amparo.formats.codes import label


class TransferForm(forms.Form):
    """Everything that two people say to each other on the telephone before something leaves."""

    permission = forms.ChoiceField(
        label=_("To whom, as she allowed it"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose to whom first."),
            "invalid_choice": _("That permission lets nothing through any more. Look at what she allows."),
        },
    )
    recipient = forms.CharField(
        label=_("Their key, which begins with age1"),
        max_length=100,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"}),
        error_messages={"required": _("Their key is missing. They make one with age-keygen, and write you the line.")},
    )
    aloud = forms.CharField(
        label=_("The five groups they read to you aloud"),
        help_text=_("Ring them, on a number you know. They read what their own page or program shows for this key."),
        max_length=40,
        error_messages={"required": _("Ring them first. Whoever cannot hear it does not know whose key it is.")},
    )
    accepts = forms.BooleanField(label=_("They said that they take it"), required=False)
    is_safe = forms.BooleanField(
        label=_("It is none of those who hurt her, and nobody of theirs works there, as far as she and you know"),
        required=False,
    )

    def __init__(self, *args: Any, offered: list[Permission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, field = get_language() or "es", self.fields["permission"]
        choices = [(each.part.reference, f"{each.name}: {_kind(each, language)}") for each in offered]
        field.choices = choices  # type: ignore[attr-defined]

    def to(self) -> To:
        """To whom it goes, for the action."""
        said = self.cleaned_data
        met = {"receiver_accepts": said["accepts"], "not_left_out": said["is_safe"]}
        sure = frozenset(name for name, holds in met.items() if holds)
        return To(said["permission"], said["recipient"].strip(), said["aloud"], sure)


def _kind(permission: Permission, language: str) -> str:
    content = [label("consent_content", each, language) for each in sorted(permission.consent.scope.content & TRAVELS)]
    return f"{label('consent_kind', permission.kind, language)} ({' · '.join(content)})"


class ArrivedForm(forms.Form):
    """How she knows that it arrived."""

    how = forms.CharField(
        label=_("How you know that it arrived"),
        max_length=200,
        error_messages={"required": _("Write who told you. Until they say so, the case stays yours.")},
    )
