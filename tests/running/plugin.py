"""The plugin of pytest behind ``./amparo test``: what each test cost, the order of the files, and what is shown.

``-p tests.running.plugin`` with ``--told=file`` writes what became of each test there, as JSON. The longest files of a
folder come first, so that no core waits for another at the end.
"""

import json
import os
from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.running import costs, turns
from tests.running.cpu import running, used
from tests.running.screen import Screen

# In another process all that the first one laid or asked would be laid and asked again.
TOGETHER = {
    "tests/integration/test_access_crawl.py": "tests/integration/test_access_matrix.py",
    "tests/integration/demo/test_demo_evidence.py": "tests/integration/demo/test_demo_cases.py",
    "tests/integration/demo/test_demo_told.py": "tests/integration/demo/test_demo_cases.py",
    "tests/integration/demo/test_demo_town.py": "tests/integration/demo/test_demo_cases.py",
}
LAYS = ("django_db_modify_db_settings", "django_db_setup")  # fixtures that lay the databases of a process
SHUFFLED = os.environ.get("AMPARO_TEST_SHUFFLED", "")
WIDE = 160  # characters of the reason of a failure in the result


@dataclass
class Outcome:
    """One test: how it ended (``passed``, ``failed``, ``skipped``), its CPU seconds, and why it failed, in a line."""

    test: str
    how: str
    seconds: float = 0.0
    why: str = ""


