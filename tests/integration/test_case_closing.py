"""Closing with reminders that stop nobody; slips that are of no case, counted, and shown only five together."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.casework import retention
from amparo.casework.actions import cases, closing, tasks
from amparo.casework.models import Case, Part, SlipCount, UsedSlip
from amparo.casework.queries.closing import closing_of
from amparo.casework.queries.slips import LEAST, NotGood, groups, month_of, until_of
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from amparo.formats.case_questions import Answer, questions
from tests.cases import a_reachable_case, a_task, person, rows_as_text
from tests.letters import Letters, a_house_for_letters, opened_client

pytestmark = pytest.mark.django_db(databases=["default"])
DAY = date(2026, 11, 20)
ALL_YES = {code: Answer("fully") for code in questions("slip")}


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def a_slip(house: Letters, today: date = DAY) -> str:
    return closing.make_slip(by=person(house, "ana"), today=today)


# --- closing -------------------------------------------------------------------------------------------------------


def test_what_is_marked_is_kept_with_the_case_and_nothing_has_to_be(house: Letters) -> None:
    case, ana = a_reachable_case(house), opened_client(house.cast.ana)
    a_task(house, case)
    where = reverse("case_close", args=[case.reference])
    asked = ana.post(where, {"reason": "agreed"}).content.decode()
    for each in ("Before closing", "Tasks that wait still: 1.", "No task says that somebody spoke with her."):
        assert each in asked
    assert "required" not in asked
    sure = {"reason": "agreed", "sure": "1", "closing_checks": ["told_may_return"], "closing_words": "Está de acuerdo"}
    assert ana.post(where, sure).status_code == 302
    (closure,) = cases.open_case(case, by=person(house, "ana")).of_kind("closure")
    assert (closure.said("closing_checks"), closure.said("closing_words")) == (("told_may_return",), "Está de acuerdo")
    page = ana.get(reverse("case", args=[case.reference])).content.decode()
    assert "She knows that she may come back" in page
    other = a_reachable_case(house)
    assert ana.post(reverse("case_close", args=[other.reference]), {"reason": "agreed", "sure": "1"}).status_code == 302
    other.refresh_from_db()
    assert other.state == "closed"
    assert not cases.open_case(other, by=person(house, "ana")).of_kind("closure")


def test_when_somebody_spoke_with_her_last(house: Letters) -> None:
    case, ana = a_reachable_case(house), person(house, "ana")
    spoke, missed = a_task(house, case), a_task(house, case)
    for task, outcome, day in ((spoke, "reached", 3), (missed, "nobody", 9)):
        at = datetime(2026, 11, day, 15, tzinfo=UTC)
        tasks.finish_task(case, reference=task.reference, outcome=outcome, told="", by=ana)
        Part.objects.filter(pk=task.pk).update(ended_on=clock.day(at))
    told = closing_of(cases.open_case(case, by=ana), today=DAY)
    assert (told.waiting, told.spoke_on, told.days) == (0, date(2026, 11, 3), 17)


def test_a_wrong_reason_closes_nothing_and_keeps_nothing(house: Letters) -> None:
    case = a_reachable_case(house)
    answers = {"closing_words": Answer("x")}
    with pytest.raises(ValueError, match="closure_reason"):
        closing.close_case(case, reason="because", answers=answers, by=person(house, "ana"))
    assert not cases.open_case(case, by=person(house, "ana")).of_kind("closure")


# --- slips ---------------------------------------------------------------------------------------------------------


def test_a_slip_is_good_once_however_it_is_typed(house: Letters) -> None:
    slip = a_slip(house)
    assert re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", slip)
    typed = slip.lower().replace("-", " ").replace("o", "0").replace("i", "1").replace("b", "8")
    closing.answer_slip(slip=typed, answers=ALL_YES, today=DAY)
    for again in (slip, typed):
        with pytest.raises(NotGood):
            closing.answer_slip(slip=again, answers=ALL_YES, today=DAY)
    assert SlipCount.objects.get(question="").count == 1


def test_none_of_ours_is_good_and_an_old_one_is_not(house: Letters) -> None:
    slip = a_slip(house)
    last = until_of(DAY)
    assert last == date(2027, 5, 31)
    letters = slip.replace("-", "")
    wrong = [letters[:place] + ("A" if letters[place] != "A" else "C") + letters[place + 1 :] for place in range(16)]
    for each in [*wrong, "", "AAAA-AAAA-AAAA-AAAA", letters[:15], letters + "A", "ñ" * 16, "9" * 16]:
        with pytest.raises(NotGood):
            closing.answer_slip(slip=each, answers=ALL_YES, today=DAY)
    with pytest.raises(NotGood):
        closing.answer_slip(slip=slip, answers=ALL_YES, today=last + timedelta(days=1))
    closing.answer_slip(slip=slip, answers=ALL_YES, today=last)


def test_nothing_ties_a_slip_to_a_case_a_day_or_who_made_it(house: Letters) -> None:
    """Two houses' worth of rows: before it is used there is no row at all; after it, a digest and counts of a month."""
    case = a_reachable_case(house)
    cases.close(case, reason="agreed", by=person(house, "ana"))
    before = Act.objects.count()
    slip = a_slip(house)
    assert not UsedSlip.objects.exists()
    assert [(each.verb, each.target) for each in Act.objects.order_by("number")[before:]] == [
        ("slip.made", f"user:{house.cast.ana.reference}")
    ]
    made = Act.objects.count()
    closing.answer_slip(slip=slip, answers={**ALL_YES, "slip_again": Answer()}, today=DAY)
    assert Act.objects.count() == made, "her own act leaves no row in the trail"
    lying = rows_as_text(UsedSlip, SlipCount)
    assert "2026-11-01" in lying
    for each in (slip, slip.replace("-", ""), case.reference, house.cast.ana.reference, "2026-11-20"):
        assert each not in lying
    names = {each.name for model in (UsedSlip, SlipCount) for each in model._meta.get_fields()}
    assert names == {"id", "check_of", "until", "month", "question", "answer", "count"}


