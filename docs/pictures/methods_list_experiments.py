"""Draws methods-list-experiments.svg from the method: the error of a list, by how many were asked.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_list_experiments.py
"""

from drawing import GREEN, ORANGE, VIOLET, below, chart, picture, written

from amparo.methods.indirect import list_power

SHARE = 0.15
SPREADS = ((1.2, ORANGE), (0.9, VIOLET), (0.6, GREEN))


def drawn() -> str:
    """The whole picture as text."""
    rows = [
        (f"spread of the harmless count {spread}", colour,
         [(n, list_power(n=n, share=SHARE, spread=spread).se) for n in range(200, 2001, 50)])
        for spread, colour in SPREADS
    ]  # fmt: skip
    parts = chart(
        rows, left=(0, 0.2), bottom=(0, 2000),
        names=("people asked, half of them treated", "standard error of the share"),
        marks=((0, 500, 1000, 1500, 2000), (0, 0.05, 0.1, 0.15, 0.2)),
    )  # fmt: skip
    said = "Three falling lines. With a spread of 0.9 items 400 people give a standard error of 0.09, 2,000 give 0.04."
    return picture("The error of a list", said, parts, high=300 + below(len(rows)))


if __name__ == "__main__":
    written(__file__, drawn())
