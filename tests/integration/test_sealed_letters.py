"""What her browser sealed, and what it opens: the same threads as without a script, and answers of one size.

The browser is played here with ``amparo.sealing`` alone; the script itself is held to the same bytes elsewhere.
"""

import base64
import hashlib
import io
import json
import re
import secrets
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.access.reporting.models import Tally, Thread
from amparo.access.reporting.queries import tickets
from amparo.sealing.envelopes import open_sealed, seal
from amparo.sealing.keys import case_identity, case_recipient, derive, fresh_secret, recipient_of
from amparo.sealing.messages import Message, read, written
from amparo.sealing.padding import FACTS_FLOOR, padded
from amparo.sealing.receipts import AGE, LENGTH, LOOKUP, MEMORY, PASSES
from amparo.sealing.words import folded, fresh_words
from amparo.vault.actions.rings import leave_rings
from tests.letters import (
    WORDS,
    a_house_for_letters,
    answered,
    her_page,
    hidden,
    letter,
    read_as,
    reply,
    sheet_page,
    solved,
    ticket_of_hers,
    who_reads,
)  # fmt: skip

pytestmark = pytest.mark.django_db
TEXT = "Cerrado en mi teléfono."
SIZE = 24_576


@pytest.fixture
def house(cast: Any, settings: Any) -> Any:
    settings.LETTER_SCRIPT = "sha384-x"
    return a_house_for_letters(cast)


class Phone:
    """What a phone holds while the page is open."""

    def __init__(self, client: Client, **asked: Any) -> None:
        self.client, self.page = client, sheet_page(client, **asked)
        self.words = fresh_words("es")
        self.lookup, self.secret = self.derived(self.words)
        self.seed = fresh_secret()
        self.said = {
            name: re.search(rf'data-{name}="([^"]*)"', self.page)[1].replace("&quot;", '"')
            for name in ("readers", "facts")
        }

    def derived(self, words: tuple[str, ...]) -> tuple[bytes, bytes]:
        """The two things that hang on words, with the salt that the page says."""
        from argon2.low_level import Type, hash_secret_raw

        salt = bytes.fromhex(re.search(r'data-salt="(\w{32})"', self.page)[1])
        typed = " ".join(map(folded, words)).encode()
        key = hash_secret_raw(typed, salt, PASSES, MEMORY, 1, LENGTH, Type.ID)
        return derive(key, LOOKUP), derive(key, AGE)

    def letter(self, text: str = TEXT, **changes: Any) -> dict[str, Any]:
        """The fields of a sealed letter."""
        to = case_recipient(self.seed)
        wraps = {each["r"]: wrapped(self.seed, each["k"]) for each in json.loads(self.said["readers"])}
        wraps["receipt"] = wrapped(self.seed, recipient_of(self.secret))
        ticket = hidden(self.page, "t")
        return {
            "e": hidden(self.page, "e"), "t": ticket, "n": solved(ticket), "wish": "answer", "case": to,
            "lookup": self.lookup.hex(), "receipt": recipient_of(self.secret),
            "wraps": part(json.dumps(wraps).encode()),
            "facts": part(seal(padded(self.said["facts"].encode(), FACTS_FLOOR), [to])),
            "message": part(seal(written(Message(text)), [to])),
        } | changes  # fmt: skip

    def send(self, **changes: Any) -> Any:
        data = {name: value for name, value in self.letter(**changes).items() if value is not None}
        return self.client.post(f"/{WORDS['letter_sealed']}", data)

    def ask(self, what: str, **more: Any) -> Any:
        lookup = more.pop("lookup", self.lookup.hex())
        return self.client.post(f"/{WORDS['back_sealed']}", {"lookup": lookup, "do": what} | more)

    def ticket(self) -> str:
        return ticket_of_hers(self.client, self.lookup.hex(), self.secret)

    def opened(self, said: dict[str, Any], keys: list[dict[str, Any]]) -> str:
        seeds = {each["version"]: open_sealed(base64.b64decode(each["wrap"]), self.secret) for each in keys}
        return read(open_sealed(base64.b64decode(said["box"]), case_identity(seeds[said["version"]]))).text


def wrapped(seed: bytes, recipient: str) -> str:
    return base64.b64encode(seal(seed, [recipient])).decode()


def part(data: bytes, name: str = "blob") -> io.BytesIO:
    made = io.BytesIO(data)
    made.name = name
    return made


