"""Files as answers: ours and those that somebody sent, saved and never shown; or made anew and shown.

A file that was sent is whatever it is. As it is it only ever leaves as something to be saved, under a name and a type
of ours. What is shown on a page was made anew a moment ago, from pixels and sound only.
"""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from amparo.commons.policy.policies import Hidden
from amparo.formats import media

# What a browser may be told that a file is, and how it is called then; everything else is bytes.
TYPES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/webm": "webm",
    "audio/mp4": "m4a",
    "application/pdf": "pdf",
}
BYTES, ENDING, CSV = "application/octet-stream", "bin", "text/csv; charset=utf-8"
SHOWN = frozenset({"image/jpeg", "image/png", "audio/mpeg"})  # what making anew makes
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def to_save(data: bytes | str, name: str, kind: str = BYTES) -> HttpResponse:
    """The response with a file: a browser saves it under ``name``, never renders it and never caches it."""
    answer = HttpResponse(data, content_type=kind, headers=HEADERS)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def handed_over(data: bytes, *, called: str, kind: str = "", anew: bool = False) -> HttpResponse:
    """The answer: a file to be kept, called ``called``, or what was made anew of it; ``kind`` is its type as known."""
    kind, ending = (kind, TYPES[kind]) if kind in TYPES else (BYTES, ENDING)
    if anew:
        data, kind, ending = made_anew(data)
    return to_save(data, f"{called}.{ending}", kind)


def made_anew(data: bytes) -> tuple[bytes, str, str]:
    """A photo or a voice note made anew, as its bytes, its type and its ending; :class:`Hidden` where it cannot be."""
    try:
        clean = media.clean(data, wanted="any")
    except media.NotTaken as error:
        raise Hidden from error
    if clean.type not in SHOWN:
        raise Hidden
    return clean.data, clean.type, clean.extension
