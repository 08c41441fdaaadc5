"""What a server answers a phone: which forms there are, which files go with one, and how a submission was taken.

Phones are strict: Collect drops a whole list where one form in it lacks its id, its name or its address. So a list that
would be dropped is not written.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
TAKEN, NOT_TAKEN = "submit_success", "submit_error"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# What XML 1.0 cannot hold, not even written as a number.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class ListedForm:
    """A form that a phone may fetch. ``hash`` is that of the bytes at ``download_url``; addresses are whole ones."""

    form_id: str
    name: str
    version: str
    hash: str
    download_url: str
    manifest_url: str = ""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file that goes with a form."""

    name: str
    hash: str
    download_url: str


def hash_of(data: bytes) -> str:
    """How OpenRosa names the content of a file. It says whether it changed, and protects nothing."""
    return f"md5:{hashlib.md5(data, usedforsecurity=False).hexdigest()}"


def form_list(forms: Iterable[ListedForm]) -> bytes:
    """The answer to ``formList``; ValueError where a phone would drop it."""
    return _document(
        "xforms", LIST, "".join(_element("xform", "".join(_form_parts(form)), is_text=False) for form in forms)
    )


def _form_parts(form: ListedForm) -> Iterable[str]:
    yield _element("formID", _there(form.form_id))
    yield _element("name", _there(form.name))
    yield _element("version", form.version)
    yield _element("hash", _hash(form.hash))
    yield _element("downloadUrl", _address(form.download_url))
    if form.manifest_url:
        yield _element("manifestUrl", _address(form.manifest_url))


def manifest(files: Iterable[ListedFile]) -> bytes:
    """The files that go with a form; ValueError where a phone would drop the list or keep a file elsewhere."""
    listed = []
    for file in files:
        if "/" in file.name or "\\" in file.name:
            raise ValueError("The name of a file has no folder before it.")
        parts = (
            ("filename", _there(file.name)),
            ("hash", _hash(file.hash)),
            ("downloadUrl", _address(file.download_url)),
        )
        listed.append(_element("mediaFile", "".join(_element(*part) for part in parts), is_text=False))
    return _document("manifest", MANIFEST, "".join(listed))


def response(message: str, *, nature: str = TAKEN) -> bytes:
    """What a phone shows of how a submission was taken."""
    return _document("OpenRosaResponse", RESPONSE, f'<message nature="{_text(nature)}">{_text(message)}</message>')


def _document(name: str, space: str, inside: str) -> bytes:
    return f'{_HEAD}<{name} xmlns="{space}">{inside}</{name}>\n'.encode()


def _element(name: str, inside: str, *, is_text: bool = True) -> str:
    return f"<{name}>{_text(inside) if is_text else inside}</{name}>"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text), {'"': "&quot;"})


def _there(text: str) -> str:
    if not text.strip():
        raise ValueError("A form has an id and a name, and a file has a name.")
    return text


def _hash(text: str) -> str:
    if not re.fullmatch(r"md5:[0-9a-f]{32}", text):
        raise ValueError("A hash is md5: and 32 figures.")
    return text


def _address(text: str) -> str:
    if not re.match(r"https?://[^/\s]", text):
        raise ValueError("A phone needs whole addresses.")
    return text
