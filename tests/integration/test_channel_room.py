"""A flood of files costs whoever sends it nothing. Where the disk fills up, the house goes on taking words."""

import shutil
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from amparo.access.reporting.models import Thread
from amparo.sealing.envelopes import seal
from amparo.sealing.messages import Message, written
from amparo.vault.actions.as_phone import receipt_of_phone
from tests.integration.test_channel_attacks import file
from tests.letters import WORDS, a_house_for_letters, letter, reply
from tests.unit.media_made import picture, saved

pytestmark = pytest.mark.django_db


def replied(client: Client, lookup: bytes, *, size: int) -> Any:
    """A reply as a program sends it, one after the other, with a file of this size or none."""
    asked = {"lookup": lookup.hex()}
    told = client.post(f"/{WORDS['back_sealed']}", asked | {"do": "open"}).json()
    case = told["thread"]["case"]
    sent = {"message": file(seal(written(Message("Otra.")), [case])), "t": told["t"]}
    if size:
        sent |= {"file0": file(seal(bytes(size), [case])), "ref0": told["t"][:16]}
    return client.post(f"/{WORDS['back_sealed']}", asked | {"do": "reply"} | sent).json()


def test_a_full_disk_takes_words_and_no_files(cast: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    a_house_for_letters(cast)
    words = letter(client, "Hola.")
    lookup, _secret = receipt_of_phone(words)
    assert all(replied(client, lookup, size=900_000)["ok"] for _ in range(3)), (
        "no puzzle and no waiting: as fast as it goes"
    )
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=100_000_000))
    refused = replied(client, lookup, size=900_000)
    assert not refused["ok"]
    assert refused["sentence"]
    assert replied(client, lookup, size=0)["ok"]
    photo = file(saved(picture(), "JPEG"))
    told = reply(client, words, "Con foto.", photo=photo)
    assert "Con foto." in told.text
    assert "sin archivo" in told.text
    letter(client, "Sin foto.")
    assert Thread.objects.count() == 2
