"""Putting very many rows into a table: the same rows as ``bulk_create`` makes, without asking each of them who it is.

The database still refuses what should never be.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connections, models

from amparo.commons.audit.actions import unaudited

CARE = "default"
ROWS = 2_000  # rows that one statement names
# Columns whose values stand otherwise in a database than in Python; all others are handed on as they are.
TURNED = (models.DateField, models.JSONField, models.TimeField, models.UUIDField)  # a moment is a day and more


@unaudited("a part of whatever action brings the rows")
def add_rows(rows: Iterable[models.Model]) -> None:
    """Put the rows into their tables, those of one table in one statement."""
    by_table: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    for model, some in by_table.items():
        add_values(model, map(_values_of(model), some))


@unaudited("a part of whatever action brings the rows")
def add_values(
    model: type[models.Model],
    rows: Iterable[tuple[Any, ...]],
    *,
    of: Sequence[str] = (),
    key: str = "",
    given: Sequence[str] = (),
) -> None:
    """Insert rows that are given as tuples of values, or update the rows that stand there already.

    Parameters
    ----------
    of : the names of the fields, in the order of the values; without it all fields of the model, in their order.
    key : the name of a unique field; without it a row that is there already raises ``IntegrityError``.
    given : the names of the fields that are updated where a row with the same ``key`` is there already.
    """
    connection, options = connections[CARE], model._meta
    quoted = connection.ops.quote_name
    known = {field.name: field for field in options.concrete_fields}
    fields = [known[name] for name in of or known]
    names = [quoted(field.column or "") for field in fields]
    statement = f"INSERT INTO {quoted(options.db_table)} ({', '.join(names)})"
    statement += f" VALUES ({', '.join(['%s'] * len(names))})"
    if key:
        new = [f"{name} = excluded.{name}" for field, name in zip(fields, names, strict=True) if field.name in given]
        statement += f" ON CONFLICT ({quoted(known[key].column or '')}) DO UPDATE SET {', '.join(new)}"
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(_turned(fields, rows)))


@cache
def _values_of(model: type[models.Model]) -> Callable[[models.Model], tuple[Any, ...]]:
    return attrgetter(*(field.attname for field in model._meta.concrete_fields))


def _turned(fields: "Sequence[models.Field[Any, Any]]", rows: Iterable[tuple[Any, ...]]) -> Iterator[list[Any]]:
    """The values as the database keeps them."""
    connection = connections[CARE]
    turned = [(position, field) for position, field in enumerate(fields) if isinstance(field, TURNED)]
    for row in rows:
        cells = list(row)
        for position, field in turned:
            cells[position] = field.get_db_prep_save(cells[position], connection)
        yield cells
