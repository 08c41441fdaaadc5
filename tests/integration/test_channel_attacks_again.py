"""Attacks on the channel that a later reading found: each is played here as whoever tried it would."""

import base64
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.access.reporting.actions import desk, letters
from amparo.access.reporting.models import Thread
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Denied
from amparo.sealing.envelopes import seal
from amparo.sealing.keys import fresh_secret, recipient_of
from amparo.sealing.messages import Message, written
from amparo.sealing.padding import padded
from amparo.sealing.wraps import unwrap
from amparo.vault.actions import burning, recovery, rings
from amparo.vault.actions import readers as keys
from amparo.vault.actions.as_phone import close_letter, receipt_of_phone
from amparo.vault.actions.staff import open_or_make_key
from amparo.vault.models import RETIRED, Blind, CaseKey, Reader, Wrap
from amparo.vault.policies import Asked
from amparo.vault.queries.decision import asked_of, decide_now
from tests.integration.test_channel_attacks import copy_of, file, in_base64, opened, put_back
from tests.letters import (
    WORDS,
    Letters,
    a_house_for_letters,
    answered,
    hidden,
    letter,
    opened_client,
    own_key,
    reply,
    sheet_page,
    ticket_of_hers,
    who_reads,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Any, settings: Any, tmp_path: Path) -> Letters:
    settings.LETTER_SCRIPT, settings.SHRED_LEDGER = "sha384-x", str(tmp_path / "ledger")
    return a_house_for_letters(cast)


# Whoever is marked reads it all the same.


def test_every_body_she_may_mark_leaves_out_who_has_to_do_with_it(house: Letters, client: Client) -> None:
    """“Somebody of an organisation that helps” could be marked, and nobody could ever be tied to it."""
    offered = re.findall(r'name="o" value="(\w+)"', client.get(f"/{WORDS['letter']}").text)
    assert len(offered) > 5
    keys.tie_reader(house.readers["ana"], ties=offered, by=accounts.SETUP)
    for body in offered:
        assert asked_of(QueryDict(f"o={body}")).bodies == (body,)
        assert house.readers["ana"].reference in decide_now(Asked(bodies=(body,))).decision.excluded, body
    assert asked_of(QueryDict("o=HUM&o=CLI&o=PAR")) == Asked(), "what leaves out nobody is not promised"


# Whoever is left out by what she does here does something else, and is let in.


def with_a_key(house: Letters, person: Any) -> Reader:
    """Somebody who reads from now on, with a key that a second person confirmed."""
    own_key(person)
    row = Reader.objects.exclude(state=RETIRED).get(user=person)
    keys.confirm_reader(row, by=accounts.SETUP, seen=row.fingerprint)
    row.refresh_from_db()
    return row


def test_who_coordinated_on_that_day_does_not_read_it_later_as_a_reader(house: Letters, client: Client) -> None:
    """Diana coordinates and reads nothing, so no key of hers could be named; then she changes her role."""
    diana, team = house.cast.diana, house.cast.border
    accounts.give_role(diana, team=team, role="coordinator", by=accounts.SETUP)
    letter(client, "Me pidió dinero.", a="role:coordinator")
    thread, berta = Thread.objects.get(), opened(house, "berta")
    ana = opened(house, "ana")
    accounts.take_role(diana, team=team, role="coordinator", by=ana)
    accounts.give_role(diana, team=team, role="reader", by=ana)
    row = with_a_key(house, diana)
    assert row.reference in decide_now(Asked()).decision.readers, "a control: what comes now she reads"
    assert row not in desk.open_thread(thread, by=berta).others
    with pytest.raises(Denied):
        desk.share(thread, reader=row, by=berta)
    recovery.recover(house.recovery, sheets=house.sheets[:2], reader=row, by=ana)
    assert "diana" not in who_reads(thread)


def test_who_coordinates_cannot_take_away_everybody_who_reads_about_her(house: Letters, client: Client) -> None:
    """Ana takes two keys of the team, alone, as she may; the letter about her is still read."""
    letter(client, "Ana me pidió dinero.", a="role:coordinator")
    thread, ana = Thread.objects.get(), opened_client(house.cast.ana)
    for name in ("berta", "carla"):
        assert ana.post(reverse("key_retire", args=[house.readers[name].reference]), {"sure": "1"}).status_code == 302
    assert ana.post(reverse("key_retire", args=[house.readers["olga"].reference]), {"sure": "1"}).status_code == 403
    assert who_reads(thread) == {"olga", "recovery", "receipt"}