@dataclass
class Told:
    """What became of a run: its tests, what could not be read, and how many tests were found."""

    tests: list[Outcome] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    collected: int = 0


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where to write what became of each test, and what the run is called on the screen."""
    parser.addoption("--told", default="", help="write what became of each test to this file")
    parser.addoption("--called", default="", help="what the run is called on the screen")
    parser.addoption("--terse", action="store_true", help="show failures and nothing else")
    parser.addoption("--turn", type=int, help="of the tests marked by_turns only the rows of this turn")
    parser.addoption("--only", default="", help="a file with names of tests and of files: no other is run")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """The process that starts the others shows and writes; the others measure."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses"):
        config.pluginmanager.register(Measured())
    if hasattr(config, "workerinput"):
        return
    plain = config.pluginmanager.getplugin("terminalreporter")
    config.pluginmanager.unregister(plain)
    screen = Screen(config, called=config.getoption("called"), is_terse=config.getoption("terse"))
    config.pluginmanager.register(screen, "terminalreporter")
    if told := config.getoption("told"):
        config.pluginmanager.register(Writer(Path(told), screen))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Only what is asked for, the longest file of each folder first."""
    if only := config.getoption("only"):
        wanted = set(Path(only).read_text(encoding="utf-8").splitlines())
        kept = [each for each in items if not wanted.isdisjoint((each.nodeid, each.nodeid.partition("::")[0]))]
        config.hook.pytest_deselected(items=list(set(items) - set(kept)))
        items[:] = kept
    if (turn := config.getoption("turn")) is not None:
        waiting = {each for each in items if each.get_closest_marker("by_turns") and not turns.is_on(each.nodeid, turn)}
        config.hook.pytest_deselected(items=list(waiting))
        items[:] = [each for each in items if each not in waiting]
    known = costs.read()
    folders = {
        folder: number for number, folder in enumerate(dict.fromkeys(costs.folder_of(each.nodeid) for each in items))
    }
    first = {costs.file_of(each.nodeid): number for number, each in reversed(list(enumerate(items)))}

    def place(item: pytest.Item) -> tuple[int, float, int]:
        file = costs.file_of(item.nodeid)
        return folders[costs.folder_of(item.nodeid)], -known.get(file, costs.UNKNOWN), first[file]

    items.sort(key=place)  # within a file the order stays
    if SHUFFLED:
        shuffle(items, SHUFFLED)


def shuffle(items: list[pytest.Item], seed: str) -> None:
    """Another order of the files, and of the tests in each: every process of a run has to find the same."""
    chance = Random(seed)
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(costs.file_of(item.nodeid), []).append(item)
    order = sorted(files)
    chance.shuffle(order)
    for tests in files.values():
        chance.shuffle(tests)
    items[:] = [item for file in order for item in files[file]]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """Files go to whoever is free."""
    return ByFile(config, log)


class ByFile(LoadFileScheduling):  # type: ignore[misc]
    """As xdist's, but for a process that dies: its test is not begun again, and what takes its place gets enough to do.

    A process begins a test only when it knows what comes next. xdist gives to a new one a single file; where that has
    one test, both wait for ever.
    """

    def _split_scope(self, nodeid: str) -> str:
        """Its file, or the file with which that one shares what it laid or asked."""
        file = nodeid.partition("::")[0]
        return TOGETHER.get(file, file)

    def schedule(self) -> None:
        """Give out files; to each process two at once, or the word that no other follows."""
        is_begun = self.collection is not None
        super().schedule()
        for node in [*self.nodes, *self.nodes] if is_begun else []:
            self._reschedule(node)

    def remove_node(self, node: Any) -> str | None:
        """The test that was running in a process that died, or nothing."""
        work = self.assigned_work[node]
        running = next((test for file in work.values() for test, is_done in file.items() if not is_done), None)
        if running:
            work[self._split_scope(running)][running] = True
        for file in [name for name, tests in work.items() if all(tests.values())]:
            del work[file]  # xdist would give it out again, and wait for tests that are done
        super().remove_node(node)
        return running


class Measured:
    """Adds the CPU seconds of a test to its last report."""

    def __init__(self) -> None:
        self.before = used()
        self.of_others = 0.0
        self.is_last = False

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
        """From before its set-up."""
        self.before = used()
        self.is_last = "browser" in item.path.parts or nextitem is None or nextitem.path != item.path
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        """To lay the databases of a process is no cost of the first test that asks for them."""
        if fixturedef.argname not in LAYS:
            return (yield)
        begun, others = used(), running()
        try:
            return (yield)
        finally:
            self.before += used() - begun
            self.of_others += running() - others

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """To after it was taken down.

        What programs used that still run is added at the end of each file, and of each test of the browser: to look at
        all of them takes a hundredth of a second.
        """
        report = yield
        if call.when == "teardown":
            seconds = used() - self.before
            if self.is_last:  # what ended since was in ``running`` before, and is in ``used`` now
                others = running()
                seconds += others - self.of_others
                self.of_others = others
            report.user_properties.append(("cpu", round(max(0.0, seconds), 3)))
        return report


def why(report: pytest.TestReport) -> str:
    """The first line of what was raised, or the last one that pytest says of it."""
    crash = getattr(report.longrepr, "reprcrash", None)
    lines = (crash.message.splitlines()[:1] if crash else str(report.longrepr).splitlines()[-1:]) or [""]
    return lines[0].strip()[:WIDE]


class Writer:
    """Writes what became of each test when the run ends."""

    def __init__(self, file: Path, screen: Screen) -> None:
        self.file, self.screen, self.told = file, screen, Told()
        self.ended: dict[str, Outcome] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The worst of the three parts of a test counts."""
        outcome = self.ended.setdefault(report.nodeid, Outcome(report.nodeid, "passed"))
        if report.when == "teardown":
            outcome.seconds += sum(float(str(value)) for name, value in report.user_properties if name == "cpu")
        if report.failed or (report.skipped and outcome.how != "failed"):
            outcome.how = report.outcome
        if report.failed and not outcome.why:
            outcome.why = why(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be read is a fault."""
        if report.failed:
            what = (
                "the processes found different tests" if "Different tests" in str(report.longrepr) else "cannot be read"
            )
            self.told.broken.append(f"{report.nodeid or 'a file of tests'}: {what}")

    def pytest_sessionfinish(self) -> None:
        """Write it, at once or not at all."""
        self.told.tests = list(self.ended.values())
        self.told.collected = self.screen.found
        new = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        new.write_text(json.dumps(asdict(self.told)), encoding="utf-8")
        new.replace(self.file)
