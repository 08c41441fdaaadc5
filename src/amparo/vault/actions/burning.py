"""Making deleted keys gone from the disk as well.

SQLite keeps deleted rows in the write-ahead log until it is cut; PostgreSQL keeps them until VACUUM. What must never
come back out of a backup stands in the ledger (``ledger``).
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections, transaction

from amparo.commons.audit.actions import unaudited
from amparo.commons.gaps import clear_gaps

CARE = "default"
TRIES, PAUSE = 40, 0.05  # two seconds: a reader of another process ends within it
HERS = ("vault_", "reporting_", "casework_", "alternative_care_", "fieldwork_", "intake_", "exchange_")
MAY_END = """
    SELECT current_setting('wal_recycle') = 'off' AND has_function_privilege('pg_switch_wal()', 'execute')
    AND EXISTS (SELECT FROM pg_roles WHERE rolname = 'pg_checkpoint' AND pg_has_role(oid, 'member'))
"""
LARGE = "vault_sealedfile"  # files, each sealed to a key that stands in a message: without that key they say nothing
OF_STAFF = ("vault_unlock", "vault_staffkey")  # what opens with a cookie or a passphrase
TABLES = (
    "vault_wrap",
    "vault_casekey",
    LARGE,
    "vault_unlock",
    "vault_blind",
    "vault_reader",
    "vault_staffkey",
    "vault_codedrow",
)


@unaudited("it deletes nothing that was not deleted before")
def burn(tables: Iterable[str] = TABLES) -> None:
    """After this transaction: clear the gaps of these tables and cut the log, so that deleted rows stand in no file."""
    transaction.on_commit(partial(cut_the_log, tables=tuple(tables)), using=CARE)


@unaudited("it deletes nothing that was not deleted before")
def cut_the_log(pause: float = PAUSE, *, tables: Iterable[str] = TABLES) -> bool:
    """Whether what was deleted from these tables is gone from the bytes of the database.

    Tried for two seconds; the nightly job tries again where it is not.
    """
    connection = connections[CARE]
    if connection.in_atomic_block:
        return False
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {', '.join(TABLES)}")
        return True
    is_clear = clear_gaps(connection, set(tables) - {LARGE})
    with _not_waiting(connection):
        for _ in range(TRIES):
            try:
                with connection.cursor() as cursor:
                    busy, _pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except DatabaseError:
                busy = 1
            if not busy:
                return is_clear
            time.sleep(pause)
    return False


@unaudited("it deletes nothing that was not deleted before")
def end_the_log() -> bool:
    """Let PostgreSQL take away what its log says of before, after the rows were laid anew; False where it may not.

    It keeps full parts of the log to write over them some day, and until then the bytes of what was destroyed stand in
    them. With ``wal_recycle = off`` a checkpoint takes away every part that it does not need. SQLite: ``cut_the_log``.
    """
    connection = connections[CARE]
    if connection.vendor == "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute(MAY_END)
        (may,) = cursor.fetchone()
        if may:
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")
    return bool(may)


@unaudited("it changes nothing that anybody can ask for")
def lay_anew() -> None:
    """Write the rows of the care database again in the order of their random ids, once a night.

    An id tells nothing of when a row came; where it lies in the file would: rows that came one after the other lie one
    after the other. PostgreSQL also keeps with each row which transaction wrote it, so all are written by one.

    SQLite builds the whole database anew in a temporary file. Left to itself it takes ``/var/tmp``, and what is
    destroyed tomorrow could be read from the free blocks of that disk; so the file lies in the folder of the house.
    """
    connection = connections[CARE]
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA temp_store=FILE")
            cursor.execute("PRAGMA temp_store_directory='{}'".format(str(settings.DATA).replace("'", "''")))
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA temp_store_directory=''")
            cursor.execute("PRAGMA temp_store=MEMORY")
            cursor.execute("DELETE FROM sqlite_sequence")  # the largest id that ever was, also of what is destroyed
            return
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith(HERS)]
    with transaction.atomic(using=CARE), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'UPDATE "{table}" SET id = id')
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'CLUSTER "{table}" USING "{table}_pkey"')


@contextmanager
def _not_waiting(connection: Any) -> Iterator[None]:
    """SQLite would wait for a reader inside each try, twenty seconds long, and let nobody write meanwhile."""
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")
