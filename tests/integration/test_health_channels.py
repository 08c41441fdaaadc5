"""What is said of an agreed door at a moment: its hours, its clocks, how fresh it is, and when it is not said."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation

from amparo.access.health.actions.channels import Hours, change_channel, check_channel, end_channel
from amparo.access.health.actions.slots import take_slot
from amparo.access.health.models import SLOTS, WALK_IN, Channel, Window
from amparo.access.health.queries.channels import place_state, said_of, said_of_many, state_of
from amparo.access.health.templatetags.health import clock_said
from amparo.commons.audit.models import Act
from amparo.commons.directory.models import Service, ServiceAtLocation
from amparo.commons.policy.policies import Denied
from amparo.formats.elapsed import exactly, in_month, roughly
from tests.cast import make_beside
from tests.desk import last_number
from tests.health import AFTERNOONS, FACTS, MORNINGS, NOW, SETUP, TODAY, clinic, door, window_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_what_is_said_beside_a_place(tulcan: Any) -> None:
    """Ten in the morning: one just comes until noon; with a code this afternoon, three places."""
    service = clinic(tulcan)
    made = door(service)
    said = said_of(service.reference, ["lawyer", "pep"], NOW)
    assert said is not None
    assert (said.channel, said.service, said.needs) == (made.reference, service.reference, ("pep",))
    assert (said.receives, said.ask_for) == ("La enfermera de la entrada", "la consulta de la mañana")
    assert (said.no_papers, said.no_complaint, said.name_used) == ("yes", "yes", "unknown")
    assert said.walk_in is not None
    assert said.slot is not None
    assert f"{said.walk_in.begins:%d %H:%M}-{said.walk_in.ends:%H:%M}" == "24 08:00-12:00"
    assert f"{said.slot.sitting.begins:%d %H:%M}" == "24 14:00"
    assert (said.slot.left, said.slot.window) == (3, window_of(made))
    assert (said.is_stale, said.checked_on, said.first) == (False, TODAY, said.walk_in)
    assert said_of(service.reference, ["covid"], NOW) is None
    assert said_of("0" * 16, ["pep"], NOW) is None


def test_what_was_taken_is_not_offered(tulcan: Any, cast: Any) -> None:
    service, rita = clinic(tulcan), make_beside(cast)["rita"]
    made = door(service)
    for left in (2, 1):
        take_slot(made, window_of(made), TODAY, by=rita, now=NOW)
        said = said_of(service.reference, ["sti"], NOW)
        assert said is not None
        assert said.slot is not None
        assert said.slot.left == left
    take_slot(made, window_of(made), TODAY, by=rita, now=NOW)
    said = said_of(service.reference, ["sti"], NOW)
    assert said is not None
    assert said.slot is not None
    assert (said.slot.sitting.day, said.slot.left) == (date(2026, 12, 1), 3)


@pytest.mark.parametrize(("days", "state", "is_said"), [
    (0, "checked", True), (90, "checked", True), (91, "again", True), (180, "again", True), (181, "over", False),
    (400, "over", False),
])  # fmt: skip
def test_every_90_days_somebody_asks_them_again(tulcan: Any, days: int, state: str, is_said: bool) -> None:
    service = clinic(tulcan)
    made = door(service, checked_on=TODAY - timedelta(days=days))
    assert state_of(made, TODAY) == state
    said = said_of(service.reference, ["pep"], NOW)
    assert (said is not None) is is_said
    assert said is None or said.is_stale is (state == "again")


def test_a_check_counts_and_an_older_one_takes_nothing_back(tulcan: Any, cast: Any) -> None:
    made = door(clinic(tulcan), checked_on=TODAY - timedelta(days=200))
    with pytest.raises(Denied):
        check_channel(made, on=TODAY, by=cast.ana)  # she writes it: that is not knowing it
    before = last_number()
    check_channel(made, on=TODAY, by=cast.berta)
    check_channel(made, on=TODAY - timedelta(days=50), by=cast.berta)
    made.refresh_from_db()
    assert (made.checked_on, state_of(made, TODAY)) == (TODAY, "checked")
    acts = list(Act.objects.filter(number__gt=before).values_list("verb", "actor", "target"))
    assert acts == [("agreed_door.checked", f"user:{cast.berta.reference}", f"channel:{made.reference}")] * 2


@pytest.mark.parametrize(("change", "state"), [
    ({"status": "defunct"}, "closed"), ({"status": "temporarily closed"}, "closed"), ({"status": "inactive"}, "closed"),
    ({"checked_on": TODAY - timedelta(days=361)}, "unseen"), ({"checked_on": TODAY - timedelta(days=360)}, "open"),
    ({"checked_on": None, "checked_by_role": ""}, "open"),
])  # fmt: skip
def test_where_the_place_is_closed_nobody_is_sent_there(tulcan: Any, change: Any, state: str) -> None:
    service = clinic(tulcan)
    door(service)
    Service.objects.filter(pk=service.pk).update(**change)
    assert place_state(Channel.objects.get(), TODAY) == state
    assert (said_of(service.reference, ["pep"], NOW) is not None) is (state == "open")


def test_a_door_that_the_list_has_no_longer(tulcan: Any) -> None:
    """A file that is brought in again makes its doors anew: at the same place the agreement holds, elsewhere not."""
    service = clinic(tulcan)
    made = door(service)
    at = service.at_locations.get()
    ServiceAtLocation.objects.all().delete()
    assert place_state(Channel.objects.get(), TODAY) == "moved"
    assert said_of(service.reference, ["pep"], NOW) is None
    ServiceAtLocation.objects.create(service=service, location=at.location)
    assert said_of(service.reference, ["pep"], NOW) is not None
    assert Channel.objects.get() == made


def test_what_ended_is_not_said(tulcan: Any, cast: Any) -> None:
    service = clinic(tulcan)
    made = door(service)
    end_channel(made, on=TODAY, by=cast.ana)
    assert state_of(Channel.objects.get(), TODAY) == "ended"
    assert said_of(service.reference, ["pep"], NOW) is None
    anew = door(service)
    said = said_of(service.reference, ["pep"], NOW)
    assert said is not None
    assert said.channel == anew.reference


# Clocks. The hours of the door: mornings from 8 to 12, in Tulcán; now it is Tuesday at ten there.


def clock(service: Service, now: datetime, hours: int, minutes: int = 0, *needs: str) -> Any:
    elapsed = exactly(now - timedelta(hours=hours, minutes=minutes), now)
    said = said_of(service.reference, needs or ("pep",), now, elapsed=elapsed)
    assert said is not None
    return said


@pytest.mark.parametrize(("hours", "minutes", "state", "words"), [
    (32, 0, "open", "There is time: about 40 hours for the medicine that prevents HIV."),
    (70, 59, "open", "There is time: about 1 hour for the medicine"),
    (71, 59, "open", "There is still time, if you go right now, for the medicine"),
    (72, 0, "open", "There is still time, if you go right now, for the medicine"),
    (72, 1, "after", "For this medicine they often ask for 72 hours. Ask anyway"),
    (500, 0, "after", "Ask anyway"),
])  # fmt: skip
def test_how_much_time_there_is(tulcan: Any, hours: int, minutes: int, state: str, words: str) -> None:
    service = clinic(tulcan)
    door(service)
    (reading,) = clock(service, NOW, hours, minutes).clocks
    assert reading.state == state
    with translation.override("en"):
        text = clock_said(reading)
    assert words in text
    assert "late" not in text


@pytest.mark.parametrize(("hours", "minutes", "state"), [(119, 59, "open"), (120, 0, "open"), (120, 1, "after")])
def test_the_clock_of_the_pill(tulcan: Any, hours: int, minutes: int, state: str) -> None:
    service = clinic(tulcan)
    door(service, needs=["emergency_contraception"])
    (reading,) = clock(service, NOW, hours, minutes, "emergency_contraception").clocks
    assert (reading.code, reading.state) == ("EC", state)


def test_without_a_time_of_hers_the_clock_says_what_people_usually_ask(tulcan: Any) -> None:
    service = clinic(tulcan)
    door(service)
    said = said_of(service.reference, ["pep", "sti", "covid"], NOW)
    assert said is not None
    assert [(each.code, each.state) for each in said.clocks] == [("PEP", "unknown"), ("STI", "unknown")]


AT_FIVE = datetime(2026, 11, 24, 22, tzinfo=UTC)  # five in the afternoon: the next morning begins in 15 hours


@pytest.mark.parametrize(("hours", "minutes", "waits"), [
    (56, 59, False),  # 15 hours and 1 minute are left
    (57, 0, False),  # to the minute
    (57, 1, True), (71, 59, True), (72, 0, True),
    (72, 1, False),  # people usually ask for 72 hours, and waiting loses nothing
])  # fmt: skip
def test_she_is_told_not_to_wait_for_hours_that_come_after_the_time(
    tulcan: Any, hours: int, minutes: int, waits: bool
) -> None:
    service = clinic(tulcan)
    door(service, MORNINGS)
    assert clock(service, AT_FIVE, hours, minutes).waits_too_long is waits


@pytest.mark.parametrize(("now", "waits"), [(NOW, False), (AT_FIVE, True)])
def test_where_nobody_knows_the_time_only_today_is_soon_enough(tulcan: Any, now: datetime, waits: bool) -> None:
    service = clinic(tulcan)
    door(service, MORNINGS)
    for elapsed in (roughly(48, 96, 72), roughly(0, None, 0), in_month(2026, 11, now)):
        said = said_of(service.reference, ["pep"], now, elapsed=elapsed)
        assert said is not None
        assert said.waits_too_long is waits
    said = said_of(service.reference, ["sti"], now)
    assert said is not None
    assert said.waits_too_long is False, "for this there are months"


def test_a_door_without_hours_is_never_waited_for(tulcan: Any) -> None:
    service = clinic(tulcan)
    made = door(service, MORNINGS)
    made.windows.all().delete()
    assert clock(service, NOW, 5).waits_too_long is True


def test_an_hour_longer_night_counts_for_the_clock(tulcan: Any) -> None:
    """In Chile on 4 April 2026 there are nine hours from 22:00 to 06:00: of eight hours left the door is too far."""
    tulcan.admin1.timezone = "America/Santiago"
    tulcan.admin1.save()
    ten_at_night = datetime(2026, 4, 5, 1, tzinfo=UTC)
    service = clinic(tulcan, checked_on=date(2026, 4, 1))
    door(service, Hours(WALK_IN, 127, time(6), time(7)), checked_on=date(2026, 4, 1), since=date(2026, 4, 1))
    assert clock(service, ten_at_night, 63).waits_too_long is False  # nine hours are left
    assert clock(service, ten_at_night, 63, 1).waits_too_long is True


def test_of_two_doors_of_one_place_the_one_that_opens_first(tulcan: Any) -> None:
    from amparo.access.health.actions.channels import open_channel
    from amparo.commons.directory.models import Location

    service = clinic(tulcan)
    first = door(service, Hours(WALK_IN, 127, time(18), time(20)))
    other = Location.objects.create(organisation=service.organisation, place=tulcan, street="Calle 9")
    ServiceAtLocation.objects.create(service=service, location=other)
    second = open_channel(service, other, facts=FACTS, hours=[MORNINGS], checked_on=TODAY, by=SETUP)
    said = said_of(service.reference, ["pep"], NOW)
    assert said is not None
    assert said.channel == second.reference
    evening = said_of(service.reference, ["pep"], AT_FIVE)
    assert evening is not None
    assert evening.channel == first.reference


def test_many_places_are_read_in_few_statements(tulcan: Any, django_assert_max_num_queries: Any) -> None:
    services = [clinic(tulcan, f"Consulta {number}") for number in range(6)]
    for service in services[:2]:
        door(service)
    with django_assert_max_num_queries(6 + 2):
        found = said_of_many([each.reference for each in services], ["pep"], NOW)
    assert set(found) == {each.reference for each in services[:2]}


@pytest.mark.parametrize(("kind", "days", "capacity"), [
    (SLOTS, 1, 0), (WALK_IN, 1, 3), (SLOTS, 0, 3), (SLOTS, 128, 3), (SLOTS, 1, 201), ("later", 1, 0),
])  # fmt: skip
def test_the_table_itself_refuses_hours_that_cannot_be(tulcan: Any, kind: str, days: int, capacity: int) -> None:
    made = door(clinic(tulcan))
    with pytest.raises(IntegrityError), transaction.atomic():
        Window.objects.create(channel=made, kind=kind, days=days, opens=time(20), closes=time(21), capacity=capacity)


def test_hours_in_each_others_way_are_refused_whoever_asks(tulcan: Any, cast: Any) -> None:
    made = door(clinic(tulcan), MORNINGS)
    for lines in ([MORNINGS, Hours(SLOTS, 1, time(11), time(13), 2)], [Hours(SLOTS, 1, time(11), time(13), 0)]):
        with pytest.raises(Denied) as refused:
            change_channel(made, facts=FACTS, hours=lines, seen=1, now=NOW, by=cast.ana)
        assert "." in str(refused.value.sentence)
    assert made.windows.count() == 1
    assert AFTERNOONS.capacity == 3


@pytest.mark.parametrize(("now", "hours", "days", "shown", "hidden"), [
    (NOW, 10, 0, ["Open now:", "There is time: about 62 hours", "With a code:"], ["Do not wait", "Last checked"]),
    (AT_FIVE, 71, 100, ["Just come:", "about 1 hour", "Do not wait for the agreed", "Last checked"], ["Open now"]),
])  # fmt: skip
def test_the_words_beside_a_place(
    tulcan: Any, now: datetime, hours: int, days: int, shown: list[str], hidden: list[str]
) -> None:
    service = clinic(tulcan)
    door(service, checked_on=TODAY - timedelta(days=days))
    said = render_to_string("health/_said.html", {"said": clock(service, now, hours), "now": now})
    assert "La enfermera de la entrada receives her. At the door she says: «la consulta de la mañana»." in said
    assert "they ask for no papers" in said
    assert all(each in said for each in shown), said
    assert not any(each in said for each in hidden), said
