"""The parts of a run: which tests, on which engine, in which order. Each is one ``pytest`` on all cores."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.running import costs

ROOT = costs.TESTS.parent
QUICK = ("tests/unit", "tests/golden", "tests/architecture")
REST = ("tests/browser", "tests/integration", "tests/methods", "tests/properties")
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
        return (costs.expected(self.files()) + START * costs.cores()) / costs.cores()


START = 8.0  # CPU seconds until a process has read the tests and made its databases


def quick() -> list[Part]:
    """What shows within minutes whether the project still stands."""
    return [
        Part(name="unit, golden and architecture", paths=QUICK),
        Part(name="clock: what hangs on days, at each moment of tests/moment.py", paths=(), is_clock=True),
    ]


def rest(*, modes: str = "both") -> list[Part]:
    """Everything else on SQLite."""
    return [Part(name="pages, acts and numbers, on SQLite", paths=REST, environment={"AMPARO_TEST_MODES": modes})]


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
    """The exit code of a program that shows its words here; it is ended at ``until`` (of ``time.perf_counter``)."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("AMPARO_", "DJANGO_", "TESTS_"))}
    given = {name: os.environ[name] for name in ("AMPARO_TEST_MOMENT",) if name in os.environ}
    program = subprocess.Popen(words, cwd=ROOT, env=plain | given | environment, stdin=subprocess.DEVNULL)
    with _ended(program, until):
        return program.wait()


@contextmanager
def _ended(program: "subprocess.Popen[bytes]", until: float) -> Iterator[None]:
    alarm = threading.Timer(max(0.0, until - time.perf_counter()), program.terminate)
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()
        if program.poll() is None:
            program.terminate()
            program.wait()
