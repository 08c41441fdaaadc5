"""What lets somebody read and cannot be undone: nobody stands chosen beforehand, and a sentence asks once more."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.vault.models import KeyEntry, Wrap
from tests.letters import a_house_for_letters, opened_client
from tests.threads import act, kinds_reading, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Any) -> Any:
    """Ana, Berta and Carla read; Olga stands outside; two of the three sheets open."""
    return a_house_for_letters(cast)


def chosen_in(page: str, action: str) -> list[str]:
    """The value that the select of this form sends when nobody touches it."""
    form = next(each for each in re.findall(r"<form.*?</form>|<form.*", page, re.DOTALL) if action in each)
    options = re.findall(r'<option value="([^"]*)"([^>]*)>', form)
    return [value for value, more in options if "selected" in more] or [options[0][0]]


@pytest.mark.parametrize("what", ["share", "exclude"])
def test_nobody_is_chosen_on_the_page_of_a_thread(house: Any, what: str) -> None:
    letter, client = written(roles=["counsel"]), opened_client(house.cast.berta)
    address = reverse(f"desk_letter_{what}", args=[letter.reference])
    assert chosen_in(client.get(letter.page).text, f'action="{address}"') == [""]
    with translation.override("es"):
        answer = act(client, letter, what, reader="")
    assert answer.status_code == 200
    assert "Primero elige a alguien." in answer.text
    assert kinds_reading(letter) == {"ana", "berta", "recovery"}


def test_one_more_reads_only_after_a_second_yes_with_her_name(house: Any) -> None:
    letter, client = written(roles=["counsel"]), opened_client(house.cast.berta)
    olga = house.readers["olga"].reference
    with translation.override("es"):
        asked = act(client, letter, "share", reader=olga)
    assert asked.status_code == 200
    assert "¿Dejar que Olga lea este hilo?" in asked.text
    assert f'name="reader" value="{olga}"' in asked.text
    assert kinds_reading(letter) == {"ana", "berta", "recovery"}
    assert act(client, letter, "share", reader=olga, sure="1").status_code == 302
    assert kinds_reading(letter) == {"ana", "berta", "olga", "recovery"}


def test_the_sheets_give_nothing_back_before_somebody_was_chosen_and_named_once_more(house: Any) -> None:
    letter, client, use = written(), opened_client(house.cast.ana), reverse("sheets_use")
    Wrap.objects.filter(reader=house.readers["carla"]).delete()
    assert chosen_in(client.get(use).text, "sheet1") == [""]
    sheets = {"sheet1": house.sheets[0], "sheet2": f"{house.sheets[2]}\n"}
    with translation.override("es"):
        assert "Primero elige a alguien." in client.post(use, sheets | {"reader": ""}).text
        carla = house.readers["carla"]
        asked = client.post(use, sheets | {"reader": carla.reference})
    assert "¿Darle a Carla todo lo que abren las hojas?" in asked.text
    assert carla.fingerprint in asked.text
    assert "carla" not in kinds_reading(letter)
    assert not KeyEntry.objects.filter(act="recovered").exists()
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    assert set(carried) >= {"sheet1", "sheet2", "reader", "sure"}
    assert client.post(use, carried).status_code == 302
    assert "carla" in kinds_reading(letter)


def test_sheets_that_do_not_open_are_said_so_before_anybody_is_asked(house: Any) -> None:
    client = opened_client(house.cast.ana)
    sent = {"sheet1": house.sheets[0], "sheet2": house.sheets[0], "reader": house.readers["carla"].reference}
    answer = client.post(reverse("sheets_use"), sent)
    assert answer.templates[0].name == "vault/sheets_typed.html"
    assert answer.context["form"].non_field_errors()
