"""A file on its way in, read to its end before anything waits for it.

Reading a long file takes longer than storing it, and whoever else writes would wait all that time. So it is read
first, and what was read lies in a file without a name in the house's own folder: only the house can read it, and it
is gone when it is closed, also where the computer stops.
"""

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Self

from django.conf import settings

from amparo.commons.audit.actions import unaudited
from amparo.formats.hsds import Problem, records


class OnDisk:
    """Records in the order in which they came; what is read back was written by this very object."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(dir=settings.DATA)  # noqa: SIM115 (closed on leaving)
        self._count = 0
        self._writer = pickle.Pickler(self._file, pickle.HIGHEST_PROTOCOL)
        self._writer.dispatch_table = dict.fromkeys(filter(is_dataclass, vars(records).values()), _apart)
        self.is_broken = False  # did reading end before the end?

    def add(self, item: Any) -> None:
        """One more."""
        self._writer.dump(item)
        self._writer.clear_memo()
        self._count += 1
        self.is_broken = self.is_broken or (isinstance(item, Problem) and item.stops)

    def taken(self) -> Iterator[Any]:
        """All of them, from the first."""
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)

    def __enter__(self) -> Self:
        """Nothing needs to be opened."""
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()


@unaudited("it stores nothing in the house")
def staged(found: Iterable[Any]) -> OnDisk:
    """Read everything to its end."""
    file = OnDisk()
    try:
        for item in found:
            file.add(item)
    except BaseException:
        file.__exit__()
        raise
    return file


# A record of a file is a good twenty small records: taken apart and put together again by hand, that is half the work.


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _reader(kind: type) -> Any:
    return attrgetter(*_names(kind))


@cache
def _writers(kind: type) -> tuple[Any, ...]:
    return tuple(getattr(kind, name).__set__ for name in _names(kind))


def _apart(record: Any) -> tuple[Any, tuple[type, tuple[Any, ...]]]:
    kind: type = type(record)
    return _together, (kind, _reader(kind)(record))


def _together(kind: type, values: tuple[Any, ...]) -> Any:
    record: Any = object.__new__(kind)
    for write, value in zip(_writers(kind), values, strict=True):
        write(record, value)
    return record
