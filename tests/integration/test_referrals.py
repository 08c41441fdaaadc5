"""A referral: the doors that fit her, what is told there and to whom, each step, and no end without an outcome."""

from datetime import timedelta
from typing import Any

import pytest

from amparo.casework.actions import cases as case_actions
from amparo.casework.models import Case
from amparo.casework.queries.doors import doors_for
from amparo.commons.directory.models import MissingTally, OutcomeTally
from amparo.commons.directory.queries.finding import Ask
from amparo.commons.policy.policies import Denied
from amparo.formats.codes import by_code
from amparo.vault.actions.fields import Past
from tests.cases import a_case, person
from tests.incidents import POLICE, an_incident
from tests.integration.test_finding import TULCAN
from tests.letters import Letters, a_house_for_letters
from tests.referrals import NEED, NOW, TODAY, agree, ahead, allows, attempt, doors, one, refer, step, tell
from tests.transfers import approved
from tests.young import a_yes, a_young_case

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


# --- which doors ---


def test_doors_of_those_who_hurt_her_are_not_offered_and_urgent_health_is(house: Letters, case: Case) -> None:
    assert offered(house, case) == {
        "Casa Ejemplo", "Otra Ejemplo", "Oficina Ejemplo", "Puesto Ejemplo", "Albergue Ejemplo",
    }  # fmt: skip
    an_incident(house, case, **POLICE)
    assert offered(house, case) == {"Casa Ejemplo", "Otra Ejemplo", "Oficina Ejemplo"}, "nor what tells them"
    assert offered(house, case, "health_now") == {"Hospital Ejemplo"}


def test_it_is_asked_again_when_one_is_chosen(house: Letters, case: Case, there: dict[str, Any]) -> None:
    an_incident(house, case, **POLICE)
    for shut in ("policia", "avisa"):
        with pytest.raises(Denied, match="not offered for her"):
            refer(house, case, there[shut])
    with pytest.raises(Denied, match="not offered for her"):
        refer(house, case, there["casa"], need="health_now")
    assert one(house, case, refer(house, case, there["hospital"], need="health_now")).state == "sent"


