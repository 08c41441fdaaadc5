"""Why a file was not taken. The page makes sentences of these; the library never speaks to her."""

KINDS = (
    "too_large",  # more bytes than LARGEST
    "empty",  # not one byte
    "heic",  # HEIC or AVIF: a sentence says how to send a JPEG
    "unknown_kind",  # not one of the kinds taken here, a video, or another kind than the one asked for
    "broken",  # it says it is of a kind, and cannot be read as such
    "too_many_pixels",
    "too_long",  # a voice note past LONGEST_VOICE
    "took_too_long",  # the clock ended it
    "busy",  # others are being cleaned: again in a moment
    "unavailable",  # this house cannot clean files: the libraries are not there, or no child could start
)


class NotTaken(Exception):
    """A file that was not taken, and of which kind the reason is. It never carries a byte of the file."""

    def __init__(self, kind: str) -> None:
        if kind not in KINDS:
            raise ValueError(f"There is no such reason: {kind!r}.")
        super().__init__(kind)
        self.kind = kind
