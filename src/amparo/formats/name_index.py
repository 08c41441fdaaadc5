"""Finding a name among many, as people type it: without accents, half of it, with a slip.

An index holds folded names, each with an owner (a number from 0). The words around an owner (its department,
its country) may follow the name. All names are in memory; nothing that was asked is kept.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from amparo.formats.typos import within

EXACT, PREFIX, WORDS, TYPO = range(4)
SHORT = 5  # letters; a word this short forgives one slip, a longer one two
WRITTEN_SHORT = {"cd": "ciudad", "gral": "general", "pto": "puerto", "sta": "santa", "sto": "santo", "vla": "villa"}

type Keep = Callable[[int], bool]


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """An owner, how its name was met, and the slips that were forgiven; the best sorts first."""

    rank: int
    slips: int
    lightness: int  # minus its weight: the heavier of two comes first
    owner: int


class NameIndex:
    """Names, their owners, and the words around each owner."""

    def __init__(
        self, names: Iterable[tuple[str, int]], *, weights: Sequence[int], around: Sequence[frozenset[str]]
    ) -> None:
        self.weights, self.around = weights, around
        self.owners: dict[str, list[int]] = {}
        for name, owner in names:
            if name:
                self.owners.setdefault(name, []).append(owner)
        self.names = sorted(self.owners)
        self.by_word: dict[str, list[str]] = {}
        for name in self.names:
            for word in set(name.split()):
                self.by_word.setdefault(word, []).append(name)
        self.words = sorted(self.by_word)
        self.names_by_length = by_length(self.names)
        self.words_by_length = by_length(self.words)

    def find(self, folded: str, keep: Keep) -> list[Match]:
        """Owners whose name matches, the best first; slips are only forgiven where nothing else matches."""
        query = folded if folded in self.owners else " ".join(WRITTEN_SHORT.get(w, w) for w in folded.split())
        if not query:
            return []
        best: dict[int, Match] = {}

        def add(owners: Iterable[int], rank: int, slips: int = 0) -> None:
            for owner in owners:
                if owner not in best and keep(owner):
                    best[owner] = Match(rank, slips, -self.weights[owner], owner)

        add(self.owners.get(query, ()), EXACT)
        add(self.followed_by_its_surroundings(query), EXACT)
        for name in starting(self.names, query):
            add(self.owners[name], PREFIX)
        add(self.with_words(query.split()), WORDS)
        if not best:
            add(self.begins_in_its_surroundings(query), WORDS)
        if not best:
            for name, slips in self.nearly(query):
                add(self.owners[name], TYPO, slips)
        return sorted(best.values())

    def followed_by_its_surroundings(self, query: str) -> list[int]:
        """Owners of a name that stands first, followed by words around it: "san jose santander"."""
        words = query.split()
        found = []
        for first in range(len(words) - 1, 0, -1):
            rest = words[first:]
            owners = self.owners.get(" ".join(words[:first]), ())
            found += [owner for owner in owners if self.lies_in(owner, rest)]
        return found

    def begins_in_its_surroundings(self, query: str) -> list[int]:
        """Owners whose name only begins like this, followed by words around it: "villa santander"."""
        words = query.split()
        for first in range(len(words) - 1, 0, -1):
            rest = words[first:]
            names = starting(self.names, " ".join(words[:first]))
            if found := [owner for name in names for owner in self.owners[name] if self.lies_in(owner, rest)]:
                return found
        return []

    def lies_in(self, owner: int, words: Iterable[str]) -> bool:
        """Does each of these words begin a word around the owner?"""
        around = self.around[owner]
        return all(word in around or any(other.startswith(word) for other in around) for word in words)

    def with_words(self, words: list[str]) -> list[int]:
        """Owners of a name in which, in any order, each of these words begins a word."""
        found: set[str] | None = None
        for word in words:
            names = {name for longer in starting(self.words, word) for name in self.by_word[longer]}
            found = names if found is None else found & names
            if not found:
                return []
        return [owner for name in found or () for owner in self.owners[name]]

    def nearly(self, query: str) -> list[tuple[str, int]]:
        """Names that are the query but for a slip or two; else, for one word, names with such a word in them."""
        most = 1 if len(query) <= SHORT else 2
        found = nearly_among(self.names_by_length, query, most)
        if found or " " in query:
            return found
        return [
            (name, slips)
            for word, slips in nearly_among(self.words_by_length, query, most)
            for name in self.by_word[word]
        ]


def starting(ordered: Sequence[str], start: str) -> Sequence[str]:
    """The texts of an ordered list that begin like this."""
    return ordered[bisect_left(ordered, start) : bisect_left(ordered, start + "\U0010ffff")]


def letters_of(text: str) -> int:
    """Which letters a text has, as bits; far letters share a bit, which only lets more texts through."""
    bits = 0
    for letter in text:
        bits |= 1 << ord(letter) % 61
    return bits


def by_length(texts: Iterable[str]) -> dict[int, list[tuple[int, str]]]:
    """Texts with their letters, by their length."""
    table: dict[int, list[tuple[int, str]]] = {}
    for text in texts:
        table.setdefault(len(text), []).append((letters_of(text), text))
    return table


def nearly_among(table: dict[int, list[tuple[int, str]]], query: str, most: int) -> list[tuple[str, int]]:
    """Texts at most so many slips away.

    One slip changes at most two bits of the letters: a wrong letter takes one away and brings one. Comparing
    bits first leaves few texts to compare in full.
    """
    letters = letters_of(query)
    found = []
    for length in range(len(query) - most, len(query) + most + 1):
        for other, text in table.get(length, ()):
            if (other ^ letters).bit_count() <= 2 * most:
                slips = within(query, text, most)
                if slips is not None:
                    found.append((text, slips))
    return found
