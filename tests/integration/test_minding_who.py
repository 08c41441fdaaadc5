"""Who reads a child's record, who may do what, and what each act leaves in the trail."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from amparo.access.alternative_care.actions import bookings, children, collecting, places
from amparo.access.alternative_care.queries import children as queries
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from tests.cast import Cast
from tests.minding import (
    EVERY_DAY,
    NOW,
    WORD,
    Minding,
    a_child,
    book,
    here,
    make_minding,
    may_collect,
    vet,
)

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def house(cast: Cast) -> Minding:
    return make_minding(cast)


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


def test_whoever_minds_children_is_offered_no_case_and_no_load(house: Minding) -> None:
    """Her key counts, and opens children alone."""
    from amparo.casework.queries.cases import may_be_let_in
    from amparo.casework.queries.load import with_keys
    from amparo.casework.queries.requests import colleagues_of, readers_to_send_to, seconds_for
    from tests.cases import a_case

    case, ana = a_case(house.letters), with_key(house.letters.cast.ana)
    offered = [
        may_be_let_in(ana, case),
        colleagues_of(ana),
        readers_to_send_to(),
        seconds_for(ana),
    ]
    minding = {house.people[name].pk for name in ("vera", "noa", "pilar")}
    for each in offered:
        users = {row.user_id for row in each}
        assert house.letters.cast.berta.pk in users, "a control"
        assert not users & minding
    assert not {each.pk for each in with_keys()} & minding
