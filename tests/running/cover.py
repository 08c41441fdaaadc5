"""Which tests run on PostgreSQL, besides on SQLite: ``tests/postgres.txt``.

Most of what the product does with a database is the same on both. So in the gate PostgreSQL is asked by

* **the list**: so few tests that together they execute every shape of a statement, and meet every error of a
  constraint, that all tests together do (``shapes.py``);
* **always**: what needs real transactions, programs of its own, migrations or backups;
* **what changed**: every test of a file that is not as it was when the list was made;
* **by turns**: an eighth of the other files, which moves on with each commit.

``.ci/run --all`` runs everything there, makes the list anew and fails where the committed one misses a shape.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.running import costs

FILE = costs.TESTS / "postgres.txt"
TURNS = 8
ALWAYS = re.compile(
    r"transaction=True|\btransactional_db\b|\blive_server\b|\bmigrate\b|MigrationExecutor|\bpg_dump\b|\bThread\("
)
HELPERS_ALWAYS = ("own_house", "two_houses")
IMPORTS = re.compile(
    r"^\s*(?:from tests\.([\w.]+) import|from tests import ([\w, ]+)|import tests\.([\w.]+))", re.MULTILINE
)


@dataclass(frozen=True)
class Seen:
    """A test: its CPU seconds and everything that it asked."""

    test: str
    seconds: float
    asked: frozenset[str]


def seen_in(folder: Path) -> list[Seen]:
    """What a run wrote down with ``AMPARO_TEST_SHAPES``."""
    lines = (line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines())
    told = (json.loads(line) for line in lines)
    return [Seen(each["test"], each["seconds"], frozenset(each["asked"])) for each in told]


def cover(seen: Iterable[Seen], already: frozenset[str] = frozenset()) -> list[str]:
    """The names of few and cheap tests that ask everything that all of them ask, but for what ``already`` is asked.

    At each step the test that asks most that is new for a second of the processor is taken: the least number cannot
    be found in reasonable time, and this is close to it.
    """
    left = {each: each.asked - already for each in seen}
    missing = frozenset().union(*left.values())
    taken: list[str] = []
    while missing:
        best = max(left, key=lambda each: (len(left[each] & missing) / (each.seconds + 0.05), each.test))
        taken.append(best.test)
        missing -= best.asked
        del left[best]
        left = {each: asked & missing for each, asked in left.items() if asked & missing}
    return sorted(taken)


def digest_of(file: Path) -> str:
    """What a file of tests is known by."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]


@dataclass(frozen=True)
class List:
    """The committed list: names of tests, and the files as they stood."""

    tests: frozenset[str]
    files: Mapping[str, str]


def read(file: Path = FILE) -> List:
    """The list; nothing is known where there is none, so everything runs."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    files = {line[11:]: line[2:10] for line in lines if line.startswith("= ")}
    tests = frozenset(line for line in lines if line.startswith("tests/"))
    return List(tests, files)


def write(tests: Iterable[str], files: Iterable[str], file: Path = FILE) -> None:
    """Make it anew."""
    known = "".join(f"= {digest_of(costs.TESTS / each)} {each}\n" for each in sorted(set(files)))
    file.write_text(HEAD + "".join(f"{test}\n" for test in sorted(tests)) + known, encoding="utf-8")


HEAD = (
    "# Tests that together execute every shape of a statement on PostgreSQL (tests/running/cover.py), then the files\n"
    "# of tests as they stood. Written by .ci/run --all; changed by nobody.\n"
)


def always(file: str) -> bool:
    """Does this file run on PostgreSQL in any case?"""
    text = _text(file)
    return bool(ALWAYS.search(text)) or any(name in HELPERS_ALWAYS for name in helpers(file))


@cache
def _text(file: str) -> str:
    path = costs.TESTS / file
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@cache
def helpers(file: str) -> frozenset[str]:
    """The modules of ``tests`` that a file imports, and those that they import."""
    found: set[str] = set()
    waiting = [file]
    while waiting:
        for dotted, several, plain in IMPORTS.findall(_text(waiting.pop())):
            for name in [dotted or plain] if dotted or plain else [each.strip() for each in several.split(",")]:
                module = name.split(" as ")[0]
                if module and module not in found:
                    found.add(module)
                    waiting.append(module.replace(".", "/") + ".py")
    return frozenset(found)


def whole_files(files: Iterable[str], known: List, commit: int) -> set[str]:
    """The files of which every test runs there this time: always, changed, or their turn."""
    return {
        file
        for file in files
        if always(file)
        or known.files.get(file) != digest_of(costs.TESTS / file)
        or int(hashlib.sha256(file.encode()).hexdigest(), 16) % TURNS == commit % TURNS
    }
