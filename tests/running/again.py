"""A test that failed runs once more, alone. One that then holds is named, and may not do so again for thirty days.

``tests/flakes.txt`` has a line for each: the day, the engine and the name of the test.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.running import costs

FILE = costs.TESTS / "flakes.txt"
MOST = 10  # where more fail, it is no accident
DAYS = 30


@dataclass(frozen=True, order=True)
class Flake:
    """A test that failed and then held."""

    day: date
    engine: str
    test: str

    def __str__(self) -> str:
        return f"{self.day} {self.engine} {self.test}"


def read(file: Path = FILE) -> list[Flake]:
    """Those that are known."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    parts = (line.split(" ", 2) for line in lines if line and not line.startswith("#"))
    return [Flake(date.fromisoformat(day), engine, test) for day, engine, test in parts]


def known(flake: Flake, before: Iterable[Flake]) -> Flake | None:
    """The same test on the same engine within the thirty days before, where it is known."""
    for each in sorted(before, reverse=True):
        if (each.engine, each.test) == (flake.engine, flake.test) and timedelta() <= flake.day - each.day < timedelta(
            DAYS
        ):
            return each
    return None


def add(new: Iterable[Flake], file: Path = FILE) -> None:
    """Write them down: the file is committed with the next change."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else [HEAD]
    file.write_text("\n".join([*lines, *map(str, new)]) + "\n", encoding="utf-8")


HEAD = "# Tests that failed and then held when they ran alone: the day, the engine, the name. See tests/README.md."
