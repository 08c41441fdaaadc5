"""Whatever locks, leaves or ends: what it deleted stands in no file of the database, while the house is still open.

A program that ends lets SQLite put its log away by itself. A house does not end for weeks. So the files are read by
the program that acts, right after the act, with its line to the database still open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.own_house import ON_POSTGRES, own_house

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="files of SQLite; PostgreSQL: test_vault_postgres.py")
PARTS = 6  # pieces of sixteen bytes of each box that are looked for


# --- what happens in the other program ---


@dataclass
class Person:
    """Somebody with a key, an open session on two devices, and a ring that she reads with her words' owner."""

    user: Any
    reader: Any
    ring: str
    raw: str  # her half of the session that acts
    check: str  # of the words that open the ring too
    seed: bytes

    def boxes(self) -> dict[str, bytes]:
        """Every box that hangs on her: of the passphrase, of both sessions, of the ring."""
        from amparo.vault.models import StaffKey, Unlock, Wrap

        found = {f"session {each.handle}": bytes(each.box) for each in Unlock.objects.filter(user=self.user)}
        found |= {f"passphrase {each.version}": bytes(each.box) for each in StaffKey.objects.filter(user=self.user)}
        wraps = Wrap.objects.filter(case_key__ring=self.ring).select_related("reader", "case_key")
        return found | {f"wrap {each.reader.kind} {each.case_key.version}": bytes(each.box) for each in wraps}


def a_person(name: str) -> Person:
    """Her account, made without a slow derivation: what hangs on a passphrase is thirty-two bytes."""
    from types import SimpleNamespace

    from amparo.commons import clock
    from amparo.commons.accounts.models import User
    from amparo.sealing.keys import fresh_secret, recipient_of
    from amparo.sealing.receipts import check_of
    from amparo.vault.actions.receipts import keep_receipt
    from amparo.vault.actions.rings import begin_ring
    from amparo.vault.actions.staff import StaffKeys
    from amparo.vault.models import ACTIVE, Reader

    user, requests = User.objects.create(sign_in_name=name, name_used=name), []
    for _device in range(2):
        requests.append(SimpleNamespace(new_unlock=""))
        StaffKeys().came_half(requests[-1], user, b"k" * 32)
    Reader.objects.filter(user=user).update(state=ACTIVE)
    reader = Reader.objects.get(user=user)
    check = check_of(name.encode().ljust(32))
    hers = keep_receipt(check, recipient_of(fresh_secret()), clock.today())
    ring, seed = begin_ring([reader, hers])
    return Person(user, reader, ring, requests[0].new_unlock, check, seed)


def changes_her_words(person: Person) -> None:
    """She who wrote takes other words."""
    from amparo.commons import clock
    from amparo.sealing.keys import fresh_secret, recipient_of
    from amparo.sealing.receipts import check_of
    from amparo.vault.actions.receipts import change_receipt, seal_seed

    to = recipient_of(fresh_secret())
    change_receipt(person.check, check_of(fresh_secret()), to, {1: seal_seed(person.seed, to)}, clock.today())


def changes_her_passphrase(person: Person) -> None:
    """The same key under another passphrase; the session that does it goes on."""
    from amparo.vault.actions.staff import StaffKeys

    keys = StaffKeys()
    opened = keys.opened(person.user, person.raw)
    assert opened is not None
    keys.changed_password(person.user, b"n" * 32, opened)


def acts() -> dict[str, tuple[Callable[[Person], Any], set[str]]]:
    """What is done, and the beginnings of the names of the boxes that it deletes."""
    from amparo.vault.actions.rings import leave_rings, shred_ring
    from amparo.vault.actions.staff import StaffKeys

    keys = StaffKeys()
    return {
        "signing out": (lambda who: keys.went(who.user, who.raw), {"session"}),
        "a lost phone": (lambda who: keys.lock_person(who.user), {"session"}),
        "panic": (lambda who: keys.lock_all(), {"session"}),
        "another passphrase": (changes_her_passphrase, {"session", "passphrase"}),
        "a lost passphrase": (lambda who: keys.lost_password(who.user), {"session", "passphrase", "wrap staff"}),
        "stepping back": (lambda who: leave_rings([who.ring], who.reader), {"wrap staff"}),
        "other words": (changes_her_words, {"wrap receipt"}),
        "destroying": (lambda who: shred_ring(who.ring), {"wrap staff", "wrap receipt"}),
    }


def act_and_look() -> dict[str, Any]:
    """For each act the boxes of which it left something in a file, and those that were there before."""
    from django.db import transaction

    found = {}
    for number, (name, (act, _goes)) in enumerate(acts().items()):
        person = a_person(f"persona{number}")
        boxes = person.boxes()
        before = sorted(each for each, box in boxes.items() if stands_somewhere(box))
        with transaction.atomic():
            act(person)
        gone = {each: box for each, box in boxes.items() if box not in person.boxes().values()}
        found[name] = {
            "before": before,
            "gone": sorted(gone),
            "left": sorted(each for each, box in gone.items() if stands_somewhere(box)),
        }
    return found


