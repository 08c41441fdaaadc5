"""Whoever does something thirty times at the same moment is counted as whoever does it one by one."""

from collections.abc import Iterator

import pytest

from tests.own_house import OwnHouse, own_house

AT_ONCE = 10


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnHouse]:
    with own_house(tmp_path_factory.mktemp("house")) as made:
        yield made


def tried(looks: int, asks: int) -> dict[str, dict[str, int]]:
    """Ana looks for a number, and asks to read cases, so often at once; how often each answer came."""
    from collections import Counter
    from collections.abc import Callable
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    from amparo.casework.actions.asking import ask_to_read
    from amparo.commons import clock
    from amparo.commons.policy.policies import Denied
    from amparo.vault.actions.index import TooOften, index_key, rings_with_phone
    from tests.cases import person
    from tests.cast import make_cast
    from tests.letters import a_house_for_letters

    letters = a_house_for_letters(make_cast())
    ana, berta, now = person(letters, "ana"), letters.readers["berta"], clock.now()
    index_key(ana)

    def look(_number: int) -> str:
        try:
            rings_with_phone(by=ana, text="0999 555 111", now=now)
        except TooOften:
            return "refused"
        finally:
            connections.close_all()
        return "done"

    def ask(_number: int) -> str:
        try:
            ask_to_read(which="una", whom=berta, why="covers", words="", by=ana, now=now)
        except Denied:
            return "refused"
        finally:
            connections.close_all()
        return "done"

    def at_once(act: Callable[[int], str], times: int) -> dict[str, int]:
        with ThreadPoolExecutor(AT_ONCE) as threads:
            return dict(Counter(threads.map(act, range(times))))

    return {"looks": at_once(look, looks), "asks": at_once(ask, asks)}


def test_no_limit_is_passed_by_doing_it_many_times_at_once(house: OwnHouse) -> None:
    assert house.run(tried, 30, 12) == {"looks": {"done": 20, "refused": 10}, "asks": {"done": 5, "refused": 7}}
