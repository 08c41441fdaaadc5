"""Below the pages: what an act refuses, what a query gives, and when a key counts for whoever gets another role."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from amparo.casework.actions import cases, parts
from amparo.casework.policies.areas import areas_of
from amparo.casework.queries import cases as queries
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.access import of_a_case
from amparo.formats.case_questions import Answer
from amparo.vault.models import Reader
from amparo.vault.queries import fields
from tests.cast import make_cast
from tests.letters import with_open_key
from tests.matrix_house import WORDS, House, make_house

pytestmark = pytest.mark.django_db(databases=["default"])
WRITES = {  # which of these acts goes through for whom
    "contact_where": {"rita", "lucia", "paz", "olga"},
    "need_words": {"rita", "lucia", "paz", "olga"},
    "name_used": {"rita", "lucia", "paz", "olga"},
    "safety_fear": {"rita", "lucia", "olga"},
    "plan_next": {"rita", "lucia", "olga"},
}
LET_IN = ("rita", "lucia", "paz", "gema", "sara", "olga")


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with django_db_blocker.unblock(), transaction.atomic(using="default"):
        yield make_house(make_cast())
        transaction.set_rollback(True, using="default")


def her(house: House, name: str) -> Any:
    """She herself as of today, with her key open."""
    return with_open_key(User.objects.get(pk=house.people[name].pk))


def goes(act: Any) -> bool:
    """Does an act go through?"""
    try:
        act()
    except (Denied, Hidden):
        return False
    return True


@pytest.mark.parametrize("name", LET_IN)
def test_an_answer_is_written_only_by_whoever_writes_there(house: House, name: str) -> None:
    by = her(house, name)
    numbers = queries.opened(her(house, "rita"), house.case).numbers
    for code, who in WRITES.items():
        went = goes(lambda code=code: cases.write_answers(
            house.case, answers={code: Answer("de otra mano")}, seen=numbers, by=by))  # fmt: skip
        assert went == (name in who), code
        if went:
            numbers[code] = numbers.get(code, 0) + 1
    both = {"need_first": Answer("food"), "safety_people": Answer("x")}
    tells = name in {"rita", "lucia", "olga"}
    assert goes(lambda: cases.write_answers(house.case, answers=both, seen={}, by=by)) == tells


def test_what_she_does_not_read_is_not_even_opened(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The boxes that are opened for the supervisor hold nothing of who she is, whatever the page does with them."""
    opened: list[str] = []
    plain = fields._opened
    monkeypatch.setattr(fields, "_opened", lambda row, seeds: opened.append(row.name) or plain(row, seeds))
    found = queries.opened(her(house, "sara"), house.case)
    assert set(opened) == {"body"}
    assert (found.answers, found.parts) == ({}, [])
    masked = queries.opened(her(house, "sara"), house.case, reads=of_a_case())
    assert masked.answers["name_used"] == Answer(WORDS["called"]), "for code that takes it out of what is shown"
    assert house.parts["own_of_rita"].reference not in {each.reference for each in masked.parts}
    opened.clear()
    assert [line.name for line in queries.list_of(her(house, "sara"))[0]] == [""]
    assert opened == []
    assert WORDS["called"] in [line.name for line in queries.list_of(her(house, "gema"))[0]]


@pytest.mark.parametrize("name", LET_IN)
def test_a_part_is_added_changed_and_ended_only_by_whoever_writes_there(house: House, name: str) -> None:
    by, note = her(house, name), house.parts["note"]
    tells = name in {"rita", "lucia", "olga"}
    text = {"note_text": Answer("otra")}
    assert goes(lambda: parts.add_part(house.case, kind="note", answers=text, by=by)) == tells
    assert goes(lambda: parts.end_part(house.case, reference=note.reference, by=by)) == tells
    own = {"only": True}
    keeps = name in {"rita", "lucia", "olga", "gema"}
    assert goes(lambda: parts.add_part(house.case, kind="note", answers=text, more=own, by=by)) == keeps
    asks = name in {"rita", "lucia", "olga", "paz"}
    permission = house.parts["permission"].reference
    assert goes(lambda: parts.change_part(
        house.case, reference=permission, kind="permission", answers={}, by=by)) == asks  # fmt: skip


def test_a_note_for_one_person_is_nothing_to_anybody_else(house: House) -> None:
    """Neither read nor changed nor ended; and a note that all read is not made one's own afterwards."""
    own = house.parts["own_of_gema"].reference
    rita = her(house, "rita")
    for act in (
        lambda: parts.get_part(house.case, own, "note", by=rita),
        lambda: parts.change_part(house.case, reference=own, kind="note", answers={"note_text": Answer("x")}, by=rita),
        lambda: parts.end_part(house.case, reference=own, by=rita),
    ):
        with pytest.raises(Hidden):
            act()
    assert own not in {each.reference for each in queries.opened(rita, house.case).parts}
    assert parts.get_part(house.case, own, "note", by=her(house, "gema")).said("note_text") == WORDS["own_of_gema"]
    note = house.parts["note"].reference
    with pytest.raises(ValueError, match="for whom"):
        parts.change_part(house.case, reference=note, kind="note", answers={}, more={"only": True}, by=rita)


def test_who_may_let_others_in_close_assign_and_destroy(house: House) -> None:
    tere = Reader.objects.get(user=house.people["tere"])
    wanted = {"share": {"rita", "lucia", "paz", "olga"}, "close": {"rita", "lucia", "paz", "olga"},
              "move": {"rita", "lucia", "paz", "gema", "olga"}, "destroy": {"rita", "lucia", "olga"}}  # fmt: skip
    got: dict[str, set[str]] = {each: set() for each in wanted}
    for name in LET_IN:
        by = her(house, name)
        acts = {
            "share": lambda by=by: cases.share(house.case, reader=tere, by=by),
            "close": lambda by=by: cases.close(house.case, reason="agreed", by=by),
            "move": lambda by=by: cases.move(house.case, to="assessment", by=by),
            "destroy": lambda by=by: cases.destroy(house.case.reference, by=by),
        }
        for what, act in acts.items():
            with transaction.atomic(using="default"):
                if goes(act):
                    got[what].add(name)
                transaction.set_rollback(True, using="default")
    assert got == wanted


def test_a_peer_opens_a_case_lets_somebody_in_and_destroys_it_while_it_is_hers_alone(house: House) -> None:
    paz = her(house, "paz")
    case = cases.begin_case(answers={"name_used": Answer("Otra")}, agreed="written", by=paz)
    assert goes(lambda: cases.destroy(case.reference, by=paz))
    case = cases.begin_case(answers={"need_first": Answer("food")}, agreed="written", by=paz)
    with pytest.raises(Denied):
        cases.begin_case(answers={"safety_fear": Answer("x")}, by=paz)
    with pytest.raises(Denied):
        cases.begin_case(answers={}, by=her(house, "gema"))
    cases.share(case, reader=Reader.objects.get(user=house.people["rita"]), by=paz)
    with pytest.raises(Denied):
        cases.destroy(case.reference, by=paz)
    with pytest.raises(Denied):
        cases.share(house.case, reader=Reader.objects.get(user=house.people["tere"]), by=her(house, "gema"))


def test_at_an_empty_desk_nobody_reads_anything(house: House) -> None:
    rita = User.objects.get(pk=house.people["rita"].pk)
    assert areas_of(rita)
    rita = User.objects.get(pk=rita.pk)
    rita.is_empty_desk = True
    assert areas_of(rita) == frozenset()
