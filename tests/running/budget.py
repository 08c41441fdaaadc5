"""What the tests may cost: ``tests/budget.toml``, in CPU seconds on a free core.

A folder has a sum. A test that takes more than five seconds, and again when it runs alone, needs a written reason: the
first test of a process pays for what it imports. What was added since everything ran last has a limit too. Where other
programs run on the same cores a second buys less: so a run of everything is held to the figures themselves, and the
gate, whose cores may be shared, to ``SHARED`` times them. What was added is in the gate what new files cost, in a run
of everything what all cost more than before.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from tests.running import costs

FILE = costs.TESTS / "budget.toml"
SHARED = 1.6


class Cost(Protocol):
    """What a test of a part cost."""

    @property
    def part(self) -> Any:
        """Of which it is."""

    @property
    def test(self) -> str:
        """Its name."""

    @property
    def seconds(self) -> float:
        """Of the processor."""


def read(file: Path = FILE) -> dict[str, Any]:
    """The tables ``folders`` (CPU seconds), ``dear`` (a test and its reason), ``up_to`` and the limits."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def faults(tests: Iterable[Cost], *, is_whole: bool = False, given: dict[str, Any] | None = None) -> list[str]:
    """What is over the budget, in words; prints each folder beside its sum."""
    given = given or read()
    more = 1.0 if is_whole else SHARED
    ran = [each for each in tests if not each.part.is_clock]
    folders: dict[str, float] = {}
    for each in ran:
        folder = "postgres" if each.part.on_postgres else costs.folder_of(each.test)
        folders[folder] = folders.get(folder, 0.0) + each.seconds
    print("\n== CPU seconds")
    for folder, cost in folders.items():
        print(f"{folder:<13}{cost:>7.0f} of {given['folders'].get(folder, 0):>5}")
    found = [
        f"{folder}: {cost:.0f} CPU seconds, its budget is {given['folders'].get(folder, 0)}"
        for folder, cost in folders.items()
        if cost > more * given["folders"].get(folder, 0)
    ]
    before = costs.read()
    on_sqlite = costs.by_file((each.test, each.seconds) for each in ran if not each.part.on_postgres)
    new = sum(cost for file, cost in on_sqlite.items() if file not in before)
    if is_whole:  # what was laid for one file may be used by another: so old files are compared all together
        new = sum(on_sqlite.values()) - sum(before.values())
    if before and new > more * given["most_added"]:
        found.append(f"{new:.0f} CPU seconds more since everything ran last; {given['most_added']} are allowed")
    return found


def too_dear[C: Cost](tests: Iterable[C], *, is_whole: bool = False, given: dict[str, Any] | None = None) -> list[C]:
    """Tests that took more than a test may, and of which no reason is written."""
    given = given or read()
    more = 1.0 if is_whole else SHARED
    ran = (each for each in tests if not each.part.is_clock)
    over = (each for each in ran if each.seconds > more * given["most_of_a_test"])
    return [each for each in over if not _has_reason(each, given, more)]


def without_reason(test: str, seconds: float) -> str:
    """The fault of one of them."""
    return f"{test}: {seconds:.1f} CPU seconds, without a reason in tests/budget.toml"


def _has_reason(cost: Cost, given: dict[str, Any], more: float) -> bool:
    """Is there one for it, for its file, or for its folder up to so many seconds?"""
    name = cost.test.removeprefix("tests/")
    return any(
        name.startswith(each) and cost.seconds <= more * given.get("up_to", {}).get(each, float("inf"))
        for each in given["dear"]
    )
