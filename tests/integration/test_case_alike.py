"""Looking for a case before a second one is opened: who finds what, whom she is told to ask, and what a copy tells."""

import hashlib
import hmac
from collections import Counter
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import alike
from amparo.casework.actions import cases as actions
from amparo.casework.actions.leaving_out import leave_out
from amparo.casework.actions.legal_names import forget_legal_name, write_legal_name
from amparo.casework.models import Case
from amparo.casework.queries import cases as queries
from amparo.casework.queries.leaving_out import may_be_left_out
from amparo.commons.accounts import actions as accounts
from amparo.formats.case_questions import Answer
from amparo.sealing.blind import key_of_places, tokens_of_places
from amparo.vault.actions.alike import CASE, ROUNDS, ROWS
from amparo.vault.actions.index import index_key
from amparo.vault.actions.replaying import replay_ledger
from amparo.vault.actions.rings import share_ring
from amparo.vault.models import Blind, Wrap
from amparo.vault.policies import Asked
from tests import by_hand
from tests.cases import a_case, look, named, person, write
from tests.cast import Cast
from tests.letters import Letters, a_house_for_letters, opened_client

pytestmark = pytest.mark.django_db(databases=["default"])
NUMBER = "0990000111"


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def rows(case: Case) -> set[str]:
    return set(Blind.objects.filter(ring=case.ring, kind=CASE).values_list("token", flat=True))


def real(house: Letters, case: Case) -> set[str]:
    """Of the rows of a case, the tokens of something: every name and number of these tests is tried with the key."""
    key = index_key(person(house, "ana"))
    assert key is not None
    codes = [("name", each) for each in ("YL", "SMR", "YMR", "MR")] + [("phone", "90000111"), ("handle", "una.mas")]
    tried = {
        each for kind, code in codes for each in tokens_of_places(key_of_places(key, kind, code), range(sum(ROUNDS)))
    }
    return rows(case) & tried


@pytest.mark.parametrize("sought", ["Yuli", "yuly", "JULI", "Yuli Ramos", NUMBER, f"llama al +593 {NUMBER[1:]}",
                                    "@una.mas", "una.mas", "instagram.com/Una.Mas"])  # fmt: skip
def test_who_reads_it_finds_it_and_a_colleague_is_told_whom_to_ask(house: Letters, sought: str) -> None:
    case = named(house, "Yuli la de ejemplo", where=f"{NUMBER}, @Una.Mas")
    assert look(house, "ana", sought) == ({case.reference}, [])
    assert look(house, "berta", sought) == (set(), ["Ana"])
    assert look(house, "olga", sought) == (set(), []), "who reads from outside has no key to ask the house"


@pytest.mark.parametrize("sought", ["Paola", "0990000112", "@otra.mas", "de la", "★", "x"])
def test_another_name_or_number_finds_nothing(house: Letters, sought: str) -> None:
    named(house, "Yuli la de ejemplo", where=f"{NUMBER}, @Una.Mas")
    assert look(house, "ana", sought) == look(house, "berta", sought) == (set(), [])


def test_it_says_whom_to_ask_once_and_never_how_many(house: Letters) -> None:
    for _ in range(3):
        named(house, "Yuli")
    shared = a_case(house, "carla", name_used=Answer("Juli"))
    actions.assign(shared, to=None, by=person(house, "carla"))
    assert look(house, "berta", "Yuli") == (set(), ["Ana", "Carla"])
    page = opened_client(house.cast.berta).post(reverse("case_alike"), {"sought": "Yuli"}).text
    assert page.count("There may be a case. Ask Ana.") == 1
    assert not [each.reference for each in Case.objects.all() if each.reference[:4] in page]
    accounts.close_account(house.cast.carla, by=accounts.SETUP)
    found = alike.look_for("Yuli", by=person(house, "berta"))
    assert (found.ask, found.is_alone) == (["Ana"], True)


HOW = {
    "she said so before": {"asked": Asked(roles=("counsel",))},
    "in her letter": {"facts": {"excluded": ["0123456789abcdef"]}, "readers": []},
    "somebody left": {}, "left out": {}, "left out, who has no key": {}, "an old backup was put back": {},
}  # fmt: skip


