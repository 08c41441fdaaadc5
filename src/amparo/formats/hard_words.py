"""Words that shame, and her work beside a word for a crime. The list is ``content/codes/hard_words``.

A pure look at a text: whoever asks decides whether the text is refused for it.
"""

import re
import tomllib
from functools import cache
from typing import Any

from amparo.formats.codes import CONTENT
from amparo.formats.fold import fold

SENTENCE = re.compile(r"[.!?;\n]")
QUOTED = re.compile('«[^«»]*»|“[^“”]*”|"[^"]*"|‘[^‘’]*’')


@cache
def _table() -> dict[str, Any]:
    with (CONTENT / "codes" / "hard_words.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _expression(group: str) -> re.Pattern[str]:
    """What a group of the list forbids, as one expression over a folded text."""
    part = _table()[group]
    each = [rf"{start}\w*" for start in part.get("starts", ())] + [*part.get("words", ()), *part.get("phrases", ())]
    return re.compile(rf"\b(?:{'|'.join(each)})\b")


def hard_words(text: str) -> list[str]:
    """The words of a text that no text of the house holds."""
    return _expression("everywhere").findall(fold(text))


def hard_words_asked(text: str) -> list[str]:
    """The words of a question that shame: also those that only may be quoted. Names of offices are left alone."""
    named = _expression("names")
    plain = named.sub(" ", fold(text))
    found = _expression("everywhere").findall(plain)
    if not _expression("asking").search(plain):
        return found
    return found + _expression("asking").findall(named.sub(" ", fold(QUOTED.sub(" ", text))))


def crime_beside_work(text: str) -> bool:
    """Does one sentence hold her work and a word for a crime?"""
    if not _expression("work").search(fold(text)):
        return False
    parts = [fold(part) for part in SENTENCE.split(text)]
    return any(_expression("work").search(part) and _expression("crime").search(part) for part in parts)
