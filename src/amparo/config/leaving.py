"""An organisation leaves: everything is written into one archive, opened again to see that it is whole, then destroyed.

The order is the promise. Before the archive was opened with a key of those it is for, and compared with the house line
by line, nothing is destroyed. Then a file says that it was (``leaving.json``), and from there on a rerun only goes on.
"""

import json
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction

from amparo.commons.audit.actions import record
from amparo.commons.policy.policies import SERVER
from amparo.config.inventory import ROOMS
from amparo.formats.case_archive.reading import Reading
from amparo.formats.case_archive.writing import lines_of

STATE, ARCHIVE, PLACES, CERTIFICATE = "leaving.json", "house.age", "services.json", "certificate.txt"
# What says nothing of a person: the list of places, the routes, the map, what Django needs, and the trail, in which
# everybody is an opaque name that belongs to nobody afterwards. Every other table is emptied, also one of tomorrow.
KEPT = {
    "audit.act", "audit.head", "auth.group", "auth.group_permissions", "auth.permission", "contenttypes.contenttype",
    "directory.attribute", "directory.location", "directory.organisation", "directory.phone", "directory.schedule",
    "directory.searchrow", "directory.searchstate", "directory.service", "directory.serviceatlocation",
    "directory.source", "pathways.linecheck", "pathways.signoff", "places.admin1", "places.country",
    "places.landmark", "places.loaded", "places.place",
}  # fmt: skip


class NotTheSame(Exception):
    """What was opened again is not what stands in the house."""


@dataclass(frozen=True, slots=True)
class Left:
    """What was decided and counted before anything was destroyed; it is on the disk before the first row goes."""

    on: str
    archive: str
    digest: str  # SHA-256 of the archive as a file
    items: dict[str, int]
    shut: int  # things that the sheets did not open
    rows: dict[str, int]  # by table, what is destroyed
    wraps: int
    people: list[str]
    done: bool = False


def state_file() -> Path:
    """Where it stands how far the leaving came."""
    return Path(settings.DATA) / STATE


def begun() -> Left | None:
    """The leaving that was decided, if one was."""
    return Left(**json.loads(state_file().read_text(encoding="utf-8"))) if state_file().is_file() else None


def remember(left: Left) -> None:
    """Write it so that a power cut leaves the old state or the new one."""
    unfinished = state_file().with_name(f"{STATE}.new")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, json.dumps(asdict(left), indent=1).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    unfinished.replace(state_file())


# --- writing and looking ---


def all_lines(seeds_of: Callable[[str], dict[int, bytes]], shut: list[str], on: date) -> Iterator[bytes]:
    """Everything that these seeds open, as the lines of an archive."""
    from amparo.access.reporting.queries.carrying import thread_documents
    from amparo.casework.queries.carrying import case_documents

    return lines_of(chain(case_documents(seeds_of, shut), thread_documents(seeds_of, shut)), why="leaving", on=on)


def not_carried() -> int:
    """How many legal matters there are: an archive has no lines for them, their proof and their papers."""
    if not apps.is_installed("amparo.legal.representation"):
        return 0
    from amparo.legal.representation.queries.retention import how_many

    return how_many()


def compare(file: Path, identities: str, expected: Iterable[bytes]) -> Reading:
    """Open the archive and hold every line beside what stands in the house now; :class:`NotTheSame` at the first."""
    from amparo.vault.actions.archives import open_lines

    reading, coming = Reading(), iter(expected)

    def take(line: bytes) -> None:
        reading.take(line)
        if line != next(coming, None):
            raise NotTheSame(reading.number)

    try:
        with file.open("rb") as sealed:
            open_lines(sealed, identities=identities, take=take)
        reading.finish()
        if next(coming, None) is not None:
            raise NotTheSame(reading.number + 1)
    finally:
        if isinstance(coming, Generator):  # what it reads from stays open otherwise, and fails whoever asks next
            coming.close()
    return reading


# --- destroying ---


def tables_that_go(alias: str) -> list[str]:
    """Every table of a database that is not kept."""
    room = connections[alias]
    there = set(room.introspection.table_names())
    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.label_lower not in KEPT]
    return sorted({each._meta.db_table for each in models} & there)


def rows_that_go() -> dict[str, int]:
    """How many rows of each table go, both databases together."""
    found: dict[str, int] = {}
    for alias in ROOMS.values():
        for table in tables_that_go(alias):
            with connections[alias].cursor() as cursor:
                cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
                found[table] = found.get(table, 0) + int(cursor.fetchone()[0])
    return {table: count for table, count in found.items() if count}


def destroy() -> None:
    """Empty every table that is not kept; the ledger first. Doing it again does no harm and finishes what was cut."""
    from amparo.vault.actions.burning import cut_the_log, end_the_log, lay_anew
    from amparo.vault.actions.ledger import write_ledger
    from amparo.vault.queries.opened import every_ring

    write_ledger(*sorted(every_ring()))
    for alias in ROOMS.values():
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            record("house.left", by=SERVER, target=None, using=alias)  # first: what was released goes only after it
            for table in tables_that_go(alias):
                cursor.execute(f'DELETE FROM "{table}"')
        write_anew(alias)
    lay_anew()
    cut_the_log()
    end_the_log()


def write_anew(alias: str) -> None:
    """What was deleted is in no free page of the database any more."""
    room = connections[alias]
    if room.in_atomic_block:
        return
    with room.cursor() as cursor:
        if room.vendor == "sqlite":
            cursor.execute("PRAGMA temp_store_directory='{}'".format(str(settings.DATA).replace("'", "''")))
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA temp_store_directory=''")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for table in tables_that_go(alias):
                cursor.execute(f'VACUUM FULL "{table}"')
