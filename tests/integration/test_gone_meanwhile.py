"""A thread that is destroyed between the look at it and the act: a sentence, her text, and no error."""

from typing import Any

import pytest
from django.test import Client

from amparo.access.reporting.actions.letters import withdraw
from amparo.access.reporting.models import Message, Thread
from amparo.access.reporting.views import back, sealed
from tests.integration.test_sealed_letters import Phone
from tests.letters import WORDS, a_house_for_letters, her_page, hidden, letter

pytestmark = pytest.mark.django_db
TEXT = "Una cosa más, antes de que se me olvide."


@pytest.fixture
def house(cast: Any, settings: Any) -> Any:
    return a_house_for_letters(cast)


def gone_after(look: Any) -> Any:
    """The same look; and then somebody destroys what was seen."""

    def looked(*asked: Any) -> Any:
        found = look(*asked)
        if found.thread is not None:
            withdraw(Thread.objects.get(pk=found.thread.pk))
        return found

    return looked


@pytest.mark.parametrize("name", ["back_reply", "back_change", "back_end", "back_older"])
def test_without_script(house: Any, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    client = Client()
    words = " ".join(letter(client, "hola"))
    data = {"p": words, "t": hidden(her_page(client, words), "t"), "text": TEXT, "sure": "1"}
    monkeypatch.setattr(back, "her_page", gone_after(back.her_page))
    answer = client.post(f"/{WORDS[name]}", data)
    assert answer.status_code == 200
    if name == "back_reply":
        assert "Estas palabras no abren nada." in answer.text
        assert TEXT in answer.text
    assert Message.objects.count() == 0


def test_with_the_script(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = Phone(Client())
    phone.send()
    ticket, looked = phone.ticket(), sealed.sealed_page
    monkeypatch.setattr(sealed, "sealed_page", gone_after(looked))
    answer = phone.ask("end", sure="1", t=ticket)
    assert answer.status_code == 200
    monkeypatch.setattr(sealed, "sealed_page", looked)
    phone = Phone(Client())
    phone.send()
    ticket = phone.ticket()
    monkeypatch.setattr(sealed, "sealed_page", gone_after(looked))
    answer = phone.ask("change", new_lookup="ab" * 32, new_receipt="age1", wraps="{}", t=ticket)
    assert answer.json()["ok"] is False
