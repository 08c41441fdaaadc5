"""Draws docs/pictures/methods-planning-a-sample.svg from the method: how wide an interval is, by how many are asked.

PYTHONPATH=src python docs/pictures/methods_planning_a_sample.py
"""

from pathlib import Path

from amparo.methods.hidden import margin_of

WIDE, HIGH, LEFT, TOP, RIGHT, BOTTOM = 640, 340, 56, 24, 150, 48
FEWEST, MOST, WIDEST, SHARE = 100, 900, 0.2, 0.3
LINES = (
    ("DE 4", {"design_effect": 4.0}, "#b35806", "9 3"),
    ("DE 2", {"design_effect": 2.0}, "#542788", "none"),
    ("DE 2, N = 1,000", {"design_effect": 2.0, "population": 1000}, "#1b7837", "2 3"),
)


def place(n: int, margin: float) -> str:
    """A point of the picture."""
    x = LEFT + (n - FEWEST) / (MOST - FEWEST) * (WIDE - LEFT - RIGHT)
    y = HIGH - BOTTOM - margin / WIDEST * (HIGH - TOP - BOTTOM)
    return f"{x:.1f},{y:.1f}"


def drawn() -> str:
    """The whole picture as text."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-labelledby="t d" '
        'font-family="sans-serif" font-size="13">',
        '<title id="t">Half of the width of a 95 % interval, by the number of people asked</title>',
        f'<desc id="d">A share of {SHARE}. With a design effect of 2 the interval is plus or minus 0.06 at 449 people, '
        "at 310 of a population of 1,000; with a design effect of 4 it needs twice as many.</desc>",
    ]
    for margin in (0.0, 0.05, 0.10, 0.15, 0.20):
        y = place(FEWEST, margin).partition(",")[2]
        parts.append(f'<line x1="{LEFT}" y1="{y}" x2="{WIDE - RIGHT}" y2="{y}" stroke="#cccccc"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{float(y) + 4:.1f}" text-anchor="end">{margin:.2f}</text>')
    for n in range(FEWEST, MOST + 1, 200):
        x = place(n, 0).partition(",")[0]
        parts.append(f'<text x="{x}" y="{HIGH - BOTTOM + 18}" text-anchor="middle">{n}</text>')
    parts.append(f'<text x="{LEFT}" y="{HIGH - 8}">people asked</text>')
    for name, how, colour, dash in LINES:
        margins = [(n, margin_of(n, SHARE, **how).margin or 0.0) for n in range(FEWEST, MOST + 1, 20)]  # type: ignore[arg-type]
        points = " ".join(place(n, margin) for n, margin in margins)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" '
                     f'stroke-dasharray="{dash}"/>')  # fmt: skip
        y = float(place(*margins[-1]).partition(",")[2])
        parts.append(f'<text x="{WIDE - RIGHT + 6}" y="{y + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("methods-planning-a-sample.svg").write_text(drawn(), encoding="utf-8")
