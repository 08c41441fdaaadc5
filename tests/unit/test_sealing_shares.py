"""Sheets of paper: every k of n open, k - 1 never, and what a hand writes down is read again."""

import itertools

import pytest

from amparo.sealing import shares
from amparo.sealing.shares import NotShares, check_of, combine, plain, split

SECRET = bytes(range(32))
PLANS = pytest.mark.parametrize("plan", ["2-3", "3-5"])


@PLANS
def test_every_choice_of_enough_sheets_opens(plan: str) -> None:
    threshold, count = map(int, plan.split("-"))
    sheets = split(SECRET, plan)
    assert len(sheets) == count
    for size in range(threshold, count + 1):
        for chosen in itertools.permutations(sheets, size) if count == 3 else itertools.combinations(sheets, size):
            assert combine(list(chosen)) == SECRET


@PLANS
def test_one_too_few_never_opens(plan: str) -> None:
    threshold, _count = map(int, plan.split("-"))
    sheets = split(SECRET, plan)
    for size in range(threshold):
        for chosen in itertools.combinations(sheets, size):
            with pytest.raises(NotShares) as refusal:
                combine(list(chosen))
            assert refusal.value.kind == "few"


@PLANS
def test_a_sheet_typed_twice_counts_once(plan: str) -> None:
    threshold, _count = map(int, plan.split("-"))
    sheets = split(SECRET, plan)
    with pytest.raises(NotShares) as refusal:
        combine([sheets[0], sheets[0].upper(), f"1. {sheets[0]}"] * threshold)
    assert refusal.value.kind == "few"
    assert combine([*sheets[:threshold], sheets[0]]) == SECRET


def test_what_a_hand_writes_is_read_again() -> None:
    one, other, _third = split(SECRET, "2-3")
    numbered = " ".join(f"{n}. {word}" for n, word in enumerate(one.split(), 1))
    close = " ".join(f"{n}){word}," for n, word in enumerate(one.split(), 1))
    for written in (
        one.upper(),
        one.replace(" ", "\n"),
        "  " + one.replace(" ", "   "),
        numbered,
        close,
        one.title() + ".",
    ):
        assert combine([written, other]) == SECRET, written
        assert check_of(written) == check_of(one)


def test_every_wrong_word_shows() -> None:
    one, other, _third = split(SECRET, "2-3")
    words = one.split()
    for place in range(len(words)):
        for wrong in ("academic" if words[place] != "academic" else "acid", "mango"):
            typed = " ".join([*words[:place], wrong, *words[place + 1 :]])
            with pytest.raises(NotShares) as refusal:
                combine([typed, other])
            assert refusal.value.kind in {"unread", "mixed"}
            assert check_of(typed) != check_of(one)


@pytest.mark.parametrize(
    "typed", ["", " ", "1 2 3", "mango", "academic acid", "\0", "á" * 50, "academic " * 33, "academic " * 500]
)
def test_what_is_no_sheet_is_refused(typed: str) -> None:
    one = split(SECRET, "2-3")[0]
    for sheets in ([typed], [typed, one], [one, typed]):
        with pytest.raises(NotShares):
            combine(sheets)


@PLANS
def test_sheets_of_two_sets_do_not_go_together(plan: str) -> None:
    """Also where both sets hold the same secret: they were made on two days, and one was put away."""
    threshold, _count = map(int, plan.split("-"))
    mine, other, same = split(SECRET, plan), split(b"x" * 32, plan), split(SECRET, plan)
    for foreign in (other, same):
        with pytest.raises(NotShares) as refusal:
            combine([*mine[: threshold - 1], foreign[-1]])
        assert refusal.value.kind == "mixed"
        with pytest.raises(NotShares):
            combine([*mine, foreign[0]])


def test_sheets_of_two_plans_do_not_go_together() -> None:
    with pytest.raises(NotShares):
        combine([split(SECRET, "2-3")[0], *split(SECRET, "3-5")[:2]])


def test_no_sheet_shows_anything_of_the_secret() -> None:
    """Two sets of one secret share no sheet, and what the house keeps of a sheet is not the sheet."""
    first, second = split(SECRET, "2-3"), split(SECRET, "2-3")
    assert not {*first} & {*second}
    assert len({check_of(sheet) for sheet in first + second}) == 6
    assert all(word not in check_of(first[0]) for word in first[0].split())


def test_the_words_are_those_of_the_standard() -> None:
    """33 words for 256 bits (SLIP-39), so that a sheet has a known length."""
    assert {len(sheet.split()) for sheet in split(SECRET, "3-5")} == {33}
    assert max(len(sheet) for sheet in split(SECRET, "3-5")) < shares.LONGEST
    assert plain("1. Academic\n2) ACID;") == "academic acid"
