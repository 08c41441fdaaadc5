"""The words of a form in the language of whoever reads it."""

from collections.abc import Mapping

LONGEST = 90  # letters of a question that is named inside a sentence


def text_in(texts: Mapping[str, str], language: str) -> str:
    """A text in this language; in the one that the form has, where it has no other."""
    return texts.get(language) or texts.get("") or next((each for each in texts.values() if each.strip()), "")


def short(text: str) -> str:
    """A text as it may stand inside a sentence: one line, and not longer than a person keeps in mind."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def filled(text: str, facts: Mapping[str, str]) -> str:
    """A sentence with its facts, none of which is read as a place for another."""
    first, *rest = text.split("{")
    pieces = [first]
    for piece in rest:
        name, _brace, after = piece.partition("}")
        pieces += [facts.get(name, ""), after]
    return "".join(pieces)
