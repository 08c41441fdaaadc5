"""On PostgreSQL each process of a run copies two empty databases; the first that needs them has them migrated."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from tests.own_house import ON_POSTGRES, ROOMS, OwnHouse, empty_databases, server

pytestmark = pytest.mark.skipif(not ON_POSTGRES, reason="SQLite lays its tables anew each time")
OTHER = (("AMPARO_PROFILE", "guia"),)


def started(*_words: Any) -> Any:
    raise AssertionError("a program was started")


def test_they_are_made_once_and_what_is_in_them_is_what_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    first = empty_databases(OTHER)
    assert set(first) == set(ROOMS)
    monkeypatch.setattr(OwnHouse, "start", started)
    assert empty_databases(OTHER) == first
    with pytest.raises(AssertionError, match="a program was started"):
        empty_databases((("AMPARO_PROFILE", "guia"), ("AMPARO_HSDS_API", "yes")))


def test_where_making_them_failed_nothing_is_left_that_another_would_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OwnHouse, "start", started)
    more = (("AMPARO_PROFILE", "acompanamiento"),)
    for _twice in range(2):
        with pytest.raises(AssertionError, match="a program was started"):
            empty_databases(more)


@pytest.mark.django_db(databases=["default", "evidence"])
def test_the_databases_of_tests_are_copies_in_which_every_migration_was_applied() -> None:
    for alias in ROOMS.values():
        template = connections[alias].settings_dict["TEST"]["TEMPLATE"]
        with server() as connection:
            assert connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone()
        call_command("migrate", database=alias, check_unapplied=True, verbosity=0)
