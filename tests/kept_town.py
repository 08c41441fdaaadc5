"""The made-up town as it was laid out by an earlier run of the same source, so that a run need not do it again.

It lies beside what is installed, in ``town`` of the virtual environment, under a digest of all it is made from. It was
laid at ``BEFORE`` the moment of the tests, so that nothing in it is later than what a test does with a copy of it.
"""

import fcntl
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from tests import moment

ROOT = Path(__file__).resolve().parents[1]
BEFORE = timedelta(minutes=10)  # no town takes longer: it is stopped then
MADE_FROM = ("src", "requirements", "tests/moment.py", "tests/started", "tests/kept_town.py", "tests/browser/house.py")
MOST_KEPT = 3  # several copies of the source may share what is installed
TOLD = "told.txt"

type Lay = Callable[[Path, dict[str, str]], str]


def digest_of_sources() -> str:
    """Twenty characters that change with any file the town is made from, with Python, and with the day of the tests."""
    told = hashlib.sha256(f"{sys.version} {moment.ZONE.key} {moment.NOW.isoformat()}\n".encode())
    for path in sorted(_files()):
        told.update(f"{path.relative_to(ROOT)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return told.hexdigest()[:20]


def _files() -> Iterator[Path]:
    for name in MADE_FROM:
        for path in (ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name]:
            if path.is_file() and path.suffix != ".mo" and "__pycache__" not in path.parts:
                yield path


def laid_in(data: Path, lay: Lay, *, kept: Path = Path(sys.prefix) / "town", key: str = "") -> str:
    """What was said when the town was laid, and a copy of it in this folder; it is laid first where none is kept.

    Parameters
    ----------
    data : an empty folder
    lay : makes the town in a folder, with this environment beside its own, and gives back what it said
    kept : where towns are kept
    key : of which sources; of those that are here, where nothing else is said
    """
    if not os.access(kept.parent, os.W_OK):
        return lay(data, {})
    kept.mkdir(mode=0o700, exist_ok=True)
    with _alone(kept):
        town = kept / (key or digest_of_sources())
        if not town.is_dir():
            _make(town, lay)
        os.utime(town)
        for other in sorted((each for each in kept.iterdir() if each.is_dir()), key=_used)[:-MOST_KEPT]:
            shutil.rmtree(other)
        shutil.copytree(town / "data", data, dirs_exist_ok=True, copy_function=shutil.copy)
        return (town / TOLD).read_text(encoding="utf-8")


def _make(town: Path, lay: Lay) -> None:
    """All of it or nothing: it has its name only once it is whole."""
    new = Path(tempfile.mkdtemp(prefix="new-", dir=town.parent))
    try:
        (new / "data").mkdir()
        then = moment.NOW - BEFORE
        clock = f"{moment.ZONE.key} {then.isoformat()} {moment.of_the_computer().isoformat()}"
        (new / TOLD).write_text(lay(new / "data", {moment.TOLD: clock}), encoding="utf-8")
        new.rename(town)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _used(town: Path) -> float:
    return town.stat().st_mtime


@contextmanager
def _alone(kept: Path) -> Iterator[None]:
    """Two runs, or two workers of one, do not lay the same town twice: who comes second waits."""
    with open(kept / "lock", "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
