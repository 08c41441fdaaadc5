"""Whatever she does on her page, the answer goes out alike: never compressed, changed by nobody, of one size."""

from typing import Any

import pytest
from django.test import Client

from amparo.access.reporting.models import Thread
from amparo.vault.models import CaseKey, Wrap
from tests.letters import WORDS, a_house_for_letters, her_page, hidden, letter, reply

pytestmark = pytest.mark.django_db
HERS = 24_576  # bytes, three steps of 8 KiB


def test_a_reply_is_answered_as_her_page_is(cast: Any) -> None:
    a_house_for_letters(cast)
    words = letter(Client(), "Hola.")
    for text in ("Una palabra más.", "", "a" * 3_000):
        answer = reply(Client(headers={"accept-encoding": "gzip"}), words, text)
        assert not answer.has_header("Content-Encoding"), text[:9]
        assert answer["Cache-Control"] == "no-store, no-transform"
        assert len(answer.content) == HERS, text[:9]


def test_what_she_takes_back_leaves_no_lock(cast: Any) -> None:
    a_house_for_letters(cast)
    words = " ".join(letter(Client(), "Hola."))
    ring = Thread.objects.get().ring
    assert Wrap.objects.filter(case_key__ring=ring).count() == 5
    ticket = hidden(her_page(Client(), words), "t")
    Client().post(f"/{WORDS['back_end']}", {"p": words, "sure": "1", "t": ticket})
    assert not Thread.objects.exists()
    assert not Wrap.objects.filter(case_key__ring=ring).exists()
    assert not CaseKey.objects.filter(ring=ring).exists()
