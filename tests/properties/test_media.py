"""Whatever bytes come in: a file made anew that holds pixels or sound alone, or ``NotTaken``; never anything else."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from amparo.formats.media import KINDS, Cleaned, NotTaken, clean
from amparo.formats.media.kinds import PHOTOS, VOICES, kind_of
from tests.examples import examples
from tests.unit.media_made import CANARY, exif_with, jpeg_segments, mp3_frames, note, picture, png_chunks, saved

HEADS = [
    b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8X", b"RIFF\0\0\0\0WAVEfmt ",
    b"OggS\0\x02", b"ID3\x04", b"\xff\xfb\x90", b"\xff\xf1\x50", b"\x1aE\xdf\xa3", b"\0\0\0\x18ftypM4A ",
    b"\0\0\0\x18ftypheic", b"#!AMR\n", b"fLaC", b"%PDF-",
]  # fmt: skip
WHOLE = {
    "jpeg": saved(picture(), "JPEG", exif=exif_with(CANARY), comment=CANARY.encode()),
    "png": saved(picture(mode="RGBA"), "PNG", exif=exif_with(CANARY)),
    "gif": saved(picture(mode="P"), "GIF", comment=CANARY.encode()),
    "webp": saved(picture(), "WEBP", exif=exif_with(CANARY)),
    "ogg": note("ogg", "libopus", seconds=0.3, tags=CANARY),
    "mp4": note("ipod", "aac", seconds=0.3, tags=CANARY),
    "mp3": note("mp3", "libmp3lame", seconds=0.3, tags=CANARY),
    "wav": note("wav", "pcm_u8", seconds=0.3, tags=CANARY),
    "webm": note("webm", "libopus", seconds=0.3, tags=CANARY),
    "flac": note("flac", "flac", seconds=0.3, tags=CANARY),
}
LONGEST = 25.0  # the clock's twenty seconds, and a slow computer
often = settings(max_examples=examples(300), deadline=None)
sometimes = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def holds(data: bytes, *, disguise: bool = False) -> Cleaned | str:
    """Clean the bytes, see that what comes out is only what may come out, and that it did not take for ever."""
    began = time.monotonic()
    try:
        cleaned = clean(data, wanted="any", disguise=disguise)
    except NotTaken as refused:
        assert refused.kind in KINDS  # noqa: PT017
        assert refused.kind not in {"busy", "unavailable"}  # noqa: PT017
        return refused.kind
    finally:
        assert time.monotonic() - began < LONGEST
    if cleaned.extension == "jpg":
        segments = list(jpeg_segments(cleaned.data))
        assert {marker for marker, _ in segments} <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDD, 0xDA, 0xD9}
        assert segments[-1] == (0xD9, b"")
    elif cleaned.extension == "png":
        assert {name for name, _ in png_chunks(cleaned.data)} <= {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"}
    elif cleaned.extension == "mp3":
        assert {frame[0:2] for frame in mp3_frames(cleaned.data)} == {(2, 1)}
    else:
        assert (cleaned.extension, cleaned.note, cleaned.data) == ("pdf", "as_it_is", data)
    if cleaned.extension != "pdf":
        assert CANARY.encode() not in cleaned.data
    return cleaned


@often
@given(st.binary(max_size=64))
def test_any_bytes_have_a_kind_or_none(data: bytes) -> None:
    assert kind_of(data) in PHOTOS | VOICES | {"heic", "pdf", ""}


@sometimes
@given(st.sampled_from(HEADS), st.binary(max_size=2_000), st.booleans())
def test_any_bytes_are_refused_or_made_anew(head: bytes, rest: bytes, disguise: bool) -> None:
    holds(head + rest, disguise=disguise)


@sometimes
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_file_with_some_bytes_changed_is_refused_or_made_anew(name: str, data: st.DataObject) -> None:
    changed = bytearray(WHOLE[name])
    places = st.integers(0, len(changed) - 1)
    heads = st.integers(0, min(len(changed), 400) - 1)  # where the lengths and sizes stand
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(places | heads)] = data.draw(st.sampled_from([0, 1, 0x7F, 0x80, 0xFF]) | st.integers(0, 255))
    holds(bytes(changed), disguise=data.draw(st.booleans()))


@sometimes
@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 5_000), st.binary(max_size=200))
def test_a_file_cut_or_with_something_put_in_is_refused_or_made_anew(name: str, where: int, put: bytes) -> None:
    whole = WHOLE[name]
    holds(whole[:where] + put + (whole[where:] if put else b""))


@sometimes
@given(st.sampled_from(sorted(WHOLE)), st.sampled_from(sorted(WHOLE)))
@example("jpeg", "mp3")
@example("gif", "flac")
def test_two_files_in_one_come_out_as_the_first(first: str, second: str) -> None:
    made = holds(WHOLE[first] + WHOLE[second])
    if isinstance(made, Cleaned):
        assert made.type.startswith("image/" if first in PHOTOS else "audio/")


def test_whole_files_are_taken() -> None:
    """The controls of all the above: these are the files that are changed, and unchanged they are taken."""
    for name, whole in WHOLE.items():
        assert CANARY.encode() in whole
        assert isinstance(holds(whole), Cleaned), name
