"""Keys, sheets and accounts from a browser that is signed in while the key is put away; and what never asks for it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import Membership, SecondStep, Team, User
from amparo.commons.accounts.urls import urlpatterns as of_accounts
from amparo.commons.audit.models import Act
from amparo.sealing.keys import fingerprint, fresh_secret, recipient_of
from amparo.vault.actions.recovery import make_sheets
from amparo.vault.models import House, KeyEntry, Reader, Recovery, Share, StaffKey, Unlock, Wrap
from amparo.vault.queries.standing import takes_letters
from amparo.vault.urls import urlpatterns as of_keys
from tests.letters import a_house_for_letters, opened_client, own_key, tried_out

pytestmark = pytest.mark.django_db

LOOKED_AT = {"keys", "keys_log", "my_account", "team", "team_person"}  # nothing is sent there
# What goes on with the key put away, and why.
ALWAYS = {
    "sign_in": "it opens the key",
    "sign_out": "it only shuts",
    "lock": "it only shuts",
    "phone_lost": "it only shuts",
    "team_phone": "it only shuts; the sheet that goes with it wants the key",
    "channel": "closing only shuts; opening wants the key",
    "my_password": "it wants the passphrase itself",
    "second_step": "it wants the passphrase itself",
}
WORDS = "accounts/locked.html"


@pytest.fixture
def house(cast: Any) -> Any:
    """Ana coordinates and reads, with a key; Diana's key waits; a second set of sheets is in the making."""
    made = a_house_for_letters(cast)
    accounts.give_role(cast.diana, team=cast.border, role="reader", by=accounts.SETUP)
    accounts.give_role(cast.carla, team=cast.coast, role="counsel", by=accounts.SETUP)
    own_key(cast.diana)
    return made


def a_set_in_the_making() -> list[str]:
    """Sheets that everybody has read and that went together once, made from the server."""
    made, sheets = make_sheets(plan="2-3", holders=[(None, each) for each in "abc"], by=accounts.SETUP)
    tried_out(made, sheets)
    return sheets


def key_of(house: Any, name: str) -> Reader:
    return Reader.objects.exclude(state="retired").get(user=getattr(house.cast, name))


def acts(house: Any) -> dict[str, tuple[list[str], dict[str, Any]]]:
    """What each address is sent when something is really to happen: parts of the address, and the form."""
    cast, waits = house.cast, key_of(house, "diana")
    typed = {"sheet1": house.sheets[0], "sheet2": house.sheets[1]}
    carla, coast = cast.carla.reference, cast.coast.reference
    holders = {f"name{number}": f"caja {number}" for number in (1, 2, 3)}
    return {
        "key_ties": ([], {"ties": ["POL"]}),
        "key_outside": ([], {"organisation": "Otra", "recipient": recipient_of(fresh_secret())}),
        "sheets_new": ([], {"plan": "2-3", **holders}),
        "sheet_confirm": ([], {"number": f"{house.recovery.pk}.3", "sheet": house.sheets[2]}),
        "sheets_rehearse": ([], typed),
        "sheets_confirm": ([], {}),
        "sheets_use": ([], {**typed, "reader": house.readers["carla"].reference, "sure": "1"}),
        "key_confirm": ([waits.reference], {"seen": fingerprint(waits.recipient)}),
        "key_retire": ([house.readers["carla"].reference], {"sure": "1"}),
        "team_new": ([], {"name": "Nuevo"}),
        "team_open": ([], {"name_used": "Flor", "sign_in_name": "flor", "language": "es"}),
        "team_change": ([coast], {"name": "Costa", "organisation": ""}),
        "team_remove": ([accounts.make_team(name="Vacío", by=accounts.SETUP).reference], {}),
        "team_roles": ([carla, coast], {f"{coast}-roles": ["editor"]}),
        "team_vouch": ([carla, coast], {"role": "counsel", "seen": cast.carla.memberships.get(role="counsel").as_read}),
        "team_passphrase": ([carla], {"sure": "1"}),
        "team_close": ([carla], {"sure": "1"}),
    }


NAMES = [
    "key_ties", "key_outside", "sheets_new", "sheet_confirm", "sheets_rehearse", "sheets_confirm", "sheets_use",
    "key_confirm", "key_retire", "team_new", "team_open", "team_change", "team_remove", "team_roles", "team_vouch",
    "team_passphrase", "team_close",
]  # fmt: skip


def shut(house: Any, name: str = "ana") -> Client:
    """Her browser after somebody locked the house."""
    client = opened_client(getattr(house.cast, name))
    Unlock.objects.all().delete()
    return client


