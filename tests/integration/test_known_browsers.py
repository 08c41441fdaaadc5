"""Guessers fill the places at the sign-in, and the team comes in all the same: a place is kept for its browsers."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from amparo.commons import clock, known
from amparo.commons.accounts import actions, hashers
from amparo.commons.policy.policies import SERVER
from amparo.formats.slow_work import KEPT, PLACES, THREADS
from tests import moment
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
COOKIE = settings.KNOWN_COOKIE_NAME


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA, settings.RUN = tmp_path, tmp_path / "run"
    monkeypatch.setattr(hashers, "LONGEST_WAIT", 0.01)


@pytest.fixture
def guessers() -> Iterator[None]:
    """Every place for everybody is taken, here and in the lines beside it."""
    taken = [PLACES.acquire(blocking=False) for _ in range(THREADS)]
    yield
    for _ in range(sum(taken)):
        PLACES.release()


def come_in(client: Client, password: str = PASSPHRASE, name: str = "diana") -> Any:
    return client.post(reverse("sign_in"), {"sign_in_name": name, "password": password})


def a_known_browser() -> Client:
    """Diana came in here, and her session ended."""
    client = Client()
    assert come_in(client).status_code == 302
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client


def test_a_marked_browser_has_a_place_of_its_own(cast: Any, request: pytest.FixtureRequest) -> None:
    client = a_known_browser()
    request.getfixturevalue("guessers")
    assert come_in(Client()).status_code == 503
    for _ in range(17):
        client.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        assert come_in(client).status_code == 302


def test_what_stands_in_a_mark_names_nobody(cast: Any) -> None:
    """The same for two of the team on one day, and no part of an account in it."""
    first, second = Client(), Client()
    come_in(first)
    come_in(second, name="elena")
    one, other = first.cookies[COOKIE], second.cookies[COOKIE]
    assert one.value == other.value
    assert one["path"] == reverse("sign_in")
    assert one["samesite"] == "Strict"
    assert one["httponly"]
    assert int(one["max-age"]) == 30 * 86_400
    assert clock.today().isoformat() not in one.value


def test_no_page_but_the_one_for_signing_in_sets_or_is_sent_a_mark(cast: Any) -> None:
    client = a_known_browser()
    for page in ("/", reverse("desk")):
        assert COOKIE not in client.get(page).cookies
    assert COOKIE not in Client().get(reverse("sign_in")).cookies
    wrong = Client()
    assert come_in(wrong, "no es esta frase").status_code == 200
    assert COOKIE not in wrong.cookies, "nobody has one who did not come in"


@pytest.mark.parametrize(
    "said", ["", "x", "739588", "739588.", "739588." + "0" * 64, "9" * 5000, "-1.x", "²." + "0" * 64, "1.é"]
)
def test_what_was_not_given_is_no_mark(said: str) -> None:
    assert known.mark()
    assert not known.is_mark(said)


def test_a_mark_ends_after_thirty_days(cast: Any) -> None:
    mark = known.mark()
    now = clock.now()
    for days, counts in ((0, True), (30, True), (31, False), (-1, False)):
        with moment.at(now + timedelta(days=days)):
            assert known.is_mark(mark) is counts, days


def test_locking_everything_ends_every_mark(cast: Any) -> None:
    mark = known.mark()
    assert known.is_mark(mark)
    actions.lock_house(by=SERVER)
    assert not known.is_mark(mark)
    again = known.mark()
    assert known.is_mark(again)
    assert again != mark


def test_a_lost_phone_ends_every_mark(cast: Any) -> None:
    mark = known.mark()
    actions.lose_phone(cast.diana, by=cast.diana)
    assert not known.is_mark(mark)


def test_without_a_disk_that_can_be_written_the_team_comes_in_without_a_mark(cast: Any, settings: Any) -> None:
    settings.DATA = Path("/proc")
    client = Client()
    assert come_in(client).status_code == 302
    assert COOKIE not in client.cookies
    known.forget_all()


def test_the_place_that_is_kept_is_given_back_and_one_may_wait_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of the team at once: the second waits. With both taken it goes where everybody goes."""
    monkeypatch.setattr(hashers, "LONGEST_WAIT", 5)
    inside, told = threading.Event(), []

    def second() -> None:
        with hashers.known(), hashers.at_the_door():
            told.append("came")

    with hashers.known(), hashers.at_the_door():
        other = threading.Thread(target=second)
        other.start()
        while hashers.KEPT_WAITING.acquire(blocking=False):  # until it waits
            hashers.KEPT_WAITING.release()
        inside.set()
        with hashers.at_the_door():  # a third one, in one of the places for everybody
            assert told == []
    other.join(10)
    assert told == ["came"]
    with pytest.raises(MemoryError), hashers.known(), hashers.at_the_door():
        raise MemoryError
    assert hashers.KEPT.acquire(blocking=False)
    hashers.KEPT.release()


def test_a_thread_is_left_for_a_page_whatever_is_taken() -> None:
    """As many as may work or wait in all lines, and in the place that is kept, are one fewer than threads."""
    taken = [PLACES.acquire(blocking=False) for _ in range(THREADS)]
    try:
        assert sum(taken) + KEPT == THREADS - 1
    finally:
        for _ in range(sum(taken)):
            PLACES.release()
