"""What the tests of proof share: a matter with a photo that tells where it was taken, and her yes to it."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from amparo.legal.exhibits.actions import exhibits, words
from amparo.legal.exhibits.models import Exhibit
from amparo.legal.exhibits.queries.exhibits import OpenExhibit, exhibits_in, mime_of
from amparo.legal.representation.models import Matter
from tests.lawyers import Lawyers

NOW = datetime(2026, 11, 28, 15, 30, tzinfo=UTC)
NAME, PLACE = "yuli_puerta_ficticia.jpg", "la puerta verde de ejemplo"
SAID = {"described": PLACE, "got_from": "ella misma", "got_on": "ayer", "got_where": "en la oficina", "got_by": "Lucia"}


def a_photo() -> bytes:
    """200 by 100, red and blue, with the phone and the place in it."""
    image = Image.new("RGB", (200, 100), (230, 20, 20))
    image.paste((20, 20, 230), (100, 0, 200, 100))
    exif, whole = Image.Exif(), BytesIO()
    exif[0x010F] = "Phone of Yuli"
    image.save(whole, "JPEG", exif=exif)
    return whole.getvalue()


PHOTO = a_photo()
TALK = b"Ana: hola\nRamiro Tapia Inventado: te voy a sacar del pais\nAna: no\n"


def taken(house: Lawyers, matter: Matter, by: str = "lucia", **more: Any) -> Exhibit:
    """A piece that came in."""
    data = more.pop("data", PHOTO)
    said: dict[str, Any] = {"kind": "photo", "said": SAID, "child": "no", "name": NAME, "now": NOW, **more}
    return exhibits.take_in(matter, by=house.person(by), data=data, mime=mime_of(data), **said)


def she_says(house: Lawyers, matter: Matter, item: str, saying: str = "yes", **more: Any) -> None:
    """Her word about a piece."""
    said = {"method": "verbal_witnessed", "limits": "Solo para el juez." if saying == "yes_with_limits" else "", **more}
    words.write_word(matter, item, saying=saying, by=house.person("lucia"), **said)


def one(house: Lawyers, matter: Matter, item: str, by: str = "lucia") -> OpenExhibit:
    """A piece as she reads it now."""
    return next(each for each in exhibits_in(house.person(by), matter) if each.reference == item)
