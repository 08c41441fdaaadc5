"""Fifty who ask for a place at the same moment, in different programs: no more get one than there is room."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from tests.own_house import OwnHouse, own_house, result_of

PROGRAMS, EACH, THREADS, ROOM = 10, 5, 5, 7  # programs, askers in each and how many of them at once; places


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnHouse]:
    with own_house(tmp_path_factory.mktemp("house")) as made:
        yield made


def lay(room: int) -> list[str]:
    """A clinic with a door, at whose hours there is room for some; who takes codes; the reference of both."""
    from amparo.access.health.actions.channels import Hours
    from amparo.commons.accounts import actions as accounts
    from amparo.commons.directory.models import Organisation
    from tests.health import clinic, door

    if not Organisation.objects.exists():
        team = accounts.make_team(name="Casa", by=accounts.SETUP)
        rita = accounts.open_account(
            sign_in_name="rita", name_used="Rita", password="mango lluvia puerta sal", by=accounts.SETUP
        )
        accounts.give_role(rita, team=team, role="reader", by=accounts.SETUP)
    made = door(clinic(None), Hours("slots", 127, time(14), time(16), room))
    return [made.reference, made.windows.get().reference]


def ask(channel: str, window: str, gate: str) -> list[str]:
    """Wait until the gate is there, then ask in threads; what each was given, or told."""
    import time as clock
    from concurrent.futures import ThreadPoolExecutor

    from amparo.access.health.actions.slots import take_slot
    from amparo.access.health.models import Channel
    from amparo.commons.accounts.models import User
    from amparo.commons.policy.policies import Denied

    found, by = Channel.objects.get(reference=channel), User.objects.get(sign_in_name="rita")
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def once(_number: int) -> str:
        from django.db import connections

        try:
            slot = take_slot(found, window, date(2026, 11, 24), by=by, now=now)
        except Denied as error:
            return f"no: {error.sentence}"
        finally:
            connections.close_all()
        return slot.code

    Path(f"{gate}.{clock.monotonic_ns()}").touch()
    ends = clock.monotonic() + 120
    while not Path(gate).exists() and clock.monotonic() < ends:
        clock.sleep(0.002)
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(once, range(EACH)))


def kept(window: str) -> list[list[object]]:
    """The seats and codes that are kept, and how often the trail says so."""
    from amparo.access.health.models import Slot
    from amparo.commons.audit.models import Act

    rows = [[slot.seat, slot.code] for slot in Slot.objects.filter(window__reference=window).order_by("seat")]
    return [*rows, ["acts", Act.objects.filter(verb="door_code.taken").count()]]


def test_of_fifty_who_ask_at_once_as_many_get_a_place_as_there_is_room(house: OwnHouse, tmp_path: Path) -> None:
    (channel, window), gate = house.run(lay, ROOM), tmp_path / "gate"
    programs = [house.start(ask, channel, window, str(gate)) for _ in range(PROGRAMS)]
    while len(list(tmp_path.glob("gate.*"))) < PROGRAMS:
        assert all(each.poll() is None for each in programs), result_of(next(p for p in programs if p.poll()))
    gate.touch()
    told = [answer for each in programs for answer in result_of(each)]
    given = [answer for answer in told if not answer.startswith("no")]
    refused = set(told) - set(given)
    *rows, acts = house.run(kept, window)
    assert len(told) == PROGRAMS * EACH == 50
    assert len(given) == len(set(given)) == ROOM
    assert [seat for seat, _code in rows] == list(range(1, ROOM + 1))
    assert {code for _seat, code in rows} == set(given)
    assert len(refused) == 1
    assert "25/11/2026" in refused.pop(), "the next free hours are named"
    assert acts == ["acts", 1], "who was refused left nothing, and one line says it for the hour"
