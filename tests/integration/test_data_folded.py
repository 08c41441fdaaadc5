"""What is not shown is folded into a sentence that names it, and none of it is left out."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client

from amparo.publications.models import Edition
from amparo.publications.queries import page
from tests.data_surfaces import PREFIXES
from tests.released import Draft, many, regional, three

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
HEADS = ("Trans", "Mujeres", "No lo dijo")
CELLS = {  # by hand: what is shown of each row, in the three columns; 0 is hidden
    "Ciudad · Golpes": (21, 0, 0), "Ciudad · Amenazas": (0, 0, 0), "Ciudad · Despojo": (0, 0, 0),
    "Campo · Golpes": (31, 32, 0), "Campo · Amenazas": (0, 0, 0),
}  # fmt: skip
SAID = {"es": ("No se muestra:", "No se muestra en ninguna fila:"), "pt": ("Não se mostra:", "Não se mostra em nenhuma"
        " linha:"), "en": ("Not shown:", "Not shown in any row:")}  # fmt: skip


def drafted(cells: dict[str, tuple[int, ...]], heads: Iterable[str] = HEADS, called: str = "harm/2026-06") -> Edition:
    draft = Draft()
    rows: list[Any] = []
    for number, (name, values) in enumerate(cells.items()):
        laid = [draft.figure(("t", str(number), str(place)), "count" if each else "hidden", str(each or ""))
                for place, each in enumerate(values)]  # fmt: skip
        rows.append((three(name), laid))
    draft.table(three("Lo que pasó"), three("Qué"), [three(each) for each in heads], rows)
    return draft.release(called)


def told(edition: Edition, prefix: str = "", part: int = 1) -> str:
    return Client().get(f"{prefix}/datos/{edition.reference}/{part}").text


def words(html: str) -> str:
    """What is read of a piece of a page."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def table_of(html: str) -> list[list[str]]:
    """A table as it is read: its heads, and each row."""
    rows = re.findall(r"<tr.*?</tr>", re.search(r"<table.*?</table>", html, re.DOTALL)[0], re.DOTALL)  # type: ignore[index]
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


@pytest.mark.parametrize("language", PREFIXES)
def test_rows_and_columns_of_which_nothing_is_shown_are_a_sentence(language: str) -> None:
    html = told(drafted(CELLS), PREFIXES[language])
    gap = {"es": "no se muestra", "pt": "não se mostra", "en": "not shown"}[language]
    assert table_of(html) == [
        ["Qué", "Trans", "Mujeres"], ["Ciudad · Golpes", "21", gap], ["Campo · Golpes", "31", "32"],
    ]  # fmt: skip
    rows, columns = SAID[language]
    below = words(html.split("</table>")[1].split('class="soft why"')[0])
    assert below.startswith(f"{rows} Ciudad: Amenazas; Despojo. Campo: Amenazas. {columns} No lo dijo.")


def test_one_row_alone_stays_where_it_is_and_rows_without_a_common_name_stand_in_one_sentence() -> None:
    one = told(drafted({"Golpes": (21, 22), "Robo, con engaño": (0, 0), "Amenazas": (31, 0)}, HEADS[:2]))
    assert table_of(one)[2] == ["Robo, con engaño", "no se muestra"]
    assert 'class="gone"' not in one
    two = told(drafted({"Golpes": (21, 22), "Robo, con engaño": (0, 0), "Amenazas": (0, 0)}, HEADS[:2], "harm/2026-07"))
    assert table_of(two)[1:] == [["Golpes", "21", "22"]]
    assert "No se muestra: Robo, con engaño; Amenazas." in words(two)


def test_where_nothing_is_shown_every_name_stands_there_and_no_empty_table() -> None:
    html = told(drafted({"Golpes": (0, 0), "Amenazas": (0, 0)}, HEADS[:2]))
    assert "<table" not in html
    assert "No se muestra: Golpes; Amenazas." in words(html)
    assert "en ninguna fila" not in html, "there is no row"


def test_why_is_said_below_the_first_table_with_a_gap_and_not_below_each() -> None:
    html = told(regional())
    assert html.count("Se cuenta una vez a cada persona.") == 1
    assert "Se cuenta una vez" not in told(many(rows=5)), "there are no gaps"


def left_out(edition: Edition, html: str) -> list[str]:
    """The hidden cells of which a page of all tables says nothing: neither they, nor their row, nor their column."""
    known, found = set(re.findall(r'data-figure="(\w+)"', re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL))), []
    for table in page(edition, "es").tables:
        shown = [row for row in table.rows if any(each.kind != "hidden" for each in row.figures)]
        named = [any(row.figures[place].reference in known for row in shown) for place in range(len(table.columns))]
        for row in table.rows:
            whole = row not in shown and row.figures[0].reference in known
            for place, each in enumerate(row.figures):
                gone = all(one.figures[place].kind == "hidden" for one in shown) and named[place] and row in shown
                if each.kind == "hidden" and not (whole or gone or each.reference in known):
                    found.append(f"{row.head}, {table.columns[place]}")
    return found


def test_no_hidden_cell_is_left_out_silently() -> None:
    for edition in (drafted(CELLS), regional("harm/2026-Q1")):
        html = told(edition)
        assert left_out(edition, html) == []
        planted = re.sub(r'<span class="figure-hidden" data-figure="\w+">[^<]+</span>', "", html, count=1)
        assert left_out(edition, planted) != [], "a name that is missing is found"
