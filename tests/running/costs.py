"""What each file of tests costs, in CPU seconds: ``tests/costs.txt``, written by a run of everything.

It says in which order files run, how long a run will take, and what was added since.
"""

import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
FILE = TESTS / "costs.txt"
UNKNOWN = 2.0  # CPU seconds of a file that nobody measured yet
CLOCK = "clock"  # stands among the files for what hangs on days, at seven moments, with the start of each


def file_of(test: str) -> str:
    """The file of a test, from the folder of the tests: ``unit/test_x.py``."""
    return test.partition("::")[0].removeprefix("tests/")


def folder_of(test: str) -> str:
    """The folder of a test: ``unit``, ``integration``, …"""
    return file_of(test).partition("/")[0]


@cache
def read(file: Path = FILE) -> Mapping[str, float]:
    """CPU seconds by file; nothing where nobody measured yet."""
    if not file.is_file():
        return {}
    lines = (line.split() for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {name: float(seconds) for seconds, name in lines}


def write(seconds: Mapping[str, float], file: Path = FILE) -> None:
    """Keep them, the dearest first."""
    head = f"# CPU seconds of each file of tests, on SQLite: {sum(seconds.values()):.0f} in all. From .ci/run --all.\n"
    ordered = sorted(seconds.items(), key=lambda each: (-each[1], each[0]))
    file.write_text(head + "".join(f"{cost:8.1f} {name}\n" for name, cost in ordered), encoding="utf-8")


def by_file(tests: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Sums by file of what each test cost."""
    found: dict[str, float] = {}
    for test, seconds in tests:
        found[file_of(test)] = found.get(file_of(test), 0.0) + seconds
    return found


def expected(files: Iterable[str]) -> float:
    """The CPU seconds that these files should take."""
    return sum(read().get(file, UNKNOWN) for file in files)


def cores() -> int:
    """On how many cores a run goes."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
