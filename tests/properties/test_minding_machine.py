"""Whatever is booked, moved and collected, in whatever order: the house and a plain oracle say the same of every stay.

Hypothesis books four children at two places over three days, lets them wait, come, not come and be cancelled, and lets
people come to the door with right and wrong words. Beside it an oracle of plain dictionaries keeps who has room. After
every step: no place holds more than it has room for, no child is anywhere twice, and whoever was handed over went with
somebody who was on the list that day and said her own word.
"""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from amparo.access.alternative_care.actions import bookings, collecting, places
from amparo.access.alternative_care.models import TAKES_ROOM, Booking, Minded
from amparo.commons.policy.policies import Denied
from tests.examples import examples
from tests.minding import NOW, TODAY, a_child, may_collect

NAMES = ("Sol", "Mar", "Luz", "Sol")  # two bear the same name
WORDS = {0: "caracol", 1: "piedra", 2: "rio"}  # who collects, by place in the list; the third's time is over
DAYS = st.integers(0, 2)
CHILD = st.integers(0, len(NAMES) - 1)
PLACE = st.sampled_from(["one", "two"])
HOURS = {"one": (19, 31), "two": (18, 24)}  # from which hour of the day on which it begins, to which
ROOM = {"one": 2, "two": 1}


class Nights(RuleBasedStateMachine):
    """The house, and beside it who has room where, as plain sets say it."""

    house: Any = None

    @initialize()
    def begin(self) -> None:
        """A night for two, an evening for one that overlaps it, four children."""
        self.by = self.house.person("vera")
        pilar = self.house.person("pilar")
        places.change_place(self.house.one, by=pilar, capacity=ROOM["one"])
        places.change_place(self.house.two, by=pilar, capacity=ROOM["two"], opens=time(18), closes=time(0))
        self.children = [a_child(self.house, name=name) for name in NAMES]
        for child in self.children:
            for who, word in WORDS.items():
                until = date(2026, 11, 20) if who == 2 else date(2026, 12, 31)
                may_collect(self.house, child, f"Persona {who}, ejemplo", word=word, until=until)
        self.held: dict[Any, tuple[int, str, int, str]] = {}  # by stay: child, place, day, state
        self.misses: dict[Any, int] = {}
        self.resting: set[Any] = set()

    def spans(self, child: int, *, but: Any = None) -> set[int]:
        """The hours in which a child is promised somewhere, counted from the first midnight."""
        return {
            day * 24 + hour
            for key, (whose, place, day, state) in self.held.items()
            if whose == child and state in TAKES_ROOM and key != but
            for hour in range(HOURS[place][0], min(HOURS[place][1], 21 if state == "collected" else 99))
        }

    def fits(self, child: int, place: str, day: int, *, but: Any = None) -> bool:
        """Would plain sets give it room?"""
        given = sum((where, on) == (place, day) and state in TAKES_ROOM for _c, where, on, state in self.held.values())
        hours = {day * 24 + hour for hour in range(*HOURS[place])}
        return given < ROOM[place] and not hours & self.spans(child, but=but)

    @rule(child=CHILD, place=PLACE, day=DAYS)
    def book(self, child: int, place: str, day: int) -> None:
        """Somebody books."""
        expected, on = self.fits(child, place, day), TODAY + timedelta(days=day)
        try:
            with transaction.atomic():
                stay = bookings.book(self.children[child], place=getattr(self.house, place), on=on, by=self.by, now=NOW)
        except Denied:
            assert not expected
            return
        assert expected
        self.held[stay.pk] = (child, place, day, "booked")

    @rule(child=CHILD, place=PLACE, day=DAYS)
    def ask(self, child: int, place: str, day: int) -> None:
        """Somebody waits for room."""
        on = TODAY + timedelta(days=day)
        stay = bookings.ask(self.children[child], place=getattr(self.house, place), on=on, by=self.by, now=NOW)
        self.held[stay.pk] = (child, place, day, "asked")

    @rule(data=st.data(), to=st.sampled_from(["booked", "came", "did_not_come", "cancelled", "collected", "asked"]))
    def move(self, data: st.DataObject, to: str) -> None:
        """Somebody says how a stay goes on, whether that is allowed or not."""
        if not self.held:
            return
        key = list(self.held)[data.draw(st.integers(0, len(self.held) - 1))]
        child, place, day, state = self.held[key]
        nexts = {
            "asked": {"booked", "cancelled"}, "booked": {"came", "did_not_come", "cancelled"},
            "did_not_come": {"booked"},
        }.get(state, set())  # fmt: skip
        allowed = to in nexts and (to != "came" or day == 0)
        allowed = allowed and (to != "booked" or self.fits(child, place, day))
        try:
            with transaction.atomic():
                bookings.move(self.stay(key), to=to, by=self.by, now=NOW)
        except Denied:
            assert not allowed, (state, to)
            return
        assert allowed, (state, to)
        self.held[key] = (child, place, day, to)

    @rule(data=st.data(), who=st.integers(-1, 3), word=st.sampled_from(["CARACOL", "piedra", "río", "nada", ""]))
    def come_to_the_door(self, data: st.DataObject, who: int, word: str) -> None:
        """Somebody comes for a child."""
        if not self.held:
            return
        key = list(self.held)[data.draw(st.integers(0, len(self.held) - 1))]
        child, place, day, state = self.held[key]
        right = {0: "CARACOL", 1: "piedra"}.get(who) == word
        try:
            with transaction.atomic():
                came = collecting.collect(self.stay(key), position=who, word=word, by=self.by, now=NOW)
        except Denied:
            assert state != "came" or key in self.resting
            return
        assert state == "came"
        assert key not in self.resting
        assert came.may_go is right
        if right:
            self.held[key] = (child, place, day, "collected")
        elif came.what == "wrong_word":
            self.misses[key] = self.misses.get(key, 0) + 1
            self.resting |= {key} if self.misses[key] >= 3 else set()

    def stay(self, key: Any) -> Booking:
        """A stay as it is now."""
        return Booking.objects.select_related("child", "place").get(pk=key)

    @invariant()
    def the_tables_say_the_same(self) -> None:
        """Every stay stands where the oracle has it."""
        if hasattr(self, "held"):
            found = {each.pk: each.state for each in Booking.objects.all()}
            assert found == {key: state for key, (_c, _p, _d, state) in self.held.items()}

    @invariant()
    def never_more_than_there_is_room(self) -> None:
        """Also no number twice, and no child twice."""
        rows = Booking.objects.filter(state__in=TAKES_ROOM).values("place", "day", "place__capacity")
        assert all(each["n"] <= each["place__capacity"] for each in rows.annotate(n=Count("pk")))
        assert not Minded.objects.values("child", "cell").annotate(n=Count("pk")).filter(n__gt=1).exists()

    @invariant()
    def whoever_left_went_with_somebody_of_the_list(self) -> None:
        """By a place in it whose time was not over, at the hour."""
        for each in Booking.objects.filter(state="collected"):
            assert each.collected_by in {0, 1}
            assert each.collected_at == NOW.replace(minute=0)


@pytest.mark.django_db(databases=["default"])
def test_every_order_of_acts_keeps_room_children_and_words(cast: Any) -> None:
    from tests.minding import make_minding

    Nights.house = make_minding(cast)

    class Anew(Nights):
        """Each run begins in the same house."""

        def __init__(self) -> None:
            super().__init__()
            self.block = transaction.atomic()
            self.block.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    run_state_machine_as_test(
        Anew,
        settings=settings(
            max_examples=examples(6), stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
