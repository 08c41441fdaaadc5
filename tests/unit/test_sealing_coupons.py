"""Codes of coupons: every slip of one hand is found, no word that hurts stands on one, and what hangs on a code."""

from itertools import combinations
from random import Random

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from amparo.sealing import coupons
from amparo.sealing.coupons import ALPHABET, Marks, NotACode, check_symbol, hurts, marks_of, read_code, shown
from tests.by_hand import hkdf

SALT = "00112233445566778899aabbccddeeff"


def codes(many: int, seed: int = 1) -> list[str]:
    """Codes made by hand: the sum of place × value, modulo 31, worked out here once more."""
    rng, made = Random(seed), []
    for _ in range(many):
        values = [rng.randrange(31) for _ in range(11)]
        values.append(sum((place + 1) * value for place, value in enumerate(values)) % 31)
        made.append("".join(ALPHABET[value] for value in values))
    return made


def why_not(typed: str) -> str:
    """What the reader of codes says; nothing where it takes it."""
    try:
        read_code(typed)
    except NotACode as error:
        return error.code
    return ""


def test_the_symbols_are_those_that_a_tired_hand_does_not_mistake() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert not set(ALPHABET) & set("0O1IZ")
    assert all(31 % divisor for divisor in range(2, 31)), "a prime"


def test_a_code_by_hand() -> None:
    """2, 3, 4 are the values 0, 1, 2. 1·1 + 2·2 + 11·1 = 16, and the symbol of 16 is J."""
    assert [ALPHABET.index(each) for each in "234J"] == [0, 1, 2, 16]
    assert check_symbol("34222222223") == "J"
    assert read_code("34222222223J") == "34222222223J"
    assert shown("34222222223J") == "3422-2222-223J"


def test_every_wrong_symbol_at_every_place_is_found() -> None:
    for code in codes(20):
        assert why_not(code) == ""
        for place, symbol in enumerate(code):
            for other in ALPHABET:
                if other != symbol:
                    assert why_not(code[:place] + other + code[place + 1 :]) == "check"


def test_every_exchange_of_two_is_found_however_far_apart() -> None:
    found = 0
    for code in codes(150, seed=2):
        for one, two in combinations(range(12), 2):
            if code[one] != code[two]:
                letters = list(code)
                letters[one], letters[two] = letters[two], letters[one]
                assert why_not("".join(letters)) == "check"
                found += 1
    assert found > 9_000


def test_a_weaker_sum_would_miss_some() -> None:
    """The control: by the plain sum of the values an exchange goes unseen, so the look above can fail."""
    code = codes(1)[0]
    values = [ALPHABET.index(each) for each in code[:11]]
    assert sum(values) == sum([values[1], values[0], *values[2:]])
    assert why_not(code[1] + code[0] + code[2:]) == "check"


@pytest.mark.parametrize("typed", [
    "3422-2222-223J", "3422 2222 223j", " 34222222223j\n", "3422–2222—223J", "3422.2222/223J",
    "3422\u00a02222\u2011223J", "\u200b34222222223J", "3422_2222_223J",
])  # fmt: skip
def test_however_it_is_typed_it_is_the_same_code(typed: str) -> None:
    assert read_code(typed) == "34222222223J"


@pytest.mark.parametrize(("typed", "code"), [
    ("", "length"), ("---", "length"), ("34222222223", "length"), ("34222222223JJ", "length"),
    ("3422-2222-22OJ", "letter"), ("3422-2222-220J", "letter"), ("3422-2222-22ñJ", "letter"),
    ("3422-2222-22ßJ", "letter"), ("=3422222223J", "letter"), ("３4222222223J", "letter"),
    ("34222222223K", "check"),
])  # fmt: skip
def test_what_is_no_code_is_told_why(typed: str, code: str) -> None:
    assert why_not(typed) == code


def by_another_hand(code: str, salt: str) -> Marks:
    """The same marks by another library for Argon2id and the paper for HKDF."""
    made = Argon2id(salt=bytes.fromhex(salt), length=32, iterations=1, lanes=1, memory_cost=1024)
    key = made.derive(code.encode())
    givers = tuple(hkdf(key, b"amparo/coupon/v1/giver/%d" % number).hex() for number in (1, 2, 3))
    return Marks(hkdf(key, b"amparo/coupon/v1/lookup").hex(), givers, hkdf(key, b"amparo/coupon/v1/paper").hex())


@pytest.mark.parametrize("code", ["34222222223J", *codes(3, seed=3)])
@pytest.mark.parametrize("salt", [SALT, "0" * 32])
def test_what_hangs_on_a_code_is_what_another_library_says(code: str, salt: str) -> None:
    assert marks_of(code, salt) == by_another_hand(code, salt)


def test_the_marks_tell_nothing_of_each_other() -> None:
    """All differ, also from those of the next code, and of the same code in another study."""
    one, two = codes(2, seed=4)
    found = [marks_of(one, SALT), marks_of(two, SALT), marks_of(one, "0" * 32)]
    every = [mark for each in found for mark in (each.lookup, *each.givers, each.paper)]
    assert len(set(every)) == len(every) == 15
    assert {len(each) for each in every} == {64}


@pytest.mark.parametrize(("code", "is_bad"), [
    ("K7QF2M9XSEX5", True), ("K7QF2M9X5EX5", True), ("K7QF2M9X53X5", True), ("KPUTA2M9XQF7", True),
    ("KPU742M9XQF7", True), ("7R4N5M9XQF7K", True), ("K7QF2M9XQF7K", False), ("PUT2A2M9XQF7", False),
])  # fmt: skip
def test_words_that_hurt_are_found_with_letters_and_with_figures(code: str, is_bad: bool) -> None:
    assert hurts(code) is is_bad


def test_a_code_that_bears_one_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter("KPUTA2M9XQF" + "53X2M9XQF7K" + "K7QF2M9XQF7")
    monkeypatch.setattr(coupons.secrets, "choice", lambda _symbols: next(drawn))
    assert coupons.fresh_code().replace("-", "").startswith("K7QF2M9XQF7")


def test_fresh_codes_are_codes_and_none_comes_twice() -> None:
    made = [coupons.fresh_code() for _ in range(2_000)]
    assert len(set(made)) == 2_000
    assert all(read_code(each) == each.replace("-", "") and len(each) == 14 for each in made)
    assert {symbol for each in made for symbol in each} == {*ALPHABET, "-"}