def test_a_sealed_letter_is_read_by_those_who_were_decided_and_opens_without_script(house: Any) -> None:
    phone = Phone(Client())
    answer = phone.send()
    assert (answer.status_code, answer.json()["ok"]) == (200, True)
    thread = Thread.objects.get()
    assert (thread.sealed_on, thread.lane) == ("phone", "puzzle")
    assert who_reads(thread) == {"ana", "berta", "carla", "recovery", "receipt"}
    assert [said.text for said in read_as(house, "berta")] == [TEXT]
    assert 'role="alert"' not in her_page(Client(), phone.words)


def test_a_thread_begun_on_the_server_opens_on_her_phone(house: Any) -> None:
    phone = Phone(Client())
    words = letter(Client(), "sin programa")
    phone.lookup, phone.secret = phone.derived(words)
    answered(house, "carla", Thread.objects.get(), "Aquí estamos.")
    answer = phone.ask("open")
    said = answer.json()
    assert phone.opened(said["answer"], said["keys"]) == "Aquí estamos."
    assert said["thread"]["state"] == "hers"
    assert said["thread"]["reads"]
    older = phone.ask("older").json()["messages"]
    assert [phone.opened(each, said["keys"]) for each in older] == ["sin programa", "Aquí estamos."]
    reply(Client(), words, "otra vez sin programa")
    assert len(phone.ask("older").json()["messages"]) == 3


def test_with_an_answer_without_one_and_for_nobody_it_is_the_same_from_outside(house: Any) -> None:
    phone = Phone(Client())
    phone.send()
    answers = {"none": phone.ask("open"), "nobody": phone.ask("open", lookup=secrets.token_hex(32))}
    for name, text in {"word": "sí", "longest": "a" * 4_000, "emoji": "😀" * 4_000}.items():
        answered(house, "ana", Thread.objects.get(), text)
        answers[name] = phone.ask("open")
    assert {(len(each.content), each.status_code, repr(sorted(each.headers.items()))) for each in answers.values()} == {
        (SIZE, 200, repr(sorted(answers["none"].headers.items())))
    }
    assert answers["none"]["Cache-Control"] == "no-store, no-transform"
    assert answers["none"].json()["answer"] is None
    assert answers["nobody"].json()["ok"] is False


def test_words_that_nobody_has_cost_the_same_statements(house: Any) -> None:
    phone = Phone(Client())
    phone.send()
    answered(house, "ana", Thread.objects.get(), "sí")
    told = []
    for lookup in (phone.lookup.hex(), secrets.token_hex(32)):
        with CaptureQueriesContext(connections["default"]) as captured:
            phone.ask("open", lookup=lookup)
        told.append([re.sub(r"'[^']*'|\b\d+\b", "?", each["sql"]) for each in captured])
    assert told[0] == told[1]
    assert len(told[0]) == 8  # thread, wraps, key, answer, who holds one, all readers with their roles and teams


def test_her_reply_and_her_new_words(house: Any) -> None:
    phone = Phone(Client())
    phone.send()
    page = phone.ask("open").json()
    message = seal(written(Message("una respuesta")), [page["thread"]["case"]])
    ticket = page["t"]
    data = {"t": ticket, "n": solved_puzzle(ticket)}
    assert phone.ask("reply", message=part(message), **data).json()["ok"]
    assert phone.ask("reply", message=part(message), **data).json()["ok"], "it does not arrive twice"
    assert [said.text for said in read_as(house, "ana")] == [TEXT, "una respuesta"]
    old = phone.lookup.hex()
    fresh = fresh_words("es")
    lookup, secret = phone.derived(fresh)
    boxes = {str(each["version"]): wrapped(phone.seed, recipient_of(secret)) for each in page["keys"]}
    change = {"new_lookup": lookup.hex(), "new_receipt": recipient_of(secret)}
    change["wraps"] = part(json.dumps(boxes).encode())
    assert phone.ask("change", **change, t=phone.ticket()).json()["ok"]
    assert phone.ask("open", lookup=old).json()["ok"] is False
    assert 'role="alert"' not in her_page(Client(), fresh)
    phone.lookup, phone.secret = lookup, secret
    assert phone.ask("end", t=phone.ticket()).status_code == 400, "she is asked first"
    assert phone.ask("end", t=phone.ticket(), sure="1").json()["ok"]
    assert not Thread.objects.exists()


def test_a_reply_to_a_lock_that_was_turned_is_made_anew(house: Any) -> None:
    """Who left may still hold the old key: what she writes after that is sealed to the new one."""
    phone = Phone(Client())
    phone.send()
    page = phone.ask("open").json()
    leave_rings([Thread.objects.get().ring], house.readers["berta"])
    old = seal(written(Message("una respuesta")), [page["thread"]["case"]])
    refused = phone.ask("reply", message=part(old), t=page["t"])
    assert refused.status_code == 400
    told = refused.json()
    assert told["case"] != page["thread"]["case"]
    assert [said.text for said in read_as(house, "ana")] == [TEXT]
    new = seal(written(Message("una respuesta")), [told["case"]])
    assert phone.ask("reply", message=part(new), t=told["t"]).json()["ok"]
    assert [said.text for said in read_as(house, "ana")] == [TEXT, "una respuesta"]


