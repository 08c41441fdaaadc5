"""The parts of what a phone posts (RFC 7578), read as phones and older programs really write them. Pure.

A file is found again by its name: the form says it, and the part bears it. So a name is taken as it came: letters in
UTF-8 or in Latin-1, blanks that are none of ours, quotes as browsers or as others write them, and the two forms of RFC
5987 and RFC 2231. Nothing in a name is followed: of a path only its last step is kept, and no file is ever written.

What was cut on the way has no end, and is no message at all.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

MOST_HEAD = 16_384  # bytes before what a part holds
_BOUNDARY = re.compile(r"[ -~]{1,200}")
_SAID = re.compile(r""";\s*([^\s=;"]{1,40})\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)""", re.DOTALL)
_AS_BROWSERS_DO = (("%22", '"'), ("%0D", "\r"), ("%0A", "\n"))
_PLACED = re.compile(r"filename\*(\d{1,3})(\*?)")


class BadParts(ValueError):
    """What came is no message of parts. ``code``: ``not_parts``, ``too_many`` or ``cut``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the name of its field, the names that its file may have in the form, and what it holds."""

    name: str
    is_file: bool  # does it say the name of a file?
    names: tuple[str, ...]
    data: bytes = field(repr=False)


def read_parts(content_type: str, body: bytes, *, most: int) -> list[Part]:
    """The parts of a body, whole, or :class:`BadParts`. Parts without a name are passed over.

    Parameters
    ----------
    content_type : the header, which says what stands between the parts
    body : all of it
    most : so many parts are read
    """
    found: list[Part] = []
    for number, (begin, end) in enumerate(_between(body, _boundary(content_type)), start=1):
        if number > most:
            raise BadParts("too_many")
        part = _part(body, begin, end)
        if part is not None:
            found.append(part)
    return found


def _boundary(content_type: str) -> bytes:
    kind, _, _rest = content_type.partition(";")
    said = dict(_pairs(content_type))
    boundary = said.get("boundary", "")
    if kind.strip().lower() != "multipart/form-data" or not _BOUNDARY.fullmatch(boundary):
        raise BadParts("not_parts")
    return b"--" + boundary.encode("ascii")


def _between(body: bytes, mark: bytes) -> Iterator[tuple[int, int]]:
    """Where each part begins and ends. What stands before the first is passed over, and after the last comes an end."""
    begin = -1
    for at, after, is_last in _marks(body, mark):
        if begin >= 0:
            yield begin, max(begin, at)
        begin = after
        if is_last:
            return
    raise BadParts("cut")


def _marks(body: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where the lines between the parts begin, where each ends, and whether it is the last."""
    line = b"\r\n" + mark
    at, width = (0, len(mark)) if body.startswith(mark) else (body.find(line), len(line))
    while at >= 0:
        after, is_last = _line_end(body, at + width)
        if after >= 0:
            yield at, after, is_last
        # The line break after one mark may be the one before the next: then there is nothing between them.
        at, width = body.find(line, max(after - 2, at + 1)), len(line)


def _line_end(body: bytes, at: int) -> tuple[int, bool]:
    """Where the line of a mark ends, and whether it was the last one; -1 where this was no mark."""
    if body.startswith(b"--", at):
        return at + 2, True
    end = body.find(b"\r\n", at, at + 100)
    return (end + 2, False) if end >= 0 and not body[at:end].strip(b" \t") else (-1, False)


def _part(body: bytes, begin: int, end: int) -> Part | None:
    head_end = begin if body.startswith(b"\r\n", begin) else body.find(b"\r\n\r\n", begin, min(end, begin + MOST_HEAD))
    if head_end < 0:
        return None
    data_begin = head_end + (2 if head_end == begin else 4)
    head = dict(_lines(_text(body[begin:head_end])))
    said = dict(_pairs(head.get("content-disposition", "")))
    if "name" not in said:
        return None
    data = body[data_begin:end]
    if head.get("content-transfer-encoding", "").strip().lower() == "base64":
        data = _plain(data)
    is_file = any(each.startswith("filename") for each in said)
    return Part(said["name"], is_file, tuple(dict.fromkeys(_names(said))), data)


def _lines(head: str) -> Iterator[tuple[str, str]]:
    for line in re.sub(r"\r\n[ \t]+", " ", head).split("\r\n"):
        name, _, value = line.partition(":")
        yield name.strip().lower(), value


def _pairs(header: str) -> Iterator[tuple[str, str]]:
    """What a header says behind its first word. The first of two of one name holds."""
    seen = set()
    for name, value in _SAID.findall(header):
        key = name.lower()
        if key not in seen:
            seen.add(key)
            yield key, _unquoted(value)


def _unquoted(value: str) -> str:
    if len(value) < 2 or not value.startswith('"'):
        return value
    return re.sub(r'\\(["\\])', r"\1", value[1:-1])


def _names(said: dict[str, str]) -> Iterator[str]:
    """Under which names the form may know the file: as it came, with quotes turned back, and the name of its field."""
    for each in (said.get("filename", ""), _extended(said), said["name"]):
        for name in (each, _turned_back(each)):
            step = re.split(r"[/\\]", name)[-1]
            if step:
                yield step


def _turned_back(name: str) -> str:
    for written, meant in _AS_BROWSERS_DO:
        name = name.replace(written, meant).replace(written.lower(), meant)
    return name


def _extended(said: dict[str, str]) -> str:
    """``filename*=UTF-8''…``, also in pieces (``filename*0*=…``)."""
    pieces = {0: (said["filename*"], "*")} if "filename*" in said else {}
    pieces |= {int(m[1]): (value, m[2]) for key, value in said.items() if (m := _PLACED.fullmatch(key))}
    charset, raw = "", b""
    for number, (value, is_coded) in sorted(pieces.items()):
        if number == 0 and is_coded:
            charset, _, rest = value.partition("'")
            value = rest.partition("'")[2]
        raw += unquote_to_bytes(value) if is_coded else value.encode()
    return _text(raw) if charset.lower() in {"utf-8", ""} else raw.decode("latin-1")


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _plain(data: bytes) -> bytes:
    try:
        return b64decode(b"".join(data.split()), validate=True)
    except binascii.Error:
        raise BadParts("cut") from None
