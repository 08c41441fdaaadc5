"""A thread that was turned many times: the longer list of locks does not show whether an answer waits."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from amparo.access.reporting.actions.letters import take_letter
from amparo.access.reporting.models import Thread
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.vault.actions.as_phone import close_letter, some_receipt
from amparo.vault.actions.rings import turn_ring
from amparo.vault.models import Reader
from tests.letters import WORDS, a_house_for_letters, answered

pytestmark = pytest.mark.django_db
STEP = 8_192


def sealed_letter(house: Any) -> str:
    """A letter that a phone closed to everybody of the team; its lookup, hexadecimal."""
    from amparo.access.reporting.actions.letters import Envelope

    readers = [house.readers[name] for name in ("ana", "berta", "carla")]
    lookup, secret = some_receipt()
    closed = close_letter(
        "Hola.", Reader.objects.filter(pk__in=[each.pk for each in readers]), {}, lookup=lookup, secret=secret
    )
    envelope = Envelope(closed.case, closed.wraps, closed.facts, closed.message, (), lookup, closed.receipt)
    take_letter(
        envelope, readers=[each.reference for each in readers], language="es", lane="waited", ticket=new_ticket(),
        now=datetime(2026, 11, 20, 15, tzinfo=UTC),
    )  # fmt: skip
    return lookup.hex()


def test_with_an_answer_and_without_one_it_is_as_long_after_ten_turns(cast: Any) -> None:
    """Ten locks more take about four thousand bytes: with the longest answer there are four steps, so four always."""
    house = a_house_for_letters(cast)
    lookup, sizes = sealed_letter(house), []
    for _ in range(10):
        turn_ring(Thread.objects.get().ring)
    for text in ("", "Ven.", "\U0001f331" * 3_999):
        if text:
            answered(house, "ana", Thread.objects.get(), text)
        answer = Client().post(f"/{WORDS['back_sealed']}", {"lookup": lookup, "do": "open"})
        body = answer.json()
        assert len(body["keys"]) == 11
        assert (body["answer"] is None) == (text == "")
        sizes.append(len(answer.content))
    assert sizes == [4 * STEP] * 3