@pytest.mark.parametrize("how", HOW)
def test_of_a_case_that_leaves_out_anybody_nothing_is_found_by_whoever_does_not_read_it(
    house: Letters, how: str
) -> None:
    """Whoever it is that was left out, and whoever looks: she may get another role, another tie or key tomorrow."""
    case = named(house, "Yuli", where=NUMBER, **HOW[how])
    old, kept = Case.objects.get(), list(Blind.objects.filter(ring=case.ring, kind=CASE))
    left_later(house, case, how)
    if how == "an old backup was put back":  # neither its facts nor its tokens know of whoever left
        Case.objects.update(facts=old.facts, facts_version=old.facts_version)
        Blind.objects.filter(ring=case.ring).delete()
        Blind.objects.bulk_create(kept)
        assert real(house, case)
        replay_ledger()
    for stage in ("as it is", "opened", "written"):
        for name in ("berta", "carla"):
            assert look(house, name, "Yuli") == look(house, name, NUMBER) == (set(), []), stage
        assert look(house, "ana", "Yuly") == ({case.reference}, [])
        assert (len(rows(case)), real(house, case)) == (ROWS[CASE], set())
        seen = actions.open_case(Case.objects.get(), by=person(house, "ana")).numbers
        if stage == "opened":
            actions.write_answers(case, answers={"name_used": Answer("Juli")}, seen=seen, by=person(house, "ana"))


def left_later(house: Letters, case: Case, how: str) -> None:
    """What makes of a case that everybody may know of one that leaves somebody out."""
    ana = person(house, "ana")
    if how in {"somebody left", "an old backup was put back"}:
        share_ring(case.ring, house.readers["berta"], by=ana)
        actions.leave(case, by=person(house, "berta"))
    elif how.startswith("left out"):
        whom = house.cast.diana if "no key" in how else house.cast.carla
        one = next(each for each in may_be_left_out(ana, case) if each.reference == whom.reference)
        leave_out(case, somebody=one, by=ana)


def test_a_copy_does_not_tell_a_case_that_leaves_somebody_out_from_any_other(house: Letters) -> None:
    """Each has as many rows, of one kind and length, no two of them alike: also where ten are of the same name."""
    ten = [named(house, "Yuli", where=NUMBER) for _ in range(10)]
    nameless, hidden = a_case(house, name_used=Answer("")), named(house, "Yuli", asked=Asked(bodies=("POL",)))
    found = list(Blind.objects.filter(kind=CASE).values_list("ring", "token"))
    assert Counter(ring for ring, _token in found) == {each.ring: ROWS[CASE] for each in (*ten, nameless, hidden)}
    tokens = [token for _ring, token in found]
    assert len(set(tokens)) == len(tokens) == 12 * ROWS[CASE]
    assert {len(each) for each in tokens} == {32}
    assert [len(real(house, each)) for each in (*ten, hidden)] == [2] * 10 + [0]
    assert look(house, "berta", "Juli") == (set(), ["Ana"])


@pytest.mark.parametrize("asked", [Asked(), Asked(bodies=("POL",))])
def test_two_copies_do_not_tell_it_either_when_one_answer_was_written_anew(house: Letters, asked: Asked) -> None:
    """Her name changes and her number stays, and its token with it; then the other way round, and then both change."""
    case, ana, kept = named(house, "Yuli", where=f"{NUMBER}, @una.mas", asked=asked), person(house, "ana"), []
    assert bool(real(house, case)) is not bool(asked.bodies)
    for said in ({"name_used": "Paola"}, {"contact_where": "0990000112"}, {"name_used": "Yuli", "contact_where": ""}):
        before, seen = rows(case), queries.opened(ana, case).numbers
        actions.write_answers(case, answers={code: Answer(each) for code, each in said.items()}, seen=seen, by=ana)
        kept.append(len(before & rows(case)))
    assert kept == [2, 1, 0]  # the number and the account; the name; nothing


def test_a_token_by_hand(house: Letters) -> None:
    """HKDF of the index key for the kind, of that the digest of the text, of that the digest of the place."""
    case = named(house, "Yuli")
    key = index_key(person(house, "ana"))
    assert key is not None
    own = hmac.new(by_hand.hkdf(key, b"amparo/index/v1/place/name"), b"YL", hashlib.sha256).digest()
    assert hmac.new(own, b"0", hashlib.sha256).hexdigest()[:32] in rows(case)


def test_more_than_are_looked_at_together_are_all_found(house: Letters) -> None:
    many = ROUNDS[0] + 3
    for _ in range(many):
        named(house, "Yuli", by="carla")
    last = named(house, "Yuli")
    assert real(house, last)
    Case.objects.exclude(pk=last.pk).update(owner=None)
    Wrap.objects.filter(reader=house.readers["carla"], case_key__ring__in=rings_but(last)).delete()
    assert look(house, "berta", "Yuli") == (set(), ["Ana"])


