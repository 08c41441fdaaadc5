"""Telling one more of what can be told again, or one less."""

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
    for key, value in filling.answers.items():
        number, bracket, below = key.removeprefix(f"{repeat}[").partition("]/")
        if not key.startswith(f"{repeat}[") or not bracket:
            kept[key] = value
        elif int(number) != position:
            kept[f"{repeat}[{int(number) - (int(number) > position)}]/{below}"] = value
    return kept | {repeat: str(times - 1)}
