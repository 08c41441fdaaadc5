"""The pages about keys: who sees and does what, two people for each key, and what keeps the house shut."""

import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.sealing.keys import fingerprint
from amparo.vault.actions.key_log import first_broken_entry
from amparo.vault.models import House, KeyEntry, Reader, StaffKey
from amparo.vault.queries.standing import takes_letters
from tests.cast import without_a_role
from tests.letters import a_house_for_letters, opened_client, own_key, with_open_key

pytestmark = pytest.mark.django_db
EVERYBODY = ("ana", "berta", "carla", "diana", "elena")


@pytest.fixture
def house(cast: Any) -> Any:
    """Ana, Berta and Carla read; Olga stands outside; the channel is open."""
    return a_house_for_letters(cast)


@pytest.fixture
def plain_key() -> str:
    """The public half of a key that somebody made on her own computer."""
    import pyrage

    return str(pyrage.x25519.Identity.generate().to_public())


def a_new_reader(house: Any, name: str = "diana", role: str = "reader") -> Reader:
    """Somebody of the cast gets the role and comes in: her key waits."""
    person = getattr(house.cast, name)
    accounts.give_role(person, team=house.cast.border, role=role, by=accounts.SETUP)
    own_key(person)
    return Reader.objects.get(user=person)


def clients(house: Any) -> dict[str, Any]:
    """A browser of each, and a stranger's."""
    people = {name: getattr(house.cast, name) for name in EVERYBODY} | {"olga": house.outside}
    return {name: opened_client(person) for name, person in people.items()} | {"stranger": Client()}


def answers(house: Any, name: str, method: str = "get", **kwargs: Any) -> dict[str, int]:
    """What a page answers to each."""
    return {
        who: getattr(client, method)(reverse(name, kwargs=kwargs)).status_code for who, client in clients(house).items()
    }


@pytest.mark.parametrize(("name", "allowed"), [
    ("keys", {"ana", "berta", "carla", "diana", "olga"}),
    ("keys_log", {"ana", "berta", "carla", "diana", "olga"}),
    ("key_outside", {"ana"}),
    ("sheets_new", {"ana"}),
    ("sheets_rehearse", {"ana"}),
    ("sheets_use", {"ana"}),
    ("sheet_confirm", {"ana", "diana"}),  # Ana for the sheet in the box; Diana keeps one
])  # fmt: skip
def test_who_opens_which_page(house: Any, name: str, allowed: set[str]) -> None:
    """Elena keeps a sheet too and has no role: her desk is as empty as that of somebody who was forced to come in."""
    accounts.give_role(house.cast.diana, team=house.cast.border, role="moderator", by=accounts.SETUP)
    without_a_role(house.cast.elena)
    found = answers(house, name)
    assert found.pop("stranger") == 302
    assert {who for who, code in found.items() if code == 200} == allowed
    assert {code for who, code in found.items() if who not in allowed} <= {403, 404}


@pytest.mark.parametrize(
    "holders", [("diana", "elena", ""), ("diana", "outside", "elena"), ("berta", "diana", "elena")]
)
def test_only_who_can_type_a_sheet_is_led_there(cast: Any, holders: tuple[str, str, str]) -> None:
    """Who keeps one, here or outside; and the coordinator, where one lies in a box. Others would find a refusal."""
    house = a_house_for_letters(cast)
    accounts.give_role(cast.diana, team=cast.border, role="moderator", by=accounts.SETUP)
    people = {"ana": cast.ana, "berta": cast.berta, "diana": cast.diana, "outside": house.outside}
    for share, name in zip(house.recovery.shares.order_by("number"), holders, strict=True):
        share.held_by = people.get(name) or (cast.elena if name else None)
        share.save()
    for name, person in people.items():
        client = opened_client(person)
        leads = f'href="{reverse("sheet_confirm")}"' in client.get(reverse("keys")).text
        assert leads == (name in holders or (name == "ana" and "" in holders)), name
        assert client.get(reverse("sheet_confirm")).status_code == (200 if leads else 403), name


def test_the_page_shows_each_key_as_it_is_compared(house: Any) -> None:
    waiting = a_new_reader(house)
    page = opened_client(house.cast.ana).get(reverse("keys")).text
    for reader in [*house.readers.values(), waiting]:
        assert fingerprint(reader.recipient) in page
    assert house.recovery.reader.recipient not in page


