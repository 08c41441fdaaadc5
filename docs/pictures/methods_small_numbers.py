"""Draws methods-small-numbers.svg from the method: plain shares of few, and what is told of them.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_small_numbers.py
"""

import csv
from pathlib import Path

from drawing import ORANGE, VIOLET, WIDE, box, dot, line, picture, text, written

from amparo.methods import shrink_proportions

EXAMPLES = Path(__file__).parents[1] / "methods" / "examples"
ROW, LEFT, RIGHT, TOP = 46, 24, 24, 40


def across(share: float) -> float:
    """Where a share lies."""
    return LEFT + share * (WIDE - LEFT - RIGHT)


def drawn() -> str:
    """Each service a line, in the order of the alphabet."""
    with (EXAMPLES / "attempts.csv").open(encoding="utf-8", newline="") as file:
        counts = {each["service"]: (int(each["refused"]), int(each["tried"])) for each in csv.DictReader(file)}
    told = shrink_proportions(counts)
    foot = TOP + ROW * len(counts)
    parts = []
    for mark in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(line([(across(mark), TOP - 26), (across(mark), foot - 10)], colour="#cccccc", wide=1))
        parts.append(text(across(mark), foot + 8, f"{mark:.0%}", anchor="middle"))
    for place, each in enumerate(sorted(told.groups, key=lambda group: group.name)):
        refused, tried = counts[each.name]
        y = TOP + ROW * place + 12
        x = across(refused / tried)
        parts += [
            text(LEFT, y - 14, f"{each.name}: {refused} of {tried}"),
            line([(across(each.interval[0]), y), (across(each.interval[1]), y)], colour=VIOLET, wide=3),
            dot(across(each.value), y, 6, fill=VIOLET), box(x - 5, y - 5, 10, 10, fill="#ffffff", edge=ORANGE),
        ]  # fmt: skip
    parts += [
        text(LEFT, foot + 32, "square: plain share; dot and line: what is told,"),
        text(LEFT, foot + 52, "and where it may lie"),
    ]
    said = (
        "Six services. The fewer the attempts, the longer the line and the farther the dot lies from the square, "
        "towards the middle of all. Of the shelter, one of two, the line is the longest."
    )
    return picture("Six services: the plain share, and the share that is told", said, parts, high=foot + 62)


if __name__ == "__main__":
    written(__file__, drawn())
