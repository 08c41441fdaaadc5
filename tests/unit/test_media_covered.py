"""Parts of a photo made black: nothing of what was under a box is in the new file, and the rest is as it was."""

from io import BytesIO

import pytest
from PIL import Image

from amparo.formats import media

RED, BLUE = (230, 20, 20), (20, 20, 230)


def photo(kind: str = "PNG", orientation: int = 1, mode: str = "RGB") -> bytes:
    """Red on the left, blue on the right, 200 by 100, and a place in its metadata."""
    image = Image.new("RGB", (200, 100), RED)
    image.paste(BLUE, (100, 0, 200, 100))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "Phone of Ana"
    whole = BytesIO()
    image.convert(mode).save(whole, kind, exif=exif)
    return whole.getvalue()


def seen(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_is_under_a_box_is_gone_and_the_rest_stays(kind: str) -> None:
    made = media.cover(photo(kind), [(50, 0, 100, 50)])
    image = seen(made.data)
    assert image.size == (200, 100)
    assert max(image.getpixel((150, 25))) < 12  # type: ignore[type-var, arg-type]
    assert image.getpixel((150, 80))[2] > 200  # type: ignore[index]
    assert image.getpixel((20, 20))[0] > 200  # type: ignore[index]
    assert b"Ana" not in made.data
    assert made.note == "covered"


def test_the_whole_picture_can_be_covered_to_its_last_pixel() -> None:
    image = seen(media.cover(photo(), [(0, 0, 100, 100)]).data)
    assert {colour for _count, colour in image.getcolors() or []} == {(0, 0, 0)}


def test_boxes_lie_on_the_picture_as_it_is_shown() -> None:
    """Held on its side, a photo is turned before it is covered: she drew on what she saw."""
    image = seen(media.cover(photo("JPEG", orientation=6), [(0, 0, 100, 50)]).data)
    assert image.size == (100, 200)
    assert max(image.getpixel((50, 40))) < 12  # type: ignore[type-var, arg-type]
    assert image.getpixel((50, 160))[2] > 200  # type: ignore[index]


def test_transparent_pictures_are_covered_too() -> None:
    whole = BytesIO()
    Image.new("RGBA", (10, 10), (230, 20, 20, 0)).save(whole, "PNG")
    image = Image.open(BytesIO(media.cover(whole.getvalue(), [(0, 0, 50, 100)]).data))
    assert image.convert("RGBA").getpixel((2, 5)) == (0, 0, 0, 255)


@pytest.mark.parametrize(
    "boxes", [[], [(0, 0, 101, 10)], [(-1, 0, 10, 10)], [(10, 0, 10, 10)], [(0, 9, 10, 5)], [(0, 0, 9, 9)] * 41]
)
def test_a_box_that_is_none_is_refused(boxes: list[tuple[int, int, int, int]]) -> None:
    with pytest.raises(ValueError, match="box"):
        media.cover(photo(), boxes)


def test_what_is_no_photo_is_not_taken() -> None:
    for data in (b"", b"%PDF-1.7", b"OggS"):
        with pytest.raises(media.NotTaken):
            media.cover(data, [(0, 0, 9, 9)])
