"""What a run shows: a line for each folder, a word at least every ten seconds, and each failure at once."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest
from _pytest import timing
from _pytest.compat import CallableBool
from _pytest.terminal import TerminalReporter

from tests.running import costs

MOST_SILENCE = 9.0  # seconds without a word


def minutes(seconds: float) -> str:
    """``3:05``."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


class Screen(TerminalReporter):  # type: ignore[misc]
    """Takes the place of what pytest shows. Everything is plain lines: a log reads as a screen does."""

    def __init__(self, config: pytest.Config, *, called: str, is_terse: bool = False) -> None:
        super().__init__(config, sys.stdout)
        self.isatty = CallableBool(True)  # so that xdist asks for ``rewrite``
        self.called, self.is_terse = called, is_terse
        self.found = 0
        self.began = self.spoke = time.perf_counter()
        self.waiting: Counter[str] = Counter()
        self.tests: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.first: dict[str, float] = {}
        self.files: dict[str, set[str]] = {}
        self.left = 0
        self.lock = threading.Lock()
        self.over = threading.Event()

    # --- words ---

    def rewrite(self, line: str, **markup: bool) -> None:
        """Nothing is drawn over: how many processes are ready is no news."""

    def say(self, words: str) -> None:
        """One line, at once; nothing where only failures are shown."""
        if self.is_terse:
            return
        with self.lock:
            self.spoke = time.perf_counter()
            self._tw.line(words)
            self._tw.flush()

    def _speak_up(self) -> None:
        while not self.over.wait(1.0):
            if time.perf_counter() - self.spoke > MOST_SILENCE:
                self.say(f"  {minutes(time.perf_counter() - self.began)}  {self._where()}")

    def _where(self) -> str:
        if not self.found:
            return "reading the tests"
        folders = ", ".join(folder for folder in self.first if self.waiting[folder])
        return f"{self.found - self.left:,} of {self.found:,} tests · {folders or 'begins'}"

    # --- the course of a run ---

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """No heading; a word every few seconds from here on."""
        self._session = session
        self._session_start = timing.Instant()
        if self.called:
            self.say(f"\n== {self.called}")
        if not self.is_terse:
            threading.Thread(target=self._speak_up, daemon=True).start()

    def pytest_collection(self) -> None:
        """No word of the start of reading."""

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """On one core what was found is known here."""
        if session.items:
            self._know([each.nodeid for each in session.items])

    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """On several, each process says the same."""
        if not self.found:
            self._know(ids)

    def _know(self, ids: list[str]) -> None:
        self.found = self.left = self._numcollected = len(ids)
        for test in ids:
            self.waiting[costs.folder_of(test)] += 1
            self.files.setdefault(costs.folder_of(test), set()).add(costs.file_of(test))
        self.tests = Counter(self.waiting)

    def pytest_runtest_logstart(self, nodeid: str, location: Any) -> None:
        """A folder begins with its first test."""
        self.first.setdefault(costs.folder_of(nodeid), time.perf_counter())

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A failure is told whole and at once; a folder when its last test ended."""
        self._tests_ran = True
        category = self.config.hook.pytest_report_teststatus(report=report, config=self.config)[0]
        self._add_stats(category, [report])
        folder = costs.folder_of(report.nodeid)
        if report.failed:
            self.failed[folder] += 1
            self._show(report)
        if report.when not in ("setup", "call"):  # "???" is what xdist says of one whose process died
            self.left -= 1
            self.waiting[folder] -= 1
            if not self.waiting[folder]:
                self._end_of(folder)

    def _show(self, report: pytest.TestReport) -> None:
        with self.lock:
            self.spoke = time.perf_counter()
            self._tw.sep("_", f"{report.nodeid} ({report.when})", red=True)
            self._outrep_summary(report)
            self._tw.flush()

    def _end_of(self, folder: str) -> None:
        took = time.perf_counter() - self.first.get(folder, self.began)
        about = costs.expected(self.files[folder]) / costs.cores()
        held = f"{self.failed[folder]} FAILED" if self.failed[folder] else "held"
        self.say(
            f"{folder:<13}{self.tests[folder]:>7,} tests  {held:<10} {minutes(took):>6} (expected {minutes(about)})"
        )

    # --- what pytest would show once more at the end ---

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> Generator[None]:
        """The names of what failed or was left out, and how many held; nothing where only failures are shown."""
        result = yield
        if not self.is_terse or exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            self.config.hook.pytest_terminal_summary(terminalreporter=self, exitstatus=exitstatus, config=self.config)
            if session.shouldfail or session.shouldstop:
                self.say(str(session.shouldfail or session.shouldstop))
            self.summary_stats()
        return result

    def summary_failures(self) -> None:
        """They were told when they happened."""

    def summary_errors(self) -> None:
        """Of tests they were told; of files that could not be read, here."""
        for report in self.getreports("error"):
            if isinstance(report, pytest.CollectReport):
                self._tw.sep("_", f"{report.nodeid} cannot be read", red=True)
                self._outrep_summary(report)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """No dot."""

    def pytest_unconfigure(self) -> None:
        """Nothing is said after the end."""
        self.over.set()
