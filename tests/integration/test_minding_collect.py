"""Who collects a child, and who leaves without one. Expected values are worked out by hand."""

from datetime import date, timedelta

import pytest

from amparo.access.alternative_care.actions import bookings, children, collecting
from amparo.access.alternative_care.models import Minded
from amparo.access.alternative_care.queries import children as queries
from amparo.commons.policy.policies import Denied
from tests.cast import Cast
from tests.minding import (
    NOW,
    TODAY,
    WORD,
    Minding,
    a_child,
    book,
    here,
    make_minding,
    may_collect,
)

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def house(cast: Cast) -> Minding:
    return make_minding(cast)


def test_the_right_person_with_the_right_word_collects(house: Minding) -> None:
    child = a_child(house)
    may_collect(house, child, "Rosa, ejemplo")
    may_collect(house, child, "Abuela, ejemplo", word="piedra")
    stay = here(house, child)
    came = collecting.collect(
        stay, position=1, word=" PIEDRÁ ", by=house.person("vera"), now=NOW + timedelta(minutes=50)
    )
    assert came.may_go
    stay.refresh_from_db()
    assert (stay.state, stay.collected_by, stay.collected_at) == ("collected", 1, NOW), "to the hour"
    assert Minded.objects.filter(booking=stay).count() == 4, "19:00 to 21:00; then the child may be elsewhere"
    assert queries.who_came(house.person("vera"), stay) == []


@pytest.mark.parametrize(("position", "word", "what"), [
    (-1, WORD, "not_on_list"), (7, WORD, "not_on_list"), (0, "caracol", "wrong_word"), (0, "", "wrong_word"),
    (1, "piedra", "over"), (1, WORD, "wrong_word"),
])  # fmt: skip
def test_everybody_else_leaves_without_the_child(house: Minding, position: int, word: str, what: str) -> None:
    child = a_child(house)
    may_collect(house, child)
    may_collect(house, child, "Tío, ejemplo", word="piedra", until=date(2026, 11, 26))
    stay = here(house, child)
    came = collecting.collect(stay, position=position, word=word, by=house.person("vera"), now=NOW)
    assert (came.what, came.may_go) == (what, False)
    stay.refresh_from_db()
    assert (stay.state, stay.collected_by) == ("came", None)
    assert [each["what"] for each in queries.who_came(house.person("pilar"), stay)] == [what]


def test_until_is_a_day_of_the_place(house: Minding) -> None:
    """20:00 of the 27th in Guayaquil is the 28th in universal time: who may until the 27th still may."""
    child = a_child(house)
    may_collect(house, child, until=date(2026, 11, 27))
    stay = here(house, child)
    assert collecting.collect(stay, position=0, word=WORD, by=house.person("vera"), now=NOW).may_go


def test_after_three_wrong_words_none_is_taken_for_an_hour(house: Minding) -> None:
    child, by = a_child(house), house.person("vera")
    may_collect(house, child)
    stay = here(house, child)
    for _ in range(3):
        assert not collecting.collect(stay, position=0, word="no", by=by, now=NOW).may_go
    with pytest.raises(Denied, match="For an hour no word is taken"):
        collecting.collect(stay, position=0, word=WORD, by=by, now=NOW + timedelta(minutes=59))
    assert collecting.collect(stay, position=0, word=WORD, by=by, now=NOW + timedelta(minutes=60)).may_go


def test_the_words_of_one_stay_do_not_stop_another(house: Minding) -> None:
    by, both = house.person("vera"), []
    for name in ("Uno", "Dos"):
        child = a_child(house, name=name)
        may_collect(house, child)
        both.append(here(house, child))
    for _ in range(3):
        collecting.collect(both[0], position=0, word="no", by=by, now=NOW)
    assert collecting.collect(both[1], position=0, word=WORD, by=by, now=NOW).may_go


def test_nobody_is_handed_over_twice_or_before_coming(house: Minding) -> None:
    child, by = a_child(house), house.person("vera")
    may_collect(house, child)
    stay = book(house, child)
    with pytest.raises(Denied, match="not here now"):
        collecting.collect(stay, position=0, word=WORD, by=by, now=NOW)
    bookings.move(stay, to="came", by=by, now=NOW)
    collecting.collect(stay, position=0, word=WORD, by=by, now=NOW)
    with pytest.raises(Denied, match="not here now"):
        collecting.collect(stay, position=0, word=WORD, by=by, now=NOW)


def test_who_is_taken_off_the_list_keeps_its_place_in_it(house: Minding) -> None:
    child, by = a_child(house), house.person("vera")
    may_collect(house, child, "Rosa, ejemplo")
    may_collect(house, child, "Abuela, ejemplo", word="piedra")
    children.end_collector(child, position=0, by=by, today=TODAY)
    stay = here(house, child)
    assert collecting.collect(stay, position=0, word=WORD, by=by, now=NOW).what == "over"
    assert collecting.collect(stay, position=1, word="piedra", by=by, now=NOW).may_go
