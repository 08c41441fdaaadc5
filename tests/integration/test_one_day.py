"""At half past nine in the evening of a month's last day it is the next month in UTC. Here it is still today."""

from datetime import date, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.models import Thread
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Feedback, OutcomeTally
from amparo.vault.actions.burning import in_ledger, ledger, write_ledger
from tests import moment
from tests.cases import a_case
from tests.integration.test_finding import make
from tests.letters import a_house_for_letters, letter, opened_client

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.clock]
EVENING = datetime(2026, 11, 30, 21, 30, tzinfo=moment.ANDES)
LAST, FIRST = date(2026, 11, 30), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _in_the_evening(settings):
    settings.TIME_ZONE = "America/Guayaquil"
    with moment.at(EVENING):
        yield


def test_what_is_said_on_public_pages_is_of_this_day_and_month(places_small) -> None:
    place = make("Puerta", places_small["tulcan"], checked_on=clock.today())
    project_all()
    Client().post(f"/{settings.PATHS['said']}", {"s": place.reference, "a": "refused_papers"})
    Client().post(f"/{settings.PATHS['feedback']}", {"s": place.reference, "a": "closed"})
    assert [each.month for each in OutcomeTally.objects.all()] == [FIRST]
    assert [each.on for each in Feedback.objects.all()] == [LAST]


def test_a_list_that_may_be_inspected_bears_this_month(places_small) -> None:
    page = Client().post(f"/{settings.PATHS['list']}", {"b": "food", "t": "tulcan"}).text
    assert "Noviembre 2026" in page
    assert "iciembre" not in page


def test_a_letter_and_a_case_are_of_this_day_and_the_desk_shows_it(cast) -> None:
    house = a_house_for_letters(cast)
    letter(Client(), "Lo que escribí.")
    assert (Thread.objects.get().opened_on, Thread.objects.get().last_on) == (LAST, LAST)
    case = a_case(house)
    assert (case.opened_on, case.last_on) == (LAST, LAST)
    page = opened_client(house.cast.ana).get(reverse("desk_letter", args=[Thread.objects.get().reference])).text
    assert "30 de noviembre de 2026" in page
    assert "1 de diciembre" not in page


def test_the_trail_keeps_the_hour_in_universal_time(cast) -> None:
    a_case(a_house_for_letters(cast))
    assert {each.at.isoformat() for each in Act.objects.all()} == {"2026-12-01T02:00:00+00:00"}


def test_the_ledger_of_what_was_destroyed_bears_this_day() -> None:
    write_ledger("f" * 16)
    assert in_ledger()[-1] == "f" * 16
    assert ledger().read_text(encoding="utf-8").splitlines()[-1].startswith("2026-11-30 ")
