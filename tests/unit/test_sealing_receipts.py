"""What hangs on eight words and on a passphrase, against answers that were worked out on another way."""

import hashlib
from typing import Any

import pytest
from argon2.low_level import Type, hash_secret_raw

from amparo.sealing import passphrases, receipts
from amparo.sealing.keys import recipient_of
from tests import by_hand


@pytest.mark.parametrize("told", by_hand.known_answers(), ids=lambda told: str(told["words"].split()[0]))
def test_known_answers(told: dict[str, Any]) -> None:
    found = receipts.derive_receipt(tuple(told["words"].split()), bytes.fromhex(told["house_salt"]))
    assert found.check == told["check"]
    assert found.secret.hex() == told["secret"]
    assert found.recipient == recipient_of(found.secret) == told["recipient"]
    assert receipts.salt_of(bytes.fromhex(told["house_salt"])).hex() == told["salt"]
    assert receipts.check_of(bytes.fromhex(told["lookup"])) == told["check"]


def test_the_known_answers_are_what_the_papers_give_today() -> None:
    """The file cannot drift from the way it was made."""
    for told in by_hand.known_answers():
        again = by_hand.receipt(told["words"], bytes.fromhex(told["house_salt"]))
        assert again == {key: told[key] for key in again}


def test_one_word_one_order_one_house_more_is_another_receipt() -> None:
    words, salt = ("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho"), bytes(16)
    others = [
        ((*words[:7], "ochos"), salt), ((words[1], words[0], *words[2:]), salt), (words, b"\x01" + bytes(15)),
        (words[:7], salt), (("unodos", *words[2:]), salt),
    ]  # fmt: skip
    first = receipts.derive_receipt(words, salt)
    found = [receipts.derive_receipt(*each) for each in others]
    assert len({each.check for each in [first, *found]}) == 6
    assert len({each.secret for each in [first, *found]}) == 6


def test_what_the_house_keeps_is_not_what_opens() -> None:
    """Neither the check nor the recipient is a part of the other half, or of the lookup."""
    told = by_hand.known_answers()[0]
    assert len({told["lookup"], told["check"], told["secret"]}) == 3
    assert hashlib.sha256(bytes.fromhex(told["secret"])).hexdigest() != told["check"]


def test_a_receipt_shows_nothing_of_itself() -> None:
    found = receipts.derive_receipt(("a",) * 8, bytes(16))
    assert found.check not in repr(found)
    assert found.secret.hex() not in repr(found)


def test_a_passphrase_by_hand() -> None:
    """Argon2id with the figures of the plan (three passes, 64 MiB, one lane), then HKDF by hand."""
    salt = b"0123456789abcdef"
    master = hash_secret_raw(b"mango lluvia puerta sal", salt, 3, 65536, 1, 32, Type.ID)
    expected = by_hand.hkdf(master, b"amparo/staff/v1/auth"), by_hand.hkdf(master, b"amparo/staff/v1/kek")
    assert passphrases.derive_staff("mango lluvia puerta sal", salt) == expected
    assert expected[0] != expected[1]


@pytest.mark.parametrize(
    "other", ["Mango lluvia puerta sal", "mango lluvia puerta sal ", "mango  lluvia puerta sal", ""]
)
def test_a_passphrase_is_exactly_what_she_typed(other: str) -> None:
    def quick(text: str) -> tuple[bytes, bytes]:
        return passphrases.derive_staff(text, b"0123456789abcdef", passes=1, memory=8)

    assert quick(other) != quick("mango lluvia puerta sal")
    assert quick(other)[0] != quick(other)[1]
