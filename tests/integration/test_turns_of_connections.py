"""A connection has the turn from before its transaction until after it, whatever ends it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.db.utils import ConnectionHandler

from amparo.config.fair_sqlite3 import turns
from amparo.config.settings import database

ALIAS = "default"


@pytest.fixture
def connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Any]:
    """A connection of its own, as a house has them, which ``transaction`` finds under the usual name."""
    words = database("care", "") | {"NAME": tmp_path / "care.sqlite3"}
    words["OPTIONS"] = {**words["OPTIONS"], "timeout": 0.1}  # type: ignore[dict-item]
    handler = ConnectionHandler({ALIAS: words})
    monkeypatch.setattr(transaction, "connections", handler)
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    made: Any = handler[ALIAS]
    with django_db_blocker.unblock():
        with made.cursor() as cursor:
            cursor.execute("CREATE TABLE letter (number INTEGER)")
        yield made
        made.close()


def is_free(connection: Any) -> bool:
    """Could another process have a turn now?"""
    other = turns.Turns(Path(connection.settings_dict["NAME"]))
    got = other.take()
    if got:
        other.give_back()
    return got


def write(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO letter VALUES (1)")


def written(connection: Any) -> int:
    with connection.cursor() as cursor:
        return int(cursor.execute("SELECT count(*) FROM letter").fetchone()[0])


def test_a_transaction_has_a_turn_and_gives_it_back(connection: Any) -> None:
    assert is_free(connection)
    with transaction.atomic():
        assert not is_free(connection)
        write(connection)
        with transaction.atomic():
            write(connection)
        assert not is_free(connection), "a part of it is over, not all"
    assert is_free(connection)
    assert written(connection) == 2


def test_what_fails_gives_it_back(connection: Any) -> None:
    @transaction.atomic()
    def half() -> None:
        write(connection)
        raise KeyError

    with pytest.raises(KeyError):
        half()
    assert is_free(connection)
    assert written(connection) == 0


def test_who_goes_away_in_the_middle_gives_it_back(connection: Any) -> None:
    transaction.atomic().__enter__()
    assert not is_free(connection)
    connection.close()
    assert is_free(connection)


def test_the_lock_of_sqlite_decides(connection: Any) -> None:
    """Somebody writes who knows of no turns: the answer is that of SQLite, and the turn is free again."""
    stranger = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pytest.fail("two wrote at once")
    assert is_free(connection)
    stranger.execute("ROLLBACK")
    stranger.close()
    with transaction.atomic():
        write(connection)
    assert written(connection) == 1


def test_whose_turn_does_not_come_writes_all_the_same(connection: Any) -> None:
    """A program that stands still has the turn, and writes nothing: nobody loses a letter to it."""
    still = turns.Turns(Path(connection.settings_dict["NAME"]))
    assert still.take()
    with transaction.atomic():
        write(connection)
    assert written(connection) == 1
    still.give_back()
    assert is_free(connection)
