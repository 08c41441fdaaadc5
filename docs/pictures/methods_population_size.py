"""Draws methods-population-size.svg from the method itself: what each model of three lists says.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_population_size.py
"""

import math

from drawing import ORANGE, VIOLET, WIDE, box, dot, line, picture, text, written

from amparo.methods.population import (
    Source,
    as_source,
    capture_histories,
    chao_lower_bound,
    loglinear,
    multiplier,
    side_by_side,
)

ROW, LEFT, RIGHT, TOP = 26, 108, 20, 24
LOW, HIGH = 150, 2000  # people, at the ends of the axis, which is logarithmic
TICKS = (150, 250, 500, 1000, 2000)
COUNTS = {"111": 7, "110": 12, "101": 9, "011": 11, "100": 40, "010": 33, "001": 52}


def across(people: float) -> float:
    """Where a number of people lies."""
    return LEFT + math.log(people / LOW) / math.log(HIGH / LOW) * (WIDE - LEFT - RIGHT)


def bar(each: Source, y: float, colour: str) -> list[str]:
    """One source: its interval, and its value where it has one; round for a model, square for another source."""
    parts = [
        text(LEFT - 10, y + 5, each.name, anchor="end"),
        line([(across(each.low), y), (across(each.high), y)], colour=colour, wide=3),
    ]
    if each.value is not None:
        x = across(each.value)
        parts.append(dot(x, y, 6, fill=colour) if colour == VIOLET else box(x - 6, y - 6, 12, 12, fill=colour))
    return parts


def drawn() -> str:
    """The whole picture as text."""
    lists = capture_histories(COUNTS, lists=("clinic", "shelter", "lawyer"))
    table = loglinear(lists)
    models = [
        Source(each.name, each.interval.low, each.interval.high, each.value) for each in table.models if each.interval
    ]
    others = [
        as_source("at least", chao_lower_bound(lists.frequencies.tolist())),
        as_source("multiplier", multiplier(300, 0.4, asked=250, share_se=0.045)),
    ]
    whole = side_by_side([as_source("all models", table), *others], seen=lists.n)
    rows = [(each, VIOLET) for each in models] + [(each, ORANGE) for each in others]
    rows.append((Source("range", whole.low, whole.high, None), "#000000"))
    foot = TOP + ROW * len(rows)
    parts = []
    for tick in TICKS:
        parts.append(line([(across(tick), TOP - 14), (across(tick), foot)], colour="#cccccc", wide=1))
        parts.append(text(across(tick), foot + 18, str(tick), anchor="middle"))
    for place, (each, colour) in enumerate(rows):
        parts += bar(each, TOP + ROW * place, colour)
    parts.append(text((LEFT + WIDE - RIGHT) / 2, foot + 40, "people", anchor="middle"))
    said = (
        "Eight models of three lists, each a line with a dot, a lower bound and a multiplier, each a line with a "
        "square. The models describe the counts about equally well and say from 274 to 568. The last line is the range "
        "of all."
    )
    return picture("How many people, by each model and each source", said, parts, high=foot + 52)


if __name__ == "__main__":
    written(__file__, drawn())
