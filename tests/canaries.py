"""Strings that stand nowhere else, and a search for them in everything that a house leaves on a disk.

Each store is read as it lies: the bytes of the databases and of their logs, the sessions as Django reads them, every
file of the house and of its temporary folder, what the server said, what was sent by mail. A string is looked for as it
is, in other encodings, and wherever something compressed begins.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
LONGEST_PIECE = 4_000_000  # bytes of what is unpacked in one place


def forms_of(canary: str) -> set[bytes]:
    """How a string may lie in bytes."""
    plain = canary.encode()
    found = {plain, canary.encode("utf-16-le"), canary.encode("utf-16-be"), binascii.hexlify(plain), plain[::-1]}
    found |= {canary.lower().encode(), canary.upper().encode(), quote(canary).encode()}
    for shift in range(3):  # base64 of it, wherever it begins in what was encoded
        encoded = base64.b64encode(b"\0" * shift + plain)
        found.add(encoded[4 if shift else 0 : len(encoded) // 4 * 4 - 4])
    return {each for each in found if len(each) >= 6}


def hidden_in(data: bytes, canaries: Iterable[str]) -> set[str]:
    """Which of them lie in these bytes, packed or not."""
    wanted = {canary: forms_of(canary) for canary in canaries}
    found: set[str] = set()
    for piece in pieces(data):
        found |= {canary for canary, forms in wanted.items() if any(form in piece for form in forms)}
    return found


def pieces(data: bytes) -> Iterator[bytes]:
    """The bytes, and whatever can be unpacked from any place in them."""
    yield data
    for begin in ZLIB.finditer(data):
        unpacked = unpack(data[begin.start() :])
        if unpacked:
            yield unpacked


def unpack(data: bytes) -> bytes:
    """What is packed at this place, as far as it can be read; nothing where nothing is."""
    packer = zlib.decompressobj(zlib.MAX_WBITS | 32)
    out = b""
    try:
        for place in range(0, min(len(data), LONGEST_PIECE), 4096):
            out += packer.decompress(data[place : place + 4096], LONGEST_PIECE)
            if packer.eof or len(out) > LONGEST_PIECE:
                break
    except zlib.error:
        pass
    return out


def in_files(folder: Path, canaries: Iterable[str]) -> dict[str, set[str]]:
    """Which lie in which file under a folder, in its name or in what is in it."""
    wanted = list(canaries)
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            there = hidden_in(path.read_bytes(), wanted) | hidden_in(path.name.encode(), wanted)
            if there:
                found[path.relative_to(folder).as_posix()] = there
    return found
