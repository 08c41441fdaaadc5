"""The words of a receipt: enough of them, far from each other on paper and aloud, and none that could hurt.

Every check is a function from a list to its faults. It is first shown a bad list that was made by hand.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tests.unit.spoken import plain, spoken

LISTS = Path(__file__).resolve().parents[2] / "src" / "amparo" / "content" / "words"
UNWANTED = tomllib.loads((Path(__file__).parent / "unwanted_words.toml").read_text(encoding="utf-8"))
LANGUAGES = ("es", "pt", "en")
HOW_MANY = 1024  # ten bits a word
BEGINNING = 4  # letters that are enough to tell a word
APART = 3  # letters that differ at least: so one slip never makes another word, nor something between two
APART_ALOUD = 2
EIGHT_ON_A_LINE = 62  # characters of eight words and the spaces between them, on average
LETTERS = "abcdefghijklmnopqrstuvwxyz"

type Check = Callable[[list[str], str], list[str]]


def listed(language: str) -> list[str]:
    """The lines of a list, as they stand in the file."""
    return (LISTS / f"{language}.txt").read_text(encoding="utf-8").split("\n")[:-1]


def distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out or changed to make one word from the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        above, row = row, [place]
        for index, its in enumerate(other, 1):
            row.append(min(above[index] + 1, row[-1] + 1, above[index - 1] + (letter != its)))
    return row[-1]


def shortened(word: str, cuts: int) -> set[str]:
    """What remains of a word when up to so many letters are taken out."""
    left = {word}
    for _ in range(cuts):
        left |= {text[:place] + text[place + 1 :] for text in left for place in range(len(text))}
    return left


def too_near(words: Iterable[str], apart: int) -> Iterator[tuple[str, str]]:
    """Pairs with a smaller distance. Two words within *n* changes have a remainder of *n* cuts in common."""
    rests = defaultdict(list)
    for word in words:
        for rest in shortened(word, apart - 1):
            rests[rest].append(word)
    pairs = {tuple(sorted(pair)) for group in rests.values() for pair in combinations(group, 2)}
    yield from sorted((one, other) for one, other in pairs if distance(one, other) < apart)


def slips(word: str) -> set[str]:
    """Everything one slip away: a letter missing, other, too many, or two neighbours swapped."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    missing = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    other = {left + letter + right[1:] for left, right in cuts if right for letter in LETTERS}
    added = {left + letter + right for left, right in cuts for letter in LETTERS}
    return missing | swapped | other | added


def wrong_shape(words: list[str], language: str) -> list[str]:
    """Not a word of 4 to 8 letters without marks and capitals."""
    return [word for word in words if word != word.lower() or not re.fullmatch(r"[a-z]{4,8}", plain(word))]


def wrong_order(words: list[str], language: str) -> list[str]:
    """Words before which a later one stands, or the same again."""
    return [later for word, later in pairwise(words) if plain(word) >= plain(later)]


def same_beginning(words: list[str], language: str) -> list[str]:
    """Words that begin as another does."""
    first: dict[str, str] = {}
    return [word for word in words if first.setdefault(plain(word)[:BEGINNING], word) != word]


def near_on_paper(words: list[str], language: str) -> list[str]:
    """Pairs of words that look alike."""
    return [" ".join(pair) for pair in too_near(map(plain, words), APART)]


def near_aloud(words: list[str], language: str) -> list[str]:
    """Pairs of words that sound alike."""
    written = defaultdict(list)
    for word in words:
        written[spoken(word, language)].append(plain(word))
    same = [" ".join(group) for group in written.values() if len(group) > 1]
    return same + [" ".join(pair) for pair in too_near(written, APART_ALOUD)]


def slip_reads_as_another(words: list[str], language: str) -> list[str]:
    """Slips in one word that are a slip in another, or read as its beginning."""
    beginnings = {plain(word)[:end]: plain(word) for word in words for end in range(BEGINNING, len(plain(word)) + 1)}
    seen: dict[str, str] = {}
    faults = []
    for word in map(plain, words):
        for slip in slips(word):
            if seen.setdefault(slip, word) != word or beginnings.get(slip, word) != word:
                faults.append(f"{word} {slip}")
    return faults


