"""A house that takes letters, and what she does on its pages: for every test of the channel.

``a_house_for_letters(cast)`` makes it as a house is made: three of the team read, each with a key that was confirmed,
somebody outside reads too, the sheets of paper are confirmed and tried out, and the channel is open.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.test import Client

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Message as Row
from amparo.access.reporting.models import Thread
from amparo.access.reporting.queries.tickets import is_solved
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts import backends
from amparo.commons.accounts.models import User
from amparo.sealing.envelopes import open_sealed
from amparo.sealing.keys import case_identity, fingerprint
from amparo.sealing.messages import Message, read
from amparo.sealing.padding import unpadded
from amparo.vault.actions import readers as readers_
from amparo.vault.actions import recovery as recovery_
from amparo.vault.actions.staff import open_or_make_key
from amparo.vault.models import Reader, Recovery, Wrap
from amparo.vault.queries.opened import Opened
from tests.cast import PASSPHRASE, Cast
from tests.laid_once import laid_once
from tests.over_the_wire import hidden as hidden
from tests.over_the_wire import words_on

WORDS = settings.PATHS
ORGANISATION = "Casa Lejana, un ejemplo"
READING = ("ana", "berta", "carla")  # ana and berta are of one team, carla of another
OUTSIDE = "olga"
OPENED_ON = date(2026, 11, 2)


@dataclass(frozen=True, slots=True)
class Letters:
    """Who reads in this house, with what only a test may know of them."""

    cast: Cast
    readers: dict[str, Reader]  # ana, berta, carla, olga
    sheets: list[str]  # the sheets of paper, two of three open
    secrets: dict[str, bytes]  # the seed of each reader
    recovery: Recovery
    outside: User  # olga: of another organisation, with a desk here


@laid_once
def a_house_for_letters(cast: Cast, *, holders: tuple[str, str, str] = ("diana", "elena", "")) -> Letters:
    """A house that takes letters. ``holders``: who of the cast keeps each of the three sheets."""
    people = {name: getattr(cast, name) for name in READING}
    for person in people.values():
        team = person.memberships.first().team
        accounts.give_role(person, team=team, role="reader", by=accounts.SETUP)
    for person in people.values():
        accounts.hand_sheet(person, by=accounts.SETUP)  # whoever reads has a second step
    people[OUTSIDE] = an_outside_reader()
    secrets = {name: own_key(person) for name, person in people.items()}
    rows = {name: Reader.objects.get(user=person) for name, person in people.items()}
    readers_.tie_reader(rows[OUTSIDE], ties=[], organisation=ORGANISATION, by=accounts.SETUP)
    for row in rows.values():
        readers_.confirm_reader(row, by=accounts.SETUP, seen=fingerprint(row.recipient), on=OPENED_ON)
        row.refresh_from_db()
    keep = [(getattr(cast, name) if name else None, name.title() or "Caja de la casa") for name in holders]
    made, sheets = recovery_.make_sheets(plan="2-3", holders=keep, by=accounts.SETUP, on=OPENED_ON)
    tried_out(made, sheets)
    recovery_.confirm_sheets(made, by=accounts.SETUP, on=OPENED_ON)
    readers_.open_channel(by=accounts.SETUP, on=OPENED_ON)
    return Letters(cast, rows, sheets, secrets, made, people[OUTSIDE])


def tried_out(made: Recovery, sheets: list[str]) -> None:
    """Everybody has typed her sheet, and the rehearsal was held: now a second person may confirm them."""
    for share, sheet in zip(made.shares.order_by("number"), sheets, strict=True):
        recovery_.confirm_sheet(share, sheet=sheet, by=accounts.SETUP, on=OPENED_ON)
    recovery_.rehearse(made, sheets=sheets[: made.threshold], by=accounts.SETUP, on=OPENED_ON)


def an_outside_reader() -> User:
    """Somebody of another organisation, who reads what nobody here may read."""
    team = accounts.make_team(name="Afuera", by=accounts.SETUP)
    person = accounts.open_account(sign_in_name=OUTSIDE, name_used="Olga", password=PASSPHRASE, by=accounts.SETUP)
    accounts.give_role(person, team=team, role="outside", by=accounts.SETUP)
    return person


def own_key(person: User) -> bytes:
    """Her seed, as her first own sign-in makes it."""
    return open_or_make_key(person, kek_of(person), clock.now())


def with_open_key(person: User, passphrase: str = PASSPHRASE) -> User:
    """She herself, with her key open, as she acts where no page stands between."""
    request = SimpleNamespace(new_unlock="")
    backends.keeper.came_half(request, person, kek_of(person, passphrase))
    person.opened = backends.keeper.opened(person, request.new_unlock)
    assert person.opened is not None
    return person


def kek_of(person: User, passphrase: str = PASSPHRASE) -> bytes:
    """What hangs on her passphrase."""
    kek = person.try_passphrase(passphrase).kek
    assert kek is not None, "the passphrase of the cast is not hers"
    return kek


def opened_client(person: User, **options: Any) -> Client:
    """A browser in which she has come in, with her key open."""
    client = Client(**options)
    client.force_login(person)
    request = SimpleNamespace(new_unlock="")
    backends.keeper.came_half(request, person, kek_of(person))
    client.cookies[settings.UNLOCK_COOKIE_NAME] = request.new_unlock
    return client


# What she does.


def sentence(client: Client, text: str, *, prefix: str = "", early: bool = False) -> tuple[str, ...]:
    """Una frase on the first page; the eight words of the answer."""
    ticket = hidden(client.get(f"{prefix}/").text, "t")
    sent = {"sentence": text, "t": ticket, "n": "" if early else solved(ticket)}
    return words_of(client.post(f"{prefix}/{WORDS['sentence']}", sent))


def sheet_page(client: Client, *, prefix: str = "", **asked: Any) -> str:
    """The page on which she writes, after what she was asked first: ``a``, ``o``, ``hum``."""
    answer = client.post(f"{prefix}/{WORDS['letter_write']}", asked)
    assert answer.status_code == 200, answer.status_code
    return str(answer.text)


def letter(client: Client, text: str, *, prefix: str = "", early: bool = False, **more: Any) -> tuple[str, ...]:
    """A letter without script; the eight words of the answer, or none where she declined them.

    ``a``, ``o`` and ``hum`` are what she says before writing; the rest goes with the letter (``photo``, ``voice``,
    ``wish``, ``no_words``, ``original``, ``disguise``).
    """
    asked = {name: more.pop(name) for name in ("a", "o", "hum") if name in more}
    page = sheet_page(client, prefix=prefix, **asked)
    ticket = hidden(page, "t")
    sent = {"text": text, "wish": "answer", "t": ticket, "e": hidden(page, "e"), "n": "" if early else solved(ticket)}
    return words_of(client.post(f"{prefix}/{WORDS['letter_send']}", sent | more))


def her_page(client: Client, words: tuple[str, ...] | str, *, prefix: str = "") -> str:
    """Her page, opened with her words."""
    return str(opened_back(client, words, prefix=prefix).text)


def opened_back(client: Client, words: tuple[str, ...] | str, *, prefix: str = "") -> Any:
    """The answer to her words, typed into a fresh page."""
    typed = words if isinstance(words, str) else " ".join(words)
    ticket = hidden(Client().get(f"{prefix}/{WORDS['back']}").text, "t")
    answer = client.post(f"{prefix}/{WORDS['back_open']}", {"p": typed, "t": ticket})
    assert answer.status_code == 200, answer.status_code
    return answer


def reply(client: Client, words: tuple[str, ...] | str, text: str, *, prefix: str = "", **more: Any) -> Any:
    """Her reply from her page, without script; the answer."""
    typed = words if isinstance(words, str) else " ".join(words)
    page = her_page(client, typed, prefix=prefix)
    sent = {"p": typed, "text": text, "t": hidden(page, "t")}
    return client.post(f"{prefix}/{WORDS['back_reply']}", sent | more)


def words_of(answer: Any) -> tuple[str, ...]:
    """The eight words on the page that says that it arrived."""
    assert answer.status_code == 200, (answer.status_code, answer.text)
    return words_on(answer.text)


def solved(ticket: str) -> str:
    """The answer to the puzzle of a ticket: the smallest number whose digest begins with seventeen zero bits."""
    begin = hashlib.sha256(f"{ticket}:".encode())
    for number in count():
        tried = begin.copy()
        tried.update(str(number).encode())
        if int.from_bytes(tried.digest()[:3]) < 1 << 7:
            assert is_solved(ticket, str(number))
            return str(number)
    raise AssertionError


# What a test may look into, with the keys of the readers and by way of sealing alone.


def read_as(house: Letters, name: str) -> list[Message]:
    """Every message that the key of this reader opens, as it is inside: independent of every page."""
    seeds = {}
    for wrap in Wrap.objects.filter(reader=house.readers[name]).select_related("case_key"):
        seeds[wrap.case_key.ring, wrap.case_key.version] = open_sealed(bytes(wrap.box), house.secrets[name])
    found = []
    for row in Row.objects.select_related("thread").order_by("thread__pk", "number"):
        seed = seeds.get((row.thread.ring, row.key_version))
        if seed is not None:
            found.append(read(open_sealed(bytes(row.box), case_identity(seed))))
    return found


def who_reads(thread: Thread) -> set[str]:
    """By whom a thread is read: names of accounts, ``recovery`` for the sheets, ``receipt`` for her words."""
    rows = Reader.objects.filter(wraps__case_key__ring=thread.ring).select_related("user")
    return {row.user.sign_in_name if row.user else row.kind for row in rows}


def answered(house: Letters, name: str, thread: Thread, text: str, *, role: str = "reader") -> None:
    """The house answers, with the key of this reader open."""
    person = house.readers[name].user
    person.opened = Opened(house.readers[name].pk, "0" * 32, house.secrets[name])
    desk.answer(thread, text=text, role=role, seen=thread.messages.count(), by=person)


def ticket_of_hers(client: Client, lookup: str, secret: bytes) -> str:
    """The ticket that the house seals to her words: with the script her browser opens it, and sends it along."""
    told = client.post(f"/{WORDS['back_sealed']}", {"lookup": lookup, "do": "case"}).json()
    return unpadded(open_sealed(base64.b64decode(told["ticket"]), secret)).decode()
