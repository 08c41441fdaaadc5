"""Checking a rule and changing a calendar: who may, what it changes, and what it leaves in the trail."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connections, transaction

from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from amparo.formats.deadlines.rules import rules
from amparo.legal.deadlines import actions, queries
from amparo.legal.deadlines.models import HolidayEdit, RuleCheck
from tests.cast import Cast, make_beside

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]
TODAY, LATER = date(2026, 11, 28), date(2027, 5, 1)
CODE = "cl_expulsion_claim"


def check(by: Any, code: str = CODE, **changes: Any) -> RuleCheck:
    """A check of the text as it stands."""
    given = {"digest": rules()[code].digest, "review_by": LATER, "today": TODAY} | changes
    return actions.check_rule(code, by=by, **given)


def say(by: Any, day: date = date(2026, 9, 11), **changes: Any) -> HolidayEdit:
    """A day off in Chile."""
    given = {"calendar": "CL", "is_off": True, "name": "Aniversario", "source": "Aviso de ejemplo", "today": TODAY}
    return actions.say_day(day=day, by=by, **{**given, **changes})


def seven_days(place: str = "") -> tuple[date | None, date | None]:
    """Seven working days in Chile from 10 September 2026: 17 September, and 22 September, by hand."""
    found = queries.compute("cl_refugee_claim", "2026-09-10", today=TODAY, place=place)
    return found.safe_on, found.legal_on


NEW = {"is_off": True, "name": "x", "source": "y", "made_on": TODAY, "made_by": "z"}
ACTS: dict[str, Callable[[Any], Any]] = {
    "check": check,
    "take back": lambda by: actions.take_back(CODE, today=TODAY, by=by),
    "say a day": say,
    "end a day": lambda by: actions.end_day(say_as_counsel(), today=TODAY, by=by),
    "read the list": lambda by: queries.lines(by, "CL", today=TODAY),
    "read a rule": lambda by: queries.line(by, CODE, today=TODAY),
    "read a calendar": lambda by: queries.days_of(by, "CL", 2026),
}


def say_as_counsel() -> HolidayEdit:
    """A day that stands, for who wants to end it."""
    known = {"calendar": "CL", "place": "", "day": date(2026, 9, 11), "ended_on": None}
    return HolidayEdit.objects.get_or_create(**known, defaults=NEW)[0]


@pytest.mark.parametrize("act", ACTS)
def test_only_a_lawyer_of_the_house(cast: Cast, act: str) -> None:
    everyone = {**cast.everyone(), **make_beside(cast), "nobody": AnonymousUser()}
    for name, person in everyone.items():
        if name in ("carla", "lucia"):
            ACTS[act](person)
            continue
        with pytest.raises(Denied, match="lawyer"):
            ACTS[act](person)


def test_a_lawyer_for_whom_nobody_vouches_reads_and_signs_nothing(cast: Cast) -> None:
    cast.carla.memberships.filter(role="counsel").update(vouched_by="", vouched_as="")
    assert queries.lines(cast.carla, "CL", today=TODAY)
    for act in ("check", "take back", "say a day", "end a day"):
        with pytest.raises(Denied, match="vouches"):
            ACTS[act](cast.carla)


def test_a_check_makes_a_date_one_to_rely_on(cast: Cast) -> None:
    before = queries.compute(CODE, "2026-09-10", today=TODAY)
    check(cast.carla)
    after = queries.compute(CODE, "2026-09-10", today=TODAY)
    assert (before.trusted, after.trusted) == (False, True)
    assert (
        (before.safe_on, before.legal_on) == (after.safe_on, after.legal_on) == (date(2026, 9, 15), date(2026, 9, 20))
    )
    assert (after.checked_on, after.review_by) == (TODAY, LATER)
    assert not queries.compute(CODE, "2026-09-10", today=LATER + timedelta(1)).trusted
    actions.take_back(CODE, today=TODAY, by=cast.carla)
    assert not queries.compute(CODE, "2026-09-10", today=TODAY).trusted
    assert [(each.verb, each.target) for each in Act.objects.order_by("number")][-2:] == [
        ("rule.checked", CODE), ("rule.check_taken_back", CODE),
    ]  # fmt: skip


def test_a_check_is_of_one_text(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(actions.Changed):
        check(cast.carla, digest="0" * 64)
    made = check(cast.carla)
    RuleCheck.objects.filter(pk=made.pk).update(digest="0" * 64)  # as if the file said something else since
    assert not queries.compute(CODE, "2026-09-10", today=TODAY).trusted
    assert queries.line(cast.carla, CODE, today=TODAY).state == "unverified"


def test_a_check_ends_after_today_and_within_a_year(cast: Cast) -> None:
    for day in (TODAY, TODAY - timedelta(1), TODAY + timedelta(367)):
        with pytest.raises(Denied):
            check(cast.carla, review_by=day)
    check(cast.carla, review_by=TODAY + timedelta(366))


def test_a_rule_without_a_number_cannot_be_checked(cast: Cast) -> None:
    with pytest.raises(Denied, match="no number"):
        check(cast.carla, "pe_refugee_claim")
    check(cast.carla, "mx_amparo_liberty")  # any day and any hour: that can be checked
    assert queries.compute("mx_amparo_liberty", "2026-09-10", today=TODAY).trusted


def test_a_second_check_takes_the_place_of_the_first(cast: Cast) -> None:
    lucia = make_beside(cast)["lucia"]
    check(cast.carla)
    check(lucia, review_by=LATER + timedelta(5))
    (stands,) = RuleCheck.objects.filter(ended_on=None)
    assert (stands.checked_by, stands.review_by) == (lucia.reference, LATER + timedelta(5))
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleCheck.objects.create(rule=CODE, digest=stands.digest, checked_on=TODAY, review_by=LATER, checked_by="x")


def test_what_the_demo_checked_counts_in_no_other_house(cast: Cast) -> None:
    check(cast.carla, is_example=True)
    say(cast.carla, is_example=True)
    assert not queries.compute(CODE, "2026-09-10", today=TODAY).trusted
    assert seven_days() == (date(2026, 9, 17), date(2026, 9, 22))


def test_a_day_off_moves_only_the_later_date(cast: Cast) -> None:
    assert seven_days() == (date(2026, 9, 17), date(2026, 9, 22))
    edit = say(cast.carla)
    assert seven_days() == (date(2026, 9, 17), date(2026, 9, 23))
    assert "house_days" in queries.compute("cl_refugee_claim", "2026-09-10", today=TODAY).doubts
    actions.end_day(edit, today=TODAY, by=cast.carla)
    assert seven_days() == (date(2026, 9, 17), date(2026, 9, 22))
    verbs = [each.verb for each in Act.objects.order_by("number")][-2:]
    assert verbs == ["holiday.said", "holiday.taken_back"]
    assert edit.reference in Act.objects.order_by("-number").values_list("target", flat=True)[0]


def test_a_holiday_that_is_worked_makes_both_earlier(cast: Cast) -> None:
    """18 September 2026 is a Friday; the 19th, a Saturday, stays a holiday."""
    say(cast.carla, date(2026, 9, 18), is_off=False)
    assert seven_days() == (date(2026, 9, 17), date(2026, 9, 21))


def test_a_day_of_one_court_is_of_that_court(cast: Cast) -> None:
    say(cast.carla, place="Juzgado de Arica")
    assert seven_days() == (date(2026, 9, 17), date(2026, 9, 22))
    assert seven_days("Juzgado de Arica") == (date(2026, 9, 17), date(2026, 9, 23))
    assert queries.places_of("CL") == ["Juzgado de Arica"]
    say(cast.carla)
    say(cast.carla, place="Juzgado de Arica", is_off=False, name="Se trabaja")  # its last word about that day
    assert seven_days("Juzgado de Arica") == (date(2026, 9, 17), date(2026, 9, 22))


def test_the_last_word_of_a_day_stands_alone(cast: Cast) -> None:
    say(cast.carla)
    say(cast.carla, name="Otra razón")
    assert [each.name for each in HolidayEdit.objects.filter(ended_on=None)] == ["Otra razón"]
    with pytest.raises(IntegrityError), transaction.atomic():
        HolidayEdit.objects.create(calendar="CL", day=date(2026, 9, 11), **NEW)
    with pytest.raises(IntegrityError), transaction.atomic():
        HolidayEdit.objects.create(calendar="CL", day=date(2026, 1, 9), **(NEW | {"source": ""}))


def test_a_day_beyond_the_calendars_and_a_country_without_one(cast: Cast) -> None:
    with pytest.raises(Denied, match="year"):
        say(cast.carla, date(2061, 1, 1))
    with pytest.raises(ValueError, match="AR"):
        say(cast.carla, calendar="AR")


def test_the_digest_changes_with_all_that_a_date_hangs_on(cast: Cast) -> None:
    seen = [queries.digest_now()]
    assert seen[0] == queries.digest_now()
    assert len(seen[0]) == 16
    edit = say(cast.carla)
    seen.append(queries.digest_now())
    check(cast.carla)
    seen.append(queries.digest_now())
    assert len(set(seen)) == 3
    actions.take_back(CODE, today=TODAY, by=cast.carla)
    assert queries.digest_now() == seen[1]
    actions.end_day(edit, today=TODAY, by=cast.carla)
    assert queries.digest_now() == seen[0]


def test_many_dates_ask_the_database_twice(cast: Cast, django_assert_num_queries: Any) -> None:
    check(cast.carla)
    with django_assert_num_queries(2, connection=connections["default"]):
        house = queries.house_now()
        found = {queries.compute(CODE, "2026-09-10", today=TODAY, house=house).safe_on for _ in range(50)}
    assert found == {date(2026, 9, 15)}


def test_a_rule_that_no_file_has_is_said(cast: Cast) -> None:
    with pytest.raises(queries.NoSuchRule, match="xx_gone"):
        queries.compute("xx_gone", "2026-09-10", today=TODAY)
    assert [each.code for each in queries.rules_for("PA", "refugee")] == ["pa_refugee_claim"]
