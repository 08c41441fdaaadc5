"""A conversation about force and deceit: who asks, who looks again, what may be offered; nothing of it lies there."""

from typing import Any

import pytest

from amparo.casework.actions import cases, screens
from amparo.casework.models import Case, Part
from amparo.casework.queries.screens import answers_mark, heard
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer, digest_of, questions
from amparo.formats.codes import by_code
from amparo.vault.actions.fields import Past
from amparo.vault.models import SealedField
from tests.cases import a_case, person, rows_as_text
from tests.incidents import a_screen
from tests.letters import Letters, a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default"])
HELD = {"forced_here": Answer(("cd_docs", "cd_debt")), "account": Answer("Me guardan el pasaporte de ejemplo")}
PREPARED = {"before": Answer(tuple(by_code("before_asking")))}
VIEW = {"her_view": Answer(said="prefers_not"), **PREPARED}


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def case(house: Letters) -> Case:
    """A case of Carla, who is a lawyer, and which Berta reads too."""
    made = a_case(house, "carla")
    cases.share(made, reader=house.readers["berta"], by=person(house, "carla"))
    return made


def now_of(house: Letters, case: Case, part: Part) -> Any:
    opened = cases.open_case(case, by=person(house, "carla"))
    return heard(next(each for each in opened.parts if each.reference == part.reference))


def look(house: Letters, case: Case, part: Part, *, agrees: bool = True, by: str = "berta", seen: str = "") -> None:
    mark = seen or answers_mark(now_of(house, case, part).part)
    screens.look_again(case, reference=part.reference, agrees=agrees, words="", seen=mark, by=person(house, by))


def test_an_offer_needs_force_or_deceit_her_own_view_and_a_second_person(house: Letters, case: Case) -> None:
    part = a_screen(house, case, **HELD)
    found = now_of(house, case, part)
    assert (found.weighed.may_be_offered, found.has_her_view, found.second, found.is_ready) == (
        True,
        False,
        None,
        False,
    )
    look(house, case, part)
    assert not now_of(house, case, part).is_ready, "how she sees it herself is missing"
    hurried = a_screen(house, case, **HELD, her_view=Answer("Que es injusto"), before=Answer(("no_harm", "agrees")))
    look(house, case, hurried)
    assert not now_of(house, case, hurried).is_ready, "it was asked before all was so that has to be"
    again = a_screen(house, case, **HELD, **VIEW)
    assert not now_of(house, case, again).is_ready, "a second person is missing"
    look(house, case, again, agrees=False)
    assert not now_of(house, case, again).is_ready, "the second person said: not now"
    look(house, case, again)
    assert now_of(house, case, again).is_ready


def test_ten_things_are_so_before_anybody_asks() -> None:
    assert len(by_code("before_asking")) == 10
    assert next(iter(questions("screen"))) == "before"


def test_there_are_no_signs_is_said_with_nothing_and_is_enough(house: Letters, case: Case) -> None:
    part = a_screen(house, case)
    found = now_of(house, case, part)
    assert (found.weighed.may_be_offered, found.marked, found.is_ready) == (False, [], False)
    look(house, case, part)
    assert not now_of(house, case, part).is_ready


def test_hardship_alone_is_never_ready_whoever_looks(house: Letters, case: Case) -> None:
    hard = {
        "work": Answer(("ex_no_contract", "ex_no_social", "ex_living")),
        "leaving": Answer(("av_economic", "av_family", "av_authorities")),
        "here": Answer(("ad_economic", "ad_family", "ad_authorities", "ad_personal")),
    }
    part = a_screen(house, case, **hard, **VIEW)
    look(house, case, part)
    found = now_of(house, case, part)
    assert (found.weighed.may_be_offered, found.is_ready) == (False, False)
    assert [name for name, _signs in found.beside] == ["work", "leaving", "here"]


def test_what_changes_after_the_second_look_is_looked_at_again(house: Letters, case: Case) -> None:
    part = a_screen(house, case, **HELD, **VIEW)
    stale = answers_mark(now_of(house, case, part).part)
    look(house, case, part)
    change = {"forced_here": Answer(("cd_docs", "cd_debt", "cd_lie"))}
    was = {"forced_here": digest_of(HELD["forced_here"])}
    carla = person(house, "carla")
    screens.change_screen(case, reference=part.reference, kind="screen", answers=change, was=was, by=carla)
    assert (now_of(house, case, part).second, now_of(house, case, part).is_ready) == (None, False)
    with pytest.raises(Past):
        look(house, case, part, seen=stale)
    look(house, case, part)
    answered = {"offer_answer": Answer("no")}
    screens.change_screen(case, reference=part.reference, kind="screen", answers=answered, by=carla)
    assert now_of(house, case, part).is_ready, "what she answers to the offer does not take it back"


def test_whoever_asked_does_not_look_again_and_neither_do_her_hands(house: Letters, case: Case) -> None:
    part = a_screen(house, case, **HELD, **VIEW)
    with pytest.raises(Denied, match=r"second time|segunda mirada"):
        look(house, case, part, by="carla")
    with pytest.raises(Hidden):
        look(house, case, part, by="ana")
    User.objects.filter(pk=house.cast.berta.pk).update(handed_by=house.cast.carla.reference)
    house.cast.berta.refresh_from_db()
    with pytest.raises(Denied, match=r"second time|segunda mirada"):
        look(house, case, part)


def test_a_lawyer_who_reads_the_case_asks_and_nobody_else(house: Letters, case: Case) -> None:
    part = a_screen(house, case, **HELD)
    for name, refusal in (("berta", Denied), ("ana", Hidden), ("olga", Hidden)):
        by = person(house, name)
        with pytest.raises(refusal):
            screens.add_screen(case, answers={}, by=by)
        with pytest.raises(refusal):
            screens.change_screen(case, reference=part.reference, kind="screen", answers={}, by=by)
    cases.close(case, reason="agreed", by=person(house, "carla"))
    with pytest.raises(Denied):
        a_screen(house, case)


def test_a_dump_tells_nothing_of_it(house: Letters, case: Case) -> None:
    before = rows_as_text(Act)
    part = a_screen(house, case, **HELD, **VIEW)
    look(house, case, part)
    lying = rows_as_text(Case, Part, SealedField, Act)
    assert part.reference in lying, "the look finds what does lie in clear"
    telling = ["screen", "forced", "cd_docs", "pasaporte", "offer", "agrees", "traffick", "second"]
    assert [each for each in telling if each in lying] == []
    verbs = {each.verb for each in Act.objects.all()} - set(before.split('"'))
    assert verbs <= {"case.part_written", "case.opened"}


def test_the_body_keeps_her_answers_and_no_finding(house: Letters, case: Case) -> None:
    part = a_screen(house, case, **HELD, **VIEW)
    look(house, case, part)
    found = now_of(house, case, part)
    assert set(found.part.answers) == {"before", "account", "forced_here", "her_view"}
    assert set(found.part.more) == {"second"}
    assert set(found.part.more["second"]) == {"agrees", "words", "by", "on", "of"}
