"""What kind of file this is, by its first bytes. A name or a content type is whatever the sender wrote."""

PHOTOS = frozenset({"jpeg", "png", "gif", "webp"})
VOICES = frozenset({"mp3", "aac", "wav", "ogg", "webm", "mp4", "amr", "flac"})

_BEGINNINGS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "webm"),
    (b"#!AMR\n", "amr"),
    (b"#!AMR-WB\n", "amr"),
    (b"fLaC", "flac"),
)
_STILL_PICTURES = (b"hei", b"hev", b"mif", b"msf", b"avif", b"avis")  # how the brands of HEIC and AVIF begin


def kind_of(data: bytes) -> str:
    """The kind of a file: one of ``PHOTOS`` or ``VOICES``, ``"heic"``, ``"pdf"``, or ``""`` for anything else."""
    head = bytes(data[:16])
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"RIFF"):
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12].lower().startswith(_STILL_PICTURES) else "mp4"
    return _bare_sound(head)


def _bare_sound(head: bytes) -> str:
    """Frames of MP3 or AAC without a head of their own: eleven set bits, then the layer."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return ""
    if head[1] & 0xF6 == 0xF0:
        return "aac"
    return "mp3" if head[1] & 0x06 == 0x02 and head[1] & 0x18 != 0x08 else ""
