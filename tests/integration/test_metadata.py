"""When she wrote: the house knows the day. No column, no id, no order of rows tells the hour, or who came first.

Two copies of one house do the same on the same day, one at 08:03, one at 21:47. Their databases are then laid side by
side, column by column. What differs must be on the list of what chance makes, and as long as in the other.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, models

from tests import acts_of_a_day as acts
from tests.order import laid_out, spread, tau
from tests.own_house import ON_POSTGRES, OwnHouse
from tests.two_houses import base_house, copies, tables

# What chance makes, in each table: names, envelopes, public keys, and what hangs on them. Everything else is equal.
RANDOM = {
    "reporting_thread": {"id", "reference", "ring", "facts"},
    "reporting_message": {"id", "thread_id", "box"},
    "reporting_note": {"id", "thread_id", "box"},
    "reporting_tally": {"id"},
    "reporting_usedticket": {"id", "check_of"},
    "vault_casekey": {"id", "ring", "recipient"},
    "vault_wrap": {"id", "case_key_id", "reader_id", "box"},
    "vault_reader": {"id", "reference", "recipient", "check_of"},
    "vault_sealedfile": {"id", "ring", "reference", "box"},
    "vault_blind": {"id", "ring"},
    # Acts of the team: to the hour of the clock, which no argument moves. The chain hangs on the name of the thread.
    "audit_act": {"id", "at", "target", "previous", "digest"},
    "audit_head": {"digest"},
}
HOURS = re.compile(r"\d{4}-\d\d-\d\d \d\d:00:00(\+00:00)?")
GREASE = re.compile(rb"-> [!-~]*-grease(?: [!-~]+)*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n")
MANY = 200
# Where nothing tells an order tau is normal with a deviation of 0.048 (n = 200): beyond 0.25 once in seven million.
# Half as many letters have words, and half a file: 0.067, and the bound goes with it. About twenty columns are looked
# at, so this test is wrong about once in 300,000 runs.
DEVIATIONS = 5.25


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OwnHouse, dict[str, Any]]]:
    with base_house(tmp_path_factory.mktemp("base") / "house", acts.lay) as made:
        yield made


# --- the hour ------------------------------------------------------------------------------------------------------


def shape(value: Any) -> tuple[str, int]:
    """What is left of a random value: its kind, and its length where it has one.

    The library puts a stanza into the head of an envelope that means nothing and has a length by chance (“grease”, so
    that programs learn to pass over what they do not know): it is taken out before the envelope is measured.
    """
    if isinstance(value, str) and value.startswith("bytes:"):
        return "bytes", len(GREASE.sub(b"", bytes.fromhex(value.removeprefix("bytes:"))))
    return type(value).__name__, 0 if isinstance(value, int) else len(str(value))


def shapes(rows: list[dict[str, Any]], random: set[str]) -> list[str]:
    """The rows of a table without what chance makes, in an order of their own."""
    return sorted(
        repr({name: shape(value) if name in random else value for name, value in row.items()}) for row in rows
    )


def unequal(one: dict[str, Any], other: dict[str, Any]) -> dict[str, list[str]]:
    """Which tables differ in something that chance does not make, and the first rows in which they do."""
    assert one.keys() == other.keys()
    found = {}
    for table in one:
        random = RANDOM.get(table.partition(".")[2], set())
        first, second = shapes(one[table], random), shapes(other[table], random)
        if first != second:
            found[table] = [*(row for row in first if row not in second)][:3] + [
                *(row for row in second if row not in first)
            ][:3]
    return found


def test_at_another_hour_of_the_day_the_databases_are_the_same(
    base: tuple[OwnHouse, dict[str, Any]], tmp_path: Path
) -> None:
    with copies(base[0], tmp_path) as (early, late):
        before = early.ask(tables)
        early.ask(acts.a_day, base[1], 8, 3)
        late.ask(acts.a_day, base[1], 21, 47)
        morning, evening = early.ask(tables), late.ask(tables)
        assert unequal(morning, evening) == {}
        for table in ("thread", "message", "note", "tally", "usedticket"):
            assert len(morning[f"default.reporting_{table}"]) > len(before[f"default.reporting_{table}"]), table
        seen = {name for table in morning for name in RANDOM.get(table.partition(".")[2], set())}
        assert {"box", "check_of", "facts"} <= seen
        for act in morning["default.audit_act"]:
            if act["verb"].startswith(("thread.", "letters.")):
                assert HOURS.fullmatch(act["at"]), act
        assert not any(
            "08:03" in repr(rows) or "21:47" in repr(rows) for rows in [*morning.values(), *evening.values()]
        )
        lines = [
            [re.sub(r"[0-9a-f]{16,}", "#", line) for line in house.ask(acts.ledger_lines)] for house in (early, late)
        ]
        assert lines[0] == lines[1]
        assert len(lines[0]) >= 2
        early.ask(acts.plant_a_moment, 8, 3)
        late.ask(acts.plant_a_moment, 21, 47)
        assert set(unequal(early.ask(tables), late.ask(tables))) == {"default.reporting_message"}, (
            "the look is not blind"
        )


def test_a_longer_envelope_would_be_seen() -> None:
    """A control: what chance makes may differ, and not its length; a count or a day may not differ at all."""
    row = {"id": 7, "thread_id": 3, "box": "bytes:00ff", "number": 1, "on": "2026-11-20"}
    same = {"default.reporting_message": [row | {"id": 99, "box": "bytes:aaaa"}]}
    assert unequal({"default.reporting_message": [row]}, same) == {}
    for change in ({"box": "bytes:00"}, {"on": "2026-11-21"}, {"number": 2}, {"id": "7"}):
        assert unequal({"default.reporting_message": [row]}, {"default.reporting_message": [row | change]}) != {}, (
            change
        )


# --- the order -----------------------------------------------------------------------------------------------------


def telling(columns: dict[str, list[Any]]) -> dict[str, float]:
    """The columns whose values tell in which order the letters came."""
    found = {name: tau(values) for name, values in columns.items()}
    return {name: round(each, 2) for name, each in found.items() if abs(each) > DEVIATIONS * spread(len(columns[name]))}


def columns_of(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Row by row becomes column by column."""
    return {name: [row[name] for row in rows if name in row] for name in {name for row in rows for name in row}}


