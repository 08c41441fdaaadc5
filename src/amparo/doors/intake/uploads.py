"""What a phone sends at once, a form and up to a hundred files: held in memory only, or read past.

A file that lies in a temporary folder in clear outlives the request. What is too large is not kept; the rest of it is
read all the same, because a phone that is cut while it sends never reads the sentence that says why.
"""

from contextlib import suppress

from django.http import HttpRequest
from django.http.request import UnreadablePostError

ACCEPTED = 10_000_000  # bytes of one request, as phones are told; one file alone may be larger, and they send it then
HELD = ACCEPTED + 1_500_000  # with the form, which comes again with each part, and what stands around the files
MOST_READ = 250_000_000  # bytes of one request that are read past, so that a phone hears why; a longer one is cut off
MOST_PARTS = 110  # ODK Collect sends a form, a hundred and one files, and a word that more will come
PIECE = 64 * 1024


def held(request: HttpRequest) -> bytes | None:
    """The body of a request; None where it is more than is taken."""
    pieces, size = [], 0
    while size <= HELD and _is_bounded(request) and (piece := request.read(PIECE)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces) if size <= HELD and _is_bounded(request) else None


def read_past(request: HttpRequest) -> None:
    """Read what is left of a request that is refused: who sends it hears the answer only afterwards."""
    with suppress(UnreadablePostError):
        while _is_bounded(request) and request.read(PIECE):
            pass


def _is_bounded(request: HttpRequest) -> bool:
    """Does it say itself that it is within what is read at all? One that says nothing has nothing to read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) <= MOST_READ
