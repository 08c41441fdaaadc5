"""The data inventory: every column of both databases, why it is there and for how long.

``docs/data-inventory.toml`` is written by people; this module reads it, compares it with the databases, and makes
the annex of the data protection assessment of it.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amparo.formats.codebook import Codebook

ROOT = Path(__file__).resolve().parents[3]
INVENTORY = ROOT / "docs" / "data-inventory.toml"
CLASSES = ("sealed", "coded", "operational", "public")
FACTS = ("class", "purpose", "legal_basis", "recipients", "keep_until")
WAITING = "vault_codedrow"
ROOMS = {"care": "default", "evidence": "evidence"}  # what people call a database, and Django's name of it

HEADINGS = {
    "es": {
        "title": "Anexo de la evaluación de protección de datos: inventario",
        "controller": "Responsable", "database": "Base de datos", "holds": "Qué guarda", "column": "Columna",
        "why": "Por qué está", "class": "Clase", "purpose": "Finalidad", "legal_basis": "Base legal",
        "recipients": "Quién lo ve", "keep_until": "Se guarda hasta", "counts": "Columnas por clase",
        "language": "Las explicaciones están en inglés, como en el archivo docs/data-inventory.toml.",
        "sealed": "sellada", "coded": "codificada", "operational": "de trabajo", "public": "pública",
        "care": "cuidado", "evidence": "evidencia", "differs": "Difieren",
    },
    "pt": {
        "title": "Anexo da avaliação de proteção de dados: inventário",
        "controller": "Responsável", "database": "Banco de dados", "holds": "O que guarda", "column": "Coluna",
        "why": "Por que existe", "class": "Classe", "purpose": "Finalidade", "legal_basis": "Base legal",
        "recipients": "Quem vê", "keep_until": "Guardado até", "counts": "Colunas por classe",
        "language": "As explicações estão em inglês, como no arquivo docs/data-inventory.toml.",
        "sealed": "selada", "coded": "codificada", "operational": "de trabalho", "public": "pública",
        "care": "cuidado", "evidence": "evidência", "differs": "Diferem",
    },
    "en": {
        "title": "Annex of the data protection assessment: inventory",
        "controller": "Controller", "database": "Database", "holds": "What it holds", "column": "Column",
        "why": "Why it is there", "class": "Class", "purpose": "Purpose", "legal_basis": "Legal basis",
        "recipients": "Who sees it", "keep_until": "Kept until", "counts": "Columns by class",
        "language": "It is made from the file docs/data-inventory.toml.",
        "sealed": "sealed", "coded": "coded", "operational": "operational", "public": "public",
        "care": "care", "evidence": "evidence", "differs": "These differ",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column, with everything that is said of it."""

    table: str
    databases: tuple[str, ...]
    name: str
    why: str
    facts: dict[str, str]
    own: tuple[str, ...]  # the facts in which it differs from its table
    tells: tuple[str, ...] = ()  # what it tells of her, where its own name does not


@dataclass(frozen=True, slots=True)
class Inventory:
    """The file, read."""

    controller: str
    tables: list[dict[str, Any]]
    columns: list[Column]


def read(path: Path = INVENTORY) -> Inventory:
    """Read the inventory; a column takes from its table what it does not say itself."""
    file = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = []
    for table in file["tables"]:
        for name, said in table["columns"].items():
            own = said if isinstance(said, dict) else {"why": said}
            facts = {fact: own.get(fact, table.get(fact, "")) for fact in FACTS}
            columns.append(
                Column(table["table"], tuple(table["databases"]), name, own.get("why", ""), facts,
                       tuple(fact for fact in FACTS if fact in own), tuple(own.get("fact", ())))
            )  # fmt: skip
    return Inventory(file["controller"], file["tables"], columns)


