"""A place kept at a door: a code that means nothing, never one too many, beside nobody, and gone after two weeks."""

import re
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey

from amparo.access.health import retention
from amparo.access.health.actions.channels import Hours
from amparo.access.health.actions.slots import FIGURES, LETTERS, free_slot, new_code, note_slot, take_slot
from amparo.access.health.models import FREED, HELD, MISSED, USED, Channel, Slot
from amparo.access.health.queries.slots import is_code
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.config import nights
from amparo.config.management.commands.tidy import tidy
from tests.cast import make_beside
from tests.desk import last_number
from tests.health import NOW, TODAY, clinic, door, window_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NEXT_WEEK = date(2026, 12, 1)
AT_THREE = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # in the middle of the hours from 14 to 16
AT_FOUR = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)  # they are over


@pytest.fixture
def rita(cast: Any) -> Any:
    return make_beside(cast)["rita"]


@pytest.fixture
def made(tulcan: Any) -> Channel:
    return door(clinic(tulcan))


def take(made: Channel, by: Any, day: date = TODAY, now: datetime = NOW, **more: Any) -> Slot:
    return take_slot(made, window_of(made), day, by=by, now=now, **more)


def test_a_code_spells_no_word_and_no_sign_of_it_looks_like_another() -> None:
    """A letter and a figure by turns: no two letters stand together. None of 0 O Q, 1 I L by itself, 5 S, 8 B, 2 Z."""
    codes = {new_code() for _turn in range(2000)}
    assert len(codes) > 1950
    assert all(re.fullmatch(r"([A-Z]\d){3}", code) and is_code(code) for code in codes)
    assert not set("0O1IQSZBEAU5") & set("".join(codes))
    assert set("".join(codes)) == set(LETTERS + FIGURES)
    for wrong in ("", "K7M4T", "K7M4T9X", "k7m4t9", "KKM4T9", "K7M4T0", "K7M4T9\n"):
        assert not is_code(wrong)


def test_never_more_than_there_is_room(made: Channel, rita: Any) -> None:
    codes = {take(made, rita).code for _turn in range(3)}
    assert len(codes) == 3
    with pytest.raises(Denied, match=r"The next free one is on 01/12/2026 at 14:00"):
        take(made, rita)
    assert sorted(Slot.objects.values_list("seat", flat=True)) == [1, 2, 3]
    assert len({take(made, rita, NEXT_WEEK).code for _turn in range(3)}) == 3
    with pytest.raises(Denied, match=r"01/12/2026|08/12/2026"):
        take(made, rita)


def test_when_two_weeks_are_full_it_says_so(tulcan: Any, rita: Any) -> None:
    made = door(clinic(tulcan), Hours("slots", 0b10, time(14), time(16), 1))
    for day in (TODAY, NEXT_WEEK, date(2026, 12, 8)):
        take(made, rita, day)
    with pytest.raises(Denied, match="no room left at this door within two weeks"):
        take(made, rita)


def test_the_table_itself_gives_no_seat_twice(made: Channel, rita: Any) -> None:
    slot = take(made, rita)
    same = {"window": slot.window, "day": slot.day, "seat": slot.seat}
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.create(**same, code="C2D3F4")
    free_slot(made, slot.code, by=rita, now=NOW)
    Slot.objects.create(**same, code="C2D3F4")
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.create(window=slot.window, day=NEXT_WEEK, seat=1, code="C2D3F4")


def test_a_code_that_somebody_carries_is_not_drawn_again(made: Channel, rita: Any) -> None:
    """The same chance gives the same code, and then the next one."""
    first, second = new_code(rng := Random(7)), new_code(rng)
    Slot.objects.create(window=made.windows.get(kind="slots"), day=NEXT_WEEK, seat=1, code=first)

    class Same(Random):
        """Codes are drawn as above; of the seats the first one."""

        def __init__(self) -> None:
            super().__init__(7)

        def choice(self, seq: Any) -> Any:
            return seq[0] if isinstance(seq, list) else super().choice(seq)

    assert take(made, rita, rng=Same()).code == second


def test_a_seat_says_nothing_of_who_came_first(tulcan: Any, rita: Any) -> None:
    made = door(clinic(tulcan), Hours("slots", 0b10, time(14), time(16), 40))
    seats = [take(made, rita).seat for _turn in range(12)]
    assert seats != sorted(seats)


@pytest.mark.clock
@pytest.mark.parametrize(("day", "now", "sentence"), [
    (date(2026, 11, 25), NOW, "are not of that day"),
    (date(2026, 11, 17), NOW, "These hours are over"),
    (TODAY, AT_FOUR, "These hours are over"),
    (date(2026, 12, 15), NOW, "at most 14 days ahead"),
])  # fmt: skip
def test_a_day_that_cannot_be(made: Channel, rita: Any, day: date, now: datetime, sentence: str) -> None:
    with pytest.raises(Denied, match=sentence):
        take(made, rita, day, now)
    assert not Slot.objects.exists()


@pytest.mark.clock
def test_until_the_last_minute(made: Channel, rita: Any) -> None:
    assert take(made, rita, now=AT_FOUR - timedelta(minutes=1)).state == HELD


