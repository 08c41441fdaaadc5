"""Pictures and sounds of a form: each is made anew before it is kept, so that no place and no name goes to phones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.uploads import CUT, TOO_LARGE, TOO_MANY
from amparo.formats.media import NotTaken, clean

LARGEST, TOGETHER = 2_000_000, 20_000_000  # bytes of one, and of all that a form has
TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "mp3": "audio/mpeg"}
MADE = {"jpg": "jpg", "jpeg": "jpg", "png": "png", "mp3": "mp3"}  # what making anew gives
WHY = {
    "unavailable": _("This house cannot make files anew, so it takes none. Whoever runs it knows why."),
    "busy": _("Other files are being made anew. Try again in a moment."),
    "too_long": _("“%(name)s” is longer than three minutes."),
}
BROKEN = _("“%(name)s” cannot be read as what its name says. Save it again as jpg, png or mp3.")


def types_of(name: str) -> str:
    """Of which type a file is, by its name; it was made anew as that."""
    return TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


class FilesForm(forms.Form):
    """Several files, found by their names. ``wanted`` are the names in the form, ``held`` the bytes that are here."""

    file = forms.FileField(
        label=_("Pictures and sounds"), required=False,
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.mp3"}),
        help_text=_(
            "Up to six at a time: jpg, png or mp3, at most 2 MB each and 20 MB together. Each has the name that the "
            "form calls it by. They are made anew here, so that no place and no name stays in them."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, meta: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.allow_multiple_selected = True
        self.fields["file"].widget.attrs["multiple"] = True
        self.meta = meta or {}
        self.wanted: set[str] = set()
        self.held = 0
        self.made: dict[str, bytes] = {}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        uploads = self.files.getlist("file") if self.files else []
        if self.meta.get(CUT):
            self.add_error("file", _("The line was cut, and the file did not arrive. Send it once more."))
        elif self.meta.get(TOO_MANY) or self.meta.get(TOO_LARGE):
            self.add_error("file", _("Bring at most six files at a time, none of them larger than 2 MB."))
        elif not uploads:
            self.add_error("file", _("Choose the file."))
        for upload in uploads if not self.errors else []:
            self._take(str(upload.name), upload.read())
        return typed

    def _take(self, name: str, data: bytes) -> None:
        """One of them, or the sentence why not. The others are not lost by it."""
        ending = name.rpartition(".")[2].lower()
        fault: Any = None
        if name not in self.wanted:
            fault = _("The form names no file “%(name)s”. Look at how it is spelled, with small and large letters.")
        elif ending not in TYPES:
            fault = BROKEN
        elif len(data) > LARGEST:
            fault = _("“%(name)s” is larger than 2 MB. Make it smaller first.")
        if fault is None:
            try:
                made = clean(data, wanted="voice" if ending == "mp3" else "photo")
            except NotTaken as error:
                fault = WHY.get(error.kind, BROKEN)
            else:
                fault = self._fits(made.extension, ending, made.data)
        if fault is None:
            self.made[name] = made.data
            self.held += len(made.data)
        else:
            self.add_error("file", fault % {"name": name})

    def _fits(self, extension: str, ending: str, data: bytes) -> Any:
        """Is it what its name says, and is there room for it?"""
        if extension != MADE[ending]:
            return BROKEN
        if len(data) > LARGEST:
            return _("“%(name)s” is larger than 2 MB. Make it smaller first.")
        if self.held + len(data) > TOGETHER:
            return _("With “%(name)s” the files of this form weigh more than 20 MB together.")
        return None
