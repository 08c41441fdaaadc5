"""Files of rules, days from which is counted, limits of hours, and what may be relied on."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from amparo.formats.codes import by_code
from amparo.formats.deadlines.calendars import OutOfReach, reaches
from amparo.formats.deadlines.counting import due
from amparo.formats.deadlines.doubts import DOUBTS, Standing, compute, still, where_it_stands
from amparo.formats.deadlines.national import national, told
from amparo.formats.deadlines.rules import BadRules, held_on, read, rules, rules_for
from amparo.formats.deadlines.triggers import at_moment, in_month, on_day, written, zones_of
from amparo.formats.deadlines.words import LIST, dates, day_words, explained, is_known

TODAY = date(2026, 11, 28)
GOOD: dict[str, Any] = {
    "country": "CO", "calendar": "CO", "review_by": date(2027, 1, 1),
    "rules": [{
        "code": "co_one", "kinds": ["labour"], "what": {"es": "a", "pt": "b", "en": "c"}, "bound": "her",
        "trigger": "filed", "sources": [{"page": "p"}],
        "count": {"number": 3, "unit": "days", "day_type": "working", "from": "unknown"},
    }],
}  # fmt: skip


def spoilt(**changes: Any) -> dict[str, Any]:
    """The good file with something else in its rule; ``...`` takes a key away."""
    table = deepcopy(GOOD)
    rule = table["rules"][0]
    rule.update(changes)
    table["rules"][0] = {key: value for key, value in rule.items() if value is not ...}
    return table


def test_a_good_file_is_read() -> None:
    (rule,) = read(GOOD)
    assert rule.code == "co_one"
    assert rule.count is not None
    assert (rule.count.number, rule.count.unit, rule.count.day_type, rule.count.start) == (
        3,
        "days",
        "working",
        "unknown",
    )
    assert rule.review_by == date(2027, 1, 1)


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"code": "ec_one"}, "begins with its country"),
    ({"kinds": []}, "matter_kind"), ({"kinds": ["sex_work"]}, "matter_kind"),
    ({"bound": "him"}, "deadline_bound"), ({"trigger": "someday"}, "deadline_trigger"),
    ({"count": {"number": 0, "unit": "days", "day_type": "working", "from": "unknown"}}, "above nought"),
    ({"count": {"number": True, "unit": "days", "day_type": "working", "from": "unknown"}}, "above nought"),
    ({"count": {"number": 3, "unit": "weeks", "from": "unknown"}}, "hours, days or months"),
    ({"count": {"number": 3, "unit": "days", "from": "unknown"}}, "day_type"),
    ({"count": {"number": 3, "unit": "hours", "from": "unknown"}}, "hours do not"),
    ({"count": {"number": 3, "unit": "days", "day_type": "working"}}, "from which day"),
    ({"count": {"number": 3, "unit": "days", "day_type": "bank", "from": "unknown"}}, "calendar, working or unknown"),
    ({"count": {"number": 3, "unit": "days", "day_type": "working", "from": "monday"}}, "from is one of"),
    ({"count": {"number": 3, "unit": "months", "day_type": "working", "from": "unknown"}}, "only days"),
    ({"sources": []}, "a number has a source"), ({"sources": [{"page": ""}]}, "a source has a page"),
    ({"count": ..., "sources": [{"page": "p", "number": 3}]}, "the rule does not"),
    ({"any_time": True}, "has no number"), ({"state": "perhaps"}, "in_force or bill"),
    ({"limit": "about"}, "most or least"), ({"what": {"es": "a", "pt": "b"}}, "es, pt and en"),
    ({"what": {"es": "a", "pt": "b", "en": ""}}, "es, pt and en"),
    ({"valid_from": "2024-02-20"}, "without quotes"),
    ({"valid_from": date(2024, 2, 20), "valid_to": date(2024, 2, 19)}, "ends too soon"),
    ({"late": {"known": "yes"}}, "with a page"), ({"end": "soon"}, "known or unknown"),
    ({"colour": "red"}, "no rule says"),
])  # fmt: skip
def test_a_bad_rule_is_refused_in_words(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadRules, match=sentence):
        read(spoilt(**changes))


def test_the_digest_is_of_all_that_the_file_says() -> None:
    same, other = read(deepcopy(GOOD))[0], read(spoilt(note={"es": "x", "pt": "y", "en": "z"}))[0]
    later = read(GOOD | {"review_by": date(2027, 1, 2)})[0]
    assert read(GOOD)[0].digest == same.digest
    assert len({same.digest, other.digest, later.digest}) == 3


@pytest.mark.parametrize(("text", "again", "first", "last"), [
    ("2026-03-05", "2026-03-05", date(2026, 3, 5), date(2026, 3, 5)),
    ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ("2026-12", "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
    ("2026-03-05 09:30", "2026-03-05T09:30", date(2026, 3, 5), date(2026, 3, 5)),
    ("2026-03-05T00:00", "2026-03-05T00:00", date(2026, 3, 5), date(2026, 3, 5)),
    ("2026-03-05T02:00Z", "2026-03-05T02:00Z", date(2026, 3, 4), date(2026, 3, 4)),  # in Bogotá
])  # fmt: skip
def test_a_day_as_it_is_written(text: str, again: str, first: date, last: date) -> None:
    found = written(text)
    assert found.text == again
    assert written(found.text) == found
    assert found.days(ZoneInfo("America/Bogota")) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "ayer", "2026", "2026-13", "2026-02-30", "05/03/2026", "2026-03-05T25:00", "2026-03Z"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        written(text)


def test_whatever_zone_a_moment_comes_in_it_is_the_same() -> None:
    quito = datetime(2026, 3, 5, 21, 0, tzinfo=ZoneInfo("America/Guayaquil"))
    assert at_moment(quito).text == "2026-03-06T02:00Z"
    assert at_moment(quito).days(ZoneInfo("America/Guayaquil")) == (date(2026, 3, 5), date(2026, 3, 5))


# 36 hours from 10 September 2026, 08:00 in Bogotá (13:00 in Greenwich): 11 September, 20:00 there.
FILED = datetime(2026, 9, 10, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(("hours", "minutes", "stands", "said"), [
    (0, 0, "open", ""), (15, 59, "open", ""), (16, 0, "last_day", ""), (35, 59, "last_day", ""),
    (36, 0, "last_day", ""), (36, 1, "past", "after_authority"), (72, 0, "past", "after_authority"),
])  # fmt: skip
def test_hours_to_the_minute(hours: int, minutes: int, stands: str, said: str) -> None:
    found = due(rules()["co_habeas_corpus"], at_moment(FILED), national("CO"))
    now = FILED + timedelta(hours=hours, minutes=minutes)
    assert where_it_stands(found, now.date(), now) == stands
    assert still(found, now.date(), now) == said


@pytest.mark.parametrize(("today", "stands", "said"), [
    (date(2026, 2, 28), "open", ""), (date(2026, 3, 1), "between", ""), (date(2026, 3, 16), "between", ""),
    (date(2026, 3, 17), "last_day", ""), (date(2026, 3, 18), "past", "after_cause"),
])  # fmt: skip
def test_days_to_the_day(today: date, stands: str, said: str) -> None:
    found = due(rules()["mx_refugee_claim"], on_day(date(2026, 1, 30)), national("MX"))  # 28 February and 17 March
    assert (where_it_stands(found, today), still(found, today)) == (stands, said)


def test_beyond_the_calendars_nothing_is_counted() -> None:
    rule = rules()["co_tutela_ruling"]
    for day in (date(1989, 12, 31), date(2061, 1, 1), date(2060, 12, 31)):
        assert reaches(day) is (day == date(2060, 12, 31))
        with pytest.raises(OutOfReach):
            due(rule, on_day(day), national("CO"))
    with pytest.raises(OutOfReach):
        due(read(GOOD)[0], on_day(date(2060, 12, 30)), national("CO"))


def test_only_a_checked_rule_is_trusted_and_only_until_its_day() -> None:
    rule, day = rules()["cl_expulsion_claim"], on_day(date(2026, 9, 10))
    signed = Standing(rule.digest, date(2026, 10, 1), date(2026, 12, 1))
    other_text = replace(signed, digest="0" * 64)

    def asked(standing: Standing | None, today: date) -> tuple[bool, set[str]]:
        found = compute(rule, day, national("CL"), today=today, standing=standing)
        assert (found.safe_on, found.legal_on) == (date(2026, 9, 15), date(2026, 9, 20))  # counted, whoever checked
        return found.trusted, set(found.doubts) & {"unverified", "past_review"}

    assert asked(None, TODAY) == (False, {"unverified"})
    assert asked(signed, TODAY) == (True, set())
    assert asked(signed, date(2026, 12, 1)) == (True, set())
    assert asked(signed, date(2026, 12, 2)) == (False, {"past_review"})
    assert asked(other_text, TODAY) == (False, {"unverified"})
    assert asked(None, date(2027, 5, 25)) == (False, {"unverified", "past_review"})


def test_what_the_file_itself_calls_verified_holds_to_its_review() -> None:
    rule = replace(rules()["cl_expulsion_claim"], verified_by="a bar association", verified_on=date(2026, 11, 1))
    found = compute(rule, on_day(date(2026, 9, 10)), national("CL"), today=TODAY)
    assert (found.trusted, found.checked_on) == (True, date(2026, 11, 1))
    later = compute(rule, on_day(date(2026, 9, 10)), national("CL"), today=date(2027, 5, 25))
    assert not later.trusted


@pytest.mark.parametrize(("code", "trigger", "doubts"), [
    ("co_habeas_corpus", "2026-09-10T08:00", set()),
    ("co_habeas_corpus", "2026-09-10", {"day_only"}),
    ("co_habeas_corpus", "2026-09", {"month_only"}),
    ("co_tutela_ruling", "2026-03-20", {"day_type_unknown", "start_unknown"}),
    ("co_tutela_ruling", "2026-03-24", {"day_type_unknown", "start_unknown", "ends_on_day_off"}),  # Good Friday
    ("mx_refugee_claim", "2026-01-30", {"day_type_unknown", "start_unknown", "sources_differ"}),
    ("mx_inm_told", "2026-01-30T08:00", {"several_zones"}),
    ("mx_third_party_claim", "2026-11-10", {"trigger_unsaid", "day_type_unknown", "start_unknown"}),
    ("cl_refugee_claim", "2026-09-10", {"start_unknown", "saturday_unknown"}),
    ("cl_refugee_claim", "2024-02", {"start_unknown", "saturday_unknown", "month_only", "part_in_force"}),
    ("pe_measure_order", "2023-03-21T08:00", set()),
    ("pe_measure_order", "2023-03-22T08:00", {"changed_since"}),
    ("pe_measure_order_emergency", "2026-01-01T08:00", {"end_unknown"}),
    ("ec_mediation", "2026-07-06", {"sources_differ", "trigger_unsaid", "day_type_unknown", "start_unknown",
                                        "ends_on_day_off"}),
])  # fmt: skip
def test_what_is_open_is_said(code: str, trigger: str, doubts: set[str]) -> None:
    rule = rules()[code]
    found = compute(rule, written(trigger), national(rule.calendar), today=TODAY)
    assert set(found.doubts) == doubts | {"unverified"}


def test_every_doubt_has_its_sentence_and_its_place() -> None:
    assert all(is_known(code) for code in DOUBTS)
    texts = [row.texts[language] for row in by_code(LIST).values() for language in row.texts]
    assert not [text for text in texts if "tarde" in text.lower() or "too late" in text.lower()]


def test_of_a_family_the_one_that_held_is_offered() -> None:
    before, since = rules()["cl_refugee_claim_before"], rules()["cl_refugee_claim"]
    assert held_on(since, date(2024, 2, 19)) == before
    assert held_on(before, date(2024, 2, 20)) == since
    assert held_on(rules()["cl_expulsion_claim_bill"], TODAY) == rules()["cl_expulsion_claim"]
    assert held_on(rules()["cl_refugee_correct"], date(2020, 1, 1)) is None
    found = due(rules()["cl_refugee_correct"], on_day(date(2020, 1, 1)), national("CL"))
    assert [each.code for each in dates(found, "es")] == ["not_in_force", "nothing_instead"]


def test_bills_are_not_offered_for_a_matter() -> None:
    offered = [each.code for each in rules_for("CL", "expulsion")]
    assert offered == ["cl_expulsion_claim", "cl_leave_order"]
    assert rules_for("AR", "expulsion") == ()


def test_calendars_say_where_saturdays_are_known() -> None:
    assert {code: each.saturday for code, each in told().items() if each.saturday != "unknown"} == {"MX": "off"}
    assert set(told()) == {each.calendar for each in rules().values()}


def test_a_date_in_three_languages() -> None:
    found = due(rules()["cl_expulsion_claim"], on_day(date(2026, 9, 10)), national("CL"))
    assert [each.text for each in dates(found, "es")] == [
        "Haz esto antes de que termine el 15 de septiembre de 2026.", "La ley dice: hasta el 20 de septiembre de 2026.",
    ]  # fmt: skip
    assert [each.text for each in dates(found, "pt")] == [
        "Faça isto antes do fim do dia 15 de setembro de 2026.", "A lei diz: até o dia 20 de setembro de 2026.",
    ]  # fmt: skip
    assert [each.text for each in dates(found, "en")] == [
        "Do this before the end of 15 September 2026.", "The law says: until 20 September 2026.",
    ]  # fmt: skip
    assert day_words(date(2026, 3, 5), "pt") == "5 de março de 2026"


def test_the_explanation_says_how_and_from_where() -> None:
    rule = rules()["mx_refugee_claim"]
    found = compute(rule, written("2026-01-30"), national("MX"), today=date(2026, 3, 18))
    text = "\n".join(each.text for each in explained(found, "es", today=date(2026, 3, 18)))
    for part in ("30 días hábiles", "el día que entró al país, 30 de enero de 2026", "gob.mx/comar", "Por verificar",
                 "2 de febrero de 2026, Día de la",
        "16 de marzo de 2026, Natalicio de", "no dicen lo mismo", "todavía hay camino"):  # fmt: skip
        assert part in text, part


def test_zones_of_a_unit() -> None:
    assert [each.key for each in zones_of("BR", "BR-AC")] == ["America/Rio_Branco"]
    assert [each.key for each in zones_of("BR", "BR-SP")] == ["America/Sao_Paulo"]
    assert zones_of("BR")[0].key == "America/Sao_Paulo"
    assert len(zones_of("CO")) == 1
    assert in_month(2024, 2).last == date(2024, 2, 29)


def test_what_can_still_be_done_is_said_first() -> None:
    found = compute(rules()["mx_refugee_claim"], written("2026-01-30"), national("MX"), today=date(2026, 3, 18))
    assert [each.code for each in explained(found, "es", today=date(2026, 3, 18))][:3] == [
        "after_cause", "safe_her", "legal",
    ]  # fmt: skip
    assert explained(found, "es", today=date(2026, 3, 17))[0].code == "safe_her"


def test_of_an_order_the_least_that_it_has_to_give_is_said() -> None:
    found = due(rules()["cl_leave_order"], on_day(date(2026, 9, 10)), national("CL"))
    assert [each.text for each in dates(found, "en")] == [
        "The time she is given may not end before 14 September 2026. Look which day the order says.",
        "As it is usually counted, not before 15 September 2026.",
    ]  # fmt: skip
