"""The ledger: what must never come back out of a backup. A file beside the databases, kept apart from their copies.

It is only ever added to. A line begins with the day on which it was written:

* ``2026-12-03 NAME``: a ring, or a source of rows, that a person destroyed. It counts at once and for good.
* ``2026-12-03 2026-12-10 NAME``: the same, destroyed because its day came. It counts from the second date on. Until
  then a copy that is put back wins, because the clock of the server may have been wrong.
* ``2026-12-05 +NAME``: it came back with a copy before its line counted.
* ``2026-12-03 -DIGEST``: a reader was taken out of a ring; the digest alone says neither of them.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from amparo.commons import clock
from amparo.commons.audit.actions import unaudited

LEFT = "-"  # before the digest of who was taken out
BACK = "+"  # before the name of what came back
SOMEBODY = "somebody"  # beside each digest: that a ring left out anybody at all
GRACE = timedelta(days=7)  # so long a copy that is put back wins over what the clock destroyed
ALWAYS = date.min

_its_day_came: ContextVar[bool] = ContextVar("its_day_came", default=False)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the file says: from which day on each destroyed name counts, and the digests of who was taken out."""

    since: Mapping[str, date] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    last: date | None = None  # on which day the last line was written


@unaudited("the act that destroys is audited")
def write_ledger(*names: str) -> None:
    """Remember outside the database what is destroyed, before its rows go: a power cut loses nothing.

    A name that counts already, or will on its day, gets no second line.
    """
    known, today = read_ledger().since, clock.today()
    if _its_day_came.get():
        _add_lines(f"{today + GRACE:%Y-%m-%d} {name}" for name in names if name not in known)
    else:
        _add_lines(name for name in names if known.get(name) != ALWAYS)


@unaudited("it changes nothing by itself")
@contextmanager
def its_day_came(came: bool = True) -> Iterator[None]:
    """Let what is destroyed inside count in the ledger as destroyed by the clock; with False, as by a person."""
    token = _its_day_came.set(came)
    try:
        yield
    finally:
        _its_day_came.reset(token)


@unaudited("it changes nothing by itself")
def by_wish(is_so: bool) -> AbstractContextManager[None]:
    """Let what is destroyed inside count at once, also in a night, where a person asked for it and only had to wait."""
    return its_day_came(False) if is_so else nullcontext()


@unaudited("the copy was put back by who runs the server")
def write_back(names: Iterable[str]) -> None:
    """Remember that these came back with a copy before their line counted: it will not count any more."""
    _add_lines(f"{BACK}{name}" for name in sorted(names))


@unaudited("the act that takes her out is audited")
def write_left(ring: str, reader: str) -> None:
    """Remember outside the database that a reader was taken out of a ring; the line alone says neither of them."""
    _add_lines([f"{LEFT}{left_digest(ring, reader)}"])


@unaudited("it changes nothing")
def left_digest(ring: str, reader: str) -> str:
    """What the ledger keeps of a reader who was taken out: only whoever holds both names can make it again."""
    return hashlib.sha256(f"{ring}:{reader}".encode()).hexdigest()[:32]


@unaudited("it changes nothing")
def has_left(ring: str, reader: str) -> bool:
    """Was this reader taken out of a ring? The ledger knows it also after an old backup was put back."""
    return bool(who_left(ring, [reader]))


@unaudited("it changes nothing")
def who_left(ring: str, readers: Iterable[str]) -> set[str]:
    """Who of these was taken out of a ring, as the ledger knows."""
    lines = left_digests()
    return {each for each in readers if left_digest(ring, each) in lines}


@unaudited("it changes nothing")
def left_digests() -> frozenset[str]:
    """Of everybody who was taken out of a ring, that digest. The ledger has it also after an old backup came back."""
    return read_ledger().left


@unaudited("it changes nothing")
def destroyed_rings(on: date | None = None) -> frozenset[str]:
    """Every name that counts as destroyed on this day; without one, today."""
    today = on or clock.today()
    return frozenset(name for name, since in read_ledger().since.items() if since <= today)


@unaudited("it changes nothing")
def not_yet_destroyed(on: date | None = None) -> frozenset[str]:
    """Every name that the clock destroyed so lately that a copy still wins over it."""
    today = on or clock.today()
    return frozenset(name for name, since in read_ledger().since.items() if since > today)


@unaudited("it changes nothing")
def remembered_rings() -> frozenset[str]:
    """Every name that was destroyed here, also where that does not count yet."""
    return frozenset(read_ledger().since)


@unaudited("it changes nothing")
def read_ledger() -> Ledger:
    """What the ledger says now; it is read again only where somebody wrote in it."""
    path = ledger()
    if not path.is_file():
        return Ledger()
    state = path.stat()
    return _read(path, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int, _size: int, _file: int) -> Ledger:
    """Read it. Of two lines that a power cut glued together the later counts, from its first day on."""
    since: dict[str, date] = {}
    left: set[str] = set()
    last: date | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if len(words) < 2:
            continue
        name, begins = words[-1], (_day(words[1]) if len(words) == 3 else None) or ALWAYS
        last = _day(words[0]) or last
        if name.startswith(LEFT):
            left.add(name.removeprefix(LEFT))
        elif not name.startswith(BACK):
            since[name] = min(begins, since.get(name, begins))
        elif since.get(name.removeprefix(BACK)) != ALWAYS:
            since.pop(name.removeprefix(BACK), None)
    return Ledger(since, frozenset(left), last)


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _add_lines(texts: Iterable[str]) -> None:
    """Add lines, and see them on the disk."""
    lines = [f"{clock.today():%Y-%m-%d} {text}\n".encode() for text in texts]
    if not lines:
        return
    handle = os.open(ledger(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":  # a power cut tore the last line: nothing is glued to it
            os.write(handle, b"\n")
        for line in lines:
            os.write(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)


@unaudited("it changes nothing")
def ledger() -> Path:
    """Where the ledger lies."""
    return Path(settings.SHRED_LEDGER)
