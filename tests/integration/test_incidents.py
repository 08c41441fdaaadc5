"""What happened to her: kept whole and sealed, decided by its rule and seen otherwise beside it, counted in bands."""

from datetime import UTC, datetime
from typing import Any

import pytest

from amparo.casework.actions import cases, incidents, parts
from amparo.casework.models import Case, Part
from amparo.casework.queries.incidents import ROW, SURVIVOR, decided_of, not_to
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.formats.incidents import VERSION, Answers, is_reproduced
from amparo.vault.actions.fields import Past
from amparo.vault.models import SealedField
from tests.cases import a_case, person, rows_as_text
from tests.incidents import PLATE, POLICE, TOLD, an_incident, asked, seen
from tests.letters import Letters, a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default"])
UNIFORMS = {"police", "interior", "military", "migration", "municipality", "unknown"}  # where she does not know which
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)  # ten in the morning where the house stands


@pytest.fixture
def house(cast: Any, settings: Any) -> Letters:
    settings.HOME_COUNTRY = "EC"
    return a_house_for_letters(cast)


# --- the rule, and how it is seen otherwise ---


@pytest.mark.parametrize(
    ("answers", "core_type", "question"),
    [
        (["yes"], "rape", None),
        (["no", "yes"], "sexual_assault", None),
        (["no", "no", "no", "no", "no", "no"], "none_of_these", None),
        (["no", "no", "no", "no", "no", "yes"], "psychological", None),
        (["prefers_not"], None, 1),
        (["no", "does_not_know"], None, 2),
        (["no", "no", "skipped"], None, 3),
    ],
)
def test_what_was_answered_is_kept_with_the_rule_and_decides_the_same_again(
    house: Letters, answers: list[str], core_type: str | None, question: int | None
) -> None:
    case = a_case(house)
    part = an_incident(house, case)
    asked(house, case, part, *answers)
    found = seen(house, case, part)
    assert (found.decided.core_type, found.decided.question, found.asks) == (core_type, question, None)
    assert found.part.more["kind"]["version"] == VERSION == "gbvims-guide-3/1"
    assert found.part.more["kind"]["answers"] == [*answers, *["not_asked"] * (6 - len(answers))]
    assert is_reproduced(found.decided)


def test_a_decision_of_an_older_rule_stays_as_it_was(house: Letters) -> None:
    """A rule of tomorrow does not decide anew what was decided by the rule of today."""
    case = a_case(house)
    part = an_incident(house, case)
    older = {"core_type": "denial", "question": None, "answers": ["yes"] + ["no"] * 5, "version": "gbvims-guide-2/9"}
    parts.change_part(
        case, reference=part.reference, kind="incident", answers={}, more={"kind": older}, by=person(house, "ana")
    )
    assert seen(house, case, part).decided.core_type == "denial"


