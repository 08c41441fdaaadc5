"""What is looked for before a case is opened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.casework.queries.alike import LONGEST


class SoughtForm(forms.Form):
    """A name, a number or an account."""

    sought = forms.CharField(
        label=_("What she is called, or a number"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "As you hear it: Yuli also finds Yuly and Juli. A phone with or without its country, or an account."
        ),
        error_messages={"required": _("Write something first."), "max_length": _("It is too long. Make it shorter.")},
    )
