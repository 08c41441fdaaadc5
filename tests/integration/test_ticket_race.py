"""One ticket, used a hundred times at the same moment by different programs: one is taken, whatever the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.own_house import OwnHouse, own_house, result_of

PROGRAMS, EACH, THREADS = 10, 10, 5  # programs, uses in each, and how many of them at once: a hundred uses


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnHouse]:
    with own_house(tmp_path_factory.mktemp("house")) as made:
        yield made


def use(ticket: str, gate: str) -> list[str]:
    """Wait until the gate is there, then use the ticket in ten threads; what each was told."""
    import time
    from concurrent.futures import ThreadPoolExecutor

    from amparo.access.reporting.actions.letters import hear
    from amparo.access.reporting.queries.tickets import NoTicket

    def once(_number: int) -> str:
        from django.db import connections

        try:
            hear(ticket=ticket)
        except NoTicket as error:
            return error.kind
        finally:
            connections.close_all()
        return "taken"

    Path(f"{gate}.{time.monotonic_ns()}").touch()
    ends = time.monotonic() + 120
    while not Path(gate).exists() and time.monotonic() < ends:
        time.sleep(0.002)
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(once, range(EACH)))


def counted() -> list[int]:
    """How many letters were heard, and how many tickets were used."""
    from amparo.access.reporting.models import Tally, UsedTicket

    return [sum(Tally.objects.filter(what="heard").values_list("count", flat=True)), UsedTicket.objects.count()]


def fresh() -> str:
    from amparo.access.reporting.queries.tickets import new_ticket

    return new_ticket()


def test_of_a_hundred_uses_at_once_one_is_taken(house: OwnHouse, tmp_path: Path) -> None:
    ticket, gate = house.run(fresh), tmp_path / "gate"
    programs = [house.start(use, ticket, str(gate)) for _ in range(PROGRAMS)]
    while len(list(tmp_path.glob("gate.*"))) < PROGRAMS:
        assert all(each.poll() is None for each in programs), result_of(next(p for p in programs if p.poll()))
    gate.touch()
    told = [answer for each in programs for answer in result_of(each)]
    assert sorted(told) == ["taken"] + ["used"] * (PROGRAMS * EACH - 1)
    assert house.run(counted) == [1, 1]  # whoever was refused left no count behind
