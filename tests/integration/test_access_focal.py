"""What a focal point of another office finds of every address of the team: her own page and her own account.

The addresses are asked with what is really there (a case, a letter, a key, a place), so that a page which is not found
is one that is shut to her, and not one that does not exist. Her key counts and is open.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from amparo.commons.accounts.models import User
from amparo.vault.queries.desk import keys_of_the_house
from amparo.vault.queries.readers import has_own_desk
from tests.access_asking import address_of, asked
from tests.access_walk import GOES_ON, NOTHING, PAGE, SIGN_IN, letter_of, undone
from tests.cast import make_cast
from tests.integration.test_access_matrix import ROWS
from tests.letters import opened_client
from tests.matrix_house import WORDS, House, make_house

pytestmark = pytest.mark.django_db(databases=["default"])
# All that answers her with anything but "there is no such page".
HERS = {
    ("portal", "GET"): PAGE, ("portal", "POST"): "w",
    ("portal_away", "GET"): GOES_ON, ("portal_away", "POST"): PAGE,
    ("portal_back", "GET"): GOES_ON, ("portal_back", "POST"): GOES_ON,
    ("portal_reply", "GET"): GOES_ON, ("portal_reply", "POST"): GOES_ON,
    ("my_account", "GET"): PAGE, ("my_account", "POST"): "w",
    ("my_password", "GET"): PAGE, ("my_password", "POST"): PAGE,
    ("second_step", "GET"): PAGE, ("second_step", "POST"): PAGE,
    ("phone_lost", "GET"): GOES_ON, ("phone_lost", "POST"): PAGE,
    ("sign_out", "GET"): GOES_ON, ("sign_out", "POST"): SIGN_IN,
    ("desk", "GET"): GOES_ON, ("desk", "POST"): GOES_ON,
}  # fmt: skip


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with django_db_blocker.unblock(), transaction.atomic(using="default"):
        house = make_house(make_cast())
        house.browsers["focal"] = opened_client(User.objects.get(pk=house.focal.user_id))
        yield house
        transaction.set_rollback(True, using="default")


def asked_by_her(house: House, row: str, verb: str) -> Any:
    """The answer, in a browser in which her key is open."""
    return asked(house, "focal", verb, row)


@pytest.mark.parametrize(("row", "verb"), ROWS, ids=[" ".join(each) for each in ROWS])
def test_of_every_address_she_finds_her_own_alone(house: House, row: str, verb: str) -> None:
    with undone() as written:
        answer = asked_by_her(house, row, verb)
        assert letter_of(answer) == HERS.get((row, verb), NOTHING)
        page = answer.text
    assert not [what for what, word in WORDS.items() if word.split()[-1] in page]
    if (row, verb) not in HERS:
        assert written == [], "she was refused, and yet something changed"


def test_the_desk_leads_her_to_her_page(house: House) -> None:
    with undone():
        assert asked_by_her(house, "desk", "GET")["Location"] == reverse("portal")


def test_the_button_that_locks_the_house_is_not_hers(house: House) -> None:
    """It would let her body shut the house at any hour."""
    from amparo.vault.models import Unlock

    with undone():
        opened_client(house.people["rita"])
        asked_by_her(house, "lock", "POST")
        assert Unlock.objects.filter(user=house.people["rita"]).exists()
        assert "Bloquear todo" not in asked_by_her(house, "portal", "GET").text


def test_her_key_is_among_those_of_the_house_nowhere(house: House) -> None:
    """Nobody asks her for a case, sends her a list, lets her into one, or gives her a sheet of paper."""
    assert house.focal.user not in [each.user for each in has_own_desk()]
    assert house.focal.user not in [each.user for each in keys_of_the_house()]
    name = house.focal.user.name_used
    for who, row in (("rita", "case_share"), ("rita", "case_ask"), ("rita", "export_ask"), ("nadia", "sheets_new"),
                     ("rita", "case_load"), ("rita", "desk_letter_share:reads"), ("rita", "cases_hand")):  # fmt: skip
        with undone():
            page = house.browser(who).get(address_of(house, row))
            assert page.status_code in {200, 302}, row
            assert name not in page.text, row
    with undone():
        assert name in house.browser("nadia").get(reverse("keys")).text, "a control: her key stands on the page of keys"
