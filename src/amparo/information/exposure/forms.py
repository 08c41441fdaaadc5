"""How many there may be: three numbers, or none."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 10_000_000
NAMES = ("low", "middle", "high")


class SizesForm(forms.Form):
    """A low, a middle and a high number of people. All three, in order, or nothing."""

    low = forms.IntegerField(label=_("At least"), min_value=1, max_value=MOST, required=False)
    middle = forms.IntegerField(label=_("Most likely"), min_value=1, max_value=MOST, required=False)
    high = forms.IntegerField(label=_("At most"), min_value=1, max_value=MOST, required=False)

    def clean(self) -> dict[str, Any]:
        """In order, and none alone."""
        found = super().clean() or {}
        given = [found[name] for name in NAMES if found.get(name) is not None]
        if given and (len(given) < len(NAMES) or given != sorted(given)):
            raise forms.ValidationError(_("Write all three, from the smallest to the largest, or leave all empty."))
        return found | {"sizes": given}
