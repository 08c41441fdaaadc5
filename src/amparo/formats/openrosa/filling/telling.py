"""Telling one more of what can be told again, or one less."""

import re

from amparo.formats.openrosa.filling.blank import MOST_TOLD
from amparo.formats.openrosa.filling.filled import Filling


def one_more(filling: Filling, repeat: str) -> dict[str, str]:
    """The answers with one more of a repeat; never more than nine."""
    return filling.answers | {repeat: str(min(filling.times(repeat) + 1, MOST_TOLD))}


def one_less(filling: Filling, repeat: str, position: int) -> dict[str, str]:
    """The answers without one of a repeat; those after it move up."""
    times = filling.times(repeat)
    if not 1 <= position <= times:
        return filling.answers
    kept: dict[str, str] = {}
    inside = re.compile(re.escape(repeat) + r"\[([0-9])\](/.*)")
    for key, value in filling.answers.items():
        found = inside.fullmatch(key)
        if found is None:
            kept[key] = value
        elif int(found[1]) != position:
            place = int(found[1]) - (int(found[1]) > position)
            kept[f"{repeat}[{place}]{found[2]}"] = value
    return kept | {repeat: str(times - 1)}
