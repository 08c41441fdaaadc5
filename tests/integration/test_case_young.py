"""Somebody under 18: how a case knows, what is asked otherwise, and what needs the yes of a second person."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases as actions
from amparo.casework.actions import second_yes
from amparo.casework.models import CLOSED, Case, Part
from amparo.casework.policies.young import needs_second_yes
from amparo.casework.queries import cases as queries
from amparo.casework.queries.young import young_of
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer, questions
from amparo.formats.codes import by_code
from amparo.vault.models import SealedField
from tests.cases import a_case, person, rows_as_text
from tests.cast import PASSPHRASE
from tests.letters import Letters, a_house_for_letters
from tests.young import ASKED, NOW, OLD, WHY, a_yes, a_young_case, client_of, opened, protects, text_of

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.mark.parametrize(
    ("band", "young"),
    [("under_12", True), ("12_17", True), ("18_24", False), ("25_34", False), ("60_more", False)],
)
def test_a_case_knows_by_the_band_she_says(house: Letters, band: str, young: bool) -> None:
    assert opened(a_case(house, age_band=Answer(band)), person(house, "ana")).is_young is young


@pytest.mark.parametrize("said", [Answer(), Answer(said="prefers_not"), Answer(said="does_not_know")])
def test_where_nobody_knows_nothing_is_guessed(house: Letters, said: Answer) -> None:
    assert not opened(a_case(house, age_band=said), person(house, "ana")).is_young


def test_her_age_is_asked_as_a_band_and_never_as_a_day_of_birth() -> None:
    asked = questions()["age_band"]
    assert (asked.kind, asked.list) == ("one", "age_band")
    assert {code for code, _label in asked.offered("es")} == set(by_code("age_band")) - {"unknown"}
    kinds = [None, *by_code("case_part")]
    texts = [each.label(language) for kind in kinds for each in questions(*([kind] if kind else [])).values()
             for language in ("es", "pt", "en")]  # fmt: skip
    assert not [each for each in texts if re.search(r"naci|nasci|born|birth", each, re.I)]


def test_a_dump_does_not_tell_that_she_is_under_18(house: Letters) -> None:
    case = a_young_case(house)
    a_yes(house, case, "close")
    lying = rows_as_text(Case, Part, SealedField, Act)
    assert "case.part_written" in lying
    assert not [each for each in ("12_17", "minor", "second_yes", "of_age", "young") if each in lying]


def test_one_hand_that_writes_another_age_changes_nothing(house: Letters) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    actions.write_answers(case, answers=OLD, seen=queries.opened(ana, case).numbers, by=ana)
    assert opened(case, ana).is_young
    with pytest.raises(Denied):
        second_yes.end_young(case, by=ana, now=NOW)
    a_yes(house, case, "of_age")
    second_yes.end_young(case, by=ana, now=NOW)
    assert not opened(case, ana).is_young


def test_her_age_is_written_before_she_is_of_age(house: Letters) -> None:
    case = a_young_case(house)
    a_yes(house, case, "of_age")
    with pytest.raises(Denied, match="first"):
        second_yes.end_young(case, by=person(house, "ana"), now=NOW)


def test_closing_needs_a_second_yes_and_uses_it_up(house: Letters) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    with pytest.raises(Denied, match=r"another|otra"):
        actions.close(case, reason="agreed", by=ana, now=NOW)
    a_yes(house, case, "close")
    actions.close(case, reason="agreed", by=ana, now=NOW)
    case.refresh_from_db()
    assert case.state == CLOSED
    actions.move(case, to="assessment", by=ana)
    with pytest.raises(Denied):
        actions.close(case, reason="agreed", by=ana, now=NOW)


def test_a_grown_up_needs_none(house: Letters) -> None:
    case, ana = a_case(house, **OLD), person(house, "ana")
    assert not needs_second_yes(opened(case, ana), "export", on=clock.day(NOW))
    actions.share(case, reader=house.readers["olga"], by=ana)
    actions.close(case, reason="agreed", by=ana)


def test_sharing_outside_needs_one_for_this_reader_and_inside_none(house: Letters) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    olga, now = house.readers["olga"], clock.now()
    with pytest.raises(Denied, match=r"under 18"):
        actions.share(case, reader=olga, by=ana)
    a_yes(house, case, "share_outside", "f" * 16, now=now)
    with pytest.raises(Denied, match=r"under 18"):
        actions.share(case, reader=olga, by=ana)
    a_yes(house, case, "share_outside", olga.reference, now=now)
    actions.share(case, reader=olga, by=ana)
    actions.share(case, reader=house.readers["carla"], by=ana)


@pytest.mark.parametrize("act", ["close", "share_outside", "transfer", "export", "of_age"])
def test_a_yes_counts_for_its_act_alone_and_thirty_days(house: Letters, act: str) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    assert needs_second_yes(opened(case, ana), act, on=clock.day(NOW))
    a_yes(house, case, act)
    found = opened(case, ana)
    assert not needs_second_yes(found, act, on=clock.day(NOW) + timedelta(days=30))
    assert needs_second_yes(found, act, on=clock.day(NOW) + timedelta(days=31))
    others = [each for each in by_code("young_act") if each != act]
    assert all(needs_second_yes(found, each, on=clock.day(NOW)) for each in others)
    with pytest.raises(ValueError, match="young_act"):
        needs_second_yes(found, "look", on=clock.day(NOW))


def test_who_asked_does_not_answer_and_two_hands_are_two(house: Letters) -> None:
    case, ana, berta = a_young_case(house), person(house, "ana"), person(house, "berta")
    second_yes.ask(case, act="close", answers={"yes_why": WHY}, by=ana, now=NOW)
    (asked,) = opened(case, ana).of_kind("second_yes")

    def say(her: Any) -> None:
        second_yes.answer(case, reference=asked.reference, yes=True, answers={"yes_asked": ASKED}, by=her, now=NOW)

    with pytest.raises(Denied):
        say(ana)
    with pytest.raises(Hidden):
        say(person(house, "carla"))
    User.objects.filter(pk=berta.pk).update(handed_by=ana.reference)
    berta.refresh_from_db()
    with pytest.raises(Denied, match=r"same hands|mismas manos"):
        say(berta)
    User.objects.filter(pk=berta.pk).update(handed_by="")
    house.cast.berta.refresh_from_db()
    say(person(house, "berta"))
    with pytest.raises(Denied):
        say(person(house, "berta"))


def test_who_says_the_second_yes_is_of_child_protection(house: Letters) -> None:
    """Whoever else reads the case says neither yes nor not yet, and nobody gives that role to herself."""
    case, ana = a_young_case(house), person(house, "ana")
    actions.share(case, reader=house.readers["carla"], by=ana)
    second_yes.ask(case, act="close", answers={"yes_why": WHY}, by=ana, now=NOW)
    (asked,) = opened(case, ana).of_kind("second_yes")
    for yes in (True, False):
        with pytest.raises(Denied, match="child protection"):
            second_yes.answer(case, reference=asked.reference, yes=yes, answers={}, by=person(house, "carla"), now=NOW)
    with pytest.raises(Denied, match="yourself"):
        accounts.give_role(ana, team=house.cast.border, role="child_protection", by=ana)
    protects(house, "carla")
    second_yes.answer(case, reference=asked.reference, yes=True, answers={}, by=person(house, "carla"), now=NOW)
    actions.close(case, reason="agreed", by=ana, now=NOW)


def test_whose_case_it_is_does_not_say_the_second_yes(house: Letters) -> None:
    """Not where a colleague asks in her place, nor after she gave the case away for that."""
    case, ana, berta = a_young_case(house), person(house, "ana"), person(house, "berta")
    protects(house, "ana")
    second_yes.ask(case, act="close", answers={"yes_why": WHY}, by=berta, now=NOW)
    (asked,) = opened(case, ana).of_kind("second_yes")
    (said,) = young_of(ana, opened(case, ana)).asked  # type: ignore[union-attr]
    assert "This case is yours" in str(said.why_not)
    assert said.nobody, "whoever else of child protection reads it asked"
    for owner in (ana, berta, None):
        actions.assign(case, to=owner, by=ana)
        with pytest.raises(Denied, match="This case is yours"):
            second_yes.answer(case, reference=asked.reference, yes=True, answers={}, by=ana, now=NOW)
    with pytest.raises(Denied, match="needs the yes"):
        actions.close(case, reason="agreed", by=berta, now=NOW)


def test_nobody_gives_herself_child_protection_through_an_account_that_she_opened(house: Letters) -> None:
    cast = house.cast
    accounts.give_role(cast.ana, team=cast.border, role="coordinator", by=accounts.SETUP)
    cast.ana.forget_roles()
    ana = person(house, "ana")
    own = accounts.open_account(sign_in_name="otra", name_used="Otra", password=PASSPHRASE, by=ana)
    accounts.give_role(own, team=cast.border, role="coordinator", by=ana)
    own.forget_roles()
    with pytest.raises(Denied, match="yourself"):
        accounts.give_role(cast.ana, team=cast.border, role="child_protection", by=own)
    accounts.give_role(cast.berta, team=cast.border, role="child_protection", by=own)


def test_not_yet_is_an_answer_and_may_be_asked_again(house: Letters) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    second_yes.ask(case, act="close", answers={"yes_why": WHY}, by=ana, now=NOW)
    second_yes.ask(case, act="close", answers={"yes_why": WHY}, by=ana, now=NOW)
    (asked,) = opened(case, ana).of_kind("second_yes")
    words = {"yes_words": Answer("Falta hablar con su tía de ejemplo")}
    second_yes.answer(case, reference=asked.reference, yes=False, answers=words, by=person(house, "berta"), now=NOW)
    with pytest.raises(Denied):
        actions.close(case, reason="agreed", by=ana, now=NOW)
    page = text_of(client_of(house, "ana").get(reverse("case", args=[case.reference])))
    assert "Berta says: not yet." in page
    assert "Falta hablar con su tía de ejemplo" in page
    a_yes(house, case, "close")
    actions.close(case, reason="agreed", by=ana, now=NOW)
