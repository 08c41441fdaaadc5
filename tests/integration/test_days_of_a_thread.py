"""The days of a thread: by when somebody reads it, until when it is kept, and what moves both.

The house reads on Tuesdays and Fridays and keeps a thread for ninety days. All days are counted by hand on a calendar.
"""

from datetime import date, datetime
from typing import Any

import pytest

from amparo.access.reporting import retention
from amparo.access.reporting.actions import desk
from amparo.access.reporting.actions.letters import take_reply, write_reply
from amparo.access.reporting.models import CLOSED, EARLY, HERS, OURS, Thread
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.vault.actions import letters as sealed
from amparo.vault.actions.rings import seal_to
from amparo.vault.queries.opened import Opened
from tests.letters import Letters, a_house_for_letters
from tests.moment import ZONE
from tests.threads import written

pytestmark = [pytest.mark.django_db(databases=["default", "evidence"]), pytest.mark.clock]
FRIDAY = datetime(2026, 11, 20, 23, 59, tzinfo=ZONE)


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def ana(house: Letters) -> Any:
    """Who reads, with her key open."""
    person = house.readers["ana"].user
    person.opened = Opened(house.readers["ana"].pk, "", house.secrets["ana"])
    return person


def days() -> tuple[str, date | None, date]:
    """Whose turn it is, by when, and until when the thread is kept."""
    thread = Thread.objects.get()
    return thread.state, thread.answer_by, thread.expires_on


def she_replies(how: str, now: datetime) -> None:
    """Her reply, sealed here or on her phone."""
    thread = Thread.objects.get()
    if how == "here":
        write_reply(thread, text="sigo aqui", ticket=new_ticket(), now=now)
    else:
        version, box = seal_to(thread.ring, sealed.write_message("sigo aqui"))
        take_reply(thread, message=box, version=version, ticket=new_ticket(), now=now)


@pytest.mark.parametrize("how", ["here", "on her phone"])
def test_an_answer_and_a_reply_keep_it_for_ninety_days_more(house: Letters, how: str) -> None:
    written(now=FRIDAY)
    assert days() == (OURS, date(2026, 11, 24), date(2027, 2, 18))  # the next Tuesday
    thread = Thread.objects.get()
    answered = datetime(2026, 12, 1, 0, 1, tzinfo=ZONE)
    desk.answer(thread, text="Te creemos.", role="reader", seen=1, by=ana(house), now=answered)
    assert days() == (HERS, None, date(2027, 3, 1))
    she_replies(how, datetime(2026, 12, 10, 12, tzinfo=ZONE))  # a Thursday
    assert days() == (OURS, date(2026, 12, 11), date(2027, 3, 10))
    she_replies(how, datetime(2026, 12, 14, 12, tzinfo=ZONE))
    assert days() == (OURS, date(2026, 12, 11), date(2027, 3, 14)), "she waits since the first, and that day stays"


def test_a_thread_that_is_taken_up_again_waits_from_that_day(house: Letters) -> None:
    written(now=FRIDAY)
    desk.close(Thread.objects.get(), by=ana(house))
    assert days() == (CLOSED, None, date(2027, 2, 18))
    desk.reopen(Thread.objects.get(), by=ana(house), now=datetime(2026, 12, 20, 9, tzinfo=ZONE))  # a Sunday
    assert days() == (OURS, date(2026, 12, 22), date(2027, 3, 20))


def test_her_reply_opens_a_closed_thread_and_one_that_came_early_gets_its_day(house: Letters) -> None:
    written(now=FRIDAY, lane=EARLY)
    assert days() == (OURS, None, date(2027, 2, 18))
    desk.close(Thread.objects.get(), by=ana(house))
    she_replies("here", datetime(2026, 12, 10, 12, tzinfo=ZONE))
    assert days() == (OURS, date(2026, 12, 11), date(2027, 3, 10))


def test_it_is_there_on_its_last_day_and_gone_on_the_next(house: Letters) -> None:
    written(now=FRIDAY)
    for at, left in ((datetime(2027, 2, 18, 23, 59, tzinfo=ZONE), 1), (datetime(2027, 2, 19, 0, 1, tzinfo=ZONE), 0)):
        for item in retention.due(at):
            retention.shred(item)
        assert Thread.objects.count() == left, at
