"""The child that cleans PDFs: it limits itself, walls itself in, reads them from a pipe and answers on another.

It is started by ``behind_walls`` and by nothing else. Each piece comes as its length and its bytes; each answer is one
line (``pdf 1234 12 0``: bytes, pages, mended; or ``no broken``) and the bytes.
"""

import os
from types import ModuleType
from typing import NoReturn

from amparo.formats.documents.bundle.pieces import LARGEST_ALL, MOST_PIECES, BadPiece
from amparo.formats.media.walls import confine, limit

MEMORY = 600_000_000
_IN, _OUT = 0, 1


def main(arguments: list[str]) -> None:
    """``seconds``: clean what comes in, then end at once."""
    limit(int(arguments[0]), MEMORY)
    from amparo.formats.documents.bundle import cleaning

    _warm_up(cleaning)
    confine()
    for data in _pieces():
        try:
            body, pages, is_mended = cleaning.clean(data)
            _write(f"pdf {len(body)} {pages} {int(is_mended)}\n".encode(), body)
        except BadPiece as refused:
            _write(f"no {refused.kind}\n".encode())
        except BaseException:  # whatever a library makes of a hostile file: one word, no traceback
            _write(b"no broken\n")
    _end()


def _warm_up(cleaning: ModuleType) -> None:
    """Clean an empty page and name a reason: whatever is loaded late is loaded before the walls stand."""
    import io

    import pikepdf

    BadPiece("broken")
    page = pikepdf.Pdf.new()
    page.add_blank_page()
    out = io.BytesIO()
    page.save(out)
    cleaning.clean(out.getvalue())


def _pieces() -> list[bytes]:
    came = bytearray()
    while chunk := os.read(_IN, 1 << 20):
        came += chunk
        if len(came) > LARGEST_ALL + 8 * MOST_PIECES:
            _end()
    pieces, at = [], 0
    while at < len(came):
        length = int.from_bytes(came[at : at + 8], "big")
        pieces.append(bytes(came[at + 8 : at + 8 + length]))
        at += 8 + length
    return pieces


def _write(*parts: bytes) -> None:
    for part in parts:
        left = memoryview(part)
        while left:
            left = left[os.write(_OUT, left) :]


def _end() -> NoReturn:
    """End without the cleaning up in which a library could still do something."""
    os._exit(0)
