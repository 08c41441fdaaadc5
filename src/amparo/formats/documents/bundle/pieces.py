"""A piece of a bundle, how much is taken, and why a piece is not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from amparo.formats.codes import by_code

LARGEST = 20_000_000
"""Bytes of one piece."""
LARGEST_ALL = 40_000_000
"""Bytes of all together: a bundle is held in memory about four times while it is made."""
MOST_PIECES, MOST_PAGES = 100, 600
WIDEST = 5_000
"""Points of the longer side of a page; the largest sheet there is (A0) has 3,370."""
LARGEST_HTML = 1_000_000
KINDS = ("pdf", "image", "html")
_LABEL = re.compile(r"[A-Za-z0-9-]{1,12}")


class BadPiece(Exception):
    """A piece that is not taken: the reason (list ``bundle_fault``) and its label. It carries nothing of the piece."""

    def __init__(self, kind: str, label: str = "") -> None:
        if kind not in by_code("bundle_fault"):
            raise ValueError(f"There is no such reason: {kind!r}.")
        super().__init__(kind)
        self.kind, self.label = kind, label


@dataclass(frozen=True, slots=True)
class Piece:
    """A PDF, a picture, or a page of ours, with the label it bears in the bundle and what the index says of it.

    ``digest`` is that of the file a page of ours was made of, where there is one: the index names that file.
    """

    label: str
    title: str
    kind: str
    data: bytes = field(repr=False)
    digest: str = ""


def check(pieces: Sequence[Piece]) -> None:
    """What can be said before anything is opened."""
    if len(pieces) > MOST_PIECES:
        raise BadPiece("too_many_pieces")
    seen: set[str] = set()
    for each in pieces:
        if not _LABEL.fullmatch(each.label) or each.label.upper() in seen:
            raise BadPiece("label", each.label[:12])
        seen.add(each.label.upper())
        if each.kind not in KINDS:
            raise BadPiece("unknown_kind", each.label)
        if not each.data:
            raise BadPiece("empty", each.label)
        if len(each.data) > (LARGEST_HTML if each.kind == "html" else LARGEST):
            raise BadPiece("too_large", each.label)
    if not pieces:
        raise BadPiece("empty")
    if sum(len(each.data) for each in pieces) > LARGEST_ALL:
        raise BadPiece("too_large")