def places_of(rows: list[dict[str, Any]], places: dict[str, dict[str, Any]]) -> dict[str, list[Any]]:
    """Where the row of each letter lies, in the order in which they came."""
    return {
        f"{name} lies": [place_of(found[str(row[f"{name}.id"])]) for row in rows if f"{name}.id" in row]
        for name, found in places.items()
    }


def place_of(place: Any) -> Any:
    """A place in a heap of PostgreSQL as numbers: ``(12,3)``."""
    return [int(each) for each in re.findall(r"\d+", place)] if isinstance(place, str) else place


def in_the_file(house: Any, rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """On which page of the file of SQLite each row lies."""
    path = house.house.data / "care.sqlite3"
    laid = {
        name: {str(key): page for key, page in laid_out(path, root)} for name, root in house.ask(acts.roots).items()
    }
    return places_of(rows, laid)


@pytest.fixture(scope="module")
def letters(base: tuple[OwnHouse, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two hundred letters, in the order in which they came; and the house in which they are."""
    with copies(base[0], tmp_path_factory.mktemp("many"), 1) as (house,):
        yield house, house.ask(acts.many, MANY)


def test_no_id_tells_who_came_first(letters: Any) -> None:
    house, rows = letters
    columns = columns_of(rows)
    assert len(columns) >= 14
    assert min(map(len, columns.values())) == MANY // 2
    assert telling(columns) == {}
    if not ON_POSTGRES:  # the number that SQLite counts beside a key is the key itself
        hidden = house.ask(acts.hidden_numbers, "rowid")
        assert all(key == number for found in hidden.values() for key, number in found.items())


def test_an_order_is_seen(letters: Any) -> None:
    """Controls: numbers that count up, that count down, and that count up with every fourth one drawn."""
    _house, rows = letters
    ids = columns_of(rows)["thread.id"]
    planted = {
        "up": list(range(MANY)), "down": list(range(MANY, 0, -1)),
        "mostly": [number * 2**54 if number % 4 else ids[number] for number in range(MANY)],
        "early and late": [number // 100 * 2**61 + ids[number] // 2 for number in range(MANY)],
    }  # fmt: skip
    assert set(telling(planted)) == set(planted)
    assert telling({"chance": ids}) == {}
    assert tau([1, 2, 3, 4]) == 1
    assert tau([4, 3, 2, 1]) == -1
    assert tau([1, 3, 2, 4]) == pytest.approx(4 / 6)


def test_where_rows_lie_tells_the_order_until_the_file_is_written_anew(letters: Any) -> None:
    """What is promised is the order of ids. The file itself is filled as letters come, and tells it; said here, so that
    nobody believes otherwise. Written anew by random id, as the night has to, it tells nothing."""
    house, rows = letters

    def lying() -> list[dict[str, list[Any]]]:
        if not ON_POSTGRES:
            return [in_the_file(house, rows)]
        return [places_of(rows, house.ask(acts.hidden_numbers, column)) for column in ("ctid", "xmin")]

    assert all(telling(each)["message lies"] > 0.9 for each in lying())
    house.ask(acts.rewrite)
    assert [telling(each) for each in lying()] == [{}] * len(lying())


# --- what a column can hold ----------------------------------------------------------------------------------------


def finer_than_a_day(labels: set[str]) -> set[str]:
    """The columns of these apps that hold more than a day, as the database itself has them."""
    found = set()
    connection = connections["default"]
    with connection.cursor() as cursor:
        for label in labels:
            for model in apps.get_app_config(label).get_models():
                table = model._meta.db_table
                for column in connection.introspection.get_table_description(cursor, table):
                    kind = connection.introspection.get_field_type(column.type_code, column)
                    if isinstance(kind, str) and re.search("Time|Duration|Float|JSON|Text", kind):
                        found.add(f"{table}.{column.name}")
    return found


@pytest.mark.django_db
def test_no_column_of_hers_holds_more_than_a_day() -> None:
    # A coded row is JSON, and holds what its codebook lets through: nothing finer than a quarter (test_codebook.py).
    assert finer_than_a_day({"reporting", "vault"}) == {
        "vault_codedrow.codes", "vault_unlock.opened_at", "vault_unlock.seen_at",
        "vault_wrap.until",  # until when a colleague was let in, by a colleague: no act of hers
    }  # fmt: skip
    assert "audit_act.at" in finer_than_a_day({"audit"})  # it is seen where there is one
    for label in ("reporting", "vault"):
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                is_moment = isinstance(field, models.DateTimeField | models.TimeField | models.DurationField)
                assert not is_moment or model.__name__ == "Unlock" or str(field) == "vault.Wrap.until", field


@pytest.mark.django_db
def test_every_key_is_drawn_and_every_column_is_of_a_kind_that_was_looked_at() -> None:
    """A key that counts is a clock; so is a reference, a token or a text that somebody adds later without a look."""
    for label in ("reporting", "vault"):
        for model in apps.get_app_config(label).get_models():
            key = model._meta.pk
            assert key is not None
            assert model._meta.db_table == "vault_house" or callable(key.default), model
            drawn = {key.get_default() for _ in range(50)}
            assert len(drawn) == 50
            assert all(0 < each < 2**62 for each in drawn)