@pytest.mark.parametrize(("who", "code"), [
    ("ana", 302), ("berta", 302), ("elena", 403), ("diana", 403), ("olga", 404), ("stranger", 302),
])  # fmt: skip
def test_a_second_person_confirms_a_key(house: Any, who: str, code: int) -> None:
    waiting = a_new_reader(house)  # Diana's own
    sent = {"seen": fingerprint(waiting.recipient)}
    answer = clients(house)[who].post(reverse("key_confirm", args=[waiting.reference]), sent)
    assert answer.status_code == code
    waiting.refresh_from_db()
    assert (waiting.state == "active") == (who in {"ana", "berta"})
    assert KeyEntry.objects.filter(act="confirmed", reader=waiting.reference).count() == (who in {"ana", "berta"})


def test_a_key_that_changed_meanwhile_is_not_confirmed(house: Any) -> None:
    waiting, client = a_new_reader(house), opened_client(house.cast.berta)
    address = reverse("key_confirm", args=[waiting.reference])
    assert client.post(address, {"seen": fingerprint(house.readers["carla"].recipient)}).status_code == 409
    waiting.refresh_from_db()
    assert waiting.state == "proposed"
    assert client.post(address, {"seen": fingerprint(waiting.recipient)}).status_code == 302


def test_two_accounts_of_one_hand_are_one_person(house: Any) -> None:
    """Ana opens Flor's account, so she could come in as Flor: her word on Flor's key is no second word."""
    ana = with_open_key(house.cast.ana)
    flor = accounts.open_account(sign_in_name="flor", name_used="Flor", password="x" * 12, by=ana)
    accounts.set_password(flor, password="mango lluvia puerta sal", by=flor)
    accounts.give_role(flor, team=house.cast.border, role="reader", by=accounts.SETUP)
    own_key(flor)
    waiting = Reader.objects.get(user=flor)
    address, sent = reverse("key_confirm", args=[waiting.reference]), {"seen": fingerprint(waiting.recipient)}
    assert opened_client(house.cast.ana).post(address, sent).status_code == 403
    assert opened_client(house.cast.berta).post(address, sent).status_code == 302


@pytest.mark.parametrize("role", ["", "outside"])
def test_a_key_counts_only_for_the_role_it_was_made_for(house: Any, role: str) -> None:
    """Diana's key was made when she was one of the team: it is no key of somebody outside, nor of no reader."""
    own_key(house.cast.diana)
    waiting = Reader.objects.get(user=without_a_role(house.cast.diana))
    if role:
        accounts.give_role(house.cast.diana, team=house.cast.border, role=role, by=accounts.SETUP)
    address, sent = reverse("key_confirm", args=[waiting.reference]), {"seen": fingerprint(waiting.recipient)}
    client = opened_client(house.cast.berta)
    assert client.post(address, sent).status_code == 403
    accounts.set_roles(house.cast.diana, team=house.cast.border, roles=["reader"], by=accounts.SETUP)
    assert client.post(address, sent).status_code == 302


def test_taking_a_key_away_takes_two_steps_and_she_gets_another(house: Any) -> None:
    carla, client = house.readers["carla"], opened_client(house.cast.ana)
    address = reverse("key_retire", args=[carla.reference])
    assert opened_client(house.cast.berta).post(address, {"sure": "1"}).status_code == 403
    assert client.post(address).status_code == 200
    carla.refresh_from_db()
    assert carla.state == "active"
    assert client.post(address, {"sure": "1"}).status_code == 302
    carla.refresh_from_db()
    assert carla.state == "retired"
    assert not carla.wraps.exists()
    assert not StaffKey.objects.filter(user=house.cast.carla).exists()
    own_key(house.cast.carla)  # she comes in again
    assert Reader.objects.get(user=house.cast.carla, state="proposed").recipient != carla.recipient


def test_everybody_may_give_up_her_own_key(house: Any) -> None:
    for name, person in (("berta", house.cast.berta), ("olga", house.outside)):
        address = reverse("key_retire", args=[house.readers[name].reference])
        assert opened_client(person).post(address, {"sure": "1"}).status_code == 302
        assert Reader.objects.get(pk=house.readers[name].pk).state == "retired"


def test_each_says_herself_with_whom_she_has_to_do(house: Any) -> None:
    opened_client(house.cast.berta).post(reverse("key_ties"), {"ties": ["POL", "MIG"]})
    assert Reader.objects.get(user=house.cast.berta).tied_to == {"POL", "MIG"}
    assert Reader.objects.get(user=house.cast.ana).tied_to == set()
    opened_client(house.cast.berta).post(reverse("key_ties"), {"ties": ["NOPE"]})
    assert Reader.objects.get(user=house.cast.berta).tied_to == {"POL", "MIG"}
    assert Act.objects.filter(verb="key.tied").count() == 2  # Olga's organisation, when the house was made, and this


