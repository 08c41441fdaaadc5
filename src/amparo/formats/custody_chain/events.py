"""The two texts of an act: what was done (a fact), and its place in the chain (a link). Lines, each a name and a value.

A value that is not there is ``-``. Every text ends with a line end, has no other bytes than UTF-8, and is hashed as it
stands: what ``sha256sum`` says of the file is the digest.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from amparo.formats.codes import by_code

FIRST = "0" * 64
"""What the first link holds instead of the digest of one before."""
LINK, FACT = "amparo-link 1", "amparo-fact 1"
LONGEST = 500  # characters of a reason or a counterpart
HEX64, HEX32, NAME = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-z:_-]{1,80}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ")
RECEIPT = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class NotRead(ValueError):
    """This is no text of a chain."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One act on one piece. ``actor`` and ``item`` are opaque; ``before`` and ``after`` are SHA-256 of its bytes."""

    seq: int
    item: str
    at: datetime
    actor: str
    action: str
    salt: str
    reason: str = ""
    counterpart: str = ""
    receipt: str = ""
    before: str = ""
    after: str = ""

    def __repr__(self) -> str:
        return f"Fact({self.seq})"  # never why, and with whom


@dataclass(frozen=True, slots=True)
class Link:
    """The place of an act: its number, the digest of its fact, and the digest of the link before."""

    seq: int
    fact: str
    previous: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How many links there were, and the digest of the last: noted elsewhere, it shows what was cut off since."""

    count: int
    head: str


def digest_of(text: bytes) -> str:
    """SHA-256, as ``sha256sum`` writes it."""
    return hashlib.sha256(text).hexdigest()


def one_line(text: str) -> str:
    """Any text in one line: each control, line end and odd space is a space, and no text is ``-``."""
    clean = "".join(
        " " if unicodedata.category(each)[0] in "CZ" else each for each in unicodedata.normalize("NFC", text)
    )
    line = " ".join(clean.split())[:LONGEST].rstrip()
    return "" if line == "-" else line


def fact_text(fact: Fact) -> bytes:
    """The fact as it is hashed; :class:`ValueError` where a part of it is none."""
    _check(fact)
    at = fact.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    lines = {
        "seq": str(fact.seq), "item": fact.item, "at": at, "actor": fact.actor, "action": fact.action,
        "reason": one_line(fact.reason), "counterpart": one_line(fact.counterpart), "receipt": fact.receipt,
        "before": fact.before, "after": fact.after, "salt": fact.salt,
    }  # fmt: skip
    return _written(FACT, lines)


def link_text(link: Link) -> bytes:
    """The link as it is hashed."""
    if link.seq < 1 or not HEX64.fullmatch(link.fact) or not HEX64.fullmatch(link.previous):
        raise ValueError("a link has a number and two digests")
    return _written(LINK, {"seq": str(link.seq), "fact": link.fact, "previous": link.previous})


def next_link(mark: Mark | None, fact: Fact) -> tuple[bytes, bytes, Mark]:
    """The link of the act that comes after ``mark``, its fact with the right number, and the mark after it."""
    count, head = (mark.count, mark.head) if mark else (0, FIRST)
    body = fact_text(replace(fact, seq=count + 1))
    link = link_text(Link(count + 1, digest_of(body), head))
    return link, body, Mark(count + 1, digest_of(link))


def read_link(text: bytes) -> Link:
    """A link out of its text; :class:`NotRead` for anything else, also where it is written in another way."""
    lines = _read(LINK, text, ("seq", "fact", "previous"))
    if not NUMBER.fullmatch(lines["seq"]) or not all(HEX64.fullmatch(lines[name]) for name in ("fact", "previous")):
        raise NotRead("a link has a number and two digests")
    return Link(int(lines["seq"]), lines["fact"], lines["previous"])


def read_fact(text: bytes) -> Fact:
    """A fact out of its text; :class:`NotRead` for anything else, also where it is written in another way."""
    names = ("seq", "item", "at", "actor", "action", "reason", "counterpart", "receipt", "before", "after", "salt")
    lines = _read(FACT, text, names)
    if not MOMENT.fullmatch(lines["at"]) or not NUMBER.fullmatch(lines["seq"]):
        raise NotRead("a fact has a number and a minute")
    try:
        at = datetime.strptime(lines["at"], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
        more = {name: lines[name] for name in names if name not in {"seq", "at"}}
        fact = Fact(seq=int(lines["seq"]), at=at, **more)
        written = fact_text(fact)
    except ValueError as error:
        raise NotRead("a part of this fact is none") from error
    if written != text:
        raise NotRead("this fact is written in another way")
    return fact


def _check(fact: Fact) -> None:
    wrong = [
        name
        for name, good in {
            "seq": fact.seq >= 1,
            "item": NAME.fullmatch(fact.item),
            "at": fact.at.tzinfo is not None,
            "actor": NAME.fullmatch(fact.actor),
            "action": fact.action in by_code("custody_act"),
            "receipt": not fact.receipt or RECEIPT.fullmatch(fact.receipt),
            "before": not fact.before or HEX64.fullmatch(fact.before),
            "after": not fact.after or HEX64.fullmatch(fact.after),
            "salt": HEX32.fullmatch(fact.salt),
        }.items()
        if not good
    ]
    if wrong:
        raise ValueError(f"{wrong[0]} of a fact is not written as it should be")


def _written(first: str, lines: Mapping[str, str]) -> bytes:
    return "".join([f"{first}\n", *(f"{name} {value or '-'}\n" for name, value in lines.items())]).encode()


def _read(first: str, text: bytes, names: tuple[str, ...]) -> dict[str, str]:
    try:
        lines = text.decode().split("\n")
    except UnicodeDecodeError as error:
        raise NotRead("these are no letters") from error
    if len(lines) != len(names) + 2 or lines[0] != first or lines[-1]:
        raise NotRead("it does not begin, or end, as it should")
    found = {}
    for name, line in zip(names, lines[1:], strict=False):
        head, space, value = line.partition(" ")
        if head != name or not space or not value:
            raise NotRead("a line has another name")
        found[name] = "" if value == "-" else value
    return found
