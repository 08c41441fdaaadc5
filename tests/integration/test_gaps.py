"""What SQLite moved from page to page leaves copies that no deletion finds; they are found here first, then cleared."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from amparo.commons import gaps
from amparo.commons.gaps import clear_gaps, without_gap
from tests.own_house import ON_POSTGRES

BOXES = range(100, 1000)  # bytes: SQLite leaves more copies where rows are of many lengths
pytestmark = [
    pytest.mark.django_db(databases=["default"]),  # for the settings of a connection; the tables are its own
    pytest.mark.skipif(ON_POSTGRES, reason="pages of SQLite"),
]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Any]:
    """A database of its own, as the settings open one."""
    like = connections["default"].settings_dict
    options = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON; PRAGMA synchronous=OFF",
        "transaction_mode": "IMMEDIATE",
    }
    made = DatabaseWrapper({**like, "NAME": tmp_path / "x.sqlite3", "OPTIONS": options, "TEST": {}}, "gaps")
    connections["gaps"] = made
    yield made
    made.close()
    del connections["gaps"]


def laid(database: Any, seed: int, count: int = 40) -> dict[int, bytes]:
    """A table and its index anew, with rows whose ids are in no order; each with bytes that are nowhere else."""
    random = Random(seed)
    with database.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS wraps")
        cursor.execute("CREATE TABLE wraps (id INTEGER PRIMARY KEY, ring TEXT, box BLOB)")
        cursor.execute("CREATE INDEX of_ring ON wraps (ring)")
        rows = {random.getrandbits(62): secrets.token_bytes(random.choice(BOXES)) for _ in range(count)}
        for number, box in rows.items():
            cursor.execute("INSERT INTO wraps VALUES (%s, %s, %s)", [number, secrets.token_hex(16), box])
    return rows


def deleted(database: Any, number: int) -> None:
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM wraps WHERE id = %s", [number])


def in_file(database: Any, box: bytes) -> bool:
    """Does any part of it stand in the file, once the log is cut?"""
    with database.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    read = Path(database.settings_dict["NAME"]).read_bytes()
    return any(box[at : at + 16] in read for at in range(0, len(box) - 16, 40))


def test_no_copy_of_what_was_deleted_stays_in_a_gap(database: Any) -> None:
    found = 0
    for seed in range(60):
        rows = laid(database, seed)
        for number in [*rows][:20]:
            deleted(database, number)
            if in_file(database, rows[number]):  # the fault that is looked for: SQLite left a copy
                found += 1
                assert clear_gaps(database, ["wraps"])
                assert not in_file(database, rows[number])
        with database.cursor() as cursor:
            cursor.execute("SELECT id, box FROM wraps")
            assert dict(cursor.fetchall()) == {each: rows[each] for each in [*rows][20:]}, "and all others stay"
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
        if found >= 3:
            return
    pytest.fail("SQLite left no copy, so nothing was tried")


def test_where_nothing_stands_in_a_gap_nothing_is_written(database: Any) -> None:
    laid(database, 1)
    assert clear_gaps(database, ["wraps"])
    with database.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert clear_gaps(database, ["wraps"])
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        assert cursor.fetchone()[1] == 0, "no page waits in the log"


def test_a_page_that_is_gone_since_it_was_listed_is_passed_over(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    laid(database, 1)
    monkeypatch.setattr(gaps, "_pages", lambda *_asked: [2, 100_000])
    assert clear_gaps(database, ["wraps"])


def test_a_sqlite_that_shows_no_pages_says_so() -> None:
    class Blind:
        alias = "default"

        @staticmethod
        def cursor() -> Any:
            raise DatabaseError("no such table: dbstat")

    assert clear_gaps(Blind(), ["wraps"]) is False


@pytest.mark.parametrize("page", [
    bytes(4096), b"\x00\x00\x00\x09" + b"x" * 4092, b"\x0d" + b"\xff" * 4095,
    b"\x0d\0\0\0\x01\x00\x05\0" + b"x" * 4088,
])  # fmt: skip
def test_what_is_no_page_of_a_table_stays_as_it_is(page: bytes) -> None:
    assert without_gap(page) == page


def test_a_page_keeps_its_head_and_its_rows() -> None:
    """One row of three bytes at the end of a page of 64, by hand; and the same behind the head of a file."""
    head, row = b"\x0d\0\0" + b"\0\x01" + b"\0\x3d" + b"\0" + b"\0\x3d", b"row"
    dirty = head + b"x" * (64 - len(head) - 3) + row
    assert without_gap(dirty) == head + bytes(51) + row
    inner = b"\x05\0\0" + b"\0\0" + b"\0\x40" + b"\0" + b"\0\0\0\x07"
    assert without_gap(inner + b"x" * 52) == inner + bytes(52)
    first = b"F" * 100 + head.replace(b"\x3d", b"\xa1") + b"x" * 51 + row
    assert without_gap(first, first=True) == b"F" * 100 + head.replace(b"\x3d", b"\xa1") + bytes(51) + row
    assert without_gap(first) == first, "which is the first has to be said"
