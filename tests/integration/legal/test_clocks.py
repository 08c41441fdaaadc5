"""Clocks of a matter: both days with how they were counted, anew when a calendar changes, and in a calendar of hers."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from amparo.commons.policy.policies import Denied
from amparo.formats.case_questions import Answer
from amparo.legal.deadlines.actions import say_day
from amparo.legal.representation.actions import deadlines, matters, parts
from amparo.legal.representation.actions.protocol import lay_steps
from amparo.legal.representation.models import Feed, Matter, MatterPart
from amparo.vault.models import Reader
from tests.cast import Cast
from tests.lawyers import HER, Lawyers, a_clear_matter, a_matter, make_lawyers, write

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]
NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


def due(matter: Matter) -> list[date | None]:
    return list(MatterPart.objects.filter(matter=matter, due_on__isnull=False).values_list("due_on", flat=True))


def test_seven_working_days_of_chile_have_two_ends(house: Lawyers) -> None:
    """Entry on Thursday 5 March 2026, a rule that says neither whether that day counts nor whether Saturdays do.

    As it is usually read: 6, 9, 10, 11, 12, 13 and 16 March. The strictest reading: 5, 6, 7, 9, 10, 11 and 12 March.
    """
    made = a_clear_matter(house, matter_kind=Answer("refugee"), matter_country=Answer("CL"))
    part = deadlines.count(made, rule="cl_refugee_claim", trigger="2026-03-05", by=house.person("lucia"), now=NOON)
    assert due(made) == [date(2026, 3, 12)]
    page = house.client("lucia").get(reverse("matter_deadline", args=[made.reference, part.reference])).text
    assert "March 12, 2026" in page
    assert "March 16, 2026" in page
    on_desk = house.client("lucia").get(reverse("matter", args=[made.reference])).text
    assert "Not confirmed by a lawyer of the country." in on_desk


def test_a_day_that_the_house_adds_moves_the_clock_of_everybody_who_opens_her_desk(house: Lawyers) -> None:
    """Seven working days of Chile from Wednesday 1 April 2026. The 3rd is Good Friday and the 4th Holy Saturday, both
    holidays there; until the house says that they work on the 3rd.
    """
    made = a_clear_matter(house, matter_kind=Answer("refugee"), matter_country=Answer("CL"))
    lucia = house.person("lucia")
    deadlines.count(made, rule="cl_refugee_claim", trigger="2026-04-01", by=lucia, now=NOON)
    before = due(made)
    matters.list_matters(by=lucia)
    assert due(made) == before
    say_day(calendar="CL", day=date(2026, 4, 3), is_off=False, name="Trabajan, ejemplo", place="", source="Aviso",
            today=date(2026, 3, 6), by=lucia)  # fmt: skip
    assert due(made) == before, "nothing moves without her key"
    matters.list_matters(by=house.person("lucia"))
    assert before == [date(2026, 4, 10)], "1, 2, 6, 7, 8, 9 and 10 April"
    assert due(made) == [date(2026, 4, 9)], "1, 2, 3, 6, 7, 8 and 9 April"


def test_a_rule_that_was_not_in_force_then_is_refused_with_a_sentence(house: Lawyers) -> None:
    made = a_clear_matter(house, matter_kind=Answer("refugee"), matter_country=Answer("CL"))
    with pytest.raises(Denied):
        deadlines.count(made, rule="cl_refugee_claim", trigger="2023-03-05", by=house.person("lucia"), now=NOON)
    assert due(made) == []


def test_on_the_page_a_clock_is_counted_and_a_mistake_keeps_what_was_written(house: Lawyers) -> None:
    made = a_clear_matter(house, matter_kind=Answer("refugee"), matter_country=Answer("CL"))
    address, client = reverse("matter_deadline_new", args=[made.reference]), house.client("lucia")
    sent = {"act": "count", "rule": "cl_refugee_claim", "trigger": "ayer", "paper": "Sello del ejemplo"}
    answer = client.post(address, sent)
    assert "Write it like this" in answer.text
    assert "Sello del ejemplo" in answer.text
    done = client.post(address, sent | {"trigger": "2026-03-05"})
    assert done.status_code == 302
    page = client.get(done["Location"]).text
    assert "Sello del ejemplo" in page
    ended = client.post(done["Location"] + "/hecho", {"words": "Recibo 7 de ejemplo"})
    assert ended.status_code == 302
    assert MatterPart.objects.get(matter=made, due_on__isnull=False).ended_on is not None


def test_the_steps_of_a_threat_fit_what_she_said_and_are_laid_once(house: Lawyers) -> None:
    made, lucia = a_clear_matter(house), house.person("lucia")
    laid = lay_steps(made, by=lucia, now=NOON)
    codes = {each.more["step"] for each in house.opened(made).of_kind("step")}
    assert laid == len(codes)
    assert {"safe", "detained_co", "constitutional_co", "ombudsman"} <= codes
    assert not codes & {"consulate", "refuge", "detained_mx", "detained_any", "expulsion_cl"}
    with pytest.raises(Denied):
        lay_steps(made, by=lucia, now=NOON)
    write(house, made, matter_asks_refuge=Answer("yes"))
    assert lay_steps(made, by=lucia, now=NOON) == 1
    days = {each.more["step"]: each.part.due_on for each in house.opened(made).of_kind("step")}
    assert days["safe"] == date(2026, 3, 6)
    assert days["ombudsman"] == date(2026, 3, 7)


def test_her_consulate_is_named_only_where_she_asked_for_it(house: Lawyers) -> None:
    made, lucia = a_clear_matter(house), house.person("lucia")
    lay_steps(made, by=lucia, now=NOON)
    address = reverse("matter", args=[made.reference])
    assert "Speak with her consulate" not in house.client("lucia").get(address).text
    write(house, made, matter_wants_consulate=Answer("yes"))
    lay_steps(made, by=lucia, now=NOON)
    assert "Speak with her consulate" in house.client("lucia").get(address).text


def address_made(house: Lawyers, name: str = "lucia") -> str:
    page = house.client(name).post(reverse("feeds")).text
    return "/" + page.split('class="address">')[1].split("<")[0].split("/", 3)[3]


def test_a_calendar_sees_days_and_a_neutral_word_and_nothing_else(house: Lawyers) -> None:
    made = a_clear_matter(house)
    parts.add_part(
        made, kind="hearing", by=house.person("lucia"),
        answers={"hearing_on": Answer("2099-12-31"), "hearing_where": Answer("Sala de ejemplo")},
    )  # fmt: skip
    address = address_made(house)
    answer = Client().get(address)
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20991231" in text
    assert text.count("SUMMARY:Pendiente") == 1
    for word in (HER, "Sala", made.reference, "hearing", "Lucia"):
        assert word not in text
    for row in MatterPart.objects.all():
        assert row.reference not in text
    assert "Set-Cookie" not in answer.headers


def test_a_calendar_has_the_days_of_own_matters_not_of_those_that_were_shared(house: Lawyers) -> None:
    made = a_clear_matter(house)
    hearing = {"hearing_on": Answer("2099-12-31"), "hearing_where": Answer("Sala de ejemplo")}
    parts.add_part(made, kind="hearing", by=house.person("lucia"), answers=hearing)
    matters.share(made, reader=Reader.objects.get(user=house.people["nora"]), by=house.person("lucia"))
    address = address_made(house, "nora")
    assert "20991231" not in Client().get(address).text
    matters.assign(made, to=house.people["nora"], by=house.person("lucia"))
    assert "20991231" in Client().get(address).text


def test_an_address_that_was_ended_or_is_of_nobody_answers_nothing(house: Lawyers) -> None:
    a_matter(house)
    address = address_made(house)
    assert Client().get(address).status_code == 200
    other = Feed.objects.get()
    assert house.client("nora").post(reverse("feed_end", args=[other.reference])).status_code == 302
    assert Client().get(address).status_code == 200, "another lawyer does not end it"
    house.client("lucia").post(reverse("feed_end", args=[other.reference]))
    assert Client().get(address).status_code == 404
    assert Client().get(address.replace(".ics", "x.ics")).status_code == 404


def test_who_is_no_lawyer_any_more_shows_no_day(house: Lawyers) -> None:
    from tests.cast import without_a_role

    a_matter(house)
    address = address_made(house)
    without_a_role(house.people["lucia"])
    assert Client().get(address).status_code == 404
