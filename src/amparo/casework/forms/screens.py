"""What the second person says, before another conversation is offered."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SecondForm(forms.Form):
    """Whether it may be offered, and what she noticed."""

    agrees = forms.ChoiceField(
        label=_("May another conversation be offered to her?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes, it may be offered")), ("no", _("No, not now"))],
        error_messages={"required": _("Choose one of the two.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("What you noticed"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("It is too long. Make it shorter.")},
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
