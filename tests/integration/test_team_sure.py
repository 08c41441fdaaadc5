"""Before a colleague gets a new passphrase or her account is closed: what goes with it, in words, and a question."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.vault.models import Reader, StaffKey
from tests.letters import a_house_for_letters, opened_client
from tests.threads import written

pytestmark = pytest.mark.django_db
PAGES = ["team_passphrase", "team_close"]
KEY = "Con eso se va su llave"
SHEETS, NO_SHEETS = "Las hojas de papel devuelven solo lo que abren.", "No hay hojas de papel que valgan"


@pytest.fixture
def house(cast: Any) -> Any:
    """Ana coordinates; Ana, Berta and Carla read."""
    return a_house_for_letters(cast)


def asked(house: Any, name: str, person: User, **sent: str) -> Any:
    with translation.override("es"):
        return opened_client(house.cast.ana).post(reverse(name, args=[person.reference]), sent)


@pytest.mark.parametrize("name", PAGES)
def test_the_first_press_changes_nothing_and_says_what_goes(house: Any, name: str) -> None:
    before, acts = User.objects.values().get(pk=house.cast.berta.pk), Act.objects.count()
    answer = asked(house, name, house.cast.berta)
    assert answer.status_code == 200
    assert KEY in answer.text
    assert SHEETS in answer.text
    assert NO_SHEETS not in answer.text
    assert 'name="sure" value="1"' in answer.text
    assert User.objects.values().get(pk=house.cast.berta.pk) == before
    assert StaffKey.objects.filter(user=house.cast.berta).exists()
    assert Act.objects.count() == acts


@pytest.mark.parametrize("name", PAGES)
def test_the_second_press_does_it(house: Any, name: str) -> None:
    asked(house, name, house.cast.berta, sure="1")
    assert Reader.objects.get(pk=house.readers["berta"].pk).state == "retired"
    assert not StaffKey.objects.filter(user=house.cast.berta).exists()
    assert User.objects.get(pk=house.cast.berta.pk).is_active == (name == "team_passphrase")


@pytest.mark.parametrize("name", PAGES)
def test_without_sheets_that_count_it_says_that_nothing_comes_back(house: Any, name: str) -> None:
    Reader.objects.filter(kind="recovery").update(state="retired")
    answer = asked(house, name, house.cast.berta)
    assert NO_SHEETS in answer.text
    assert SHEETS not in answer.text


@pytest.mark.parametrize("name", PAGES)
def test_who_has_no_key_that_counts_loses_none(house: Any, name: str) -> None:
    """Diana reads nothing; Carla's key waits for a second person, so nothing is locked to it."""
    Reader.objects.filter(pk=house.readers["carla"].pk).update(state="proposed")
    for person in (house.cast.diana, house.cast.carla):
        answer = asked(house, name, person)
        assert answer.status_code == 200
        assert KEY not in answer.text


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_the_same_whatever_she_reads(house: Any, name: str) -> None:
    """Whoever coordinates may have been left out of it: what only Berta reads leaves no mark on this page."""

    def seen() -> str:
        text = asked(house, name, house.cast.berta).text
        return text[text.index("<main") : text.index("</main>")].partition("csrfmiddlewaretoken")[0]

    before = seen()
    written(roles=["coordinator", "counsel"])
    assert seen() == before


@pytest.mark.parametrize("name", PAGES)
def test_nobody_of_the_house_asks_it_of_who_reads_from_outside(house: Any, name: str) -> None:
    assert asked(house, name, house.outside).status_code == 403
