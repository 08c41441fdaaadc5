"""Draws methods-hidden-populations.svg from the method itself: what a person weighs, by how many she knows.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_hidden_populations.py
"""

import numpy as np
from drawing import GREEN, GREY, ORANGE, VIOLET, below, chart, picture, written

from amparo.methods.hidden import rds2_weights, successive_sampling_weights

DEGREES = np.repeat(np.arange(1, 21), np.arange(20, 0, -1)).astype(float)  # twenty know one, one knows twenty
LINES = (
    ("all of the population asked, N = n", 1.0, GREY),
    ("N = 1.3 n", 1.3, ORANGE),
    ("N = 5 n", 5.0, GREEN),
)


def weighed(weights: np.ndarray) -> list[tuple[float, float]]:
    """The weight of each degree, in units of the mean weight."""
    each, first = np.unique(DEGREES, return_index=True)
    return list(zip(each.tolist(), (weights[first] / weights.mean()).tolist(), strict=True))


def drawn() -> str:
    """The whole picture as text."""
    rows = [
        (name, colour, weighed(successive_sampling_weights(DEGREES, len(DEGREES) * times)))
        for name, times, colour in LINES
    ]
    rows.append(("1 / degree", VIOLET, weighed(rds2_weights(DEGREES))))
    parts = chart(
        rows, left=(0, 4), bottom=(1, 20), names=("how many she knows", "weight, in units of the mean"),
        marks=((1, 5, 10, 15, 20), (0, 1, 2, 3, 4)), digits=0,
    )  # fmt: skip
    said = (
        "Four lines. With the whole population in the sample the line is flat: everybody weighs the same. The larger "
        "the population, the closer the line comes to one over the degree."
    )
    return picture("What a person weighs, by how many she knows", said, parts, high=300 + below(len(rows)))


if __name__ == "__main__":
    written(__file__, drawn())
