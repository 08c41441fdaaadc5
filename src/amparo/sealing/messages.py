"""What is inside the envelope of a message: text, who of the house speaks, and the keys of its files."""

import json
import re
from dataclasses import dataclass
from typing import Any

from amparo.sealing.padding import padded, unpadded

LONGEST_TEXT = 20_000  # characters
MOST_FILES = 3
REFERENCE, SECRET = re.compile(r"[0-9a-f]{16}"), re.compile(r"[0-9a-f]{64}")


class NotAMessage(ValueError):
    """What was in the envelope is no message of ours."""


@dataclass(frozen=True, slots=True)
class File:
    """One file that goes with a message; its key is here and nowhere else."""

    reference: str
    seed: bytes
    name: str
    type: str
    size: int  # bytes, before it was filled up
    note: str = ""  # "" re-encoded | disguised | original | as_it_is

    def __repr__(self) -> str:
        return f"File({self.reference})"


@dataclass(frozen=True, slots=True)
class Message:
    """A message, opened."""

    text: str
    role: str = ""  # the code of the role that answers; nothing in a message of hers
    files: tuple[File, ...] = ()

    def __repr__(self) -> str:
        return "Message(…)"


def written(message: Message) -> bytes:
    """A message as bytes, filled up, ready to be sealed."""
    files = [
        {"ref": each.reference, "seed": each.seed.hex(), "name": each.name, "type": each.type, "size": each.size,
         "note": each.note}
        for each in message.files
    ]  # fmt: skip
    body: dict[str, Any] = {"v": 1, "text": message.text, "files": files}
    if message.role:
        body["role"] = message.role
    return padded(json.dumps(body, ensure_ascii=False).encode())


def read(filled: bytes) -> Message:
    """A message out of its bytes; whoever sealed it may be anybody, so every part is looked at."""
    try:
        body = json.loads(unpadded(filled))
        files = tuple(_file(each) for each in body.get("files", [])[:MOST_FILES])
        text, role = _showable(body["text"]), _showable(body.get("role", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAMessage("it cannot be read") from error
    if len(role) > 40:
        raise NotAMessage("there is no such role")
    return Message(text[:LONGEST_TEXT], role, files)


def _showable(text: Any) -> str:
    """A text that a page can show: half of a pair of surrogates, which JSON can hold, would break every page of it."""
    if not isinstance(text, str):
        raise ValueError("no text")
    return text.encode("utf-8", "replace").decode()


def _file(said: dict[str, Any]) -> File:
    """One file of a message."""
    reference, secret, size = said["ref"], said["seed"], said["size"]
    name, kind, note = (_showable(said.get(each, ""))[:100] for each in ("name", "type", "note"))
    if not (isinstance(reference, str) and REFERENCE.fullmatch(reference)):
        raise ValueError("no reference")
    if not (isinstance(secret, str) and SECRET.fullmatch(secret)):
        raise ValueError("no key")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise ValueError("no size")
    return File(reference, bytes.fromhex(secret), name, kind, size, note)
