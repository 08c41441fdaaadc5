"""A referral as it goes on: she takes her permission back, the word for whoever made it, the board, the trail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from amparo.casework.actions import cases as case_actions
from amparo.casework.actions.calling_back import say_answered
from amparo.casework.models import Case, Part, Referred
from amparo.casework.queries import referral_board
from amparo.casework.queries.calling_back import recalls_in
from amparo.casework.queries.doors import doors_for
from amparo.casework.queries.referral_board import board_of, words_for
from amparo.casework.queries.today import day_of
from amparo.casework.retention import due, shred
from amparo.commons.audit.models import Act
from amparo.commons.directory.models import OutcomeTally
from amparo.commons.directory.queries.finding import Ask
from amparo.commons.policy.policies import Denied, Hidden
from tests.cases import NAME, a_case, person, rows_as_text
from tests.integration.test_finding import TULCAN
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.referrals import NEED, NOW, TODAY, allows, doors, one, refer, step, tell

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def there(places_small: dict[str, Any]) -> dict[str, Any]:
    return doors(places_small["tulcan"])


@pytest.fixture
def case(house: Letters, there: dict[str, Any]) -> Case:
    return a_case(house)


def offered(house: Letters, case: Case, need: str = NEED, by: str = "ana") -> set[str]:
    who = person(house, by)
    found = doors_for(who, case_actions.open_case(case, by=who), Ask(needs=(need,), **TULCAN), now=NOW)
    return {each.name for each in found.hits}


def counted() -> dict[tuple[str, str], int]:
    return {(each.outcome, each.refusal): each.count for each in OutcomeTally.objects.all()}


def test_she_takes_it_back_they_are_told_and_it_ends_so(house: Letters, case: Case, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"], "told")
    allows(house, case, one(house, case, reference), "coded_only")
    tell(house, case, reference, "coded_only")
    allows(house, case, one(house, case, reference), answer="no")
    (recall,) = recalls_in(case_actions.open_case(case, by=person(house, "ana")).parts)
    assert (recall.part.reference, recall.to, recall.waits) == (reference, "Casa de Casa Ejemplo", True)
    say_answered(
        case, reference=reference, answer="deleted", words="", seen=recall.part.number, by=person(house, "ana"), now=NOW
    )
    found = one(house, case, reference)
    assert (found.state, found.outcome, found.due_on) == ("recalled", "RET", None)
    assert counted() == {}, "that she took it back says nothing of them"


def test_nobody_is_told_where_nothing_was(house: Letters, case: Case, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"], "told")
    allows(house, case, one(house, case, reference), "coded_only")
    allows(house, case, one(house, case, reference), answer="no")
    assert recalls_in(case_actions.open_case(case, by=person(house, "ana")).parts) == []


# --- who sees what ---


def test_whoever_made_it_reads_in_one_word_what_came_of_it_after_the_case_left_her(
    house: Letters, case: Case, there: dict[str, Any]
) -> None:
    ana = person(house, "ana")
    case_actions.share(case, reader=house.readers["berta"], by=ana)
    reference = refer(house, case, there["casa"])
    assert [(each.state, each.outcome) for each in words_for(ana)[0]] == [("sent", "")]
    case_actions.leave(case, by=ana)
    with pytest.raises(Hidden):
        one(house, case, reference, "ana")
    step(house, case, reference, "done", by="berta", ref_outcome="REC")
    (word,), _more = words_for(person(house, "ana"))
    assert (word.need, word.to, word.month, word.outcome) == (NEED, "Casa Ejemplo", f"{NOW:%Y-%m}", "REC")
    assert words_for(person(house, "berta")) == ([], False)


def test_the_words_come_by_pages_with_none_twice(
    house: Letters, case: Case, there: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(referral_board, "WORDS", 2)
    for name in ("casa", "otra", "mujer"):
        refer(house, case, there[name])
    ana = person(house, "ana")
    (first, more), (second, none) = words_for(ana), words_for(ana, 2)
    assert (len(first), more, len(second), none) == (2, True, 1, False)
    assert {each.to for each in [*first, *second]} == {"Casa Ejemplo", "Otra Ejemplo", "Oficina Ejemplo"}
    client = opened_client(house.cast.ana, headers={"Accept-Language": "en"})
    board = reverse("case_referrals")
    assert f"{board}?p=2#mine" in client.get(board).text
    assert "?p=" not in client.get(f"{board}?p=2").text
    for page in ("9" * 5_000, "0", "-1", "x", ""):
        assert client.get(f"{board}?p={page}").status_code == 200


@pytest.mark.parametrize("few", [0, 1_000], ids=["walked", "looked up"])
def test_the_board_is_the_same_whichever_way_it_is_read(
    house: Letters, case: Case, there: dict[str, Any], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what is of another colleague alone, nor of a closed case, nor what is over."""
    monkeypatch.setattr(referral_board, "FEW_CASES", few)
    ana, berta = person(house, "ana"), person(house, "berta")
    mine = refer(house, case, there["casa"])
    step(house, case, refer(house, case, there["otra"]), "done", ref_outcome="REC")
    shut, hers = a_case(house), a_case(house, by="berta")
    refer(house, shut, there["casa"])
    case_actions.close(shut, reason="agreed", by=ana)
    theirs = refer(house, hers, there["casa"], by="berta")
    assert [each.reference for each in board_of(ana).lines] == [mine]
    assert [each.reference for each in board_of(berta).lines] == [theirs]
    first = board_of(ana).lines[0].part.part
    assert board_of(ana, after=f"{first.due_on}.{first.pk}").lines == []


