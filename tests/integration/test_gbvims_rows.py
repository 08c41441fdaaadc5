"""Incidents out of cases as rows for GBVIMS: of those who allowed it, with what the rows do not say beside them."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from amparo.casework.actions import incidents, parts, screens
from amparo.casework.models import Case
from amparo.casework.queries.gbvims import rows_for
from amparo.casework.queries.permissions import data_of, recipient_named
from amparo.formats.case_questions import Answer
from amparo.formats.consent.permission import Consent, Scope, says_yes, takes_back
from amparo.formats.gbvims.recorder import COLUMNS, LEFT_BLANK
from amparo.formats.gbvims.written import beside_csv, rows_csv
from tests.cases import NAME, NUMBER, a_case, person
from tests.incidents import PLATE, POLICE, TOLD, an_incident, asked, seen
from tests.letters import Letters, a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default"])
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
WHO = "Mesa de ejemplo"


@pytest.fixture
def house(cast: Any, settings: Any) -> Letters:
    settings.HOME_COUNTRY = "EC"
    return a_house_for_letters(cast)


def allowed(house: Letters, case: Case, *, to: str = WHO, limits: bool = False, back: bool = False) -> None:
    """She allows that she is counted in the tables of an organisation; ``back``: and takes it back."""
    consent = Consent("share_nonidentifiable_stats", recipient_named(to, is_state=False))
    said = says_yes(consent, Scope(frozenset({"coded_only"})), "written", on=NOW, text="t", limits=limits)
    said = takes_back(said, on=NOW) if back else said
    parts.add_part(case, kind="permission", answers={}, more=data_of(said, to), by=person(house, "ana"))


def files(export: Any) -> tuple[str, str]:
    """The rows, and what they do not say, each as the text of a file."""
    return rows_csv(export), beside_csv(export.tally)


def rows(house: Letters, *cases: Case, by: str = "ana", on: datetime = NOW) -> Any:
    return rows_for(person(house, by), cases, to=WHO, on=on)


def cells(export: Any) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in export.rows]


def test_a_row_says_what_she_allowed_and_none_of_her_words(house: Letters) -> None:
    case = a_case(house, gender=Answer(("trans_woman",)))
    allowed(house, case)
    part = an_incident(
        house, case, **POLICE, place=Answer("trail"), phase=Answer("on_the_way"), happened_day=Answer("2026-11-01"),
        day_part=Answer("night"), goods=Answer("yes"), abduction=Answer("none"), earlier=Answer(said="prefers_not"),
        who_before=Answer("no"), who_count=Answer("two"), legal=Answer("no"), told_before=Answer("no"),
    )  # fmt: skip
    asked(house, case, part, "no", "no", "yes")
    (row,) = cells(rows(house, case))
    more = seen(house, case, part).part.more
    told_on = seen(house, case, part).part.at
    assert {name: cell for name, cell in row.items() if cell} == {
        "incident_id": more["row"], "survivor_code": more["survivor"], "sex": "F",
        "date_of_interview": f"{told_on - timedelta(hours=5):%d-%b-%Y}", "date_of_incident": "01-Nov-2026",
        "stage_of_displacement": "During Flight", "time_of_day": "Evening/Night", "location": "Bush/Forest",
        "gbv_type": "Physical Assault", "goods_money_exchanged": "Yes", "abduction_type": "None",
        "previously_reported": "No", "number_primary_perpetrators": "2", "perpetrator.former": "No",
        "perpetrator.relationship": "Other", "service.wants_legal_action": "No", "consent": "Yes",
    }  # fmt: skip
    out = "".join(files(rows(house, case)))
    told = [each for each in (TOLD, PLATE, NAME, NUMBER, part.reference, case.reference) if each in out]
    assert told == []


def test_only_who_allowed_it_for_this_very_organisation_has_a_row(house: Letters) -> None:
    yes, never, other, back, limits, late = (a_case(house) for _ in range(6))
    for case in (yes, never, other, back, limits, late):
        an_incident(house, case)
    an_incident(house, yes)
    allowed(house, yes)
    allowed(house, other, to="Otra organización de ejemplo")
    allowed(house, back, back=True)
    allowed(house, limits, limits=True)
    allowed(house, late)
    done = rows(house, yes, never, other, back, limits)
    assert (done.tally.read, done.tally.written, len(done.rows)) == (6, 2, 2)
    assert done.tally.withheld == {"not_asked": 1, "other_recipient": 1, "withdrawn": 1, "limits_unread": 1}
    assert rows(house, late, on=NOW + timedelta(days=91)).tally.withheld == {"expired": 1}
    assert len({row["survivor_code"] for row in cells(done)}) == 1
    assert len({row["incident_id"] for row in cells(done)}) == 2


def test_who_does_not_read_a_case_gets_no_row_of_it(house: Letters) -> None:
    case = a_case(house)
    allowed(house, case)
    an_incident(house, case)
    done = rows(house, case, by="berta")
    assert (done.rows, done.tally.read) == ((), 0)
    assert rows(house, case).tally.read == 1, "the look finds it where she reads it"


def test_what_was_written_by_mistake_is_not_counted(house: Letters) -> None:
    case = a_case(house)
    allowed(house, case)
    part = an_incident(house, case)
    parts.end_part(case, reference=part.reference, by=person(house, "ana"))
    assert rows(house, case).tally.read == 0


def test_what_the_rows_do_not_say_stands_in_the_second_file_and_contexts_there_alone(house: Letters) -> None:
    case = a_case(house, gender=Answer(("travesti",)))
    allowed(house, case)
    answers = {"goods": Answer("yes"), "who": Answer(("client", "partner"))}
    part = an_incident(house, case, **answers)
    asked(house, case, part, "yes")
    an_incident(house, case)
    mark = incidents.mark_of(seen(house, case, part).part)
    incidents.see_otherwise(
        case, reference=part.reference, core_type="denial", reason="=1+1", seen=mark, by=person(house, "ana")
    )
    first, second = files(rows(house, case))
    table = list(csv.reader(io.StringIO(first)))
    assert {len(line) for line in table} == {42}
    assert table[0] == list(COLUMNS)
    assert sorted(line[COLUMNS.index("gbv_type")] for line in table[1:]) == ["", "Rape"], "the kind is that of the rule"
    beside = {(what, of): count for what, of, count in csv.reader(io.StringIO(second))}
    assert beside == {
        ("what", "of it"): "count",
        ("incidents read", ""): "2",
        ("rows written", ""): "2",
        ("sex not mapped: neither letter is hers", ""): "2",
        ("the letter says less than she did", "Travesti"): "2",
        ("no core type: a question before the first yes has no answer", ""): "1",
        ("core type by the rule, which somebody sees otherwise", ""): "1",
        ("not mapped: She knows the month, and there is a cell for a day alone.", "date_of_incident"): "0",
        (
            "not mapped: She told a service before. GBVIMS asks if that one works with GBVIMS; we do not ask her.",
            "previously_reported",
        ): "0",
        ("not mapped: They were more than she counted.", "number_primary_perpetrators"): "0",
        ("not mapped: She named more than one.", "perpetrator.relationship"): "1",
        **{(f"left blank in every row: {why}", column): "2" for column, why in LEFT_BLANK.items()},
        ("GBVIMS context (auto)", "Possible sexual exploitation"): "1",
    }
    assert "exploit" not in first.lower()
    assert "exploit" in second.lower(), "the look finds it where it is"


def test_a_conversation_about_force_changes_no_byte_of_an_export(house: Letters) -> None:
    case, carla = a_case(house, "carla"), person(house, "carla")
    consent = Consent("share_nonidentifiable_stats", recipient_named(WHO, is_state=False))
    said = says_yes(consent, Scope(frozenset({"coded_only"})), "written", on=NOW, text="t")
    parts.add_part(case, kind="permission", answers={}, more=data_of(said, WHO), by=carla)
    incidents.add_incident(case, answers={"acts": Answer(("CLF", "ENC", "DEU"))}, by=carla)
    before = files(rows(house, case, by="carla"))
    screens.add_screen(case, answers={"forced_here": Answer(("cd_docs", "cd_debt"))}, by=carla)
    assert files(rows(house, case, by="carla")) == before
    assert before[0].count("\r\n") == 2


@pytest.mark.parametrize("number", [1, 6])
def test_the_questions_grow_with_the_cases_and_not_with_what_is_in_them(
    house: Letters, number: int, django_assert_max_num_queries: Any
) -> None:
    case, ana = a_case(house), person(house, "ana")
    allowed(house, case)
    for _ in range(number):
        an_incident(house, case)
    with django_assert_max_num_queries(6):
        assert len(rows_for(ana, [case], to=WHO, on=NOW).rows) == number