def test_a_name_of_a_hundred_cases_is_full_and_opening_one_more_writes_no_row(
    house: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amparo.vault.actions.alike.ROUNDS", (2, 2))
    for _ in range(4):
        named(house, "Yuli", by="carla")
    last = named(house, "Yuli", where=NUMBER)
    before = rows(last)
    actions.open_case(last, by=person(house, "ana"))
    assert rows(last) == before
    assert look(house, "berta", "Yuli") == (set(), ["Carla"])
    assert look(house, "berta", NUMBER) == (set(), ["Ana"])


def rings_but(case: Case) -> list[str]:
    return list(Case.objects.exclude(pk=case.pk).values_list("ring", flat=True))


def test_it_is_found_by_what_stands_there_now_and_no_more_once_it_goes(house: Letters) -> None:
    case, ana = named(house, "Yuli", where=NUMBER), person(house, "ana")
    write(house, case, name_used=Answer("Xiomara"))
    assert [look(house, "berta", each)[1] for each in ("Yuli", "Siomara", NUMBER)] == [[], ["Ana"], ["Ana"]]
    assert look(house, "ana", "Yuli") == (set(), [])
    write(house, case, name_used=Answer(said="prefers_not"))
    assert [look(house, "berta", each)[1] for each in ("Siomara", NUMBER)] == [[], ["Ana"]]
    before = rows(case)
    actions.write_answers(case, answers={"need_words": Answer("x")}, seen={}, by=ana)
    assert rows(case) == before, "what is not compared changes no row"
    actions.destroy(case.reference, by=ana)
    assert look(house, "berta", NUMBER) == (set(), [])
    assert not Blind.objects.filter(kind=CASE).exists()


def test_by_the_name_and_number_of_her_papers_too_and_nobody_sees_by_which(house: Letters) -> None:
    case, ana = named(house, "Yuli"), person(house, "ana")
    said = {"legal_name": Answer("Ramiro Ejemplo"), "legal_number": Answer("EJ-0102030405")}
    write_legal_name(case, answers=said, written=0, by=ana)
    for sought in ("Ramiro", "ej 0102030405", "Yuly"):
        assert look(house, "berta", sought) == (set(), ["Ana"]), sought
        assert look(house, "ana", sought) == ({case.reference}, []), sought
    forget_legal_name(case, by=ana)
    assert [look(house, "berta", each)[1] for each in ("Ramiro", "EJ0102030405", "Yuli")] == [[], [], ["Ana"]]


def test_what_came_while_nobody_of_the_team_was_there_is_found_once_somebody_opens_it(house: Letters) -> None:
    case = named(house, "Yuli", by="olga")
    share_ring(case.ring, house.readers["carla"], by=person(house, "olga"))
    assert (len(rows(case)), real(house, case)) == (ROWS[CASE], set())
    assert look(house, "berta", "Yuli") == (set(), [])
    actions.open_case(case, by=person(house, "carla"))
    assert look(house, "berta", "Yuli") == (set(), ["Olga"])
    write(house, case, "olga", name_used=Answer("María"))
    assert look(house, "berta", "Yuli") == (set(), []), "what stands there no more is not found"
    actions.open_case(case, by=person(house, "carla"))
    assert look(house, "berta", "Maria") == (set(), ["Olga"])


def test_with_a_new_index_key_each_is_found_again_once_it_is_opened(house: Letters) -> None:
    case, ana = named(house, "Yuli"), person(house, "ana")
    before = rows(case)
    Wrap.objects.filter(case_key__ring__in=[index_ring()]).delete()  # everybody's key was lost
    assert look(house, "berta", "Yuli") == (set(), [])
    assert rows(case) == set()
    actions.open_case(case, by=ana)
    assert look(house, "berta", "Yuli") == (set(), ["Ana"])
    assert not rows(case) & before


def index_ring() -> str:
    from amparo.vault.models import House

    return House.objects.get().index_ring


def test_opening_it_again_writes_no_row(house: Letters) -> None:
    """Else two copies would tell which was opened between them."""
    both = [named(house, "Yuli"), named(house, "Yuli", asked=Asked(bodies=("POL",)))]
    before = [rows(each) for each in both]
    for each in both:
        actions.open_case(each, by=person(house, "ana"))
    assert [rows(each) for each in both] == before