def forbidden(language: str) -> tuple[set[str], tuple[str, ...]]:
    """The whole words and the stems that must not stand in a list."""
    texts = [UNWANTED["everywhere"], *UNWANTED[language].values()]
    entries = " ".join(texts).split()
    return {entry for entry in entries if entry[-1] != "*"}, tuple(entry[:-1] for entry in entries if entry[-1] == "*")


def unwanted(words: list[str], language: str) -> list[str]:
    """Words that could hurt, tell or be laughed at."""
    whole, stems = forbidden(language)
    return [word for word in words if plain(word) in whole or plain(word).startswith(stems)]


PLANTED: list[tuple[Check, str, str, list[str]]] = [
    (wrong_shape, "es", "abanico sol Mesa mariposas ma-no niño", ["sol", "Mesa", "mariposas", "ma-no"]),
    (wrong_order, "es", "ñame nube nube olmo ocre", ["nube", "ocre"]),
    (wrong_order, "pt", "abelha ábaco", ["ábaco"]),
    (same_beginning, "es", "canela canasta cañada mesa", ["cañada"]),
    (near_on_paper, "es", "plato pasto nogal nopales", ["pasto plato"]),
    (near_on_paper, "pt", "abacaxi macarrão macarron", ["macarrao macarron"]),
    (near_aloud, "es", "cebada zevada vaso", ["cebada zevada"]),
    (near_aloud, "es", "arroyo harollo gente xente", ["arroyo harollo", "jente sente"]),
    (near_aloud, "pt", "chalé xale caça passa", ["chale xale", "kasa pasa"]),
    (near_aloud, "en", "knight nite flower", ["knight nite"]),
    (slip_reads_as_another, "es", "mesa meseta trigo", ["mesa mese"]),
    (slip_reads_as_another, "en", "ab ba", ["ba ab", "ba ba"]),
    (unwanted, "es", "nube policial miedo sapo rosal", ["policial", "miedo", "sapo", "rosal"]),
    (unwanted, "pt", "nuvem travesti pinto cadeia violência", ["travesti", "pinto", "violência"]),
    (unwanted, "en", "cloud deported snitch weather", ["deported", "snitch", "weather"]),
]


@pytest.mark.parametrize(("check", "language", "bad", "faults"), PLANTED)
def test_each_check_finds_a_planted_fault(check: Check, language: str, bad: str, faults: list[str]) -> None:
    found = check(bad.split(), language)
    assert set(faults) <= set(found)
    assert check(bad.split()[:1], language) == []


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("mesa", "mesa", 0), ("mesa", "misa", 1), ("mesa", "meta", 1), ("nube", "nueve", 2), ("sitting", "kitten", 3)],
)
def test_distance(one: str, other: str, apart: int) -> None:
    assert distance(one, other) == distance(other, one) == apart


@pytest.mark.parametrize(
    ("word", "language", "sound"),
    [
        ("queso", "es", "keso"),
        ("guitarra", "es", "gitara"),
        ("gente", "es", "jente"),
        ("lluvia", "es", "yubia"),
        ("cielo", "es", "sielo"),
        ("huerta", "es", "guerta"),
        ("chocolate", "es", "Cokolate"),
        ("coração", "pt", "korasau"),
        ("chuva", "pt", "xuva"),
        ("girassol", "pt", "jirasou"),
        ("knee", "en", "ne"),
        ("phone", "en", "fon"),
    ],
)
def test_how_a_word_sounds(word: str, language: str, sound: str) -> None:
    assert spoken(word, language) == sound


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_has_1024_words_one_a_line(language: str) -> None:
    words = listed(language)
    assert len(words) == len(set(words)) == HOW_MANY
    assert (LISTS / f"{language}.txt").read_text(encoding="utf-8") == "\n".join(words) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "check",
    [wrong_shape, wrong_order, same_beginning, near_on_paper, near_aloud, slip_reads_as_another, unwanted],
)
def test_a_list_has_no_fault(check: Check, language: str) -> None:
    assert check(listed(language), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_eight_words_fit_on_a_line(language: str) -> None:
    words = listed(language)
    assert 8 * sum(map(len, words)) / len(words) + 7 <= EIGHT_ON_A_LINE


def test_every_category_is_forbidden_in_every_language() -> None:
    categories = [set(UNWANTED[language]) - {"sounds_like_another"} for language in LANGUAGES]
    assert categories[0] == categories[1] == categories[2]
    assert len(categories[0]) == 13
