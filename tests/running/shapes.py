"""What each test asks of a database: statements by their shape, and the errors that the database answered with.

Two statements have one shape where they differ only in values, in how many values a list has, and in names that
Django numbers. On PostgreSQL the shapes of all tests say which few of them together ask everything that is ever asked
(``cover.py``). ``AMPARO_TEST_SHAPES=folder`` keeps what was seen there, a file for each process: a line for each test.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.signals import connection_created

from tests.running.cpu import used

LISTS = re.compile(r"\((?:%s|NULL)(?:, ?(?:%s|NULL))*\)(?:, ?\((?:%s|NULL)(?:, ?(?:%s|NULL))*\))*")
NUMBERS = re.compile(r"\b\d+(?:\.\d+)?\b")
SAVEPOINTS = re.compile(r'(SAVEPOINT )"?\w+"?')
CURSORS = re.compile(r"\b_django_curs_\w+")
COPIES = re.compile(
    r'"(?:test|amparo_empty)_\w+"'
)  # databases of this run: its processes and its digest are in the name
SPACES = re.compile(r"\s+")


def shape_of(sql: str) -> str:
    """The statement without its values."""
    plain = SPACES.sub(" ", CURSORS.sub("cursor", SAVEPOINTS.sub(r"\1s", COPIES.sub("copy", sql)))).strip()
    return NUMBERS.sub("n", LISTS.sub("(…)", plain))


def fault_of(error: Exception) -> str:
    """How the database refused: its code and the constraint, where it names one."""
    cause = error.__cause__ or error
    named = getattr(getattr(cause, "diag", None), "constraint_name", None)
    return f"{type(error).__name__} {getattr(cause, 'sqlstate', None) or '-'} {named or '-'}"


class Shapes:
    """A plugin of pytest that writes down, test by test, what was asked of both databases."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = (folder / f"{os.getpid()}.jsonl").open("a", encoding="utf-8")
        self.now: set[str] | None = None
        connection_created.connect(self._look_on, weak=False)
        for connection in connections.all():
            self._look_on(connection=connection)

    def _look_on(self, *, connection: Any, **_more: Any) -> None:
        if self._asked not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._asked)

    def _asked(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        shape = f"{context['connection'].alias}: {shape_of(str(sql))}"
        if self.now is not None:
            self.now.add(shape)
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            if self.now is not None:
                self.now.add(f"{shape} ! {fault_of(error)}")
            raise

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """All that is asked while a test is set up, runs and is taken down is its own."""
        self.now, before = set(), used()
        result = yield
        line = {"test": item.nodeid, "seconds": round(used() - before, 3), "asked": sorted(self.now)}
        self.file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.file.flush()
        self.now = None
        return result
