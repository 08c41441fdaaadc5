"""Draws methods-indirect-questions.svg from the methods: what an answer gives away, against the error of the share.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_indirect_questions.py
"""

from drawing import VIOLET, below, chart, picture, written

from amparo.methods.indirect import privacy, response_power, warner

SHARE, PEOPLE = 0.15, 500


def drawn() -> str:
    """The whole picture as text."""
    points = []
    for step in range(65, 96):
        design = warner(step / 100)
        given_away = 100 * privacy(design, share=SHARE).if_counted
        points.append((given_away, response_power(design, n=PEOPLE, share=SHARE).se))
    parts = chart(
        [("Warner", VIOLET, points)], left=(0, 0.1), bottom=(0, 100),
        names=("of 100 who say “true”, so many have the trait", "standard error of the share"),
        marks=((0, 20, 40, 60, 80, 100), (0, 0.02, 0.04, 0.06, 0.08, 0.1)),
    )  # fmt: skip
    said = (
        "One falling line: the more of those who give the counted answer have the trait, the smaller the error. It "
        f"falls from {points[0][1]:.3f} at {points[0][0]:.0f} of 100 to {points[-1][1]:.3f} at {points[-1][0]:.0f}."
    )
    return picture("What hiding costs", said, parts, high=300 + below(1))


if __name__ == "__main__":
    written(__file__, drawn())
