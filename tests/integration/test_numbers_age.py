"""A number that nobody rang for ninety days is marked, and after twice as long it is on no page.

So is a service that is reached by phone alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from amparo.commons import clock
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Phone
from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.directory.queries.public import public_service
from amparo.commons.policy.policies import Hidden
from tests.integration.test_finding import TULCAN, make

pytestmark = [pytest.mark.django_db, pytest.mark.clock]
NUMBER = "000 000 321"
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
MARKED = f'<s>{NUMBER}</s> <strong lang="en">Nobody has rung this number lately.</strong>'


def numbers(service, *, now=NOW):
    """The numbers that a stranger reads, each with its mark."""
    return [(phone.number, phone.is_stale) for phone in public_service(service.reference, now=now).phones]


@pytest.mark.parametrize(
    ("days", "shown"),
    [(0, [(NUMBER, False)]), (90, [(NUMBER, False)]), (91, [(NUMBER, True)]), (180, [(NUMBER, True)]), (181, [])],
)
def test_the_days_on_which_a_number_changes(places_small, days, shown):
    service = make("casa", places_small["tulcan"], checked_on=clock.day(NOW))
    Phone.objects.create(service=service, number=NUMBER, checked_on=clock.day(NOW) - timedelta(days=days))
    assert numbers(service) == shown


def test_a_number_without_a_day_of_its_own_is_as_old_as_the_place(places_small):
    service = make("casa", places_small["tulcan"], checked_on=date(2026, 8, 25))  # 91 days before
    Phone.objects.create(service=service, number=NUMBER)
    assert numbers(service) == [(NUMBER, True)]


@pytest.mark.parametrize(("days", "page_says", "copied"), [(90, NUMBER, True), (91, MARKED, False)])
def test_the_page_says_it_and_an_old_number_is_not_copied(places_small, days, page_says, copied):
    today = clock.today()
    service = make("casa", places_small["tulcan"], checked_on=today)
    Phone.objects.create(service=service, number=NUMBER, checked_on=today - timedelta(days=days))
    project_all()
    page = Client().get(f"/en/{settings.PATHS['service']}/{service.reference}").text
    assert page_says in page
    assert (MARKED in page) is not copied
    assert (f"Tel. {NUMBER}" in page) is copied


@pytest.mark.parametrize(
    ("days", "access", "state"),
    [
        (90, ("phone_line",), "fresh"), (91, ("phone_line",), "stale"), (180, ("phone_line",), "stale"),
        (181, ("phone_line",), "gone"), (181, ("phone_line", "walk_in"), "stale"), (180, ("walk_in",), "fresh"),
        (181, (), "stale"), (360, (), "stale"), (361, (), "gone"),
    ],
)  # fmt: skip
def test_where_a_line_is_the_only_way_in_it_ages_as_numbers_do(places_small, days, access, state):
    """In the list and on its page: 90 days for a line, 180 for a door, and twice that until it is hidden."""
    service = make("casa", places_small["tulcan"], access_mode=access, checked_on=clock.day(NOW) - timedelta(days=days))
    project_all()
    hits = find(Ask(needs=("food",), **TULCAN), now=NOW).hits
    assert [hit.is_stale for hit in hits] == {"fresh": [False], "stale": [True], "gone": []}[state]
    if state == "gone":
        with pytest.raises(Hidden):
            public_service(service.reference, now=NOW)
    else:
        assert public_service(service.reference, now=NOW).is_stale is (state == "stale")
