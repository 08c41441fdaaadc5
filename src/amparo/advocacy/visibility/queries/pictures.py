"""What is drawn of a table: a map where its rows are first-level units, a chart where they are not too many.

A picture is of one column, that of everybody where there is one; its table stands beside it. What a unit needs to be
shown was decided at the door.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from amparo.formats.charts import Picture
from amparo.formats.codes import by_code
from amparo.formats.figures import HIDDEN, SHOWN, Drawn, bars, intervals
from amparo.formats.gazetteer import units
from amparo.formats.maps import Legend, country_map
from amparo.formats.outlines import UNDRAWN, countries, outline
from amparo.publications.queries import Row, Table
from amparo.publications.templatetags.figures import as_text

if TYPE_CHECKING:
    from amparo.publications.models import Figure

TOTAL = "total"  # the code of everybody together, as plans write it
MOST_ROWS = 16  # of a chart: more are read in the table
LEAST_UNITS = 2  # one alone is no map
NAMES = {code: name for code, _country, name in units()} | {code: name for code, (name, _of) in UNDRAWN.items()}


@dataclass(frozen=True, slots=True)
class Map:
    """The map of one country, and what it cannot show, in words."""

    country: str
    name: str
    picture: Picture
    missing: tuple[str, ...]  # units with a figure in the table and no outline
    has_frame: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn of a table, and of which of its columns."""

    column: str
    maps: tuple[Map, ...]
    chart: Picture | None


def drawing(table: Table, *, name: str) -> Drawing | None:
    """What can be drawn of a table; nothing where no figure of its column is shown."""
    column = column_of(table)
    if not table.columns or not any(row.figures[column].kind != "hidden" for row in table.rows):
        return None
    maps = tuple(made for country in countries_of(table) if (made := map_of(table, country, name=f"{name}{country}")))
    chart = None if maps else _chart(table, name=name)
    return Drawing(table.columns[column], maps, chart) if maps or chart else None


def column_of(table: Table) -> int:
    """The column that is drawn: everybody together, or the first."""
    first = table.rows[0].figures if table.rows else ()
    return next(iter(wholes([codes_of(figure) for figure in first])), 0)


def wholes(labels: Sequence[Sequence[str]]) -> list[int]:
    """Which of these labels are of everybody: where they differ from one another they say so, and nothing else."""
    differ = [place for place, codes in enumerate(zip(*labels, strict=True)) if set(codes) != {codes[0]}]
    return [number for number, label in enumerate(labels) if differ and {label[each] for each in differ} == {TOTAL}]


def codes_of(figure: "Figure") -> list[str]:
    """What a figure is of: a code for each dimension of its table."""
    return list(json.loads(figure.label)[1:])


def unit_of(row: Row) -> str:
    """The first-level unit that a row is about, or nothing."""
    found = {code for figure in row.figures for code in codes_of(figure) if code in NAMES}
    return found.pop() if len(found) == 1 else ""


def countries_of(table: Table) -> list[str]:
    """The countries of which a table has units, as they come."""
    found = dict.fromkeys(unit_of(row).partition("-")[0] for row in table.rows)
    return [country for country in found if country in countries()]


def map_of(table: Table, country: str, *, name: str) -> Map | None:
    """The map of a country by the first column of a table; nothing where the table has fewer than two of its units."""
    land, column = outline(country), column_of(table)
    of_country = [(code, row) for row in table.rows if (code := unit_of(row)).startswith(f"{country}-")]
    areas = {code: _drawn(NAMES[code], row, column) for code, row in of_country}
    known = {unit.code for unit in land.units}
    drawn = {code: area for code, area in areas.items() if code in known}
    if len(drawn) < LEAST_UNITS:
        return None
    words = gettext(
        "The darker a unit, the larger its figure. Hatched ones are not shown. The table has the same figures."
    )
    of = by_code("country")[country].label(get_language() or "es")
    picture = country_map(f"{table.title}. {of}", words, land, drawn, _legend(), name=name)
    return Map(country, of, picture, tuple(NAMES[code] for code in areas if code not in known), bool(land.frame))


def _legend() -> Legend:
    def between(low: str, high: str) -> str:
        return gettext("from %(low)s to %(high)s") % {"low": low, "high": high}

    return Legend(gettext("not shown"), gettext("not asked here"), between)


def _chart(table: Table, *, name: str) -> Picture | None:
    """Bars, or estimates with their intervals where the table has those.

    No bar stands for everybody together: beside it every other would be short.
    """
    column = column_of(table)
    shares = any(row.figures[column].kind == "percent" for row in table.rows)
    everybody = [] if shares else wholes([codes_of(row.figures[column]) for row in table.rows])
    rows = [_drawn(row.head, row, column) for number, row in enumerate(table.rows) if number not in everybody]
    if not LEAST_UNITS <= len(rows) <= MOST_ROWS:
        return None
    title = f"{table.title}. {table.columns[column]}"
    words = gettext("The same figures stand in the table. What is hatched is not shown.")
    rest = gettext("The rest")
    if shares:
        return intervals(title, words, rows, name=name, ends=(gettext("nobody"), gettext("everybody")), rest=rest)
    return bars(title, words, rows, name=name, rest=rest)


def _drawn(label: str, row: Row, column: int) -> Drawn:
    """The figure of a row as it is drawn, with its interval where the row has one."""
    first = row.figures[column]
    ends = {figure.kind: _where(figure) for figure in row.figures if figure.kind in {"low", "high"}}
    interval = ends if first.kind == "percent" else {}
    return Drawn(
        label, as_text(first), first.reference, _where(first), interval.get("low"), interval.get("high"),
        HIDDEN if first.kind == "hidden" else SHOWN,
    )  # fmt: skip


def _where(figure: "Figure") -> float | None:
    """Where a figure lies, to be drawn; of a band its lower end; of what is only told as under or over, its limit."""
    text = figure.said.partition("-")[0].lstrip("<>")
    return float(text) if text.replace(".", "", 1).isdecimal() else None
