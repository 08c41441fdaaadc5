"""Whatever arrives at the pages of the channel: a page, never a fault, and never a half of something kept."""

import io
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.access.reporting.models import Thread
from amparo.access.reporting.queries import tickets
from tests.examples import examples
from tests.letters import WORDS, a_house_for_letters

pytestmark = pytest.mark.django_db
NAMES = (
    "sentence", "letter", "letter_write", "letter_send", "letter_sealed", "back_open", "back_older", "back_reply",
    "back_change", "back_end", "back_sealed",
)  # fmt: skip
FIELDS = (
    "t", "n", "e", "u", "h", "p", "w", "d", "l", "a", "o", "hum", "text", "sentence", "wish", "no_words", "original",
    "disguise", "photo", "voice", "lookup", "do", "case", "receipt", "wraps", "facts", "message", "file0", "ref0",
    "sure", "new_lookup", "new_receipt",
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["1", "answer", "listen", "house", "role:reader", "team:0123456789abcdef", "POL", "0" * 64, "EC"]),
    st.binary(max_size=200).map(lambda data: io.BytesIO(b"age-encryption.org/v1\n" + data)),
    st.builds(tickets.new_ticket),
)
MANY = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def house(cast: Any) -> Any:
    return a_house_for_letters(cast)


@given(name=st.sampled_from(NAMES), sent=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=12))
@MANY
def test_every_form_has_an_answer(house: Any, name: str, sent: dict[str, Any]) -> None:
    client = Client(raise_request_exception=True)
    files = {key: named(value) if isinstance(value, io.BytesIO) else value for key, value in sent.items()}
    answer = client.post(f"/{WORDS[name]}", files)
    assert answer.status_code < 500 or answer.status_code == 503
    assert not client.cookies


def named(data: io.BytesIO) -> io.BytesIO:
    copy = io.BytesIO(data.getvalue())
    copy.name = "a.jpg"
    return copy


@given(
    name=st.sampled_from(NAMES),
    body=st.binary(max_size=400),
    kind=st.sampled_from(
        ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json", ""]
    ),
)
@MANY
def test_any_bytes_have_an_answer(house: Any, name: str, body: bytes, kind: str) -> None:
    client = Client(raise_request_exception=False)
    head = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' if "multipart" in kind else b""
    answer = client.generic("POST", f"/{WORDS[name]}", head + body, content_type=kind)
    assert answer.status_code < 500
    assert not Thread.objects.exists()
