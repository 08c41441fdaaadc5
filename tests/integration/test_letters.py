"""Writing to the house: one sentence, a letter, who reads it, and what is kept of whoever wanted only to be heard."""

import re
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from amparo.access.reporting.models import Tally, Thread
from amparo.access.reporting.queries import tickets
from amparo.access.reporting.queries.decision import SALT
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.sealing.words import LISTS
from amparo.vault.actions.readers import close_channel
from tests.letter_sheet import TEXT, escaped, sent
from tests.letters import (
    WORDS,
    a_house_for_letters,
    her_page,
    hidden,
    letter,
    read_as,
    sentence,
    sheet_page,
    who_reads,
)  # fmt: skip
from tests.over_the_wire import words_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Any) -> Any:
    return a_house_for_letters(cast)


def tallies() -> dict[str, int]:
    return dict(Tally.objects.values_list("what", "count"))


@pytest.mark.parametrize("prefix", ["", "/pt", "/en"])
def test_una_frase_is_one_field_and_the_answer_has_eight_words(house: Any, prefix: str) -> None:
    client, acts = Client(), Act.objects.count()
    words = sentence(client, TEXT, prefix=prefix)
    assert len(words) == 8
    thread = Thread.objects.get()
    assert (thread.sealed_on, thread.lane, thread.language) == ("house", "puzzle", prefix.strip("/") or "es")
    assert [said.text for said in read_as(house, "ana")] == [TEXT]
    assert who_reads(thread) == {"ana", "berta", "carla", "recovery", "receipt"}
    assert tallies() == {"sentence": 1}
    assert Act.objects.count() == acts, "her act is in no trail"
    assert not client.cookies


@pytest.mark.parametrize(("prefix", "language"), [("", "es"), ("/pt", "pt"), ("/en", "en")])
def test_her_words_are_of_the_language_in_which_she_reads(house: Any, prefix: str, language: str) -> None:
    """Words of another language are hard to keep in a head, and their list is not the first that is looked at."""
    listed = set((LISTS / f"{language}.txt").read_text(encoding="utf-8").split())
    client = Client()
    frase, sheet = sentence(client, TEXT, prefix=prefix), letter(client, TEXT, prefix=prefix)
    assert {*frase, *sheet} <= listed
    ticket = hidden(her_page(client, frase, prefix=prefix), "t")
    shown = client.post(f"{prefix}/{WORDS['back_change']}", {"p": " ".join(frase), "t": ticket}).text
    fresh = hidden(shown, "w").split()
    assert len(fresh) == 8
    assert set(fresh) <= listed


def test_the_first_page_has_one_form_with_a_ticket_and_no_stamp(house: Any) -> None:
    page = Client().get("/").text
    [form] = re.findall(r"<form\b.*?</form>", page, re.DOTALL)
    assert 'name="h"' not in form
    assert form.rindex('name="t"') > form.rindex("<button"), "the ticket is last: a cut line loses it"
    for name in ("help", "search", "letter", "back"):
        assert f'href="/{WORDS[name]}"' in page
    assert "martes y viernes" in page or "Tuesday and Friday" in page


def test_a_house_that_takes_no_letters_has_two_doors_and_keeps_the_way_back(house: Any) -> None:
    close_channel(by="house.setup")
    page = Client().get("/").text
    assert f'href="/{WORDS["letter"]}"' not in page
    assert "<form" not in page
    assert f'href="/{WORDS["back"]}"' in page
    assert Client().get(f"/{WORDS['letter']}").status_code == 404
    kept = Client().post(f"/{WORDS['letter_send']}", {"text": "no me pierdas", "t": tickets.new_ticket()})
    assert "no me pierdas" in kept.text
    kept = Client().post(f"/{WORDS['sentence']}", {"sentence": "ni a mí", "t": tickets.new_ticket()})
    assert "ni a mí" in kept.text
    assert not Thread.objects.exists()


def test_a_letter_reaches_its_readers_and_says_until_when(house: Any) -> None:
    words = letter(Client(), TEXT)
    assert len(words) == 8
    thread = Thread.objects.get()
    assert {said.text for name in ("ana", "berta", "carla") for said in read_as(house, name)} == {TEXT}
    assert read_as(house, "olga") == []
    assert (thread.expires_on - thread.opened_on).days == 90
    assert thread.answer_by.weekday() in {1, 4}
    assert thread.opened_on == clock.today()


def test_who_sends_at_once_is_read_after_the_others_and_loses_nothing(house: Any) -> None:
    assert len(letter(Client(), TEXT, early=True)) == 8
    thread = Thread.objects.get()
    assert (thread.lane, thread.answer_by) == ("early", None)


def test_who_declines_words_gets_none_and_is_read(house: Any) -> None:
    assert letter(Client(), TEXT, no_words="1") == ()
    assert who_reads(Thread.objects.get()) == {"ana", "berta", "carla", "recovery"}
    assert [said.text for said in read_as(house, "carla")] == [TEXT]


