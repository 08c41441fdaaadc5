"""An edition as its public page shows it: words, tables, and what is drawn beside them, a part at a time.

Everything comes from ``publications.queries``; nothing here counts persons, and no number is made.
"""

from dataclasses import dataclass, replace
from itertools import batched

from django.utils.translation import get_language

from amparo.advocacy.visibility.queries import folding
from amparo.advocacy.visibility.queries.folding import Folded
from amparo.advocacy.visibility.queries.pictures import Drawing, Map, countries_of, drawing, map_of
from amparo.commons.policy.policies import Hidden
from amparo.publications import queries as publications
from amparo.publications.queries import Page, Row, Table

MOST_FIGURES = 900  # of one part: with its words and maps it stays below 60 kB on the wire


@dataclass(frozen=True, slots=True)
class Shown:
    """A table, or a part of a long one, and what is drawn of it. ``number`` is its place in the edition, from 1."""

    number: int
    goes_on: bool  # it began on the part before
    drawing: Drawing | None
    hidden: Folded  # what of it is not shown, by its names

    @property
    def table(self) -> Table:
        """Without the rows and columns of which nothing is shown."""
        return self.hidden.table


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on one page of an edition."""

    page: Page
    tables: tuple[Shown, ...]
    part: int
    parts: range


def released() -> list[Page]:
    """What the public may read today, the newest first, in the language of the page."""
    return [publications.page(each, get_language() or "es") for each in publications.editions()]


def whole(reference: str) -> Page:
    """An edition of the public in the language of the page; :class:`Hidden` where there is none."""
    return publications.page(publications.edition(reference), get_language() or "es")


def part(reference: str, number: int) -> Part:
    """One part of an edition of the public; :class:`Hidden` where there is none."""
    page = whole(reference)
    parts = parts_of(page)
    if not 1 <= number <= len(parts):
        raise Hidden
    return Part(page, parts[number - 1], number, range(1, len(parts) + 1))


def parts_of(page: Page) -> list[tuple[Shown, ...]]:
    """The tables on their parts: as many on each as a page may weigh, a long one cut between its rows."""
    parts: list[list[Shown]] = [[]]
    room = MOST_FIGURES
    for place, table in enumerate(page.tables, start=1):
        wide = max(1, len(table.columns))
        for at, rows in enumerate(batched(table.rows, max(1, MOST_FIGURES // wide))):
            weight = len(rows) * wide
            if weight > room and parts[-1]:
                parts.append([])
                room = MOST_FIGURES
            room -= weight
            parts[-1].append(_shown(page, place, table, rows, goes_on=at > 0))
    return [_said_once(each) for each in parts]


def _said_once(tables: list[Shown]) -> tuple[Shown, ...]:
    told = folding.said_once(each.hidden for each in tables)
    return tuple(replace(each, hidden=hidden) for each, hidden in zip(tables, told, strict=True))


def _shown(page: Page, place: int, table: Table, rows: tuple[Row, ...], *, goes_on: bool) -> Shown:
    part = folding.folded(Table(table.title, table.corner, table.columns, rows, table.note), table)
    drawn = None if goes_on else drawing(table, name=f"t{place}")
    return Shown(place, goes_on, drawn, part)


def map_alone(reference: str, table: int, country: str) -> Map:
    """One map of an edition, as a picture by itself; :class:`Hidden` where there is none."""
    tables = whole(reference).tables
    if not 1 <= table <= len(tables) or country not in countries_of(tables[table - 1]):
        raise Hidden
    found = map_of(tables[table - 1], country, name="m")
    if found is None:
        raise Hidden
    return found
