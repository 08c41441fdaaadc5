"""What a letter is made of, for rooms that may not touch keys themselves: messages, facts, files, readers."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from amparo.commons.audit.actions import unaudited
from amparo.sealing.envelopes import looks_sealed, seal
from amparo.sealing.keys import NotAKey as NotAKey  # the rooms above may not name sealing themselves
from amparo.sealing.keys import checked_recipient, fresh_secret, recipient_of
from amparo.sealing.messages import File, Message, read, written
from amparo.sealing.padding import FACTS_FLOOR, padded, padded_file, unpadded
from amparo.vault.actions.holding import hold_keys
from amparo.vault.models import ACTIVE, RECEIPT, Reader

LARGEST_ENVELOPE = 12_000_000  # bytes
# The longest text, each of its letters written as JSON writes the strangest, filled up and sealed, is below 140,000;
# the facts of a letter that leaves out a hundred readers are below 8,000. A larger envelope is none of ours.
LARGEST_MESSAGE, LARGEST_FACTS = 140_000, 8_000
LARGEST_WRAP = 2_000  # of 32 bytes for one reader, or of the text for a plain key
NAME = re.compile(r"[A-Za-z0-9_]{1,40}")
LISTS = ("excluded", "about", "roles", "teams")  # of the facts: who was left out, and what she said of whom


class NotAnEnvelope(ValueError):
    """What arrived as sealed is not."""


@unaudited("it changes nothing")
def readers_named(references: Iterable[str]) -> list[Reader]:
    """The readers of a decision, as they are today; whoever went meanwhile is missing.

    They stay in force until the caller's transaction ends.
    """
    wanted = list(references)
    hold_keys()
    return list(Reader.objects.filter(reference__in=wanted, state=ACTIVE).exclude(kind=RECEIPT).order_by("reference"))


@unaudited("it changes nothing")
def check_envelopes(envelopes: Iterable[bytes], *, largest: int = LARGEST_ENVELOPE) -> None:
    """Every one must be built like an envelope; what is in it nobody here can know."""
    for each in envelopes:
        if len(each) > largest or not looks_sealed(each):
            raise NotAnEnvelope


@unaudited("it changes nothing")
def checked(recipient: str) -> str:
    """A recipient as it should be written; ``NotAKey`` where it is none."""
    return checked_recipient(recipient)


@unaudited("a part of writing, which says so itself")
def write_message(text: str, files: Sequence[File] = (), role: str = "") -> bytes:
    """A message, filled up and ready to be sealed."""
    return written(Message(text, role, tuple(files)))


@unaudited("it changes nothing")
def read_message(filled: bytes) -> Message:
    """A message, out of its opened envelope; ``NotAMessage`` where it is none."""
    return read(filled)


@unaudited("a part of writing, which says so itself")
def write_facts(facts: dict[str, Any]) -> bytes:
    """What only its readers may know of how a thread was decided."""
    return padded(json.dumps({"v": 1, **facts}, ensure_ascii=False).encode(), FACTS_FLOOR)


@unaudited("it changes nothing")
def read_facts(filled: bytes) -> dict[str, Any]:
    """The facts of a thread; whoever wrote to us may have sealed anything there, so only what is well-formed counts."""
    try:
        said = json.loads(unpadded(filled))
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        said = {}
    found: dict[str, Any] = {name: _names(said.get(name)) for name in LISTS}
    return found | {"complaint": "".join(_names([said.get("complaint")]))}


def _names(said: Any) -> list[str]:
    """The opaque names and codes in a list: nothing else ever stood there, and nothing else is sealed again."""
    return [each for each in said if isinstance(each, str) and NAME.fullmatch(each)] if isinstance(said, list) else []


@unaudited("a part of writing, which says so itself")
def seal_file(data: bytes, *, reference: str, name: str, kind: str, note: str) -> tuple[File, bytes]:
    """A file sealed to a fresh key, and what its message has to say of it: the key is there and nowhere else."""
    seed = fresh_secret()
    box = seal(padded_file(data), [recipient_of(seed)])
    return File(reference, seed, name[:100], kind[:100], len(data), note), box
