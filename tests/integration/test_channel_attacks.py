"""Attacks on the channel that once went through: each is played here as whoever tried it would."""

import base64
import json
import threading
import time
from pathlib import Path
from typing import Any

import bech32
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Thread
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts import hashers
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Denied
from amparo.formats.media import NotTaken, running
from amparo.sealing.envelopes import seal
from amparo.sealing.keys import NotAKey, checked_recipient, fingerprint, fresh_secret, recipient_of
from amparo.sealing.messages import Message, written
from amparo.vault.actions import readers as keys
from amparo.vault.actions import recovery, replaying
from amparo.vault.actions.as_phone import close_letter, receipt_of_phone
from amparo.vault.models import ACTIVE, RETIRED, CaseKey, Reader, Recovery, Wrap
from amparo.vault.policies import Asked
from amparo.vault.queries.decision import decide_now
from amparo.vault.queries.opened import Opened
from amparo.vault.queries.standing import missing
from tests.entrance import SECOND, enters, inside, person, with_second
from tests.letters import (
    WORDS,
    Letters,
    a_house_for_letters,
    hidden,
    letter,
    opened_back,
    own_key,
    read_as,
    sheet_page,
    solved,
    tried_out,
    who_reads,
)  # fmt: skip

pytestmark = pytest.mark.django_db

# Points of small order of Curve25519, as they travel: 0, 1, one of order 8, p - 1, and 0 with the bit nobody reads.
OF_EIGHT = bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")
SMALL = [bytes(32), bytes([1, *bytes(31)]), OF_EIGHT, (2**255 - 20).to_bytes(32, "little"), bytes([*bytes(31), 128])]


def as_recipient(point: bytes) -> str:
    """A point as a recipient is written; nothing looks at it."""
    return str(bech32.bech32_encode("age", bech32.convertbits(point, 8, 5, True)))


@pytest.fixture
def house(cast: Any, settings: Any, tmp_path: Path) -> Letters:
    settings.LETTER_SCRIPT, settings.SHRED_LEDGER = "sha384-x", str(tmp_path / "ledger")
    return a_house_for_letters(cast)


def opened(house: Letters, name: str) -> Any:
    """A reader whose key is open."""
    someone = User.objects.get(pk=house.readers[name].user_id)
    someone.opened = Opened(house.readers[name].pk, "0" * 32, house.secrets[name])
    return someone


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("x", content)


def in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def posted(client: Client, **instead: str) -> Any:
    """A letter that a program closed and sent; ``instead`` is put in the place of what a phone would send."""
    page, lookup, secret = sheet_page(client), fresh_secret(), fresh_secret()
    named = Reader.objects.filter(state=ACTIVE, kind__in=["staff", "recovery"])
    closed = close_letter("Nada.", named, {}, lookup=lookup, secret=secret)
    ticket = hidden(page, "t")
    sent = {
        "t": ticket, "n": solved(ticket), "e": hidden(page, "e"), "wish": "answer", "case": closed.case,
        "lookup": lookup.hex(), "receipt": closed.receipt, "facts": file(closed.facts), "message": file(closed.message),
        "wraps": file(json.dumps({name: in_base64(box) for name, box in closed.wraps.items()}).encode()),
    }  # fmt: skip
    return client.post(f"/{WORDS['letter_sealed']}", sent | instead)


# A stranger: one letter, and nobody can be taken out of the house any more.


@pytest.mark.parametrize("point", SMALL, ids=lambda each: each.hex()[:4])
def test_nobody_can_be_made_to_seal_to_a_point_that_makes_zero(point: bytes) -> None:
    with pytest.raises(NotAKey):
        checked_recipient(as_recipient(point))
    assert checked_recipient(recipient_of(fresh_secret())), "a control"


@pytest.mark.parametrize("field", ["receipt", "case"])
def test_no_letter_keeps_a_colleague_from_being_taken_out(house: Letters, client: Client, field: str) -> None:
    """Sealing to such a point breaks off; the thread could not be turned, and no account that reads it be closed."""
    assert posted(client).json()["ok"], "a control"
    assert posted(client, **{field: as_recipient(bytes(32))}).status_code == 400
    assert Thread.objects.count() == 1
    accounts.close_account(house.cast.berta, by=opened(house, "ana"))
    assert Reader.objects.get(pk=house.readers["berta"].pk).state == RETIRED


# Whoever is named keeps a sheet, saw all of them, or calls herself somebody from outside.


