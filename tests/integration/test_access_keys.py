"""Who gets a key, a letter, the sheets: letters go where they went before; one person alone lets nobody read more."""

from collections.abc import Iterator
from typing import Any

import pytest

from amparo.access.reporting.actions import desk
from amparo.access.reporting.actions.desk_words import give_words
from amparo.access.reporting.models import Thread
from amparo.access.reporting.queries.decision import decide_now
from amparo.casework.actions import cases, coded, hers
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import Case
from amparo.casework.policies.areas import areas_of, areas_of_reader
from amparo.casework.queries import cases as queries
from amparo.casework.queries.permissions import permission_for
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.formats.consent.permission import HOUSE
from amparo.sealing.keys import fingerprint
from amparo.vault.actions import readers as keys
from amparo.vault.actions import recovery
from amparo.vault.actions.index import index_key
from amparo.vault.actions.key_log import first_broken_entry, unlogged_keys
from amparo.vault.models import KeyEntry, Reader, Wrap
from amparo.vault.policies import Asked
from amparo.vault.queries.standing import house as row_of_house
from tests.cast import make_cast
from tests.letters import who_reads, with_open_key
from tests.matrix_house import WORDS, House, make_house
from tests.once import undone
from tests.threads import written

STATS = "share_nonidentifiable_stats"
pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with django_db_blocker.unblock(), undone():
        yield make_house(make_cast())


def her(house: House, name: str) -> Any:
    """She herself as of today, with her key open."""
    return with_open_key(User.objects.get(pk=house.people[name].pk))


def test_letters_go_where_they_went_before(house: House) -> None:
    """Whoever only accompanies is no reader of a letter: not decided, not offered, not let in, not in the index."""
    plain = decide_now(Asked()).decision.readers
    names = set(
        Reader.objects.filter(reference__in=plain).exclude(user=None).values_list("user__sign_in_name", flat=True)
    )
    assert names == {"ana", "berta", "carla", "rita", "tere", "lena"}
    letter, rita = written("Otra carta."), her(house, "rita")
    thread = desk.get_thread(rita, letter.reference)
    paz = Reader.objects.get(user=house.people["paz"])
    assert paz not in desk.open_thread(thread, by=rita).others
    with pytest.raises(Hidden):
        desk.share(thread, reader=paz, by=rita)
    index_key(rita)
    holders = Wrap.objects.filter(case_key__ring=row_of_house().index_ring)
    found = set(holders.values_list("reader__user__sign_in_name", flat=True))
    assert found == names | {"lucia"}, "the key under which names and numbers are found: a lawyer looks for a conflict"


def test_whom_she_left_out_of_the_letter_stays_out_of_its_case_under_a_role_that_reads_no_letters(house: House) -> None:
    """She left the team at the border out; Paz is of it, and Lucía is not."""
    letter = written("No a la frontera.", teams=(house.letters.cast.border.reference,))
    lena = her(house, "lena")
    case = desk.begin_case(desk.get_thread(lena, letter.reference), answers={}, agreed="written", by=lena)
    offered = {each.user.sign_in_name for each in queries.may_be_let_in(lena, case) if each.user}
    assert "lucia" in offered
    assert not offered & {"paz", "gema", "sara", "rita", "tere"}
    with pytest.raises(Denied):
        cases.share(case, reader=Reader.objects.get(user=house.people["paz"]), by=lena)


def test_the_sheets_give_everything_to_nobody_who_only_accompanies(house: House) -> None:
    made, sheets = house.letters.recovery, house.letters.sheets
    with pytest.raises(ValueError, match="reads messages"):
        recovery.recover(made, sheets=sheets[:2], reader=Reader.objects.get(user=house.people["paz"]), by="house.setup")


def role(house: House, name: str, given: str) -> None:
    """The coordinator alone gives her one more role."""
    person = User.objects.get(pk=house.people[name].pk)
    accounts.give_role(person, team=house.letters.cast.border, role=given, by=house.people["nadia"])


MORE = [
    ("paz", "reader"),
    ("paz", "counsel"),
    ("sara", "peer"),
    ("lucia", "reader"),
    ("gema", "supervisor"),
]


@pytest.mark.parametrize(("name", "given"), MORE)
def test_one_person_alone_lets_nobody_read_more(house: House, name: str, given: str) -> None:
    """With a role that reads more, her key waits: the case is shut until a second person has confirmed it."""
    reader = Reader.objects.get(user=house.people[name])
    before = set(decide_now(Asked()).decision.readers)
    role(house, name, given)
    reader.refresh_from_db()
    assert reader.state == "proposed"
    assert KeyEntry.objects.last().act == "waits"
    assert set(decide_now(Asked()).decision.readers) == before
    with pytest.raises(Hidden):
        queries.get_case(her(house, name), house.case.reference)
    with pytest.raises(Denied):
        keys.confirm_reader(reader, by=her(house, name), seen=fingerprint(reader.recipient))
    keys.confirm_reader(reader, by=her(house, "rita"), seen=fingerprint(reader.recipient))
    assert queries.opened(her(house, name), house.case).reads >= areas_of_reader(reader)
    assert (first_broken_entry(), unlogged_keys()) == (None, [])