def stands_somewhere(box: bytes) -> bool:
    """Does any piece of a box stand in a file of the database?"""
    from django.conf import settings

    files = Path(settings.DATABASES["default"]["NAME"]).parent.glob("care.sqlite3*")
    pieces = [box[place : place + 16] for place in range(len(box) - 16, 0, -max(1, len(box) // PARTS))][:PARTS]
    held = b"".join(each.read_bytes() for each in files)
    return any(piece in held for piece in pieces)


def plant_and_delete() -> bool:
    """The control: a row that is deleted and no more still stands in the log."""
    from amparo.vault.models import Unlock

    person = a_person("persona")
    boxes = [bytes(each.box) for each in Unlock.objects.filter(user=person.user)]
    Unlock.objects.filter(user=person.user).delete()
    return all(stands_somewhere(box) for box in boxes)


def a_night_passes() -> dict[str, Any]:
    """The nightly job, an hour after she was last seen: what is left of her sessions, in rows and in files."""
    from datetime import timedelta

    from amparo.commons import clock
    from amparo.config.management.commands.tidy import tidy
    from amparo.vault.models import Unlock

    person = a_person("persona")
    sessions = [box for name, box in person.boxes().items() if name.startswith("session")]
    tidy(clock.now() + timedelta(hours=1), lambda said: None)
    return {"rows": Unlock.objects.count(), "left": sum(map(stands_somewhere, sessions)), "were": len(sessions)}


def cut_while_somebody_reads() -> bool:
    """Delete, and cut the log, while a long list of somebody else ends half a second later."""
    import sqlite3
    import threading

    from django.conf import settings

    from amparo.vault.actions.burning import cut_the_log
    from amparo.vault.models import Unlock

    a_person("persona")
    reader = sqlite3.connect(settings.DATABASES["default"]["NAME"], check_same_thread=False, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM vault_unlock").fetchone()
    Unlock.objects.all().delete()
    ends = threading.Timer(0.5, lambda: reader.execute("ROLLBACK"))
    ends.start()
    was_cut = cut_the_log()
    ends.join()
    reader.close()
    return was_cut


def what_a_crash_may_write() -> list[int]:
    """The largest picture of its memory that the server may leave on the disk, where the computer would allow any."""
    import resource

    allowed = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (allowed, allowed))
    from amparo.config import wsgi

    assert callable(wsgi.application)
    return [allowed, *resource.getrlimit(resource.RLIMIT_CORE)]


def how_it_writes() -> dict[str, Any]:
    """What SQLite says of each database, as the house opens it: full is 2 (sqlite.org/pragma.html)."""
    from django.db import connections

    found = {}
    for alias in ("default", "evidence"):
        with connections[alias].cursor() as cursor:
            asked = ("journal_mode", "synchronous", "secure_delete")
            found[alias] = [cursor.execute(f"PRAGMA {each}").fetchone()[0] for each in asked]
    return found


# --- the tests ---


def test_what_was_taken_outlives_a_power_cut_and_what_was_deleted_is_written_over(tmp_path: Path) -> None:
    with own_house(tmp_path) as house:
        assert house.run(how_it_writes) == {"default": ["wal", 2, 1], "evidence": ["wal", 2, 1]}


def test_what_an_act_deletes_stands_in_no_file_of_an_open_house(tmp_path: Path) -> None:
    with own_house(tmp_path) as house:
        found = house.run(act_and_look)
    for name, (_act, goes) in acts().items():
        assert len(found[name]["before"]) == 5, name  # two sessions, a passphrase, two wraps: all are found before
        for begins in goes:
            assert any(each.startswith(begins) for each in found[name]["gone"]), (name, begins)
        assert found[name]["left"] == [], name


def test_a_crash_of_the_server_writes_nothing_of_its_memory(tmp_path: Path) -> None:
    with own_house(tmp_path) as house:
        allowed, soft, hard = house.run(what_a_crash_may_write)
    if allowed == 0:
        pytest.skip("this computer lets no program leave its memory on the disk")
    assert (soft, hard) == (0, 0)


def test_a_night_takes_away_what_was_left_open(tmp_path: Path) -> None:
    with own_house(tmp_path) as house:
        assert house.run(a_night_passes) == {"rows": 0, "left": 0, "were": 2}


def test_the_log_is_cut_once_whoever_reads_has_ended(tmp_path: Path) -> None:
    with own_house(tmp_path) as house:
        assert house.run(cut_while_somebody_reads) is True


def test_a_row_that_is_only_deleted_is_found(tmp_path: Path) -> None:
    with own_house(tmp_path) as house:
        assert house.run(plant_and_delete) is True
