"""A whole list as lines: made by night, and as it is today when it is asked for; what that costs is what changed."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.commons import clock
from amparo.commons.directory.actions.whole_lists import write_whole_lists
from amparo.commons.directory.models import Organisation, Service
from amparo.commons.directory.queries import whole_lists
from amparo.commons.directory.queries.whole_lists import MOST_ANEW, Whole, every_whole
from tests.desk import checked, service

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
ASKED = {
    "services": ["", "&full=true", "&minimal=true"],
    "service_at_locations": ["", "&full=true"],
    "organizations": ["", "&full=true", "&full_service=true"],
}
EVERY = [(kind, more) for kind, each in ASKED.items() for more in each]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def some(db: None) -> list[Service]:
    """Three services of two organisations, each with a door."""
    made = [a_service(number) for number in (1, 2, 3)]
    made[2].organisation = Organisation.objects.create(name="Otra casa de ejemplo", operator="civil_society")
    made[2].save()
    return made


def a_service(number: int) -> Service:
    return service(f"Consulta de ejemplo {number}", **checked(8))


def streamed(kind: str, more: str) -> list[dict[str, Any]]:
    answer = Client().get(f"/hsds/{kind}?format=ndjson{more}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return [json.loads(line) for line in b"".join(answer).splitlines()]


def in_pages(kind: str, more: str) -> list[dict[str, Any]]:
    """The same list as its pages have it, which no file stands behind."""
    found, number = [], 1
    while True:
        page = Client().get(f"/hsds/{kind}?per_page=2&page={number}{more}").json()
        found += page["contents"]
        if page["last_page"]:
            return found
        number += 1


def all_agree() -> None:
    for kind, more in EVERY:
        assert streamed(kind, more) == in_pages(kind, more), (kind, more)


def counted_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many records each answer makes anew, from now on."""
    made: list[int] = []
    records = whole_lists.records

    def counting(whole: Any, ids: Any, today: Any) -> Any:
        wanted = list(ids)
        made.append(len(wanted))
        return records(whole, wanted, today)

    monkeypatch.setattr(whole_lists, "records", counting)
    return made


def test_before_and_after_the_night_lines_say_what_pages_say(some: list[Service]) -> None:
    all_agree()
    write_whole_lists(clock.today())
    assert {whole.file.is_file() for whole in every_whole()} == {True}
    all_agree()


def test_after_the_night_nothing_is_made_anew(some: list[Service], monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole_lists(clock.today())
    made = counted_reads(monkeypatch)
    for kind, more in EVERY:
        assert len(streamed(kind, more)) == {"organizations": 2}.get(kind, 3)
    assert set(made) == {0}


def test_the_number_of_statements_does_not_hang_on_how_many_there_are(some: list[Service]) -> None:
    def statements() -> int:
        write_whole_lists(clock.today())
        with CaptureQueriesContext(connections["default"]) as seen:
            streamed("services", "&full=true")
        return len(seen)

    few = statements()
    for number in range(4, 30):
        a_service(number)
    assert statements() == few


def is_hidden(service: Service) -> None:
    service.tier = 3
    service.save()


def is_closed(service: Service) -> None:
    service.status = "defunct"
    service.save()


def is_renamed(service: Service) -> None:
    service.name = "Casa con otro nombre de ejemplo"
    service.save()


def is_deleted(service: Service) -> None:
    service.delete()


def was_not_confirmed_for_long(service: Service) -> None:
    Service.objects.filter(pk=service.pk).update(checked_on=clock.today() - timedelta(days=3_000))


def was_confirmed_on_another_day(service: Service) -> None:
    """As a list that is brought in again moves it, and nothing else of the service."""
    Service.objects.filter(pk=service.pk).update(checked_on=clock.today() - timedelta(days=9))


CHANGES = (
    is_hidden, is_closed, is_renamed, is_deleted, was_not_confirmed_for_long, was_confirmed_on_another_day,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_since_the_night_is_as_it_is_now(
    some: list[Service], change: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole_lists(clock.today())
    name = some[1].name
    assert name in str(streamed("services", "&full=true"))
    change(some[1])
    made = counted_reads(monkeypatch)
    all_agree()
    assert max(made) <= 1
    if change not in (was_confirmed_on_another_day,):
        assert name not in str([streamed(kind, more) for kind, more in EVERY])


def test_a_new_one_stands_where_its_identifier_belongs(some: list[Service]) -> None:
    write_whole_lists(clock.today())
    for number in (4, 5):
        a_service(number)
    all_agree()


def test_where_too_much_changed_it_waits_for_the_night(some: list[Service], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_lists, "MOST_ANEW", 2)
    answer = Client().get("/hsds/services?format=ndjson")
    assert answer.status_code == 503
    assert "pages" in answer.json()["error"] or "páginas" in answer.json()["error"]
    assert MOST_ANEW <= 200, "what one answer makes is bounded"
    call_command("tidy")
    assert len(streamed("services", "")) == 3


NOBODYS = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("more", ["&search=casa", "&modified_after=2026-01-01", f"&taxonomy_id={NOBODYS}"])
def test_a_part_of_a_long_list_comes_in_pages(some: list[Service], more: str) -> None:
    answer = Client().get(f"/hsds/services?format=ndjson{more}")
    assert answer.status_code == 409
    assert Client().get(f"/hsds/services?format=json{more}").status_code == 200


def test_a_file_that_was_cut_short_is_made_good(some: list[Service]) -> None:
    """The end of a file is lost: what is missing is made anew, and nothing comes twice."""
    write_whole_lists(clock.today())
    file = Whole("services", "full").file
    rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(rows[:1]), encoding="utf-8")
    all_agree()


def test_nothing_half_made_is_left_where_the_night_is_cut(some: list[Service], monkeypatch: pytest.MonkeyPatch) -> None:
    from amparo.commons.directory.actions import whole_lists as making

    write_whole_lists(clock.today())
    before = {whole: whole.file.read_bytes() for whole in every_whole()}

    def breaks(*_args: Any) -> Any:
        raise OSError("the disk is full")

    monkeypatch.setattr(making, "as_line", breaks)
    with pytest.raises(OSError, match="full"):
        write_whole_lists(clock.today())
    assert {whole: whole.file.read_bytes() for whole in every_whole()} == before
    assert not list(Whole("services").file.parent.glob("*.part"))
    assert Organisation.objects.count() == 2
