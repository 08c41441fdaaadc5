"""What somebody brings to a page of the letter, and how what was sent is opened."""

import base64
import io
import json
import struct
import wave

from PIL import Image
from playwright.sync_api import Page

from amparo.sealing.envelopes import open_sealed
from amparo.sealing.keys import case_identity
from amparo.sealing.messages import Message, read
from tests.browser.letter.stand_in import READER

CANARY = "CANARIO-7719"


def seed_of(files: dict[str, bytes], reader: bytes = READER, name: str = "aa") -> bytes:
    """The case seed, as this reader finds it."""
    return open_sealed(base64.b64decode(json.loads(files["wraps"])[name]), reader)


def message_in(files: dict[str, bytes]) -> Message:
    return read(open_sealed(files["message"], case_identity(seed_of(files))))


def photo_with_a_place(kind: str = "JPEG", size: tuple[int, int] = (2600, 1300)) -> bytes:
    """A photo as a telephone makes it: with a place, a maker and a remark, held on its side."""
    picture = Image.new("RGB", size, (30, 120, 90))
    exif = Image.Exif()
    exif[0x010F] = CANARY
    exif[0x0112] = 6  # turn it by a quarter
    exif.get_ifd(0x8825).update({1: "S", 2: (0.0, 12.0, 33.0), 3: "W", 4: (78.0, 29.0, 1.0)})
    out = io.BytesIO()
    picture.save(out, kind, exif=exif, comment=CANARY.encode()) if kind == "JPEG" else picture.save(out, kind)
    assert kind != "JPEG" or CANARY.encode() in out.getvalue()
    return out.getvalue()


def voice_with_a_remark(seconds: int = 2, rate: int = 44100) -> bytes:
    """A recording with a remark in it, of two channels."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((2, 2, rate, 0, "NONE", ""))
        tone = b"".join(struct.pack("<hh", v := ((n * 200) % 44100 - 22050) // 2, v) for n in range(rate))
        sound.writeframes(tone * seconds)
    remark = b"LIST" + struct.pack("<I", 4 + 8 + len(CANARY)) + b"INFO" + b"ICMT" + struct.pack("<I", len(CANARY))
    return out.getvalue() + remark + CANARY.encode()


def choose(page: Page, name: str, *files: tuple[str, str, bytes]) -> None:
    page.set_input_files(
        f"input[name={name}]", [{"name": file, "mimeType": kind, "buffer": content} for file, kind, content in files]
    )


def send(page: Page, until: str = "h1:not(:text('Carta'))") -> None:
    page.click("form#carta button")
    page.wait_for_selector(until)
