"""A key is taken away while letters arrive, on connections of their own: nothing is left that is wrapped to it.

The two are stopped at the points where one could pass by the other, in both orders, for a letter that the server seals
and for one that a phone sealed.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.own_house import OwnHouse, own_house

ORDERS = ("before_it_begins", "while_it_writes", "before_the_end_is_kept")
LONG = 0.6  # seconds that the one who was stopped gives the other


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnHouse]:
    with own_house(tmp_path_factory.mktemp("house")) as made:
        yield made


def raced(orders: list[str]) -> list[dict[str, Any]]:
    """For each order and kind of letter: how many wraps berta's key has afterwards, and how many the others."""
    from tests.cast import make_cast
    from tests.letters import a_house_for_letters

    house = a_house_for_letters(make_cast())
    found = []
    for order in orders:
        for kind in ("server", "phone"):
            found.append({"order": order, "kind": kind, **once(house, order, kind)})
    return found


def held_outside() -> str:
    """What is said of a lock that would hold nothing."""
    from django.db.transaction import TransactionManagementError

    from amparo.vault.actions.holding import hold_keys

    try:
        hold_keys()
    except TransactionManagementError as error:
        return str(error)
    return ""


def once(house: Any, order: str, kind: str) -> dict[str, Any]:
    """One letter beside one end of a key; the key is in force again afterwards, for the next."""
    import threading
    from unittest.mock import patch

    from django.db import connections, transaction

    from amparo.access.reporting.actions import tallies
    from amparo.access.reporting.models import Thread
    from amparo.commons.accounts import actions as accounts
    from amparo.vault.actions import letters as sealed
    from amparo.vault.actions import readers
    from amparo.vault.models import ACTIVE, RETIRED, Reader, Wrap

    Thread.objects.all().delete()
    Wrap.every.all().delete()
    berta = house.readers["berta"]
    Reader.objects.filter(pk=berta.pk).update(state=ACTIVE)
    berta.refresh_from_db()
    arrived, ended, failed = threading.Event(), threading.Event(), []

    def alone(act: Any) -> Any:
        def run() -> None:
            try:
                act()
            except BaseException as error:
                failed.append(repr(error))
            finally:
                connections.close_all()

        return threading.Thread(target=run)

    def stopping(function: Any) -> Any:
        """Say that this point is reached and let the other go on; for good, or for as long as it may need."""

        def stopped(*args: Any, **kwargs: Any) -> Any:
            if not arrived.is_set():
                arrived.set()
                ended.wait(20 if order == "before_it_begins" else LONG)
            return function(*args, **kwargs)

        return stopped

    def end() -> None:
        if order != "before_the_end_is_kept":
            arrived.wait(20)
            readers.retire_reader(berta, by=accounts.SETUP)
            ended.set()
            return
        with transaction.atomic(using="default"):
            readers.retire_reader(berta, by=accounts.SETUP)
            arrived.set()
            ended.wait(LONG)  # nobody says so: whoever writes a letter waits for this one

    def write() -> None:
        if order == "before_the_end_is_kept":
            arrived.wait(20)
        post(house, kind)

    # Where a letter is looked at before its transaction begins, and the last statement within it.
    before = patch.object(sealed, "check_envelopes", stopping(sealed.check_envelopes))
    within = patch.object(tallies, "count", stopping(tallies.count))
    first = patch.object(tallies, "use_ticket", tallies.use_ticket)
    if order == "before_it_begins" and kind == "server":  # it has no such place: the first statement is within
        before = first
        arrived.set()
        ended.wait(0)
    with {"before_it_begins": before, "while_it_writes": within}.get(order, first):
        both = [alone(end), alone(write)]
        for each in both:
            each.start()
        for each in both:
            each.join(60)
    berta.refresh_from_db()
    return {
        "failed": failed,
        "retired": berta.state == RETIRED,
        "hers": Wrap.every.filter(reader=berta).count(),
        "of_ana": Wrap.every.filter(reader=house.readers["ana"]).count() > 0,
        "letters": Thread.objects.count(),
    }


def post(house: Any, kind: str) -> None:
    """A letter to the three of the team, as the server seals it or as a phone did."""
    from amparo.access.reporting.actions.letters import Envelope, take_letter, write_letter
    from amparo.access.reporting.queries.tickets import new_ticket
    from amparo.vault.actions.as_phone import close_letter, some_receipt

    named = [house.readers[name] for name in ("ana", "berta", "carla")]
    told = {"readers": [each.reference for each in named], "language": "es", "lane": "waited", "ticket": new_ticket()}
    if kind == "server":
        write_letter(text="Hola.", facts={}, **told)
        return
    lookup, secret = some_receipt()
    closed = close_letter("Hola.", named, {}, lookup=lookup, secret=secret)
    take_letter(Envelope(closed.case, closed.wraps, closed.facts, closed.message, (), lookup, closed.receipt), **told)


def test_no_letter_stays_wrapped_to_a_key_that_was_taken_away_meanwhile(house: OwnHouse) -> None:
    found = house.run(raced, list(ORDERS))
    assert len(found) == 6
    assert [each for each in found if each["failed"]] == []
    for each in found:
        assert each["retired"], each
        assert each["hers"] == 0, each
        assert each["of_ana"], each
        assert each["letters"] == 1, each


def test_a_lock_that_no_transaction_holds_is_refused(house: OwnHouse) -> None:
    assert "within a transaction" in house.run(held_outside)
