"""How these files are written and read: one JSON object, always in the same bytes, and its mark, for reading aloud."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from amparo.formats.openrosa.faults import Fault

LARGEST = 10_000_000  # bytes, opened
VERSION = 1


class BadFile(Fault):
    """A file that is not taken, with the sentence that says why; nothing of it came in."""

    sentences = "passing_fault"


def written(kind: str, said: Mapping[str, Any]) -> bytes:
    """A document in the one way in which it can be written."""
    whole = {"amparo": kind, "v": VERSION, **said}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def read(kind: str, data: bytes, names: set[str]) -> dict[str, Any]:
    """A document of this kind with exactly these names, or :class:`BadFile`."""
    if len(data) > LARGEST:
        raise BadFile("too_large")
    try:
        said = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadFile("not_a_file") from error
    if not isinstance(said, dict) or said.pop("amparo", None) != kind:
        raise BadFile("not_a_file")
    version = said.pop("v", None)
    if type(version) is not int or version != VERSION or set(said) != names:
        raise BadFile("other_version")
    return said


def mark_of(data: bytes) -> str:
    """A file as people compare it aloud: four groups of four figures, 64 bits."""
    digest = hashlib.sha256(data).hexdigest()
    return " ".join(digest[place : place + 4] for place in range(0, 16, 4))


def heard(text: str) -> str:
    """A mark as somebody typed what she heard: capitals, blanks and dashes make no other one of it."""
    return "".join(each for each in text.lower() if each.isalnum())


def same_mark(typed: str, mark: str) -> bool:
    """Did she hear this mark? An empty one is none."""
    return bool(heard(mark)) and heard(typed) == heard(mark)


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is no number")
