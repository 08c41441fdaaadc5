"""Voice notes: only sound comes out, and, where she asks, another voice."""

from __future__ import annotations

import io

import av
import pytest

from amparo.formats.media import LONGEST_VOICE, NotTaken, clean
from tests.unit.media_made import CANARY, exif_with, heard, mp3_frames, note, picture, saved, strongest

KINDS = {
    "an old iPhone": ("ipod", "aac"),
    "WhatsApp": ("ogg", "libopus"),
    "a recorder": ("mp3", "libmp3lame"),
    "a computer": ("wav", "pcm_s16le"),
    "a browser": ("webm", "libopus"),
    "flac": ("flac", "flac"),
    "an Android": ("3gp", "aac"),
}


def refusal(data: bytes, **more: object) -> str:
    with pytest.raises(NotTaken) as refused:
        clean(data, wanted="voice", **more)  # type: ignore[arg-type]
    return refused.value.kind


def amr(seconds: float) -> bytes:
    """AMR by hand: its six bytes of head, then fifty frames a second of 12.2 kbit/s."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * int(50 * seconds)


@pytest.mark.parametrize("name", KINDS)
def test_only_sound_comes_out(name: str) -> None:
    form, codec = KINDS[name]
    data = note(form, codec, seconds=2, tags=CANARY)
    assert CANARY.encode() in data or form == "3gp"
    cleaned = clean(data, wanted="voice")
    assert (cleaned.type, cleaned.extension, cleaned.note) == ("audio/mpeg", "mp3", "")
    assert CANARY.encode() not in cleaned.data
    assert set(mp3_frames(cleaned.data)) == {(2, 1, 40, 16_000)}  # every byte is a frame; MPEG-2, layer III
    for tag in (b"ID3", b"TAG", b"APETAG", b"Xing", b"Info", b"Lavf", b"Lavc"):
        assert tag not in cleaned.data
    assert 2 <= len(heard(cleaned.data)) / 16_000 < 2.2
    assert abs(strongest(heard(cleaned.data), 90, 160) - 120) <= 4
    assert clean(data, wanted="any") == cleaned


def test_the_look_by_hand_sees_a_tag() -> None:
    with pytest.raises(AssertionError, match="no frame at 0"):
        mp3_frames(note("mp3", "libmp3lame", tags=CANARY))
    tail = clean(note("wav", "pcm_s16le"), wanted="voice").data + b"TAG" + bytes(125)
    with pytest.raises(AssertionError, match="no frame at"):
        mp3_frames(tail)


def test_a_cover_is_passed_over_and_gone() -> None:
    cover = saved(picture(), "JPEG", exif=exif_with(CANARY))
    data = note("mp3", "libmp3lame", cover=cover)
    assert cover in data
    cleaned = clean(data, wanted="voice")
    assert CANARY.encode() not in cleaned.data
    assert set(mp3_frames(cleaned.data)) == {(2, 1, 40, 16_000)}


def made_or_refused(data: bytes, **more: object) -> bytes | str:
    """The new file, or why there is none."""
    try:
        return clean(data, wanted="voice", **more).data  # type: ignore[arg-type]
    except NotTaken as refused:
        return refused.kind


def test_what_hangs_behind_the_sound_is_gone() -> None:
    canary = CANARY.encode()
    for data in (amr(1) + canary, note("ogg", "libopus") + canary, note("wav", "pcm_u8") + b"PK\x03\x04" + canary):
        cleaned = made_or_refused(data)
        assert isinstance(cleaned, bytes)
        assert canary not in cleaned
        assert set(mp3_frames(cleaned)) == {(2, 1, 40, 16_000)}


def test_the_sound_of_old_phones_is_taken() -> None:
    assert 1 <= len(heard(clean(amr(1), wanted="voice").data)) / 16_000 < 1.2
    out = io.BytesIO()
    with av.open(io.BytesIO(amr(1)), format="amr") as source, av.open(out, "w", format="3gp") as target:
        stream = target.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    assert out.getvalue()[4:8] == b"ftyp"
    assert 1 <= len(heard(clean(out.getvalue(), wanted="voice").data)) / 16_000 < 1.2


def test_three_minutes_and_no_more() -> None:
    """Said before she speaks; a recorder that stops at three minutes writes a little past them."""
    assert LONGEST_VOICE == 180
    assert len(mp3_frames(clean(note("wav", "pcm_u8", seconds=181), wanted="voice").data)) > 5_000
    assert refusal(note("wav", "pcm_u8", seconds=183)) == "too_long"
    assert refusal(note("wav", "pcm_u8", seconds=183), disguise=True) == "too_long"


def test_hours_of_silence_in_a_small_file_are_refused_soon() -> None:
    data = note("flac", "flac", seconds=1)
    silent = io.BytesIO()
    with av.open(silent, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=8_000, layout="mono")
        for start in range(0, 3_600 * 8_000, 80_000):
            frame = av.AudioFrame(format="s16", layout="mono", samples=80_000)
            frame.planes[0].update(bytes(160_000))
            frame.sample_rate, frame.pts = 8_000, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert len(silent.getvalue()) < 60 * len(data)
    assert refusal(silent.getvalue()) == "too_long"


def test_a_video_is_not_a_voice_note() -> None:
    for form, codec in (("mp4", "mpeg4"), ("matroska", "mpeg4")):
        out = io.BytesIO()
        with av.open(out, "w", format=form) as container:
            moving = container.add_stream(codec, rate=5)
            moving.width, moving.height, moving.pix_fmt = 64, 48, "yuv420p"
            sound = container.add_stream("aac", rate=44_100, layout="mono")
            for number in range(5):
                frame = av.VideoFrame.from_image(picture((64, 48)))
                frame.pts = number
                container.mux(moving.encode(frame))
            container.mux(moving.encode(None))
            piece = av.AudioFrame(format="fltp", layout="mono", samples=1_024)
            piece.planes[0].update(bytes(4_096))
            piece.sample_rate = 44_100
            container.mux(sound.encode(piece))
            container.mux(sound.encode(None))
        assert refusal(out.getvalue()) == "unknown_kind"


def test_two_voices_in_one_file_are_not_a_voice_note() -> None:
    """Which of the two would be heard? She would not know which one was sent."""
    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as container:
        streams = [container.add_stream("pcm_s16le", rate=8_000, layout="mono") for _ in range(2)]
        for stream in streams:
            piece = av.AudioFrame(format="s16", layout="mono", samples=8_000)
            piece.planes[0].update(bytes(16_000))
            piece.sample_rate, piece.pts = 8_000, 0
            container.mux(stream.encode(piece))
    with av.open(io.BytesIO(out.getvalue())) as container:
        assert len(container.streams.audio) == 2
    assert refusal(out.getvalue()) == "unknown_kind"


def test_what_would_open_other_files_is_not_read() -> None:
    """Lists of files, which FFmpeg would follow: no kind of ours. And inside a kind of ours only sound is decoded."""
    for data in (
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
    ):
        assert refusal(data) == "unknown_kind"
        assert refusal(b"ID3\x04\0\0\0\0\0\0" + data) == "broken"


def test_a_damaged_note_is_broken_and_a_scratch_is_not() -> None:
    data = note("ogg", "libopus", seconds=2)
    assert refusal(data[:60]) == "broken"
    assert refusal(b"OggS" + bytes(500)) == "broken"
    assert refusal(note("ipod", "aac")[:200]) == "broken"
    scratched = bytearray(note("mp3", "libmp3lame", seconds=2))
    scratched[6_000:6_040] = bytes(40)
    assert len(heard(clean(bytes(scratched), wanted="voice").data)) > 28_000
