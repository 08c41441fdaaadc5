"""Envelopes larger than memory: the same format as the small ones, whole or refused, and broken off where told."""

import io
from collections.abc import Iterator
from typing import Any

import pyrage
import pytest
from pyrage import x25519

from amparo.sealing.boxes import Unopenable
from amparo.sealing.keys import NotAKey
from amparo.sealing.streams import identities_in, open_pieces, recipients_in, seal_pieces

KEY = x25519.Identity.generate()
TO, TEXT = [str(KEY.to_public())], f"# a remark\n\n{KEY}\n"
PIECES = [b"a" * 70_000, b"", b"b", b"c" * 200_000]


def sealed(pieces: Any = PIECES) -> bytes:
    out = io.BytesIO()
    seal_pieces(pieces, TO, out)
    return out.getvalue()


def opened(envelope: bytes, text: str = TEXT) -> bytes:
    found: list[bytes] = []
    open_pieces(io.BytesIO(envelope), text, found.append)
    return b"".join(found)


def test_it_is_the_same_format_as_a_small_envelope() -> None:
    assert pyrage.decrypt(sealed(), [KEY]) == b"".join(PIECES)
    assert opened(pyrage.encrypt(b"little", [KEY.to_public()])) == b"little"
    assert opened(sealed()) == b"".join(PIECES)
    assert opened(sealed([])) == b""


def test_with_another_key_cut_or_changed_it_does_not_open() -> None:
    envelope = sealed()
    changed = bytearray(envelope)
    changed[100_000] ^= 1
    for wrong, text in ((envelope, str(x25519.Identity.generate())), (envelope[:-1], TEXT), (bytes(changed), TEXT)):
        with pytest.raises(Unopenable):
            opened(wrong, text)


def test_what_breaks_the_pieces_off_is_what_is_raised() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"a" * 100_000
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        sealed(pieces())
    taken: list[bytes] = []

    def take(piece: bytes) -> None:
        taken.append(piece)
        raise LookupError(f"number {len(taken)}")

    with pytest.raises(LookupError, match="number 1"):
        open_pieces(io.BytesIO(sealed()), TEXT, take)
    assert len(taken) == 1, "nothing more is handed on afterwards"


@pytest.mark.parametrize(
    "text",
    ["", "# only a remark", "age1notone", f"{KEY}\nsomething", "x" * 10_000, f"{KEY}\n" * 21],
    ids=["empty", "remark", "recipient", "something after", "too long", "too many"],
)
def test_a_file_that_holds_no_identities_is_refused(text: str) -> None:
    with pytest.raises(NotAKey):
        identities_in(text)


def test_the_recipients_of_identities() -> None:
    assert recipients_in(TEXT) == TO
    with pytest.raises(NotAKey):
        seal_pieces([b"x"], [], io.BytesIO())
    with pytest.raises(NotAKey):
        seal_pieces([b"x"], ["ssh-ed25519 AAAA"], io.BytesIO())
