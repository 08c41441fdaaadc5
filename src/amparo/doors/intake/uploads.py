"""What a phone sends at once, a form and up to a hundred files: held in memory only, or read past.

A file that lies in a temporary folder in clear outlives the request. What is too large is not kept; the rest of it is
read all the same, because a phone that is cut while it sends never reads the sentence that says why.
"""

from django.http import HttpRequest

ACCEPTED = 10_000_000  # bytes of one request, as phones are told; one file alone may be larger, and they send it then
HELD = ACCEPTED + 1_500_000  # with the form, which comes again with each part, and what stands around the files
READ_PAST = 60_000_000
MOST_PARTS = 110  # ODK Collect sends a form, a hundred and one files, and a word that more will come
PIECE = 64 * 1024


def held(request: HttpRequest) -> bytes | None:
    """The body of a request; None where it is more than is taken."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > READ_PAST:
        return None
    pieces, size = [], 0
    while piece := request.read(PIECE):
        size += len(piece)
        pieces.append(piece)
        if size > HELD:
            pieces.clear()
    return b"".join(pieces) if size <= HELD else None
