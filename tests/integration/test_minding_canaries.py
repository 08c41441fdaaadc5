"""What is known of a child lies nowhere in clear: a canary in every answer in words, in names, words and notes.

A house on the disk, in which the team works for a night through its pages: a record with every answer in words, who may
collect and her word, somebody who comes and may not, a wrong word, a note of child protection, where a place stands,
and an error in the middle. Then every byte that the house left is read, and that of a backup; each store first shows
that a planted string would be found there, and every canary is shown to be in the house, for whoever reads it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amparo.formats.case_questions import CHILD, questions
from tests import moment
from tests.left import Left, a_house_left
from tests.left_behind import collect
from tests.own_house import ON_POSTGRES

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="what PostgreSQL writes is not a file of the house")
BESIDE = ("collector", "word", "shows", "turned", "wrong", "note", "where", "error")
NOT_KEPT = ("wrong", "error")  # a wrong word is counted and not kept; what stood on a page of an error is lost


def canary(code: str) -> str:
    """A string that stands nowhere else."""
    return f"Canarino{sum(map(ord, code))}{code.replace('_', '')[:14]}Xq"


def words() -> dict[str, str]:
    """A canary for each question that is answered in words."""
    return {code: canary(code) for code, each in questions(CHILD).items() if each.is_words}


ALL = {*words().values(), *(canary(each) for each in BESIDE)}


# --- what happens in the other program ---


def a_night() -> list[str]:
    """What the team does in a night; the canaries that those who read find in the end."""

    from django.conf import settings
    from django.urls import reverse

    from amparo.access.alternative_care.models import Booking, CarePlace, Child
    from tests.cast import make_cast
    from tests.minding import NOW, TODAY, make_minding

    settings.PASSWORD_HASHERS = ["tests.quick.QuickHasher", *settings.PASSWORD_HASHERS[1:]]
    house = make_minding(make_cast())

    def sent(who: str, page: str, /, *args: Any, status_: int = 302, **said: Any) -> None:
        answer = house.client(who).post(reverse(page, args=args), said, SERVER_NAME="localhost")
        assert answer.status_code == status_, (page, answer.status_code, answer.text[-3000:])

    place = {"name": "Casa Uno", "kind": "night", "age_from": "0", "age_to": "17", "days": list("0123456"),
             "opens": "19:00", "closes": "07:00", "zone": "America/Guayaquil", "capacity": "3",
             "is_open": "on"}  # fmt: skip
    with moment.at(NOW):
        sent("pilar", "minding_place_change", house.one.reference, where=canary("where"), **place)
        sent("vera", "minding_child_new", **words())
        child = Child.objects.get()
        for section in ("needs", "mother", "talk"):
            sent("vera", "minding_child_write", child.reference, section, seen="", **words())
            break_off(house, child.reference, section)
        who = {"name": canary("collector"), "word": canary("word"), "shows": canary("shows"), "until": "2026-12-31"}
        sent("vera", "minding_collector_new", child.reference, **who)
        sent("vera", "minding_book", child.reference, place=house.one.reference, on=str(TODAY))
        stay = Booking.objects.get()
        sent("vera", "minding_move", stay.reference, to="came")
        sent("vera", "minding_collect", stay.reference, who="0", word=canary("wrong"), status_=200)
        sent("vera", "minding_turned_away", stay.reference, words=canary("turned"))
        sent("pilar", "minding_protect", child.reference, words=canary("note"))
        house.client("vera").get(reverse("minding"), SERVER_NAME="localhost")
        sent("vera", "minding_collect", stay.reference, who="0", word=canary("word"))
    return found_in_the_end(house, child, stay, CarePlace.objects.get(pk=house.one.pk))


def break_off(house: Any, reference: str, section: str) -> None:
    """An error of the program while somebody writes."""
    from unittest import mock

    from django.urls import reverse

    with mock.patch(
        "amparo.access.alternative_care.views.children.actions.write_answers", side_effect=RuntimeError("it broke")
    ):
        address = reverse("minding_child_write", args=[reference, section])
        said = {each: canary("error") for each in words()}
        assert house.client("vera").post(address, said, SERVER_NAME="localhost").status_code == 500


def found_in_the_end(house: Any, child: Any, stay: Any, place: Any) -> list[str]:
    """Which canaries stand in what the keys of the team open."""
    from amparo.access.alternative_care.actions.places import open_place
    from amparo.access.alternative_care.queries import children as queries

    pilar = house.person("pilar")
    found = queries.opened(pilar, child)
    said = [str(each.value) for each in found.answers.values()]
    said += [text for each in found.collectors for text in (each.name, each.word, each.shows)]
    said += [each["words"] for each in queries.who_came(pilar, stay)]
    said += [text for _row, text in queries.notes_of(pilar, child)] + [str(open_place(place, by=pilar))]
    text = "\n".join(said)
    return sorted(each for each in ALL if each in text)


# --- the tests ---


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Left]:
    with a_house_left(tmp_path, AMPARO_CHILD_CARE="yes") as left:
        yield left


def test_each_has_its_own_canary() -> None:
    assert len(ALL) == len(words()) + len(BESIDE) >= 20
    assert not [one for one in ALL for other in ALL if one != other and one in other]


def test_nothing_of_a_child_lies_in_clear(left: Left, tmp_path: Path) -> None:
    left.run(collect)
    there = left.run(a_night)
    assert set(there) == ALL - {canary(each) for each in NOT_KEPT}, "each is in the house, for whoever reads it"
    assert b"RuntimeError" in b"\n".join(left.said), "the error was said"
    left.finds_what_is_planted()
    left.has_nothing_in_clear(ALL, tmp_path / "copy")
