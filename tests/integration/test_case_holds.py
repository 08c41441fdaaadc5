"""A hold takes two people and an end; it wins over every clock and every wish, and she is told in plain words."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from amparo.casework import retention
from amparo.casework.actions import cases, holds
from amparo.casework.actions.certificates import read_certificates
from amparo.casework.actions.hers import destroy_hers
from amparo.casework.models import Case, Certificate, Hold, Part
from amparo.casework.queries.holds import standing
from amparo.commons import clock
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import SERVER, Denied, Hidden, Locked
from amparo.formats.case_questions import Answer
from amparo.vault.models import CaseKey, SealedField
from tests.cases import NAME, a_case, person, rows_as_text
from tests.cast import Cast
from tests.letters import Letters, a_house_for_letters

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.clock]
TODAY = clock.now()
UNTIL = clock.day(TODAY) + timedelta(days=200)
WHY = {"hold_why": Answer("court"), "hold_words": Answer("La audiencia de ejemplo")}


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


def shared(house: Letters, *names: str) -> Case:
    case = a_case(house)
    for name in names or ("berta",):
        cases.share(case, reader=house.readers[name], by=person(house, "ana"))
    return case


def asked(house: Letters, case: Case, by: str = "ana", until: date = UNTIL) -> Hold:
    return holds.ask_to_hold(case, until=until, answers=WHY, by=person(house, by))


def held(house: Letters, case: Case) -> Hold:
    hold = asked(house, case)
    holds.agree_to_hold(case, reference=hold.reference, by=person(house, "berta"))
    return hold


def test_one_person_holds_nothing_and_two_do(house: Letters) -> None:
    case = shared(house)
    hold = asked(house, case)
    assert holds.why_not_destroy(case) is None
    with pytest.raises(Denied):
        holds.agree_to_hold(case, reference=hold.reference, by=person(house, "ana"))
    holds.agree_to_hold(case, reference=hold.reference, by=person(house, "berta"))
    assert str(UNTIL.year) in str(holds.why_not_destroy(case))
    for by in (person(house, "ana"), person(house, "berta"), cases.HER_PAGE):
        with pytest.raises(Denied):
            cases.destroy(case.reference, by=by)
    assert Case.objects.exists()
    assert list(Act.objects.filter(verb__startswith="case.hold").values_list("verb", flat=True)) == [
        "case.hold_asked", "case.hold_agreed",
    ]  # fmt: skip


def test_why_it_is_held_is_sealed_and_two_stand_in_the_table(house: Letters) -> None:
    case = shared(house)
    held(house, case)
    lying = rows_as_text(Hold, Part, SealedField, Case)
    assert house.cast.berta.reference in lying, "the look finds what lies in clear"
    assert "ejemplo" not in lying
    assert "court" not in lying
    (part,) = cases.open_case(case, by=person(house, "berta")).of_kind("hold")
    assert part.said("hold_words") == "La audiencia de ejemplo"
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.update(second=house.cast.ana.reference)


def test_a_second_person_has_other_hands_reads_the_case_and_is_no_process(house: Letters) -> None:
    case = shared(house)
    hold = asked(house, case)
    for by in (person(house, "carla"), User.objects.get(sign_in_name="berta"), SERVER):
        with pytest.raises((Hidden, Denied, Locked)):
            holds.agree_to_hold(case, reference=hold.reference, by=by)
    User.objects.filter(sign_in_name="berta").update(handed_by=house.cast.ana.reference)
    with pytest.raises(Denied):
        holds.agree_to_hold(case, reference=hold.reference, by=person(house, "berta"))
    assert not standing(clock.day(TODAY)).exists()


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_hold_has_an_end_within_a_year(house: Letters, days: int) -> None:
    case = shared(house)
    with pytest.raises(Denied):
        asked(house, case, until=clock.day(TODAY) + timedelta(days=days))
    assert asked(house, case, until=clock.day(TODAY) + timedelta(days=365)).second == ""


def test_ending_it_sooner_takes_two_as_well(house: Letters) -> None:
    case = shared(house, "berta", "carla")
    hold = held(house, case)
    assert holds.end_hold(case, reference=hold.reference, by=person(house, "ana")) is False
    assert holds.why_not_destroy(case) is not None
    with pytest.raises(Denied):
        holds.end_hold(case, reference=hold.reference, by=person(house, "ana"))
    assert holds.end_hold(case, reference=hold.reference, by=person(house, "carla")) is True
    assert holds.why_not_destroy(case) is None
    waiting = asked(house, case)
    assert holds.end_hold(case, reference=waiting.reference, by=person(house, "ana")) is True, "it held nothing"


def test_who_reads_for_a_time_holds_nothing(house: Letters) -> None:
    case, soon = a_case(house), TODAY + timedelta(hours=2)
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"), until=soon)
    with pytest.raises(Denied):
        asked(house, case, by="berta")


def night(now: datetime) -> list[Any]:
    """What the nightly job finds, each destroyed."""
    found = retention.due(now)
    for each in found:
        retention.shred(each)
    return found


def test_the_clock_waits_for_the_hold_and_goes_on_the_day_after(house: Letters) -> None:
    case, ana = shared(house), person(house, "ana")
    held(house, case)
    cases.close(case, reason="agreed", by=ana, now=TODAY - timedelta(days=800))
    last = clock.at(UNTIL, 23)
    assert night(last) == []
    assert Case.objects.exists()
    assert len(night(last + timedelta(hours=1))) == 1
    assert not Case.objects.exists()
    assert not Hold.objects.exists()


def test_what_was_held_after_the_list_was_made_is_not_destroyed(house: Letters) -> None:
    """The nightly job has the case on its list; meanwhile two people hold it, or somebody opens it again."""
    for change in ("held", "opened again"):
        case, ana = shared(house), person(house, "ana")
        cases.close(case, reason="agreed", by=ana, now=TODAY - timedelta(days=800))
        (due,) = [each for each in retention.due(TODAY) if each.case.pk == case.pk]
        if change == "held":
            held(house, case)
        else:
            cases.move(case, to="assessment", by=ana)
        retention.shred(due)
        assert Case.objects.filter(pk=case.pk).exists(), change


def test_the_paper_about_it_says_by_whose_wish_and_until_when_a_backup_may_have_it(house: Letters) -> None:
    case, ana = shared(house), person(house, "ana")
    cases.destroy(case.reference, why="she_asked", by=ana, now=datetime(2026, 11, 25, 15, tzinfo=UTC))
    for name in ("ana", "berta"):
        (said,) = read_certificates(by=person(house, name))
        assert (said.case, said.why, said.by) == (case.reference, "she_asked", house.cast.ana.reference)
        assert (said.on, said.backups_until) == (date(2026, 11, 25), date(2026, 12, 30))
    assert read_certificates(by=person(house, "carla")) == [], "for whom it did not exist it was not destroyed either"
    lying = rows_as_text(Certificate)
    assert "2026-11-25" in lying
    assert case.reference not in lying
    assert NAME not in lying
    (paper,) = Certificate.objects.all()
    assert retention.due(clock.at(date(2027, 2, 23), 1)) == []
    night(clock.at(date(2027, 2, 24), 1))
    assert not Certificate.objects.exists()
    assert not CaseKey.objects.filter(ring=paper.ring).exists()


def test_she_herself_and_the_clock_are_named_on_the_paper(house: Letters) -> None:
    hers, old, ana = shared(house), shared(house), person(house, "ana")
    cases.destroy(hers.reference, by=cases.HER_PAGE)
    cases.close(old, reason="agreed", by=ana, now=TODAY - timedelta(days=800))
    night(TODAY)
    assert {(each.case, each.why, each.by) for each in read_certificates(by=ana)} == {
        (hers.reference, "her_page", ""), (old.reference, "day_came", ""),
    }  # fmt: skip


def test_her_own_wish_is_honoured_but_what_is_held_and_that_goes_by_itself_on_the_day_after(house: Letters) -> None:
    held_one, free = shared(house), shared(house)
    Case.objects.update(her_ring="0123456789abcdef")
    held(house, held_one)
    (why,) = destroy_hers("0123456789abcdef", now=TODAY)
    assert str(UNTIL.year) in str(why)
    assert not Case.objects.filter(pk=free.pk).exists()
    assert not CaseKey.objects.filter(ring=free.ring).exists()
    held_one.refresh_from_db()
    assert (held_one.state, held_one.her_ring, held_one.her_box) == ("closed", "", None)
    last = clock.at(UNTIL)
    assert [each.why for each in read_certificates(by=person(house, "ana"))] == ["her_page"]
    night(last)
    assert Case.objects.get() == held_one
    night(last + timedelta(days=1))
    assert not Case.objects.exists()
    assert [each.why for each in read_certificates(by=person(house, "ana"))] == ["day_came"], "the other paper is past"
