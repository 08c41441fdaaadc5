"""Eight words that somebody can keep in her head: choosing them, and reading what she types.

Each list has 1,024 words, so a word holds 10 bits and eight hold 80. The first four letters tell a word from all
others, and between two words of a list at least three letters differ: so accents, capitals, a word cut after four
letters and one slip in a word are forgiven *before* anything is derived, without a second guess.
"""

import functools
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

LISTS = Path(__file__).parents[1] / "content" / "words"
LANGUAGES = ("es", "pt", "en")
COUNT = 8  # words of a receipt
PREFIX = 4  # letters that tell a word
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 400  # characters that anybody may type here

type Choose = Callable[[int], int]


class NotWords(ValueError):
    """These are not eight words of a list.

    ``kind`` is ``few``, ``many`` or ``unknown``; ``places`` are the numbers, from 1, of the words nobody knows.
    """

    def __init__(self, kind: str, places: tuple[int, ...] = ()) -> None:
        super().__init__(kind)
        self.kind, self.places = kind, places


def folded(text: str) -> str:
    """Small letters without marks: ``Ñandú`` is ``nandu``."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@functools.cache
def word_list(language: str) -> tuple[str, ...]:
    """The 1,024 words of a language, as they are shown."""
    return tuple((LISTS / f"{language}.txt").read_text(encoding="utf-8").split())


@functools.cache
def _known(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Folded word → itself, and its first four letters → the folded word."""
    plain = [folded(word) for word in word_list(language)]
    return {word: word for word in plain}, {word[:PREFIX]: word for word in plain}


def fresh_words(language: str, choose: Choose = secrets.randbelow) -> tuple[str, ...]:
    """Eight words by chance, each of 1,024, with repetition: 80 bits."""
    listed = word_list(language if language in LANGUAGES else LANGUAGES[0])
    return tuple(listed[choose(len(listed))] for _ in range(COUNT))


def typed_words(text: str) -> list[str]:
    """What somebody typed, as folded words: numbers, commas and line breaks between them are passed over."""
    return re.findall(rf"[{LETTERS}]+", folded(text[:LONGEST]))


def read_words(text: str, preferred: str = LANGUAGES[0]) -> tuple[str, ...]:
    """The eight folded words that somebody meant, or :class:`NotWords`.

    A list is taken whole: the one in which most of the words are known, the preferred language first among equals.
    """
    typed = typed_words(text)
    if len(typed) != COUNT:
        raise NotWords("few" if len(typed) < COUNT else "many")
    order = sorted(LANGUAGES, key=lambda language: language != preferred)
    best = max(
        ([resolve(word, language) for word in typed] for language in order), key=lambda found: sum(map(bool, found))
    )
    missing = tuple(place for place, word in enumerate(best, 1) if not word)
    if missing:
        raise NotWords("unknown", missing)
    return tuple(word or "" for word in best)


def resolve(typed: str, language: str) -> str | None:
    """The one word of the list that was meant, or None.

    In this order: the word itself; a beginning of four letters or more; one letter too many, missing, other, or two
    neighbours swapped, in the whole word. Where two words could be meant by a slip, none is.
    """
    return meant_by(typed, *_known(language))


def meant_by(typed: str, known: dict[str, str], beginnings: dict[str, str]) -> str | None:
    """The same, with the words of a list and their first four letters at hand."""
    if typed in known:
        return typed
    start = beginnings.get(typed[:PREFIX])
    if start and start.startswith(typed):
        return start
    meant = {known[each] for each in slips(typed) if each in known}
    return meant.pop() if len(meant) == 1 else None


def slips(word: str) -> Iterable[str]:
    """Every text that is one slip away."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    yield from (left + right[1:] for left, right in cuts if right)
    yield from (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    yield from (left + letter + right[1:] for left, right in cuts if right for letter in LETTERS)
    yield from (left + letter + right for left, right in cuts for letter in LETTERS)
