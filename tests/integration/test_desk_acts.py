"""What may be done with a thread, by whom, and what the trail keeps of it; looking for a number; who stands outside."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.models import CLOSED, Note, Thread
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.audit.models import Act
from amparo.vault.models import Reader, Wrap
from tests.letters import a_house_for_letters, opened_client
from tests.threads import act, kinds_reading, who_gets_it, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Any) -> Any:
    """Ana, Berta and Carla read; Olga stands outside; the sheets are with Diana, Elena and in a box."""
    return a_house_for_letters(cast)


# --- what else may be done, over the cast ----------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["answer", "note", "assign", "share", "exclude", "recuse", "close", "destroy"])
def test_each_act_is_for_those_who_read_it(house: Any, what: str) -> None:
    """The same form, sent by each: what succeeds for Berta does not exist for who was left out, nor for a stranger."""
    letter = written(roles=["counsel"])  # Carla is left out
    olga = house.readers["olga"].reference
    sent = {
        "answer": {"text": "Hola.", "role": "reader", "seen": "1"},
        "note": {"note": "La llamo mañana."},
        "assign": {"reader": house.readers["ana"].reference},
        "share": {"reader": olga, "sure": "1"},
        "exclude": {"reader": house.readers["ana"].reference, "sure": "1"},
        "recuse": {"sure": "1"},
        "close": {"do": "close"},
        "destroy": {"sure": "1"},
    }[what]
    verb = {
        "answer": "answered", "note": "noted", "assign": "assigned", "share": "shared", "exclude": "excluded",
        "recuse": "recused", "close": "closed", "destroy": "destroyed",
    }[what]  # fmt: skip
    wraps = Wrap.objects.count()
    for person, expected in [
        (Client(), 302), (opened_client(house.cast.diana), 403), (opened_client(house.cast.elena), 403),
        (opened_client(house.cast.carla), 404), (opened_client(house.outside), 404),
    ]:  # fmt: skip
        assert act(person, letter, what, **sent).status_code == expected
    assert Wrap.objects.count() == wraps
    assert not Act.objects.filter(verb=f"thread.{verb}").exists()
    assert act(opened_client(house.cast.berta), letter, what, **sent).status_code == 302
    done = Act.objects.filter(verb=f"thread.{verb}").get()
    assert (done.actor, done.at.minute, done.at.second) == (f"user:{house.cast.berta.reference}", 0, 0)


def test_a_note_stays_between_those_who_read_it(house: Any) -> None:
    letter = written()
    act(opened_client(house.cast.berta), letter, "note", note="La llamo mañana.")
    assert b"La llamo" not in bytes(Note.objects.get().box)
    assert "La llamo mañana." in opened_client(house.cast.ana).get(letter.page).text


def test_sharing_offers_nobody_who_was_left_out_and_takes_nobody_by_force(house: Any) -> None:
    letter, client = written(roles=["counsel"]), opened_client(house.cast.berta)
    page = client.get(letter.page)
    offered = [value for value, _name in page.context["share"].fields["reader"].choices]
    assert offered == ["", house.readers["olga"].reference]
    for sure in ({}, {"sure": "1"}):
        assert act(client, letter, "share", reader=house.readers["carla"].reference, **sure).status_code == 403
    assert kinds_reading(letter) == {"ana", "berta", "recovery"}
    assert act(client, letter, "share", reader=house.readers["olga"].reference, sure="1").status_code == 302
    assert "olga" in kinds_reading(letter)
    assert "No quiero dar mi nombre." in opened_client(house.outside).get(letter.page).text


def test_a_new_key_does_not_bring_back_who_was_left_out(house: Any) -> None:
    """Carla loses her passphrase and gets another key: she is the same person."""
    letter = written(roles=["counsel"])
    accounts.set_password(house.cast.carla, password="otra frase larga aqui", by=accounts.SERVER)
    accounts.set_password(house.cast.carla, password="mango lluvia puerta sal", by=house.cast.carla)
    fresh = Reader.objects.exclude(state="retired").get(user=house.cast.carla)
    assert fresh.reference != house.readers["carla"].reference
    Reader.objects.filter(pk=fresh.pk).update(state="active")
    accounts.set_roles(
        house.cast.carla, team=house.cast.coast, roles=["reader"], by=accounts.SETUP
    )  # no lawyer any more
    client = opened_client(house.cast.berta)
    page = client.get(letter.page)
    assert fresh.reference not in dict(page.context["share"].fields["reader"].choices)
    assert act(client, letter, "share", reader=fresh.reference).status_code == 403
    assert "carla" not in kinds_reading(letter)


def test_who_gets_a_key_later_in_a_role_she_left_out_stays_out(house: Any) -> None:
    letter = written(roles=["moderator"])  # Berta moderates; Diana will, later
    accounts.give_role(house.cast.diana, team=house.cast.border, role="reader", by=accounts.SETUP)
    accounts.give_role(house.cast.diana, team=house.cast.border, role="moderator", by=accounts.SETUP)
    opened_client(house.cast.diana)
    late = Reader.objects.get(user=house.cast.diana)
    Reader.objects.filter(pk=late.pk).update(state="active")
    client = opened_client(house.cast.ana)
    assert late.reference not in dict(client.get(letter.page).context["share"].fields["reader"].choices)
    assert act(client, letter, "share", reader=late.reference).status_code == 403


def test_taking_a_colleague_out_takes_two_steps_and_her_key(house: Any) -> None:
    letter, client = written(), opened_client(house.cast.berta)
    ana = house.readers["ana"].reference
    asked = act(client, letter, "exclude", reader=ana)
    assert asked.status_code == 200
    assert "ana" in kinds_reading(letter)
    assert act(client, letter, "exclude", reader=ana, sure="1").status_code == 302
    assert kinds_reading(letter) == {"berta", "carla", "olga", "recovery"}, "ana coordinates: she could take their keys"
    assert who_gets_it(house, letter)["ana"] == 404
    act(client, letter, "answer", text="Solo para ti.", role="reader", seen="1")
    page = opened_client(house.cast.carla).get(letter.page)
    assert "Solo para ti." in page.text
    assert "No quiero dar mi nombre." in page.text
    assert ana not in dict(page.context["share"].fields["reader"].choices)


def test_where_the_one_taken_out_keeps_a_sheet_the_sheets_open_it_no_more(cast: Any) -> None:
    house = a_house_for_letters(cast, holders=("ana", "elena", ""))
    letter, client = written(), opened_client(house.cast.berta)
    act(client, letter, "exclude", reader=house.readers["ana"].reference, sure="1")
    assert kinds_reading(letter) == {"berta", "carla", "olga"}
    client.get(letter.page)  # opening gives nothing back to the sheets
    assert kinds_reading(letter) == {"berta", "carla", "olga"}


def test_stepping_back_brings_the_one_outside_where_too_few_are_left(house: Any) -> None:
    letter = written(roles=["counsel"])
    act(opened_client(house.cast.berta), letter, "recuse", sure="1")
    assert kinds_reading(letter) == {"ana", "olga", "recovery"}
    assert who_gets_it(house, letter)["berta"] == 404


def test_the_last_one_cannot_step_back(house: Any) -> None:
    letter = written(complaint="house")
    client = opened_client(house.outside)
    assert act(client, letter, "recuse", sure="1").status_code == 403
    assert kinds_reading(letter) == {"olga"}


def test_closing_and_opening_again(house: Any) -> None:
    letter, client = written(), opened_client(house.cast.berta)
    act(client, letter, "close", do="close")
    letter.thread.refresh_from_db()
    assert (letter.thread.state, letter.thread.answer_by) == (CLOSED, None)
    refused = act(client, letter, "answer", text="Hola.", role="reader", seen="1")
    assert refused.status_code == 403
    act(client, letter, "close", do="reopen")
    letter.thread.refresh_from_db()
    assert letter.thread.state == "ours"
    assert letter.thread.answer_by is not None
    assert letter.thread.answer_by > clock.today() - timedelta(days=1)


def test_destroying_takes_two_steps_and_leaves_nothing_that_opens(house: Any) -> None:
    letter, client = written(), opened_client(house.cast.berta)
    assert act(client, letter, "destroy").status_code == 200
    assert Thread.objects.filter(pk=letter.thread.pk).exists()
    assert act(client, letter, "destroy", sure="1").status_code == 302
    assert not Thread.objects.filter(pk=letter.thread.pk).exists()
    assert not Wrap.objects.filter(case_key__ring=letter.thread.ring).exists()


# --- looking for a number --------------------------------------------------------------------------------------------


def test_a_number_is_found_once_its_message_was_opened_and_by_its_readers_only(house: Any) -> None:
    mine, hidden = written("Mi número es +593 99 123 4567."), written("Es el 0991234567.", roles=["counsel"])
    ana, carla = opened_client(house.cast.ana), opened_client(house.cast.carla)
    look = {"phone": "099-123-4567"}
    assert mine.reference not in ana.post(reverse("desk_letters_find"), look).text
    for letter in (mine, hidden):
        ana.get(letter.page)
    found = ana.post(reverse("desk_letters_find"), look).text
    assert mine.reference in found
    assert hidden.reference in found
    hers = carla.post(reverse("desk_letters_find"), look).text
    assert mine.reference in hers
    assert hidden.reference not in hers
    acts = Act.objects.filter(verb="phone.sought")
    assert {each.actor for each in acts} == {f"user:{house.cast.ana.reference}", f"user:{house.cast.carla.reference}"}
    assert all("4567" not in f"{each.target}{each.actor}" for each in acts)


def test_nobody_goes_through_a_list_of_numbers(house: Any) -> None:
    client, other = opened_client(house.cast.ana), opened_client(house.cast.berta)
    for number in range(20):
        assert client.post(reverse("desk_letters_find"), {"phone": f"09912345{number:02}"}).context["found"] == []
    refused = client.post(reverse("desk_letters_find"), {"phone": "0991234599"})
    assert refused.context["found"] is None
    assert refused.context["form"].errors
    assert Act.objects.filter(verb="phone.sought").count() == 20
    assert other.post(reverse("desk_letters_find"), {"phone": "0991234599"}).context["found"] == [], (
        "hers is another count"
    )


def test_one_outside_has_only_her_threads_and_her_key(house: Any) -> None:
    letter, client = written(complaint="house"), opened_client(house.outside)
    assert client.get(reverse("desk"))["Location"] == reverse("desk_letters")
    page = client.get(letter.page)
    assert page.status_code == 200
    menu = re.search(r"<nav.*?</nav>", page.text, re.DOTALL)
    assert menu
    assert set(re.findall(r'href="([^"]+)"', menu[0])) == {reverse(name) for name in ("desk_letters", "cases", "keys")}
    for name in ("desk_services", "desk_feedback", "landmarks", "lines", "team", "sheets_new", "key_outside"):
        assert client.get(reverse(name)).status_code in {403, 404}, name
