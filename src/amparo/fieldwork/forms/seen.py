"""Two who write at once: a page says how things stood when it was made, and the second of two is told."""

from typing import Any, cast

from django import forms
from django.http import QueryDict


class SeenForm(forms.Form):
    """A form that knows what its writer saw: ``seen`` is a digest of it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def see(self, digest: str, sentence: Any) -> None:
        """Somebody was faster: the sentence says so, all that was typed stays, and saved again it stands."""
        self.add_error(None, str(sentence))
        data = cast(QueryDict, self.data).copy()
        data["seen"] = digest
        self.data = data