def faults(inventory: Inventory, built: dict[str, set[tuple[str, str]]]) -> list[str]:
    """Where the inventory and the built databases differ, and what an entry leaves out."""
    found = []
    for column in inventory.columns:
        said = {"why": column.why, **column.facts}
        where = f"{column.table}.{column.name}"
        found += [f"{where} does not say: {fact}" for fact, text in said.items() if not text.strip()]
        if column.facts["class"] not in CLASSES:
            found.append(f"{where}: there is no class {column.facts['class']!r}")
    for room in ROOMS:
        said_here = {(column.table, column.name) for column in inventory.columns if room in column.databases}
        found += [f"{room}: {table}.{name} is not in the inventory" for table, name in sorted(built[room] - said_here)]
        found += [f"{room}: there is no column {table}.{name}" for table, name in sorted(said_here - built[room])]
    return found


def told_twice(inventory: Inventory, books: Iterable[Codebook]) -> list[str]:
    """What stands in clear in care and could be asked by a codebook too: whoever holds both would lay them together.

    Looked at are the clear columns of tables about her: those that are coded or sealed as a whole. A row that waits for
    the door is the one exception: it is what the door copies, and says of nobody.
    """
    about_her = {each["table"] for each in inventory.tables if each["class"] in {"coded", "sealed"}} - {WAITING}
    clear: dict[str, set[str]] = {}
    for column in inventory.columns:
        if column.table in about_her and "care" in column.databases and column.facts["class"] != "sealed":
            for name in (*_names(column.name), *column.tells):
                clear.setdefault(name, set()).add(f"{column.table}.{column.name}")
    found = []
    for book in books:
        for variable in book.variables:
            asked = {name for said in (variable.code, variable.fact, variable.list) if said for name in _names(said)}
            telling = set().union(*(clear.get(name, set()) for name in asked))
            if telling:
                found.append(f"{book.name}.{variable.code} asks what is told by {', '.join(sorted(telling))}")
    return found


def _names(name: str) -> tuple[str, str]:
    """A name, and what is left of it without the word that says what kind of column it is."""
    return name, name.removesuffix("_on").removesuffix("_id").removesuffix("_at").removesuffix("_until")


def built_columns() -> dict[str, set[tuple[str, str]]]:
    """Every column of every table, as the databases themselves say."""
    from django.db import connections

    built = {}
    for room, alias in ROOMS.items():
        connection = connections[alias]
        with connection.cursor() as cursor:
            built[room] = {
                (table, field.name)
                for table in connection.introspection.table_names(cursor)
                for field in connection.introspection.get_table_description(cursor, table)
            }
    return built


def annex(inventory: Inventory, language: str) -> str:
    """The annex of the assessment as Markdown, with headings in this language."""
    say = HEADINGS[language]
    counts = {kind: sum(column.facts["class"] == kind for column in inventory.columns) for kind in CLASSES}
    lines = [
        f"# {say['title']}", "", say["language"], "", f"**{say['controller']}.** {inventory.controller}", "",
        f"**{say['counts']}.** " + ", ".join(f"{say[kind]} {count}" for kind, count in counts.items()) + ".", "",
    ]  # fmt: skip
    for table in inventory.tables:
        lines += [f"## {table['table']}", "", f"{say['holds']}: {table['holds']}", ""]
        lines.append(f"* {say['database']}: " + ", ".join(say[room] for room in table["databases"]))
        lines.append(f"* {say['class']}: {say[table['class']]}")
        lines += [f"* {say[fact]}: {table[fact]}" for fact in FACTS if fact != "class"]
        lines += ["", f"| {say['column']} | {say['why']} | {say['differs']} |", "| --- | --- | --- |"]
        for column in inventory.columns:
            if column.table == table["table"]:
                lines.append(f"| {column.name} | {column.why} | {differences(column, say)} |")
        lines.append("")
    return "\n".join(lines)


def differences(column: Column, say: dict[str, str]) -> str:
    """In what a column is not like its table."""
    said = {fact: say[column.facts[fact]] if fact == "class" else column.facts[fact] for fact in column.own}
    return " ".join(f"{say[fact]}: {text.rstrip('.')}." for fact, text in said.items())
