"""An end of a referral that was written down wrongly, and what she said herself."""

from datetime import timedelta
from typing import Any

import pytest

from amparo.casework.actions.her_doors import end_as_she_said
from amparo.casework.models import Case
from amparo.casework.queries.referral_board import words_for
from amparo.commons.directory.models import MissingTally, OutcomeTally
from amparo.commons.policy.policies import Denied
from tests.cases import a_case, person
from tests.letters import Letters, a_house_for_letters
from tests.referrals import TODAY, ahead, doors, one, refer, step, took_back

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


def counted() -> dict[tuple[str, str], int]:
    return {(each.outcome, each.refusal): each.count for each in OutcomeTally.objects.all()}


def test_an_end_that_was_wrong_is_taken_back_with_its_count(house: Letters, case: Case, there: dict[str, Any]) -> None:
    """The outcome, what is missing here, and the one word of whoever made it; the rest of its way stays."""
    reference = refer(house, case, there["casa"])
    step(house, case, reference, "appointed", ref_day=ahead(3), ref_hour="10:30")
    step(house, case, reference, "done", ref_outcome="REF", ref_refusal="refused_money", ref_rating="1")
    assert (counted(), MissingTally.objects.count()) == ({("REF", "refused_money"): 1}, 1)
    took_back(house, case, reference)
    found = one(house, case, reference)
    assert (found.state, found.outcome, found.is_over) == ("appointed", "", False)
    assert (found.part.said("ref_day"), found.part.said("ref_rating")) == (ahead(3), None)
    assert found.due_on == TODAY + timedelta(days=4), "the day after the appointment, as before"
    assert [state for state, _on in found.steps] == ["sent", "appointed", "done", "appointed"]
    assert (counted(), MissingTally.objects.count()) == ({}, 0)
    step(house, case, reference, "done", ref_outcome="REC")
    assert counted() == {("REC", ""): 1}
    (word,), _more = words_for(person(house, "ana"))
    assert word.outcome == "REC"


def test_what_she_said_or_decided_is_not_taken_back(house: Letters, case: Case, there: dict[str, Any]) -> None:
    under_way, hers = refer(house, case, there["casa"]), refer(house, case, there["otra"])
    with pytest.raises(Denied, match="not over"):
        took_back(house, case, under_way)
    end_as_she_said(case, hers, "refused_papers", TODAY, person(house, "ana"))
    with pytest.raises(Denied, match="as she said it"):
        took_back(house, case, hers)
    assert counted() == {("CON", "refused_papers"): 1}