def everything() -> list[Any]:
    """Who works here, whose keys there are, and what the trail says."""
    kinds = (User, Membership, Team, SecondStep, Reader, StaffKey, Recovery, Share, KeyEntry, House, Wrap, Act)
    return [list(model.objects.order_by("pk").values()) for model in kinds]


def test_every_address_of_keys_and_accounts_is_looked_at_here(house: Any) -> None:
    """A new address asks for the key, or stands in ``ALWAYS`` with the reason why not, or this fails."""
    named = {each.name for each in [*of_keys, *of_accounts]}
    assert set(acts(house)) == set(NAMES)
    assert named == LOOKED_AT | set(ALWAYS) | set(NAMES)
    assert len(named) == len(LOOKED_AT) + len(ALWAYS) + len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_keys_and_accounts_changes_while_the_key_is_put_away(house: Any, name: str) -> None:
    if name == "sheets_confirm":
        a_set_in_the_making()
    parts, sent = acts(house)[name]
    address, client = reverse(name, args=parts), shut(house)
    before = everything()
    answer = client.post(address, sent)
    assert (answer.status_code, answer.templates[0].name) == (403, WORDS)
    assert everything() == before
    opened_client(house.cast.ana).post(address, sent)
    assert everything() != before, "with her key open the same form does something"


@pytest.mark.parametrize(
    "name", ["sheets_new", "sheets_rehearse", "sheets_use", "sheet_confirm", "key_outside", "team_open"]
)
def test_a_page_that_takes_long_to_fill_in_asks_before_anything_is_typed(house: Any, name: str) -> None:
    client = shut(house)
    answer = client.get(reverse(name))
    assert (answer.status_code, answer.templates[0].name) == (403, WORDS)
    assert f'name="next" value="{reverse(name)}"' in answer.text
    assert opened_client(house.cast.ana).get(reverse(name)).status_code == 200


# --- a bad day -------------------------------------------------------------------------------------------------------


def test_the_house_is_locked_and_a_lost_phone_is_out_without_a_key(house: Any) -> None:
    carla = opened_client(house.cast.carla)
    assert shut(house).post(reverse("team_phone", args=[house.cast.carla.reference])).status_code == 302
    assert carla.get(reverse("keys"))["Location"].startswith(reverse("sign_in"))
    assert shut(house).post(reverse("lock")).status_code == 302
    assert shut(house).post(reverse("phone_lost")).status_code == 200


def test_a_sheet_of_numbers_is_not_handed_out_without_the_key_and_the_phone_is_out_all_the_same(house: Any) -> None:
    carla, steps = opened_client(house.cast.carla), list(SecondStep.objects.order_by("pk").values())
    answer = shut(house).post(reverse("team_phone", args=[house.cast.carla.reference]), {"sheet": "1"})
    assert (answer.status_code, answer.templates[0].name) == (403, WORDS)
    assert list(SecondStep.objects.order_by("pk").values()) == steps
    assert carla.get(reverse("keys")).status_code == 302


def test_whoever_coordinates_without_a_key_still_closes_an_account(house: Any) -> None:
    """Her own key was taken away a moment ago; somebody who left must not stay."""
    client = opened_client(house.cast.ana)
    client.post(reverse("key_retire", args=[house.readers["ana"].reference]), {"sure": "1"})
    assert not StaffKey.objects.filter(user=house.cast.ana).exists()
    assert client.post(reverse("team_close", args=[house.cast.carla.reference]), {"sure": "1"}).status_code == 302
    assert not User.objects.get(pk=house.cast.carla.pk).is_active


def test_the_house_is_closed_for_new_letters_without_the_key_and_not_opened_again(house: Any) -> None:
    client = shut(house)
    assert client.post(reverse("channel"), {"do": "close"}).status_code == 302
    assert not takes_letters()
    answer = client.post(reverse("channel"), {"do": "open"})
    assert (answer.status_code, answer.templates[0].name) == (403, WORDS)
    assert not takes_letters()


def test_who_may_not_is_told_that_and_not_asked_for_a_key(house: Any) -> None:
    """Berta does not coordinate: with her key put away she reads the same sentence as with it open."""
    parts, sent = acts(house)["team_close"]
    answers = [
        client.post(reverse("team_close", args=parts), sent)
        for client in (shut(house, "berta"), opened_client(house.cast.berta))
    ]
    assert [each.status_code for each in answers] == [403, 403]
    assert {each.templates[0].name for each in answers} == {"ui/refused_staff.html"}
