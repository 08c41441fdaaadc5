"""What is missing here: a count of the desk without anybody in it; small ones are not told, no search is counted."""

import csv
import re
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.directory import retention
from amparo.commons.directory.actions.missing import count_missing
from amparo.commons.directory.actions.outcomes import count_outcome
from amparo.commons.directory.models import Location, MissingTally, OutcomeTally, ServiceAtLocation
from amparo.commons.directory.queries.missing import (
    KIND_OF,
    Half,
    Lack,
    chosen_half,
    few,
    half_of,
    halves,
    is_lack,
    missing_in,
    tapped_in,
)
from amparo.commons.directory.queries.missing_table import written
from amparo.commons.places.models import Admin1
from amparo.commons.policy.policies import Denied
from amparo.formats.codes import codes
from tests.desk import client_with, person, service

pytestmark = [pytest.mark.django_db, pytest.mark.clock]
WORDS = settings.PATHS
TODAY = date(2026, 11, 26)
OCTOBER = date(2026, 10, 8)


def counted(times: int, unit: str = "EC-C", need: str = "hormones", what: str = "unavailable", **more) -> None:
    """So many times."""
    for _ in range(times):
        assert count_missing(unit, need=need, outcome=what, **({"today": OCTOBER} | more))


def test_it_is_counted_by_month_without_a_row_of_the_trail(places_small) -> None:
    before = Act.objects.count()
    counted(2)
    counted(1, what="CON", zone="border", today=date(2026, 10, 31))
    assert sorted(MissingTally.objects.values_list("unit", "zone", "need", "what", "month", "count")) == [
        ("EC-C", "", "hormones", "unavailable", date(2026, 10, 1), 2),
        ("EC-C", "border", "hormones", "CON", date(2026, 10, 1), 1),
    ]
    assert Act.objects.count() == before
    assert not count_missing("XX-9", need="food", outcome="INA", today=TODAY)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"need": "house", "outcome": "INA"}, "need"),
        ({"need": "food", "outcome": "REC"}, "outcome"),
        ({"need": "food", "outcome": "UNK"}, "outcome"),
        ({"need": "food", "outcome": "INA", "zone": "street"}, "zone"),
    ],
)
def test_what_no_list_knows_is_a_mistake_of_ours(places_small, wrong, named) -> None:
    with pytest.raises(ValueError, match=named):
        count_missing("EC-C", today=TODAY, **wrong)


def test_each_lack_has_its_column() -> None:
    assert {each.code for each in codes("service_outcome") if is_lack(each.code)} | {"unavailable"} == set(KIND_OF)


def test_half_years() -> None:
    assert half_of(date(2026, 6, 30)) == Half(2026, 1)
    assert half_of(date(2026, 7, 1)) == Half(2026, 2)
    assert [each.code for each in halves(TODAY)] == ["2026h2", "2026h1", "2025h2", "2025h1"]
    assert halves(date(2026, 7, 31))[0].code == "2026h1", "July alone is not over"
    assert halves(date(2026, 8, 1))[0].code == "2026h2"
    assert chosen_half("2025h2", TODAY) == Half(2025, 2)
    assert chosen_half("1999h1", TODAY) == chosen_half("", TODAY) == Half(2026, 2)
    assert (Half(2026, 2).after.first, Half(2026, 1).before) == (date(2027, 1, 1), Half(2025, 2))


def test_by_part_of_the_country_and_need_the_running_month_left_out(places_small) -> None:
    counted(3, unit="EC-P", need="food", what="REF")
    counted(2, what="INA")
    counted(4)
    counted(1, what="CON", today=date(2026, 7, 1))
    counted(6, need="food", what="REF", zone="border")
    counted(9, today=date(2026, 11, 2))
    counted(9, today=date(2026, 6, 30))
    parts = missing_in(person("counsel"), Half(2026, 2), today=TODAY)
    assert [(part.name, part.zone, part.lacks) for part in parts] == [
        ("Carchi", "", (Lack("hormones", none=6, no=0, first=1),)),
        ("Carchi", "border", (Lack("food", none=0, no=6, first=0),)),
        ("Pichincha", "", (Lack("food", none=0, no=3, first=0),)),
    ]