def count(month: date, slips: int, fully: int) -> None:
    SlipCount.objects.create(month=month, question="", answer="", count=slips)
    SlipCount.objects.create(month=month, question="slip_heard", answer="fully", count=fully)


def test_nothing_is_shown_before_five_and_never_of_a_month_that_runs() -> None:
    count(date(2026, 6, 1), 4, 4)
    today = date(2026, 7, 31)
    assert groups(today=today) == []
    count(date(2026, 7, 1), 9, 9)
    assert groups(today=today) == [], "July runs: whoever looks each day would see each slip alone"
    (group,) = groups(today=date(2026, 8, 1))
    assert (group.first, group.last, group.slips) == (date(2026, 6, 1), date(2026, 7, 1), 13)
    assert group.counts["slip_heard"] == {"fully": 13, "partly": 0, "not_at_all": 0}
    assert "slip_quiet" not in group.counts, "nobody answered it: a question has five answers too, or none is shown"


def test_a_group_that_was_shown_never_changes() -> None:
    """Nobody can look twice and take one from the other: what comes later begins a group of its own."""
    for number, slips in enumerate([5, 1, 2, 3, 7]):
        count(date(2026, 1 + number, 1), slips, slips)
    shown: list[Any] = []
    for month in range(2, 8):
        now = groups(today=date(2026, month, 15))[::-1]
        assert now[: len(shown)] == shown
        shown = now
    assert [each.slips for each in shown] == [5, 6, 7]
    assert all(each.slips >= LEAST for each in shown)


def test_only_who_coordinates_sees_counts(house: Letters) -> None:
    count(date(2026, 1, 1), 5, 5)
    pages = {
        name: opened_client(getattr(house.cast, name)).get(reverse("case_slips")).content.decode()
        for name in ("ana", "berta")
    }
    assert "Papers: 5" in pages["ana"]
    assert "Papers: 5" not in pages["berta"]
    assert "Only who coordinates sees" in pages["berta"]
    with pytest.raises(Denied):
        closing.make_slip(by=house.cast.diana, today=DAY)


def test_her_page_asks_five_things_and_thanks_her_and_sets_no_cookie(house: Letters) -> None:
    desk = opened_client(house.cast.berta)
    made = desk.post(reverse("case_slips")).content.decode()
    slip = re.search(r"<strong>([A-Z2-7-]{19})</strong>", made)[1]  # type: ignore[index]
    assert slip not in desk.get(reverse("case_slips")).content.decode(), "it is shown once"
    her = Client()
    page = her.get(reverse("slip"))
    assert page.content.decode().count("<fieldset") == 5
    wrong = her.post(reverse("slip"), {"slip": "AAAA", "slip_heard": "partly"}).content.decode()
    assert "not good any more" in wrong
    assert re.search(r'value="partly"[^>]* checked', wrong), "nothing she chose is lost"
    assert "counted" in her.post(reverse("slip"), {"slip": slip, "slip_heard": "partly"}).content.decode()
    assert "not good any more" in her.post(reverse("slip"), {"slip": slip}).content.decode()
    assert not her.cookies
    assert SlipCount.objects.get(question="slip_heard").answer == "partly"
    assert not SlipCount.objects.filter(question="slip_quiet").exists()


def test_what_is_old_goes_at_night(house: Letters) -> None:
    closing.answer_slip(slip=a_slip(house), answers=ALL_YES, today=DAY)
    now = datetime(2026, 12, 1, tzinfo=UTC)
    assert retention.due(now) == []
    for days, left in ((200, True), (800, False)):
        for item in retention.due(now + timedelta(days=days)):
            retention.shred(item)
        assert not UsedSlip.objects.exists()
        assert SlipCount.objects.exists() == left


def test_a_month_is_all_that_is_kept() -> None:
    assert month_of(date(2026, 2, 28)) == date(2026, 2, 1)
    assert until_of(date(2026, 8, 31)) == date(2027, 3, 31)
    assert clock.today() >= DAY
    assert Case.objects.count() == 0
