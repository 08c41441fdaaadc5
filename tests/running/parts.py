"""The parts of a run: which tests, on which engine, in which order. Each is one ``pytest`` on all cores."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.running import GIVEN, costs, turns

# What a developer's own environment says of an organisation, of Django or of pytest shapes no run.
OF_OTHERS = ("AMPARO_", "DJANGO_", "TESTS_", "PYTEST_")
GRACE = 20.0  # seconds to end in
ROOT = costs.TESTS.parent
QUICK = ("tests/unit", "tests/golden", "tests/architecture")
REST = ("tests/browser", "tests/integration", "tests/methods", "tests/processes", "tests/properties")
COUNTING = "tests/integration/counting"


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one ``pytest`` runs. ``only`` names tests and whole files, where not all of those paths are meant."""

    name: str
    paths: tuple[str, ...]
    words: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    is_clock: bool = False

    @property
    def on_postgres(self) -> bool:
        """Does it ask PostgreSQL?"""
        return bool(self.environment.get("AMPARO_TEST_POSTGRES"))

    def told(self, **more: str) -> "Part":
        """The same, with more in its environment."""
        return replace(self, environment=self.environment | more)

    def files(self) -> list[str]:
        """The files of its tests, from the folder of the tests."""
        found = (ROOT / path for path in self.paths)
        files = (file for path in found for file in ([path] if path.is_file() else sorted(path.rglob("test_*.py"))))
        return [str(file.relative_to(costs.TESTS)) for file in files]

    def expected(self) -> float:
        """How many seconds it should take here."""
        if self.is_clock:
            return costs.read().get(costs.CLOCK, CLOCK) / costs.cores()
        whole = {costs.file_of(name) for name in self.only if "::" not in name} if self.only else set(self.files())
        listed = LISTED * sum("::" in name for name in self.only)
        waiting = {costs.file_of(name) for name in turns.functions()} if "--turn" in self.words else set()
        of_turns = costs.expected(whole & waiting) / turns.TURNS
        return (costs.expected(whole - waiting) + of_turns + listed) / costs.cores() + START


START = 8.0  # seconds until each process has read the tests and made its databases
LISTED = 0.5  # CPU seconds of a test of the list for PostgreSQL, on average
CLOCK = 140.0  # CPU seconds of the tests at the seven moments, where nobody measured yet


def quick() -> list[Part]:
    """What shows within minutes whether the project still stands."""
    return [
        Part(name="unit, golden and architecture", paths=QUICK),
        Part(name="clock: what hangs on days, at each moment of tests/moment.py", paths=(), is_clock=True),
    ]


def rest(*, modes: str = "both", turn: int | None = None) -> list[Part]:
    """Everything else on SQLite; of what runs by turns one turn, where one is named."""
    words = () if turn is None else ("--turn", str(turn))
    environment = {"AMPARO_TEST_MODES": modes}
    return [Part(name="pages, acts and numbers, on SQLite", paths=REST, words=words, environment=environment)]


def command(part: Part, told: Path) -> list[str]:
    """How ``pytest`` is called for a part."""
    words = [sys.executable, "-m", "pytest", "-p", "tests.running.plugin", "--called", part.name, "--told", str(told)]
    if part.is_clock:
        return [*words, "-m", "clock"]
    spread = ["-n", str(costs.cores()), "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart", "4"]
    if part.only:
        names = told.with_suffix(".only")
        names.write_text("\n".join(part.only), encoding="utf-8")
        return [*words, *spread, *part.words, "--only", str(names), *part.paths]
    return [*words, *spread, *part.words, *part.paths]


def run(words: list[str], environment: dict[str, str], *, until: float) -> int:
    """The exit code of a program that shows its words here; it is ended at ``until`` (of ``time.perf_counter``).

    It is ended with everything that it started: a browser or a server of a test must not run on beside the next part.
    """
    plain = {name: value for name, value in os.environ.items() if not name.startswith(OF_OTHERS)}
    given = {name: value for name, value in GIVEN.items() if value}
    program = subprocess.Popen(
        words, cwd=ROOT, env=plain | given | environment, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return program.wait(timeout=max(0.0, until - time.perf_counter()))
    except subprocess.TimeoutExpired:
        return _end(program)
    except BaseException:
        _end(program)
        raise


def _end(program: "subprocess.Popen[bytes]") -> int:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(timeout=GRACE)
    return program.returncode or 1
