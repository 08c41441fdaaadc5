"""An answer in which something could give somebody away: asked once, nothing lost, and never a wall."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from amparo.access.reporting.actions import letters as writing
from amparo.access.reporting.queries.telling import gives_away, has_name, has_number
from amparo.access.reporting.queries.tickets import new_ticket
from tests.letters import a_house_for_letters, opened_client
from tests.threads import NOW, act, written

CALL = "Llama al 099 123 4567 y pregunta por mí."


@pytest.mark.parametrize(("text", "has"), [
    ("Llámame al +593 99 123 4567.", True),
    ("0991234567", True),
    ("Es el (02) 290-1234, de mañana.", True),
    ("Llama al 911 o al 1800 12.", False),  # short ones are known to everybody
    ("Te espero el 24/11/2026, o el 2026-11-25.", False),
    ("Ven el 24 de noviembre de 2026 a las 10:30, puerta 4.", False),
    ("De 8:00 a 12:00, de lunes a viernes.", False),
    ("", False),
])  # fmt: skip
def test_a_phone_number_is_seen_and_a_day_is_none(text: str, has: bool) -> None:
    assert has_number(text) == has


@pytest.mark.parametrize(("text", "name", "has"), [
    ("Soy Ána, te espero.", "Ana", True),
    ("ANA", "Ana", True),
    ("Mañana te espero.", "Ana", False),
    ("Pregunta por Paz Ruiz.", "Paz del Río", True),
    ("Un río de gente.", "Paz del Río", True),
    ("Vas a la puerta de atrás.", "Li", False),
    ("Pregunta por Li.", "Li", True),
    ("Hola.", "", False),
])  # fmt: skip
def test_a_name_is_seen_as_a_word(text: str, name: str, has: bool) -> None:
    assert has_name(text, name) == has


@pytest.mark.parametrize(("text", "count"), [
    ("Mira https://casa.example/mapa.", 1),
    ("Mira www.casa.example", 1),
    ("Está en wa.me/593991234567", 2),  # an address, and the number in it
    ("Escribe a casa@lejos.example.", 1),
    ("casamaiz.org", 1),
    ("El martes.Te espero y/o te llamo.", 0),
    ("Nos vemos el martes, en el mismo lugar.", 0),
])  # fmt: skip
def test_an_address_is_seen(text: str, count: int) -> None:
    assert len(gives_away(text, SimpleNamespace(name_used="Berta"))) == count


@pytest.fixture
def house(cast: Any) -> Any:
    """Ana, Berta and Carla read."""
    return a_house_for_letters(cast)


@pytest.mark.django_db
def test_it_is_asked_once_and_goes_as_it_is_when_she_says_so(house: Any) -> None:
    letter, client = written(), opened_client(house.cast.berta)
    sent = {"text": CALL, "role": "moderator", "seen": "1"}
    with translation.override("es"):
        page = act(client, letter, "answer", **sent)
    assert page.status_code == 200
    assert letter.thread.messages.count() == 1
    assert "Lleva un número de teléfono." in page.text
    assert f"{CALL}</textarea>" in page.text
    assert '<option value="moderator" selected>' in page.text
    assert re.search(r'<p class="notice" role="alert">[^<]*<a href="#asks">', page.text)
    assert '<button class="quiet" name="sure" value="1">' in page.text
    assert act(client, letter, "answer", **sent, sure="1").status_code == 302
    assert letter.thread.messages.count() == 2


@pytest.mark.django_db
def test_what_was_taken_out_goes_without_another_question(house: Any) -> None:
    letter, client = written(), opened_client(house.cast.berta)
    act(client, letter, "answer", text="Soy Berta.", role="reader", seen="1")
    assert letter.thread.messages.count() == 1
    assert act(client, letter, "answer", text="Te espero.", role="reader", seen="1").status_code == 302


@pytest.mark.django_db
def test_while_it_is_asked_nobody_answers_past_a_new_message(house: Any) -> None:
    """The page that asks remembers what she had read when she wrote, not what came while she was asked."""
    letter, client = written(), opened_client(house.cast.berta)
    writing.write_reply(letter.thread, text="Ya no uso ese número.", ticket=new_ticket(), now=NOW)
    page = act(client, letter, "answer", text=CALL, role="reader", seen="1").text
    assert 'name="seen" value="1"' in page
    assert act(client, letter, "answer", text=CALL, role="reader", seen="1", sure="1").status_code == 409
    assert letter.thread.messages.count() == 2
