"""At half past nine in the evening of a month's last day it is the next month in UTC. Here it is still today."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from amparo.access.alternative_care.actions import children
from amparo.access.alternative_care.actions.letting_in import take_out_who_minds_no_more
from amparo.access.alternative_care.queries.children import opened
from amparo.access.reporting.models import Thread
from amparo.casework.actions import cases
from amparo.casework.actions.parts import add_part
from amparo.casework.queries.carrying import case_documents
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Feedback, OutcomeTally
from amparo.formats.case_questions import Answer
from amparo.vault.actions.ledger import ledger, remembered_rings, write_ledger
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.parts import day_written, of_elsewhere
from tests import moment
from tests.cases import a_case, person
from tests.integration.test_finding import make
from tests.letters import a_house_for_letters, letter, opened_client
from tests.minding import a_child, make_minding, may_collect

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
    assert "f" * 16 in remembered_rings()
    assert ledger().read_text(encoding="utf-8").splitlines()[-1].startswith("2026-11-30 ")


def test_a_note_goes_into_an_archive_under_the_day_that_its_page_shows(cast) -> None:
    house = a_house_for_letters(cast)
    case, ana = a_case(house), person(house, "ana")
    add_part(case, kind="note", answers={"note_text": Answer("La llamo.")}, by=ana)
    (note,) = cases.open_case(case, by=ana).of_kind("note")
    assert note.on == LAST
    told = [each for each in case_documents(lambda ring: case_seeds(ana, ring), []) if each.get("kind") == "note"]
    assert [each["data"]["on"] for each in told] == ["2026-11-30"]


@pytest.mark.parametrize("zone", ["America/Guayaquil", "Europe/Madrid", "UTC"])
def test_a_day_of_another_house_stays_that_day_however_often_it_is_carried_on(zone, settings) -> None:
    settings.TIME_ZONE = zone
    for day in (LAST, date.min):
        assert day_written(of_elsewhere(day), "") == day
    assert day_written(datetime(2026, 12, 1, 0, 0, tzinfo=UTC), "user:ana") == clock.day(
        datetime(2026, 12, 1, tzinfo=UTC)
    ), "what somebody here wrote at that very moment is of the day here"


def test_a_place_in_the_west_still_has_yesterday(cast) -> None:
    """At half past midnight of the 28th here it is half past ten in the evening of the 27th there."""
    house = make_minding(cast)
    for place in (house.one, house.two):
        place.zone = "America/Tijuana"
        place.save()
        place.carers.update(until=date(2026, 11, 27))
    child = a_child(house)
    may_collect(house, child)
    with moment.at(clock.at(date(2026, 11, 28)) + timedelta(minutes=30)):
        assert clock.today() == date(2026, 11, 28)
        assert take_out_who_minds_no_more(clock.now()) == 0, "who minds there tonight keeps what she needs"
        children.end_collector(child, position=0, by=house.person("vera"), today=clock.today())
        (who,) = opened(house.person("vera"), child).collectors
        assert not who.may_on(clock.day(zone_name="America/Tijuana")), "whoever was taken off collects nobody tonight"
    with moment.at(clock.at(date(2026, 11, 28), 12)):
        assert take_out_who_minds_no_more(clock.now()) > 0