@pytest.mark.clock
def test_past_midnight_it_is_still_the_day_on_which_they_opened(tulcan: Any, rita: Any) -> None:
    """One in the morning on Wednesday, at hours that began on Tuesday at eight in the evening."""
    made = door(clinic(tulcan), Hours("slots", 0b10, time(20), time(2), 2))
    one = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
    slot = take(made, rita, TODAY, one)
    free_slot(made, slot.code, by=rita, now=one)
    with pytest.raises(Denied, match="These hours are over"):
        take(made, rita, TODAY, one + timedelta(hours=1))


def test_where_one_just_comes_no_code_is_needed(made: Channel, rita: Any) -> None:
    with pytest.raises(Denied, match="In these hours one just comes"):
        take_slot(made, window_of(made, "walk_in"), TODAY, by=rita, now=NOW)


def test_hours_of_another_door_are_not_there(tulcan: Any, made: Channel, rita: Any) -> None:
    other = door(clinic(tulcan, "Casa de la tarde"))
    with pytest.raises(Hidden):
        take_slot(made, window_of(other), TODAY, by=rita, now=NOW)
    code = take(other, rita).code
    for act in (
        lambda: free_slot(made, code, by=rita, now=NOW),
        lambda: note_slot(made, code, was_used=True, by=rita, now=NOW),
    ):
        with pytest.raises(Hidden):
            act()
    with pytest.raises(Denied, match="With this page a code was taken already"):
        take(made, rita, code=code)


@pytest.mark.clock
@pytest.mark.parametrize("checked", [180, 181])
def test_a_door_that_nobody_checked_gives_out_none(tulcan: Any, rita: Any, checked: int) -> None:
    made = door(clinic(tulcan), checked_on=TODAY - timedelta(days=checked))
    if checked == 180:
        assert take(made, rita).state == HELD
        return
    with pytest.raises(Denied, match="Nobody is sent to this door now"):
        take(made, rita)


STATES = [
    ("held", "free", NOW, FREED), ("held", "free", AT_THREE, FREED), ("held", "free", AT_FOUR, "These hours are over"),
    ("held", "used", NOW, "These hours have not begun"), ("held", "used", AT_THREE, USED),
    ("held", "missed", AT_FOUR, MISSED), ("used", "missed", AT_FOUR, MISSED), ("missed", "used", AT_FOUR, USED),
    ("used", "free", AT_THREE, "not kept any more"), ("missed", "free", AT_THREE, "not kept any more"),
    ("freed", "free", NOW, "not kept any more"), ("freed", "used", AT_THREE, "went back to others"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "act", "now", "after"), STATES)
def test_what_may_become_of_a_code(made: Channel, rita: Any, before: str, act: str, now: datetime, after: str) -> None:
    code = take(made, rita).code
    Slot.objects.update(state=before)

    def do() -> None:
        if act == "free":
            free_slot(made, code, by=rita, now=now)
        else:
            note_slot(made, code, was_used=act == "used", by=rita, now=now)

    if after in {FREED, USED, MISSED}:
        do()
        assert Slot.objects.get().state == after
    else:
        with pytest.raises(Denied, match=after):
            do()
        assert Slot.objects.get().state == before


def test_a_place_that_went_back_is_somebody_elses(made: Channel, rita: Any) -> None:
    codes = [take(made, rita).code for _turn in range(3)]
    free_slot(made, codes[1], by=rita, now=NOW)
    assert take(made, rita).code not in codes
    with pytest.raises(Denied):
        take(made, rita)


def test_the_trail_names_neither_the_code_nor_the_door_and_counts_nothing(made: Channel, rita: Any) -> None:
    before = last_number()
    codes = [take(made, rita).code for _turn in range(3)]
    for code in codes[:2]:
        free_slot(made, code, by=rita, now=NOW)
    note_slot(made, codes[2], was_used=True, by=rita, now=AT_THREE)
    acts = list(Act.objects.filter(number__gt=before).values_list("verb", "actor", "target"))
    who = f"user:{rita.reference}"
    assert acts == [("door_code.taken", who, ""), ("door_code.freed", who, ""), ("door_code.noted", who, "")]


def test_a_slot_knows_nobody() -> None:
    """Its columns, and where its one relation leads."""
    columns = {field.name for field in Slot._meta.get_fields()}
    assert columns == {"id", "window", "day", "seat", "code", "state"}
    related = [field.related_model.__name__ for field in Slot._meta.get_fields() if isinstance(field, ForeignKey)]
    assert related == ["Window"]
    assert str(Slot(code="K7M4T9")) == "Slot"


@pytest.mark.clock
@pytest.mark.django_db(databases=["default", "evidence"])
def test_codes_go_two_weeks_after_their_day(made: Channel, rita: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nights, "newest_row", lambda: TODAY)  # the house was made by another clock than NOW
    kept = {days: take(made, rita).pk for days in (14, 15, 0)}
    for days, pk in kept.items():
        Slot.objects.filter(pk=pk).update(day=TODAY - timedelta(days=days))
    assert {slot.pk for slot in retention.due(NOW)} == {kept[15]}
    said: list[str] = []
    tidy(NOW, said.append)
    assert set(Slot.objects.values_list("pk", flat=True)) == {kept[14], kept[0]}
    assert "Codes of agreed doors: 1 deleted" in said
