"""A photo made anew: upright, at most 2,000 pixels long, in sRGB, nothing in it but pixels. Only the child loads it.

What goes: place, time, phone, owner and thumbnail (EXIF, XMP, IPTC), colour profiles with their names, comments and
texts, further frames, whatever hangs behind the picture, and the colours below fully transparent pixels, where
somebody may have rubbed out a face. What stays: what the picture shows, and some of the noise that each sensor leaves.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import (
    GifImagePlugin,
    Image,
    ImageCms,
    ImageDraw,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from amparo.formats.media.limits import LONG_SIDE, MOST_PIXELS
from amparo.formats.media.refusals import NotTaken

# Loaded now: once the child is walled in, no further module can be. (TIFF reads EXIF; MPO is a JPEG with two pictures.)
LOADED = (GifImagePlugin, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
Image.preinit()
Image.MAX_IMAGE_PIXELS = None  # the bound here is tighter and has a word of its own

_FORMATS = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
_QUALITY = 85
_FEW_COLOURS = 64
_LARGEST_PNG = 2_000_000
_ORIENTATION = 0x0112  # the EXIF tag
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def warm_up() -> None:
    """Make one grey pixel anew: whatever the library loads late is loaded before the walls stand."""
    for mode in ("RGB", "RGBA"):
        kind, body = _written(Image.new(mode, (2, 2)))
        clean_photo(body, {"jpg": "jpeg", "png": "png"}[kind], [(0, 0, 50, 50)])


def clean_photo(data: bytes, kind: str, covered: Sequence[tuple[int, int, int, int]] = ()) -> tuple[str, bytes]:
    """The photo as a new JPEG (``"jpg"``), or as a PNG where it has transparency or few colours.

    ``covered``: what is made black, each as left, top, right and bottom in hundredths of the upright picture.
    """
    if kind == "webp":
        _bound(_webp_size(data), kind)  # opening a WebP already makes room for all of it
    with Image.open(io.BytesIO(data), formats=(_FORMATS[kind],)) as image:
        _bound(image.size, kind)
        orientation = _orientation(image)
        profile = image.info.get("icc_profile")
        small = _plain_mode(image)
        small.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        if orientation in _UPRIGHT:
            small = small.transpose(_UPRIGHT[orientation])
        return _written(_covered(_in_srgb(small, profile), covered))


def _covered(image: Image.Image, boxes: Sequence[tuple[int, int, int, int]]) -> Image.Image:
    """Black where a box lies, to the whole pixel outwards. Nothing of what was there is left in the new picture."""
    if boxes:
        image = image.copy()
        pen = ImageDraw.Draw(image)
        wide, high = image.size
        black = {"L": (0,), "RGB": (0, 0, 0)}.get(image.mode, (0, 0, 0, 255))
        for left, top, right, bottom in boxes:
            far = (-(-right * wide // 100) - 1, -(-bottom * high // 100) - 1)
            pen.rectangle((left * wide // 100, top * high // 100, *far), fill=black)
    return image


def _bound(size: tuple[int, int], kind: str) -> None:
    """Refuse what is too large to decode, before it is decoded."""
    if size[0] * size[1] > MOST_PIXELS[kind]:
        raise NotTaken("too_many_pixels")


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height as the first chunk of a WebP file says them; (0, 0) where it says nothing."""
    first, body = data[12:16], data[20:30]
    if len(body) < 10:
        return 0, 0
    if first == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if first == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF


def _orientation(image: Image.Image) -> int:
    """How the phone was held, 1 to 8. Metadata that cannot be read says nothing."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:
        return 1


def _plain_mode(image: Image.Image) -> Image.Image:
    """Grey, colour, colour with transparency, or the four inks: the modes that can be made smaller well."""
    has_transparency = image.has_transparency_data
    if image.mode.startswith("I"):  # sixteen bits a grey; a plain convert would cut the light half off
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if has_transparency:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The same colours in sRGB, so that the profile, which may name a device or its owner, can go."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(colours, source, target, outputMode="RGB")
            colours = converted or colours
        except (ImageCms.PyCMSError, ValueError, TypeError, OSError):
            pass  # a broken profile costs a shade of colour, not the photo
    if colours.mode not in ("L", "RGB"):
        colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours


def _written(image: Image.Image) -> tuple[str, bytes]:
    """The pixels alone, copied into a picture that has never seen the file."""
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        if alpha.getextrema() == (255, 255):
            image = image.convert("RGB")
        else:
            fresh = Image.new("RGBA", image.size)
            fresh.paste(image, mask=alpha.point(lambda a: 255 if a else 0))  # what is not seen is not kept
            image = fresh
    if image.mode == "RGBA" or image.getcolors(_FEW_COLOURS) is not None:
        body = _saved(image, "PNG", optimize=True)
        if len(body) <= _LARGEST_PNG:
            return "png", body
    return "jpg", _saved(_on_white(image), "JPEG", quality=_QUALITY, optimize=True)


def _on_white(image: Image.Image) -> Image.Image:
    """A JPEG has no transparency: white is behind it."""
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    """Write it. Pillow would carry a comment or a profile over from the old picture; a new one has none."""
    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    out = io.BytesIO()
    fresh.save(out, form, **options)
    return out.getvalue()
