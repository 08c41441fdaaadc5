"""Children who are minded: room, stays, and who may collect. Expected values are worked out by hand."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from amparo.access.alternative_care.actions import bookings, children, collecting, places
from amparo.access.alternative_care.models import Booking, Minded
from amparo.access.alternative_care.policies import NoRoom
from amparo.access.alternative_care.queries import children as queries
from amparo.access.alternative_care.queries.room import room_of
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from tests.cast import Cast
from tests.minding import (
    EVERY_DAY,
    MORNING,
    NOW,
    TODAY,
    WORD,
    Minding,
    a_child,
    book,
    here,
    make_minding,
    may_collect,
    vet,
)


@pytest.fixture
def house(cast: Cast) -> Minding:
    return make_minding(cast)


def near(refusal: Any) -> list[tuple[str, date]]:
    return [(each.place.name.split(",")[0], each.day) for each in refusal.value.near]


# --- room ---


def test_a_night_gets_a_number_of_the_room_and_every_half_hour_of_it(house: Minding) -> None:
    stay = book(house, a_child(house))
    assert (stay.state, stay.slot, stay.slots) == ("booked", 1, 3)
    assert stay.ends_at == MORNING
    assert Minded.objects.filter(booking=stay).count() == 24  # twelve hours, two cells each
    assert book(house, a_child(house, name="Otra")).slot == 2


def test_three_fit_and_the_fourth_is_told_what_works(house: Minding) -> None:
    for name in ("Uno", "Dos", "Tres"):
        book(house, a_child(house, name=name))
    with pytest.raises(NoRoom, match="is full then: all 3 are given") as refusal:
        book(house, a_child(house, name="Cuatro"))
    days = [date(2026, 11, 28), date(2026, 11, 29)]  # tonight Casa Dos is over: it closed at 18:00
    assert near(refusal) == [(name, day) for day in days for name in ("Casa Uno", "Casa Dos")]


@pytest.mark.parametrize(("fact", "value", "sentence"), [
    ("capacity", 0, "has no room for anybody yet"),
    ("days", "012356", "is closed on that day"),  # the 27th is a Friday: 4
    ("is_open", False, "is closed on that day"),
    ("age_from", 9, "takes children from 9 to 11 years"),
])  # fmt: skip
def test_a_place_that_cannot_says_why_and_what_can(house: Minding, fact: str, value: Any, sentence: str) -> None:
    places.change_place(house.one, by=house.person("pilar"), **{fact: value})
    with pytest.raises(NoRoom, match=sentence) as refusal:
        book(house, a_child(house))
    assert ("Casa Dos", date(2026, 11, 28)) in near(refusal)
    assert not Booking.objects.exists()


def test_whose_age_nobody_said_stays_only_where_all_ages_do(house: Minding) -> None:
    child = a_child(house, age="")
    with pytest.raises(NoRoom, match="Write first how old"):
        book(house, child)
    assert book(house, child, house.two, on=date(2026, 11, 28), by="vera").slot == 1


def test_an_age_that_reaches_over_the_edge_does_not_fit(house: Minding) -> None:
    with pytest.raises(NoRoom, match="from 3 to 11 years"):
        book(house, a_child(house, age="from_12"))
    assert book(house, a_child(house, age="from_9")).slot == 1


def test_a_child_is_in_one_place_also_across_midnight(house: Minding) -> None:
    """Casa Uno until 07:00; another night that begins at 06:30 overlaps it by half an hour, one at 07:00 does not."""
    child = a_child(house)
    book(house, child)
    early = places.make_place(by=house.person("pilar"), **{**dos_early(), "opens": time(6, 30)})
    vet(early, house.people["noa"], house.person("pilar"))
    with pytest.raises(NoRoom, match="somewhere else at that hour"):
        book(house, child, early, on=date(2026, 11, 28))
    places.change_place(early, by=house.person("pilar"), opens=time(7))
    assert book(house, child, early, on=date(2026, 11, 28)).slot == 1


def dos_early() -> dict[str, Any]:
    from tests.minding import dos

    return {**dos(), "name": "Casa Tres, un ejemplo"}


def test_two_zones_are_one_clock(house: Minding) -> None:
    """08:00 to 18:00 in Bogotá is the same ten hours as in Guayaquil, and 14:00 to 15:00 in São Paulo lies in it."""
    child, by = a_child(house), house.person("pilar")
    book(house, child, house.two, on=date(2026, 11, 28))
    far = places.make_place(
        by=by, **{**dos_early(), "zone": "America/Sao_Paulo", "opens": time(14), "closes": time(15)}
    )
    vet(far, house.people["noa"], by)
    with pytest.raises(NoRoom, match="somewhere else"):
        book(house, child, far, on=date(2026, 11, 28))
    places.change_place(far, by=by, opens=time(20), closes=time(21))  # 18:00 in Guayaquil, when Casa Dos closes
    assert book(house, child, far, on=date(2026, 11, 28)).slot == 1


@pytest.mark.parametrize(("until", "has_room"), [(date(2026, 11, 27), False), (date(2026, 11, 28), True)])
def test_a_night_needs_somebody_until_the_morning(house: Minding, until: date, has_room: bool) -> None:
    house.one.carers.all().delete()
    vet(house.one, house.people["vera"], house.person("pilar"), until=until)
    child = a_child(house)
    if has_room:
        assert book(house, child).slot == 1
        return
    with pytest.raises(NoRoom, match="nobody who may mind children is there"):
        book(house, child)


def test_whoever_is_not_there_on_that_day_minds_nobody(house: Minding) -> None:
    house.one.carers.all().delete()
    vet(house.one, house.people["vera"], house.person("pilar"), days="0")
    with pytest.raises(NoRoom, match="nobody who may mind") as refusal:
        book(house, a_child(house))
    assert ("Casa Uno", date(2026, 11, 30)) in near(refusal), "the next Monday"


def test_a_closed_account_minds_nobody(house: Minding) -> None:
    from amparo.commons.accounts import actions as accounts

    for name in ("vera", "noa"):
        accounts.close_account(house.people[name], by=accounts.SETUP)
    assert room_of([house.one], TODAY, TODAY).there(house.one, TODAY) == []


def test_a_day_that_is_over_is_not_booked(house: Minding) -> None:
    with pytest.raises(NoRoom, match="That day is over"):
        book(house, a_child(house), on=date(2026, 11, 26))
    with pytest.raises(NoRoom, match="That day is over"):
        book(house, a_child(house), now=MORNING)
    assert book(house, a_child(house), now=MORNING - timedelta(minutes=1)).slot == 1, "until it closes it is that night"


def test_the_tables_refuse_too_whoever_asks(house: Minding) -> None:
    child = a_child(house)
    stay = book(house, child)
    again: dict[str, Any] = {"child": child, "place": house.one, "day": TODAY, "ends_at": MORNING, "state": "booked"}
    for slot, slots in ((1, 3), (4, 3), (0, 3), (None, 3)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(slot=slot, slots=slots, **again)
    cell = stay.minded.order_by("cell").first()
    assert cell is not None
    other = Booking.objects.create(slot=2, slots=3, **again)
    with pytest.raises(IntegrityError), transaction.atomic():
        Minded.objects.create(booking=other, child=child, cell=cell.cell)


def test_who_waits_gets_room_when_there_is_some(house: Minding) -> None:
    stays = [book(house, a_child(house, name=name)) for name in ("Uno", "Dos", "Tres")]
    by = house.person("vera")
    waits = bookings.ask(a_child(house, name="Cuatro"), place=house.one, on=TODAY, by=by, now=NOW)
    assert (waits.state, waits.slot) == ("asked", None)
    with pytest.raises(NoRoom):
        bookings.move(waits, to="booked", by=by, now=NOW)
    bookings.move(stays[1], to="cancelled", by=by, now=NOW)
    assert not Minded.objects.filter(booking=stays[1]).exists()
    bookings.move(waits, to="booked", by=by, now=NOW)
    waits.refresh_from_db()
    assert (waits.state, waits.slot) == ("booked", 2), "the number that came free"


def test_a_child_comes_on_its_day_and_not_before(house: Minding) -> None:
    by, child = house.person("vera"), a_child(house)
    stay = book(house, child, on=date(2026, 11, 28))
    with pytest.raises(Denied, match="On that day write whether the child came"):
        bookings.move(stay, to="came", by=by, now=NOW)
    with pytest.raises(Denied, match="cannot go there"):
        bookings.move(stay, to="collected", by=by, now=NOW)
    bookings.move(stay, to="came", by=by, now=NOW + timedelta(days=1))


def test_twins_are_told_apart_by_a_mark(house: Minding) -> None:
    by = house.person("vera")
    for mark in ("la de trenzas", "la de gorra"):
        book(house, a_child(house, name="Sol", told_apart=mark))
    third = a_child(house, name="sol")
    book(house, third)
    lines = queries.list_of(by)
    assert sorted(each.mark for each in lines) == sorted(["la de trenzas", "la de gorra", third.reference[:4]])
    other = a_child(house, name="Mar", told_apart="nadie pregunta")
    assert {each.child.pk: each.mark for each in queries.list_of(by)}[other.pk] == ""


# --- collecting ---


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


# --- who reads, and the trail ---


def test_whoever_minds_where_the_child_stays_is_let_in_and_nobody_else(house: Minding) -> None:
    child = a_child(house, by="vera")
    with pytest.raises(Hidden):
        queries.get_child(house.person("noa"), child.reference)
    assert queries.get_child(house.person("pilar"), child.reference) == child, "child protection reads each"
    book(house, child, by="vera")
    assert queries.get_child(house.person("noa"), child.reference) == child, "she minds there too"
    for name in ("ana", "berta"):  # the coordinator, and somebody who reads letters
        with pytest.raises((Denied, Hidden)):
            queries.get_child(house.person(name), child.reference)


def test_whose_time_ends_opens_no_child_any_more(house: Minding) -> None:
    child = a_child(house)
    book(house, child)
    carers = {each.user.name_used: each for each in house.one.carers.all()}
    places.end_carer(carers["Noa"], by=house.person("pilar"), now=NOW)
    assert queries.get_child(house.person("noa"), child.reference) == child, "she still minds at Casa Dos"
    (other,) = house.two.carers.all()
    places.end_carer(other, by=house.person("pilar"), now=NOW)
    with pytest.raises(Hidden):
        queries.get_child(house.person("noa"), child.reference)
    children.open_child(child, by=house.person("vera"), now=NOW)
    with pytest.raises(Hidden):
        queries.get_child(house.person("noa"), child.reference)


def test_nobody_vets_herself(house: Minding) -> None:
    with pytest.raises(Denied, match="This is you"):
        places.vet_carer(
            house.one, user=house.people["pilar"], days=EVERY_DAY, until=date(2027, 1, 1), by=house.person("pilar")
        )


def test_what_child_protection_writes_is_not_wrapped_to_whoever_minds(house: Minding) -> None:
    from amparo.vault.queries.readers import readers_of_ring

    child = a_child(house)
    book(house, child)
    note = children.note_protection(child, text="mejor con su abuela, ejemplo", by=house.person("pilar"))
    assert [each.user for each in readers_of_ring(note.ring)] == [house.people["pilar"]]
    assert [text for _row, text in queries.notes_of(house.person("pilar"), child)] == ["mejor con su abuela, ejemplo"]
    for name in ("vera", "noa", "ana"):
        with pytest.raises(Denied, match="Only child protection"):
            queries.notes_of(house.person(name), child)
        with pytest.raises(Denied, match="Only child protection"):
            children.note_protection(child, text="no", by=house.person(name))


def test_each_act_leaves_a_line_without_a_name(house: Minding) -> None:
    Act.objects.all()._raw_delete("default")
    child = a_child(house)
    may_collect(house, child)
    stay = here(house, child)
    collecting.collect(stay, position=0, word="no", by=house.person("vera"), now=NOW)
    collecting.note_turned_away(stay, words="insistió, ejemplo", by=house.person("vera"), now=NOW)
    collecting.collect(stay, position=0, word=WORD, by=house.person("vera"), now=NOW)
    kid, booking, by = f"child:{child.reference}", f"booking:{stay.reference}", f"user:{house.people['vera'].reference}"
    assert list(Act.objects.values_list("verb", "target", "actor")) == [
        ("child.begun", kid, by), ("child.collector_added", kid, by), ("stay.booked", booking, by),
        ("stay.moved", booking, by), ("stay.somebody_came", booking, by), ("stay.turned_away", booking, by),
        ("stay.somebody_came", booking, by),
    ]  # fmt: skip


ACTS: dict[str, Any] = {
    "begin": lambda house, person, child: children.begin_child(answers={}, by=person),
    "open": lambda house, person, child: children.open_child(
        queries.get_child(person, child.reference), by=person, now=NOW
    ),
    "book": lambda house, person, child: bookings.book(
        child, place=house.two, on=date(2026, 12, 1), by=person, now=NOW
    ),
    "place": lambda house, person, child: places.change_place(house.one, by=person, capacity=4),
    "vet": lambda house, person, child: vet(house.two, house.people["vera"], person),
}
TABLE = {  # m: may; x: refused in words; n: there is none
    "vera": "mmmxx", "noa": "mnnxx", "pilar": "mmmmm", "ana": "xxxmm", "berta": "xxxxx", "carla": "xxxxx",
    "diana": "xxxxx", "elena": "xxxxx", "stranger": "xxxxx",
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_who_may_do_what(house: Minding, name: str) -> None:
    cast, child = house.letters.cast, a_child(house)
    has_key = name in house.people or name == "carla"
    her = house.people.get(name, getattr(cast, name, None))
    person = with_key(her) if has_key else her
    found = ""
    for act in ACTS.values():
        try:
            with transaction.atomic():
                act(house, person, child)
            found += "m"
        except Hidden:
            found += "n"
        except Denied:
            found += "x"
    assert found == TABLE[name]


def with_key(person: Any) -> Any:
    from tests.letters import with_open_key

    return with_open_key(person)
