"""Destroyed is destroyed: in the bytes on the disk too, and after an old copy of the house is put back.

Each test first finds what it looks for: a planted wrap stands in the files before it is destroyed.
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amparo.commons import clock
from tests.own_house import ON_POSTGRES, OwnHouse, own_house

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="files of SQLite; PostgreSQL: test_vault_postgres.py")


# --- what happens in the other program ---


def plant(count: int = 1) -> dict[str, Any]:
    """Rings wrapped to somebody; the bytes of the wraps, and the secret that opens them."""

    from amparo.sealing.keys import fresh_secret, recipient_of
    from amparo.vault.actions.rings import begin_ring, keep_file, seal_to
    from amparo.vault.models import ACTIVE, OUTSIDE, Blind, Reader, Wrap

    secret, rings = fresh_secret(), []
    to = Reader.objects.create(
        kind=OUTSIDE,
        recipient=recipient_of(secret),
        state=ACTIVE,
        since=clock.today(),
    )
    for _ in range(count):
        ring, _seed = begin_ring([to])
        keep_file(ring, ring, seal_to(ring, b"x" * 100_000)[1])
        Blind.objects.create(ring=ring, kind="phone", token=ring * 2)
        rings.append(ring)
    return {"rings": rings, "secret": secret.hex(), "boxes": [bytes(each.box).hex() for each in Wrap.objects.all()]}


def destroy(ring: str) -> bool:
    """Destroy a ring as an act does, and say whether another cut has anything left to do."""
    from amparo.vault.actions.burning import cut_the_log
    from amparo.vault.actions.rings import shred_ring

    shred_ring(ring)
    return bool(cut_the_log())


def destroy_in_time(ring: str) -> float:
    """Destroy a ring; for how long whoever asked for it waited."""
    from amparo.vault.actions.rings import shred_ring

    begin = time.monotonic()
    shred_ring(ring)
    return time.monotonic() - begin


def cut() -> bool:
    """What the nightly job does."""
    from amparo.vault.actions.burning import cut_the_log

    return bool(cut_the_log())


def replay() -> int:
    """What happens before a house opens."""
    from amparo.vault.actions.replaying import replay_ledger

    return int(replay_ledger())


def opens(ring: str, secret: str) -> int:
    """How many wraps of a ring this secret opens."""
    from amparo.sealing.wraps import unwrap
    from amparo.vault.models import Wrap

    return sum(
        len(unwrap(bytes(each.box), bytes.fromhex(secret))) == 32 for each in Wrap.objects.filter(case_key__ring=ring)
    )


def rows_of(ring: str) -> int:
    """How many rows of the vault speak of a ring."""
    from amparo.vault.models import Blind, CaseKey, SealedFile

    return sum(table.objects.filter(ring=ring).count() for table in (CaseKey, SealedFile, Blind))


def read_on() -> None:
    """Open a reading transaction, say so, and hold it until told to stop: a backup, or a long list."""
    import sys

    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM vault_wrap")
        print("reading", flush=True)
        sys.stdin.readline()
        cursor.execute("ROLLBACK")


# --- the tests ---


@pytest.fixture
def house(tmp_path: Path) -> Iterator[OwnHouse]:
    with own_house(tmp_path) as made:
        yield made


def traces(house: OwnHouse, box: bytes) -> list[str]:
    """In which files of the database any sixteen bytes of a wrap stand, from six places behind what all begin with."""
    parts = [box[place : place + 16] for place in range(40, len(box) - 16, max(1, len(box) // 6))]
    return [path.name for path in house.files if any(part in path.read_bytes() for part in parts)]


def test_a_destroyed_wrap_stands_in_no_file(house: OwnHouse) -> None:
    planted = house.run(plant)
    (ring,), (box,) = planted["rings"], [bytes.fromhex(each) for each in planted["boxes"]]
    assert traces(house, box)  # it is found before
    assert house.run(rows_of, ring) == 3
    assert house.run(destroy, ring) is True
    assert traces(house, box) == []
    assert house.run(rows_of, ring) == 0


def test_of_many_only_the_destroyed_one_goes(house: OwnHouse) -> None:
    planted = house.run(plant, 30)
    boxes = [bytes.fromhex(each) for each in planted["boxes"]]
    house.run(destroy, planted["rings"][7])
    gone = [place for place, box in enumerate(boxes) if not traces(house, box)]
    assert len(gone) == 1
    assert house.run(opens, planted["rings"][8], planted["secret"]) == 1


def test_without_cutting_the_log_it_would_be_found(house: OwnHouse) -> None:
    """The control: while another program reads, the log cannot be cut, and the wrap is still in it."""
    planted = house.run(plant)
    (ring,), (box,) = planted["rings"], [bytes.fromhex(each) for each in planted["boxes"]]
    reader = house.start(read_on)
    assert reader.stdout is not None
    assert reader.stdin is not None
    assert reader.stdout.readline() == "reading\n"
    waited = house.run(destroy_in_time, ring)
    try:
        assert traces(house, box)
        assert house.run(opens, ring, planted["secret"]) == 0  # through the house it is gone already
        assert house.run(cut) is False
    finally:
        reader.communicate("stop\n", timeout=60)
    assert waited < 10  # whoever pressed the button is not kept by somebody else's long list
    assert house.run(cut) is True  # tried again at night
    assert traces(house, box) == []


def test_what_an_old_copy_brings_back_is_destroyed_again(house: OwnHouse, tmp_path: Path) -> None:
    planted = house.run(plant, 3)
    house.run(cut)
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in house.files:
        shutil.copy(path, copy / path.name)
    gone, kept = planted["rings"][0], planted["rings"][1:]
    house.run(destroy, gone)
    for path in house.files:
        path.unlink()
    for path in copy.iterdir():
        shutil.copy(path, house.data / path.name)
    assert house.run(opens, gone, planted["secret"]) == 1  # the old copy has it again
    assert house.run(replay) == 1
    assert house.run(rows_of, gone) == 0
    assert [house.run(opens, ring, planted["secret"]) for ring in kept] == [1, 1]
    assert house.run(replay) == 0  # twice changes nothing
    boxes = [bytes.fromhex(each) for each in planted["boxes"]]
    assert sum(not traces(house, box) for box in boxes) == 1


def test_a_ledger_that_was_cut_off_in_a_line_is_read_to_there(house: OwnHouse) -> None:
    """A power cut in the middle of a line: what stands whole counts, what does not is passed over."""
    planted = house.run(plant, 2)
    ledger = house.data / "destroyed"
    ledger.write_text(f"2026-11-01 {planted['rings'][0]}\n2026-11-02 {planted['rings'][1][:5]}", encoding="utf-8")
    assert house.run(replay) == 1
    assert [house.run(rows_of, ring) for ring in planted["rings"]] == [0, 3]


def test_after_a_torn_line_the_next_one_counts(house: OwnHouse) -> None:
    """A power cut tears a line; what is destroyed afterwards stands on a line of its own, and is destroyed again."""
    planted = house.run(plant, 3)
    one, two, three = planted["rings"]
    ledger = house.data / "destroyed"
    ledger.write_text(f"2026-11-01 -ab2026-11-02 {one}\n2026-11-03 {two}", encoding="utf-8")  # glued, and torn
    house.run(destroy, three)
    torn, whole = ledger.read_text(encoding="utf-8").splitlines()[1:]
    assert torn == f"2026-11-03 {two}"
    assert whole.endswith(f" {three}")
    assert house.run(replay) == 2
    assert [house.run(rows_of, ring) for ring in (one, two, three)] == [0, 0, 0]


def test_the_ledger_names_rings_and_days_only_and_is_for_the_house_alone(house: OwnHouse) -> None:
    planted = house.run(plant)
    house.run(destroy, planted["rings"][0])
    ledger = house.data / "destroyed"
    day, ring = ledger.read_text(encoding="utf-8").split()
    assert ring == planted["rings"][0]
    assert len(day) == 10
    assert ledger.stat().st_mode & 0o077 == 0
