"""Nothing leads from a child to anybody's work or case, and what is sealed stands in no file of the house.

Each look first finds a planted fault. What may be shared is named: who works here, her keys, and the trail, which says
what somebody of the team did within an hour and of nobody else.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections

from amparo.access.alternative_care import retention
from amparo.access.alternative_care.actions import bookings, children, collecting
from amparo.access.alternative_care.models import Booking, CareTally, Child
from amparo.access.alternative_care.queries import children as queries
from amparo.casework.models import Case
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.config.inventory import built_columns
from amparo.config.management.commands.tidy import tidy
from amparo.formats.codes import CONTENT
from amparo.vault.actions.ledger import destroyed_rings
from amparo.vault.models import CaseKey, SealedField
from tests.cases import a_case
from tests.cast import Cast
from tests.minding import NAME, NOW, WORD, Minding, a_child, book, make_minding, may_collect
from tests.minding import here as came

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
APP = Path(retention.__file__).parent
OWN = "alternative_care_"
WORK = re.compile(
    r"sex_?work|trabajo_sexual|trabalho_sexual|prostit|puta\b|cliente|occupation|ocupacion|ocupação|oficio|profes"
    r"|mother_?s?_?work|\bcase_id\b|\bcase_ref|her_ring|survivor|victim",
    re.IGNORECASE,
)


@pytest.fixture
def house(cast: Cast) -> Minding:
    return make_minding(cast)


# --- names, codes and texts ---


def telling(texts: dict[str, str]) -> dict[str, list[str]]:
    """In which of these a word links a child to work or to a case."""
    return {name: found for name, text in texts.items() if (found := WORK.findall(text))}


def all_texts() -> dict[str, str]:
    """Columns, code, templates, questions and lists of the care of children."""
    columns = {f"{table}.{column}" for table, column in built_columns()["care"] if table.startswith(OWN)}
    files = [*APP.rglob("*.py"), *APP.rglob("*.html"), *(CONTENT / "care").glob("*.toml")]
    files += [*(CONTENT / "codes").glob("care_*.toml"), CONTENT / "codes" / "booking_state.toml"]
    return {"columns": "\n".join(sorted(columns))} | {str(each): each.read_text(encoding="utf-8") for each in files}


def test_no_column_code_or_text_links_a_child_to_work_or_to_a_case() -> None:
    texts = all_texts()
    assert len(texts) > 40
    assert texts["columns"].count("\n") > 50
    for planted in ("alternative_care_child.case_id", "mothers_work = 1", "su oficio", "Trabajo_sexual", "her_ring"):
        assert telling({"planted": planted}), planted
    assert telling(texts) == {}


def test_no_module_of_it_imports_a_case() -> None:
    """Of casework only the form of questions and its tags are used, which know no case."""
    known = re.compile(r"from amparo\.casework\.(?!forms\.questions import QuestionsForm)")
    assert known.search("from amparo.casework.models import Case"), "a control"
    assert [str(each) for each in APP.rglob("*.py") if known.search(each.read_text(encoding="utf-8"))] == []


# --- rows ---


def rows_of(tables: list[str]) -> Iterator[tuple[str, str, Any]]:
    """Every value of these tables: table, column, value."""
    with connections["default"].cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [each[0] for each in cursor.description or ()]
            for row in cursor.fetchall():
                yield from ((table, name, value) for name, value in zip(names, row, strict=True))


def tables() -> tuple[list[str], list[str]]:
    """Those of children with what the vault keeps, and those of everybody's cases and letters."""
    every = sorted(model._meta.db_table for model in apps.get_models(include_auto_created=True))
    return [each for each in every if each.startswith(OWN)], [
        each for each in every if each.startswith(("casework_", "reporting_"))
    ]


def leads() -> set[tuple[str, str]]:
    """Values that stand on both sides and lead from one to the other: opaque names, locks, ids."""
    own, others = tables()
    team = {value for _table, _name, value in rows_of(["accounts_user", "accounts_membership", "vault_reader"])}
    both: dict[Any, set[str]] = {}
    for side, group in (("child", own), ("case", others)):
        for _table, _name, value in rows_of(group):
            is_name = isinstance(value, str) and bool(re.fullmatch(r"[0-9a-f]{16,}", value))
            is_id = isinstance(value, int) and value > 10**9
            if (is_name or is_id) and value not in team:
                both.setdefault(value, set()).add(side)
    return {("both", str(value)) for value, sides in both.items() if sides == {"child", "case"}}


