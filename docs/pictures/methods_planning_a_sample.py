"""Draws methods-planning-a-sample.svg from the method: how wide an interval is, by how many are asked.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_planning_a_sample.py
"""

from drawing import GREEN, ORANGE, VIOLET, below, chart, picture, written

from amparo.methods.hidden import margin_of

SHARE = 0.3
LINES = (
    ("design effect 4", 4.0, None, ORANGE),
    ("design effect 2", 2.0, None, VIOLET),
    ("design effect 2, 1,000 people in all", 2.0, 1000, GREEN),
)


def drawn() -> str:
    """The whole picture as text."""
    rows = [
        (name, colour,
         [(n, margin_of(n, SHARE, design_effect=effect, population=people).margin or 0.0) for n in range(100, 901, 20)])
        for name, effect, people, colour in LINES
    ]  # fmt: skip
    parts = chart(
        rows, left=(0, 0.2), bottom=(100, 900), names=("people asked", "half of the interval"),
        marks=((100, 300, 500, 700, 900), (0, 0.05, 0.1, 0.15, 0.2)),
    )  # fmt: skip
    said = (
        f"A share of {SHARE}. With a design effect of 2 the interval is plus or minus 0.06 at 449 people, at 310 of a "
        "population of 1,000; with a design effect of 4 it needs twice as many."
    )
    return picture(
        "Half of the width of a 95 % interval, by the number of people asked", said, parts, high=300 + below(len(rows))
    )


if __name__ == "__main__":
    written(__file__, drawn())
