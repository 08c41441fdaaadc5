"""Fifty who book at once, in ten programs, in a house on the disk: never more children than there is room.

On SQLite it is a file, on PostgreSQL a database; both times the programs start together and nobody waits for another
but at the lock. A second round lets ten book the same child at two places whose hours overlap.
"""

import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import batched
from pathlib import Path
from typing import Any

import pytest

from tests.own_house import OwnHouse, own_house, result_of

PROGRAMS, EACH, ROOM = 10, 5, 7  # programs, who books in each of them, at the same time; places
MANY = PROGRAMS * EACH


# --- what happens in the other programs ---


def lay_house() -> list[str]:
    """A night for seven, a day centre that overlaps it, and fifty children."""
    from datetime import time

    from amparo.access.alternative_care.actions import places
    from tests.cast import make_cast
    from tests.minding import a_child, make_minding

    quick()
    house = make_minding(make_cast())
    by = house.person("pilar")
    places.change_place(house.one, by=by, capacity=ROOM)
    places.change_place(house.two, by=by, opens=time(6), capacity=MANY)  # Casa Uno closes at 07:00
    return [a_child(house, name=f"Ejemplo {number}").reference for number in range(MANY)]


def quick() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["tests.quick.QuickHasher", *settings.PASSWORD_HASHERS[1:]]


def ready(name: str) -> Any:
    """Somebody with her key open; then this program waits until it is told to go on, so that all begin together."""
    import sys

    from amparo.commons.accounts.models import User
    from tests.letters import with_open_key

    quick()
    by = with_open_key(User.objects.get(sign_in_name=name))
    print("ready", flush=True)
    sys.stdin.readline()
    return by


def book(asked: list[tuple[str, str, int]]) -> list[str]:
    """Those who book in one program, each in a thread: child, place, in how many days; what each was told."""
    from concurrent.futures import ThreadPoolExecutor

    from amparo.access.alternative_care.actions import bookings
    from amparo.access.alternative_care.models import CarePlace, Child
    from amparo.access.alternative_care.policies import NoRoom
    from tests.minding import NOW, TODAY

    by = ready("vera")

    def once(one: tuple[str, str, int]) -> str:
        from django.db import connections

        reference, place, days = one
        child, where = Child.objects.get(reference=reference), CarePlace.objects.get(name__startswith=place)
        try:
            made = bookings.book(child, place=where, on=TODAY + timedelta(days=days), by=by, now=NOW)
        except NoRoom as refusal:
            return str(refusal.sentence)
        finally:
            connections.close_all()
        return f"room {made.slot}"

    with ThreadPoolExecutor(len(asked)) as threads:
        return list(threads.map(once, asked))


def what_is_there() -> list[Any]:
    """What the tables say in the end."""
    from django.db.models import Count

    from amparo.access.alternative_care.models import Booking, Minded

    rows = Booking.objects.values_list("place__name", "day").annotate(n=Count("pk")).order_by("day", "place__name")
    alone = Minded.objects.values("child", "cell").annotate(n=Count("pk")).filter(n__gt=1).count()
    return [[name, str(day), n] for name, day, n in rows] + [["in two places", "", alone]]


# --- the tests ---


@pytest.fixture
def house(tmp_path: Path) -> Iterator[OwnHouse]:
    (tmp_path / "house" / "static").mkdir(parents=True)
    more = {"AMPARO_CHILD_CARE": "yes", "AMPARO_SECOND_STEP": "no", "AMPARO_LANGUAGE": "en", "LC_ALL": "C.UTF-8"}
    with own_house(tmp_path / "house", **more) as made:
        yield made


def all_at_once(house: OwnHouse, asked: list[tuple[str, str, int]]) -> list[str]:
    """Start a program for each few of them, wait until all are ready, and let them go together."""
    programs: list[subprocess.Popen[str]] = []
    each_few = len(asked) // PROGRAMS
    try:
        programs = [house.start(book, list(some)) for some in batched(asked, each_few)]
        for each in programs:
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n", each.communicate()[1]
        for each in programs:
            assert each.stdin is not None
            each.stdin.write("go\n")
            each.stdin.flush()
        return [told for each in programs for told in result_of(each)]
    finally:
        for each in programs:
            if each.poll() is None:
                each.kill()
                each.wait()


def test_fifty_at_once_never_exceed_the_room_and_no_child_is_in_two_places(house: OwnHouse) -> None:
    children = house.run(lay_house)
    told = all_at_once(house, [(each, "Casa Uno", 0) for each in children])
    assert sorted(each for each in told if each.startswith("room")) == [f"room {n}" for n in range(1, ROOM + 1)]
    full = [each for each in told if not each.startswith("room")]
    assert len(full) == MANY - ROOM
    assert all("is full then" in each for each in full), full[:2]

    one = children[0]
    both = [(one, place, days) for _ in range(PROGRAMS // 2) for place, days in (("Casa Uno", 1), ("Casa Dos", 2))]
    won = [each for each in all_at_once(house, both) if each.startswith("room")]
    assert len(won) == 1, "a night until 07:00, and a day from 06:00: one of them"

    there = house.run(what_is_there)
    assert there[0] == ["Casa Uno, un ejemplo", str(date(2026, 11, 27)), ROOM]
    assert [n for _name, day, n in there[1:-1] if day > "2026-11-27"] == [1]
    assert there[-1] == ["in two places", "", 0]
