"""Putting very many rows into a table: the same rows as ``bulk_create`` makes, without asking each of them who it is.

Only for rows that are whole: every column has its value, the key too. The database still refuses what should never be.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connections, models

from amparo.commons.audit.actions import unaudited

CARE = "default"
ROWS = 2_000  # rows that one statement names
# Columns whose values stand otherwise in a database than in Python; all others are handed on as they are.
TURNED = (models.DateField, models.JSONField, models.TimeField, models.UUIDField)  # a moment is a day and more


@unaudited("a part of the audited import")
def add_rows(rows: Iterable[models.Model]) -> None:
    """Put the rows into their tables, those of one table in one statement."""
    by_table: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    for model, some in by_table.items():
        add_values(model, map(_values_of(model), some))


@unaudited("a part of the audited import")
def add_values(model: type[models.Model], rows: Iterable[tuple[Any, ...]]) -> None:
    """The same for rows that are nothing but their values, in the order of the columns."""
    connection = connections[CARE]
    named = [model._meta.db_table, *(field.column or "" for field in model._meta.concrete_fields)]
    table, *columns = map(connection.ops.quote_name, named)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", list(_turned(model, rows)))


@cache
def _values_of(model: type[models.Model]) -> Callable[[models.Model], tuple[Any, ...]]:
    return attrgetter(*(field.attname for field in model._meta.concrete_fields))


def _turned(model: type[models.Model], rows: Iterable[tuple[Any, ...]]) -> Iterator[list[Any]]:
    """The values as the database keeps them."""
    connection = connections[CARE]
    fields = enumerate(model._meta.concrete_fields)
    turned = [(position, field) for position, field in fields if isinstance(field, TURNED)]
    for row in rows:
        cells = list(row)
        for position, field in turned:
            cells[position] = field.get_db_prep_save(cells[position], connection)
        yield cells
