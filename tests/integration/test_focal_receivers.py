"""To whom something may be referred: who fits a need, never one she fears, with her hours where she is."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from amparo.access.focal_points import actions
from amparo.access.focal_points.models import FocalPoint
from amparo.access.focal_points.queries.receivers import competences_for, receivers_for
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.formats.opening import Span
from tests.focal import TODAY, WORKDAYS, accredited, again, before, body, facts, invited, with_key

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.clock]
NOON = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)  # ten in the morning in Ecuador, a Thursday


def names(found: list[Any]) -> list[str]:
    return [each.name for each in found]


def test_a_need_says_who_can_answer_for_it() -> None:
    assert competences_for("pep") == ["health"]
    assert competences_for("papers") == ["registry", "migration"]
    assert competences_for("protection") == ["prosecution", "ombudsman", "womens_institute"]
    assert competences_for("food") == competences_for("planted") == []


@pytest.mark.parametrize(("days", "found", "due"), [(0, True, False), (90, True, False), (91, True, True),
                                                    (180, True, True), (181, False, False)])  # fmt: skip
def test_who_was_made_sure_of_too_long_ago_receives_nothing(
    places_small: Any, days: int, found: bool, due: bool
) -> None:
    accredited(places_small["tulcan"], on=before(days), name="Nora")
    got = receivers_for("pep", now=NOON)
    assert names(got) == (["Nora"] if found else [])
    assert [each.is_due for each in got] == ([due] if found else [])


def test_who_is_only_invited_or_has_ended_or_lost_her_role_receives_nothing(cast: Any, places_small: Any) -> None:
    place = places_small["tulcan"]
    invited(place)
    ended, closed, taken = accredited(place), accredited(place), accredited(place)
    actions.end(ended, by=cast.ana, on=TODAY)
    accounts.close_account(closed.user, by=cast.ana)
    accounts.take_role(taken.user, team=taken.team, role="focal_point", by=cast.ana)
    assert receivers_for("pep", now=NOON) == []


def test_what_is_told_of_her(places_small: Any) -> None:
    made = accredited(places_small["tulcan"], body("Hospital Dos de Ejemplo", shares_with=["police"]), name="Nora",
                      languages=["es", "qu"])  # fmt: skip
    (got,) = receivers_for("pep", now=NOON)
    assert (got.focal_point, got.account, got.reader) == (made.reference, made.user.reference, None)
    assert (got.entity, got.operator, got.tells) == ("Hospital Dos de Ejemplo", "health_state", ("police",))
    assert (got.organisation, got.place) == (made.team.organisation.reference, places_small["tulcan"].code)
    assert (got.competences, got.languages) == (("health",), ("es", "qu"))
    assert (got.hours_today, got.is_open, got.is_away, got.deputy) == (((time(8), time(12)),), True, False, None)


def test_her_key_is_given_only_once_a_second_person_confirmed_it(places_small: Any) -> None:
    with_key(accredited(places_small["tulcan"], name="Nora"), confirmed=False)
    confirmed = with_key(accredited(places_small["tulcan"], name="Olinda"))
    got = {each.name: each.reader for each in receivers_for("pep", now=NOON)}
    assert got == {"Nora": None, "Olinda": confirmed}
    assert confirmed.kind == "staff"
    assert confirmed.state == "active"


def test_nothing_goes_to_a_body_that_she_fears_nor_to_one_that_tells_it(places_small: Any) -> None:
    place = places_small["tulcan"]
    accredited(place, body("Clínica de Ejemplo", "civil_society"), name="Alba")
    accredited(place, body("Hospital de Ejemplo", "health_state", shares_with=["police"]), name="Nora")
    accredited(place, body("Oficina de Ejemplo", "unknown"), name="Olinda")
    accredited(place, body("Puesto de Ejemplo", "police"), name="Pura")
    assert names(receivers_for("pep", now=NOON)) == ["Alba", "Nora", "Olinda", "Pura"]
    assert names(receivers_for("pep", without={"police"}, now=NOON)) == ["Alba"]
    assert names(receivers_for("pep", without={"migration"}, now=NOON)) == ["Alba", "Nora", "Pura"]
    assert names(receivers_for("pep", without=("health_state", "police"), now=NOON)) == ["Alba"]


def test_those_of_the_very_place_come_first_and_those_of_another_unit_not_at_all(places_small: Any) -> None:
    accredited(places_small["san_jose_carchi"], body("Ambulatorio de Ejemplo"), name="Alba")
    accredited(places_small["tulcan"], body("Hospital de Ejemplo"), name="Nora")
    accredited(places_small["quito"], body("Hospital Lejano de Ejemplo"), name="Olinda")
    assert names(receivers_for("pep", place=places_small["tulcan"], now=NOON)) == ["Nora", "Alba"]
    assert names(receivers_for("pep", now=NOON)) == ["Alba", "Nora", "Olinda"]
    far = body("Hospital Lejano de Ejemplo").reference
    assert names(receivers_for("pep", organisation=far, now=NOON)) == ["Olinda"]


@pytest.mark.parametrize(
    ("place", "hour", "is_open"),
    [
        ("tulcan", (15, 0), True),  # 10:00 in Ecuador
        ("tulcan", (17, 0), False),  # 12:00: the hour at which it closes is not open any more
        ("tulcan", (12, 59), False),  # 07:59
        ("tulcan", (13, 0), True),  # 08:00
        ("cucuta", (13, 0), True),  # Colombia has the same hour as Ecuador
    ],
)
def test_her_hours_are_those_of_her_place(places_small: Any, place: str, hour: tuple[int, int], is_open: bool) -> None:
    accredited(places_small[place])
    (got,) = receivers_for("pep", now=NOON.replace(hour=hour[0], minute=hour[1]))
    assert got.is_open is is_open


def test_across_midnight_and_in_another_zone_the_day_is_that_of_her_place(places_small: Any) -> None:
    """From 20:00 until 02:00 on Wednesdays, in Chile, three hours behind universal time in November: by hand."""
    from amparo.commons.places.models import Admin1, Country, Place

    Country.objects.create(code="CL", timezone="America/Santiago")
    unit = Admin1.objects.create(code="CL-RM", country_id="CL", name="Santiago", timezone="America/Santiago")
    there = Place.objects.create(code="9", name="Santiago", folded="santiago", admin1=unit, lat=-33.4, lon=-70.6)
    wednesday = Span(0b0000100, time(20), time(2))
    accredited(there, hours=[wednesday], on=before(1))
    at = {  # in universal time: is it open there, and are there hours on that day
        datetime(2026, 11, 25, 22, 59, tzinfo=UTC): (False, True),  # Wednesday 19:59
        datetime(2026, 11, 25, 23, 0, tzinfo=UTC): (True, True),  # Wednesday 20:00
        datetime(2026, 11, 26, 2, 59, tzinfo=UTC): (True, True),  # still Wednesday, 23:59
        datetime(2026, 11, 26, 3, 0, tzinfo=UTC): (True, False),  # Thursday 00:00
        datetime(2026, 11, 26, 4, 59, tzinfo=UTC): (True, False),  # Thursday 01:59
        datetime(2026, 11, 26, 5, 0, tzinfo=UTC): (False, False),  # Thursday 02:00
    }
    for now, (is_open, has_hours) in at.items():
        (got,) = receivers_for("pep", now=now)
        assert (got.is_open, bool(got.hours_today)) == (is_open, has_hours), now


def test_while_she_is_away_the_one_of_the_same_body_stands_in(cast: Any, places_small: Any) -> None:
    place = places_small["tulcan"]
    focal, sister = accredited(place, name="Nora"), accredited(place, name="Olinda", competences=["registry"])
    reader = with_key(sister)
    actions.change(focal, place=place, deputy=sister, facts=facts(), by=cast.ana)
    (got,) = receivers_for("pep", now=NOON)
    assert (got.name, got.is_away, got.deputy) == ("Nora", False, None)
    actions.say_away(again(focal), until=TODAY, by=focal.user, today=TODAY)
    (got,) = receivers_for("pep", now=NOON)
    assert (got.is_away, got.deputy.name, got.deputy.reader, got.deputy.deputy) == (True, "Olinda", reader, None)
    midnight = clock.at(date(2026, 11, 27))
    (got,) = receivers_for("pep", now=midnight - timedelta(minutes=1))
    assert got.is_away
    (got,) = receivers_for("pep", now=midnight)
    assert not got.is_away
    FocalPoint.objects.filter(pk=sister.pk).update(accredited_on=before(181), checked_on=before(181))
    (got,) = receivers_for("pep", now=NOON)
    assert (got.is_away, got.deputy) == (True, None), "who lapsed stands in for nobody"


def test_it_asks_the_same_number_of_questions_however_many_there_are(places_small: Any) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    asked = []
    for _round in range(2):
        for _each in range(3):
            with_key(accredited(places_small["tulcan"], hours=[Span(WORKDAYS, time(8), time(9))]))
        receivers_for("pep", now=NOON)  # names of places are kept from here on
        with CaptureQueriesContext(connections["default"]) as queries:
            assert receivers_for("pep", now=NOON)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 7
