"""Writing a calendar that any phone or desk subscribes to (RFC 5545): whole days with a neutral title. Pure.

A calendar is read by programs that show it on a locked screen, send it to other machines and keep it for years. So an
event here is a day and the title that the caller chose, and nothing else: no description, no place, no person, and no
alarm. Its name for programs (UID) leads nowhere without the key, and stays the same, so that a day that moves is moved
and not doubled.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 75  # octets of a line, without its end
MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//calendar//EN"  # says nothing of what wrote it


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day. ``changed`` is the hour at which it last became what it is; it stands there as a stamp."""

    uid: str
    day: date
    title: str
    changed: datetime


def uid_of(key: bytes, *parts: str) -> str:
    """A name that stays the same for the same thing, and says nothing of it to whoever has no key.

    Raises
    ------
    ValueError : a key that could be guessed.
    """
    if len(key) < 16:
        raise ValueError("key: at least 16 bytes.")
    said = "\x1f".join(parts).encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()[:32]


def calendar(events: Iterable[Event], *, name: str = "") -> bytes:
    """The file: events by day, then by their names. ``name`` is what a program shows as the name of the calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{escaped(name)}"] if name else []
    for each in sorted(events, key=lambda event: (event.day, event.uid)):
        lines += _event(each)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(event: Event) -> list[str]:
    """The lines of a day. It ends where the next begins, and makes nobody busy."""
    if event.changed.tzinfo is None:
        raise ValueError("changed: a moment with its zone.")
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{event.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(1):%Y%m%d}",
        f"SUMMARY:{escaped(event.title)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """A text as one value: what would end a line or begin a new one is written out, other controls are left out."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(each if each.isprintable() else " " if each.isspace() else "" for each in plain)


def folded(line: str) -> bytes:
    """A line with its end, cut after at most 75 octets; a letter of several octets stays whole."""
    parts: list[bytes] = []
    part = b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > LONGEST - bool(parts):
            parts.append(part)
            part = b""
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"
