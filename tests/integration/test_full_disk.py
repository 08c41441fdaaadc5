"""The disk fills up: files first go without, then words of strangers; no words are lost, and locking still locks."""

import shutil
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.models import Thread
from amparo.commons.ui.views import typed
from amparo.sealing.envelopes import seal
from tests.full_disk import full_disk
from tests.integration.test_sealed_letters import Phone, part
from tests.letters import (
    PASSPHRASE,
    WORDS,
    a_house_for_letters,
    her_page,
    hidden,
    letter,
    reply,
    sheet_page,
    solved,
)

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
MB = 1_000_000
HELP = f'<a href="/{WORDS["help"]}">Necesito ayuda ahora</a>'
TEXT = "Me siguen desde ayer, y no sé a quién decirlo."


@pytest.fixture
def house(cast: Any, settings: Any) -> Any:
    settings.LETTER_SCRIPT = "sha384-x"
    return a_house_for_letters(cast)


def room_left(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))


def sent(client: Client, *, early: bool) -> Any:
    """A letter as it is sent without a script, at once or with its puzzle solved."""
    page = sheet_page(client)
    ticket = hidden(page, "t")
    said = {"text": TEXT, "wish": "answer", "t": ticket, "e": hidden(page, "e"), "n": "" if early else solved(ticket)}
    return client.post(f"/{WORDS['letter_send']}", said), ticket


@pytest.mark.parametrize(
    ("free", "early", "is_taken"),
    [(500 * MB, True, True), (500 * MB - 1, True, False), (500 * MB - 1, False, True), (100 * MB, False, True),
     (100 * MB - 1, False, False), (0, True, False)],
)  # fmt: skip
def test_words_of_somebody_new_need_work_and_then_room(
    house: Any, client: Client, monkeypatch: pytest.MonkeyPatch, free: int, early: bool, is_taken: bool
) -> None:
    room_left(monkeypatch, free)
    answer, ticket = sent(client, early=early)
    assert Thread.objects.count() == is_taken
    assert answer.status_code == (200 if is_taken else 503)
    assert (TEXT in answer.text) is not is_taken, "what she wrote comes back"
    if not is_taken:
        assert hidden(answer.text, "t") == ticket, "the same ticket: after twenty seconds it was waited for"


def test_who_holds_words_is_heard_while_there_is_any_room(
    house: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = letter(client, "Hola.")
    room_left(monkeypatch, 1 * MB)
    assert "Tu respuesta llegó" in reply(client, words, "Sigo aquí.").text


@pytest.mark.parametrize("early", [True, False])
def test_a_disk_that_is_full_after_all_gives_her_words_back(house: Any, client: Client, early: bool) -> None:
    with full_disk() as refused:
        answer, _ticket = sent(client, early=early)
    assert refused
    assert answer.status_code == 503
    assert TEXT in answer.text
    assert "No se pudo" not in answer.text, "it says it on the sheet, and keeps the sheet"
    assert HELP in answer.text, "whoever cannot be heard now finds help"
    assert not Thread.objects.exists()


def test_one_sentence_comes_back(house: Any, client: Client) -> None:
    ticket = hidden(client.get("/").text, "t")
    with full_disk():
        answer = client.post(f"/{WORDS['sentence']}", {"sentence": TEXT, "t": ticket, "n": solved(ticket)})
    assert answer.status_code == 503
    assert TEXT in answer.text
    assert HELP in answer.text


def test_who_comes_back_keeps_words_and_reply(house: Any, client: Client) -> None:
    words = " ".join(letter(client, "Hola."))
    page = her_page(client, words)
    ticket = hidden(page, "t")
    with full_disk():
        answer = client.post(f"/{WORDS['back_reply']}", {"p": words, "text": TEXT, "t": ticket, "n": solved(ticket)})
        opened = client.post(f"/{WORDS['back_open']}", {"p": words, "t": hidden(answer.text, "t")})
    for each in (answer, opened):
        assert each.status_code == 503
        assert words in each.text
        assert HELP in each.text
    assert TEXT in answer.text


def test_sealed_by_the_script_nothing_is_half_kept(house: Any) -> None:
    phone = Phone(Client())
    with full_disk():
        answer = phone.send()
    assert answer.status_code == 503
    said = answer.json()
    assert said["ok"] is False
    assert "no se envió nada" in said["sentence"]
    assert not Thread.objects.exists()
    assert phone.send(t=said["t"], n=solved(said["t"])).json()["ok"], (
        "the ticket of the answer sends it once there is room"
    )
    with full_disk():
        again = phone.ask("open", t=phone.ticket())
    assert again.json()["ok"], "reading needs no room"


@pytest.mark.parametrize(("facts", "message"), [(8_000, 0), (0, 140_000)])
def test_an_envelope_larger_than_any_of_ours_is_not_taken(house: Any, facts: int, message: int) -> None:
    phone = Phone(Client())
    sent = phone.letter()
    to = [sent["case"]]
    if facts:
        sent["facts"] = part(seal(b"{" * facts, to))
    if message:
        sent["message"] = part(seal(b"{" * message, to))
    assert not phone.client.post(f"/{WORDS['letter_sealed']}", sent).json()["ok"]
    assert not Thread.objects.exists()


@pytest.mark.parametrize("name", ["sheet", "sheet1", "sheet5", "p", "w", "password", "current", "again"])
def test_words_that_open_something_are_not_given_back(rf: Any, name: str) -> None:
    words = "nube mesa campo lirio canoa seda rama trigo"
    assert typed(rf.post("/", {name: words, "text": TEXT})) == [TEXT]


def test_who_signs_in_is_told_and_public_pages_answer(house: Any, client: Client) -> None:
    with full_disk():
        answer = client.post(reverse("sign_in"), {"sign_in_name": "ana", "password": PASSPHRASE})
        for page in ("/", f"/{WORDS['letter']}", f"/{WORDS['help']}", "/datos"):
            assert client.get(page).status_code == 200, page
    assert answer.status_code == 503
    assert PASSPHRASE not in answer.text
