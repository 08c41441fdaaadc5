"""A house that is laid once for the tests of a module: what each test changes in it is taken back, and at the end all.

    @pytest.fixture(scope="module")
    def laid(django_db_setup, django_db_blocker):
        with laid_once(django_db_blocker, lambda: make_field(make_cast())) as made:
            yield made

    @pytest.fixture
    def field(laid):
        return deepcopy(laid)

Each test gets a copy, so that what it learned about a row does not stay. Such a module makes no other cast.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from tests.laid_once import ROOMS, UNTESTED


@contextmanager
def laid_once[Made](blocker: Any, make: Callable[[], Made]) -> Iterator[Made]:
    """What ``make`` makes, in both databases, until the module is over."""
    with blocker.unblock(), undone():
        yield make()


@contextmanager
def undone() -> Iterator[None]:
    """Nothing: what the block changes in either database and in the ledger is taken back when it ends.

    It is no transaction of the house, and says so with Django's own mark for those of tests. A database that no test of
    this run asks was not made for tests, and is left alone.
    """
    rooms = [room for room in ROOMS if str(connections[room].settings_dict["NAME"]) != UNTESTED[room]]
    with ExitStack() as blocks:
        blocks.enter_context(same_ledger())
        for room in rooms:
            block: Any = transaction.atomic(using=room)
            block._from_testcase = True
            blocks.enter_context(block)
        yield
        for room in rooms:
            transaction.set_rollback(True, using=room)


@contextmanager
def same_ledger() -> Iterator[None]:
    """Nothing: the ledger is a file, which no transaction takes back; when the block ends it is as it was."""
    from amparo.vault.actions.ledger import ledger

    before = read(ledger())
    try:
        yield
    finally:
        if read(ledger()) != before:
            ledger().write_bytes(before)


def read(file: Path) -> bytes:
    """What a file holds; nothing where there is none."""
    return file.read_bytes() if file.is_file() else b""
