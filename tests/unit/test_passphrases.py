"""What hangs on a passphrase, and the same by hand: RFC 9106 by its library, RFC 5869 by its two lines."""

import base64
import hashlib
import hmac
import threading
import time

import pytest
from argon2 import low_level

from amparo.commons.accounts import hashers
from amparo.sealing.passphrases import derive_staff
from tests.quick import CountingHasher, QuickHasher

SALT = "sal sal sal sal sal sa"
PHRASE = "mango lluvia puerta sal"


def by_hand(password: str, salt: str, *, passes: int, memory: int) -> tuple[bytes, bytes]:
    """Argon2id, then HKDF-SHA256 without a salt, as RFC 5869 writes it: extract, expand once."""
    text = low_level.hash_secret(
        password.encode(), salt.encode(), passes, memory, 1, 32, low_level.Type.ID
    ).decode()  # $argon2id$v=19$m=…,t=…,p=1$salt$hash, as the reference program writes it
    last = text.rsplit("$", 1)[1]
    master = base64.b64decode(last + "=" * (-len(last) % 4))
    early = hmac.new(bytes(32), master, hashlib.sha256).digest()
    halves = [
        hmac.new(early, label + b"\x01", hashlib.sha256).digest()
        for label in (b"amparo/staff/v1/auth", b"amparo/staff/v1/kek")
    ]
    return halves[0], halves[1]


@pytest.mark.parametrize("password", [PHRASE, "ñandú 🌧", " with blanks "])
def test_both_halves_are_what_they_are_by_hand(password):
    assert derive_staff(password, SALT.encode(), passes=2, memory=64) == by_hand(password, SALT, passes=2, memory=64)


def test_the_real_ones_are_three_passes_over_64_mebibytes():
    assert derive_staff(PHRASE, SALT.encode()) == by_hand(PHRASE, SALT, passes=3, memory=64 * 1024)


def test_the_halves_differ_and_hang_on_salt_and_passphrase():
    one = derive_staff(PHRASE, SALT.encode(), passes=1, memory=8)
    other_salt = derive_staff(PHRASE, SALT.encode() + b"!", passes=1, memory=8)
    other_phrase = derive_staff(PHRASE + "!", SALT.encode(), passes=1, memory=8)
    assert len({*one, *other_salt, *other_phrase}) == 6
    assert {len(half) for half in one} == {32}


def test_what_is_kept_is_a_digest_of_one_half_and_not_the_half():
    auth, kek = by_hand(PHRASE, SALT, passes=1, memory=8)
    kept = QuickHasher().encode(PHRASE, SALT)
    assert kept == f"amparo1${SALT}${base64.b64encode(hashlib.sha256(auth).digest()).decode()}"
    assert base64.b64encode(auth).decode() not in kept
    assert base64.b64encode(kek).decode() not in kept
    assert QuickHasher().verify(PHRASE, kept)
    assert not QuickHasher().verify(PHRASE + " ", kept)
    assert not QuickHasher().must_update(kept)


def test_one_derivation_tells_both_passphrases_and_nothing_else(settings):
    settings.PASSWORD_HASHERS = ["tests.quick.CountingHasher"]
    own, kek = hashers.fresh(PHRASE)
    second, _nobodys = hashers.second_check("la otra frase", own, locks=False)
    silent, _nobodys = hashers.second_check("la otra frase", own, locks=True)
    CountingHasher.runs.clear()
    tried = [
        hashers.try_passphrase(PHRASE, own, second),
        hashers.try_passphrase("la otra frase", own, second),
        hashers.try_passphrase("la otra frase", own, silent),
        hashers.try_passphrase("ninguna de las dos", own, second),
        hashers.try_passphrase("la otra frase", own, hashers.random_check()),
        hashers.try_passphrase(PHRASE),
        hashers.try_passphrase(PHRASE, "!closed"),
    ]
    assert [each.what for each in tried] == ["own", "second", "second, and lock", "", "", "", ""]
    assert [each.kek for each in tried] == [kek, None, None, None, None, None, None]
    assert len(CountingHasher.runs) == 7
    assert kek.hex() not in repr(tried)


def test_a_second_check_looks_like_none():
    own, _kek = hashers.fresh(PHRASE)
    seconds = [hashers.second_check("la otra", own, locks=locks)[0] for locks in (True, False)]
    checks = [hashers.random_check(), *seconds]
    assert {len(each) for each in checks} == {44}
    assert all(len(base64.b64decode(each)) == 32 for each in checks)
    assert len({*checks, own.rpartition("$")[2]}) == 4


def test_her_own_change_keeps_the_salt_so_that_the_second_one_goes_on():
    own, kek = hashers.fresh(PHRASE)
    second, _nobodys = hashers.second_check("la otra frase", own, locks=False)
    changed, new_kek = hashers.again("una muy nueva", own)
    assert hashers.try_passphrase("la otra frase", changed, second).is_second
    assert hashers.try_passphrase("una muy nueva", changed, second).kek == new_kek != kek
    assert not hashers.try_passphrase(PHRASE, changed, second).what


def test_two_are_at_the_door_one_waits_and_the_next_is_sent_away():
    """Of the threads of a process some are always free."""
    inside, leave = threading.Barrier(3, timeout=10), threading.Event()
    told: list[str] = []

    def stays() -> None:
        with hashers.at_the_door():
            inside.wait()
            leave.wait(10)

    def waits() -> None:
        with hashers.at_the_door(longest=10):
            told.append("came in")

    guests = [threading.Thread(target=stays) for _ in range(2)]
    for guest in guests:
        guest.start()
    inside.wait()
    third = threading.Thread(target=waits)
    third.start()
    while hashers.WAITING.acquire(blocking=False):  # until the third holds the one place to wait
        hashers.WAITING.release()
        time.sleep(0.001)
    with pytest.raises(hashers.Busy), hashers.at_the_door(longest=10):
        pytest.fail("a fourth came in")
    assert told == []
    leave.set()
    for guest in [*guests, third]:
        guest.join(10)
    assert told == ["came in"]
    with hashers.at_the_door(longest=0):
        pass


def test_who_waits_too_long_is_sent_away_and_gives_her_place_back():
    with hashers.at_the_door(), hashers.at_the_door():
        for _ in range(3):
            with pytest.raises(hashers.Busy), hashers.at_the_door(longest=0.01):
                pytest.fail("a third came in")
    with hashers.at_the_door(), hashers.at_the_door():
        pass
