"""Photos: what they carry is in the file that goes in, and in no byte of the one that comes out."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib

import pytest
from PIL import Image, ImageCms

from amparo.formats.media import LARGEST, NotTaken, clean
from tests.unit.media_made import (
    CANARY,
    exif_with,
    jpeg_segments,
    opened,
    picture,
    png_chunks,
    profile_with,
    saved,
    texts_of_png,
    unpacked,
)  # fmt: skip

# JFIF's own head, tables, the frame, the scan. No APP1 to APP15 (EXIF, XMP, profile, maker), no comment.
JPEG_MAY = {0xE0, 0xDB, 0xC0, 0xC4, 0xDD, 0xDA, 0xD9}
PNG_MAY = {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"}


def refusal(data: bytes, wanted: str = "photo", **more: object) -> str:
    with pytest.raises(NotTaken) as refused:
        clean(data, wanted=wanted, **more)  # type: ignore[arg-type]
    assert refused.value.kind == str(refused.value)
    return refused.value.kind


def has_only_pixels(data: bytes, extension: str) -> None:
    """By hand: only the segments a picture needs, and nothing behind it."""
    if extension == "png":
        assert {name for name, _ in png_chunks(data)} <= PNG_MAY
        return
    segments = list(jpeg_segments(data))
    assert {marker for marker, _ in segments} <= JPEG_MAY
    assert [len(body) for marker, body in segments if marker == 0xE0] == [14]  # JFIF without a thumbnail
    assert segments[-1] == (0xD9, b"")


def seen_in(data: bytes, canary: str = CANARY) -> bool:
    """Whether the canary stands in the bytes, plain, in sixteen bits, or compressed."""
    places = (data, unpacked(data))
    return any(canary.encode(coding) in place for place in places for coding in ("utf-8", "utf-16-be", "utf-16-le"))


def full_jpeg() -> bytes:
    return saved(
        picture(), "JPEG", exif=exif_with(CANARY), icc_profile=profile_with(CANARY), comment=CANARY.encode(),
        xmp=f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode(),
    )  # fmt: skip


FILES = {
    "jpeg": full_jpeg,
    "png": lambda: saved(
        picture(), "PNG", exif=exif_with(CANARY), icc_profile=profile_with(CANARY), pnginfo=texts_of_png(CANARY)
    ),
    "png, compressed text alone": lambda: saved(picture(), "PNG", icc_profile=profile_with(CANARY * 2)),
    "webp": lambda: saved(picture(), "WEBP", exif=exif_with(CANARY), xmp=f"<x>{CANARY}</x>".encode()),
    "gif": lambda: saved(picture(mode="P"), "GIF", comment=CANARY.encode()),
    "jpeg with a zip behind it": lambda: saved(picture(), "JPEG") + zipped(),
    "png with a page behind it": lambda: saved(picture(), "PNG") + f"<script>{CANARY}</script>".encode(),
    "jpeg with a pdf in its comment": lambda: saved(picture(), "JPEG", comment=f"%PDF-1.7 /JS {CANARY}".encode()),
    "gif that is a page": lambda: saved(picture(mode="P"), "GIF", comment=f"<html>{CANARY}</html>".encode()),
    "two pictures in one jpeg": lambda: saved(
        picture(), "MPO", save_all=True, append_images=[opened(full_jpeg())], exif=exif_with(CANARY)
    ),
}


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", CANARY)
    return out.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_what_a_photo_carries_does_not_come_out(name: str) -> None:
    data = FILES[name]()
    assert seen_in(data) or seen_in(data, CANARY[:13]), "the canary must be in what goes in"
    for wanted in ("photo", "any"):
        cleaned = clean(data, wanted=wanted)  # type: ignore[arg-type]
        assert (cleaned.type, cleaned.extension) in {("image/jpeg", "jpg"), ("image/png", "png")}
        assert cleaned.note == ""
        assert not seen_in(cleaned.data)
        assert not seen_in(cleaned.data, CANARY[:13])
        assert opened(cleaned.data).size == (96, 64)
        has_only_pixels(cleaned.data, cleaned.extension)


def test_the_look_by_hand_sees_what_a_file_carries() -> None:
    with pytest.raises(AssertionError):
        has_only_pixels(full_jpeg(), "jpg")
    with pytest.raises(AssertionError):
        has_only_pixels(FILES["png"](), "png")
    with pytest.raises(AssertionError):
        has_only_pixels(saved(picture(), "JPEG") + b"x", "jpg")
    assert b"GPS" not in full_jpeg()
    assert dict(Image.open(io.BytesIO(full_jpeg())).getexif().get_ifd(0x8825))[1] == "N"  # the place is really in it


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_out_upright(orientation: int, form: str) -> None:
    """The corner that EXIF calls top left is red. Where it lies in the file is from the table of the standard."""
    left_top = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (0, 1), 7: (1, 1), 8: (1, 0)}[orientation]
    box = (left_top[0] * 80, left_top[1] * 40, left_top[0] * 80 + 40, left_top[1] * 40 + 40)
    stored = Image.new("RGB", (120, 80), (0, 0, 255))
    stored.paste((255, 0, 0), box)
    stored.paste(picture((20, 20)), (50, 30))
    out = opened(clean(saved(stored, form, exif=exif_with("a", orientation=orientation)), wanted="photo").data)
    assert out.size == ((80, 120) if orientation >= 5 else (120, 80))
    red, green, blue = out.convert("RGB").getpixel((8, 8))  # type: ignore[misc]
    assert red > 200 > 60 > max(green, blue)


def test_a_large_photo_is_made_smaller_and_a_small_one_is_left() -> None:
    assert opened(clean(saved(picture((4_000, 1_000)), "JPEG"), wanted="photo").data).size == (2_000, 500)
    assert opened(clean(saved(picture((1_000, 2_500)), "PNG"), wanted="photo").data).size == (800, 2_000)
    assert opened(clean(saved(picture((30, 20)), "JPEG"), wanted="photo").data).size == (30, 20)


def test_what_is_rubbed_out_is_gone() -> None:
    """A face under transparent pixels is still in the file; in the new one it is not."""
    image = picture((64, 64), "RGBA")
    image.paste((200, 30, 90, 0), (0, 0, 32, 64))
    data = saved(image, "PNG")
    assert opened(data).getpixel((5, 5)) == (200, 30, 90, 0)
    cleaned = clean(data, wanted="photo")
    out = opened(cleaned.data)
    assert (cleaned.extension, out.mode) == ("png", "RGBA")
    assert out.getpixel((5, 5)) == (0, 0, 0, 0)
    assert out.getpixel((50, 20)) == image.getpixel((50, 20))


def test_few_colours_stay_sharp() -> None:
    image = Image.new("RGB", (64, 64), "white")
    image.paste((10, 20, 30), (10, 10, 20, 20))
    for form, mode in (("PNG", "RGB"), ("GIF", "P"), ("PNG", "1")):
        cleaned = clean(saved(image.convert(mode), form), wanted="photo")
        assert cleaned.extension == "png"
    assert opened(clean(saved(image, "PNG"), wanted="photo").data).getpixel((15, 15)) == (10, 20, 30)


def test_colours_are_brought_to_srgb_before_the_profile_goes() -> None:
    """A profile in which red and blue have changed places: what it calls red is blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"_XYZ"), (b"bXYZ", b"rXYZ"), (b"_XYZ", b"bXYZ")):
        profile = profile.replace(old, new, 1)
    image = picture()
    image.paste((255, 0, 0), (0, 0, 40, 40))
    for form in ("JPEG", "PNG", "WEBP"):
        with_profile = opened(clean(saved(image, form, icc_profile=profile), wanted="photo").data)
        red, green, blue = with_profile.getpixel((10, 10))  # type: ignore[misc]
        assert blue > 230 > 60 > max(red, green), form
        without = opened(clean(saved(image, form), wanted="photo").data)
        assert without.getpixel((10, 10))[0] > 230  # type: ignore[index]
    assert clean(saved(image, "JPEG", icc_profile=b"no profile at all"), wanted="photo").extension == "jpg"


