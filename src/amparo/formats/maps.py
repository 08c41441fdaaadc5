"""Maps of a country's first-level units: our own SVG, presentation attributes only, no tiles, no script. Pure.

Nothing finer than a first-level unit can be drawn: a code that is none is refused. Shade never tells alone, each has a
pattern of its own. What is hidden is drawn as hidden and what was not asked as not asked; neither looks like little.
The limits of the shades in the legend are figures themselves, the smallest and the largest of each shade, so that no
number stands on a map that is not a line of the ledger.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from amparo.formats.charts import WIDE, Picture
from amparo.formats.figures import HIDDEN, SHOWN, UNASKED, Drawn, framed, marked
from amparo.formats.outlines import Outline, Unit

MARGIN, LINE, BOX = 6, 24, 16  # around the map, from one line of the legend to the next, and its boxes
DOT = 11  # the radius of the mark of a unit that is too small to be seen, in units of the outline
# From little to much: how dark, and the lines above it, at twice the size at which they are seen.
SHADES = (
    ("0.13", ""),
    ("0.25", '<path d="M0 8H16" stroke="currentColor" stroke-width="1.5" stroke-opacity="0.55"/>'),
    ("0.42", '<path d="M0 4H16M0 12H16" stroke="currentColor" stroke-width="2.5" stroke-opacity="0.6"/>'),
    ("0.62", '<path d="M0 4H16M0 12H16M4 0V16M12 0V16" stroke="currentColor" stroke-width="3" stroke-opacity="0.75"/>'),
)


@dataclass(frozen=True, slots=True)
class Legend:
    """The words of the legend; ``between`` puts two figures together: from this to that."""

    hidden: str
    unasked: str
    between: Callable[[str, str], str] = lambda low, high: f"{low} – {high}"


def country_map(
    title: str, said: str, outline: Outline, areas: Mapping[str, Drawn], legend: Legend, *, name: str,
    beside: Sequence[Drawn] = (), like: str = "",
) -> Picture:  # fmt: skip
    """The country, each unit by its figure. ``areas`` has the figures by the code of a unit.

    ``beside``: figures of other maps that stand beside this one, so that a shade means the same on all of them.
    ``like``: the name of a map of the same country that stands before it on the page; its outlines are drawn again,
    and weigh once.
    """
    known = {unit.code for unit in outline.units}
    if stray := sorted(set(areas) - known):
        raise ValueError(f"areas: no first-level unit of {outline.country} with an outline: {', '.join(stray)}")
    shades = shades_of([*areas.values(), *beside])
    scale = (WIDE - 2 * MARGIN) / max(outline.wide, outline.high * 0.8)
    shift = MARGIN + (WIDE - 2 * MARGIN - outline.wide * scale) / 2
    shapes = [
        _shape(unit, f"{name}-o{number}", like and f"{like}-o{number}") for number, unit in enumerate(outline.units)
    ]
    drawn = [
        _unit(shape, areas.get(unit.code), shades, legend, name)
        for unit, shape in zip(outline.units, shapes, strict=True)
    ]
    frame = f'<path d="{outline.frame}" fill="none" stroke="currentColor" stroke-opacity="0.4"/>'
    parts = [
        f"<defs>{_patterns(name)}</defs>",
        f'<g transform="translate({shift:.1f} {MARGIN}) scale({scale:.4f})" stroke="currentColor" stroke-width="1.6" '
        f'stroke-linejoin="round">{"".join(drawn)}{frame if outline.frame else ""}</g>',
    ]
    top = outline.high * scale + 2 * MARGIN + 8
    lines = _legend(shades, areas, outline, legend, name)
    parts += [_line(top + place * LINE, fill, words) for place, (fill, words) in enumerate(lines)]
    return framed(title, said, parts, (WIDE, round(top + len(lines) * LINE)), name)


def shades_of(rows: Sequence[Drawn]) -> dict[str, int]:
    """The shade of each figure, from 0: as many figures in each as can be, equal ones always in the same."""
    values = sorted({row.value for row in rows if row.state == SHOWN and row.value is not None})
    steps = min(len(values), len(SHADES))
    place = {value: number * steps // len(values) for number, value in enumerate(values)}
    if steps and steps < len(SHADES):  # few: as far apart as can be told
        place = {value: each * (len(SHADES) - 1) // max(1, steps - 1) for value, each in place.items()}
    return {key_of(row): place[row.value] for row in rows if row.state == SHOWN and row.value is not None}


def key_of(row: Drawn) -> str:
    """By what a figure is found again: its line of the ledger, or what it is called where it was never released."""
    return row.figure or row.label


def _shape(unit: Unit, own: str, like: str) -> str:
    """The outline of a unit, under a name of its own, or as it was drawn already under another."""
    shape = f'<use href="#{like}"/>' if like else f'<path id="{own}" d="{unit.path}"/>'
    return shape + (f'<circle cx="{unit.dot[0]}" cy="{unit.dot[1]}" r="{DOT}"/>' if unit.dot else "")


def _unit(shape: str, area: Drawn | None, shades: Mapping[str, int], legend: Legend, name: str) -> str:
    """One unit with its title: its name and its figure, or why there is none."""
    state = area.state if area else UNASKED
    fill = {HIDDEN: f"url(#{name}-h)", UNASKED: "none"}.get(state) or f"url(#{name}-{shades[key_of(area)]})"  # type: ignore[arg-type]
    dash = {HIDDEN: ' stroke-dasharray="7 4"', UNASKED: ' stroke-opacity="0.6" stroke-dasharray="1.6 4"'}.get(state, "")
    whose = f' data-figure="{escape(area.figure)}"' if area and area.figure else ""
    said = f"{area.label}: {area.said}" if area else legend.unasked
    return f'<g fill="{fill}"{dash}{whose}><title>{escape(said, quote=False)}</title>{shape}</g>'


def _legend(
    shades: Mapping[str, int], areas: Mapping[str, Drawn], outline: Outline, legend: Legend, name: str
) -> list[tuple[str, str]]:
    """What each fill means: the smallest and the largest figure of it, then the hidden, then the ones not asked."""
    lines = []
    for shade in sorted({shades[key] for area in areas.values() if (key := key_of(area)) in shades}):
        inside = [row for row in areas.values() if shades.get(key_of(row)) == shade]
        low, high = (least(inside, key=lambda row: row.value or 0) for least in (min, max))
        words = marked(low.figure, low.said)
        if low.said != high.said:
            words = legend.between(words, marked(high.figure, high.said))
        lines.append((f"url(#{name}-{shade})", words))
    if any(area.state == HIDDEN for area in areas.values()):
        lines.append((f"url(#{name}-h)", escape(legend.hidden, quote=False)))
    if any(unit.code not in areas or areas[unit.code].state == UNASKED for unit in outline.units):
        lines.append(("none", escape(legend.unasked, quote=False)))
    return lines


def _line(y: float, fill: str, words: str) -> str:
    """One line of the legend. Its box is drawn at twice its size and halved, as the map is, so that patterns agree."""
    return (
        f'<g transform="translate({MARGIN} {y:.1f}) scale(0.5)"><rect width="{BOX * 3}" height="{BOX * 2}" '
        f'fill="{fill}" stroke="currentColor"/></g>'
        f'<text x="{MARGIN + BOX * 1.5 + 8:g}" y="{y + 13:.1f}" font-size="13" fill="currentColor">{words}</text>'
    )


def _patterns(name: str) -> str:
    made = [
        f'<pattern id="{name}-{number}" width="16" height="16" patternUnits="userSpaceOnUse">'
        f'<path d="M0 0H16V16H0z" fill="currentColor" fill-opacity="{dark}"/>{lines}</pattern>'
        for number, (dark, lines) in enumerate(SHADES)
    ]
    hidden = (
        f'<pattern id="{name}-h" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V14" stroke="currentColor" stroke-width="3"/></pattern>'
    )
    return "".join(made) + hidden
