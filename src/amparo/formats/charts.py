"""Small pictures in SVG: presentation attributes only, a title and a description, readable at 320 pixels. Pure.

Beside each picture stands a table with the same figures; the picture alone tells nothing that is not in it. Colour
never tells alone: lines have marks, and bars their figure at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDE, ROW, LETTER = 320, 28, 13  # units, about pixels on a small phone
LEFT, RIGHT, TOP, HIGH = 44, 10, 12, 150
DASHES = ("none", "8 4", "2 3", "10 3 2 3")
MARKS = ("circle", "square", "diamond", "triangle")


class Picture(str):
    """A picture of ours: every word in it was escaped as it was written, so it goes onto a page as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is called, and its points (x, share from 0 to 1)."""

    name: str
    points: tuple[tuple[float, float], ...]


def bars(title: str, said: str, rows: Sequence[tuple[str, int]], *, name: str) -> Picture:
    """Bars from the left, each with its words above it and its figure at its end. ``name`` is of this picture alone."""
    most = max((value for _label, value in rows), default=0) or 1
    parts = []
    for place, (label, value) in enumerate(rows):
        top = TOP + place * (ROW + LETTER)
        wide = (WIDE - 60) * value / most
        parts.append(_text(0, top + LETTER - 3, label))
        parts.append(f'<rect x="0" y="{top + LETTER}" width="{wide:.1f}" height="14" fill="currentColor"/>')
        parts.append(_text(wide + 6, top + LETTER + 12, str(value)))
    return _picture(title, said, parts, TOP + len(rows) * (ROW + LETTER), name)


def lines(title: str, said: str, rows: Sequence[Line], *, name: str, along: str) -> Picture:
    """Shares as people came in: from 0 at the bottom to 100 % at the top, a mark of its own on each line."""
    last = max((x for row in rows for x, _y in row.points), default=1) or 1
    wide = WIDE - LEFT - RIGHT

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return LEFT + wide * point[0] / last, TOP + HIGH * (1 - point[1])

    parts = []
    for share in (0, 0.5, 1):
        y = TOP + HIGH * (1 - share)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDE - RIGHT}" stroke="currentColor" stroke-opacity="0.25"/>')
        parts.append(_text(LEFT - 4, y + 4, f"{share:.0%}".replace("%", " %"), anchor="end", size=11))
    for place, row in enumerate(rows):
        points = [at(each) for each in row.points]
        said_points = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(
            f'<polyline points="{said_points}" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-dasharray="{DASHES[place % len(DASHES)]}"/>'
        )
        parts += [_mark(MARKS[place % len(MARKS)], x, y) for x, y in points[-1:]]
    parts.append(_text(WIDE - RIGHT, TOP + HIGH + 18, along, anchor="end", size=12))
    return _picture(title, said, parts, TOP + HIGH + 26, name)


def _mark(kind: str, x: float, y: float) -> str:
    shapes = {
        "square": f"M{x - 4:.1f} {y - 4:.1f}h8v8h-8z", "diamond": f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z",
        "triangle": f"M{x:.1f} {y - 5:.1f}l5 9h-10z",
    }  # fmt: skip
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="currentColor"/>'
    return f'<path d="{shapes[kind]}" fill="currentColor"/>'


def _text(x: float, y: float, said: str, *, anchor: str = "start", size: int = LETTER) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="currentColor">'
        f"{escape(said, quote=False)}</text>"
    )


def _picture(title: str, said: str, parts: Sequence[str], high: float, name: str) -> Picture:
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high:g}" width="{WIDE}" height="{high:g}" '
        f'role="img" aria-labelledby="{name}-t {name}-d" font-family="sans-serif">'
        f'<title id="{name}-t">{escape(title, quote=False)}</title>'
        f'<desc id="{name}-d">{escape(said, quote=False)}</desc>{"".join(parts)}</svg>'
    )
