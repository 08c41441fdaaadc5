"""Draws docs/pictures/methods-population-size.svg from the method itself: what each model of three lists says.

PYTHONPATH=src python docs/pictures/methods_population_size.py
"""

import math
from pathlib import Path

from amparo.methods.population import (
    Source,
    as_source,
    capture_histories,
    chao_lower_bound,
    loglinear,
    multiplier,
    side_by_side,
)

WIDE, ROW, LEFT, RIGHT, TOP = 640, 24, 130, 30, 30
LOW, HIGH = 150, 2000  # people, at the ends of the axis, which is logarithmic
TICKS = (150, 250, 500, 1000, 2000)
COUNTS = {"111": 7, "110": 12, "101": 9, "011": 11, "100": 40, "010": 33, "001": 52}


def across(people: float) -> float:
    """Where a number of people lies."""
    return LEFT + math.log(people / LOW) / math.log(HIGH / LOW) * (WIDE - LEFT - RIGHT)


def bar(each: Source, y: float, colour: str) -> list[str]:
    """One source: its interval, and its value where it has one."""
    parts = [
        f'<text x="{LEFT - 12}" y="{y + 4:.0f}" text-anchor="end">{each.name}</text>',
        f'<path d="M{across(each.low):.1f} {y}H{across(each.high):.1f}" stroke="{colour}" stroke-width="3"/>',
    ]
    if each.value is not None:
        parts.append(f'<circle cx="{across(each.value):.1f}" cy="{y}" r="5" fill="{colour}"/>')
    return parts


def drawn() -> str:
    """The whole picture as text."""
    lists = capture_histories(COUNTS, lists=("clinic", "shelter", "lawyer"))
    table = loglinear(lists)
    models = [
        Source(each.name, each.interval.low, each.interval.high, each.value) for each in table.models if each.interval
    ]
    others = [
        as_source("at least (Chao)", chao_lower_bound(lists.frequencies.tolist())),
        as_source("multiplier", multiplier(300, 0.4, asked=250, share_se=0.045)),
    ]
    whole = side_by_side([as_source("all models", table), *others], seen=lists.n)
    rows = [(each, "#542788") for each in models] + [(each, "#b35806") for each in others]
    rows.append((Source("range", whole.low, whole.high, None), "#000000"))
    high = TOP + ROW * len(rows) + 50
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" role="img" aria-labelledby="t d" '
        'font-family="sans-serif" font-size="13">',
        '<title id="t">How many people, by each model and each source</title>',
        '<desc id="d">Eight models of three lists, a lower bound and a multiplier, each a line with a dot. The models '
        "describe the counts about equally well and say from 274 to 568. The last line is the range of all.</desc>",
        f'<rect width="{WIDE}" height="{high}" fill="#ffffff"/>',
    ]
    foot = TOP + ROW * len(rows)
    for tick in TICKS:
        parts.append(f'<path d="M{across(tick):.1f} {TOP - 14}V{foot}" stroke="#dddddd"/>')
        parts.append(f'<text x="{across(tick):.1f}" y="{foot + 18}" text-anchor="middle">{tick}</text>')
    for place, (each, colour) in enumerate(rows):
        parts += bar(each, TOP + ROW * place, colour)
    parts.append(f'<text x="{(LEFT + WIDE - RIGHT) / 2:.0f}" y="{foot + 40}" text-anchor="middle">people</text>')
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    Path(__file__).with_name("methods-population-size.svg").write_text(drawn(), encoding="utf-8")
