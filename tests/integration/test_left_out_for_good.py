"""Whoever was left out stays out by every other way: ties of a keeper, a new key, the index, a file, a name."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from amparo.access.reporting.actions import desk
from amparo.access.reporting.actions.letters import Clear
from amparo.access.reporting.models import Thread
from amparo.access.reporting.queries import desk as queries
from amparo.commons.accounts import actions as accounts
from amparo.commons.policy.policies import Denied, Hidden
from amparo.sealing.keys import fingerprint, fresh_secret, recipient_of
from amparo.vault.actions import readers as keys
from amparo.vault.actions.index import index_key
from amparo.vault.models import House, Reader, Wrap
from amparo.vault.policies import Asked
from amparo.vault.queries.decision import decide_now
from amparo.vault.queries.files import opened_file
from amparo.vault.queries.opened import Opened
from tests.letters import Letters, a_house_for_letters, letter, own_key, read_as, who_reads
from tests.threads import written

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def house(cast: Any, settings: Any, tmp_path: Path) -> Letters:
    settings.SHRED_LEDGER = str(tmp_path / "ledger")
    return a_house_for_letters(cast)


def with_key(house: Letters, name: str) -> Any:
    """A reader whose key is open."""
    person = house.readers[name].user
    person.opened = Opened(house.readers[name].pk, "", house.secrets[name])
    return person


def kinds_for(**asked: Any) -> set[str]:
    """What the readers of a letter are, after these answers."""
    return {each.kind for each in decide_now(Asked(**asked)).readers}


def test_the_sheets_do_not_open_a_letter_about_the_body_that_a_keeper_is_tied_to(house: Letters) -> None:
    """Diana keeps a sheet and reads no letters. By her own word she has to do with the police."""
    assert kinds_for(bodies=("POL",)) == {"staff", "recovery"}, "a control: before she said so"
    accounts.give_role(house.cast.diana, team=house.cast.border, role="moderator", by=accounts.SETUP)
    own_key(house.cast.diana)
    diana = Reader.objects.get(user=house.cast.diana)
    house.cast.diana.opened = Opened(diana.pk, "", bytes(32))
    keys.tie_reader(diana, ties=["POL"], by=house.cast.diana)
    assert kinds_for(bodies=("POL",)) == {"staff", "outside"}
    assert kinds_for(bodies=("MIG",)) == {"staff", "recovery"}
    letter(Client(), "Es un policía.", o="POL")
    assert who_reads(Thread.objects.get()) == {"ana", "berta", "carla", "olga", "receipt"}


def test_a_key_in_force_gets_nothing_where_its_owner_reads_no_letters_today(house: Letters) -> None:
    """However the role went: also where nothing took the key away with it."""
    ana = house.readers["ana"].reference
    assert ana in decide_now(Asked()).decision.readers
    house.cast.ana.memberships.filter(role="reader").delete()
    assert ana not in decide_now(Asked()).decision.readers


def a_plain_key(organisation: str) -> Reader:
    """Somebody outside with an age key of her own, confirmed."""
    made = keys.add_outside_reader(recipient=recipient_of(fresh_secret()), organisation=organisation, by=accounts.SETUP)
    keys.confirm_reader(made, by=accounts.SETUP, seen=fingerprint(made.recipient))
    return Reader.objects.get(pk=made.pk)


def test_a_second_key_of_the_organisation_that_was_taken_out_is_not_offered(house: Letters) -> None:
    """Who keeps a key of her own has no account here: that she is the same is told by her organisation."""
    one, letter_ = a_plain_key("Otra casa"), written()
    thread, ana = letter_.thread, with_key(house, "ana")
    desk.share(thread, reader=one, by=ana)
    desk.exclude(thread, reader=one, by=ana)
    again, other = a_plain_key("Otra casa"), a_plain_key("Una tercera casa")
    thread.refresh_from_db()
    offered = {each.reference for each in queries.opened(ana, thread).others}
    assert other.reference in offered
    assert offered.isdisjoint({one.reference, again.reference})


@pytest.mark.parametrize("how", ["she steps back", "somebody takes her out"])
def test_whoever_left_stays_out_under_a_new_key(house: Letters, how: str) -> None:
    """The ledger knows the key that left; that the new one is hers, only the sealed facts of the thread can tell."""
    letter_, berta = written(), house.cast.berta
    if how == "she steps back":
        desk.recuse(letter_.thread, by=with_key(house, "berta"))
    else:
        desk.exclude(letter_.thread, reader=house.readers["berta"], by=with_key(house, "ana"))
    accounts.set_password(berta, password="otra frase larga aqui", by=accounts.SERVER)
    accounts.set_password(berta, password="mango lluvia puerta sal", by=berta)
    fresh = Reader.objects.exclude(state="retired").get(user=berta)
    keys.confirm_reader(fresh, by=accounts.SETUP, seen=fingerprint(fresh.recipient))
    ana, thread = with_key(house, "ana"), Thread.objects.get()
    assert fresh.reference not in {each.reference for each in queries.opened(ana, thread).others}
    with pytest.raises(Denied):
        desk.share(thread, reader=fresh, by=ana)


def test_the_key_of_the_index_is_for_those_of_the_team_who_read(house: Letters) -> None:
    """With it every number of a country can be tried on what stands in the tables: nobody outside needs that."""
    assert index_key(with_key(house, "ana")) is not None
    ring = House.objects.get().index_ring
    held = Wrap.objects.filter(case_key__ring=ring).values_list("reader__user__sign_in_name", flat=True)
    assert sorted(held) == ["ana", "berta", "carla"]


def test_whoever_is_taken_out_is_not_named_on_the_thread_any_more(house: Letters) -> None:
    letter_, berta = written(), with_key(house, "berta")
    desk.assign(letter_.thread, to=house.cast.ana, by=berta)
    desk.exclude(letter_.thread, reader=house.readers["ana"], by=berta)
    assert Thread.objects.get().owner is None
    desk.assign(letter_.thread, to=berta, by=berta)
    desk.exclude(letter_.thread, reader=house.readers["carla"], by=berta)
    assert Thread.objects.get().owner == berta, "another one who goes takes nothing from her"


def test_a_thread_is_given_to_nobody_who_does_not_read_it(house: Letters) -> None:
    letter_ = written(roles=["counsel"])  # Carla is left out
    with pytest.raises(ValueError, match="only who reads it"):
        desk.assign(letter_.thread, to=house.cast.carla, by=with_key(house, "ana"))
    assert Thread.objects.get().owner is None


def test_a_message_that_names_a_file_of_another_thread_gets_none(house: Letters) -> None:
    one = written(files=[Clear(b"\xff\xd8\xff foto", "1.jpg", "image/jpeg")])
    [said] = read_as(house, "ana")[0].files
    assert opened_file(one.thread.ring, said)[1] == b"\xff\xd8\xff foto"
    with pytest.raises(Hidden):
        opened_file(written().thread.ring, said)
