"""What the doors bring in. Only they call this; each writes the trail itself, in the same transaction."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched, count
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.models import Exists, OuterRef

from amparo.commons.audit.actions import unaudited
from amparo.commons.codebooks.queries import codebook_of
from amparo.commons.gaps import clear_gaps
from amparo.commons.policy.models import random_id
from amparo.evidence.models import Batch, Code, Codebook, Recruitment, SetAside, Value, Variable
from amparo.formats import codebook as formats
from amparo.formats.codebook import BadCodebook

EVIDENCE = "evidence"
AT_ONCE = 500  # rows in memory
LISTED = ("one", "many")  # kinds whose codes come with the codebook
OBSERVATION = {"id": "bigint", "batch_id": "bigint", "codebook_id": "bigint", "part": "text", "whole_id": "bigint"}
VALUE = {"id": "bigint", "observation_id": "bigint", "code_id": "bigint"}
TABLES = ("evidence_recruitment", "evidence_value", "evidence_observation", "evidence_batch")

type Coded = tuple[str, Mapping[str, Any]]  # the name and version of its codebook, and the row


@dataclass(frozen=True, slots=True)
class Linked:
    """A row of a sample that grows from hand to hand: by which mark others name it, and who brought it.

    The marks live while a build is written; none of them is kept.
    """

    codebook: str
    row: Mapping[str, Any]
    mark: str = ""
    recruiter: str = ""

    def __iter__(self) -> Iterator[Any]:
        yield from (self.codebook, self.row)


@dataclass(slots=True)
class Brought:
    """How many rows came in, and how many were left out because their codebook does not know them."""

    rows: int = 0
    left_out: int = 0


class _Book:
    """A closed codebook, as the database has it: the key of each of its codes."""

    def __init__(self, row: Codebook) -> None:
        self.row = row
        self.variables = {(each.part, each.code): each for each in row.variables.all()}
        self.codes = {
            (part, variable, code): key
            for part, variable, code, key in Code.objects.filter(variable__codebook=row).values_list(
                "variable__part", "variable__code", "code", "pk"
            )
        }

    def keys(self, part: str, codes: Mapping[str, Iterable[str]]) -> list[int]:
        """The keys of these values; LookupError where the codebook does not have one."""
        return [self._key(part, variable, value) for variable, values in codes.items() for value in values]

    def _key(self, part: str, name: str, value: str) -> int:
        key = self.codes.get((part, name, value))
        if key is None:
            variable = self.variables[part, name]
            if variable.kind not in formats.SHAPES and (variable.kind != "place" or not formats.PLACE.fullmatch(value)):
                raise LookupError(name)
            key = Code.objects.create(variable=variable, kind=variable.kind, code=value).pk
            self.codes[part, name, value] = key
        return key


@unaudited("the door that brings it writes the trail, in the same transaction")
def bring(token: str, source: str, rows: Iterable[Coded | Linked]) -> Brought | None:
    """Bring a batch in and take the one before of this source away; None where this batch is here already.

    Rows are read one after the other and never held together. A row of a codebook that nobody brought, or with a code
    that its version does not have, is left out and counted.
    """
    # No savepoint: SQLite would keep every page of the build before in it, and look through them for each new row.
    with transaction.atomic(using=EVIDENCE, savepoint=False):
        batch, is_new = Batch.objects.get_or_create(token=token, defaults={"source": source})
        if not is_new:
            return None
        Batch.objects.filter(source=source).exclude(pk=batch.pk).delete()
        books: dict[str, _Book | None] = {}
        brought, numbers, net = Brought(), _numbers(), _Net()
        for some in batched(rows, AT_ONCE):
            _write(batch, some, books, brought, numbers, net)
        net.write()
        _drop_unused_codes()
    return brought


def _numbers() -> Iterator[int]:
    """Numbers for the rows of one build: from anywhere, upwards by any step.

    They come in the order of the rows, which were shuffled, so they tell no more than numbers by chance would; and what
    lies together is written many times faster.
    """
    return count(random_id() // 2, 1 + secrets.randbelow(2**20))


class _Net:
    """Who was brought by whom, until all rows of a build are there."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.recruiters: list[tuple[int, str]] = []

    def take(self, row: Any, number: int) -> None:
        """Remember the number that a row got, where it says who it is."""
        if isinstance(row, Linked):
            if row.mark:
                self.rows[row.mark] = number
            if row.recruiter:
                self.recruiters.append((number, row.recruiter))

    def write(self) -> None:
        """Write each link whose two ends came in."""
        links = [(recruit, self.rows[mark]) for recruit, mark in self.recruiters if mark in self.rows]
        for some in batched(links, AT_ONCE):
            Recruitment.objects.bulk_create(Recruitment(recruit_id=one, recruiter_id=other) for one, other in some)


