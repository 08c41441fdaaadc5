"""A house on the disk, and the look for what it left in clear: databases, logs, sessions, what was said, a backup.

The look first shows, of each store, that it finds a planted string there.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import programs
from tests.canaries import in_files
from tests.integration.test_canaries import plant
from tests.left_behind import SECRET, everything_kept, lying
from tests.own_house import OwnHouse, own_house

PLANTED = "PlantadoEnLaCasa8"


@dataclass
class Left:
    """A house, and everywhere where something may have been left."""

    house: OwnHouse
    temporary: Path
    settings: dict[str, str]
    said: list[bytes] = field(default_factory=list)

    def run(self, function: Any, *arguments: Any) -> Any:
        """Let a program work, and keep what it says beside what it gives back."""
        program = self.house.start(function, *arguments)
        out, complaint = program.communicate(timeout=300)
        assert program.returncode == 0, complaint
        *said, result = out.splitlines()
        self.said += [complaint.encode(), "\n".join(said).encode()]
        return json.loads(result)

    def found(self, wanted: set[str]) -> dict[str, set[str]]:
        """In which file, column or session lies what must lie nowhere."""
        said = {"what was said": b"\n".join(self.said)}
        return lying(wanted, (self.house.data, self.temporary), said, self.house.run(everything_kept))

    def finds_what_is_planted(self) -> dict[str, set[str]]:
        """The look sees a string in each store."""
        self.run(plant, PLANTED)
        seen = self.found({PLANTED})
        assert {"a session", "what was said", "default.directory_organisation.name"} <= set(seen)
        assert {"care.sqlite3", "care.sqlite3-wal"} & set(seen)
        return seen

    def has_nothing_in_clear(self, wanted: set[str], copy: Path) -> None:
        """None of these lies in the house, nor in a backup of it; what is planted lies in both."""
        assert self.found(wanted) == {}
        lines = "".join(f"{name}={value}\n" for name, value in self.settings.items())
        (self.house.data / "house.env").write_text(f"AMPARO_PROFILE=red\n{lines}", encoding="utf-8")
        run = programs.run(["-m", "amparo", "backup", str(copy)], env=os.environ | self.house.environment)
        assert run.returncode == 0, run.stderr
        assert in_files(copy, {PLANTED}), "what lay in clear in the house is found in its backup"
        assert in_files(copy, wanted) == {}


@contextmanager
def a_house_left(tmp_path: Path, **more: str) -> Iterator[Left]:
    """A house of its own, with a temporary folder of its own. ``more``: settings beside those it needs."""
    data, temporary = tmp_path / "house", tmp_path / "temporary"
    for each in (data, data / "static", temporary):
        each.mkdir()
    settings = {"AMPARO_SECRET_KEY": SECRET, **more}
    with own_house(data, TMPDIR=str(temporary), AMPARO_SECOND_STEP="no", **settings) as house:
        yield Left(house, temporary, settings)
