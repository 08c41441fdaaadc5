"""The key log: every change of it shows, and so does a key in force that it does not know."""

from datetime import date
from typing import Any

import pytest
from django.db import connections, transaction

from amparo.sealing.keys import fresh_secret, recipient_of
from amparo.vault.actions.key_log import digest_of, first_broken_entry, note_key, unlogged_keys
from amparo.vault.models import KeyEntry, Reader
from tests.letters import OPENED_ON, Letters, a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def lines(count: int) -> None:
    for number in range(count):
        note_key(f"act{number}", None, by="house.setup", on=OPENED_ON)


def test_the_log_holds_and_every_change_shows(cast: Any) -> None:
    lines(5)
    assert first_broken_entry() is None
    for part, value in (
        ("act", "x"),
        ("on", date(2000, 1, 1)),
        ("by", "x"),
        ("reader", "0" * 16),
        ("fingerprint", "x"),
        ("digest", "f" * 64),
        ("previous", "f" * 64),
    ):
        with transaction.atomic(using="default"):
            KeyEntry.objects.filter(number=3).update(**{part: value})
            assert first_broken_entry() in {3, 4}, part
            transaction.set_rollback(True, using="default")
    assert first_broken_entry() is None


def test_a_changed_line_with_a_digest_made_to_fit_shows_at_the_next(cast: Any) -> None:
    """Whoever can write a row can work out its digest too. The next line still bears the one that stood before."""
    lines(5)
    forged = KeyEntry.objects.get(number=3)
    forged.by = "user:0123456789abcdef"
    KeyEntry.objects.filter(number=3).update(by=forged.by, digest=digest_of(forged))
    assert first_broken_entry() == 4


@pytest.mark.parametrize("gone", [1, 4])
def test_a_line_that_is_missing_shows(cast: Any, gone: int) -> None:
    lines(5)
    KeyEntry.objects.filter(number=gone).delete()
    assert first_broken_entry() == gone


def test_lines_in_another_order_show(cast: Any) -> None:
    lines(5)
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE vault_keyentry SET number = 99 WHERE number = 2")
        cursor.execute("UPDATE vault_keyentry SET number = 2 WHERE number = 3")
        cursor.execute("UPDATE vault_keyentry SET number = 3 WHERE number = 99")
    assert first_broken_entry() == 2


def test_a_key_in_force_that_the_log_does_not_know_shows(house: Letters) -> None:
    """A chain alone does not know its end; so each key that counts must stand in it, as it is."""
    assert unlogged_keys() == []
    confirmed = KeyEntry.objects.filter(reader=house.readers["berta"].reference, act="confirmed")
    KeyEntry.objects.filter(number__gte=confirmed.get().number).delete()
    assert house.readers["berta"].reference in unlogged_keys()


def test_a_key_that_was_put_in_the_place_of_another_shows(house: Letters) -> None:
    """Whoever writes into the database gives a colleague a key of his own: nobody confirmed that one."""
    Reader.objects.filter(pk=house.readers["ana"].pk).update(recipient=recipient_of(fresh_secret()))
    assert unlogged_keys() == [house.readers["ana"].reference]
    assert first_broken_entry() is None, "the chain itself is whole"
