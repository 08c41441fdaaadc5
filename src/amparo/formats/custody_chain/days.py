"""One list for a whole day: a digest for each chain of the house, and many that stand for nothing.

An authority of time is shown the digest of this list and nothing else: not how many matters there are, not which of
them moved, not how many pieces. Whoever gets one matter gets the list, and the one *leaf* that stands for it. A leaf
has a salt, so that nobody who knows another chain finds it in the list.
"""

import re
import secrets
from collections.abc import Iterable
from datetime import date

from amparo.formats.custody_chain.events import HEX32, HEX64, Mark, NotRead, digest_of

LEAF, DAY = "amparo-leaf 1", "amparo-day 1"
ROOM = 64  # a list is filled up to a multiple of this
DAY_LINE = re.compile(r"day (\d{4}-\d\d-\d\d)")


def leaf_text(mark: Mark, salt: str) -> bytes:
    """What stands for one chain on one day: the mark that it had."""
    if not HEX32.fullmatch(salt) or not HEX64.fullmatch(mark.head) or mark.count < 1:
        raise ValueError("a leaf has a mark and a salt")
    return f"{LEAF}\ncount {mark.count}\nhead {mark.head}\nsalt {salt}\n".encode()


def read_leaf(text: bytes) -> Mark:
    """The mark in a leaf; :class:`NotRead` for anything else."""
    try:
        _first, count, head, salt, _end = text.decode().split("\n")
        mark = Mark(int(count.removeprefix("count ")), head.removeprefix("head "))
        if leaf_text(mark, salt.removeprefix("salt ")) == text:
            return mark
    except ValueError:
        pass
    raise NotRead("this is no leaf")


def day_text(day: date, leaves: Iterable[bytes]) -> bytes:
    """The list of a day. Its order is that of the digests, and what fills it up looks like them."""
    digests = {digest_of(each) for each in leaves}
    while not digests or len(digests) % ROOM:
        digests.add(secrets.token_hex(32))
    return "".join([f"{DAY}\n", f"day {day.isoformat()}\n", *(f"{each}\n" for each in sorted(digests))]).encode()


def is_in(leaf: bytes, text: bytes) -> bool:
    """Does this leaf stand in the list of this day? False also where that is no list."""
    try:
        first, day, *digests = text.decode().removesuffix("\n").split("\n")
    except (UnicodeDecodeError, ValueError):
        return False
    return first == DAY and bool(DAY_LINE.fullmatch(day)) and digest_of(leaf) in digests
