"""Blind tokens: useless without the key; and which numbers stand in a text."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.sealing.blind import phones_in, token
from tests import by_hand

ONE, OTHER = b"1" * 32, b"2" * 32


def test_a_token_by_hand() -> None:
    key = by_hand.hkdf(ONE, b"amparo/index/v1/phone")
    assert token(ONE, "phone", "91234567") == hmac.new(key, b"91234567", hashlib.sha256).hexdigest()[:32]


def test_the_same_number_under_two_keys_is_not_the_same() -> None:
    assert token(ONE, "phone", "91234567") != token(OTHER, "phone", "91234567")
    assert token(ONE, "phone", "91234567") != token(ONE, "document", "91234567")


def test_without_the_key_all_numbers_of_a_country_lead_nowhere() -> None:
    """Whoever tries every number under no key, a known one or the number itself, meets no token of the house."""
    numbers = [f"{each:08d}" for each in range(91_234_000, 91_235_000)]
    kept = {token(ONE, "phone", each) for each in numbers}
    tried = {hashlib.sha256(each.encode()).hexdigest()[:32] for each in numbers}
    tried |= {
        hmac.new(key, each.encode(), "sha256").hexdigest()[:32]
        for each in numbers
        for key in (b"", bytes(32), b"phone")
    }
    tried |= {token(key, "phone", each) for each in numbers for key in (bytes(32), OTHER)}
    assert len(kept) == 1000
    assert not kept & tried


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("él me llamó del 0991234567", {"91234567"}),
        ("+593 99 123 4567", {"91234567"}), ("593-99-123-4567", {"91234567"}), ("(099) 123.4567", {"91234567"}),
        ("0991234567.", {"91234567"}), ("llama al:0991234567,ya", {"91234567"}),
        ("+503 7123 4567", {"71234567"}), ("7123-4567", {"71234567"}), ("+507 6123-4567", {"61234567"}),
         # eight figures
        ("+55 (11) 91234-5678", {"12345678"}), ("+57 300 123 4567", {"01234567"}),
        ("0991234567, 0987654321", {"91234567", "87654321"}), ("0991234567\n0987654321", {"91234567", "87654321"}),
        ("٠٩٩١٢٣٤٥٦٧", {"91234567"}), ("０９９１２３４５６７", {"91234567"}),
        ("", set()), ("hola", set()), ("1234567", set()), ("tengo 23 años y 3 hijas", set()), ("placa abc1234567890",
        set()),
        ("a las 10:30", set()),
    ],
)  # fmt: skip
def test_numbers_in_a_text_by_hand(text: str, numbers: set[str]) -> None:
    assert phones_in(text) == numbers


@pytest.mark.parametrize("text", ["0991234567 0987654321", "0991234567 - 0987654321", "099 123 4567 098 765 4321"])
def test_one_number_directly_after_another_hides_neither(text: str) -> None:
    assert {"91234567", "87654321"} <= phones_in(text)


@given(st.text(max_size=300))
def test_what_is_found_is_always_eight_figures(text: str) -> None:
    assert all(len(each) == 8 and each.isascii() and each.isdecimal() for each in phones_in(text))


def test_a_page_of_figures_takes_no_time() -> None:
    assert phones_in("1 " * 10_000)
    assert phones_in("-" * 20_000) == set()
    assert phones_in("1" * 20_000)
