"""An edition as readers get it: tables with a row of the ledger in every cell, words, notes, how to cite."""

import json
from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Any

from django.conf import settings

from amparo.commons.places.queries import country_name, get_unit
from amparo.commons.policy.policies import Hidden
from amparo.doors.release.models import Request
from amparo.doors.release.queries.words import shown_values, with_rows
from amparo.formats.codes import LANGUAGES, by_code
from amparo.formats.gazetteer import units
from amparo.formats.plan_samples import FIGURES, MEASURE, UNIT
from amparo.formats.plans import LEAST, TOTAL, UNSAID, Dimension, Plan, Table
from amparo.publications.actions import Line

type Texts = dict[str, str]
type Cells = list[list[Any]]
WORDS = "edition_word"
ESTIMATE_NOTES = ("estimate", "stands_for", "interval", "least_sample", "rounded", "not_cause")
FEW = {"violence": "least_ten", "police": "least_ten", "trafficking": "least_ten", "other": "least_five"}


def leaving(plan: Plan, of: Request, today: date) -> tuple[list[Line], dict[str, Any]]:
    """The figures of an edition, and everything that is shown around them."""
    cells: Cells = json.loads(of.cells)
    values = shown_values(cells)
    lines = [Line(label, kind_of(plan, label) if said else "hidden", said) for label, said in values.items()]
    rows = {each.label: each.reference for each in lines}
    words = with_rows(plan, of.period, json.loads(of.words), rows)
    return lines, {
        "wording": {"title": words[0], "sentences": words[1:]},
        "tables": [_table(plan, of.period, each, cells, rows) for each in told_tables(plan, cells)],
        "notes": notes(plan, of),
        "cite": cite(words[0], of, today),
    }


def told_tables(plan: Plan, cells: Cells) -> list[Table]:
    """The tables of which there is a line; of estimates no unit may be known, and then there is no map."""
    return [each for each in plan.tables if any(label[0] == each.code for label, *_ in cells)]


def kind_of(plan: Plan, label: tuple[str, ...]) -> str:
    """Of what kind a figure is: a person counted, or the measure of an estimate that its label names."""
    if plan.kind != "sample":
        return "count"
    table = next(each for each in plan.tables if each.code == label[0])
    return FIGURES[label[1 + sorted(table.dimensions).index(MEASURE)]]


def grid(plan: Plan, period: str, table: Table, cells: Cells) -> dict[str, Any]:
    """A table as it is drawn: what stands at its edges in three languages, and of each cell its label on the ledger."""
    codes = {name: _codes(name, plan, table, cells) for name in table.dimensions}
    columns = codes[table.columns] if table.columns else [("", word("people"))]
    rows = []
    for heads in product(*(codes[name] for name in table.rows)):
        told = dict(zip(table.rows, (code for code, _ in heads), strict=True))
        labels = []
        for code, _texts in columns:
            here = told | ({table.columns: code} if table.columns else {})
            when = (period,) if plan.time else ()
            labels.append((table.code, *when, *(here[name] for name in sorted(here))))
        rows.append({"head": _joined(texts for _, texts in heads), "cells": labels})
    return {
        "title": dict(table.texts), "corner": _joined(dict(plan.dimension(name).variable.texts) for name in table.rows),
        "head": [texts for _, texts in columns], "rows": rows,
    }  # fmt: skip


def _table(plan: Plan, period: str, table: Table, cells: Cells, rows: dict[tuple[str, ...], str]) -> dict[str, Any]:
    """A table on its way out. Its note says what a gap in it means: a page has it where there is one."""
    drawn = grid(plan, period, table, cells)
    for row in drawn["rows"]:
        row["cells"] = [rows[label] for label in row["cells"]]
    return drawn | {"note": word("hidden_estimate" if plan.kind == "sample" else "hidden_mark")}


def _codes(name: str, plan: Plan, table: Table, cells: Cells) -> list[tuple[str, Texts]]:
    """The codes of one dimension that a table shows, in the order of its levels, each with its words."""
    place = 1 + bool(plan.time) + sorted(table.dimensions).index(name)
    found = dict.fromkeys(label[place] for label, *_ in cells if label[0] == table.code)
    return [(code, said_of(plan.dimension(name), code)) for code in found]


def said_of(dimension: Dimension, code: str) -> Texts:
    """What a code of a dimension is called, in three languages."""
    for group in dimension.groups:
        if group.code == code:
            return dict(group.texts)
    if code in (UNSAID, TOTAL) or dimension.only:
        return word(code)
    if dimension.finest:
        return dict.fromkeys(LANGUAGES, _place(code))
    return {language: dimension.variable.words_of(code, language) for language in LANGUAGES}


def _place(code: str) -> str:
    """The name of a place by its code, as the house has it or the gazetteer; else the code itself."""
    try:
        return str(get_unit(code)) if "-" in code else country_name(code)
    except Hidden:
        return next((name for unit, _country, name in units() if unit == code), code)


def word(code: str) -> Texts:
    """A word that stands around figures, of the list ``edition_word``."""
    return dict(by_code(WORDS)[code].texts)


def notes(plan: Plan, of: Request) -> list[Texts]:
    """How it was made and what it cannot say: the method, the rules, and what this edition hides or repeats."""
    if plan.kind == "sample":
        of_map = [word("unit_asked")] if any(UNIT in table.dimensions for table in plan.tables) else []
        return [word(ESTIMATE_NOTES[0]), _asked_in(of), *of_map, *(word(code) for code in ESTIMATE_NOTES[1:])]
    cells: Cells = json.loads(of.cells)
    some_hidden = any(value is None and stands is None for _, value, _, stands in cells)
    some_old = any(stands is not None for _, _, _, stands in cells)
    own = plan.kind in LEAST
    codes = ["allowed", *(["least_ten", "one_house", "outside_word"] if own else [FEW[plan.subject], "organisations"])]
    codes += ["hidden_besides"] if some_hidden else []
    codes += ["repeated"] if some_old else []
    codes += [
        "by_day" if plan.time else "as_it_stood_then" if own else "as_it_stood",
        "late",
        "taken_back",
        "not_everybody",
    ]
    return [word(code) for code in codes]


def _asked_in(of: Request) -> Texts:
    """Where people were asked: each kind of territory with its first-level unit, and never anything finer."""
    known, found = {code: name for code, _country, name in units()}, []
    for each in json.loads(of.counts)["samples"]:
        unit = "-".join(each["place"].split("-")[:2])
        country = by_code("country").get(unit.partition("-")[0])
        lands = country.texts if country else dict.fromkeys(LANGUAGES, "")
        zone = by_code("zone")[each["zone"]].texts
        told = {language: (zone[language].lower(), known.get(unit, ""), lands[language]) for language in LANGUAGES}
        found.append({language: ", ".join(filter(None, told[language])) for language in LANGUAGES})
    return {
        language: f"{word('asked_in')[language]}: {'; '.join(each[language] for each in found)}."
        for language in LANGUAGES
    }


def cite(title: Texts, of: Request, today: date) -> Texts:
    """How to cite it: who, what, of when, released when, and which edition."""
    found = {}
    for language in LANGUAGES:
        bare = " ".join(title[language].split())
        said = by_code(WORDS)["cite"].texts[language]
        found[language] = said.format(
            house=settings.SITE_NAME, title=bare, period=of.period, day=today.isoformat(), name=of.name
        )
    return found


def _joined(texts: Iterable[Texts]) -> Texts:
    told = list(texts)
    return {language: " · ".join(each[language] for each in told) for language in LANGUAGES}
