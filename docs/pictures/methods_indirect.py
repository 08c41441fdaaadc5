"""Draws the two pictures of indirect questions: what hiding costs, and what the harmless items of a list cost.

PYTHONPATH=src python docs/pictures/methods_indirect.py
"""

from pathlib import Path

from amparo.methods.indirect import list_power, privacy, response_power, warner

WIDE, HIGH, LEFT, TOP, RIGHT, BOTTOM = 640, 340, 60, 30, 150, 50
SHARE, PEOPLE = 0.15, 500
COLOURS = ("#542788", "#b35806", "#1b7837")

type Line = tuple[str, list[tuple[float, float]]]


def picture(title: str, said: str, lines: list[Line], *, most: tuple[float, float], names: tuple[str, str]) -> str:
    """Lines on two axes that both begin at 0."""

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + x / most[0] * (WIDE - LEFT - RIGHT),
            HIGH - BOTTOM - y / most[1] * (HIGH - TOP - BOTTOM),
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-labelledby="t d" '
        'font-family="sans-serif" font-size="13">',
        f'<title id="t">{title}</title>',
        f'<desc id="d">{said}</desc>',
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>',
    ]
    for step in range(6):
        x, y = at(most[0] * step / 5, most[1] * step / 5)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDE - RIGHT}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{most[1] * step / 5:.2f}</text>')
        parts.append(f'<text x="{x:.1f}" y="{HIGH - BOTTOM + 18}" text-anchor="middle">{most[0] * step / 5:g}</text>')
    parts.append(f'<text x="{LEFT}" y="18">{names[1]}</text>')
    parts.append(f'<text x="{(LEFT + WIDE - RIGHT) / 2}" y="{HIGH - 10}" text-anchor="middle">{names[0]}</text>')
    for (name, points), colour in zip(lines, COLOURS, strict=False):
        drawn = " ".join("{:.1f},{:.1f}".format(*at(x, y)) for x, y in points)
        x, y = at(*points[-1])
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{x + 6:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def hiding() -> str:
    """What an answer gives away, against the error of the share."""
    points = []
    for step in range(65, 96):
        design = warner(step / 100)
        points.append((privacy(design, share=SHARE).if_counted, response_power(design, n=PEOPLE, share=SHARE).se))
    return picture(
        "What hiding costs",
        "One falling line: the more of those who give the counted answer have the trait, the smaller the error.",
        [("Warner", points)], most=(1.0, 0.1),
        names=("who have the trait, of those who give the counted answer", "standard error"),
    )  # fmt: skip


def lists() -> str:
    """The error of a list against how many people were asked, for three spreads of the harmless count."""
    lines: list[Line] = [
        (f"spread {spread}", [(n, list_power(n=n, share=SHARE, spread=spread).se) for n in range(200, 2001, 100)])
        for spread in (1.2, 0.9, 0.6)
    ]
    return picture(
        "The error of a list",
        "Three falling lines. With a spread of 0.9 items 400 people give a standard error of 0.09, 2,000 give 0.04.",
        lines, most=(2000, 0.2), names=("people asked, half of them treated", "standard error of the share"),
    )  # fmt: skip


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / "methods-indirect-questions.svg").write_text(hiding(), encoding="utf-8")
    (here / "methods-list-experiments.svg").write_text(lists(), encoding="utf-8")
