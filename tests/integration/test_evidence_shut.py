"""The database itself refuses what may not be counted: words, days, ages, points, and codes that no codebook has.

Everything here is tried with plain SQL, past every form, action and model, on SQLite and on PostgreSQL.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from amparo.evidence.actions import bring
from amparo.evidence.models import Batch, Code, Codebook, Observation, Value, Variable
from amparo.formats import codebook as formats
from tests.coded import first_codebook

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
TOKEN = "0123456789abcdef" * 2
ROW = {"codes": {"gender_group": ["women"]}, "parts": [["incident", {"acts": ["VIO", "EXT"], "happened": ["2026-Q3"]}]]}
WORDS = [
    "Yuli la de ejemplo",
    "me pegó el policía",
    "",
    " ",
    "ab cd",
    "trans_feminine;",
    "ñ",
    "a" * 25,
    "x\ny",
    "yes\x00Yuli",
    "34",
    "7",
]


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """One row with one part, brought as a door brings it; in a codebook that has a time."""
    monkeypatch.setattr(formats, "codebook", lambda name: first_codebook())
    bring(TOKEN, "cases", [("cases/1", ROW)])
    whole, part = Observation.objects.get(whole=None), Observation.objects.exclude(whole=None).get()
    return {"book": Codebook.objects.get(), "batch": Batch.objects.get(), "whole": whole, "part": part}


def tried(sql: str, *values: Any) -> bool:
    """Does the database take it, to the end of its transaction? What it took is undone."""
    connection = connections["evidence"]
    try:
        with transaction.atomic(using="evidence"):
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
            connection.check_constraints()
            transaction.set_rollback(True, using="evidence")
    except (DatabaseError, ValueError):  # ValueError: the driver of PostgreSQL sends no text with a zero byte in it
        return False
    return True


def insert(table: str, **values: Any) -> bool:
    """A row of its own number, in plain SQL."""
    names = ["id", *values]
    marks = ", ".join(["%s"] * len(names))
    return tried(f"INSERT INTO evidence_{table} ({', '.join(names)}) VALUES ({marks})", 77, *values.values())


def open_variable(kind: str) -> int:
    """A variable of this kind, of a codebook that is still open."""
    book = Codebook.objects.create(name="trial/1")
    return Variable.objects.create(codebook=book, part="", code="thing", kind=kind).pk


# What is refused stands beside what is taken, so that a refusal is not one of everything.
TAKEN = {
    "one": ["women", "VIO", "12_17", "under_12", "a", "A" * 24],
    "many": ["VIO", "does_not_know"],
    "month": ["2026-01", "2026-12", "2000-10"],
    "quarter": ["2026-Q1", "2026-Q4"],
    "week": ["2026-W01", "2026-W49", "2026-W53"],
    "place": ["EC", "EC-C", "CO-NSA", "EC-C-0401", "CO-52-52356", "BR-SP-3550308"],
}
REFUSED = {
    "one": WORDS,
    "many": WORDS,
    "month": [
        *WORDS, "2026-11-25", "2026-13", "2026-00", "2026-1", "1996-03", "2026-Q1", "26-03", "2026-03\n", " 2026-03",
    ],
    "quarter": [*WORDS, "2026-Q0", "2026-Q5", "2026-q1", "2026-03", "2026-Q1 ", "2026-W01"],
    "week": [*WORDS, "2026-W00", "2026-W54", "2026-W1", "2026-W01-3", "2026-01", "2026-W010"],
    "place": [
        *WORDS, "EC-C-0401-001", "-0.812", "0.81,-77.7", "EC--1", "EC-", "ec-c", "Tulcán", "EC-C-", "ECU", "EC-CARC",
        "EC-C-123456789", "EC-C-0401-", "-EC",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", TAKEN)
def test_a_code_has_the_shape_of_its_kind(kind: str) -> None:
    variable = open_variable(kind)
    for code in TAKEN[kind]:
        assert insert("code", variable_id=variable, kind=kind, code=code), code
    for code in REFUSED[kind]:
        assert not insert("code", variable_id=variable, kind=kind, code=code), code


@pytest.mark.parametrize("kind", ["text", "day", "number", "age", "point", "", "moment", "code"])
def test_there_is_no_kind_for_anything_finer(kind: str) -> None:
    book = Codebook.objects.create(name="trial/1").pk
    assert insert("variable", codebook_id=book, part="", code="thing", kind="quarter")
    assert not insert("variable", codebook_id=book, part="", code="thing", kind=kind)
    variable = open_variable_in(book)
    assert not insert("code", variable_id=variable, kind=kind, code="2026-Q1")


def open_variable_in(book: int) -> int:
    return Variable.objects.create(codebook_id=book, part="", code="thing", kind="quarter").pk


def test_a_code_has_the_kind_of_its_variable() -> None:
    variable = open_variable("quarter")
    assert insert("code", variable_id=variable, kind="quarter", code="2026-Q1")
    assert not insert("code", variable_id=variable, kind="month", code="2026-01")
    assert not insert("code", variable_id=variable, kind="one", code="yes")


def test_a_codebook_that_was_brought_is_closed(brought: dict[str, Any]) -> None:
    book = brought["book"].pk
    gender, happened = (Variable.objects.get(code=code).pk for code in ("gender_group", "happened"))
    assert not insert("code", variable_id=gender, kind="one", code="Yuli")
    assert not insert("code", variable_id=gender, kind="one", code="unheard_of")
    assert insert("code", variable_id=happened, kind="quarter", code="2027-Q1")  # time goes on
    assert not insert("variable", codebook_id=book, part="", code="name_used", kind="one")
    assert not tried("UPDATE evidence_codebook SET digest = ''")
    assert not tried("UPDATE evidence_codebook SET name = 'cases/2'")
    assert not insert("codebook", name="trial/1", digest="0" * 64)  # closed before it had a code
    assert insert("codebook", name="trial/1", digest="")


def test_a_value_is_of_the_codebook_of_its_row(brought: dict[str, Any]) -> None:
    whole, part = brought["whole"].pk, brought["part"].pk
    code = {(each.variable.code, each.code): each.pk for each in Code.objects.select_related("variable")}
    other = open_variable("one")
    stranger = Code.objects.create(variable_id=other, kind="one", code="yes").pk
    assert insert("value", observation_id=whole, code_id=code["need_group", "health"])
    assert insert("value", observation_id=part, code_id=code["acts", "DEP"])
    assert not insert("value", observation_id=whole, code_id=stranger)
    assert not insert("value", observation_id=whole, code_id=code["acts", "DEP"])  # of a part, on the whole
    assert not insert("value", observation_id=part, code_id=code["need_group", "health"])
    assert not insert("value", observation_id=whole, code_id=code["gender_group", "others"])  # it has one already
    assert not insert("value", observation_id=part, code_id=code["acts", "VIO"])  # the same twice
    assert not insert("value", observation_id=whole, code_id=12345)
    assert not insert("value", observation_id=12345, code_id=code["need_group", "health"])
    assert not insert("value", observation_id=whole, code_id="Yuli")


def test_a_part_is_of_a_row_of_its_batch_and_codebook(brought: dict[str, Any]) -> None:
    here = {"batch_id": brought["batch"].pk, "codebook_id": brought["book"].pk}
    whole, part = brought["whole"].pk, brought["part"].pk
    assert insert("observation", **here, part="", whole_id=None)
    assert insert("observation", **here, part="incident", whole_id=whole)
    assert not insert("observation", **here, part="incident", whole_id=None)
    assert not insert("observation", **here, part="", whole_id=whole)
    assert not insert("observation", **here, part="Yuli la de ejemplo", whole_id=whole)
    assert not insert("observation", **here, part="incident", whole_id=part)  # a part of a part
    assert not insert("observation", **here, part="incident", whole_id=12345)
    other = Batch.objects.create(token="f" * 32, source="cases").pk
    assert not insert("observation", **here | {"batch_id": other}, part="incident", whole_id=whole)
    still_open = Codebook.objects.create(name="trial/1").pk
    assert not insert("observation", **here | {"codebook_id": still_open}, part="", whole_id=None)


def test_what_was_brought_is_never_changed(brought: dict[str, Any]) -> None:
    for table, column, value in (
        ("variable", "code", "name_used"), ("code", "code", "Yuli"), ("batch", "source", "others"),
        ("observation", "part", "incident"), ("value", "code_id", Code.objects.first().pk),
    ):  # fmt: skip
        assert not tried(f"UPDATE evidence_{table} SET {column} = %s", value), table


@pytest.mark.parametrize(("table", "given", "column", "refused"), [
    ("batch", {"token": "a" * 32, "source": "signals"}, "token", ["A" * 32, "a" * 31, "a" * 33, "Yuli", ""]),
    ("batch", {"token": "a" * 32, "source": "signals"}, "source", ["Yuli", "la casa", "", "s", "2026-11-25"]),
    ("codebook", {"name": "trial/1", "digest": ""}, "name", ["trial", "trial/0", "/1", "Yuli/1", "t/1", "trial/1/1"]),
    ("codebook", {"name": "trial/1", "digest": ""}, "digest", ["Yuli", "0" * 63]),
])  # fmt: skip
def test_names_have_a_shape(table: str, given: dict[str, str], column: str, refused: list[str]) -> None:
    assert insert(table, **given)
    for value in refused:
        assert not insert(table, **given | {column: value}), value


def columns() -> Iterator[tuple[str, str, str]]:
    """Every column of the evidence room, with its type as the database says it."""
    connection = connections["evidence"]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("evidence_"):
                for field in connection.introspection.get_table_description(cursor, table):
                    yield table, field.name, connection.introspection.get_field_type(field.type_code, field)


def loose(found: Iterator[tuple[str, str, str]]) -> list[str]:
    """Columns that could hold a number, a moment or a long text: all but short texts, ids and foreign keys."""
    keys = {"AutoField", "BigAutoField", "BigIntegerField"}
    return [
        f"{table}.{name} is a {kind}"
        for table, name, kind in found
        if not ((kind in keys and (name == "id" or name.endswith("_id"))) or kind == "CharField")
    ]


def test_no_column_could_hold_an_age_a_point_a_day_or_a_sentence() -> None:
    assert loose(iter([("evidence_x", "age", "IntegerField"), ("evidence_x", "on", "DateField")])) == [
        "evidence_x.age is a IntegerField", "evidence_x.on is a DateField",
    ]  # fmt: skip
    assert len(list(columns())) >= 20
    assert loose(columns()) == []


def test_the_integrity_check_of_sqlite_knows_every_constraint(brought: dict[str, Any]) -> None:
    """A backup is checked by plain SQLite, without the functions that Django adds: no constraint may need one."""
    if connections["evidence"].vendor != "sqlite":
        pytest.skip("SQLite only")
    plain = sqlite3.connect(":memory:")
    with connections["evidence"].cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name LIKE 'evidence_%%'")
        for (sql,) in cursor.fetchall():
            plain.execute(sql)
    plain.execute("INSERT INTO evidence_batch (id, token, source) VALUES (1, ?, 'cases')", (TOKEN,))
    with pytest.raises(sqlite3.IntegrityError):
        plain.execute("INSERT INTO evidence_batch (id, token, source) VALUES (2, 'Yuli', 'cases')")
    assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()


def test_values_are_there_at_all(brought: dict[str, Any]) -> None:
    assert Value.objects.count() == 4