def test_what_a_stranger_looks_for_and_does_not_find_is_counted_nowhere(places_small) -> None:
    client = Client()
    asked = {"b": "hormones", "l": "3650472", "n": "hormones"}
    found = client.post(f"/{WORDS['results']}", asked)
    assert found.status_code == 200
    assert not re.search(r'name="s" value="\w{16}"', found.text), "nothing is there to be found"
    client.post(f"/{WORDS['refused']}", asked)
    assert not MissingTally.objects.exists()
    assert not OutcomeTally.objects.exists()


def test_a_refusal_tapped_is_shown_by_the_unit_of_the_place_without_what_was_asked(places_small) -> None:
    one, two, nowhere = service("Una"), service("Dos"), service("Sin sitio")
    for place, towns in ((one, ["tulcan"]), (two, ["tulcan", "quito"])):
        for town in towns:
            door = Location.objects.create(organisation=place.organisation, place=places_small[town])
            ServiceAtLocation.objects.create(service=place, location=door)
    for place in (one, two, nowhere):
        for _ in range(6):
            count_outcome(place.reference, outcome="CON", refusal="refused_papers", source="route", today=OCTOBER)
    count_outcome(one.reference, outcome="CON", refusal="refused_papers", source="desk", today=OCTOBER)
    assert tapped_in(person("editor"), Half(2026, 2), today=TODAY) == [("Carchi", 6)]
    assert not MissingTally.objects.exists()


@pytest.mark.usefixtures("english")
def test_whoever_has_a_role_reads_it(cast, places_small) -> None:
    for who, may in (("ana", True), ("berta", True), ("carla", True), ("diana", False), ("stranger", False)):
        for ask in (missing_in, tapped_in):
            if may:
                assert ask(cast.everyone()[who], Half(2026, 2), today=TODAY) == []
            else:
                with pytest.raises(Denied, match="role in this house"):
                    ask(cast.everyone()[who], Half(2026, 2), today=TODAY)


def last_month() -> date:
    """A day of a month that is over."""
    return retention.months_before(clock.today().replace(day=1), 1)


def test_the_page_tells_no_small_number_and_the_file_neither(places_small) -> None:
    counted(4, today=last_month())
    counted(5, need="food", what="REF", today=last_month())
    client = client_with("reader")
    text = client.get(f"/en{reverse('desk_missing')}").text
    cells = re.findall(r'<td role="cell" data-name="([^"]+)">([^<]+)</td>', text)
    rows = [[value for _, value in cells[at : at + 4]] for at in range(0, len(cells), 4)]
    assert sorted(rows) == [["Food", "0", "5", "0"], ["Hormones with medical care", "fewer than 5", "0", "0"]]
    half = half_of(last_month())
    answer = client.get(f"/en{reverse('desk_missing_table')}", {"h": half.code})
    assert answer["Content-Disposition"] == f'attachment; filename="{half.code}.csv"'
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert sorted([line[1:3] + line[4:5] + line[6:] for line in lines[1:]]) == [
        ["EC-C", "Carchi", "food", "0", "5", "0"],
        ["EC-C", "Carchi", "hormones", "<5", "0", "0"],
    ]


def test_no_cell_of_the_file_is_a_formula(places_small) -> None:
    Admin1.objects.filter(code="EC-C").update(name='=HYPERLINK("http://x.example")')
    counted(7)
    parts = missing_in(person("editor"), Half(2026, 2), today=TODAY)
    cells = next(csv.reader(StringIO(written(parts, Half(2026, 2), "es").decode("utf-8-sig").splitlines()[1])))
    assert cells[2] == '\'=HYPERLINK("http://x.example")'
    assert not [cell for cell in cells if cell[:1] in set("=+-@")]


def test_small_ones() -> None:
    assert [few(count) for count in (0, 1, 4, 5, 12)] == ["0", "<5", "<5", "5", "12"]


def test_an_empty_page_says_what_would_fill_it() -> None:
    text = client_with("editor").get(f"/en{reverse('desk_missing')}").text
    assert "Nothing was counted in this half-year" in text
    assert "As a table" not in text


def test_after_24_months_it_is_gone(places_small) -> None:
    counted(1, today=date(2024, 10, 31))
    counted(1, today=date(2024, 11, 1))
    due = list(retention.due(datetime(2026, 11, 26, 3, tzinfo=UTC)))
    assert [each.month for each in due] == [date(2024, 10, 1)]
    retention.shred(due[0])
    assert MissingTally.objects.get().month == date(2024, 11, 1)
