"""Taking a key away: it counts for nothing from its commit on, and its wraps go after that, in small parts."""

from typing import Any

import pytest
from django.db import connections

from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.policy.policies import Locked
from amparo.config.management.commands.tidy import tidy
from amparo.vault.actions import ledger, rings
from amparo.vault.actions import readers as keys
from amparo.vault.actions.recovery import WrongSheets, look_at
from amparo.vault.models import RETIRED, CaseKey, Reader, Wrap
from amparo.vault.queries.opened import newest_key
from tests.letters import Letters, a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def some_rings(house: Letters, number: int = 5) -> list[str]:
    """Rings that ana and berta read."""
    return [rings.begin_ring([house.readers["ana"], house.readers["berta"]])[0] for _ in range(number)]


def hers(house: Letters, name: str = "berta") -> int:
    return Wrap.every.filter(reader=house.readers[name]).count()


def cut_after(batches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep takes two rings a time, and ends with an error instead of the pause after so many."""
    left = iter([None] * (batches - 1))

    def pause(_seconds: float) -> None:
        if next(left, "over") == "over":
            raise KeyboardInterrupt

    monkeypatch.setattr(rings, "BATCH", 2)
    monkeypatch.setattr(rings.time, "sleep", pause)


def test_her_wraps_go_and_every_ring_is_turned(house: Letters) -> None:
    made = some_rings(house)
    keys.retire_reader(house.readers["berta"], by=accounts.SETUP)
    assert hers(house) == 0
    assert {newest_key(ring).version for ring in made} == {2}
    assert hers(house, "ana") == 2 * len(made)
    left = ledger.left_digests()
    assert all(ledger.left_digest(ring, house.readers["berta"].reference) in left for ring in made)


def test_the_key_is_gone_before_the_first_wrap_is_touched(house: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is seen of the key in the moment in which the first wraps go, by whoever asks then."""
    some_rings(house)
    seen: list[tuple[str, int]] = []
    sweep = rings.sweep_retired

    def looked(reader: Reader) -> int:
        blocks = connections["default"].atomic_blocks
        assert all(getattr(each, "_from_testcase", False) for each in blocks), "its own commit is over"
        seen.append((Reader.objects.get(pk=reader.pk).state, hers(house)))
        return sweep(reader)

    monkeypatch.setattr(keys, "sweep_retired", looked)
    keys.retire_reader(house.readers["berta"], by=accounts.SETUP)
    assert seen == [(RETIRED, 5)]


def test_a_sweep_that_is_cut_leaves_whole_rings_and_the_night_takes_it_up(
    house: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = some_rings(house)
    with monkeypatch.context() as patch:
        cut_after(2, patch)
        with pytest.raises(KeyboardInterrupt):
            keys.retire_reader(house.readers["berta"], by=accounts.SETUP)
    assert Reader.objects.get(pk=house.readers["berta"].pk).state == RETIRED
    assert hers(house) == 1, "two batches of two went"
    for ring in made:
        assert (newest_key(ring).version == 1) == Wrap.every.filter(
            case_key__ring=ring, reader=house.readers["berta"]
        ).exists()
    tidy(clock.now(), lambda _line: None)
    assert hers(house) == 0
    assert {newest_key(ring).version for ring in made} == {2}


def test_between_two_parts_of_a_sweep_others_get_to_write(house: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite asks again after a tenth of a second; without a pause nobody else would write for minutes."""
    some_rings(house)
    paused: list[float] = []
    monkeypatch.setattr(rings, "BATCH", 2)
    monkeypatch.setattr(rings.time, "sleep", paused.append)
    keys.retire_reader(house.readers["berta"], by=accounts.SETUP)
    assert len(paused) == 2
    assert min(paused) > 0.1


def test_what_is_destroyed_meanwhile_stays_destroyed(house: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    made = some_rings(house)
    monkeypatch.setattr(rings, "BATCH", 1)
    monkeypatch.setattr(rings.time, "sleep", lambda _seconds: [rings.shred_ring(ring) for ring in made])
    keys.retire_reader(house.readers["berta"], by=accounts.SETUP)
    assert not CaseKey.objects.filter(ring__in=made).exists()


def test_nothing_new_is_wrapped_to_a_key_that_is_gone(house: Letters) -> None:
    """Also by who read it before it went, and still holds the row as it was."""
    (ring,), before = some_rings(house, 1), house.readers["berta"]
    keys.retire_reader(Reader.objects.get(pk=before.pk), by=accounts.SETUP)
    assert before.state != RETIRED, "this one is stale, as that of a request that runs beside"
    rings.begin_ring([house.readers["ana"], before])
    rings.turn_ring(ring, also=[before])
    rings.wrap_seeds(ring, {newest_key(ring).version: b"\0" * 32}, before)
    rings.take_ring(newest_key(ring).recipient + "x", [(before, b"box"), (house.readers["ana"], b"box")])
    assert hers(house) == 0
    with pytest.raises(Locked):
        rings.begin_ring([before])


def test_sheets_that_were_put_away_open_nothing_while_their_wraps_go(house: Letters) -> None:
    Reader.objects.filter(pk=house.recovery.reader_id).update(state=RETIRED)
    house.recovery.refresh_from_db()
    with pytest.raises(WrongSheets) as refused:
        look_at(house.recovery, sheets=house.sheets[:2], by=accounts.SETUP)
    assert refused.value.kind == "retired"
