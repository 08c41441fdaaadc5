"""How it went at a place: in words and with an interval, by name, and no number before the fifth known ending."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.commons import clock
from amparo.commons.directory.actions.outcomes import count_outcome
from amparo.commons.directory.models import Service
from amparo.commons.directory.queries.outcomes import Happened, happened, happened_at, happened_for, pair_of
from amparo.commons.directory.retention import months_before
from amparo.commons.policy.policies import Denied
from tests.desk import client_with, person, service

pytestmark = [pytest.mark.django_db, pytest.mark.clock]
TODAY = date(2026, 11, 26)
BEFORE = date(2026, 10, 3)


def ended(place: Service, *, on: date = BEFORE, source: Any = "desk", **times: int) -> None:
    """So many requests at this place ended so."""
    for outcome, many in times.items():
        refusal = "other" if outcome in {"REF", "CON", "INA"} else ""
        for _ in range(many):
            count_outcome(place.reference, outcome=outcome, refusal=refusal, source=source, today=on)


def told_of(place: Service) -> Happened:
    """What the page of this place has."""
    found = happened_at(person("editor"), place.reference, today=TODAY)
    assert found is not None
    return found


def test_of_four_known_endings_nothing_is_said_and_of_five_all() -> None:
    place = service()
    ended(place, REC=3, REF=1, UNK=9)
    assert told_of(place) == Happened(place.reference, place.name, enough=False), "no number is in it"
    ended(place, MAL=1)
    told = told_of(place)
    assert (told.enough, told.known, told.got, told.badly, told.unknown) == (True, 5, 4, 1, 9)
    assert told.counts == (("REC", 3), ("REF", 1), ("MAL", 1)), "in the order of the list, without what is not known"


def test_the_interval_in_words_by_hand() -> None:
    """One place, 4 of 5: the prior is Beta(3/2, 1/2), so the posterior Beta(5.5, 1.5), whose mean is 11/14."""
    place = service()
    ended(place, REC=4, CON=1)
    told = told_of(place)
    assert told.value == pytest.approx(11 / 14)
    # Nine of ten lie between 0.5055 and 0.9698 (the area of x**4.5 * (1 - x)**0.5, by Simpson's rule): said in fives.
    assert told.interval == pytest.approx((0.5055, 0.9698), abs=1e-4)
    assert (told.low, told.high) == (50, 100)


def test_what_counts_as_known() -> None:
    said = {
        "REC": 1,
        "TAR": 2,
        "PAR": 3,
        "MAL": 4,
        "REF": 5,
        "INA": 6,
        "CON": 7,
        "NOB": 8,
        "NOI": 9,
        "UNK": 10,
        "DES": 1,
    }
    assert pair_of(said) == (10, 28)


def test_what_is_tapped_on_a_route_is_not_in_a_share() -> None:
    place = service()
    ended(place, REC=5)
    for _ in range(9):
        count_outcome(place.reference, outcome="CON", refusal="refused_papers", source="route", today=BEFORE)
    assert told_of(place).counts == (("REC", 5),)


def test_the_running_month_and_what_is_older_than_a_year_stay_out() -> None:
    place = service()
    ended(place, REC=5)
    ended(place, REF=3, on=date(2026, 11, 1))
    ended(place, REF=3, on=date(2025, 10, 31))
    ended(place, REF=2, on=date(2025, 11, 1))
    assert told_of(place).counts == (("REC", 5), ("REF", 2))


def test_places_stand_by_name_and_never_by_their_share() -> None:
    worst, best, middle = service("Árbol"), service("Zarza"), service("casa")
    ended(worst, REF=9)
    ended(best, REC=9)
    ended(middle, REC=2)
    told = happened_for(person("reader"), today=TODAY)
    assert [(each.name, each.enough) for each in told.places] == [("Árbol", True), ("casa", False), ("Zarza", True)]
    assert (told.since, told.until) == (date(2025, 11, 1), date(2026, 11, 1))


def test_a_place_above_her_tier_is_in_no_number_of_hers() -> None:
    shown, hidden = service(), service("Casa que nadie nombra", tier=3)
    ended(shown, REC=5)
    before = happened_for(person("editor"), today=TODAY).places
    ended(hidden, REF=30)
    assert happened_for(person("editor"), today=TODAY).places == before
    assert [each.name for each in happened_for(person("coordinator"), today=TODAY).places] == [hidden.name, shown.name]


@pytest.mark.usefixtures("english")
def test_whoever_has_a_role_reads_them(cast) -> None:
    place = service()
    ended(place, REC=5)
    for who, may in (("ana", True), ("berta", True), ("carla", True), ("diana", False), ("stranger", False)):
        actor = cast.everyone()[who]
        if may:
            assert happened_for(actor, today=TODAY).places
        else:
            with pytest.raises(Denied, match="role in this house"):
                happened_for(actor, today=TODAY)
            assert happened_at(actor, place.reference, today=TODAY) is None


def test_nothing_at_all() -> None:
    assert happened(Service.objects.all(), TODAY, until=TODAY).places == ()


def test_the_pages_say_it_in_words_with_the_table_beside() -> None:
    place, other = service("Consulta"), service("Otra casa")
    month = months_before(clock.today().replace(day=1), 1)
    ended(place, REC=6, MAL=2, REF=2, UNK=3, on=month)
    ended(other, REC=4, on=month)
    client = client_with("checker")
    for page in (reverse("desk_outcomes"), reverse("desk_service", args=[place.reference])):
        text = re.sub(r"\s+", " ", client.get(f"/en{page}" if not page.startswith("/en") else page).text)
        assert "8 of the 10 whose ending is known were received." in text
        assert "2 of them were treated badly." in text
        assert "fewer than 5" in text
        assert "<td>I got it in time</td><td>6</td>" in text
    assert "Not enough is known yet" in client.get(f"/en{reverse('desk_service', args=[other.reference])}").text
    assert "Not enough is known yet" in client.get(f"/en{reverse('desk_outcomes')}").text


def test_an_empty_page_says_what_would_fill_it() -> None:
    assert "Nothing was followed up yet" in client_with("checker").get(f"/en{reverse('desk_outcomes')}").text


def test_whoever_has_no_role_sees_the_place_without_its_endings(cast) -> None:
    place = service()
    client = Client()
    client.force_login(cast.diana)
    assert "How it went" not in client.get(f"/en{reverse('desk_service', args=[place.reference])}").text
    assert client.get(reverse("desk_outcomes")).status_code == 403


def test_what_people_tapped_stands_where_it_always_stood_and_only_once() -> None:
    place = service()
    today = clock.today()
    ended(place, REC=2, on=today)
    count_outcome(place.reference, outcome="CON", refusal="refused_papers", source="desk", today=today)
    count_outcome(place.reference, outcome="CON", refusal="refused_papers", source="route", today=today)
    text = client_with("checker").get(f"/en{reverse('desk_service', args=[place.reference])}").text
    assert text.count("They asked for papers") == 1
    assert re.search(r"<dt>They asked for papers</dt><dd>1 · ", text)
