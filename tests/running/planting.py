"""The plugin of pytest behind ``./amparo test --mutants``: which planted faults does each test see?

The product is a copy in which every fault can be switched on and off while it runs (``switches.py``). Each test runs
with all faults on that nothing has seen yet. Where it fails it runs again with fewer of those that it came by, until
one is left that alone makes it fail: that fault is seen by this test. Then with the rest, until the test holds.

Faults are off while something is laid that other tests begin with: they would find it broken whatever they look at.
"""

import gc
import json
import signal
from collections.abc import Generator, Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.running import switches

LONGEST = 90  # seconds for one run of a test; where a fault makes it wait, or go round for ever, it fails
SINGLES = 24  # so many faults are tried one by one where none of two halves alone makes a test fail


class TookTooLong(BaseException):
    """A test that goes on for ever: no ``except Exception`` of the product may hold it."""


class Before:
    """Stands in the place of the next test: what the module laid stays for the same test once more."""

    def __init__(self, item: pytest.Item) -> None:
        self.item, self.path, self.nodeid = item, item.path, item.nodeid

    def listchain(self) -> list[Any]:
        """All that is set up, but for the test itself."""
        return self.item.listchain()[:-1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The file in which it is told what was seen."""
    parser.addoption("--planting", default="")
    parser.addoption("--sound-first", action="store_true", help="run each test without a fault before it is looked at")


def pytest_configure(config: pytest.Config) -> None:
    """Only where it is asked for."""
    if told := config.getoption("--planting"):
        config.pluginmanager.register(Planting(Path(told), sound_first=config.getoption("sound_first")))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """All tests of a file one after the other, in the order in which files were asked for: so a file is done once."""
    if config.getoption("--planting"):
        place = {argument.partition("::")[0]: number for number, argument in reversed([*enumerate(config.args)])}
        items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))


class Planting:
    """Runs each test as often as it takes, and writes a line for each fault that it saw and each file that is done."""

    def __init__(self, told: Path, *, sound_first: bool) -> None:
        self.told, self.sound_first, self.live = told, sound_first, switches.numbers()
        for line in told.read_text(encoding="utf-8").splitlines() if told.is_file() else []:
            self.live -= {json.loads(line).get("fault")}
        signal.signal(signal.SIGALRM, _too_long)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """In the place of pytest's own."""
        try:
            if self.live:
                self.look(item)
        finally:
            try:
                item.session._setupstate.teardown_exact(nextitem)
            except BaseException as fault:
                if isinstance(fault, KeyboardInterrupt):
                    raise
                self.write(broken=item.nodeid, why=f"taking down: {type(fault).__name__}")
        if nextitem is None or nextitem.path != item.path:
            self.write(done=str(item.path.relative_to(switches.TESTS)))
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        """What is laid for several tests is laid without a fault."""
        if fixturedef.scope == "function":
            return (yield)
        with switches.quiet():
            return (yield)

    def look(self, item: pytest.Item) -> None:
        """All faults that this test sees."""
        if self.sound_first and self.fails_anyway(item):
            self.write(broken=item.nodeid, why="it fails without a fault, also at first")
            return
        if not self.fails(item, self.live):
            return
        met = switches.met() & self.live
        if self.fails_anyway(item):
            self.write(broken=item.nodeid, why="it fails without a fault")
            return
        while met:
            fault = self.one_of(item, sorted(met))
            if fault is None:
                self.write(together=sorted(met), test=item.nodeid)
                return
            self.live.discard(fault)
            self.write(fault=fault, test=item.nodeid)
            if self.fails_anyway(item):
                self.write(broken=item.nodeid, why="it fails after a fault was taken out")
                return
            if not self.fails(item, self.live):
                return
            met = switches.met() & self.live

    def one_of(self, item: pytest.Item, faults: list[int]) -> int | None:
        """One of these that alone makes the test fail; None where only several together do."""
        first = faults
        while len(faults) > 1:
            half = faults[: len(faults) // 2]
            if self.fails(item, set(half)):
                faults = half
            elif len(faults) == 2 or self.fails(item, set(faults[len(half) :])):
                faults = faults[len(half) :]
            else:
                break
        if len(faults) == 1 and self.fails(item, set(faults)):
            return faults[0]
        for each in first[:SINGLES]:
            forget()
            if self.fails(item, {each}):
                return each
        return None

    def fails_anyway(self, item: pytest.Item) -> bool:
        """Without any fault; what the product remembers of one is taken away first."""
        if not self.fails(item, set()):
            return False
        forget()
        return self.fails(item, set())

    def fails(self, item: pytest.Item, faults: set[int]) -> bool:
        """Does it, with these?"""
        item._initrequest()  # type: ignore[attr-defined]
        switches.on(faults)
        signal.alarm(LONGEST)
        try:
            reports = runtestprotocol(item, log=False, nextitem=Before(item))  # type: ignore[arg-type]
        finally:
            signal.alarm(0)
            switches.on(set())
        return any(each.failed for each in reports)

    def write(self, **what: Any) -> None:
        """A line."""
        with self.told.open("a", encoding="utf-8") as file:
            file.write(json.dumps(what) + "\n")


def forget() -> None:
    """Empty what functions of the product keep of their answers."""
    for each in gc.get_objects():
        if type(each) is _lru_cache_wrapper and str(getattr(each, "__module__", "")).startswith("amparo"):
            each.cache_clear()


def _too_long(_signal: int, _frame: FrameType | None) -> Iterator[None]:
    raise TookTooLong