def kinds_for(**asked: Any) -> set[str]:
    """What the readers of a letter are, after these answers."""
    return {each.kind for each in decide_now(Asked(**asked)).readers}


def test_the_sheets_do_not_open_a_letter_about_a_keeper_who_reads_no_letters(house: Letters) -> None:
    """Diana keeps a sheet and reads nothing; she coordinates, as Ana does, and that role was left out."""
    assert "recovery" in kinds_for(roles=("coordinator",)), "a control: Ana alone keeps none"
    accounts.give_role(house.cast.diana, team=house.cast.border, role="coordinator", by=accounts.SETUP)
    assert kinds_for(roles=("coordinator",)) == {"staff", "outside"}
    assert "recovery" in kinds_for(), "and everybody else's letters they still open"


def test_opening_a_thread_does_not_give_it_to_such_sheets_later(house: Letters, client: Client) -> None:
    accounts.give_role(house.cast.diana, team=house.cast.border, role="coordinator", by=accounts.SETUP)
    letter(client, "Sobre ellas.", a="role:coordinator")
    thread = Thread.objects.get()
    desk.open_thread(thread, by=opened(house, "berta"))
    assert who_reads(thread) == {"berta", "carla", "olga", "receipt"}


def test_who_made_the_sheets_has_seen_them_all(house: Letters) -> None:
    """Ana made them, on her screen, and gave them to others."""
    holders = [(house.cast.diana, "Diana"), (house.cast.elena, "Elena"), (None, "La caja")]
    made, sheets = recovery.make_sheets(plan="2-3", holders=holders, by=opened(house, "ana"))
    tried_out(made, sheets)
    recovery.confirm_sheets(made, by=accounts.SETUP)
    assert "recovery" in kinds_for(teams=(house.cast.coast.reference,)), "a control: Carla saw none"
    assert kinds_for(roles=("coordinator",)) == {"staff", "outside"}


def test_who_does_anything_else_here_is_not_from_outside(house: Letters) -> None:
    """Elena coordinates, and reads as somebody from outside: a complaint about the house is not for her."""
    for role in ("coordinator", "outside"):
        accounts.give_role(house.cast.elena, team=house.cast.border, role=role, by=accounts.SETUP)
    own_key(house.cast.elena)
    hers = Reader.objects.get(user=house.cast.elena)
    keys.confirm_reader(hers, by=opened(house, "carla"), seen=fingerprint(hers.recipient))
    assert hers.reference in decide_now(Asked()).decision.readers or hers.kind == "outside", "a control"
    decision = decide_now(Asked(complaint="house")).decision
    assert decision.readers == (house.readers["olga"].reference,)
    assert hers.reference in decision.excluded


def test_a_house_whose_only_reader_from_outside_works_there_may_not_open(house: Letters) -> None:
    assert missing() == []
    accounts.give_role(house.outside, team=house.cast.border, role="coordinator", by=accounts.SETUP)
    assert len(missing()) == 1


# An old copy of the house is put back.


def copy_of(*tables: Any) -> list[Any]:
    """The rows of these tables, as an old copy keeps them."""
    return [row for table in tables for row in table.objects.all()]


def put_back(rows: list[Any]) -> None:
    """The rows as they were, in the place of those that are there; then the ledger is read, as before every opening."""
    Wrap.objects.all().delete()
    CaseKey.objects.all().delete()
    for row in rows:
        row.save()
    replaying.replay_ledger()


@pytest.mark.django_db(transaction=True)
def test_old_words_stay_dead_after_an_old_copy_was_put_back(house: Letters, client: Client) -> None:
    """Whoever found them on paper waits for the day on which the server breaks."""
    old = letter(client, "Hola.")
    before = copy_of(Reader, CaseKey, Wrap, Thread)
    page = opened_back(client, old).text
    assert "no abren nada" not in page, "a control"
    shown = client.post(f"/{WORDS['back_change']}", {"p": " ".join(old), "t": hidden(page, "t")}).text
    sent = {"p": hidden(shown, "p"), "w": hidden(shown, "w"), "t": hidden(shown, "t")}
    assert client.post(f"/{WORDS['back_change']}", sent).status_code == 200
    put_back(before)
    assert "no abren nada" in opened_back(client, old).text
    assert read_as(house, "berta")[0].text == "Hola.", "who reads it goes on reading it"