def test_nor_where_a_colleague_takes_her_out_later(house: Letters, client: Client) -> None:
    letter(client, "Hola.")
    desk.exclude(Thread.objects.get(), reader=house.readers["ana"], by=opened(house, "berta"))
    assert "olga" in who_reads(Thread.objects.get())


# What happens between the moment at which her phone looks and that at which it sends.


def asks(client: Client, lookup: bytes, what: str, **sent: Any) -> Any:
    """Her phone speaks with the house."""
    return client.post(f"/{WORDS['back_sealed']}", {"lookup": lookup.hex(), "do": what} | sent)


@pytest.mark.django_db(transaction=True)
def test_new_words_lose_no_answer_that_came_while_she_chose_them(house: Letters, client: Client) -> None:
    """Her page lay open; somebody was taken out, and the house answered. Her new words opened that answer no more."""
    lookup, secret = receipt_of_phone(letter(client, "Hola."))
    told, thread = asks(client, lookup, "open").json(), Thread.objects.get()
    desk.exclude(thread, reader=house.readers["ana"], by=opened(house, "berta"))
    answered(house, "berta", thread, "La respuesta.")
    fresh, new_lookup = fresh_secret(), fresh_secret()

    def change(known: list[dict[str, Any]]) -> Any:
        seeds = {str(each["version"]): unwrap(base64.b64decode(each["wrap"]), secret) for each in known}
        boxes = {version: in_base64(seal(seed, [recipient_of(fresh)])) for version, seed in seeds.items()}
        named = {"new_lookup": new_lookup.hex(), "new_receipt": recipient_of(fresh)}
        named["t"] = ticket_of_hers(client, lookup.hex(), secret)
        return asks(client, lookup, "change", wraps=file(json.dumps(boxes).encode()), **named).json()

    refused = change(told["keys"])
    assert not refused["ok"]
    assert asks(client, lookup, "open").json()["ok"], "her old words still open it"
    assert change(refused["keys"])["ok"]
    told = asks(client, new_lookup, "open").json()
    assert told["answer"]["version"] in {each["version"] for each in told["keys"]}


def test_a_reply_that_was_on_its_way_is_not_sealed_to_who_was_just_taken_out(house: Letters, client: Client) -> None:
    lookup, _secret = receipt_of_phone(letter(client, "Hola."))
    told, thread = asks(client, lookup, "open").json(), Thread.objects.get()
    box = seal(written(Message("Otra.")), [told["thread"]["case"]])
    desk.exclude(thread, reader=house.readers["ana"], by=opened(house, "berta"))
    with pytest.raises(rings.Turned):
        letters.take_reply(thread, message=box, version=1, ticket=new_ticket())
    assert thread.messages.count() == 1


# Little is sent, and much has to be done with it.


def sent_as_reply(client: Client, lookup: bytes, filled: bytes) -> Any:
    """A reply that a program sealed."""
    told = asks(client, lookup, "open").json()
    return asks(client, lookup, "reply", message=file(seal(filled, [told["thread"]["case"]])), t=told["t"])


def test_a_page_of_figures_keeps_nobody_from_writing_meanwhile(
    house: Letters, client: Client, django_assert_max_num_queries: Any
) -> None:
    """Twenty kilobytes made ten thousand numbers, one statement each, in the transaction of whoever opened it."""
    lookup, _secret = receipt_of_phone(letter(client, "Llámame al 099 123 4567."))
    figures = " ".join(str(number * 7 % 10) if number % 3 else str(number % 9) for number in range(9_999))
    for _ in range(3):
        assert sent_as_reply(client, lookup, written(Message(figures))).json()["ok"]
    thread, berta = Thread.objects.get(), opened(house, "berta")
    desk.open_thread(thread, by=berta)
    with django_assert_max_num_queries(80):
        desk.open_thread(thread, by=berta)
    assert Blind.objects.filter(ring=thread.ring).count() <= 400
    assert desk.find_by_phone(by=berta, text="0991234567") == [thread]


def test_no_message_fills_the_memory_of_who_opens_it(house: Letters, client: Client) -> None:
    """Nine megabytes of empty lists became two hundred and thirty in the memory of the house."""
    lookup, _secret = receipt_of_phone(letter(client, "Hola."))
    assert sent_as_reply(client, lookup, padded(b'{"text":"a","x":[' + b"{}," * 300_000 + b"{}]}")).status_code == 400
    longest = written(Message("\x01" * 20_000))
    assert sent_as_reply(client, lookup, longest).json()["ok"], "the longest that anybody can write is taken"