@pytest.mark.parametrize("wrong", ["", "age1", "AGE-SECRET-KEY-1QQQ", "ssh-ed25519 AAAA", "age1" + "q" * 58])
def test_what_is_no_key_is_said_to_be_none(house: Any, wrong: str) -> None:
    answer = opened_client(house.cast.ana).post(reverse("key_outside"), {"organisation": "Otra", "recipient": wrong})
    assert answer.status_code == 200
    assert answer.context["form"].errors["recipient"]
    assert not Reader.objects.filter(organisation="Otra").exists()


def test_a_plain_key_outside_waits_for_somebody_else_than_who_wrote_it_down(house: Any, plain_key: str) -> None:
    ana = opened_client(house.cast.ana)
    sent = {"organisation": "Otra casa", "recipient": f" {plain_key} "}
    assert ana.post(reverse("key_outside"), sent).status_code == 302
    waiting = Reader.objects.get(organisation="Otra casa")
    assert (waiting.state, waiting.recipient, waiting.user) == ("proposed", plain_key, None)
    again = ana.post(reverse("key_outside"), sent)
    assert again.context["form"].errors["recipient"]
    address, seen = reverse("key_confirm", args=[waiting.reference]), {"seen": fingerprint(plain_key)}
    assert ana.post(address, seen).status_code == 403
    assert opened_client(house.cast.berta).post(address, seen).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "active"


def test_the_house_opens_only_when_nothing_is_missing(house: Any) -> None:
    ana, channel = opened_client(house.cast.ana), reverse("channel")
    assert opened_client(house.cast.berta).post(channel, {"do": "close"}).status_code == 403
    assert takes_letters()
    ana.post(channel, {"do": "close"})
    assert not takes_letters()
    Reader.objects.filter(pk=house.readers["olga"].pk).update(state="retired")
    refused = ana.post(channel, {"do": "open"})
    assert refused.status_code == 403
    assert not takes_letters()
    Reader.objects.filter(pk=house.readers["olga"].pk).update(state="active")
    assert ana.post(channel, {"do": "open"}).status_code == 302
    assert House.objects.get().opened_on == clock.today()


def test_the_log_says_whether_a_line_was_changed(house: Any) -> None:
    client = opened_client(house.cast.carla)
    assert client.get(reverse("keys_log")).context["broken"] is None
    KeyEntry.objects.filter(number=3).update(act="retired")
    assert client.get(reverse("keys_log")).context["broken"] == 3 == first_broken_entry()


@pytest.mark.usefixtures("english")
def test_the_command_lists_confirms_and_retires(house: Any, capsys: Any) -> None:
    waiting = a_new_reader(house)
    call_command("keys")
    listed = capsys.readouterr().out
    assert waiting.reference in listed
    assert "The house takes messages." in listed
    with pytest.raises(CommandError, match="Ring her"):
        call_command("keys", "confirm", waiting.reference)
    with pytest.raises(CommandError, match="not this key"):
        call_command("keys", "confirm", waiting.reference, fingerprint="0000 0000 0000 0000")
    call_command("keys", "confirm", waiting.reference, fingerprint=fingerprint(waiting.recipient).upper())
    waiting.refresh_from_db()
    assert waiting.state == "active"
    call_command("keys", "retire", waiting.reference)
    waiting.refresh_from_db()
    assert waiting.state == "retired"
    with pytest.raises(CommandError, match="no such key"):
        call_command("keys", "retire", waiting.reference)


def test_at_an_empty_desk_there_is_no_page_about_keys(house: Any) -> None:
    client = opened_client(house.cast.ana)
    session = client.session
    session["empty"] = True
    session.save()
    for name in ("keys", "keys_log", "sheets_new"):
        assert client.get(reverse(name)).status_code == 403
    client.post(reverse("key_ties"), {"ties": ["POL"]})
    client.post(reverse("key_retire", args=[house.readers["ana"].reference]), {"sure": "1"})
    assert Reader.objects.get(user=house.cast.ana).tied_to == set()
    assert Reader.objects.get(user=house.cast.ana).state == "active"


def test_no_count_stands_in_the_menu(house: Any) -> None:
    page = opened_client(house.cast.ana).get(reverse("keys")).text
    menu = re.search(r"<nav.*?</nav>", page, re.DOTALL)
    assert menu
    assert not re.search(r">[^<]*\d[^<]*<", menu[0])
    assert isinstance(house.outside, User)