def _write(
    batch: Batch,
    rows: Iterable[Coded | Linked],
    books: dict[str, _Book | None],
    brought: Brought,
    numbers: Iterator[int],
    net: _Net,
) -> None:
    """Some rows, with ids of their own. In plain SQL: the tables are large, and the database checks each row itself."""
    observations: list[tuple[int, int, int, str, int | None]] = []
    values: list[tuple[int, int, int]] = []
    for each in rows:
        reference, row = each
        if reference not in books:
            books[reference] = book_of(reference)
        book = books[reference]
        try:
            parts = [("", row["codes"]), *row["parts"]]
            found = [(part, book.keys(part, codes)) for part, codes in parts] if book else []
        except (LookupError, ValueError):
            found = []
        if book is None or not found:
            brought.left_out += 1
            continue
        whole = next(numbers)
        for part, keys in found:
            one = next(numbers) if part else whole
            observations.append((one, batch.pk, book.row.pk, part, whole if part else None))
            values += [(next(numbers), one, key) for key in keys]
            if not part:
                net.take(each, whole)
        brought.rows += 1
    _insert("evidence_observation", OBSERVATION, observations)
    _insert("evidence_value", VALUE, values)


def _insert(table: str, columns: Mapping[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows as they are. PostgreSQL takes all of them in one statement, and asks its rules once for all."""
    connection, names = connections[EVIDENCE], ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # for FAIL see the second migration
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT OR FAIL INTO {table} ({names}) VALUES ({marks})", rows)
        elif rows:
            lists = ", ".join(f"%s::{kind}[]" for kind in columns.values())
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT * FROM unnest({lists})",
                [list(each) for each in zip(*rows, strict=True)],
            )


@unaudited("a part of bringing a batch")
def book_of(reference: str) -> _Book | None:
    """A version of a codebook as it was brought, or brought now from its file; None where there is neither.

    Raises
    ------
    BadCodebook : where the file of this version says something else than what was brought under its name.
    """
    today = codebook_of(reference)
    row = Codebook.objects.filter(name=reference).first()
    if row is None:
        return _Book(_bring_book(today)) if today is not None else None
    if today is not None and today.digest != row.digest:
        raise BadCodebook(f"{reference} was changed without a new version.")
    return _Book(row)


def _bring_book(book: formats.Codebook) -> Codebook:
    """A version of a codebook with every code of its lists; from here on the database lets none be added."""
    row = Codebook.objects.create(name=book.reference)
    for each in book.variables:
        kind = "one" if each.kind == "age_band" else each.kind
        variable = Variable.objects.create(codebook=row, part=each.part, code=each.code, kind=kind)
        Code.objects.bulk_create(Code(variable=variable, kind=kind, code=code) for code in each.codes)
    Codebook.objects.filter(pk=row.pk).update(digest=book.digest)
    row.digest = book.digest
    return row


@unaudited("the door that takes it away writes the trail, in the same transaction")
def take_away(source: str) -> bool:
    """Everything of one source, and the codes that nothing else bears; False where there was nothing."""
    with transaction.atomic(using=EVIDENCE, savepoint=False):
        SetAside.objects.filter(source=source).delete()
        found, _by = Batch.objects.filter(source=source).delete()
        if found:
            _drop_unused_codes()
    return bool(found)


@unaudited("the door that sets it aside writes the audit log, in the same transaction")
def set_aside(source: str) -> bool:
    """Let what a source brought count in nothing; False where it is so already."""
    return SetAside.objects.get_or_create(source=source)[1]


@unaudited("the door that brings it back writes the audit log, in the same transaction")
def count_again(source: str) -> bool:
    """Let what was set aside count again; False where nothing was."""
    return bool(SetAside.objects.filter(source=source).delete()[0])


@unaudited("a part of bringing a batch, and of taking one away")
def _drop_unused_codes() -> None:
    """A quarter or a place of which nothing is left would still say that something was."""
    Code.objects.exclude(kind__in=LISTED).exclude(Exists(Value.objects.filter(code=OuterRef("pk")))).delete()


@unaudited("it deletes nothing that was not deleted before")
def cut_the_log() -> bool:
    """What was taken away with the build before is gone from the bytes of the database, too; False where not yet."""
    connection = connections[EVIDENCE]
    if connection.in_atomic_block:
        return False
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {', '.join(TABLES)}")
        return True
    is_clear = clear_gaps(connection, TABLES)
    try:
        with connection.cursor() as cursor:
            busy, _pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except DatabaseError:
        return False
    return is_clear and not busy
