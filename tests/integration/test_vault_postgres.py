"""The vault on PostgreSQL: what differs there. Deleted rows go with VACUUM, and two programs meet at rows."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amparo.commons import clock
from tests.integration.test_vault_shred import plant, rows_of
from tests.own_house import ON_POSTGRES, OwnHouse, own_house, result_of, server

pytestmark = pytest.mark.skipif(not ON_POSTGRES, reason="AMPARO_TEST_POSTGRES is not set")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[OwnHouse]:
    with own_house(tmp_path) as made:
        yield made


def dead_rows() -> int:
    """How many rows of wraps lie dead in the pages: deleted, and not yet taken away."""
    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pgstattuple")
        cursor.execute("SELECT dead_tuple_count FROM pgstattuple('vault_wrap')")
        return int(cursor.fetchone()[0])


def destroy(ring: str) -> dict[str, Any]:
    """Delete a ring without and then with the VACUUM that follows a deletion."""
    from django.db import transaction

    from amparo.vault.actions.burning import cut_the_log
    from amparo.vault.actions.rings import forget_ring

    with transaction.atomic(using="default"):
        forget_ring(ring)
    before = dead_rows()
    return {"before": before, "cut": cut_the_log(), "after": dead_rows()}


def shred_whole(ring: str) -> int:
    """The whole act, with whatever follows it."""
    from amparo.vault.actions.rings import shred_ring

    shred_ring(ring)
    return dead_rows()


def tidied(ring: str = "") -> bool:
    """A ring is destroyed, and the night comes; whether the log was ended."""

    from amparo.config.management.commands.tidy import sweep
    from amparo.vault.actions.rings import shred_ring

    if ring:
        shred_ring(ring)
    return sweep(clock.now())


def files_with(folder: Path, box: bytes) -> set[str]:
    """In which folders of the server these bytes stand: either half, for each page of the log has a head."""
    found, middle = set(), len(box) // 2
    for path in [each for each in folder.rglob("*") if each.is_file()]:
        try:
            there = path.read_bytes()
            if box[:middle] in there or box[middle:] in there:
                found.add(path.relative_to(folder).parts[0])
        except FileNotFoundError:
            continue
    return found


def test_after_the_night_no_byte_of_a_destroyed_wrap_is_in_the_server(house: OwnHouse) -> None:
    with server() as line:
        folder = Path(line.execute("SHOW data_directory").fetchone()[0])
        if not os.access(folder, os.R_OK | os.X_OK):
            pytest.skip("the files of the server cannot be read by whoever runs the tests")
        try:
            line.execute("ALTER SYSTEM SET wal_recycle = off")  # before anything is there to be kept
            line.execute("ALTER SYSTEM SET wal_keep_size = '1GB'")  # until it was looked at: a part may end meanwhile
            line.execute("SELECT pg_reload_conf()")
            line.execute("CHECKPOINT")
            planted = house.run(plant, 3)
            gone, stays = (bytes.fromhex(each) for each in planted["boxes"][:2])
            line.execute("SELECT pg_switch_wal()")
            line.execute("CHECKPOINT")
            assert files_with(folder, gone) == files_with(folder, stays) == {"base", "pg_wal"}, "the look is not blind"
            line.execute("ALTER SYSTEM RESET wal_keep_size")
            line.execute("SELECT pg_reload_conf()")
            line.execute("CHECKPOINT")
            assert house.run(tidied, planted["rings"][0])
            assert files_with(folder, gone) == set()
            assert "base" in files_with(folder, stays)
        finally:
            line.execute("ALTER SYSTEM RESET wal_recycle")
            line.execute("ALTER SYSTEM RESET wal_keep_size")
            line.execute("SELECT pg_reload_conf()")


def test_who_may_not_end_the_log_is_told_so(house: OwnHouse) -> None:
    assert house.run(tidied) is False  # as a server is set up: it keeps parts of its log to write over them


def cut_inside() -> bool:
    """Inside a transaction VACUUM is impossible: it says no, and breaks nothing."""
    from django.db import transaction

    from amparo.vault.actions.burning import cut_the_log
    from amparo.vault.models import Reader

    with transaction.atomic(using="default"):
        told = cut_the_log()
        Reader.objects.count()
    return bool(told)


def test_after_it_no_dead_row_is_left(house: OwnHouse) -> None:
    planted = house.run(plant, 3)
    told = house.run(destroy, planted["rings"][0])
    assert told == {"before": 1, "cut": True, "after": 0}
    assert house.run(rows_of, planted["rings"][0]) == 0
    assert house.run(shred_whole, planted["rings"][1]) == 0
    assert house.run(cut_inside) is False


def waiting_reader() -> list[str]:
    """A key that waits, and two people who may confirm it: their names."""

    from amparo.commons.accounts import actions as accounts
    from amparo.vault.actions.staff import open_or_make_key

    team = accounts.make_team(name="Casa", by=accounts.SETUP)
    for name, role in (("ana", "coordinator"), ("berta", "coordinator"), ("nina", "reader")):
        made = accounts.open_account(sign_in_name=name, name_used=name, password="mango lluvia", by=accounts.SETUP)
        accounts.give_role(made, team=team, role=role, by=accounts.SETUP)
    open_or_make_key(made, b"k" * 32, clock.now())
    return ["ana", "berta"]


def wait_at(gate: str, name: str) -> None:
    """Say that this program is there, and wait for the moment; not for ever."""
    import time

    Path(f"{gate}.{name}").touch()
    ends = time.monotonic() + 120
    while not Path(gate).exists() and time.monotonic() < ends:
        time.sleep(0.002)


def confirm(name: str, gate: str) -> str:
    """One of two who confirm the same key at the same moment."""
    from amparo.commons.accounts.models import User
    from amparo.sealing.keys import fingerprint
    from amparo.vault.actions.readers import ChangedKey, confirm_reader
    from amparo.vault.models import Reader

    by, reader = User.objects.get(sign_in_name=name), Reader.objects.get(user__sign_in_name="nina")
    wait_at(gate, name)
    try:
        confirm_reader(reader, by=by, seen=fingerprint(reader.recipient))
    except ChangedKey:
        return "changed"
    return "confirmed"


def log() -> list[Any]:
    from amparo.vault.actions.key_log import first_broken_entry
    from amparo.vault.models import KeyEntry

    return [list(KeyEntry.objects.values_list("act", flat=True)), first_broken_entry()]


def note_at_once(gate: str) -> str:
    """A line of the log, at the same moment as another program."""
    import time
    from datetime import date

    from django.db import IntegrityError

    from amparo.vault.actions.key_log import note_key

    wait_at(gate, str(time.monotonic_ns()))
    try:
        for _ in range(20):
            note_key("noted", None, by="house.setup", on=date(2026, 11, 24))
    except IntegrityError:
        return "refused"
    return "noted"


def at_once(house: OwnHouse, gate: Path, programs: list[Any]) -> list[Any]:
    """Let programs go at the same moment; what each returned."""
    while len(list(gate.parent.glob(f"{gate.name}.*"))) < len(programs):
        assert all(each.poll() is None for each in programs), result_of(next(p for p in programs if p.poll()))
    gate.touch()
    return [result_of(each) for each in programs]


def test_two_confirm_at_once_and_one_counts(house: OwnHouse, tmp_path: Path) -> None:
    names, gate = house.run(waiting_reader), tmp_path / "gate"
    told = at_once(house, gate, [house.start(confirm, name, str(gate)) for name in names])
    assert sorted(told) == ["changed", "confirmed"]
    assert house.run(log) == [["made", "confirmed"], None]


def test_the_log_does_not_fork_when_many_write_at_once(house: OwnHouse, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    told = at_once(house, gate, [house.start(note_at_once, str(gate)) for _ in range(4)])
    acts, broken = house.run(log)
    assert broken is None
    assert len(acts) >= 20
    assert told == ["noted"] * 4
