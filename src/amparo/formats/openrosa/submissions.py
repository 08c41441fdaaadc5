"""Reading what a phone sends: an instance of a form, or the slip that goes with a sealed one.

What arrives is read without its form, because the form may be gone or be another version. Paths have no prefixes:
phones write ``orx:meta`` and ``meta`` for the same place. Of attributes only those of the root are read, which say of
which form it is and whether it is sealed.
"""

import binascii
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from amparo.formats.openrosa.documents import META, Element, Limits, read_xml
from amparo.formats.openrosa.faults import BadSubmission
from amparo.formats.openrosa.form_parts import Form

__all__ = ["Answer", "BadSubmission", "Encrypted", "Submission", "media_named", "read_submission"]

LIMITS = Limits(most_bytes=1_000_000, most_elements=50_000)
LONGEST_ID, MOST_KEY_BYTES = 249, 2048
_INSTANCE_ID = re.compile(r"[!-~]{1,200}")
_FILE_NAME = re.compile(r"[^/\\\x00-\x1f\x7f]{1,255}")


@dataclass(frozen=True, slots=True)
class Answer:
    """One leaf: where it stands, what it says, and its position (from 1) in each repeat above it.

    Whatever stands more than once side by side has a position, too, a leaf as well: path and position together name
    one answer only.
    """

    path: str
    value: str = field(repr=False)  # what she said stands in no log
    index: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Encrypted:
    """The slip of a sealed submission: its key under the form's key, and the files in the order they were sealed."""

    key: bytes = field(repr=False)
    xml_file: str
    media: tuple[str, ...]
    signature: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Submission:
    """What was sent: of which form, under which number, and what it answers, in the order of the document."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    is_encrypted: bool
    root: str
    answers: tuple[Answer, ...]
    encrypted: Encrypted | None = None


def read_submission(xml: bytes, *, repeats: Collection[str] = ()) -> Submission:
    """What a phone sent, or :class:`BadSubmission` with a code that says why it is not taken.

    Parameters
    ----------
    xml : the part ``xml_submission_file``
    repeats : the paths of the form's repeats (``form.repeats``). One that was told only once cannot be known from what
        was sent; without this its answers have no position.
    """
    root = read_xml(xml, limits=LIMITS, fault=BadSubmission)
    form_id = root.get("id") or root.get("id", space=META) or root.space
    if not form_id or len(form_id) > LONGEST_ID:
        raise BadSubmission("no_form")
    is_encrypted = root.get("encrypted") == "yes"
    return Submission(
        form_id=form_id,
        version=root.get("version") or root.get("version", space=META),
        instance_id=_instance_id(root),
        deprecated_id=_number(next(_about(root, "deprecatedID"), "")),
        is_encrypted=is_encrypted,
        root=root.name,
        answers=() if is_encrypted else tuple(_answers(root, frozenset(repeats))),
        encrypted=_slip(root) if is_encrypted else None,
    )


def media_named(form: Form, submission: Submission) -> tuple[str, ...]:
    """The files that should come with a submission: those its answers name, or those of its slip."""
    if submission.encrypted:
        return (*submission.encrypted.media, submission.encrypted.xml_file)
    holds_files = {question.path for question in form.questions if question.type == "binary"}
    names = (answer.value.strip() for answer in submission.answers if answer.path in holds_files)
    return tuple(dict.fromkeys(_file_name(name) for name in names if name))


def _about(root: Element, name: str) -> Iterator[str]:
    """What the submission says of itself, in ``meta``."""
    return (each.text.strip() for meta in root.named("meta") for each in meta.named(name))


def _instance_id(root: Element) -> str:
    """The number under which a phone knows these answers: without exactly one, nobody knows what came twice."""
    numbers = list(_about(root, "instanceID"))
    if len(numbers) > 1:
        raise BadSubmission("two_instance_ids")
    number = _number(numbers[0] if numbers else "")
    if not number:
        raise BadSubmission("no_instance_id")
    return number


def _number(text: str) -> str:
    if text and not _INSTANCE_ID.fullmatch(text):
        raise BadSubmission("bad_instance_id")
    return text


def _answers(root: Element, repeats: frozenset[str]) -> Iterator[Answer]:
    """The leaves below the root. How deep they may lie is bounded by whoever read the document."""
    paths: dict[str, str] = {}  # a path is written out once, however many answers stand there

    def below(parent: Element, path: str, index: tuple[int, ...]) -> Iterator[Answer]:
        children = parent.children
        together = Counter(each.name for each in children)
        seen: Counter[str] = Counter()
        for each in children:
            seen[each.name] += 1
            here = f"{path}/{each.name}"
            here = paths.setdefault(here, here)
            is_told_again = together[each.name] > 1 or here in repeats
            at = (*index, seen[each.name]) if is_told_again else index
            if each.children:
                yield from below(each, here, at)
            else:
                yield Answer(here, each.text, at)

    return below(root, f"/{root.name}", ())


def _slip(root: Element) -> Encrypted:
    """The slip of a sealed submission. Its order of files is the order in which they were sealed."""
    key = _bytes_of(root, "base64EncryptedKey")
    if not key or len(key) > MOST_KEY_BYTES:
        raise BadSubmission("bad_key")
    xml_file = root.first("encryptedXmlFile")
    if xml_file is None or not xml_file.text.strip():
        raise BadSubmission("no_sealed_file")
    files = [each.text.strip() for media in root.named("media") for each in media.named("file")]
    names = [_file_name(name) for name in (*files, xml_file.text.strip())]
    for name, times in Counter(names).items():
        if times > 1:
            raise BadSubmission("file_twice", name=name)
    return Encrypted(key, names[-1], tuple(names[:-1]), _bytes_of(root, "base64EncryptedElementSignature"))


def _bytes_of(root: Element, name: str) -> bytes:
    """What an element holds in base64; nothing where it is not there or is something else."""
    element = root.first(name)
    try:
        return b64decode("".join(element.text.split()), validate=True) if element else b""
    except (binascii.Error, ValueError):
        return b""


def _file_name(name: str) -> str:
    if not _FILE_NAME.fullmatch(name) or not name.strip("."):
        raise BadSubmission("bad_file_name", name=name[:80])
    return name
