"""How a request for a service ended is one count: the route, the desk and her page write into the same table."""

from datetime import date

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import IntegrityError
from django.test import Client

from amparo.commons.audit.models import Act
from amparo.commons.directory.actions.outcomes import count_outcome, uncount_outcome
from amparo.commons.directory.models import OutcomeTally
from amparo.config.paths import WORDS
from tests.desk import service

pytestmark = pytest.mark.clock

DAY = date(2026, 11, 26)
MONTH = date(2026, 11, 1)


def rows() -> list[tuple[str, str, bool, date, int]]:
    """The one table, as it stands."""
    return sorted(OutcomeTally.objects.values_list("outcome", "refusal", "followed", "month", "count"))


@pytest.mark.django_db
def test_the_route_the_desk_and_her_page_write_into_one_table() -> None:
    place = service()
    before = Act.objects.count()
    for source in ("desk", "her_page", "route"):
        assert count_outcome(place.reference, outcome="CON", refusal="refused_papers", source=source, today=DAY)
    assert count_outcome(place.reference, outcome="REC", source="desk", today=date(2026, 12, 2))
    assert rows() == [
        ("CON", "refused_papers", False, MONTH, 1),
        ("CON", "refused_papers", True, MONTH, 2),
        ("REC", "", True, date(2026, 12, 1), 1),
    ]
    assert Act.objects.count() == before, "beside a case a row of the trail would tell which place she went to"


@pytest.mark.django_db
def test_what_is_followed_keeps_no_day_and_has_no_limit_of_a_day() -> None:
    place = service()
    for _ in range(40):
        count_outcome(place.reference, outcome="REF", refusal="other", source="desk", today=DAY)
        count_outcome(place.reference, outcome="REF", refusal="other", source="route", today=DAY)
    found = OutcomeTally.objects.values_list("followed", "count", "day", "count_of_day")
    assert sorted(found) == [(False, 30, DAY, 30), (True, 40, None, 0)]


@pytest.mark.django_db
def test_the_database_keeps_no_day_of_what_is_followed() -> None:
    with pytest.raises(IntegrityError):
        OutcomeTally.objects.create(service=service(), outcome="REC", followed=True, month=MONTH, day=DAY)


@pytest.mark.django_db
def test_one_refusal_tapped_on_the_route_counts_once() -> None:
    place = service()
    Client().post(f"/{WORDS['said']}", {"s": place.reference, "a": "refused_complaint"})
    assert [row[:3] + row[4:] for row in rows()] == [("CON", "refused_complaint", False, 1)]


@pytest.mark.django_db
def test_no_place_no_count() -> None:
    assert not count_outcome("0123456789abcdef", outcome="REC", source="desk", today=DAY)
    assert rows() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"outcome": "XXX", "source": "desk"}, "outcome"),
        ({"outcome": "REF", "refusal": "late?", "source": "desk"}, "refusal"),
        ({"outcome": "REC", "refusal": "closed", "source": "desk"}, "refusal"),
        ({"outcome": "REF", "source": "route"}, "refusal"),
        ({"outcome": "REF", "refusal": "other", "source": "street"}, "source"),
    ],
)
def test_what_no_list_knows_is_a_mistake_of_ours(wrong, names) -> None:
    with pytest.raises(ValueError, match=names):
        count_outcome(service().reference, today=DAY, **wrong)
    assert rows() == []


@pytest.mark.django_db
def test_what_was_written_wrongly_is_taken_off_once_and_nothing_that_was_tapped() -> None:
    place = service()
    said = {"outcome": "INA", "refusal": "no_stock"}
    count_outcome(place.reference, **said, source="route", today=DAY)
    count_outcome(place.reference, **said, source="desk", today=DAY)
    assert not uncount_outcome(place.reference, **said, counted_on=date(2026, 10, 31)), "another month"
    assert uncount_outcome(place.reference, **said, counted_on=date(2026, 11, 2))
    assert not uncount_outcome(place.reference, **said, counted_on=DAY)
    assert rows() == [("INA", "no_stock", False, MONTH, 1)]


@pytest.mark.django_db(transaction=True)
def test_what_was_counted_before_there_was_one_table_is_kept() -> None:
    place = service()
    executor = MigrationExecutor(connections["default"])
    latest = executor.loader.graph.leaf_nodes("directory")
    try:
        count_outcome(place.reference, outcome="REC", source="desk", today=DAY)
        before = executor.migrate([("directory", "0003_housed_with_and_arrival")]).apps.get_model(
            "directory", "RefusalTally"
        )
        assert not before.objects.exists(), "a table of refusals has no place for what was received"
        for number, code in enumerate(("refused_papers", "late", "no_stock", "refused_money", "mistreated"), start=1):
            before.objects.create(service_id=place.pk, code=code, month=MONTH, count=number, day=DAY, count_of_day=1)
    finally:
        executor = MigrationExecutor(connections["default"])
        executor.migrate(latest)
    assert rows() == [
        ("CON", "refused_papers", False, MONTH, 1),
        ("INA", "no_stock", False, MONTH, 3),
        ("MAL", "mistreated", False, MONTH, 5),
        ("REF", "refused_money", False, MONTH, 4),
        ("TAR", "late", False, MONTH, 2),
    ]
    assert set(OutcomeTally.objects.values_list("day", "count_of_day")) == {(DAY, 1)}
