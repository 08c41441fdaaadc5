"""A case that is destroyed with all that hangs on it: no wrap is left in the bytes on the disk, nor after an old copy.

With parts, what she sees and says on her own page, a hold that was ended, somebody let in for a time, a list that was
asked for and a certificate. Each look first finds what it looks for.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amparo.commons import clock
from tests.own_house import ON_POSTGRES, OwnHouse, own_house

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="files of SQLite; PostgreSQL: test_vault_postgres.py")
CANARY = "Canario de ejemplo que nadie encuentra"


# --- what happens in the other program ---


def plant() -> dict[str, Any]:
    """A house with three readers; a case of Ana with everything that may hang on one, and the bytes of its wraps."""
    from datetime import timedelta

    from django.conf import settings

    from amparo.access.reporting.actions import desk
    from amparo.casework.actions import cases, exports, hers, holds
    from amparo.casework.actions.parts import add_part
    from amparo.casework.queries.exports import To
    from amparo.formats.case_questions import Answer
    from amparo.vault.models import SealedField, Wrap
    from tests.cases import SOME, person
    from tests.cast import make_cast
    from tests.letters import a_house_for_letters
    from tests.threads import written

    settings.PASSWORD_HASHERS = ["tests.quick.QuickHasher", *settings.PASSWORD_HASHERS[1:]]
    house, now = a_house_for_letters(make_cast()), clock.now()
    ana, berta = person(house, "ana"), person(house, "berta")
    case = desk.begin_case(written().thread, answers=SOME, agreed="written", by=ana, now=now - timedelta(days=1))
    add_part(case, kind="note", answers={"note_text": Answer(CANARY)}, by=ana)
    cases.share(case, reader=house.readers["berta"], answers={"letting_in_why": Answer("covers")}, by=ana)
    cases.share(case, reader=house.readers["carla"], until=now + timedelta(hours=2), by=ana)
    hold = holds.ask_to_hold(case, until=clock.day(now) + timedelta(days=9), answers={}, by=ana)
    holds.agree_to_hold(case, reference=hold.reference, by=berta)
    exports.ask_for_export(
        kind="handover", cases=[case.reference], reason="other", words=CANARY, to=To(reader=house.readers["olga"]),
        second=house.readers["berta"], by=ana, now=now,
    )  # fmt: skip
    cases.open_case(case, by=ana)
    hers.say(case, {"where": CANARY})
    case.refresh_from_db()
    assert case.her_box
    hers_too = [bytes(case.her_box), *(bytes(each.box) for each in case.words.all())]
    wraps = Wrap.every.filter(case_key__ring=case.ring)
    assert {each.reader.kind for each in wraps} == {"staff", "recovery"}
    return {
        "case": case.reference, "ring": case.ring, "hold": hold.reference,
        "secrets": {name: secret.hex() for name, secret in house.secrets.items()},
        "boxes": [bytes(each.box).hex() for each in (*wraps, *SealedField.objects.all())]
        + [each.hex() for each in hers_too],
    }  # fmt: skip


def refused_while_held(told: dict[str, Any]) -> bool:
    """Does the hold keep it, whoever asks?"""
    from amparo.casework.actions import cases
    from amparo.commons.policy.policies import Denied

    try:
        cases.destroy(told["case"], by=cases.HER_PAGE)
    except Denied:
        return True
    return False


def destroy(told: dict[str, Any]) -> dict[str, int]:
    """The hold is over; it is destroyed as her own page does it. What is left in the tables of it."""
    from amparo.casework.actions import cases
    from amparo.casework.models import Case, Certificate, Hold, Part
    from amparo.vault.actions.burning import cut_the_log
    from amparo.vault.models import CaseKey, SealedField, Wrap

    Hold.objects.update(until="2020-01-01")
    cases.destroy(told["case"], by=cases.HER_PAGE)
    assert cut_the_log()
    return {
        "wraps": Wrap.every.filter(case_key__ring=told["ring"]).count(),
        "keys": CaseKey.objects.filter(ring=told["ring"]).count(),
        "fields": SealedField.objects.filter(ring=told["ring"]).count(),
        "rows": Case.objects.count() + Part.objects.count() + Hold.objects.count(),
        "papers": Certificate.objects.count(),
    }


def opens(told: dict[str, Any]) -> int:
    """How many wraps of the case any key of the house opens, through the tables."""
    from amparo.sealing.boxes import Unopenable
    from amparo.sealing.wraps import unwrap
    from amparo.vault.models import Wrap

    found = 0
    for wrap in Wrap.every.filter(case_key__ring=told["ring"]):
        for secret in told["secrets"].values():
            try:
                found += len(unwrap(bytes(wrap.box), bytes.fromhex(secret))) == 32
            except Unopenable:
                continue
    return found


def brought_back() -> dict[str, int]:
    """What happens before a house opens after an old copy was put back, and the first night after."""

    from amparo.casework.models import Case, Part
    from amparo.config.management.commands.tidy import tidy
    from amparo.vault.actions.replaying import replay_ledger

    again = replay_ledger()
    tidy(clock.now(), lambda said: None)
    return {"again": again, "rows": Case.objects.count() + Part.objects.count()}


# --- the tests ---


@pytest.fixture
def house(tmp_path: Path) -> Iterator[OwnHouse]:
    with own_house(tmp_path) as made:
        yield made


def traces(house: OwnHouse, box: bytes) -> bool:
    """Do any sixteen bytes of it stand in a file of the database?"""
    parts = [box[place : place + 16] for place in range(min(40, len(box) - 16), len(box) - 16, max(1, len(box) // 6))]
    held = [path.read_bytes() for path in house.files]
    return any(part in file for part in parts for file in held)


def test_nothing_of_it_is_left_on_the_disk_and_an_old_copy_opens_nothing_here(house: OwnHouse, tmp_path: Path) -> None:
    told = house.run(plant)
    boxes = [bytes.fromhex(each) for each in told["boxes"]]
    assert len(boxes) > 10
    assert all(traces(house, box) for box in boxes), "each is found before"
    assert not any(CANARY.encode() in path.read_bytes() for path in house.files)
    assert house.run(opens, told) == 3, "Ana, Berta, and Carla for a time"
    assert house.run(refused_while_held, told) is True
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in house.files:
        shutil.copy(path, copy / path.name)
    assert house.run(destroy, told) == {"wraps": 0, "keys": 0, "fields": 0, "rows": 0, "papers": 1}
    assert [box.hex()[:16] for box in boxes if traces(house, box)] == []
    for path in house.files:
        path.unlink()
    for path in copy.iterdir():
        shutil.copy(path, house.data / path.name)
    assert house.run(opens, told) == 3, "what the paper says: until that day an old copy and a key still open it"
    assert house.run(brought_back) == {"again": 1, "rows": 0}
    assert house.run(opens, told) == 0
    assert [box.hex()[:16] for box in boxes if traces(house, box)] == []
