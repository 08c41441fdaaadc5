"""What many tests begin with is made once, as a house makes it, and laid again row by row for each of the others.

The cast with its keys takes a fifth of a second to make and a fiftieth to lay. It is laid only where both databases
stand as they stood when it was made: the heads of their trails say so, because each act changes one. Anywhere else,
and once the hour has turned, it is made anew. What only a running program knows, such as an open key, cannot be kept:
a function that gives such a thing back is made anew each time.
"""

import io
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models
from django.test.testcases import DatabaseOperationForbidden

from amparo.commons import clock
from amparo.commons.accounts import backends
from amparo.commons.audit.models import Head

ROOMS = ("default", "evidence")
EMPTY = (0, "0" * 64)
NUMBERED = 2**40  # ids below it come from a sequence, which has to know of them
UNTESTED = {room: str(settings.DATABASES[room]["NAME"]) for room in ROOMS}  # before those for tests take their place

type Heads = tuple[tuple[int, str] | None, ...]
type Table = dict[Any, tuple[Any, ...]]  # by its key, a row
type Tables = dict[tuple[str, str], tuple[tuple[str, ...], Table]]  # by room and table, its columns and rows


@dataclass(frozen=True, slots=True)
class Laid:
    """What a function wrote, what it gave back, and how both trails stood afterwards."""

    written: tuple[tuple[str, str, str, tuple[str, ...], tuple[tuple[Any, ...], ...]], ...]  # room, table, key, …
    gone: tuple[tuple[str, str, str, tuple[Any, ...]], ...]
    kept: bytes
    heads: Heads


_known: dict[Any, Laid | None] = {}  # None: it cannot be kept


def laid_once[Function: Callable[..., Any]](function: Function) -> Function:
    """Make a house once, and lay it wherever it would be made again."""

    @wraps(function)
    def made(*args: Any, **kwargs: Any) -> Any:
        given = [args, kwargs]
        begin = heads()  # of a test that may not ask a database, nothing
        if not set(begin) - {None, EMPTY}:  # a new house: what was destroyed in the one before is none of its concern
            Path(settings.SHRED_LEDGER).unlink(missing_ok=True)
        key = (function, _shape(given), begin, type(backends.keeper), f"{clock.now():%F %H}")
        if key in _known:
            laid = _known[key]
            return function(*args, **kwargs) if laid is None else _lay(laid, given)
        if set(begin) - {None, EMPTY} and begin not in {each.heads for each in _known.values() if each}:
            return function(*args, **kwargs)  # nobody will come by here again
        before = _rows()
        result = function(*args, **kwargs)
        _known[key] = _told(before, given, result)
        return result

    return made  # type: ignore[return-value]


def heads() -> Heads:
    """How the trail of each database stands; nothing of one that this test may not ask."""
    return tuple(_head(room) for room in ROOMS)


def _head(room: str) -> tuple[int, str] | None:
    if str(connections[room].settings_dict["NAME"]) == UNTESTED[room]:
        return None  # none of the tests of this run asks it, so none was made
    try:
        return Head.objects.using(room).values_list("number", "digest").first() or EMPTY
    except DatabaseOperationForbidden:
        return None


def _lay(laid: Laid, given: Any) -> Any:
    for room, table, key, gone in laid.gone:
        with connections[room].cursor() as cursor:
            cursor.executemany(f'DELETE FROM "{table}" WHERE "{key}" = %s', [(each,) for each in gone])
    for room, table, key, columns, rows in laid.written:
        named = ", ".join(f'"{each}"' for each in columns)
        new = ", ".join(f'"{each}" = excluded."{each}"' for each in columns if each != key)
        holes = ", ".join(["%s"] * len(columns))
        with connections[room].cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{table}" ({named}) VALUES ({holes}) ON CONFLICT ("{key}") DO UPDATE SET {new}', rows
            )
            numbers = [row[columns.index(key)] for row in rows]
            if connections[room].vendor == "postgresql" and isinstance(numbers[0], int) and max(numbers) < NUMBERED:
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key])
                if sequence := cursor.fetchone()[0]:
                    cursor.execute("SELECT setval(%s, greatest(nextval(%s), %s))", [sequence, sequence, max(numbers)])
    pins = list(_pinned(given))
    result, states = _Reading(io.BytesIO(laid.kept), pins).load()
    for number, state in states.items():
        vars(pins[number]).clear()
        vars(pins[number]).update(state)
    return result


def _told(before: Tables, given: Any, result: Any) -> Laid | None:
    """What is other than before, and what was given back; nothing where that cannot be kept."""
    kept, pins = io.BytesIO(), list(_pinned(given))
    states = {number: vars(each) for number, each in enumerate(pins) if isinstance(each, models.Model)}
    try:
        _Writing(kept, pins).dump((result, states))
    except (TypeError, AttributeError, pickle.PicklingError):
        return None
    written, gone = [], []
    keys = {(room, model._meta.db_table): model._meta.pk.column for room, model in _models()}
    for place, (columns, rows) in _rows().items():
        old = before[place][1]
        new = tuple(row for key, row in rows.items() if old.get(key) != row)
        if new:
            written.append((*place, keys[place], columns, new))
        if lost := tuple(key for key in old if key not in rows):
            gone.append((*place, keys[place], lost))
    return Laid(tuple(written), tuple(gone), kept.getvalue(), heads())


def _models() -> Iterator[tuple[str, type[models.Model]]]:
    for room in ROOMS:
        if _head(room) is not None:
            here = set(connections[room].introspection.table_names())
            yield from (
                (room, each) for each in apps.get_models(include_auto_created=True) if each._meta.db_table in here
            )


def _rows() -> Tables:
    """Every row of both databases."""
    told: Tables = {}
    for room, model in _models():
        with connections[room].cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            columns = tuple(each[0] for each in cursor.description)
            place = columns.index(model._meta.pk.column)
            rows = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor.fetchall()]
            told[room, model._meta.db_table] = (columns, {row[place]: row for row in rows})
    return told


def _shape(thing: Any) -> Any:
    """What was given, without who it is: whoever stands in a trail that is the same is the same person."""
    if isinstance(thing, dict):
        return tuple((key, _shape(each)) for key, each in thing.items())
    if isinstance(thing, list | tuple):
        return tuple(map(_shape, thing))
    return thing if isinstance(thing, str | int | bool | None) else type(thing)


def _pinned(thing: Any) -> Iterator[Any]:
    """The rows and the houses that were given: what is given back names these and no copies of them."""
    if isinstance(thing, dict):
        thing = list(thing.values())
    if isinstance(thing, list | tuple):
        for each in thing:
            yield from _pinned(each)
    elif isinstance(thing, models.Model):
        yield thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        yield thing
        for field in fields(thing):
            yield from _pinned(getattr(thing, field.name))


class _Writing(pickle.Pickler):
    def __init__(self, file: Any, pins: list[Any]) -> None:
        super().__init__(file)
        self.pins = {id(each): number for number, each in enumerate(pins)}

    def persistent_id(self, obj: Any) -> int | None:
        return self.pins.get(id(obj))


class _Reading(pickle.Unpickler):
    def __init__(self, file: Any, pins: list[Any]) -> None:
        super().__init__(file)
        self.pins = pins

    def persistent_load(self, pid: int) -> Any:
        return self.pins[pid]