def test_who_answers_a_question_that_was_answered_meanwhile_writes_over_nothing(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    part = an_incident(house, case)
    asked(house, case, part, "no")
    with pytest.raises(Past):
        incidents.answer_question(case, reference=part.reference, question=1, answer="yes", by=ana)
    assert seen(house, case, part).decided.answers == Answers("no")
    incidents.begin_again(case, reference=part.reference, by=ana)
    assert seen(house, case, part).asks == 1


def test_seen_otherwise_stands_beside_the_rule_and_says_why(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    part = an_incident(house, case)
    asked(house, case, part, "no", "no", "yes")

    def say(core_type: str, reason: str, mark: str) -> None:
        incidents.see_otherwise(
            case, reference=part.reference, core_type=core_type, reason=reason, seen=mark, by=ana, now=NOW
        )

    mark = incidents.mark_of(seen(house, case, part).part)
    say("sexual_assault", "Lo dijo después", mark)
    found = seen(house, case, part)
    assert found.decided.core_type == "physical_assault"
    assert (found.otherwise["core_type"], found.otherwise["reason"]) == ("sexual_assault", "Lo dijo después")
    with pytest.raises(Past):
        say("denial", "Otra cosa", mark)
    with pytest.raises(ValueError, match="why"):
        say("denial", " ", incidents.mark_of(found.part))
    with pytest.raises(ValueError, match="core_type"):
        say("robbery", "Otra cosa", incidents.mark_of(found.part))
    say("", "", incidents.mark_of(found.part))
    assert seen(house, case, part).otherwise is None


def test_acts_that_do_not_fit_are_said_only_of_what_was_asked(house: Letters) -> None:
    case = a_case(house)
    part = an_incident(house, case, acts=Answer(("VIO", "AGF", "SAL")))
    assert seen(house, case, part).look_at == ()
    asked(house, case, part, "no", "no", "yes")
    assert seen(house, case, part).look_at == (1,), "the questions after the first yes were not asked"


# --- the time that passed ---


@pytest.mark.parametrize(
    ("told", "band"),
    [
        ("2026-11-01", "days_0_3"), ("2026-11-04", "days_0_3"), ("2026-11-05", "days_4_5"), ("2026-11-06", "days_4_5"),
        ("2026-11-07", "days_6_14"), ("2026-11-15", "days_6_14"), ("2026-11-16", "days_15_30"),
        ("2026-12-01", "days_15_30"), ("2026-12-02", "later"), ("2026-10-31", "unknown"), ("", "unknown"),
    ],
)  # fmt: skip
def test_days_until_she_told(house: Letters, told: str, band: str) -> None:
    case = a_case(house)
    part = an_incident(house, case, happened_day=Answer("2026-11-01"), told_day=Answer(told or None))
    assert seen(house, case, part).report == band


@pytest.mark.parametrize(
    ("hour", "cared_on", "cared_at", "band"),
    [
        ("10:00", "2026-11-04", "09:59", "within_72"),
        ("10:00", "2026-11-04", "10:00", "within_72"),
        ("10:00", "2026-11-04", "10:01", "within_120"),
        ("10:00", "2026-11-06", "10:00", "within_120"),
        ("10:00", "2026-11-06", "10:01", "later"),
        ("10:00", "2026-11-01", "09:00", "unknown"),  # before it happened: a slip of the pen
        ("", "2026-11-03", "23:59", "within_72"),  # only the day is known: it began 71:59 before
        ("", "2026-11-04", "10:00", "unknown"),  # between 58 and 82 hours
        ("10:00", "2026-11-03", "", "within_72"),  # at most 62 hours
        ("10:00", "2026-11-04", "", "unknown"),  # between 62 and 86
        ("", "2026-10-31", "", "unknown"),
        ("", "2026-11-01", "", "within_72"),
    ],
)  # fmt: skip
def test_hours_until_care(house: Letters, hour: str, cared_on: str, cared_at: str, band: str) -> None:
    case = a_case(house)
    part = an_incident(
        house, case, happened_day=Answer("2026-11-01"), happened_time=Answer(hour or None),
        care_day=Answer(cared_on), care_time=Answer(cared_at or None),
    )  # fmt: skip
    assert seen(house, case, part).care == band


def test_a_month_alone_is_not_known_and_never_too_late(house: Letters) -> None:
    case = a_case(house)
    part = an_incident(
        house, case, acts=Answer(("VIO",)), happened_month=Answer("2026-11"), told_day=Answer("2026-11-25"),
        care_day=Answer("2026-11-25"), care_time=Answer("10:00"),
    )  # fmt: skip
    found = seen(house, case, part, NOW)
    assert (found.report, found.care) == ("unknown", "unknown")
    assert {each.code: each.state for each in found.clocks}["PEP"] == "unknown"


@pytest.mark.parametrize(
    ("day", "hour", "state", "hours"),
    [
        ("2026-11-22", "10:00", "open", 0),  # 72 hours to the minute
        ("2026-11-22", "09:59", "after", None),
        ("2026-11-24", "22:00", "open", 60),
        ("2026-11-22", "", "maybe", None),
        ("2026-11-21", "", "after", None),
        ("2026-11-26", "10:00", "unknown", None),
    ],
)
def test_how_much_time_there_is_for_the_medicine(
    house: Letters, day: str, hour: str, state: str, hours: int | None
) -> None:
    case = a_case(house)
    part = an_incident(house, case, acts=Answer(("VIO",)), happened_day=Answer(day), happened_time=Answer(hour or None))
    pep = next(each for each in seen(house, case, part, NOW).clocks if each.code == "PEP")
    assert (pep.state, pep.hours_left) == (state, hours)


def test_the_clocks_are_for_what_was_sexual(house: Letters) -> None:
    case = a_case(house)
    robbed, asked_later = an_incident(house, case, acts=Answer(("ROB",))), an_incident(house, case)
    assert seen(house, case, robbed, NOW).clocks == []
    assert seen(house, case, an_incident(house, case, acts=Answer(("CLF",))), NOW).clocks != []
    asked(house, case, asked_later, "no", "yes")
    assert [each.code for each in seen(house, case, asked_later, NOW).clocks][:2] == ["PEP", "EC"]


# --- whom she is never sent to ---


@pytest.mark.parametrize(
    ("answers", "bodies"),
    [
        ({"branch": Answer(("police_local",))}, {"police", "interior", "municipality", "unknown"}),
        ({"branch": Answer(("migration", "health"))}, {"migration", "interior", "health_state", "unknown"}),
        ({"of_state": Answer("yes")}, None),
        ({"who": Answer(("state_agent", "client"))}, None),
        ({"acts": Answer(("SEA", "PSI"))}, {"humanitarian", "un", "unknown"}),  # somebody who works in aid
        ({"of_state": Answer("no"), "who": Answer(("client",))}, set()),
        ({"of_state": Answer(said="does_not_know")}, set()),
    ],
)
def test_a_body_that_hurt_her_is_taken_out_of_her_way(house: Letters, answers: Any, bodies: set[str] | None) -> None:
    case = a_case(house)
    part = an_incident(house, case, **answers)
    opened = cases.open_case(case, by=person(house, "ana"))
    assert set(not_to(opened.parts)) == (UNIFORMS if bodies is None else bodies)
    parts.end_part(case, reference=part.reference, by=person(house, "ana"))
    assert not_to(cases.open_case(case, by=person(house, "ana")).parts) == []


def test_two_incidents_take_out_the_bodies_of_both(house: Letters) -> None:
    case = a_case(house)
    an_incident(house, case, branch=Answer(("customs",)))
    an_incident(house, case, branch=Answer(("education",)))
    assert not_to(cases.open_case(case, by=person(house, "ana")).parts) == ["interior", "education", "unknown"]


# --- what lies on the disk, and who reads it ---


def test_a_dump_tells_neither_what_happened_nor_who_did_it_nor_its_kind(house: Letters) -> None:
    case = a_case(house)
    part = an_incident(house, case, **POLICE)
    asked(house, case, part, "no", "no", "yes")
    names = seen(house, case, part).part.more
    lying = rows_as_text(Case, Part, SealedField, Act)
    assert part.reference in lying, "the look finds what does lie in clear"
    telling = [TOLD, PLATE, "police", "state_agent", "physical", "incident", VERSION, names[ROW], names[SURVIVOR]]
    assert [each for each in telling if each in lying] == []


def test_her_random_name_in_tables_is_one_and_that_of_each_incident_its_own(house: Letters) -> None:
    case, other = a_case(house), a_case(house)
    first, second, hers = an_incident(house, case), an_incident(house, case), an_incident(house, other)
    more = [seen(house, of, part).part.more for of, part in ((case, first), (case, second), (other, hers))]
    assert [each[SURVIVOR] == more[0][SURVIVOR] for each in more] == [True, True, False]
    assert len({each[ROW] for each in more} | {each[SURVIVOR] for each in more}) == 5
    assert not {each[ROW] for each in more} & {first.reference, second.reference, hers.reference}


def test_nobody_else_and_no_closed_case(house: Letters) -> None:
    case, ana, berta = a_case(house), person(house, "ana"), person(house, "berta")
    part = an_incident(house, case)
    note = parts.add_part(case, kind="note", answers={}, by=ana)

    def acts(by: Any, reference: str) -> list[Any]:
        return [
            lambda: incidents.add_incident(case, answers={}, by=by),
            lambda: incidents.answer_question(case, reference=reference, question=1, answer="no", by=by),
            lambda: incidents.begin_again(case, reference=reference, by=by),
            lambda: incidents.see_otherwise(case, reference=reference, core_type="rape", reason="x", seen="", by=by),
        ]

    for act in (*acts(berta, part.reference), *acts(ana, note.reference)[1:]):
        with pytest.raises(Hidden):
            act()
    mark = incidents.mark_of(seen(house, case, part).part)
    cases.close(case, reason="agreed", by=ana)
    for act in acts(ana, part.reference)[:3]:
        with pytest.raises(Denied):
            act()
    with pytest.raises(Denied):
        incidents.see_otherwise(case, reference=part.reference, core_type="rape", reason="x", seen=mark, by=ana)


def test_the_trail_says_that_a_case_was_written_in_and_no_more(house: Letters) -> None:
    """Once an hour, however many questions were answered: a line for each would count what happened to her."""
    case = a_case(house)
    asked(house, case, an_incident(house, case), "no", "yes")
    acts = list(Act.objects.filter(verb="case.part_written"))
    assert {(each.target, each.at.minute) for each in acts} == {(f"case:{case.reference}", 0)}
    assert len(acts) == len({each.at for each in acts})


def test_decided_of_nothing_asks_the_first_question(house: Letters) -> None:
    case = a_case(house)
    part = an_incident(house, case)
    found = seen(house, case, part)
    assert (found.asks, found.is_begun, decided_of(found.part).core_type) == (1, False, None)
