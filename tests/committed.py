"""What waits for a commit (``transaction.on_commit``) happens in tests as well.

Each test runs in a transaction that is rolled back, so nothing in it is ever committed. Here the end of the outermost
block of the product counts as its commit: what it left for after that runs then, as it would on a real page.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic


def in_tests() -> None:
    """From now on, in this process."""
    leave, wait = Atomic.__exit__, BaseDatabaseWrapper.on_commit

    def left(self: Atomic, kind: Any, error: Any, traceback: Any) -> None:
        leave(self, kind, error, traceback)
        connection = connections[self.using or DEFAULT_DB_ALIAS]
        if kind is None and not connection.needs_rollback and is_of_the_test_alone(connection):
            waiting, connection.run_on_commit = connection.run_on_commit, []
            for _savepoints, function, _robust in waiting:
                function()

    def waited(self: BaseDatabaseWrapper, function: Any, robust: bool = False) -> None:
        if is_of_the_test_alone(self):
            function()
        else:
            wait(self, function, robust)

    Atomic.__exit__ = left  # type: ignore[method-assign]
    BaseDatabaseWrapper.on_commit = waited  # type: ignore[method-assign]


def is_of_the_test_alone(connection: Any) -> bool:
    """Is no transaction open but those in which a test runs?"""
    blocks = connection.atomic_blocks
    return bool(blocks) and all(getattr(each, "_from_testcase", False) for each in blocks)
