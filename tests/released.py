"""Editions with everything that a public page can show: units of countries, shares with intervals, gaps, many rows."""

from datetime import date
from typing import Any

from amparo.formats.gazetteer import units
from amparo.formats.outlines import UNDRAWN
from amparo.publications.actions import Line, release, take_down
from amparo.publications.models import Edition

LANGUAGES = ("es", "pt", "en")
NAMES = {code: name for code, _country, name in units()} | {code: name for code, (name, _of) in UNDRAWN.items()}


def three(es: str, pt: str = "", en: str = "") -> dict[str, str]:
    return {"es": es, "pt": pt or es, "en": en or es}


class Draft:
    """An edition that grows: each figure that is laid comes back as its reference."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables: list[dict[str, Any]] = []

    def figure(self, label: tuple[str, ...], kind: str, said: str = "") -> str:
        self.lines.append(Line(label, kind, said))
        return self.lines[-1].reference

    def table(self, title: dict[str, str], corner: dict[str, str], head: list[dict[str, str]], rows: Any) -> None:
        self.tables.append({
            "title": title, "corner": corner, "head": head, "note": three("Se cuenta una vez a cada persona."),
            "rows": [{"head": name, "cells": cells} for name, cells in rows],
        })  # fmt: skip

    def by_unit(self, country: str, first: int = 11, *, more: tuple[str, ...] = ()) -> None:
        """A table of persons by first-level unit: every fifth is not shown."""
        codes = [code for code in NAMES if code.startswith(f"{country}-") and code not in UNDRAWN] + list(more)
        rows = []
        for place, code in enumerate(codes):
            hidden, label = place % 5 == 4, ("by_unit", code)
            cell = self.figure(label, "hidden") if hidden else self.figure(label, "count", str(first + place * 97))
            rows.append((three(NAMES[code]), [cell]))
        self.table(
            three(f"Personas por provincia, {country}", f"Pessoas por província, {country}", f"By province, {country}"),
            three("Provincia", "Província", "Province"), [three("Personas", "Pessoas", "People")], rows,
        )  # fmt: skip

    def shares(self) -> None:
        """A table of estimates from a sample: share, the ends of its interval, a band of how many answered."""
        rows = []
        for code, name, share, low, high, band in (
            ("total", three("Todas", "Todas", "All"), "42", "35", "49", "200-249"),
            ("border", three("Frontera", "Fronteira", "Border"), "51", "39", "63", "50-99"),
            ("city", three("Ciudad", "Cidade", "City"), "38.5", "30", "46", "100-149"),
        ):
            label = ("denied", code)
            cells = [self.figure((*label, "share"), "percent", share), self.figure((*label, "low"), "low", low)]
            cells += [self.figure((*label, "high"), "high", high), self.figure((*label, "n"), "band", band)]
            rows.append((name, cells))
        river = [self.figure(("denied", "river", part), "hidden") for part in ("share", "low", "high", "n")]
        rows.append((three("Rural, mina y río", "Rural, mina e rio", "Rural, mine and river"), river))
        self.table(
            three("A cuántas les negaron salud", "A quantas negaram saúde", "How many were denied health care"),
            three("Dónde", "Onde", "Where"),
            [
                three("De cada cien", "De cada cem", "Of a hundred"), three("Desde", "Desde", "From"),
                three("Hasta", "Até", "To"), three("Respuestas", "Respostas", "Answers"),
            ],
            rows,
        )  # fmt: skip

    def release(self, name: str = "harm/2026-Q2", *, by: Any = "a test", **facts: Any) -> Edition:
        first = next((each.reference for each in self.lines if each.kind != "hidden"), "")
        shown = {
            "wording": {
                "title": three("Lo que nos contaron", "O que nos contaram", "What we were told"),
                "sentences": [three(
                    f"En la primera provincia fueron {{f:{first}}} personas.",
                    f"Na primeira província foram {{f:{first}}} pessoas.",
                    f"In the first province there were {{f:{first}}} people.",
                )] if first else [],
            },
            "tables": self.tables,
            "notes": [three(
                "Son casos con permiso. Se publican un mes después.", "São casos com permissão.", "Cases with consent.",
            )],
            "cite": three("Casa de ejemplo, edición 1, 2026.", "Casa de exemplo, edição 1, 2026.", "Example, 1, 2026."),
        }  # fmt: skip
        plan, _, period = name.partition("/")
        told = {"plan": plan, "codebook": "cases/2", "kind": "sample", "audience": "public", "period": period}
        on = facts.pop("on", date(2026, 8, 1))
        return release(self.lines, shown=shown, released_on=on, by=by, name=name, **told | facts)


def regional(name: str = "harm/2026-Q2", **facts: Any) -> Edition:
    """One with a map, a map of a country that lacks an outline, and shares with intervals."""
    draft = Draft()
    draft.by_unit("EC")
    draft.by_unit("CL", more=("CL-NB",))
    draft.shares()
    return draft.release(name, **facts)


def many(name: str = "needs/2026-06", *, rows: int = 320, columns: int = 3, **facts: Any) -> Edition:
    """One of a table that is too long for a page, and nothing that is shown in a picture."""
    draft = Draft()
    heads = [three(letter) for letter in "ABCDEFGHIJ"[:columns]]
    told = []
    for row in range(rows):
        label = [("long", f"r{row}", f"c{column}") for column in range(columns)]
        cells = [draft.figure(one, "count", str(10 + row * 7 + place)) for place, one in enumerate(label)]
        told.append((three("Renglón de ejemplo"), cells))
    draft.table(
        three("Una tabla larga", "Uma tabela longa", "A long table"), three("Qué", "O quê", "What"), heads, told
    )
    return draft.release(name, **facts)


def down(name: str = "care/2026", *, by: Any = "a test", on: date = date(2026, 9, 3)) -> Edition:
    """One that stood before the public, and was taken down."""
    return take_down(regional(name).reference, why="wrong", on=on, by=by)
