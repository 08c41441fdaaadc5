"""How ODK Collect reads what a server tells it: its rules, written for tests from what the app does.

It reads with the parser of the standard library and shares nothing with what it judges. None is what the app makes of a
list that it drops whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"


@dataclass(frozen=True)
class ReadForm:
    """A form of a list."""

    form_id: str
    name: str
    version: str | None
    hash: str | None
    download_url: str
    manifest_url: str | None


@dataclass(frozen=True)
class ReadFile:
    """A file of a manifest."""

    filename: str
    hash: str
    download_url: str


def parts(element: ElementTree.Element, space: str) -> dict[str, str | None]:
    """The texts of the children in this namespace, without blanks around them; None where there is none."""
    told = {}
    for child in element:
        where, _bracket, name = child.tag.removeprefix("{").partition("}")
        if where.lower() == space.lower():
            told[name] = (child.text or "").strip() or None
    return told


def read_form_list(document: bytes) -> list[ReadForm] | None:
    """The forms of a list; None where one of them lacks its id, its name or its address."""
    root = ElementTree.fromstring(document)
    if root.tag != f"{{{LIST}}}xforms":
        return None
    forms = []
    for each in root:
        if each.tag.lower() != f"{{{LIST}}}xform".lower():
            continue
        told = parts(each, LIST)
        form_id, name, url = told.get("formID"), told.get("name"), told.get("downloadUrl")
        if form_id is None or name is None or url is None:
            return None
        digest = told.get("hash")
        if each.find(f"{{{LIST}}}hash") is not None and digest is None:
            raise ValueError("the app falls over an empty hash")
        digest = digest.removeprefix("md5:") if digest and digest.startswith("md5:") else None
        forms.append(ReadForm(form_id, name, told.get("version"), digest, url, told.get("manifestUrl")))
    return forms


def read_manifest(document: bytes) -> list[ReadFile] | None:
    """The files of a manifest; None where one of them lacks its name, its hash or its address."""
    root = ElementTree.fromstring(document)
    if root.tag != f"{{{MANIFEST}}}manifest":
        return None
    files = []
    for each in root:
        if each.tag.lower() != f"{{{MANIFEST}}}mediaFile".lower():
            continue
        told = parts(each, MANIFEST)
        name, digest, url = told.get("filename"), told.get("hash"), told.get("downloadUrl")
        if name is None or digest is None or url is None:
            return None
        files.append(ReadFile(name.rstrip("/").rpartition("/")[2], digest[len("md5:") :], url))
    return files


def read_message(document: bytes) -> tuple[str, str] | None:
    """What a phone shows of an answer to a submission, and of what nature it is; None where this is no such answer."""
    root = ElementTree.fromstring(document)
    message = root.find(f"{{{RESPONSE}}}message")
    if root.tag != f"{{{RESPONSE}}}OpenRosaResponse" or message is None:
        return None
    return message.get("nature", ""), message.text or ""


# --- what the app makes of an answer as a whole: is it the server, or a network that wants a sign-in first? ---


def made_of_list(status: int, headers: Mapping[str, str], document: bytes) -> str:
    """Of an answer to the question for forms: ``forms``, ``who`` (a password is asked), ``no server``, ``network``."""
    if status == 401:
        return "who"
    if status != 200:
        return "no server"
    if "text/xml" not in headers.get("Content-Type", "").lower():
        return "network"  # the app itself says: do you have to sign in to your network?
    if "X-OpenRosa-Version" not in headers or read_form_list(document) is None:
        return "no server"
    return "forms"


def made_of_head(status: int) -> str:
    """Of the question before sending: ``goes on``, ``who`` or ``network``. What is no success does not stop the app."""
    if status == 401:
        return "who"
    return "network" if 200 <= status < 300 and status != 204 else "goes on"


def made_of_sent(status: int, document: bytes) -> tuple[str, str]:
    """Of an answer to what was sent: ``sent``, ``network``, ``who`` or ``not sent``, and the sentence that is shown."""
    try:
        told = read_message(document)
    except ElementTree.ParseError:
        told = None
    said = told[1] if told is not None else ""
    if status in (201, 202):
        return "sent", said
    if status in (200, 204):
        return "network", ""
    return ("who", "") if status == 401 else ("not sent", said)