def test_who_said_no_to_her_is_not_offered_again(house: Letters, case: Case, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"])
    assert "Casa Ejemplo" in offered(house, case)
    step(house, case, reference, "declined", ref_reason="asks_for_id")
    assert "Casa Ejemplo" not in offered(house, case)


# --- what is told ---


def test_a_slip_tells_nothing_and_needs_no_permission(house: Letters, case: Case, there: dict[str, Any]) -> None:
    found = one(house, case, refer(house, case, there["casa"]))
    assert (found.state, found.told, found.part.more.get("permission")) == ("sent", frozenset(), None)
    assert found.due_on == TODAY + timedelta(days=2), "she needs it within days: somebody asks after two"
    with pytest.raises(Denied, match="Nothing is told here"):
        tell(house, case, found.reference, "coded_only")


def test_nothing_is_told_without_her_word_for_these_very_ones(
    house: Letters, case: Case, there: dict[str, Any]
) -> None:
    reference = refer(house, case, there["casa"], "told")
    found = one(house, case, reference)
    assert found.state == "ready"
    with pytest.raises(Denied, match="not asked"):
        tell(house, case, reference, "coded_only")
    other = one(house, case, refer(house, case, there["otra"], "told"))
    allows(house, case, other, "coded_only", "identity")
    with pytest.raises(Denied, match="another person or body"):
        tell(house, case, reference, "coded_only")
    assert one(house, case, reference).state == "ready"


def test_the_least_first_and_who_she_is_once_they_said_yes(house: Letters, case: Case, there: dict[str, Any]) -> None:
    approved(house, case)
    reference = refer(house, case, there["casa"], "told")
    allows(house, case, one(house, case, reference), "coded_only", "need_summary", "identity")
    with pytest.raises(Denied, match="once they said yes"):
        tell(house, case, reference, "coded_only", "identity")
    tell(house, case, reference, "coded_only", "need_summary")
    assert (one(house, case, reference).state, one(house, case, reference).told) == (
        "sent", {"coded_only", "need_summary"},
    )  # fmt: skip
    step(house, case, reference, "accepted")
    with pytest.raises(Denied, match="more than she allowed"):
        tell(house, case, reference, "contact")
    tell(house, case, reference, "identity")
    assert one(house, case, reference).told == {"coded_only", "need_summary", "identity"}
    with pytest.raises(ValueError, match="only what of her may be told"):
        tell(house, case, reference, "narrative")


def test_the_summary_waits_for_her_yes(house: Letters, case: Case, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"], "told")
    allows(house, case, one(house, case, reference), "coded_only", "need_summary")
    with pytest.raises(Denied, match="waits for her yes"):
        tell(house, case, reference, "need_summary")
    approved(house, case)
    tell(house, case, reference, "need_summary")


@pytest.mark.parametrize("how", ["no", "over", "police"])
def test_a_permission_that_is_gone_or_a_door_that_hurt_her_lets_nothing_through(
    house: Letters, case: Case, there: dict[str, Any], how: str
) -> None:
    reference = refer(house, case, there["avisa"], "told")
    allows(house, case, one(house, case, reference), "coded_only", days=30)
    on = NOW
    if how == "no":
        allows(house, case, one(house, case, reference), answer="no")
    elif how == "over":
        on = NOW + timedelta(days=31)
    else:
        an_incident(house, case, **POLICE)
    with pytest.raises(Denied, match={"no": "took it back", "over": "ran out", "police": "hurt her"}[how]):
        tell(house, case, reference, "coded_only", now=on)


def test_to_the_state_only_once_another_person_agreed(house: Letters, case: Case, there: dict[str, Any]) -> None:
    case_actions.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    reference = refer(house, case, there["mujer"], "told")
    allows(house, case, one(house, case, reference), "coded_only")
    with pytest.raises(Denied, match="second person has to agree"):
        tell(house, case, reference, "coded_only")
    with pytest.raises(Denied, match="You asked for this yourself"):
        agree(house, case, reference, "ana")
    agree(house, case, reference, "berta")
    tell(house, case, reference, "coded_only")
    with pytest.raises(Denied, match="Nobody has to agree"):
        agree(house, case, reference, "berta")
    plain = refer(house, case, there["otra"], "told")
    with pytest.raises(Denied, match="Nobody has to agree"):
        agree(house, case, plain, "berta")


def test_of_somebody_under_18_with_the_yes_of_a_second_person(house: Letters, there: dict[str, Any]) -> None:
    case = a_young_case(house)
    reference = refer(house, case, there["casa"], "told")
    permission = allows(house, case, one(house, case, reference), "coded_only")
    with pytest.raises(Denied, match="under 18"):
        tell(house, case, reference, "coded_only")
    a_yes(house, case, "referral", permission, now=NOW)
    tell(house, case, reference, "coded_only")


# --- the machine ---


def test_three_doors_one_yes_one_no_one_silence(house: Letters, case: Case, there: dict[str, Any]) -> None:
    yes, no, silent = (refer(house, case, there[each]) for each in ("casa", "otra", "mujer"))
    step(house, case, yes, "accepted")
    step(house, case, yes, "appointed", ref_day=ahead(3), ref_hour="10:30")
    assert one(house, case, yes).due_on == TODAY + timedelta(days=4), "somebody asks the day after"
    step(house, case, yes, "done", ref_outcome="TAR", ref_rating="4")
    step(house, case, no, "declined", ref_reason="refuses_trans")
    for days in range(3):
        attempt(house, case, silent, NOW + timedelta(days=2 * days))
    step(house, case, silent, "unknown", now=NOW + timedelta(days=5))
    assert [one(house, case, each).outcome for each in (yes, no, silent)] == ["TAR", "REF", "UNK"]
    assert all(one(house, case, each).is_over and one(house, case, each).due_on is None for each in (yes, no, silent))
    assert counted() == {("TAR", ""): 1, ("REF", "mistreated"): 1, ("UNK", ""): 1}
    missing = {(each.unit, each.need, each.what): each.count for each in MissingTally.objects.all()}
    assert missing == {("EC-C", NEED, "REF"): 1}, "where she got nothing, it is missing there"


def test_none_ends_without_an_outcome(house: Letters, case: Case, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"])
    with pytest.raises(Denied, match="Why did they say no"):
        step(house, case, reference, "declined")
    with pytest.raises(Denied, match="What came of it"):
        step(house, case, reference, "done")
    with pytest.raises(Denied, match="What came of it"):
        step(house, case, reference, "done", ref_outcome="UNK")
    with pytest.raises(Denied, match="So far it was 0"):
        step(house, case, reference, "unknown")
    with pytest.raises(Denied, match="On which day"):
        step(house, case, reference, "appointed")
    assert (one(house, case, reference).state, counted()) == ("sent", {})


def test_attempts_count_once_a_day(house: Letters, case: Case, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"])
    attempt(house, case, reference, NOW)
    with pytest.raises(Denied, match="asked today"):
        attempt(house, case, reference, NOW + timedelta(hours=3))
    attempt(house, case, reference, NOW + timedelta(days=1))
    assert one(house, case, reference).attempts == [ahead(0), ahead(1)]
    assert one(house, case, reference).due_on == TODAY + timedelta(days=3)
    with pytest.raises(Denied, match="So far it was 2"):
        step(house, case, reference, "unknown")


def test_what_is_over_stays_as_it_was_written(house: Letters, case: Case, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"])
    step(house, case, reference, "no_capacity")
    for to in ("accepted", "done", "declined"):
        with pytest.raises(Denied, match="is over"):
            step(house, case, reference, to, ref_outcome="REC", ref_reason="cost")
    assert counted() == {("INA", "no_stock"): 1}


def test_of_two_who_write_at_once_the_second_is_told(house: Letters, case: Case, there: dict[str, Any]) -> None:
    case_actions.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    reference = refer(house, case, there["casa"])
    seen = one(house, case, reference, "berta").part.number
    step(house, case, reference, "declined", ref_reason="cost")
    with pytest.raises(Past):
        step(house, case, reference, "accepted", by="berta", seen=seen)
    assert one(house, case, reference).state == "declined"


def test_every_state_leads_to_one_that_ends_and_no_end_leads_on() -> None:
    states = by_code("referral_state")
    ends = {code for code, each in states.items() if each.more["ends"]}
    assert ends == {"declined", "no_capacity", "done", "unknown", "dropped", "recalled"}
    assert not [code for code in ends if states[code].more["next"] or not states[code].more["outcomes"]]
    assert all(ends & set(states[code].more["next"]) for code in set(states) - ends)
    outcomes = {each for code in ends for each in states[code].more["outcomes"]}
    assert outcomes == set(by_code("service_outcome")), "one vocabulary, and each code can be said"
    assert set(by_code("outcome_word")) == {"WAY", *by_code("service_outcome")}
    reasons = {each.more["outcome"] for each in by_code("decline_reason").values()}
    assert reasons <= set(states["declined"].more["outcomes"])
    words = [each.label(language) for each in by_code("outcome_word").values() for language in ("es", "pt")]
    assert not [each for each in words if " " in each and each != "A caminho" and each != "En camino"]


# --- who said no ---


def test_who_said_no_is_offered_again_after_two_weeks_or_where_there_is_nothing_else(
    house: Letters, case: Case, there: dict[str, Any]
) -> None:
    """A shelter that was full has room again; and the one hospital of a town stays a door, whatever it said once."""
    step(house, case, refer(house, case, there["casa"]), "no_capacity")
    step(house, case, refer(house, case, there["hospital"], need="health_now"), "done", ref_outcome="REF")
    assert "Casa Ejemplo" not in offered(house, case)
    assert offered(house, case, "health_now") == {"Hospital Ejemplo"}
    for days, again in ((13, False), (14, True)):
        who = person(house, "ana")
        opened = case_actions.open_case(case, by=who)
        found = doors_for(who, opened, Ask(needs=(NEED,), **TULCAN), now=NOW + timedelta(days=days))
        assert ("Casa Ejemplo" in {each.name for each in found.hits}) is again, days