def test_the_word_names_no_case_and_goes_after_a_year(house: Letters, case: Case, there: dict[str, Any]) -> None:
    refer(house, case, there["casa"])
    text = rows_as_text(Referred)
    assert not [each for each in (case.reference, case.ring, NAME, "Casa Ejemplo", NEED) if each in text]
    year, month = (TODAY.year + 1, TODAY.month + 1) if TODAY.month < 12 else (TODAY.year + 2, 1)
    on = datetime(year, month, 1, 12, tzinfo=UTC)  # with the month in which it was made, a year later
    assert not [each for each in due(on) if isinstance(each, Referred)]
    (gone,) = [each for each in due(on + timedelta(days=1)) if isinstance(each, Referred)]
    shred(gone)
    assert not Referred.objects.exists()


def test_the_board_and_the_day_have_it_until_it_is_over(house: Letters, case: Case, there: dict[str, Any]) -> None:
    ana = person(house, "ana")
    soon = refer(house, case, there["casa"], answers={})
    later = refer(house, case, there["otra"])
    assert [each.reference for each in board_of(ana).lines] == [*sorted([soon, later], key=_due)]
    today = day_of(ana, today=TODAY + timedelta(days=2), now=NOW)
    assert {each.reference for each in today.doors} == {soon, later}
    assert not today.without, "to ask at a door is a next step"
    assert day_of(ana, today=TODAY + timedelta(days=1), now=NOW).doors == []
    step(house, case, soon, "no_capacity")
    assert [each.reference for each in board_of(ana).lines] == [later]
    assert board_of(person(house, "carla")).lines == []


def _due(reference: str) -> Any:
    part = Part.objects.get(reference=reference)
    return part.due_on, part.pk


def test_a_page_of_the_board_begins_where_the_last_one_ended(
    house: Letters, case: Case, there: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [refer(house, case, there[each]) for each in ("casa", "otra", "mujer")]
    monkeypatch.setattr("amparo.casework.queries.referral_board.PAGE", 2)
    first = board_of(person(house, "ana"))
    second = board_of(person(house, "ana"), after=first.after)
    assert [each.reference for each in (*first.lines, *second.lines)] == sorted(made, key=_due)
    assert board_of(person(house, "ana"), after="no es nada").lines == first.lines


def test_the_trail_says_that_the_case_was_written_and_no_door(
    house: Letters, case: Case, there: dict[str, Any]
) -> None:
    before = set(Act.objects.values_list("pk", flat=True))
    reference = refer(house, case, there["casa"])
    step(house, case, reference, "declined", ref_reason="cost")
    verbs = {each.verb for each in Act.objects.exclude(pk__in=before)}
    assert verbs <= {"case.part_written", "case.opened"}
    text = rows_as_text(Part, Act)
    assert not [each for each in ("declined", "referral", there["casa"].reference) if each in text]


def test_a_closed_case_takes_no_new_door(house: Letters, case: Case, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"])
    case_actions.close(case, reason="goals_met", by=person(house, "ana"))
    with pytest.raises(Denied, match="closed"):
        refer(house, case, there["otra"])
    with pytest.raises(Denied, match="closed"):
        step(house, case, reference, "accepted")


def test_what_is_no_state_or_no_need_of_the_lists_is_a_fault_of_the_program(
    house: Letters, case: Case, there: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="no state"):
        step(house, case, refer(house, case, there["casa"]), "nothing")
    with pytest.raises(Denied, match="not offered"):
        refer(house, case, there["casa"], need="nothing")
