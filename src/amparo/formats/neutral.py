"""Words that tell: what may not stand in a title, an address, a file name or a subject.

The lists are ``content/codes/neutral_words``: whole words and beginnings of words, by language, folded. A name
is looked at in every language of the pages, since a phone is searched by someone who reads any of them.
"""

import re
import tomllib
from functools import cache
from typing import Any

from amparo.formats.codes import CONTENT, LANGUAGES
from amparo.formats.fold import fold


@cache
def _table() -> dict[str, Any]:
    with (CONTENT / "codes" / "neutral_words.toml").open("rb") as file:
        return tomllib.load(file)


def telling_words(text: str, *languages: str) -> list[str]:
    """The words of a text that say what happened or who she is; in every language where none is named."""
    forbidden = _table()["forbidden"]
    found = []
    for word in re.findall(r"[a-z]+", fold(text)):
        for language in languages or LANGUAGES:
            starts = tuple(forbidden["starts"][language])
            if word in forbidden["words"][language] or word.startswith(starts):
                found.append(word)
                break
    return found


def promise_words(text: str, language: str) -> list[str]:
    """The words of a text that promise what nobody can hold."""
    promises = set(_table()["promise_words"]["words"][language])
    return [word for word in re.findall(r"[a-z]+", fold(text)) if word in promises]
