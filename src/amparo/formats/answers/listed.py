"""Which lists of the house a question fits: all that can be answered is in the list, by its code or by its words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from amparo.formats.codebook import AGES
from amparo.formats.codes import CONTENT, Code, codes
from amparo.formats.coding import SAYS_NOTHING
from amparo.formats.fold import fold
from amparo.formats.form_lint.xpath import Tree, read
from amparo.formats.openrosa.forms import Choice, Question

CODE = re.compile(r"(?![0-9]+\Z)[A-Za-z0-9_]{1,24}", re.ASCII)  # as a codebook takes it
NO_ANSWERS = ("_fault", "_words", "_rule")  # how lists end that hold sentences of the program, and no answers
NO_ANSWER = {"row_band"}  # bands of our own bookkeeping, which nobody is asked for
FEWEST = 2  # answers that say something, before a likeness is more than chance
FIRST = "answer"  # where a plain yes and no is in many lists, this one is meant


@dataclass(frozen=True, slots=True)
class Fit:
    """A list that a question fits, and what its choices are called there where they have other names."""

    list: str
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    """A list: its codes, and the one code that each of its words means."""

    codes: frozenset[str]
    words: Mapping[str, str]
    has_bands: bool


@cache
def known_lists() -> Mapping[str, _Known]:
    """Every list out of which an answer can be coded."""
    names = sorted(path.stem for path in (CONTENT / "codes").glob("*.toml"))
    found = {name: codes(name) for name in names if not name.endswith(NO_ANSWERS) and name not in NO_ANSWER}
    return {name: _known(each) for name, each in found.items() if all(CODE.fullmatch(code.code) for code in each)}


def _known(every: tuple[Code, ...]) -> _Known:
    words: dict[str, set[str]] = {}
    for code in every:
        for text in code.texts.values():
            words.setdefault(fold(text).strip(), set()).add(code.code)
    return _Known(
        frozenset(code.code for code in every),
        {word: next(iter(meant)) for word, meant in words.items() if len(meant) == 1},
        any("least" in code.more for code in every),
    )


def band_lists() -> tuple[str, ...]:
    """The lists out of which a number gets a band."""
    return tuple(name for name, each in known_lists().items() if each.has_bands)


def is_of_age(name: str) -> bool:
    """Is it a list of ages? These are of a kind of their own."""
    return name in AGES


def says_something(question: Question) -> tuple[Choice, ...]:
    """The choices of a question that are an answer: not that she does not know, nor that she prefers not to say."""
    return tuple(each for each in question.choices if each.name not in SAYS_NOTHING)


def fitting(question: Question) -> tuple[Fit, ...]:
    """The lists that a question with choices fits, the closest first."""
    said = says_something(question)
    if len(said) < FEWEST:
        return ()
    found = [(name, _codes_in(each, said)) for name, each in known_lists().items()]
    fits = [Fit(name, renamed) for name, renamed in found if renamed is not None]
    return tuple(sorted(fits, key=lambda fit: (fit.list != FIRST, len(known_lists()[fit.list].codes), fit.list)))


def _codes_in(known: _Known, said: tuple[Choice, ...]) -> dict[str, str] | None:
    """What each choice is called in the list, where that is another name; None where one is not in it."""
    meant: dict[str, str] = {}
    for choice in said:
        code = choice.name if choice.name in known.codes else _by_words(known, choice)
        if not code or code in meant.values():
            return None
        meant[choice.name] = code
    return {name: code for name, code in meant.items() if name != code}


def _by_words(known: _Known, choice: Choice) -> str:
    """The one code that the words of a choice mean in every language in which they are known."""
    found = {known.words.get(fold(text).strip(), "") for text in choice.labels.values() if text.strip()} - {""}
    return found.pop() if len(found) == 1 else ""


def own_codes(question: Question) -> dict[str, str] | None:
    """What its own choices are called in a row, where they cannot keep their names; None where they clash."""
    said = says_something(question)
    renamed = {each.name: _as_code(each.name) for each in said if not CODE.fullmatch(each.name)}
    every = [renamed.get(each.name, each.name) for each in said]
    return renamed if every and len(set(every)) == len(every) else None


def _as_code(name: str) -> str:
    return f"c_{re.sub(r'[^A-Za-z0-9_]', '_', name, flags=re.ASCII)}"[:24]


def worked_out(question: Question) -> frozenset[str]:
    """The words that a calculation can come to, where it chooses among such; else none."""
    found = _outcomes(read(question.calculate, question.path)) if question.calculate.strip() else None
    return (found or frozenset()) - {""}


def _outcomes(tree: Tree) -> frozenset[str] | None:
    """Every text that can come out; None where something else can."""
    if tree[0] == "text":
        return frozenset({tree[1]})
    if tree[0] == "call" and tree[1] == "once" and len(tree[2]) == 1:
        return _outcomes(tree[2][0])
    if tree[0] == "call" and tree[1] == "if" and len(tree[2]) == 3:
        either, other = _outcomes(tree[2][1]), _outcomes(tree[2][2])
        return None if either is None or other is None else either | other
    return None


def lists_with(words: frozenset[str]) -> tuple[str, ...]:
    """The lists that have all of these codes."""
    said = words - SAYS_NOTHING
    every = [name for name, each in known_lists().items() if said and said <= each.codes]
    return tuple(sorted(every, key=lambda name: (len(known_lists()[name].codes), name)))


def is_today(question: Question) -> bool:
    """Does a calculation write down the day of the talk?"""
    tree = read(question.calculate, question.path) if question.calculate.strip() else ("",)
    while tree[0] == "call" and tree[1] in ("once", "date", "format-date") and tree[2]:
        tree = tree[2][0]
    return tree[0] == "call" and tree[1] in ("today", "now")
