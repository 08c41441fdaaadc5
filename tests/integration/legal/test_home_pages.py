"""The page of her home, as a browser without a script walks it: asked, refused one room, set with each side apart."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.commons import clock
from amparo.formats.codes import by_code, codes
from amparo.legal.evictions import queries
from amparo.legal.representation.models import Matter, MatterPart
from tests.cast import Cast, browser_of
from tests.homes import CLEAR, SHUTTLE, WHY, a_home, ask
from tests.lawyers import Lawyers, add, make_lawyers
from tests.letters import opened_client

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]
PAGES = ("matter_housing", "matter_housing_ask", "matter_housing_plan", "matter_housing_instalments")
LARGEST = 60_000  # bytes


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


@pytest.fixture
def home(house: Lawyers) -> Matter:
    return a_home(house)


@pytest.fixture
def lucia(house: Lawyers) -> Client:
    return house.client("lucia")


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, (name, answer.status_code, answer.text[-1500:])
    assert len(answer.content) < LARGEST
    return answer.text


def sent(client: Client, name: str, /, *args: Any, status: int = 302, **said: Any) -> Any:
    answer = client.post(reverse(name, args=args), said)
    assert answer.status_code == status, (name, answer.status_code, answer.text[-2500:])
    return answer


def joint(**more: Any) -> dict[str, Any]:
    day = (clock.today() + timedelta(days=7)).isoformat()
    return {"session_mode": "joint", "session_day": day, "session_attends": ["her", "her_lawyer", "landlord"],
            "why": WHY, **more}  # fmt: skip


def test_one_room_is_refused_in_words_and_the_other_way_is_one_tap_away(lucia: Client, home: Matter) -> None:
    one = home.reference
    assert "Until then no session is set" in page(lucia, "matter_housing", one)
    sent(lucia, "matter_housing_ask", one, **{**CLEAR, "gate_fear": "yes", "gate_words": "le teme, de ejemplo"})
    text = page(lucia, "matter_housing", one)
    assert "They do not sit in one room" in text
    assert "She is afraid of that person." in text
    assert "Lucia asked her last" in text

    before = MatterPart.objects.count()
    text = sent(lucia, "matter_housing_plan", one, status=403, **joint(session_mediator="Marta, ejemplo")).text
    assert MatterPart.objects.count() == before
    assert "hurts, frightens or controls her. That stays so." in text
    assert 'name="apart"' in text
    assert "Marta, ejemplo" in text, "nothing that was written is lost"

    sent(lucia, "matter_housing_plan", one, apart="1", **joint(session_mediator="Marta, ejemplo"))
    text = page(lucia, "matter_housing", one)
    assert "Each side apart: her lawyer goes between" in text
    assert "Herself" not in page(lucia, "matter_housing_session", one, newest(lucia, one))


def newest(client: Client, one: str) -> str:
    """The opaque name of the session that stands first on the page."""
    found = re.search(rf"{one}/vivienda/sesion/(\w+)", page(client, "matter_housing", one))
    assert found is not None
    return found[1]


def test_from_the_first_question_to_a_session_in_one_room_and_what_came_of_it(lucia: Client, home: Matter) -> None:
    one = home.reference
    sent(lucia, "matter_housing_ask", one, **CLEAR)
    sent(lucia, "matter_housing_plan", one, **joint())
    part = newest(lucia, one)
    text = page(lucia, "matter_housing_session", one, part)
    assert WHY in text
    assert "Write that it was held" not in text, "she is asked again on the day"
    assert "Ask her again first" in sent(lucia, "matter_housing_held", one, part, status=403).text
    sent(lucia, "matter_housing_ask", one, **CLEAR)
    assert "Write that it was held" in page(lucia, "matter_housing_session", one, part)
    sent(lucia, "matter_housing_held", one, part, session_words="se habló de ejemplo")
    assert "Held" in page(lucia, "matter_housing_session", one, part)
    assert "Something is missing for one room" in page(lucia, "matter_housing", one)


def test_a_session_is_called_off_and_a_get_leads_back(lucia: Client, home: Matter) -> None:
    one = home.reference
    sent(lucia, "matter_housing_ask", one, **CLEAR)
    sent(lucia, "matter_housing_plan", one, **{**SHUTTLE, "session_attends": list(SHUTTLE["session_attends"])})
    part = newest(lucia, one)
    assert lucia.get(reverse("matter_housing_off", args=[one, part])).status_code == 302
    sent(lucia, "matter_housing_off", one, part)
    assert "Called off" in page(lucia, "matter_housing_session", one, part)


def test_the_pages_that_add_any_part_do_not_write_an_answer_or_a_session(lucia: Client, home: Matter) -> None:
    for kind in ("screening", "session", "instalment"):
        page(lucia, "matter_part_new", home.reference, kind, status=404)
        sent(lucia, "matter_part_new", home.reference, kind, status=404, gate_hurt="no")


def test_what_holds_for_an_eviction_is_said_with_its_page_or_not_known(lucia: Client, house: Lawyers) -> None:
    source = by_code("home_line")["EC_eviction"].more["source"]
    text = page(lucia, "matter_housing", a_home(house).reference)
    assert source in text
    assert "before an eviction there has to be an order of a court" in text
    assert {each.more["country"] for each in codes("home_line") if each.more["topic"] == "eviction"} == {"EC"}
    for country in ("CO", "PE"):
        text = page(lucia, "matter_housing", a_home(house, country=country).reference)
        assert "in this country, we do not know" in text, country
        assert "there has to be an order" not in text, country


def test_that_the_police_came_is_no_order(lucia: Client, house: Lawyers, home: Matter) -> None:
    add(house, home, "tenancy", eviction_step=("police",), tenancy_contract="verbal", landlord_is="partner")
    text = page(lucia, "matter_housing", home.reference)
    assert "Here no order is written down." in text
    assert "close to her" in text
    add(house, home, "tenancy", eviction_step=("court",))
    assert "Here an order is written down" in page(lucia, "matter_housing", home.reference)


def test_a_sum_is_parted_and_paid(lucia: Client, home: Matter, house: Lawyers) -> None:
    one = home.reference
    wrong = {"total": "2", "count": "3", "every": "month", "first": "2027-01-31"}
    assert "Make it fewer payments" in sent(lucia, "matter_housing_instalments", one, status=200, **wrong).text
    sent(lucia, "matter_housing_instalments", one, **{**wrong, "total": "100.50", "unit": "USD"})
    text = page(lucia, "matter_housing", one)
    assert text.count("33.50 USD") == 3
    first = queries.instalments_in(house.opened(home))[0]
    sent(lucia, "matter_housing_paid", one, first.reference, instalment_paid="2027-01-30", instalment_proof="recibo")
    assert "Paid on" in page(lucia, "matter_housing", one)
    again = sent(lucia, "matter_housing_paid", one, first.reference, status=200, instalment_paid="x")
    assert "instalment_paid" in again.text


def test_an_offer_an_agreement_and_a_breach_are_written_by_their_questions(lucia: Client, home: Matter) -> None:
    one = home.reference
    offer = {"offer_side": "theirs", "offer_amount": "50 al mes", "offer_answer": "countered"}
    sent(lucia, "matter_part_new", one, "offer", **offer)
    sent(lucia, "matter_part_new", one, "agreement", agreed_terms=["calm", "no_report"], agreed_verbal="yes")
    sent(lucia, "matter_part_new", one, "breach", breach_term="no_report", breach_day="2027-02-01")
    sent(lucia, "matter_part_new", one, "utilities", utility_which=["water", "power"], utility_state="cut")
    text = page(lucia, "matter_housing", one)
    for words in ("The other side · 50 al mes · Answered with another offer", "Water · Power · It is cut",
                  "Nobody calls the migration office or the police"):  # fmt: skip
        assert words in text, words


def test_what_is_due_leads_to_a_page_that_is_there(lucia: Client, house: Lawyers, home: Matter) -> None:
    """A session and a payment have pages of their own; what she was asked is on the page of her home alone."""
    one = home.reference
    sent(lucia, "matter_housing_ask", one, **CLEAR)
    sent(lucia, "matter_housing_plan", one, **joint())
    plan = {"total": "10", "count": "1", "every": "month", "first": "2027-01-31"}
    sent(lucia, "matter_housing_instalments", one, **plan)
    opened = house.opened(home)
    due = [each for each in opened.parts if each.part.due_on]
    assert {each.kind for each in due} == {"session", "instalment"}
    text = page(lucia, "matter", one)
    for each in due:
        address = reverse("matter_part", args=[one, each.reference])
        assert address in text
        assert lucia.get(address, follow=True).status_code == 200, each.kind
    asked = opened.of_kind("screening")[0].reference
    answer = lucia.get(reverse("matter_part", args=[one, asked]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("matter_housing", args=[one]))


def test_from_a_part_the_way_leads_back_to_its_page(lucia: Client, house: Lawyers, home: Matter) -> None:
    for kind, led in (("tenancy", "matter_housing"), ("offer", "matter_housing"), ("her_child", "matter_children")):
        there = f'href="{reverse(led, args=[home.reference])}"'
        made = add(house, home, kind, **{"tenancy": {"rent": "1"}, "offer": {"offer_amount": "1"}}.get(kind, {}))
        assert there in page(lucia, "matter_part", home.reference, made.reference), kind
        assert there in page(lucia, "matter_part_new", home.reference, kind), kind
    note = add(house, home, "matter_note", matter_note_words="de ejemplo")
    assert "/vivienda" not in page(lucia, "matter_part", home.reference, note.reference).partition("<h1")[0]


def test_a_place_to_sleep_is_looked_for_in_her_case_or_whom_to_ask_is_said(lucia: Client, home: Matter) -> None:
    assert "Her case is not open to you. Ask whoever accompanies her" in page(lucia, "matter_housing", home.reference)


@pytest.mark.parametrize(("name", "status"), [("lucia", 200), ("nora", 404), ("carla", 404), ("ana", 403),
                                              ("berta", 403), ("diana", 403), ("sara", 403), ("paz", 403)])  # fmt: skip
def test_who_opens_the_pages_of_a_home(house: Lawyers, home: Matter, name: str, status: int) -> None:
    ask(house, home)
    client = opened_client(house.people[name], raise_request_exception=False)
    for each in PAGES:
        assert client.get(reverse(each, args=[home.reference])).status_code == status, (name, each)
    counsel = {"lucia", "nora", "carla"}
    assert client.get(reverse("housing")).status_code == (200 if name in counsel else 403)


def test_a_stranger_is_sent_to_the_door(cast: Cast, house: Lawyers, home: Matter) -> None:
    for each in PAGES:
        assert browser_of(cast.stranger).get(reverse(each, args=[home.reference])).status_code == 302


def test_the_list_has_homes_first_and_every_other_matter(house: Lawyers, home: Matter) -> None:
    other = a_home(house, kind="refugee")
    text = page(house.client("lucia"), "housing")
    first, _, rest = text.partition("<details")
    assert (home.reference in first, other.reference in first) == (True, False)
    assert other.reference in rest
    assert "No matter about a home is open to you" in page(house.client("nora"), "housing")
