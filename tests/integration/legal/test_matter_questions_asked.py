"""How often the database is asked for the desk and for a matter does not grow with what is there."""

from collections.abc import Callable

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.vault.actions import index
from tests import statements
from tests.cast import Cast
from tests.desk import days_ago
from tests.lawyers import Lawyers, a_clear_matter, add, make_lawyers

pytestmark = [pytest.mark.django_db(databases=["default", "evidence"]), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Lawyers:
    monkeypatch.setattr(index, "MOST_AN_HOUR", 100)  # each matter is looked at for a conflict first
    return make_lawyers(cast)


def asked(house: Lawyers, path: str) -> int:
    """Asked twice, because the first look writes what is written once an hour."""
    client = house.client("lucia")
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connections["default"]) as found:
        assert client.get(path).status_code == 200
    return statements.count(found)


def furnish(house: Lawyers, matter: object, times: int) -> None:
    """Notes, a hearing each, more sides of neither side."""
    for number in range(times):
        add(house, matter, "matter_note", matter_note_words=f"nota {number}")  # type: ignore[arg-type]
        on = f"{days_ago(-number - 1):%Y-%m-%d}"
        add(house, matter, "hearing", hearing_where=f"sala {number}", hearing_on=on)  # type: ignore[arg-type]
        add(house, matter, "reprisal", reprisal_words=f"algo {number}")  # type: ignore[arg-type]


@pytest.mark.parametrize("page", ["matters", "housing", "custody"])
def test_the_lists_ask_as_often_for_twelve_matters_as_for_two(house: Lawyers, page: str) -> None:
    for _ in range(2):
        furnish(house, a_clear_matter(house), 1)
    few = asked(house, reverse(page))
    for _ in range(10):
        furnish(house, a_clear_matter(house), 1)
    assert asked(house, reverse(page)) == few


@pytest.mark.parametrize("page", ["matter", "matter_housing", "matter_children", "matter_exhibits", "matter_documents"])
def test_a_matter_asks_as_often_for_thirty_parts_as_for_three(house: Lawyers, page: str) -> None:
    made = a_clear_matter(house)
    furnish(house, made, 1)
    few = asked(house, reverse(page, args=[made.reference]))
    furnish(house, made, 9)
    assert asked(house, reverse(page, args=[made.reference])) == few


def test_the_count_sees_a_question_for_each_matter(house: Lawyers, monkeypatch: pytest.MonkeyPatch) -> None:
    """A control: a desk that opens one matter after the other is found."""
    from amparo.legal.representation.queries import desk

    plain: Callable[..., dict[str, object]] = desk.fields_of_each

    def one_by_one(actor: object, rings: dict[str, str], names: object) -> dict[str, object]:
        return {key: said for each, ring in rings.items() for key, said in plain(actor, {each: ring}, names).items()}

    a_clear_matter(house)
    furnish(house, a_clear_matter(house), 1)
    monkeypatch.setattr(desk, "fields_of_each", one_by_one)
    few = asked(house, reverse("matters"))
    furnish(house, a_clear_matter(house), 1)
    assert asked(house, reverse("matters")) > few
