"""Having PDFs from outside cleaned by a child that can reach nothing: no file, no network, no key of the house."""

import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from amparo.formats.documents.bundle.pieces import LARGEST_ALL, BadPiece, Piece
from amparo.formats.media.refusals import NotTaken
from amparo.formats.media.running import run
from amparo.formats.slow_work import Full, in_line

SECONDS = 60
PATIENCE = 20
_PLACES, _WAITING = threading.BoundedSemaphore(1), threading.BoundedSemaphore(1)
_ROOT = Path(__file__).resolve().parents[4]
_START = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from amparo.formats.documents.bundle.child import main; main(sys.argv[2:])"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A piece made anew."""

    data: bytes = field(repr=False)
    pages: int
    is_mended: bool


def cleaned(pieces: Sequence[Piece]) -> list[Cleaned]:
    """Each piece anew, in order; :class:`BadPiece` names the first that cannot be taken."""
    if not pieces:
        return []
    command = [sys.executable, "-I", "-B", "-c", _START, str(_ROOT), str(SECONDS)]
    parts = [part for each in pieces for part in (len(each.data).to_bytes(8, "big"), each.data)]
    try:
        with in_line(_PLACES, _WAITING, PATIENCE):
            answer = run(command, parts, seconds=SECONDS, most=4 * LARGEST_ALL)
    except (Full, NotTaken):
        raise BadPiece("took_too_long") from None
    return _read(bytes(answer), pieces)


def _read(answer: bytes, pieces: Sequence[Piece]) -> list[Cleaned]:
    """What the child said of each. Where it stopped, the piece it was at had ended it."""
    found, at = [], 0
    for each in pieces:
        line_end = answer.find(b"\n", at, at + 64)
        words = answer[at:line_end].decode("ascii", "replace").split(" ") if line_end >= 0 else ["no", "broken"]
        if words[0] != "pdf" or len(words) != 4:
            raise BadPiece(words[1] if len(words) == 2 else "broken", each.label)
        at = line_end + 1 + int(words[1])
        found.append(Cleaned(answer[line_end + 1 : at], int(words[2]), words[3] == "1"))
    return found
