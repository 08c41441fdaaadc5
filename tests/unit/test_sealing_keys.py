"""Secrets and what hangs on them, against the papers (RFC 5869, BIP 173) and against the ``age`` tools."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.sealing import keys
from tests import by_hand

secrets_of_32 = st.binary(min_size=32, max_size=32)
LABELS = (keys.CASE_AGE, keys.CASE_FIELDS, keys.DEIDENTIFY, "amparo/receipt/v1/lookup", "amparo/receipt/v1/age",
          "amparo/staff/v1/auth", "amparo/staff/v1/kek", "amparo/index/v1/phone", "ñandú")  # fmt: skip


def test_the_derivation_by_hand_is_that_of_the_paper() -> None:
    """RFC 5869, A.1: with salt and info, so that the oracle itself is known to be right."""
    told = by_hand.hkdf(b"\x0b" * 22, bytes(range(0xF0, 0xFA)), 42, salt=bytes(range(13)))
    assert told.hex() == ("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")


def test_derive_is_that_of_the_paper_without_salt() -> None:
    """RFC 5869, A.3."""
    told = keys.derive(b"\x0b" * 22, "", 42)
    assert told.hex() == ("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")


@given(secrets_of_32, st.sampled_from(LABELS), st.sampled_from([1, 16, 32, 33, 64, 255]))
def test_derive_is_the_same_by_hand(secret: bytes, label: str, length: int) -> None:
    assert keys.derive(secret, label, length) == by_hand.hkdf(secret, label.encode(), length)


def test_no_use_of_a_key_is_another() -> None:
    found = {keys.derive(b"k" * 32, label) for label in LABELS}
    assert len(found) == len(LABELS)


@given(secrets_of_32)
def test_a_key_is_written_as_by_hand(secret: bytes) -> None:
    assert keys.identity_text(secret) == by_hand.identity(secret)
    assert keys.recipient_of(secret) == by_hand.recipient(secret)


def test_the_case_key_is_derived_before_it_is_an_identity() -> None:
    seed = bytes(range(32))
    assert keys.case_recipient(seed) == by_hand.recipient(by_hand.hkdf(seed, b"amparo/case/v1/age"))
    assert keys.case_recipient(seed) != by_hand.recipient(seed)


@pytest.mark.skipif(not shutil.which("age-keygen"), reason="age is not on this computer (Debian: apt install age)")
@pytest.mark.parametrize("secret", [bytes(range(32)), bytes(32), b"\xff" * 32, b"\x01" + bytes(31)])
def test_age_keygen_reads_our_keys(secret: bytes) -> None:
    told = subprocess.run(
        ["age-keygen", "-y"], input=keys.identity_text(secret), capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == keys.recipient_of(secret)


@pytest.mark.parametrize("length", [0, 1, 16, 31, 33, 64])
def test_a_secret_of_another_length_is_none(length: int) -> None:
    with pytest.raises(keys.NotAKey):
        keys.identity_text(bytes(length))


def not_recipients() -> list[str]:
    """Texts that are no recipient of ours, one fault each."""
    good = by_hand.recipient(bytes(range(32)))
    other = "q" if good[-1] != "q" else "p"
    return [
        "", "age1", good[:-1], good + "q", good[:-1] + other, good.upper(), good.capitalize(), " " + good, good + " ",
        good + "\n", f"{good}\n{good}", good.replace("1", "I", 1), good[:9] + "é" + good[10:],
        good[:9] + "１" + good[10:],
        by_hand.identity(bytes(range(32))), by_hand.bech32("age", bytes(31)), by_hand.bech32("age", bytes(33)),
        by_hand.bech32("age1yubikey", bytes(33)), by_hand.bech32("age1tag", bytes(33)), by_hand.bech32("age1pq",
        bytes(32)),
        by_hand.bech32("bge", bytes(32)),
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN",
        "age1" + "q" * 10_000,
    ]  # fmt: skip


@pytest.mark.parametrize("text", not_recipients())
def test_what_is_no_recipient_of_ours_is_refused(text: str) -> None:
    with pytest.raises(keys.NotAKey):
        keys.checked_recipient(text)


@given(st.text(max_size=80))
def test_no_text_at_all_breaks_the_check(text: str) -> None:
    for each in (text, "age1" + text):
        with pytest.raises(keys.NotAKey):
            keys.checked_recipient(each)


def test_a_right_recipient_passes_as_it_is() -> None:
    good = by_hand.recipient(bytes(range(32)))
    assert keys.checked_recipient(good) == good


def test_a_fingerprint_is_twenty_figures_of_the_digest() -> None:
    """``printf age1test | sha256sum`` begins so."""
    assert keys.fingerprint("age1test") == "e26e 0524 4910 d7ee 1bb1"
