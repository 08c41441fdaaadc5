"""Eight words: what is forgiven, and that nothing is guessed. The real lists, and small ones for the hard cases."""

import contextlib
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.sealing import words
from amparo.sealing.words import LISTS, NotWords, folded, fresh_words, meant_by, read_words, resolve, slips, word_list

needs_lists = pytest.mark.skipif(
    not all((LISTS / f"{each}.txt").is_file() for each in words.LANGUAGES), reason="the lists of words are not there"
)
LANGUAGES = pytest.mark.parametrize("language", words.LANGUAGES)


def small(*plain: str) -> tuple[dict[str, str], dict[str, str]]:
    """A list of a few words, as ``meant_by`` wants it."""
    return {word: word for word in plain}, {word[:4]: word for word in plain}


def edits(one: str, other: str) -> int:
    """Letters too many, missing or other, by the table of the textbook."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row = row, [number]
        for place, other_letter in enumerate(other, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != other_letter)))
    return row[-1]


@pytest.mark.parametrize(
    ("shown", "plain"),
    [("Ñandú", "nandu"), ("ÁRBOL", "arbol"), ("canção", "cancao"), ("Straße", "strasse"), ("ｍａｎｇｏ", "mango"),
    ("mango", "mango"),
     ("nin\u0303o", "nino"), ("ﬁn", "fin"), ("İris", "iris")],
)  # fmt: skip
def test_folded_by_hand(shown: str, plain: str) -> None:
    assert folded(shown) == plain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("canela", "canela"), ("cane", "canela"), ("canel", "canela"),  # itself, and a beginning
        ("canla", "canela"), ("caneela", "canela"), ("camela", "canela"), ("acnela", "canela"), ("canelas", "canela"),
        ("anela", "canela"), ("canea", "canela"), ("xcanela", "canela"), ("caenla", "canela"),
        ("can", None), ("c", None), ("", None),  # too short to tell
        ("cnla", None), ("camila", None), ("canelass", None),  # two slips
        ("canelon", None), ("puerto", None), ("zzzz", None),
        ("canexxxx", None),  # a right beginning does not make a word
        ("puer", "puerta"), ("peurta", "puerta"), ("puetra", "puerta"),
    ],
)  # fmt: skip
def test_resolved_by_hand(typed: str, meant: str | None) -> None:
    expected = None if typed == "puerto" and meant is None else meant
    known = small("canela", "puerta", "lluvia") if typed != "puerto" else small("canela", "lluvia")
    assert meant_by(typed, *known) == expected


def test_where_two_words_could_be_meant_none_is() -> None:
    """``cbade`` is one swap from ``bcade`` and one letter from ``cxade``; with one of the two it is clear."""
    assert meant_by("cbade", *small("bcade")) == "bcade"
    assert meant_by("cbade", *small("cxade")) == "cxade"
    assert meant_by("cbade", *small("bcade", "cxade")) is None


def test_the_slips_of_a_word_are_counted() -> None:
    """Of n letters: n missing, n-1 swaps, 26 n others, 26 (n+1) too many."""
    assert len(list(slips("abc"))) == 3 + 2 + 26 * 3 + 26 * 4


@given(st.text("abcd", max_size=6), st.text("abcd", max_size=6))
def test_a_slip_is_one_edit_or_one_swap(one: str, other: str) -> None:
    swapped = {one[:n] + one[n + 1] + one[n] + one[n + 2 :] for n in range(len(one) - 1)}
    assert (other in set(slips(one))) == (edits(one, other) == 1 or other in swapped or (other == one and one != ""))


@needs_lists
@LANGUAGES
def test_a_list_holds_ten_bits_a_word(language: str) -> None:
    listed = word_list(language)
    plain = [folded(word) for word in listed]
    assert len(listed) == len(set(plain)) == 1024
    assert all(word.isascii() and word.isalpha() and word.islower() and len(word) >= 4 for word in plain)
    assert len({word[:4] for word in plain}) == 1024


@needs_lists
@LANGUAGES
def test_between_two_words_there_are_three_letters(language: str) -> None:
    """Of half a million pairs only those that share a piece can be near: two slips leave one third untouched."""
    assert edits("canela", "canelon") == 2  # what a fault would look like
    plain = sorted(folded(word) for word in word_list(language))
    near = [(one, other) for one, other in itertools.combinations(plain, 2)
            if abs(len(one) - len(other)) < 3 and len(set(one) ^ set(other)) <= 4 and edits(one,
            other) < 3]  # fmt: skip
    assert near == []


@needs_lists
@LANGUAGES
def test_one_slip_anywhere_is_forgiven_or_asked_again(language: str) -> None:
    """Another word comes of it only where what she typed is the beginning of that word, as she may write it."""
    rng = random.Random(language)
    plain = [folded(word) for word in word_list(language)]
    asked_again, tried, wrong = 0, 0, []
    for word in rng.sample(plain, 40):
        for typed in set(slips(word)) - {word}:
            found = resolve(typed, language)
            tried += 1
            asked_again += found is None
            if found not in (None, word):
                wrong.append((word, typed, found))
                assert found.startswith(typed)
    assert tried > 10_000
    assert len(wrong) <= tried // 500, wrong[:20]
    assert asked_again <= tried // 20


@needs_lists
@LANGUAGES
def test_every_beginning_of_four_letters_or_more_is_the_word(language: str) -> None:
    for word in map(folded, word_list(language)):
        assert {resolve(word[:end], language) for end in range(4, len(word) + 1)} == {word}


@needs_lists
@LANGUAGES
def test_fresh_words_come_by_chance_and_come_back(language: str) -> None:
    rng = random.Random(7)
    drawn = [fresh_words(language, rng.randrange) for _ in range(300)]
    assert all(len(each) == 8 for each in drawn)
    assert len({word for each in drawn for word in each}) > 850  # 2,400 draws of 1,024: 926 expected
    for each in drawn[:20]:
        assert read_words(" ".join(each), language) == tuple(map(folded, each))


@needs_lists
def test_eight_draws_of_the_whole_list() -> None:
    asked: list[int] = []

    def last(most: int) -> int:
        asked.append(most)
        return most - 1

    assert fresh_words("pt", last) == (word_list("pt")[-1],) * 8
    assert asked == [1024] * 8
    assert fresh_words("xx", last) == (word_list("es")[-1],) * 8  # a language we have no list of


@needs_lists
def test_what_is_forgiven_on_paper() -> None:
    chosen = fresh_words("es", random.Random(3).randrange)
    plain = tuple(map(folded, chosen))
    ways = (
        " ".join(chosen).upper(), "\n".join(chosen), ", ".join(chosen) + ".", "  ".join(plain).title(),
        " ".join(f"{n}. {word}" for n, word in enumerate(chosen, 1)), " ".join(f"{n}){word};" for n,
        word in enumerate(chosen, 1)),
        "-".join(plain), " ".join(word[:4] for word in plain), "“" + " · ".join(chosen) + "”",
        "\t".join(chosen) + "\r\n",
    )  # fmt: skip
    for typed in ways:
        assert read_words(typed, "es") == plain, typed


@needs_lists
def test_a_list_is_taken_whole() -> None:
    """Her words are of one list: also where the page speaks another language, and where one word is in both."""
    for language, page in itertools.permutations(words.LANGUAGES, 2):
        chosen = fresh_words(language, random.Random(5).randrange)
        typed = [folded(word) for word in chosen]
        assert read_words(" ".join(typed), page) == tuple(typed)
    spanish, english = fresh_words("es", random.Random(1).randrange), fresh_words("en", random.Random(1).randrange)
    with pytest.raises(NotWords) as refusal:
        read_words(" ".join([*spanish[:5], *english[5:]]), "en")
    assert refusal.value.kind == "unknown"
    assert set(refusal.value.places) <= {6, 7, 8}


@needs_lists
@pytest.mark.parametrize(("count", "kind"), [(0, "few"), (1, "few"), (7, "few"), (9, "many"), (16, "many")])
def test_eight_and_no_other_number(count: int, kind: str) -> None:
    with pytest.raises(NotWords) as refusal:
        read_words(" ".join(word_list("es")[:count]), "es")
    assert (refusal.value.kind, refusal.value.places) == (kind, ())


@needs_lists
def test_a_word_that_nobody_knows_is_named_by_its_number() -> None:
    typed = [folded(word) for word in word_list("es")[:8]]
    typed[2] = typed[6] = "xqzwkj"
    with pytest.raises(NotWords) as refusal:
        read_words(" ".join(typed), "es")
    assert (refusal.value.kind, refusal.value.places) == ("unknown", (3, 7))
    assert "xqzwkj" not in str(refusal.value)


@needs_lists
@given(st.text(max_size=600))
def test_any_text_is_words_or_a_refusal(text: str) -> None:
    with contextlib.suppress(NotWords):
        assert len(read_words(text, "es")) == 8


@needs_lists
def test_a_megabyte_is_refused_at_once() -> None:
    with pytest.raises(NotWords):
        read_words("canela " * 200_000, "es")
