"""Small pictures in SVG: presentation attributes only, a title and a description, readable at 320 pixels. Pure.

Beside each picture stands a table with the same figures; the picture alone tells nothing that is not in it. Colour
never tells alone: lines have marks, and bars their figure at the end.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDE, ROW, LETTER = 320, 28, 13  # units, about pixels on a small phone
LEFT, RIGHT, TOP, HIGH = 44, 10, 12, 150
AT_MOST, LABEL = 44, 16  # letters of a heading in one line, and of a label beside its interval; the table has it whole
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


@dataclass(frozen=True, slots=True)
class Span:
    """An estimate with its interval, shares from 0 to 1; without a value it is not shown, and is hatched."""

    name: str
    value: float | None = None
    low: float = 0.0
    high: float = 1.0


def spans(title: str, said: str, rows: Sequence[Span], *, name: str) -> Picture:
    """A point and its interval for each row, its words above it, between 0 and 100 %. ``name`` as in :func:`bars`."""
    high, wide = TOP + len(rows) * (ROW + LETTER), WIDE - 16
    parts = [_hatched(name)]
    for share, anchor in ((0.0, "start"), (0.25, "middle"), (0.5, "middle"), (0.75, "middle"), (1.0, "end")):
        x = 8 + wide * share
        parts.append(f'<path d="M{x:.1f} 4V{high}" stroke="currentColor" stroke-opacity="0.22"/>')
        parts.append(_text(x, high + 16, f"{share:.0%}".replace("%", " %"), anchor=anchor, size=11))
    for place, row in enumerate(rows):
        top = TOP + place * (ROW + LETTER)
        parts.append(_text(8, top + LETTER - 3, row.name))
        parts.append(_span(row, top + LETTER + 9, wide, name))
    return _picture(title, said, parts, high + 24, name)


def forest(title: str, said: str, groups: Sequence[tuple[str, Sequence[Span]]], *, name: str) -> Picture:
    """As :func:`spans`, for many answers: each with its words in a line or two, and under them its rows.

    A heading without rows is the question to which the answers after it were given.
    """
    parts, at = [_hatched(name)], TOP
    for heading, rows in groups:
        for line in textwrap.wrap(heading, AT_MOST)[:3]:
            parts.append(_text(0, at + LETTER - 2, line, size=12, bold=bool(rows)))
            at += LETTER + 2
        for row in rows:
            name_of_row = row.name if len(row.name) <= LABEL else row.name[: LABEL - 1].rstrip() + "…"
            parts += [_text(0, at + 13, name_of_row, size=11), _span(row, at + 9, WIDE - 112, name, left=96)]
            at += 20
        at += 8
    axis = []
    for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        x = 96 + (WIDE - 112) * share
        axis.append(f'<path d="M{x:.1f} 4V{at}" stroke="currentColor" stroke-opacity="0.22"/>')
        axis.append(_text(x, at + 16, f"{share:.0%}".replace("%", " %"), anchor=anchor, size=11))
    return _picture(title, said, [*axis, *parts], at + 24, name)


def _hatched(name: str) -> str:
    """The pattern of what is not shown."""
    return (
        f'<defs><pattern id="{name}-h" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V6" stroke="currentColor" stroke-width="1.5"/></pattern></defs>'
    )


def _span(row: Span, y: float, wide: float, name: str, *, left: float = 8) -> str:
    """The interval with its ends and its point, or a hatched bar."""
    if row.value is None:
        return f'<rect x="{left:g}" y="{y - 5}" width="{wide}" height="10" fill="url(#{name}-h)" fill-opacity="0.5"/>'
    low, at, high = (left + wide * each for each in (row.low, row.value, row.high))
    return (
        f'<path d="M{low:.1f} {y}H{high:.1f}M{low:.1f} {y - 5}v10M{high:.1f} {y - 5}v10" stroke="currentColor" '
        f'stroke-width="2.5" fill="none"/><circle cx="{at:.1f}" cy="{y}" r="5" fill="currentColor"/>'
    )


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


def _text(x: float, y: float, said: str, *, anchor: str = "start", size: int = LETTER, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{weight} fill="currentColor">'
        f"{escape(said, quote=False)}</text>"
    )


def _picture(title: str, said: str, parts: Sequence[str], high: float, name: str) -> Picture:
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high:g}" width="{WIDE}" height="{high:g}" '
        f'role="img" aria-labelledby="{name}-t {name}-d" font-family="sans-serif">'
        f'<title id="{name}-t">{escape(title, quote=False)}</title>'
        f'<desc id="{name}-d">{escape(said, quote=False)}</desc>{"".join(parts)}</svg>'
    )
