"""Whoever carries the databases away, with every secret of the server, opens nothing: no key, no thread, no words.

Every value of every column is tried as a key on every box, in every form in which a key could hide in it. The control
is the half of a cookie that is not there: with it, the same search opens what it should.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from amparo.access.reporting.actions import letters
from amparo.access.reporting.actions.desk import open_thread
from amparo.access.reporting.models import Message, Thread
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.commons import clock
from amparo.sealing.blind import token
from amparo.sealing.boxes import unlock
from amparo.sealing.envelopes import Unopenable, open_sealed
from amparo.sealing.keys import case_recipient, recipient_of
from amparo.vault.actions.index import index_key
from amparo.vault.actions.staff import StaffKeys, whose_key
from amparo.vault.models import Blind, CaseKey, Reader, SealedFile, StaffKey, Unlock, Wrap
from amparo.vault.queries.opened import Opened, whose_unlock
from tests.letters import Letters, a_house_for_letters, kek_of

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
TEXT, FILE = "Canarioq7: me llamó del 0991234567", b"ORIGINAL-CANARY" * 10


def values() -> Iterator[bytes]:
    """Every value of every column of every table of both databases, and what the server knows besides."""
    for connection in (connections["default"], connections["evidence"]):
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    yield from (as_bytes(value) for value in row if value is not None)
    yield settings.SECRET_KEY.encode()


def as_bytes(value: Any) -> bytes:
    """A value as it lies in a file."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def keys_in(value: bytes) -> set[bytes]:
    """The keys that could hide in a value: any 32 bytes of it, hexadecimal, base64, its digest."""
    found = {hashlib.sha256(value).digest()}
    for part in {value, *value.replace(b"$", b" ").split()}:
        for decode in (binascii.unhexlify, base64.b64decode, bytes):
            try:
                plain = decode(part)
            except (binascii.Error, ValueError):
                continue
            places = range(len(plain) - 31) if len(plain) <= 400 else (0, len(plain) - 32)
            found |= {plain[place : place + 32] for place in places}
    return found


def boxes() -> list[tuple[str, Callable[[bytes], bytes]]]:
    """Every box of a key: its name, and how a key is tried on it."""
    found: list[tuple[str, Callable[[bytes], bytes]]] = []
    for row in Unlock.objects.all():
        found.append(("unlock", lambda key, row=row: unlock(key, bytes(row.box), whose_unlock(row.user, row.handle))))
    for row in StaffKey.objects.all():
        found.append(("staff", lambda key, row=row: unlock(key, bytes(row.box), whose_key(row.user, row.version))))
    return found


def opened_with(keys: set[bytes]) -> list[str]:
    """What these keys open: boxes of staff, and (by their public half) everything that is sealed to a recipient."""
    found = []
    for name, tries in boxes():
        for key in keys:
            try:
                tries(key)
            except Unopenable:
                continue
            found.append(name)
    public = {each for key in keys for each in (recipient_of(key), case_recipient(key))}
    sealed_to = {
        *Reader.objects.values_list("recipient", flat=True),
        *CaseKey.objects.values_list("recipient", flat=True),
    }
    return found + sorted("recipient" for _each in public & sealed_to)


@pytest.fixture
def house(cast: Any) -> Letters:
    """A house with a letter in it, a file, an answer, and one person who has her key open."""
    made = a_house_for_letters(cast)
    letters.write_letter(
        text=TEXT, readers=[each.reference for each in made.readers.values()], language="es", lane="waited",
        facts={"excluded": [], "about": ["CANARYCODE"], "complaint": ""}, ticket=new_ticket(),
        files=[letters.Clear(FILE, "foto.jpg", "image/jpeg")], with_words=False,
    )  # fmt: skip
    return made


def test_a_dump_opens_nothing(house: Letters) -> None:
    request = SimpleNamespace(new_unlock="")
    StaffKeys().came_half(request, house.cast.ana, kek_of(house.cast.ana), now=clock.now())
    keys: set[bytes] = set().union(*map(keys_in, values()))
    assert len(keys) > 10_000
    assert opened_with(keys) == []
    cookie = {bytes.fromhex(request.new_unlock[32:])}
    assert opened_with(cookie) == ["unlock"]  # with what her browser holds, one box opens
    assert opened_with({kek_of(house.cast.ana)}) == ["staff"]
    assert "recipient" in opened_with({house.secrets["ana"]})


def test_no_key_in_a_dump_makes_the_token_of_a_number(house: Letters) -> None:
    """Eight figures are tried in a minute by whoever has the index key: so it stands in no column and no setting.

    The number that is looked for is known here. So one try for each key that could be hidden says the same.
    """
    ana = house.cast.ana
    ana.opened = Opened(house.readers["ana"].pk, "", house.secrets["ana"])
    open_thread(Thread.objects.get(), by=ana)
    [kept] = Blind.objects.values_list("token", flat=True)
    keys: set[bytes] = set().union(*map(keys_in, values()))
    assert kept not in {token(key, "phone", "91234567") for key in keys}
    hers = index_key(ana)
    assert hers is not None
    assert token(hers, "phone", "91234567") == kept  # the control: with her key open it is found


def test_the_search_finds_a_key_that_was_planted(house: Letters) -> None:
    """In hexadecimal, in base64 and plainly, in the middle of something else."""
    secret = house.secrets["berta"]
    for planted in (
        secret.hex().encode(),
        base64.b64encode(secret),
        b"x" * 7 + secret + b"y" * 9,
        b"a$" + secret.hex().encode(),
    ):
        assert secret in keys_in(planted)


def test_nothing_of_what_she_wrote_stands_in_the_database(house: Letters) -> None:
    dump = b"\n".join(values())
    assert b"Tulc" in dump or b"ana" in dump  # something of the house is found in it
    for word in (b"Canarioq7", b"0991234567", b"91234567", FILE[:15], b"foto.jpg", b"image/jpeg", b"CANARYCODE"):
        assert word not in dump, word


def test_the_staff_key_alone_opens_the_thread(house: Letters) -> None:
    """The control of all of it: with the seed of one reader it is read, and with that of nobody else."""
    thread = Thread.objects.get()
    wrap = Wrap.objects.get(reader=house.readers["ana"], case_key__ring=thread.ring)
    seed = open_sealed(bytes(wrap.box), house.secrets["ana"])
    from amparo.vault.actions.rings import open_envelope

    assert TEXT.encode() in open_envelope(seed, bytes(Message.objects.get().box))
    for other in ("berta", "carla", "olga"):
        with pytest.raises(Unopenable):
            open_sealed(bytes(wrap.box), house.secrets[other])
    with pytest.raises(Unopenable):
        open_sealed(bytes(SealedFile.objects.get().box), seed)  # the file has a key of its own, in the message
