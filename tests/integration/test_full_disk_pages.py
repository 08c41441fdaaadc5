"""Every act of the team where the disk is full: a page that says so, with the words that were sent; never an error."""

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import transaction

from tests.access_asking import asked, once, sent
from tests.access_walk import GOES_ON, PAGE, undone
from tests.cast import make_cast
from tests.full_disk import full_disk
from tests.integration.test_access_matrix import table
from tests.matrix_house import House, make_house

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
MAY = {
    row: [name for name, letter in letters.items() if letter in (GOES_ON, PAGE)]
    for (row, verb), letters in sorted(table().items())
    if verb == "POST"
}
ACTS = [row for row, people in MAY.items() if people]
# What goes on to another page before anything is written, with what ``access_asking`` sends.
WRITES_NOTHING = {"case_arrived", "case_referral_agree", "case_referral_back", "desk", "key_ties"}


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with django_db_blocker.unblock(), transaction.atomic(using="default"):
        yield make_house(make_cast())
        transaction.set_rollback(True, using="default")


def texts(said: Any) -> list[str]:
    """The sentences of what is sent."""
    values = said.values() if isinstance(said, dict) else ()
    return [each for each in values if isinstance(each, str) and len(each.split()) > 1 and not each.startswith("{")]


@pytest.mark.walk
@pytest.mark.parametrize("row", ACTS)
def test_an_act_that_finds_no_room_says_so_and_gives_words_back(house: House, row: str) -> None:
    said = once(house, sent, row)
    with undone(), full_disk() as refused:
        answer = asked(house, MAY[row][0], "POST", row)
    if not refused:
        assert table()[row, "POST"][MAY[row][0]] == PAGE or row in WRITES_NOTHING, (
            "it did what it does, and wrote nothing"
        )
        return
    assert answer.status_code == 503, refused[0][:80]
    for each in texts(said):
        assert each in unescape(answer.text), each
