"""Tickets count once and for what they cost, lines stay open and apart, and what was used up goes on its day."""

import hashlib
from datetime import date, datetime
from itertools import count
from typing import Any

import pytest
from django.test import Client

from amparo.access.reporting import retention
from amparo.access.reporting.actions import desk
from amparo.access.reporting.actions.letters import take_reply
from amparo.access.reporting.models import Message, Tally, Thread, UsedTicket
from amparo.access.reporting.queries import tickets
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts import hashers
from amparo.vault.actions import letters as sealed
from amparo.vault.actions import receipts, recovery
from amparo.vault.actions.rings import seal_to
from amparo.vault.queries.opened import Opened
from tests.letter_sheet import TEXT
from tests.letters import WORDS, a_house_for_letters, hidden, sheet_page, tried_out, who_reads
from tests.moment import ZONE
from tests.threads import written

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
EIGHT = "luna " * 8


@pytest.fixture
def house(cast: Any) -> Any:
    return a_house_for_letters(cast)


# --- what a ticket costs, and how often it counts ---


def zeros(ticket: str, number: int) -> int:
    """How many zero bits the digest begins with."""
    return 256 - int.from_bytes(hashlib.sha256(f"{ticket}:{number}".encode()).digest()).bit_length()


def test_sixteen_bits_are_not_seventeen() -> None:
    """Half the work is none: else a flood pays as little as it likes."""
    ticket = "a ticket of nobody"
    almost = next(number for number in count() if zeros(ticket, number) == 16)
    enough = next(number for number in count() if zeros(ticket, number) >= 17)
    assert not tickets.is_solved(ticket, str(almost))
    assert tickets.is_solved(ticket, str(enough))


def test_a_ticket_of_tomorrow_is_none() -> None:
    """A minute is forgiven, because two computers never quite agree."""
    assert tickets.age_of(tickets.new_ticket(now=1_060), now=1_000) == -60
    with pytest.raises(tickets.NoTicket):
        tickets.age_of(tickets.new_ticket(now=1_061), now=1_000)


def test_who_wanted_to_be_heard_is_counted_once_however_often_the_form_is_sent(house: Any) -> None:
    page = sheet_page(Client())
    sent = {"text": TEXT, "wish": "listen", "t": hidden(page, "t"), "e": hidden(page, "e")}
    first, second = (Client().post(f"/{WORDS['letter_send']}", sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 409)
    assert Tally.objects.get(what="heard").count == 1


def test_a_reply_of_a_phone_that_comes_twice_is_kept_once(house: Any) -> None:
    thread, ticket = written().thread, tickets.new_ticket()
    version, box = seal_to(thread.ring, sealed.write_message("Una vez."))
    take_reply(thread, message=box, version=version, ticket=ticket)
    with pytest.raises(tickets.NoTicket):
        take_reply(thread, message=box, version=version, ticket=ticket)
    assert Message.objects.count() == 2


def test_a_used_ticket_goes_when_no_form_of_its_day_can_come_any_more(house: Any) -> None:
    UsedTicket.objects.create(check_of="0" * 64, on=date(2026, 11, 20))
    assert retention.due(datetime(2026, 11, 23, 3, tzinfo=ZONE)) == []
    [old] = retention.due(datetime(2026, 11, 24, 3, tzinfo=ZONE))
    retention.shred(old)
    assert not UsedTicket.objects.exists()


# --- lines ---


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits in this test."""
    monkeypatch.setattr(receipts, "LONGEST_WAIT", 0)
    monkeypatch.setattr(hashers, "LONGEST_WAIT", 0)


def words_of(line: str) -> Any:
    """What waits in this line: new words, or words that somebody has."""
    return receipts.new_words("es") if line == "new" else receipts.receipt_of_text(EIGHT, "es")


@pytest.mark.parametrize(("full", "free"), [("new", "holders"), ("holders", "new")])
def test_two_fill_a_line_and_the_other_one_goes_on(house: Any, impatient: None, full: str, free: str) -> None:
    places = receipts.LINES[full]
    assert places.acquire(timeout=0)
    assert words_of(full), "a control: one more fits"
    assert places.acquire(timeout=0)
    try:
        with pytest.raises(receipts.Busy):
            words_of(full)
        assert words_of(free)
    finally:
        places.release(2)
    assert words_of(full)


@pytest.mark.parametrize("line", ["new", "holders"])
def test_what_breaks_in_a_line_does_not_block_it(
    house: Any, impatient: None, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    def broken(*_: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(receipts, "derive_receipt", broken)
        for _ in range(3):
            with pytest.raises(MemoryError):
                words_of(line)
    assert words_of(line)


def test_who_waited_at_the_door_in_vain_leaves_the_bench_free(impatient: None) -> None:
    """Else the first crowd would be the last on which anybody could wait."""
    with hashers.at_the_door(), hashers.at_the_door():
        for _ in range(3):
            with pytest.raises(hashers.Busy), hashers.at_the_door():
                raise AssertionError("nobody comes in")
    assert hashers.WAITING.acquire(blocking=False)
    hashers.WAITING.release()
    with pytest.raises(MemoryError), hashers.at_the_door():
        raise MemoryError
    with hashers.at_the_door(), hashers.at_the_door():
        pass


# --- sheets ---


def test_sheets_that_were_made_later_open_a_thread_once_it_was_opened(house: Any) -> None:
    thread, ana = written().thread, house.readers["ana"].user
    keep = [(house.cast.diana, "Diana"), (house.cast.elena, "Elena"), (None, "La caja")]
    made, sheets = recovery.make_sheets(plan="2-3", holders=keep, by=accounts.SETUP)
    tried_out(made, sheets)
    recovery.confirm_sheets(made, by=accounts.SETUP)
    thread = Thread.objects.get(pk=thread.pk)
    assert "recovery" not in who_reads(thread), "the old ones are gone, and the new ones know nothing of it yet"
    ana.opened = Opened(house.readers["ana"].pk, "", house.secrets["ana"])
    desk.open_thread(thread, by=ana)
    assert "recovery" in who_reads(thread)
