"""What hangs on eight words and on a passphrase, against answers that were worked out on another way."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from argon2.low_level import Type, hash_secret_raw

from amparo.sealing import passphrases, receipts
from tests import by_hand

TOLD = json.loads((Path(by_hand.__file__).parent / "golden" / "receipts.json").read_text("utf-8"))["derived"]


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["words"][0] + told["house_salt"][:2])
def test_the_known_answers_are_what_the_papers_give_today(told: dict[str, Any]) -> None:
    """The file to which house and phone hold (``golden/test_receipts.py``) cannot drift from the papers."""
    assert by_hand.receipt(" ".join(told["words"]), bytes.fromhex(told["house_salt"])) == {
        **told, "words": " ".join(told["words"]),
    }  # fmt: skip


def test_a_receipt_by_hand() -> None:
    words, salt = ("canela",) * 8, b"\xff" * 16
    found, told = receipts.derive_receipt(words, salt), by_hand.receipt(" ".join(words), salt)
    assert (found.check, found.secret.hex(), found.recipient) == (told["check"], told["secret"], told["recipient"])
    assert receipts.salt_of(salt).hex() == told["salt"]
    assert receipts.check_of(bytes.fromhex(told["lookup"])) == told["check"]


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
    told = TOLD[0]
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
