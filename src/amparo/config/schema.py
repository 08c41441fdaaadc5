"""The tables of a new house on SQLite, as the migrations make them, in one file of SQL.

The migrations take six seconds, because Django keeps the models of every step in step. ``schema.sql`` holds what they
end with, for each database and each app, and ``lay`` makes an empty database of it in a tenth of a second. Whatever is
not empty goes by the migrations, and so does every database of PostgreSQL.

The first line of the file is a digest of the file, of Django's version and of all code the migrations are made of.
Where it does not fit, nothing is laid and the migrations run. ``tests/integration/test_schema.py`` makes both ways and
compares them.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

PACKAGE = Path(__file__).resolve().parents[1]
FILE = Path(__file__).with_suffix(".sql")
MADE = "-- Made by ./amparo show_schema of all migrations, for SQLite. Do not write here."
RECORDS = "django_migrations"  # belongs to no app, stands in both databases
PART, END, BREAK = "\n\n-- ", ";\n", ",\n    "  # before a part, after a statement, between its columns
TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|[(),]")


def sources() -> list[Path]:
    """What a table is made of: the migrations, the modules of ours that they import, and who says which room."""
    migrations = sorted([*PACKAGE.glob("*/migrations/*.py"), *PACKAGE.glob("*/*/migrations/*.py")])
    named = {
        name
        for path in migrations
        for name in re.findall(r"^(?:import|from) amparo\.([\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    imported = [PACKAGE.joinpath(*name.split(".")).with_suffix(".py") for name in sorted(named)]
    return [*migrations, *imported, PACKAGE / "config" / "database_router.py"]


def digest(body: str) -> str:
    """What the first line of the file has to say for this body and this code."""
    made = hashlib.sha256(f"{django.__version__}\n{body}".encode())
    for path in sources():
        made.update(f"\n{path.relative_to(PACKAGE).as_posix()}\n".encode() + path.read_bytes())
    return made.hexdigest()


def body_of(file: Path = FILE) -> str | None:
    """The SQL of the file; None where it is not there, or was made of other migrations."""
    if not file.is_file():
        return None
    first, _line, body = file.read_text(encoding="utf-8").partition("\n")
    return body if first == f"-- {digest(body)}" else None


def statements(body: str, room: str, apps: set[str]) -> Iterator[str]:
    """Those of one database for these apps."""
    for part in body.split(PART)[1:]:
        title, _line, text = part.partition("\n")
        where, _colon, app = title.partition(": ")
        if where == room and app in apps:
            yield from text.rstrip().removesuffix(";").replace(BREAK, ", ").split(END)


def lay(connection: Any, file: Path = FILE) -> bool:
    """Make an empty database of SQLite what all migrations would make of it; False, and nothing done, where it is none.

    Whole or not at all: it is one transaction, and whoever comes second finds tables.
    """
    from django.apps import apps
    from django.db import transaction
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    if connection.vendor != "sqlite" or connection.introspection.table_names() or (body := body_of(file)) is None:
        return False
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            return False
        for statement in statements(
            body, connection.alias, {RECORDS, *(each.label for each in apps.get_app_configs())}
        ):
            cursor.execute(statement)
        recorder = MigrationRecorder(connection)
        every = MigrationLoader(connection).graph.nodes
        recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in every)
    return True


def written(connections: dict[str, Any]) -> str:
    """The file, of databases that the migrations have made: a part for each database and app."""
    from django.apps import apps

    app_of = {model._meta.db_table: model._meta.app_label for model in apps.get_models(include_auto_created=True)}
    parts: dict[str, list[str]] = {}
    for room, connection in connections.items():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'sqlite_sequence' "
                "ORDER BY type = 'table' DESC, tbl_name, type, name"
            )
            rows = cursor.fetchall()
            cursor.execute("SELECT name FROM sqlite_sequence WHERE seq = 0 ORDER BY name")
            rows += [(name, f"INSERT INTO sqlite_sequence VALUES ('{name}', 0)") for (name,) in cursor.fetchall()]
        for table, sql in rows:
            app = RECORDS if table == RECORDS else app_of[table]
            parts.setdefault(f"{room}: {app}", []).append(f"{in_lines(sql)};")
    body = "\n".join([MADE, *(f"\n-- {title}\n" + "\n".join(parts[title]) for title in sorted(parts)), ""])
    return f"-- {digest(body)}\n{body}"


def in_lines(sql: str) -> str:
    """A statement; that of a table has a line for each column and each constraint, which are joined again when read."""
    if any(mark in sql for mark in (BREAK, END, PART)):
        raise ValueError(f"A statement with a mark of the file in it cannot be kept: {sql}")
    depth, begin, lines = 0, 0, []
    for token in TOKEN.finditer(sql) if sql.startswith("CREATE TABLE") else ():
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if token[0] == "," and depth == 1 and sql[token.end()] == " ":
            lines.append(sql[begin : token.end()])
            begin = token.end() + 1
    return "\n    ".join([*lines, sql[begin:]])
