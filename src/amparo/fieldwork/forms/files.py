"""Pictures and sounds of a form: each is made anew before it is kept, so that no place and no name goes to phones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.uploads import CUT, TOO_LARGE, TOO_MANY
from amparo.formats.media import NotTaken, clean
from amparo.formats.media.kinds import kind_of

LARGEST, TOGETHER = 2_000_000, 20_000_000  # bytes of one, and of all that a form has
KINDS = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "mp3": "mp3"}  # by how a name ends
TYPES = {"jpeg": "image/jpeg", "png": "image/png", "mp3": "audio/mpeg"}
WHY = {
    "unavailable": _("This house cannot make files anew, so it takes none. Whoever runs it knows why."),
    "busy": _("Other files are being made anew. Try again in a moment."),
    "too_long": _("“%(name)s” is longer than three minutes."),
}
BROKEN = _("“%(name)s” cannot be read as what its name says. Save it again as jpg, png or mp3.")


def type_of(content: bytes) -> str:
    """Of which type a file is, by its first bytes: a picture may have been made anew as one of another kind."""
    return TYPES.get(kind_of(content), "application/octet-stream")


class Several(forms.FileInput):
    """A field for more than one file."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """All the files that were chosen; each of them is looked at by the form."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return list(data or [])


class FilesForm(forms.Form):
    """Several files, found by their names. ``wanted`` are the names in the form, ``held`` the bytes that are here."""

    file = FilesField(
        label=_("Pictures and sounds"), required=False,
        widget=Several(attrs={"accept": ".jpg,.jpeg,.png,.mp3", "multiple": True}),
        help_text=_(
            "Up to six at a time: jpg, png or mp3, at most 2 MB each and 20 MB together. Each has the name that the "
            "form calls it by. They are made anew here, so that no place and no name stays in them."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, meta: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meta = meta or {}
        self.wanted: set[str] = set()
        self.held = 0
        self.made: dict[str, bytes] = {}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        uploads = typed.get("file", [])
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
        if not data:
            fault = _("“%(name)s” is empty.")
        elif name not in self.wanted:
            fault = _("The form names no file “%(name)s”. Look at how it is spelled, with small and large letters.")
        elif len(data) > LARGEST:
            fault = _("“%(name)s” is larger than 2 MB. Make it smaller first.")
        elif ending not in KINDS or kind_of(data) != KINDS[ending]:
            fault = BROKEN
        if fault is None:
            try:
                made = clean(data, wanted="voice" if ending == "mp3" else "photo")
            except NotTaken as error:
                fault = WHY.get(error.kind, BROKEN)
            else:
                fault = self._fits(made.data)
        if fault is None:
            self.made[name] = made.data
            self.held += len(made.data)
        else:
            self.add_error("file", fault % {"name": name})

    def _fits(self, data: bytes) -> Any:
        """Is there room for it?"""
        if len(data) > LARGEST:
            return _("“%(name)s” is larger than 2 MB. Make it smaller first.")
        if self.held + len(data) > TOGETHER:
            return _("With “%(name)s” the files of this form weigh more than 20 MB together.")
        return None
