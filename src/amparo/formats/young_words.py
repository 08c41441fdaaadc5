"""Words that stand on no page about somebody under 18: nobody under 18 sells sex, and using her is no deal.

The list is ``content/codes/young_words``: beginnings of words, and phrases, by language, folded.
"""

import re
import tomllib
from functools import cache
from typing import Any

from amparo.formats.codes import CONTENT
from amparo.formats.fold import fold


@cache
def _refused() -> dict[str, Any]:
    with (CONTENT / "codes" / "young_words.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)["refused"]
    return table


def unwanted_for_young(text: str, language: str) -> list[str]:
    """The words of a text that must not be said of somebody under 18."""
    folded = " ".join(re.findall(r"[a-z]+", fold(text)))
    starts = tuple(_refused()["starts"][language])
    phrases = [each for each in _refused()["phrases"][language] if re.search(rf"\b{each}\b", folded)]
    return [*(word for word in folded.split() if word.startswith(starts)), *phrases]
