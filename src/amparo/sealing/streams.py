"""Envelopes that are larger than memory: sealed from pieces as they come, opened into a hand that takes them.

The format is the age format of ``envelopes``. What is opened is handed on piece by piece, before its end is known to be
whole: whoever takes it does nothing that cannot be undone until ``open_pieces`` came back.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import IO

import pyrage
from pyrage import x25519

from amparo.sealing.boxes import Unopenable
from amparo.sealing.keys import NotAKey, checked_recipient

MOST_IDENTITIES, LONGEST_LINE = 20, 200


class _Pieces(io.RawIOBase):
    """Pieces as a file that can be read, from the first to the last. What broke them off is kept."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces, self.left = iter(pieces), b""
        self.broke: BaseException | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            while not self.left:
                self.left = next(self.pieces)
        except StopIteration:
            return b""
        except BaseException as error:
            self.broke = error
            raise
        out, self.left = self.left[:size], self.left[size:]
        return out


class _Hand(io.RawIOBase):
    """A file that can be written, which hands every piece on. What broke it off is kept."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self.take = take
        self.broke: BaseException | None = None

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        data = bytes(piece)  # type: ignore[call-overload]
        if self.broke is not None:  # what is left in the machine comes even so
            raise self.broke
        try:
            self.take(data)
        except BaseException as error:
            self.broke = error
            raise
        return len(data)


def seal_pieces(pieces: Iterable[bytes], recipients: Iterable[str], to: IO[bytes]) -> None:
    """Seal pieces as they come to each of these recipients. What breaks the pieces off breaks this off too.

    Raises
    ------
    NotAKey : where there is no recipient, or a text is none.
    """
    keys = [x25519.Recipient.from_str(checked_recipient(each)) for each in recipients]
    if not keys:
        raise NotAKey("an envelope needs somebody who can open it")
    coming = _Pieces(pieces)
    try:
        pyrage.encrypt_io(coming, to, keys)
    except Exception as error:
        raise coming.broke or error from error


def open_pieces(sealed: IO[bytes], identities: str, take: Callable[[bytes], None]) -> None:
    """Open an envelope with the first of these identities that fits, and hand every piece to ``take``.

    Raises
    ------
    Unopenable : where none of them opens it, or it is not whole.
    """
    hand = _Hand(take)
    try:
        pyrage.decrypt_io(sealed, hand, identities_in(identities))
    except Exception as error:
        if hand.broke is not None:
            raise hand.broke from None
        raise Unopenable("none of these keys opens this envelope, or it is not whole") from error


def identities_in(text: str) -> list[x25519.Identity]:
    """The identities in a file as ``age-keygen`` writes it; a line that begins with # is a remark.

    Raises
    ------
    NotAKey : where there is none, or a line is something else.
    """
    found = []
    for line in _lines_of(text):
        try:
            found.append(x25519.Identity.from_str(line))
        except pyrage.IdentityError:
            raise NotAKey("a line of this file is no identity of age") from None
    if not 0 < len(found) <= MOST_IDENTITIES:
        raise NotAKey("there is no identity of age in this file, or there are too many")
    return found


def recipients_in(text: str) -> list[str]:
    """To whom one seals so that these identities open it."""
    return [str(each.to_public()) for each in identities_in(text)]


def _lines_of(text: str) -> Iterator[str]:
    for line in text.splitlines():
        said = line.strip()
        if said and not said.startswith("#"):
            if len(said) > LONGEST_LINE:
                raise NotAKey("a line of this file is no identity of age")
            yield said