NO_MORE = [("rita", "peer"), ("paz", "editor"), ("paz", "coordinator")]


@pytest.mark.parametrize(("name", "given"), NO_MORE)
def test_a_role_with_which_she_reads_no_more_leaves_her_key_alone(house: House, name: str, given: str) -> None:
    role(house, name, given)
    assert Reader.objects.get(user=house.people[name]).state == "active"
    assert queries.get_case(her(house, name), house.case.reference) == house.case


def test_a_reader_of_letters_who_becomes_a_lawyer_waits_for_a_second_person_too(house: House) -> None:
    """Matters are opened to lawyers alone, so it is a role with which she reads more."""
    role(house, "rita", "counsel")
    assert Reader.objects.get(user=house.people["rita"]).state == "proposed"
    with pytest.raises(Hidden):
        queries.get_case(her(house, "rita"), house.case.reference)


def test_who_loses_the_role_loses_the_key_also_while_it_waits(house: House) -> None:
    border = house.letters.cast.border
    paz = User.objects.get(pk=house.people["paz"].pk)
    role(house, "paz", "reader")
    for each in ("reader", "peer"):
        accounts.take_role(paz, team=border, role=each, by=house.people["nadia"])
    assert not Wrap.objects.filter(reader__user=paz).exists()
    assert Reader.objects.get(user=paz).state == "retired"
    assert areas_of(User.objects.get(pk=paz.pk)) == frozenset()


def test_from_one_role_to_another_in_one_form_she_keeps_what_was_opened_to_her(house: House) -> None:
    paz = User.objects.get(pk=house.people["paz"].pk)
    accounts.set_roles(paz, team=house.letters.cast.border, roles=["supervisor"], by=house.people["nadia"])
    reader = Reader.objects.get(user=paz)
    assert reader.state == "proposed", "a supervisor reads what a peer does not"
    assert Wrap.objects.filter(reader=reader, case_key__ring=house.case.ring).exists()
    keys.confirm_reader(reader, by=her(house, "rita"), seen=fingerprint(reader.recipient))
    assert "identity" not in queries.opened(her(house, "paz"), house.case).reads


def test_her_own_page_is_the_same_whoever_opened_her_case_last(house: House) -> None:
    """A psychologist who does not read how to reach her opens it, a peer writes: what is sealed to her is whole."""
    rita, gema, paz = (her(house, name) for name in ("rita", "gema", "paz"))
    give_words(house.case, by=rita)
    sealed: list[dict[str, Any]] = []
    plain = hers.copy_of
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hers, "copy_of", lambda *a, **kw: sealed.append(plain(*a, **kw)) or sealed[-1])
        for by in (rita, gema):
            cases.open_case(Case.objects.get(pk=house.case.pk), by=by)
        numbers = queries.opened(rita, house.case).numbers
        cases.write_answers(house.case, answers={"contact_hours": Answer("de día")}, seen=numbers, by=paz)
    first, second, third = sealed
    assert first == second
    assert (third["hours"], third["name"], third["where"]) == ("de día", WORDS["called"], WORDS["identity"])
    assert third["summary"]["text"] == WORDS["summary"]


def test_the_thread_of_her_words_is_read_by_who_reads_letters_and_by_nobody_who_only_accompanies(house: House) -> None:
    give_words(house.case, by=her(house, "paz"))
    thread = Thread.objects.get(ring=Case.objects.get(pk=house.case.pk).her_ring)
    assert who_reads(thread) - {"receipt", "recovery"} == {"rita", "olga"}
    paz = her(house, "paz")
    alone = cases.begin_case(answers={}, agreed="written", by=paz)
    with pytest.raises(Denied):
        give_words(alone, by=paz)
    with pytest.raises(Denied):
        give_words(house.case, by=her(house, "gema"))


def test_a_case_is_counted_alike_whoever_opened_it_last(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A psychologist and a supervisor see a part of it: what is kept to be counted is made of all of it."""
    kept: list[Any] = []
    rita = her(house, "rita")
    parts = queries.opened(rita, house.case).parts
    limited = permission_for(parts, STATS, HOUSE)
    more = {"method": "written", "seen": limited.part.number, "days": 120}
    said = Said(STATS, "yes", content=frozenset({"coded_only"}), **more)
    write_permission(house.case, said=said, by=rita)
    monkeypatch.setattr(coded, "is_counting", lambda: True)
    monkeypatch.setattr(coded, "keep_row", lambda token, book, row, **more: kept.append(row))
    monkeypatch.setattr(coded, "drop_row", lambda token: kept.append("dropped"))
    for name in ("rita", "gema", "sara", "paz"):
        cases.open_case(Case.objects.get(pk=house.case.pk), by=her(house, name))
    first, *others = kept
    assert first != "dropped"
    assert others == [first, first, first]
