"""Pictures of figures that were released: each number that is drawn carries the id of its line of the ledger. Pure.

A picture is given what a reader may see, as it is said in her language, and where it lies; it never counts, rounds or
writes a number of its own. So there are no numbers along an axis: its ends are words, *nobody* and *everybody*.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from amparo.formats.charts import LETTER, WIDE, Picture

SHOWN, HIDDEN, UNASKED = "shown", "hidden", "unasked"
BAR, STEP, EDGE = 14, 46, 6  # the thickness of a bar, from one row to the next, and what is left free at the sides
TOGETHER = 2  # hidden figures that share one strip, at least
LETTERS_A_LINE = 36  # of a label and its figure: what fits at this size on 320 pixels in the widest of the usual fonts


@dataclass(frozen=True, slots=True)
class Drawn:
    """One figure as it is drawn.

    ``said`` is the number as it is read; ``value`` where it lies, and ``low`` and ``high`` where its interval does.
    What is hidden or was not asked has ``said`` in words and no value.
    """

    label: str
    said: str
    figure: str = ""  # the id of its line of the ledger
    value: float | None = None
    low: float | None = None
    high: float | None = None
    state: str = SHOWN


def marked(figure: str, said: str) -> str:
    """A figure within a text of a picture, with the id of its line; words alone where it has none."""
    text = escape(said, quote=False)
    return f'<tspan data-figure="{escape(figure)}">{text}</tspan>' if figure else text


def hatching(name: str) -> str:
    """What is drawn where a figure is hidden: lines from corner to corner, and no shade."""
    return (
        f'<pattern id="{name}-h" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V8" stroke="currentColor" stroke-width="2"/></pattern>'
    )


def bars(title: str, said: str, rows: Sequence[Drawn], *, name: str, rest: str = "") -> Picture:
    """Bars from the left, one a figure: its words above it, its number beside them. Hidden ones are hatched.

    ``rest`` is what several hidden ones are called together: then they share one strip at the end, a part for each.
    """
    most = max((row.value or 0 for row in rows), default=0) or 1
    parts = []
    alone, together = _parted(rows, rest)
    for place, row in enumerate(alone):
        top, wide = place * STEP, (WIDE - 2) * (row.value or 0) / most
        parts.append(_words(row, top + LETTER + 3))
        if row.state == HIDDEN:
            parts.append(_strip(name, top))
        elif row.state == SHOWN:
            parts.append(
                f'<rect x="1" y="{top + 22}" width="{max(wide, 1):.1f}" height="{BAR}" fill="currentColor" '
                f'data-figure="{escape(row.figure)}"/>'
            )
    parts += _together(together, rest, len(alone) * STEP, name)
    return _picture(title, said, parts, _steps(alone, together), name)


def intervals(
    title: str, said: str, rows: Sequence[Drawn], *, name: str, ends: tuple[str, str], most: float = 100, rest: str = ""
) -> Picture:
    """Estimates with their intervals: a mark where the estimate lies, a line as far as it may be out.

    ``ends`` are the words at the left and at the right end; ``most`` is where the right one lies; ``rest`` as in
    :func:`bars`.
    """

    def at(value: float) -> float:
        return EDGE + (WIDE - 2 * EDGE) * value / most

    parts = []
    alone, together = _parted(rows, rest)
    for place, row in enumerate(alone):
        top = place * STEP
        middle = top + 22 + BAR / 2
        parts.append(_words(row, top + LETTER + 3))
        if row.state == HIDDEN:
            parts.append(_strip(name, top))
        elif row.value is not None:
            parts.append(f'<path d="M{EDGE} {middle}H{WIDE - EDGE}" stroke="currentColor" stroke-opacity="0.2"/>')
            if row.low is not None and row.high is not None:
                low, high = at(row.low), at(row.high)
                parts.append(
                    f'<path d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 5}v10M{high:.1f} {middle - 5}v10" '
                    f'fill="none" stroke="currentColor" stroke-width="2.5" data-figure="{escape(row.figure)}"/>'
                )
            parts.append(
                f'<circle cx="{at(row.value):.1f}" cy="{middle}" r="5.5" fill="currentColor" '
                f'data-figure="{escape(row.figure)}"/>'
            )
    parts += _together(together, rest, len(alone) * STEP, name)
    high = _steps(alone, together)
    parts.append(_text(EDGE, high + 12, escape(ends[0], quote=False), size=12))
    parts.append(_text(WIDE - EDGE, high + 12, escape(ends[1], quote=False), anchor="end", size=12))
    return _picture(title, said, parts, high + 20, name)


def _parted(rows: Sequence[Drawn], rest: str) -> tuple[list[Drawn], list[Drawn]]:
    """Rows that are drawn by themselves, and hidden ones that are drawn together: of one alone is told whose it is."""
    hidden = [row for row in rows if row.state == HIDDEN]
    if not rest or len(hidden) < TOGETHER:
        return list(rows), []
    return [row for row in rows if row.state != HIDDEN], hidden


def _steps(alone: Sequence[Drawn], together: Sequence[Drawn]) -> int:
    return (len(alone) + bool(together)) * STEP


def _together(rows: Sequence[Drawn], rest: str, top: float, name: str) -> list[str]:
    """One strip of hidden figures, as many parts as there are; each says whose it is."""
    if not rows:
        return []
    parts = [_words(Drawn(rest, rows[0].said), top + LETTER + 3)]
    wide = (WIDE - 2) / len(rows)
    for place, row in enumerate(rows):
        title = f"<title>{escape(row.label, quote=False)}: {escape(row.said, quote=False)}</title>"
        parts.append(_strip(name, top, 1 + place * wide, wide, row.figure, title))
    return parts


def _words(row: Drawn, y: float) -> str:
    """Whose figure it is, cut where the small phone ends (the table beside has it whole), and the figure."""
    room = max(8, LETTERS_A_LINE - len(row.said))
    label = row.label if len(row.label) <= room else row.label[: room - 1].rstrip() + "…"
    number = f'<tspan font-weight="700">{marked(row.figure, row.said)}</tspan>'
    return _text(1, y, f"{escape(label, quote=False)}: {number}")


def _strip(name: str, top: float, left: float = 1, wide: float = WIDE - 2, figure: str = "", inner: str = "") -> str:
    named = f' data-figure="{escape(figure)}"' if figure else ""
    return (
        f'<rect x="{left:.4g}" y="{top + 22:g}" width="{wide:.4g}" height="{BAR}" fill="url(#{name}-h)" '
        f'fill-opacity="0.6" stroke="currentColor" stroke-dasharray="4 3"{named}>{inner}</rect>'
    )


def _text(x: float, y: float, inner: str, *, anchor: str = "start", size: int = LETTER) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" fill="currentColor">{inner}</text>'


def _picture(title: str, said: str, parts: Sequence[str], high: float, name: str) -> Picture:
    return framed(title, said, [f"<defs>{hatching(name)}</defs>", *parts], (WIDE, high), name)


def framed(title: str, said: str, parts: Sequence[str], size: tuple[float, float], name: str) -> Picture:
    """The parts as one picture with a title and a description, as wide as it may be."""
    wide, high = size
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" '
        f'height="{high:g}" role="img" aria-labelledby="{name}-t {name}-d" font-family="sans-serif">'
        f'<title id="{name}-t">{escape(title, quote=False)}</title>'
        f'<desc id="{name}-d">{escape(said, quote=False)}</desc>{"".join(parts)}</svg>'
    )