def test_after_a_whole_journey_no_row_leads_from_a_child_to_a_case_or_back(house: Minding) -> None:
    case, child = a_case(house.letters), a_child(house, by="pilar")
    may_collect_by(house, child, "pilar")
    stay = came(house, child, by="pilar")
    collecting.collect(stay, position=-1, word="no", by=house.person("vera"), now=NOW)
    collecting.collect(stay, position=0, word=WORD, by=house.person("vera"), now=NOW)
    children.note_protection(child, text="ejemplo", by=house.person("pilar"))
    assert leads() == set()
    Case.objects.filter(pk=case.pk).update(her_ring=child.ring)
    assert leads() == {("both", child.ring)}, "a planted lead is found"
    Case.objects.filter(pk=case.pk).update(her_ring="")
    locks = {each.ring for each in Case.objects.all()} & {each.ring for each in Child.objects.all()}
    assert not locks
    assert set(SealedField.objects.filter(ring=case.ring).values_list("thing", flat=True)).isdisjoint(
        SealedField.objects.filter(ring=child.ring).values_list("thing", flat=True)
    )


def may_collect_by(house: Minding, child: Child, by: str) -> None:
    from datetime import date

    children.add_collector(
        child, name="Rosa, ejemplo", word=WORD, shows="", until=date(2026, 12, 31), by=house.person(by)
    )


# --- its time ---


def test_a_record_goes_on_its_day_with_its_keys_and_a_count_remains(house: Minding) -> None:
    child, by = a_child(house), house.person("vera")
    may_collect(house, child)
    stay = came(house, child)
    children.note_protection(child, text="ejemplo", by=house.person("pilar"))
    rings = {child.ring, *child.notes.values_list("ring", flat=True)}
    collecting.collect(stay, position=0, word=WORD, by=by, now=NOW)
    waits = a_child(house, name="Otra")
    bookings.ask(waits, place=house.one, on=stay.day, by=by, now=NOW)
    dropped = book(house, a_child(house, name="Más"))
    bookings.move(dropped, to="cancelled", by=by, now=NOW)

    tidy(NOW + timedelta(days=1), lambda told: None)
    tidy(NOW + timedelta(days=2), lambda told: None)
    counted = set(CareTally.objects.values_list("month", "place__name", "what", "count"))
    first = stay.day.replace(day=1)
    assert counted == {(first, house.one.name, "came", 1), (first, house.one.name, "no_room", 1)}

    last = stay.day + timedelta(days=1 + settings.CHILD_DAYS)  # the stay ended on the 28th
    at = clock.at(last, 20)
    retention_run(at)
    assert Child.objects.filter(pk=child.pk).exists(), "on its last day it is still there"
    retention_run(at + timedelta(days=1))
    assert not Child.objects.exists()
    assert not Booking.objects.exists()
    assert not SealedField.objects.filter(ring__in=rings).exists()
    assert not CaseKey.objects.filter(ring__in=rings).exists()
    assert rings <= destroyed_rings()
    assert CareTally.objects.count() == 2, "the count remains"
    with pytest.raises(Hidden):
        queries.get_child(by, child.reference)


def retention_run(at: Any) -> None:
    for item in list(retention.due(at)):
        retention.shred(item)


def test_what_an_old_backup_brings_back_without_its_keys_goes(house: Minding) -> None:
    child = a_child(house)
    CaseKey.objects.filter(ring=child.ring).delete()
    retention_run(NOW)
    assert not Child.objects.exists()


def test_whose_time_ran_out_loses_her_keys_at_night(house: Minding) -> None:
    child = a_child(house)
    book(house, child)
    for place in (house.one, house.two):
        place.carers.filter(user=house.people["noa"]).update(until=clock.day(NOW))
    retention_run(NOW)
    assert queries.get_child(house.person("noa"), child.reference) == child, "on her last day she still may"
    retention_run(NOW + timedelta(days=1))
    with pytest.raises(Hidden):
        queries.get_child(house.person("noa"), child.reference)
    assert queries.get_child(house.person("vera"), child.reference) == child


def test_a_name_is_no_part_of_any_row_that_stays(house: Minding) -> None:
    a_child(house)
    every = [each for group in tables() for each in group] + ["audit_act", "vault_sealedfield"]
    assert not [(table, column) for table, column, value in rows_of(every) if NAME in repr(value)]
    house.one.name = NAME
    house.one.save()
    assert [(table, column) for table, column, value in rows_of(every) if NAME in repr(value)] == [
        ("alternative_care_careplace", "name")
    ], "a control"