def test_just_listening_keeps_a_count_and_nothing_else(house: Any) -> None:
    client = Client()
    page = sheet_page(client)
    answer = client.post(
        f"/{WORDS['letter_send']}", {"text": TEXT, "wish": "listen", "t": hidden(page, "t"), "e": hidden(page, "e")}
    )
    assert answer.status_code == 200
    assert TEXT not in answer.text
    assert 'name="n" value="talk"' in answer.text
    assert tallies() == {"heard": 1}
    assert not Thread.objects.exists()
    assert words_on(answer.text) == ()


# Who reads.


def test_whom_she_leaves_out_does_not_read(house: Any, cast: Any) -> None:
    letter(Client(), TEXT, a=[f"team:{cast.coast.reference}"])
    assert who_reads(Thread.objects.get()) == {"ana", "berta", "recovery", "receipt"}
    assert read_as(house, "carla") == []


def test_a_complaint_about_this_house_goes_outside_and_to_no_sheet_of_this_house(house: Any) -> None:
    page = sheet_page(Client(), hum="house")
    assert "Casa Lejana" in page
    letter(Client(), TEXT, hum="house")
    assert who_reads(Thread.objects.get()) == {"olga", "receipt"}
    assert [said.text for said in read_as(house, "olga")] == [TEXT]


def test_where_nobody_is_left_it_is_not_taken_before_she_writes(house: Any, cast: Any) -> None:
    teams = [f"team:{each.reference}" for each in (cast.border, cast.coast)]
    page = sheet_page(Client(), hum="outside", a=teams)
    assert "<textarea" not in page
    assert 'value="ombudsman"' in page
    assert 'value="helper_hurt_me"' in page


def test_the_page_says_who_reads_by_role_and_no_name(house: Any, places_small: Any) -> None:
    for page in (
        Client().get(f"/{WORDS['letter']}").text,
        sheet_page(Client()),
        Client().get(f"/{WORDS['readers']}").text,
    ):
        assert "Abogada o abogado" in page
        for name in ("Ana,", "Berta", "Carla", "Olga"):
            assert name not in page
    assert "Coordinación" in page
    assert all(row.recipient not in page for row in house.readers.values())


def test_the_duties_of_her_country_stand_before_the_form(house: Any, places_small: Any) -> None:
    page = Client().post(f"/{WORDS['letter']}", {"d": "EC"}).text
    assert page.index("Formulario 094") < page.index('name="hum"')
    unknown = Client().get(f"/{WORDS['letter']}").text
    assert "Formulario 094" not in unknown
    assert f'href="/{WORDS["young"]}"' in unknown


def test_another_country_leaves_her_marks_as_they_are(house: Any, places_small: Any) -> None:
    """She marks the police, then says that she is in Brazil: a mark that went would let a policeman's sister read."""
    page = (
        Client()
        .post(
            f"/{WORDS['letter']}",
            {"d": "BR", "hum": "other", "o": ["POL", "NADA"], "a": ["role:counsel", "role:nadie"]},
        )
        .text
    )
    marked = re.findall(r'name="(\w+)" value="([\w:]+)" checked', page)
    assert sorted(marked) == [("a", "role:counsel"), ("hum", "other"), ("o", "POL")]
    assert re.search(r"<details open>\s*<summary>¿Hay alguien que no deba leerlo", page)
    assert '<option value="BR" selected>' in page
    form = page[page.index('<form id="q"') :]
    assert 'name="d"' not in form, "the country is said once, by the list above"
    assert '<select form="q" id="d" name="d"' in page
    assert re.search(r'<button form="q" formaction="/carta"', page)


def test_a_reader_who_went_while_she_wrote_is_said(house: Any, cast: Any) -> None:
    from amparo.vault.actions.readers import retire_reader

    client = Client()
    page = sheet_page(client)
    retire_reader(house.readers["carla"], by="house.setup")
    data = {"e": hidden(page, "e"), "t": hidden(page, "t"), "text": TEXT, "wish": "answer"}
    answer = client.post(f"/{WORDS['letter_send']}", data)
    assert escaped(TEXT) in answer.text
    assert not Thread.objects.exists()
    assert len(words_on(client.post(f"/{WORDS['letter_send']}", data | {"e": hidden(answer.text, "e")}).text)) == 8


def test_nobody_adds_readers_by_hand(house: Any) -> None:
    """The decision is ours: a page that names others is not believed."""
    forged = signing.dumps(
        {"asked": {"roles": [], "teams": [], "bodies": [], "complaint": ""}, "readers": []}, salt="x"
    )
    assert not Thread.objects.exists()
    answer = sent(Client(), e=forged)
    assert 'role="alert"' in answer.text
    old = signing.dumps(
        {"asked": {"roles": [], "teams": [], "bodies": [], "complaint": ""}, "readers": ["aa"]}, salt=SALT
    )
    assert 'role="alert"' in sent(Client(), e=old).text
    assert not Thread.objects.exists()