def test_other_kinds_of_pixels_are_understood() -> None:
    grey = Image.new("I;16", (40, 40), 0x8000)
    value = opened(clean(saved(grey, "PNG"), wanted="photo").data).convert("L").getpixel((20, 20))
    assert value == 128  # half of the light, not all of it
    inks = picture(mode="CMYK")
    assert opened(clean(saved(inks, "JPEG"), wanted="photo").data).mode == "RGB"
    see_through = Image.new("LA", (40, 40), (100, 0))
    assert opened(clean(saved(see_through, "PNG"), wanted="photo").data).mode == "RGBA"


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG of that size, and a few compressed bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(10_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def jpeg_of(width: int, height: int) -> bytes:
    data = bytearray(saved(picture(), "JPEG"))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_of(width: int, height: int) -> bytes:
    body = (
        b"VP8X"
        + struct.pack("<I", 10)
        + bytes(4)
        + (width - 1).to_bytes(3, "little")
        + (height - 1).to_bytes(3, "little")
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


@pytest.mark.parametrize(
    "data",
    [
        png_of(32_000, 32_000),  # 10^9 pixels
        png_of(8_000, 5_001),
        png_of(2**31 - 1, 2**31 - 1),
        jpeg_of(32_000, 32_000),
        jpeg_of(65_000, 1_001),
        webp_of(16_000, 16_000),
        webp_of(5_000, 4_001),
        b"GIF89a" + struct.pack("<HHBBB", 32_000, 32_000, 0, 0, 0) + b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
    ],
    ids=["png", "png just over", "png of all", "jpeg", "jpeg just over", "webp", "webp just over", "gif"],
)
def test_too_many_pixels_are_refused_by_the_head(data: bytes) -> None:
    began = time.monotonic()
    assert refusal(data) == "too_many_pixels"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("name", ["jpeg", "png", "webp"])
def test_a_photo_that_was_cut_is_broken(name: str) -> None:
    data = FILES[name]()
    assert refusal(data[: len(data) * 9 // 10]) == "broken"
    assert refusal(data[:30]) == "broken"


def test_what_is_not_a_photo_is_named() -> None:
    for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis"):
        assert refusal(b"\0\0\0\x18ftyp" + brand + bytes(40)) == "heic"
    assert refusal(saved(picture(), "AVIF")) == "heic"
    for form in ("TIFF", "BMP", "ICO", "PPM"):
        assert refusal(saved(picture(), form), "any") == "unknown_kind"
    for data in (b"hola", b"PK\x03\x04", b"<svg/>", b"\xff\xfeh\0", b"%!PS-Adobe", b"RIFF1234AVI "):
        assert refusal(data, "any") == "unknown_kind"
    assert refusal(full_jpeg(), "voice") == "unknown_kind"
    assert refusal(full_jpeg(), "pdf") == "unknown_kind"
    assert refusal(b"%PDF-1.7\n") == "unknown_kind"
    assert refusal(b"", "any") == "empty"
    assert refusal(full_jpeg() + bytes(LARGEST), "any") == "too_large"
    with pytest.raises(ValueError, match="wanted must be"):
        clean(b"x", wanted="video")  # type: ignore[arg-type]


def test_a_pdf_is_taken_as_it_is_and_says_so() -> None:
    data = b"%PDF-1.7\n1 0 obj <</JS (a)>> endobj"
    cleaned = clean(data, wanted="pdf")
    assert (cleaned.data, cleaned.type, cleaned.extension, cleaned.note) == (data, "application/pdf", "pdf", "as_it_is")
    assert clean(data, wanted="any") == cleaned
    assert refusal(b"\xff\xd8\xff" + data, "pdf") == "unknown_kind"  # a photo that is also a PDF goes the photo's way


def test_nothing_that_is_printed_holds_the_file() -> None:
    cleaned = clean(full_jpeg(), wanted="photo")
    assert repr(cleaned) == f"Cleaned(image/jpeg, {len(cleaned.data)} bytes, '')"
    with pytest.raises(NotTaken) as refused:
        clean(b"\xff\xd8\xff" + CANARY.encode(), wanted="photo")
    seen: BaseException | None = refused.value
    while seen is not None:
        assert CANARY not in repr(seen)
        seen = seen.__context__
