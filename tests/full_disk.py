"""A disk that is full, for both databases: nothing is written, and it says so as the engine does."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import OperationalError, connections

WRITES = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def full_disk() -> Iterator[list[str]]:
    """No row is written inside; the list has the statements that were refused."""
    refused: list[str] = []

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            refused.append(sql)
            cause = sqlite3.OperationalError("database or disk is full")
            cause.sqlite_errorname = "SQLITE_FULL"
            raise OperationalError(str(cause)) from cause
        return execute(sql, *rest)

    with ExitStack() as both:
        for name in ("default", "evidence"):
            both.enter_context(connections[name].execute_wrapper(refuse))
        yield refused