def solved_puzzle(ticket: str) -> str:
    """The answer for a ticket that bears the version of a key: the digest is of all of it."""
    number = 0
    while hashlib.sha256(f"{ticket}:{number}".encode()).digest()[:2] != b"\0\0":
        number += 1
    return str(number)


def test_the_same_letter_after_a_cut_line_is_one_letter(house: Any) -> None:
    phone = Phone(Client())
    first, second = phone.send(), phone.send()
    assert (first.json()["ok"], second.json()["ok"]) == (True, True)
    assert Thread.objects.count() == 1


def test_another_letter_with_a_used_ticket_is_not_said_to_have_arrived(house: Any) -> None:
    phone = Phone(Client())
    phone.send()
    phone.words = fresh_words("es")
    phone.lookup, phone.secret = phone.derived(phone.words)
    answer = phone.send()
    assert (answer.status_code, answer.json()["ok"]) == (409, False)
    assert tickets.age_of(answer.json()["t"]) < 60
    assert Thread.objects.count() == 1


def test_listening_sends_nothing_and_keeps_a_count(house: Any) -> None:
    client = Client()
    ticket = hidden(sheet_page(client), "t")
    answer = client.post(f"/{WORDS['letter_sealed']}", {"t": ticket, "n": solved(ticket), "wish": "listen"})
    assert answer.json()["ok"]
    assert dict(Tally.objects.values_list("what", "count")) == {"heard": 1}


def test_she_who_is_left_out_gets_no_wrap_and_cannot_be_given_one(house: Any, cast: Any) -> None:
    phone = Phone(Client(), a=[f"team:{cast.coast.reference}"])
    assert house.readers["carla"].reference not in phone.said["readers"]
    wraps = {each["r"]: wrapped(phone.seed, each["k"]) for each in json.loads(phone.said["readers"])}
    wraps["receipt"] = wrapped(phone.seed, recipient_of(phone.secret))
    more = wraps | {house.readers["carla"].reference: wrapped(phone.seed, house.readers["carla"].recipient)}
    less = {name: box for name, box in wraps.items() if name != house.readers["ana"].reference}
    for wrong in (more, less):
        answer = phone.send(wraps=part(json.dumps(wrong).encode()))
        assert (answer.status_code, answer.json()["ok"]) == (400, False)
    assert not Thread.objects.exists()
    assert phone.send().json()["ok"]
    assert json.loads(phone.said["facts"])["excluded"] == sorted(
        [house.readers["carla"].reference, cast.carla.reference]
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"message": None},
        {"facts": None},
        {"wraps": None},
        {"wraps": part(b"[]")},
        {"wraps": part(b'{"receipt": 5}')},
        {"wraps": part(b"{" * 50_000)},
        {"message": part(TEXT.encode())},
        {"facts": part(b"age-encryption.org/v1\n")},
        {"case": "age1"},
        {"case": "ssh-ed25519 AAAA"},
        {"receipt": "age1nothing"},
        {"lookup": "ab"},
        {"lookup": ""},
        {"file0": part(b"clear"), "ref0": "0" * 16},
        {"file0": part(seal(b"x", [recipient_of(b"1" * 32)])), "ref0": "../../etc"},
        {"file0": part(seal(b"x", [recipient_of(b"1" * 32)]))},
    ],
)
def test_what_is_not_sealed_right_is_refused_in_words(house: Any, changes: dict[str, Any]) -> None:
    answer = Phone(Client()).send(**changes)
    assert answer.status_code == 400
    assert answer.json()["ok"] is False
    assert answer.json()["sentence"]
    assert len(answer.content) % 8_192 == 0
    assert not Thread.objects.exists()


@pytest.mark.parametrize("what", ["open", "older", "reply", "change", "end", "nothing", ""])
@pytest.mark.parametrize("lookup", ["", "zz", "ñ" * 64, "0" * 64])
def test_whatever_is_asked_there_is_an_answer_of_one_size(house: Any, what: str, lookup: str) -> None:
    answer = Client().post(f"/{WORDS['back_sealed']}", {"do": what, "lookup": lookup})
    assert answer.status_code in {200, 400}
    assert len(answer.content) == SIZE
    assert answer.json()["ok"] is False
