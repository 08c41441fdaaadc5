"""Archives that leave the house: lines sealed to age keys of people outside, and opened again to be looked at.

Rooms above write and read the lines (``formats.case_archive``); here is what no room but this one may touch, the keys.
"""

import hmac
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from amparo.commons.accounts.backends import check_open
from amparo.commons.audit.actions import audited, unaudited
from amparo.sealing.boxes import Unopenable as Unopenable
from amparo.sealing.keys import NotAKey as NotAKey
from amparo.sealing.keys import checked_recipient, fingerprint
from amparo.sealing.streams import open_pieces, recipients_in, seal_pieces
from amparo.vault.actions.burning import CARE
from amparo.vault.actions.exclusion import LeftOut
from amparo.vault.actions.recovery import secret_of
from amparo.vault.models import ACTIVE, OUTSIDE, STAFF, Reader, Recovery, Wrap
from amparo.vault.policies import may_keep_keys
from amparo.vault.queries.opened import unwrapped
from amparo.vault.queries.standing import house

LONGEST = 4_000_001  # bytes of a line; a longer one is handed on cut, and refused by whoever reads it
LARGEST_KEY_FILE = 20_000


@dataclass(frozen=True, slots=True)
class Sheets:
    """What enough sheets of paper open, for as long as this is held: nothing of it stands anywhere."""

    reader_id: int
    secret: bytes = field(repr=False)

    def seeds(self, ring: str) -> dict[int, bytes]:
        """The seeds of every version of a ring that the sheets open."""
        rows = Wrap.objects.filter(reader_id=self.reader_id, reader__state=ACTIVE, case_key__ring=ring)
        return unwrapped(rows.values_list("case_key__version", "box"), self.secret)


@audited("sheets.opened_all", target="recovery", using=CARE)
def open_with_sheets(recovery: Recovery, *, sheets: list[str], by: Any) -> Sheets:
    """Enough sheets, put together to open everything, because the house leaves. ``recovery.WrongSheets`` where not."""
    check_open(may_keep_keys, by)
    return Sheets(recovery.reader_id, secret_of(recovery, sheets))


@unaudited("whoever writes an archive says so itself")
def seal_lines(lines: Iterable[bytes], *, to: Iterable[str], file: Path) -> None:
    """Seal lines to these recipients into a file that is there whole or not at all."""
    unfinished = file.with_name(f"{file.name}.part")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        with unfinished.open("wb") as out:
            seal_pieces(gathered(lines), to, out)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


@unaudited("whoever sends it says so itself")
def seal_to_memory(lines: Iterable[bytes], *, to: Iterable[str]) -> bytes:
    """A small archive, for who downloads it: it lies in no file of the house."""
    out = BytesIO()
    seal_pieces(gathered(lines), to, out)
    return out.getvalue()


@unaudited("it changes nothing")
def gathered(lines: Iterable[bytes], size: int = 65_536) -> Iterator[bytes]:
    """Short lines put together, so that the envelope is asked for them less often."""
    held: list[bytes] = []
    length = 0
    for line in lines:
        held.append(line)
        length += len(line)
        if length >= size:
            yield b"".join(held)
            held, length = [], 0
    yield b"".join(held)


@unaudited("whoever reads an archive says so itself")
def open_lines(file: Any, *, identities: str, take: Callable[[bytes], None]) -> None:
    """Open an archive and hand every line to ``take``. Nothing final may be done before this came back.

    Raises
    ------
    Unopenable : where these identities do not open it, or it is not whole.
    NotAKey : where they are no identities.
    """
    cutter = Cutter(take)
    open_pieces(file, identities, cutter.add)
    cutter.end()


class Cutter:
    """Cuts pieces into lines. A line that never ends is handed on as soon as it is too long."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self.take, self.held, self.length = take, list[bytes](), 0

    def add(self, piece: bytes) -> None:
        """One more piece."""
        *whole, rest = piece.split(b"\n")
        for line in whole:
            self.take(b"".join([*self.held, line, b"\n"]))
            self.held, self.length = [], 0
        if rest:
            self.held.append(rest)
            self.length += len(rest)
        if self.length > LONGEST:
            self.end()

    def end(self) -> None:
        """What is left when nothing comes any more."""
        if self.held:
            self.take(b"".join(self.held))
        self.held, self.length = [], 0


@unaudited("it changes nothing")
def key_file(path: Path) -> str:
    """What stands in a file of identities, as ``age-keygen`` writes it."""
    with path.open("rb") as file:
        data = file.read(LARGEST_KEY_FILE + 1)
    if len(data) > LARGEST_KEY_FILE:
        raise NotAKey("this is no file of identities")
    try:
        text = data.decode()
        recipients_in(text)
    except UnicodeDecodeError as error:
        raise NotAKey("this is no file of identities") from error
    return text


@unaudited("it changes nothing")
def opens_for(identities: str, recipients: Iterable[str]) -> bool:
    """Is one of these recipients that of one of these identities?"""
    return not set(recipients_in(identities)).isdisjoint(recipients)


@unaudited("it changes nothing")
def named_key(text: str) -> tuple[str, str]:
    """A recipient as it should be written, and its fingerprint, as people compare it aloud."""
    recipient = checked_recipient(text.strip())
    return recipient, fingerprint(recipient)


@unaudited("it changes nothing")
def name_here(origin: str, what: str) -> str:
    """The opaque name that a thing of another house has in this one: always the same, so that nothing comes twice."""
    return hmac.digest(bytes(house().salt), f"{what}:{origin}".encode(), "sha256").hex()[:16]


@unaudited("it changes nothing")
def everybody() -> list[LeftOut]:
    """Everybody whose key counts here, ready to be asked of thousands of things whether she was left out of them."""
    rows = Reader.objects.filter(state=ACTIVE, kind__in=[STAFF, OUTSIDE]).select_related("user").order_by("reference")
    return [LeftOut(each) for each in rows]