@pytest.mark.django_db(transaction=True)
def test_who_was_taken_out_is_not_let_in_again_after_an_old_copy_was_put_back(house: Letters, client: Client) -> None:
    """The facts of the old copy do not name her; a colleague who shares it, and the sheets, would."""
    letter(client, "Hola.")
    before = copy_of(Reader, CaseKey, Wrap, Thread)
    desk.exclude(Thread.objects.get(), reader=house.readers["ana"], by=opened(house, "berta"))
    put_back(before)
    thread, berta = Thread.objects.get(), opened(house, "berta")
    assert "ana" not in who_reads(thread)
    with pytest.raises(Denied):
        desk.share(thread, reader=house.readers["ana"], by=berta)
    made = Recovery.objects.get(reader__state=ACTIVE)
    recovery.recover(made, sheets=house.sheets[:2], reader=house.readers["ana"], by=opened(house, "ana"))
    assert "ana" not in who_reads(thread)
    assert house.readers["ana"] not in desk.open_thread(thread, by=berta).others


# Whoever forces her looks for a difference between the empty desk and that of a new colleague.


def test_an_empty_desk_that_locks_lets_two_devices_in_as_any_desk_does() -> None:
    with_second(person("ana", "coordinator"), locks=True)
    person("zoe")
    for name, word in (("ana", SECOND), ("zoe", "mango lluvia puerta sal")):
        one, two = inside(name, word), inside(name, word)
        assert [each.get(reverse("desk")).status_code for each in (one, two)] == [200, 200], name
    assert enters("ana")[1].status_code == 200, "and her own opens nothing any more"


def test_after_its_passphrase_was_changed_as_well() -> None:
    with_second(person("ana", "coordinator"), locks=True)
    one = inside("ana", SECOND)
    new = {"current": SECOND, "password": "una tercera que digo", "again": "una tercera que digo"}
    assert one.post(reverse("my_password"), new).status_code == 302
    inside("ana", "una tercera que digo")
    assert one.get(reverse("desk")).status_code == 200
    assert enters("ana")[1].status_code == 200
    assert enters("ana", SECOND)[1].status_code == 200


def test_changing_a_passphrase_is_as_much_work_at_both_desks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifth of a second for each derivation is seen with a watch."""
    with_second(person("ana", "coordinator"))
    person("zoe")
    derived: list[str] = []
    hasher = type(hashers.get_hasher())
    real = hasher.derive
    monkeypatch.setattr(hasher, "derive", lambda self, *given: derived.append("one") or real(self, *given))
    works = []
    for name, word in (("ana", SECOND), ("zoe", "mango lluvia puerta sal")):
        client = inside(name, word)
        derived.clear()
        new = {"current": word, "password": "una tercera que digo", "again": "una tercera que digo"}
        assert client.post(reverse("my_password"), new).status_code == 302
        works.append(len(derived))
    assert works[0] == works[1] > 0


# A flood of files, and numbers that no version has.


def test_only_one_file_waits_for_its_turn() -> None:
    """Whoever sends sixteen at once would take every thread of the house, and every page with them."""
    for _ in range(running.AT_ONCE):
        assert running.PLACES.acquire(timeout=1)
    refused: list[str] = []

    def waits() -> None:
        try:
            running.ask_child(("photo", "jpeg", "plain"), b"", b"", seconds=1, patience=3)
        except NotTaken as refusal:
            refused.append(refusal.kind)

    first = threading.Thread(target=waits)
    try:
        first.start()
        until = time.monotonic() + 60
        while running.WAITING._value and time.monotonic() < until:
            time.sleep(0.01)
        with pytest.raises(NotTaken):
            running.ask_child(("photo", "jpeg", "plain"), b"", b"", seconds=1, patience=3)
        assert refused == [], "whoever came second is refused while the first one waits still"
    finally:
        first.join()
        for _ in range(running.AT_ONCE):
            running.PLACES.release()
    assert refused == ["busy"], "the one that waited, after three seconds"


@pytest.mark.parametrize("version", ["99999999999999999999999", "-1", "0", "2", "١"])
def test_a_reply_names_a_version_that_its_thread_has(house: Letters, client: Client, version: str) -> None:
    lookup, _secret = receipt_of_phone(letter(client, "Hola."))
    told = client.post(f"/{WORDS['back_sealed']}", {"lookup": lookup.hex(), "do": "open"}).json()
    ticket = told["t"].rpartition(".")[0]
    box = seal(written(Message("Otra.")), [told["thread"]["case"]])
    for number, status in ((version, 400), ("1", 200)):
        sent = {"lookup": lookup.hex(), "do": "reply", "message": file(box), "t": f"{ticket}.{number}"}
        assert client.post(f"/{WORDS['back_sealed']}", sent).status_code == status
