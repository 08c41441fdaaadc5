"""Making deleted keys gone from the disk as well, and remembering what must never come back out of a backup.

SQLite keeps deleted rows in the write-ahead log until it is cut; PostgreSQL keeps them until VACUUM. The ledger is a
file beside the databases, kept apart from their backups: one line for each destroyed ring, and one digest for each
reader who was taken out of a ring.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections, transaction

from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.commons.gaps import clear_gaps

CARE = "default"
TRIES, PAUSE = 40, 0.05  # two seconds: a reader of another process ends within it
HERS = ("vault_", "reporting_", "casework_", "alternative_care_", "fieldwork_", "intake_", "exchange_")
LEFT = "-"  # before the digest of who was taken out
SOMEBODY = "somebody"  # beside each of them: that a ring left out anybody at all
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


@unaudited("the act that destroys is audited")
def write_ledger(*rings: str) -> None:
    """Remember outside the database that rings are destroyed, before their rows go: a power cut loses nothing."""
    _add_lines(rings)


@unaudited("the act that takes her out is audited")
def write_left(ring: str, reader: str) -> None:
    """Remember outside the database that a reader was taken out of a ring; the line alone says neither of them."""
    _add_lines([f"{LEFT}{left_digest(ring, reader)}"])


@unaudited("it changes nothing")
def left_digest(ring: str, reader: str) -> str:
    """What the ledger keeps of a reader who was taken out: only whoever holds both names can make it again."""
    return hashlib.sha256(f"{ring}:{reader}".encode()).hexdigest()[:32]


@unaudited("it changes nothing")
def has_left(ring: str, reader: str) -> bool:
    """Was this reader taken out of a ring? The ledger knows it also after an old backup was put back."""
    return bool(who_left(ring, [reader]))


@unaudited("it changes nothing")
def who_left(ring: str, readers: Iterable[str]) -> set[str]:
    """Who of these was taken out of a ring, as the ledger knows."""
    lines = left_digests()
    return {each for each in readers if left_digest(ring, each) in lines}


@lru_cache(maxsize=1)
def _lines_of_left(_path: Path, _changed: int, _size: int, _file: int) -> frozenset[str]:
    """What the ledger says of who was taken out, read once for as long as nobody writes in it."""
    return frozenset(each.removeprefix(LEFT) for each in in_ledger() if each.startswith(LEFT))


@unaudited("it changes nothing")
def left_digests() -> frozenset[str]:
    """Of everybody who was taken out of a ring, that digest. The ledger has it also after an old backup came back."""
    path = ledger()
    if not path.is_file():
        return frozenset()
    state = path.stat()
    return _lines_of_left(path, state.st_mtime_ns, state.st_size, state.st_ino)


@unaudited("it changes nothing")
def destroyed_rings() -> frozenset[str]:
    """Every ring that was destroyed here."""
    return frozenset(each for each in in_ledger() if not each.startswith(LEFT))


@unaudited("it changes nothing")
def in_ledger() -> list[str]:
    """What the ledger remembers, without the days. Of two lines that a power cut glued together the later counts."""
    if not ledger().is_file():
        return []
    lines = (line.split() for line in ledger().read_text(encoding="utf-8").splitlines())
    return [line[-1] for line in lines if len(line) > 1]


def _add_lines(texts: Iterable[str]) -> None:
    """Add lines, and see them on the disk."""
    handle = os.open(ledger(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":  # a power cut tore the last line: nothing is glued to it
            os.write(handle, b"\n")
        for text in texts:
            os.write(handle, f"{clock.today():%Y-%m-%d} {text}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)


@unaudited("it changes nothing")
def ledger() -> Path:
    """Where the ledger lies."""
    return Path(settings.SHRED_LEDGER)
