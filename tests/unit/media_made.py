"""Photos and voice notes made for the tests, with everything in them that must not come out, and readers by hand."""

from __future__ import annotations

import io
import math
import struct
import zlib
from array import array
from collections.abc import Iterator
from fractions import Fraction

import av
from PIL import Image, ImageCms, PngImagePlugin

CANARY = "CANARIO-de-prueba-7391"
RATES = {"libopus": 48_000, "flac": 44_100, "aac": 44_100, "libmp3lame": 44_100, "pcm_s16le": 16_000, "pcm_u8": 8_000}


def exif_with(canary: str, *, orientation: int = 1) -> Image.Exif:
    """EXIF as a phone writes it: an owner, a phone, a place."""
    exif = Image.Exif()
    exif[0x013B], exif[0x010F], exif[0x0112] = canary, canary, orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (0.0, 48.0, 43.0), 3: "W", 4: (77.0, 43.0, 1.0), 29: canary})
    return exif


def profile_with(canary: str) -> bytes:
    """The sRGB profile under another name of the same length, so that its table still holds."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name in ("sRGB built-in", "No copyright, use freely"):
        for coding in ("utf-16-be", "ascii"):
            profile = profile.replace(name.encode(coding), canary[: len(name)].ljust(len(name)).encode(coding))
    return profile


def picture(size: tuple[int, int] = (96, 64), mode: str = "RGB") -> Image.Image:
    """A picture of many colours."""
    bands = [Image.linear_gradient("L"), Image.radial_gradient("L"), Image.linear_gradient("L").rotate(90)]
    image = Image.merge("RGB", bands).resize(size)
    return image if mode == "RGB" else image.convert(mode)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()


def texts_of_png(canary: str) -> PngImagePlugin.PngInfo:
    """The three ways in which a PNG holds text; two of them are compressed."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", canary)
    texts.add_text("Comment", canary, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", canary, zip=True)
    return texts


def opened(data: bytes) -> Image.Image:
    """The picture that a file shows."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def png_chunks(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The chunks of a PNG, and as the last one whatever hangs behind it."""
    place = 8
    while place < len(data):
        length = struct.unpack(">I", data[place : place + 4])[0]
        name = data[place + 4 : place + 8].decode("ascii")
        yield name, data[place + 8 : place + 8 + length]
        place += 12 + length
        if name == "IEND":
            break
    if data[place:]:
        yield "behind", data[place:]


def jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The marked segments of a JPEG before its picture; then 0xD9 with whatever hangs behind the picture."""
    assert data[:2] == b"\xff\xd8"
    place = 2
    while True:
        assert data[place] == 0xFF
        marker, length = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])[0]
        yield marker, data[place + 4 : place + 2 + length]
        place += 2 + length
        if marker == 0xDA:
            break
    while not (data[place] == 0xFF and data[place + 1] not in (0, *range(0xD0, 0xD8))):
        place += 1
    yield data[place + 1], data[place + 2 :]


def unpacked(data: bytes) -> bytes:
    """Every stream of zlib that stands anywhere in the bytes, opened: where compressed text would hide."""
    found = []
    for place in range(len(data) - 1):
        if data[place] == 0x78 and int.from_bytes(data[place : place + 2], "big") % 31 == 0:
            try:
                found.append(zlib.decompressobj().decompress(data[place:], 100_000))
            except zlib.error:
                continue
    return b"".join(found)


def vowel(seconds: float, rate: int, *, pitch: float = 120.0) -> array[int]:
    """A sound like a vowel: a pitch, its harmonics, and a throat that favours some of them."""
    heard = [k for k in range(1, 30) if k * pitch < min(rate / 2, 4_000)]
    loud = {k: 1 / k + 0.6 * math.exp(-(((k * pitch - 700) / 200) ** 2)) for k in heard}
    one = [sum(loud[k] * math.sin(2 * math.pi * k * pitch * i / rate) for k in heard) for i in range(rate)]
    most = max(map(abs, one))
    second = array("h", [int(14_000 * value / most) for value in one])
    whole = second * (int(seconds) + 1)
    return whole[: int(seconds * rate)]


def note(form: str, codec: str, *, seconds: float = 1.0, pitch: float = 120.0, tags: str = "", **more: bytes) -> bytes:
    """A voice note as a file; ``tags`` stands in every tag; ``cover=`` is a picture beside it."""
    rate, out = RATES[codec], io.BytesIO()
    samples = vowel(seconds, rate, pitch=pitch)
    with av.open(out, "w", format=form) as container:
        if tags:
            container.metadata.update({"title": tags, "artist": tags, "comment": tags})
        stream = container.add_stream(codec, rate=rate, layout="mono")
        cover = container.add_stream("mjpeg", rate=1) if more else None
        if cover is not None:
            cover.width, cover.height, cover.pix_fmt = 96, 64, "yuvj420p"  # type: ignore[union-attr]
            cover.disposition = 1024  # type: ignore[assignment]  # attached picture
            packet = av.Packet(more["cover"])
            packet.stream, packet.pts, packet.dts, packet.time_base = cover, 0, 0, Fraction(1, 1)
            container.start_encoding()
            container.mux(packet)
        for start in range(0, len(samples), 4_096):
            piece = samples[start : start + 4_096]
            frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece))
            frame.planes[0].update(piece.tobytes())
            frame.sample_rate, frame.pts = rate, start
            container.mux(stream.encode(frame))  # type: ignore[union-attr]
        container.mux(stream.encode(None))  # type: ignore[union-attr]
    return out.getvalue()


def heard(data: bytes, rate: int = 16_000) -> array[int]:
    """What a file sounds like, one channel, by the library itself and nothing of ours."""
    samples = array("h")
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    with av.open(io.BytesIO(data)) as container:
        for frame in [*container.decode(audio=0), None]:
            for piece in resampler.resample(frame):
                samples.frombytes(bytes(piece.planes[0])[: piece.samples * 2])
    return samples


def mp3_frames(data: bytes) -> list[tuple[int, int, int, int]]:
    """Every frame of an MP3 by hand: (version bits, layer bits, bit rate in kbit/s, rate). All bytes must be frames."""
    rates = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000)}
    kbits = {
        3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
        2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    }
    frames, place = [], 0
    while place < len(data):
        head = int.from_bytes(data[place : place + 4], "big")
        assert head >> 21 == 0x7FF, f"no frame at {place}"
        version, layer = head >> 19 & 3, head >> 17 & 3
        rate, kbit = rates[version][head >> 10 & 3], kbits[version][head >> 12 & 15]
        place += (144_000 if version == 3 else 72_000) * kbit // rate + (head >> 9 & 1)
        frames.append((version, layer, kbit, rate))
    return frames


def strength(samples: array[int], hertz: float, rate: int = 16_000) -> float:
    """How strong one tone is (the sum of Fourier, for one frequency)."""
    turn = 2 * math.pi * hertz / rate
    real = sum(value * math.cos(turn * i) for i, value in enumerate(samples))
    imaginary = sum(value * math.sin(turn * i) for i, value in enumerate(samples))
    return math.hypot(real, imaginary)


def strongest(samples: array[int], low: int, high: int) -> int:
    """The strongest tone between two, in hertz, in a quarter of a second from the middle."""
    middle = len(samples) // 2
    window = samples[middle : middle + 4_000]
    return max(range(low, high + 1, 2), key=lambda hertz: strength(window, hertz))


def wav(samples: array[int], rate: int = 16_000) -> bytes:
    """The samples as a WAV file, by hand."""
    size = len(samples) * 2
    sizes = (16, 1, 1, rate, 2 * rate, 2, 16)
    head = struct.pack("<4sI8sIHHIIHH4sI", b"RIFF", 36 + size, b"WAVEfmt ", *sizes, b"data", size)
    return head + samples.tobytes()
