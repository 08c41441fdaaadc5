"""A night through the pages, without script: booked, collected by the right person, refused to the wrong one."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from amparo.access.alternative_care.models import Booking, CarePlace, CareTally, Child
from amparo.formats.case_questions import CHILD, questions
from tests import moment, statements
from tests.cast import Cast, browser_of
from tests.minding import (
    ALLERGY,
    NAME,
    NOW,
    NUMBER,
    SHOWS,
    TODAY,
    WORD,
    Minding,
    a_child,
    book,
    make_minding,
    may_collect,
)
from tests.minding import here as came


@pytest.fixture(autouse=True)
def at_night() -> Any:
    """The clock of the pages stands at 20:00 in Guayaquil, and keys are opened under it."""
    with moment.at(NOW):
        yield


@pytest.fixture
def house(cast: Cast) -> Minding:
    return make_minding(cast)


def at(name: str, *args: Any) -> str:
    """The address of a page in English."""
    with translation.override("en"):
        return reverse(name, args=args)


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    answer = client.get(at(name, *args))
    assert answer.status_code == status, (answer.status_code, answer.text[-2000:])
    return str(answer.text)


def sent(client: Client, page_: str, /, *args: Any, status: int = 302, **said: Any) -> Any:
    answer = client.post(at(page_, *args), said)
    assert answer.status_code == status, (answer.status_code, answer.text[-3000:])
    return answer


def test_a_night_from_the_first_question_to_the_right_person(house: Minding) -> None:
    vera = house.client("vera")
    sent(vera, "minding_child_new", called=NAME, age="from_6")
    child = Child.objects.get()
    assert "Nobody yet. Until somebody" in page(vera, "minding_child", child.reference)
    sent(vera, "minding_child_write", child.reference, "needs", allergies=ALLERGY, fears_not="does_not_know")
    sent(vera, "minding_child_write", child.reference, "mother", call_way="call", call_where=NUMBER)
    sent(vera, "minding_child_write", child.reference, "talk", sleeps="prefers_not", calms=["song", "toy"])
    sent(
        vera, "minding_collector_new", child.reference, name="Rosa, ejemplo", word=WORD, shows=SHOWS, until="2026-12-31"
    )
    text = page(vera, "minding_child", child.reference)
    assert all(each in text for each in (NAME, ALLERGY, NUMBER, "Rosa, ejemplo", SHOWS))
    assert WORD not in text + page(vera, "minding_child_write", child.reference, "who")

    sent(vera, "minding_book", child.reference, place=house.one.reference, on=str(TODAY))
    stay = Booking.objects.get()
    assert NAME in page(vera, "minding")
    sent(vera, "minding_move", stay.reference, to="came")
    assert NAME in page(house.client("noa"), "minding"), "whoever minds there sees who came"

    door = page(vera, "minding_collect", stay.reference)
    assert "Rosa, ejemplo" in door
    assert SHOWS in door
    assert WORD not in door
    sent(vera, "minding_collect", stay.reference, who="0", word="caracol azul")
    stay.refresh_from_db()
    assert (stay.state, stay.collected_by) == ("collected", 0)
    assert "Rosa, ejemplo" in page(vera, "minding_stay", stay.reference)


def test_the_wrong_one_leaves_alone_and_the_page_says_calmly_what_to_do(house: Minding) -> None:
    child, vera = a_child(house), house.client("vera")
    may_collect(house, child)
    stay = came(house, child)
    for said in ({"who": "-1", "word": WORD}, {"who": "0", "word": "otra"}):
        text = sent(vera, "minding_collect", stay.reference, status=200, **said).text
        assert "Nobody leaves" in text
        assert NUMBER in text
        assert "Pilar" in text
        assert WORD not in text
    stay.refresh_from_db()
    assert (stay.state, stay.misses) == ("came", 1)
    sent(vera, "minding_turned_away", stay.reference, words="dijo ser su tío, ejemplo")
    text = page(house.client("pilar"), "minding_stay", stay.reference)
    assert "dijo ser su tío, ejemplo" in text
    assert "Is not on the list" in text

    for _ in range(2):
        text = sent(vera, "minding_collect", stay.reference, status=200, who="0", word="otra").text
    assert "For an hour no word" in text
    assert "For an hour no word" in sent(vera, "minding_collect", stay.reference, status=200, who="0", word=WORD).text
    stay.refresh_from_db()
    assert stay.state == "came", "not even the right word, while it rests"


def test_a_full_night_offers_what_works_in_one_tap_or_to_wait(house: Minding) -> None:
    CarePlace.objects.filter(pk=house.one.pk).update(capacity=1)
    book(house, a_child(house, name="Otra"))
    child, vera = a_child(house), house.client("vera")
    tonight = {"place": house.one.reference, "on": str(TODAY)}
    text = sent(vera, "minding_book", child.reference, status=200, **tonight).text
    assert "is full then" in text
    assert 'value="2026-11-28"' in text
    sent(vera, "minding_book", child.reference, wait="1", **tonight)
    assert Booking.objects.get(child=child).state == "asked"
    sent(vera, "minding_book", child.reference, place=house.two.reference, on="2026-11-28")
    assert Booking.objects.get(child=child, place=house.two).state == "booked"


def test_a_place_is_written_and_somebody_vetted_by_the_coordinator(house: Minding) -> None:
    ana = house.client("ana")
    said = {"name": "Casa Tres, ejemplo", "kind": "respite", "age_from": "0", "age_to": "17", "days": ["5", "6"],
            "opens": "09:00", "closes": "13:15", "zone": "America/Guayaquil", "capacity": "2",
            "where": "junto al pozo de ejemplo", "is_open": "on"}  # fmt: skip
    assert "Write a full or a half hour" in sent(ana, "minding_place_new", status=200, **said).text
    sent(ana, "minding_place_new", **(said | {"closes": "13:30"}))
    place = CarePlace.objects.get(name="Casa Tres, ejemplo")
    assert place.days == "56"
    text = page(ana, "minding_place", place.reference)
    assert "Nobody yet, so nobody can stay" in text
    vetted = {"user": house.people["vera"].reference, "days": ["5"], "until": "2027-03-01"}
    sent(ana, "minding_carer_new", place.reference, **vetted)
    assert place.carers.get().vetted_by == "coordinator"
    both = vetted | {"name": "Una vecina, ejemplo"}
    assert "one of the two" in sent(ana, "minding_carer_new", place.reference, status=200, **both).text
    sent(ana, "minding_carer_end", place.reference, place.carers.get().reference)
    assert place.carers.get().until == TODAY - timedelta(1), "also today she minds nobody there any more"


def test_where_a_place_is_opens_only_to_who_works_there(house: Minding) -> None:
    secret = "detras del molino de ejemplo"
    assert secret in page(house.client("pilar"), "minding_place", house.one.reference)  # and lets the others in
    assert secret in page(house.client("vera"), "minding_place", house.one.reference)
    assert secret not in page(house.client("ana"), "minding_place", house.one.reference)
    assert secret not in page(house.client("pilar"), "minding")


def test_who_coordinates_sees_the_room_and_no_child(house: Minding) -> None:
    book(house, a_child(house))
    text = page(house.client("ana"), "minding")
    assert "Casa Uno" in text
    assert NAME not in text
    for name in ("minding_children", "minding_child_new"):
        page(house.client("ana"), name, status=403)
    assert browser_of(house.letters.cast.stranger).get(at("minding")).status_code == 302


def test_the_night_costs_as_many_statements_with_one_place_as_with_seven(house: Minding) -> None:
    from amparo.access.alternative_care.actions import places
    from tests.minding import uno, vet

    vera = house.client("vera")

    def cost() -> int:
        page(vera, "minding")
        with CaptureQueriesContext(connections["default"]) as seen:
            page(vera, "minding")
        return statements.count(seen)

    book(house, a_child(house, name="Primera"))
    few = cost()
    by = house.person("pilar")
    for number in range(5):
        more = places.make_place(by=by, **(uno() | {"name": f"Casa {number}, ejemplo"}))
        vet(more, house.people["vera"], by)
        for each in range(2):
            book(house, a_child(house, name=f"Niña {number} {each}"), more)
    assert "Niña 4 1" in page(vera, "minding")
    assert cost() == few


def test_two_who_write_the_same_lose_nothing(house: Minding) -> None:
    child = a_child(house)
    book(house, child)
    vera, noa = house.client("vera"), house.client("noa")
    seen = {"seen": '{"allergies": [0, ""]}'}
    sent(vera, "minding_child_write", child.reference, "needs", fears="la tormenta")
    both = sent(noa, "minding_child_write", child.reference, "needs", status=409, allergies="a la leche", **seen).text
    assert "a la leche" in both
    assert ALLERGY in both


def test_nothing_has_to_be_answered(house: Minding) -> None:
    assert {each.code for each in questions(CHILD).values() if each.ours} == set()
    vera = house.client("vera")
    sent(vera, "minding_child_new")
    child = Child.objects.get()
    assert f"({child.reference[:4]})" in page(vera, "minding_child", child.reference)
    text = page(vera, "minding_child_write", child.reference, "talk")
    assert "never a ground for taking a child away" in text
    assert text.count('value="prefers_not"') == text.count('value="does_not_know"') == 5


def test_an_empty_house_says_how_to_begin(house: Minding) -> None:
    CarePlace.objects.all().delete()
    text = page(house.client("pilar"), "minding")
    assert "No place yet" in text
    assert at("minding_place_new") in text


def test_the_mother_has_it_destroyed_in_two_steps(house: Minding) -> None:
    child, vera = a_child(house), house.client("vera")
    book(house, child)
    assert "Destroy this record?" in sent(vera, "minding_child_end", child.reference, status=200).text
    assert Child.objects.exists()
    sent(vera, "minding_child_end", child.reference, sure="1")
    assert not Child.objects.exists()
    assert not Booking.objects.exists()
    assert not CareTally.objects.exists()


def test_the_page_for_mothers_is_public_and_names_no_number(house: Minding) -> None:
    import re

    text = page(Client(), "minding_guide")
    body = text[text.index("<main") : text.index("</main")]
    assert not re.search(r"\d{3}", re.sub(r"<[^>]*>", "", body))
    assert not re.search(r"\b(law|article|crime|police)\b", body, re.IGNORECASE)
    assert at("route") in body
    assert at("search") in body
    assert page(house.client("vera"), "minding_calm")


def test_a_day_is_written_as_the_house_writes_days(house: Minding) -> None:
    child = a_child(house)
    text = sent(house.client("vera"), "minding_book", child.reference, status=200, place="", on="27/11/2026").text
    assert "2026-11-25" in text
    assert "Choose one first" in text
    assert date(2026, 11, 27) == TODAY
