"""Telling one more of what can be told again, or one less."""

from amparo.formats.openrosa.filling.blank import MOST_TOLD
from amparo.formats.openrosa.filling.filled import WORKED, Filling


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
        mark = WORKED if key.startswith(WORKED) else ""
        before, bracket, below = key.partition("]/")
        if not bracket or not before.startswith(f"{mark}{repeat}["):
            kept[key] = value
            continue
        number = int(before[len(mark) + len(repeat) + 1 :])
        if number != position:
            kept[f"{mark}{repeat}[{number - (number > position)}]/{below}"] = value
    return kept | {repeat: str(times - 1)}
