"""What the pictures of the methods are drawn with: the same letters, colours and hatchings, and words for who hears.

A picture is 400 units wide and so readable on a small phone: no letter is smaller than 12 units. What colour tells, a
shape or a hatching tells as well.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

WIDE = 400
LETTER = 14  # units: 10.6 pixels where the picture is 304 wide
VIOLET, ORANGE, GREEN, GREY = "#542788", "#b35806", "#1b7837", "#767676"
DASHES = {VIOLET: "none", ORANGE: "9 3", GREEN: "2 3", GREY: "none", "#000000": "none"}
HATCHED = (
    '<pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="{ORANGE}"/><path d="M0 0V6" stroke="#ffffff" stroke-width="3"/></pattern>'
)

type Point = tuple[float, float]


def picture(title: str, said: str, parts: Sequence[str], *, high: float) -> str:
    """The whole file: a title and a description first, a white ground, then what was drawn."""
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{high:g}" viewBox="0 0 {WIDE} {high:g}" '
        f'role="img" aria-labelledby="t d" font-family="sans-serif" font-size="{LETTER}">',
        f'<title id="t">{escape(title, quote=False)}</title>',
        f'<desc id="d">{escape(said, quote=False)}</desc>',
        f"<defs>{HATCHED}</defs>",
        f'<rect width="{WIDE}" height="{high:g}" fill="#ffffff"/>',
        *parts,
        "</svg>",
        "",
    ])  # fmt: skip


def text(
    x: float, y: float, said: str, *, anchor: str = "start", fill: str = "#000000", size: float = LETTER,
    halo: bool = False,
) -> str:  # fmt: skip
    """Words at a place; ``halo``: with white around them, over other things."""
    more = "" if size == LETTER else f' font-size="{size:g}"'
    more += ' stroke="#ffffff" stroke-width="4" paint-order="stroke"' if halo else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}"{more}>{escape(said, quote=False)}</text>'
    )


def line(points: Sequence[Point], *, colour: str = "#000000", wide: float = 2, dash: str = "none") -> str:
    """A line through points."""
    said = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{said}" fill="none" stroke="{colour}" stroke-width="{wide:g}" stroke-dasharray="{dash}"/>'
    )


def box(x: float, y: float, wide: float, high: float, *, fill: str, edge: str = "none") -> str:
    """A rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{fill}" stroke="{edge}"/>'


def dot(x: float, y: float, radius: float, *, fill: str, edge: str = "none") -> str:
    """A circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" stroke="{edge}"/>'


def chart(
    lines: Sequence[tuple[str, str, Sequence[Point]]], *, left: Point, bottom: Point, names: tuple[str, str],
    marks: tuple[Sequence[float], Sequence[float]], high: float = 300, digits: int = 2,
) -> list[str]:  # fmt: skip
    """Lines on two axes, with their names below the picture.

    ``left`` and ``bottom``: from where to where the axes go, of y and of x. ``lines``: name, colour, points. ``marks``:
    values that stand at x and at y.
    """
    room, top, right, floor = 48, 30, WIDE - 16, high

    def at(x: float, y: float) -> Point:
        return (
            room + (x - bottom[0]) / (bottom[1] - bottom[0]) * (right - room),
            floor - (y - left[0]) / (left[1] - left[0]) * (floor - top),
        )

    parts = [text(4, 16, names[1])]
    for value in marks[1]:
        y = at(bottom[0], value)[1]
        parts += [
            line([(room, y), (right, y)], colour="#cccccc", wide=1),
            text(room - 6, y + 5, f"{value:.{digits}f}", anchor="end"),
        ]
    parts += [text(at(value, left[0])[0], floor + 20, f"{value:g}", anchor="middle") for value in marks[0]]
    parts.append(text((room + right) / 2, floor + 42, names[0], anchor="middle"))
    for place, (name, colour, points) in enumerate(lines):
        parts.append(line([at(*each) for each in points], colour=colour, dash=DASHES[colour]))
        if len(lines) > 1:
            y = floor + 66 + 22 * place
            parts += [
                line([(room, y - 5), (room + 44, y - 5)], colour=colour, dash=DASHES[colour]),
                text(room + 54, y, name),
            ]
    return parts


def below(lines: int) -> float:
    """How much room the names of so many lines take below a chart."""
    return 56 + (22 * lines if lines > 1 else 0)


def written(script: str, drawn: str) -> None:
    """Put the picture beside its script, under the same name."""
    path = Path(script)
    path.with_name(f"{path.stem.replace('_', '-')}.svg").write_text(drawn, encoding="utf-8")