# An old copy, and facts that one reader cannot open.


@pytest.mark.django_db(transaction=True)
def test_who_was_taken_out_is_not_let_in_under_a_new_key_after_an_old_copy(house: Letters, client: Client) -> None:
    """The ledger knew her key of that day; with another passphrase she has another."""
    letter(client, "Hola.")
    before = copy_of(Reader, CaseKey, Wrap, Thread)
    desk.exclude(Thread.objects.get(), reader=house.readers["ana"], by=opened(house, "berta"))
    put_back(before)
    ana = house.cast.ana
    accounts.set_password(ana, password="otra frase que no sabe nadie", by=accounts.SERVER)
    User.objects.filter(pk=ana.pk).update(must_choose=False)
    open_or_make_key(ana, fresh_secret(), datetime(2026, 11, 20, tzinfo=UTC))
    row = Reader.objects.exclude(state=RETIRED).get(user=ana)
    keys.confirm_reader(row, by=accounts.SETUP, seen=row.fingerprint)
    row.refresh_from_db()
    thread, berta = Thread.objects.get(), opened(house, "berta")
    assert row not in desk.open_thread(thread, by=berta).others
    with pytest.raises(Denied):
        desk.share(thread, reader=row, by=berta)


def test_who_cannot_open_the_facts_neither_adds_anybody_nor_wipes_them(house: Letters, client: Client) -> None:
    """A browser sealed another seed to Berta. She saw nobody left out, could let Ana in, and stepping back wiped it."""
    page, lookup, secret = sheet_page(client, a="role:coordinator"), fresh_secret(), fresh_secret()
    decided = decide_now(Asked(roles=("coordinator",)))
    named = Reader.objects.filter(reference__in=decided.decision.readers)
    closed = close_letter("Hola.", named, decided.facts, lookup=lookup, secret=secret)
    berta = house.readers["berta"]
    wraps = closed.wraps | {berta.reference: seal(fresh_secret(), [berta.recipient])}
    sent = {
        "t": hidden(page, "t"), "e": hidden(page, "e"), "wish": "answer", "case": closed.case, "lookup": lookup.hex(),
        "receipt": closed.receipt, "facts": file(closed.facts), "message": file(closed.message),
        "wraps": file(json.dumps({name: in_base64(box) for name, box in wraps.items()}).encode()),
    }  # fmt: skip
    assert client.post(f"/{WORDS['letter_sealed']}", sent).json()["ok"]
    thread = Thread.objects.get()
    assert desk.open_thread(thread, by=opened(house, "berta")).others == []
    with pytest.raises(Denied):
        desk.share(thread, reader=house.readers["ana"], by=opened(house, "berta"))
    desk.recuse(thread, by=opened(house, "berta"))
    facts = desk.open_thread(thread, by=opened(house, "carla")).facts
    assert house.readers["ana"].reference in facts["excluded"]


# A disk that is taken.


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connections["default"].vendor != "sqlite", reason="SQLite's temporary files")
def test_laying_rows_anew_leaves_no_copy_of_the_house_elsewhere(settings: Any) -> None:
    """Each night the whole database lay in ``/var/tmp``: keys that are destroyed today stood in its free blocks."""
    with CaptureQueriesContext(connections["default"]) as asked:
        burning.lay_anew()
    said = [each["sql"] for each in asked]
    assert f"PRAGMA temp_store_directory='{settings.DATA}'" in said[: said.index("VACUUM")]
    with connections["default"].cursor() as cursor:
        assert cursor.execute("PRAGMA temp_store").fetchone() == (2,), "what is sorted meanwhile is in memory"


# She writes on, and nobody is there.


def test_a_reply_that_nobody_would_read_is_given_back(house: Letters, client: Client) -> None:
    """Every key of its readers was lost; her page said that her reply arrived."""
    words = letter(client, "Hola.")
    lookup, _secret = receipt_of_phone(words)
    assert "llegó" in reply(client, words, "¿Y ahora?").text
    for name in ("ana", "berta", "carla"):
        keys.retire_reader(house.readers[name], by=accounts.SERVER)
    told = reply(client, words, "¿Hay alguien?")
    assert "Ya nadie lee este hilo" in told.text
    assert "¿Hay alguien?" in told.text
    assert "llegó" not in told.text
    assert sent_as_reply(client, lookup, written(Message("¿Hay alguien?"))).json()["ok"] is False
    assert Thread.objects.get().messages.count() == 2
