"""Which modules of the product each file of tests runs through: ``tests/reach.txt``, written by ``.ci/run --all``.

``./amparo test --touched`` asks it what a change can break. What a program does that a test starts is not seen. A
module that very many files run through is named apart: a change there can break anything.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from tests.running import costs

FILE = costs.TESTS / "reach.txt"
PRODUCT = str(costs.TESTS.parent / "src" / "amparo") + os.sep
EVERYWHERE = 0.25  # of the files of tests
OURS = 4  # a number of our own, besides those that sys.monitoring gives to debuggers and profilers


class Reach:
    """A plugin of pytest: writes down for each file of tests the functions that began, by module and first line."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = (folder / f"{os.getpid()}.reach").open("a", encoding="utf-8")
        self.now: set[str] = set()
        sys.monitoring.use_tool_id(OURS, "amparo tests")
        sys.monitoring.register_callback(OURS, sys.monitoring.events.PY_START, self._began)
        sys.monitoring.set_events(OURS, sys.monitoring.events.PY_START)

    def _began(self, code: CodeType, _offset: int) -> Any:
        if code.co_filename.startswith(PRODUCT):
            self.now.add(f"{code.co_filename.removeprefix(PRODUCT)}:{code.co_firstlineno}")
        return sys.monitoring.DISABLE  # until the next file of tests

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
        """A line when the last test of a file ended."""
        result = yield
        if nextitem is None or nextitem.path != item.path:
            line = {"file": costs.file_of(item.nodeid), "functions": sorted(self.now)}
            self.file.write(json.dumps(line) + "\n")
            self.file.flush()
            self.now = set()
            sys.monitoring.restart_events()
        return result

    def pytest_sessionfinish(self) -> None:
        """Stop: while the interpreter shuts down, the globals that ``_began`` needs are gone."""
        sys.monitoring.set_events(OURS, 0)


def seen_in(folder: Path) -> dict[str, set[str]]:
    """The functions by file of tests, as a run wrote them down: ``access/pathways/views.py:41``."""
    found: dict[str, set[str]] = {}
    for file in sorted(folder.glob("*.reach")):
        for line in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            found.setdefault(line["file"], set()).update(line["functions"])
    return found


def modules(seen: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Of the functions, the modules."""
    return {file: {each.partition(":")[0] for each in functions} for file, functions in seen.items()}


def write(seen: Mapping[str, set[str]], file: Path = FILE) -> None:
    """The modules, each with a number, those through which very many run with a star; then each file of tests."""
    counts = Counter(module for modules in seen.values() for module in modules)
    everywhere = {module for module, count in counts.items() if count > EVERYWHERE * len(seen)}
    numbers = {module: f"{number:x}" for number, module in enumerate(sorted(counts))}
    lines = [f"{'*' if each in everywhere else '='} {number} {each}" for each, number in numbers.items()]
    for name, modules in sorted(seen.items()):
        lines.append(" ".join([name, *(numbers[each] for each in sorted(modules - everywhere))]))
    file.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")


HEAD = (
    "# The modules of the product by number, with * those through which very many files of tests run; then by file of\n"
    "# tests the numbers of those that it runs through. Written by .ci/run --all."
)


def read(file: Path = FILE) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """The modules by file of tests, and those through which very many run."""
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    lines = [line.split(" ") for line in text.splitlines() if line[0] != "#"]
    modules = {line[1]: line[2] for line in lines if line[0] in "*="}
    everywhere = frozenset(line[2] for line in lines if line[0] == "*")
    return {line[0]: frozenset(modules[each] for each in line[1:]) for line in lines if line[0] not in "*="}, everywhere
