"""A voice note made anew: one channel, 16 kHz, MP3 without a tag, and nothing in it but sound. Only the child loads it.

MP3 because a phone of ten years ago, an old iPhone and the computer of a ministry play it; Opus is smaller and old
Safari does not. The reader of the file is chosen by its first bytes and never guessed, and only these decoders may
run: FFmpeg knows hundreds of formats, and some of them open other files.
"""

from __future__ import annotations

import io
import random
from array import array
from collections.abc import Iterator

import av
import av.subtitles.stream
import av.video.stream
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition

from amparo.formats.media.disguise import NARROW_RATE, WIDE_RATE, disguised, framed
from amparo.formats.media.limits import GRACE, LONGEST_VOICE
from amparo.formats.media.refusals import NotTaken

RATE = 16_000
_BIT_RATE = 40_000
_STEP = 4_096  # samples handed to the encoder at a time
_READERS = {
    "mp3": "mp3", "aac": "aac", "wav": "wav", "ogg": "ogg", "webm": "matroska", "mp4": "mov", "amr": "amr",
    "flac": "flac",
}  # fmt: skip
_DECODERS = (
    "aac,mp3,mp3float,opus,libopus,vorbis,flac,alac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s32le,pcm_f32le,pcm_u8,pcm_alaw,pcm_mulaw"
)
av.logging.set_level(av.logging.PANIC)


def warm_up() -> None:
    """Make a breath of silence anew: whatever the library loads late is loaded before the walls stand."""
    clean_voice(_encoded(array("h", bytes(RATE))), "mp3", rng=random.Random(0))


def clean_voice(data: bytes, kind: str, *, rng: random.Random | None) -> tuple[str, bytes]:
    """The voice note as a new MP3; with ``rng`` the voice is disguised in a way it draws."""
    try:
        with _opened(data, kind) as container:
            if rng is None:
                samples = _decoded(container, [RATE])
            else:
                samples = disguised(_decoded(container, [NARROW_RATE, WIDE_RATE]), rng=rng, rate=RATE)
        return "mp3", _encoded(samples)
    except (FFmpegError, ValueError):
        raise NotTaken("broken") from None


def _opened(data: bytes, kind: str) -> InputContainer:
    """The file, read as what it is and as nothing else."""
    return av.open(
        io.BytesIO(data), "r", format=_READERS[kind],
        options={"codec_whitelist": _DECODERS, "format_whitelist": _READERS[kind], "protocol_whitelist": "none"},
    )  # fmt: skip


def _the_voice(container: InputContainer) -> AudioStream:
    """Its one stream of sound. A cover picture is passed over; a moving picture is a video, which is not taken."""
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            raise NotTaken("unknown_kind")
    if len(container.streams.audio) != 1:
        raise NotTaken("unknown_kind")
    return container.streams.audio[0]


def _decoded(container: InputContainer, rates: list[int]) -> array[int]:
    """All samples, one channel, brought to each of these rates in turn."""
    stream = _the_voice(container)
    stream.codec_context.thread_count = 1
    resamplers = [AudioResampler(format="s16", layout="mono", rate=rate, threads=1) for rate in rates]
    samples, most = array("h"), (LONGEST_VOICE + GRACE) * rates[-1]
    for frame in _frames(container, stream):
        made = [frame]
        for resampler in resamplers:
            made = [each for one in made for each in resampler.resample(one)]
        for each in made:
            if each is not None:
                samples.frombytes(bytes(each.planes[0])[: each.samples * 2])
        if len(samples) > most:
            raise NotTaken("too_long")
    if not samples:
        raise NotTaken("broken")
    return samples


def _frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame | None]:
    """What can be decoded. A damaged piece is passed over; a file that is mostly damaged is not taken. None ends it."""
    good = bad = 0
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except FFmpegError:
            bad += 1
            continue
        for frame in frames:
            good += 1
            frame.pts = None
            yield frame
    if bad > good:
        raise NotTaken("broken")
    yield None


def _encoded(samples: array[int]) -> bytes:
    """The samples as MP3 without any tag: no ID3, no Xing, no name of a program in the head."""
    out = io.BytesIO()
    options = {"id3v2_version": "0", "write_id3v1": "0", "write_xing": "0", "fflags": "+bitexact"}
    with av.open(out, "w", format="mp3", options=options) as container:
        stream = container.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = _BIT_RATE
        for start in range(0, len(samples), _STEP):
            frame = framed(samples[start : start + _STEP], RATE)
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()
