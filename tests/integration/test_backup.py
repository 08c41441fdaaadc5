"""A copy of a house, put back: what was there is there again, what was destroyed since is not."""

import json
import os
import re
import sqlite3
import subprocess
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amparo.config import backup, lock
from amparo.vault.actions.ledger import left_digest
from tests import programs
from tests.moment import PROGRAM_PATH

ROOT = Path(__file__).resolve().parents[2]
# A house with two threads, an open session, and a third person who reads; run in a process of its own.
MAKE = """
from amparo.config.prepare import django_setup
django_setup()
from django.core.management import call_command
call_command("migrate", database="default", verbosity=0)
call_command("migrate", database="evidence", verbosity=0)
from amparo.commons import clock
from tests.cast import make_cast
from tests.letters import a_house_for_letters, opened_client
from tests.threads import written
house = a_house_for_letters(make_cast())
now = clock.now()  # the house that comes back destroys what is older than ninety days
kept, gone, shared = (written(text, now=now) for text in ("Se queda.", "Se va.", "Se comparte."))
opened_client(house.cast.ana)
print(kept.reference, gone.reference, shared.reference, gone.thread.ring, shared.thread.ring,
      house.readers["ana"].reference)
"""
DESTROY = """
import sys
from amparo.config.prepare import django_setup
django_setup()
from amparo.vault.actions.rings import leave_rings, shred_ring
from amparo.vault.models import Reader
from amparo.access.reporting.models import Thread
gone, shared, ana = sys.argv[1:]
Thread.objects.filter(ring=gone).delete()
shred_ring(gone)
leave_rings([shared], Reader.objects.get(reference=ana))
"""


class House:
    """A house in a folder, of which a test asks things in a process of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        own = {"AMPARO_DATA": str(data), "AMPARO_PROFILE": "red", "DJANGO_SETTINGS_MODULE": "amparo.config.settings"}
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("AMPARO_", "DJANGO_"))}
        self.environ = plain | own | {"PYTHONPATH": PROGRAM_PATH}

    def python(self, code: str, *arguments: str) -> str:
        """What a piece of Python says."""
        run = programs.run(["-c", code, *arguments], env=self.environ)
        assert run.returncode == 0, run.stderr[-3000:]
        return run.stdout

    def amparo(self, *words: str, started: bool = False) -> subprocess.CompletedProcess[str]:
        """What a command of the house says."""
        return programs.run(["-m", "amparo", *words], env=self.environ, started=started)

    def rows(self, query: str, *values: str) -> list[Any]:
        """What stands in the database of care."""
        with closing(sqlite3.connect(self.data / "care.sqlite3")) as database:
            return database.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A house, its copy, and what was destroyed after the copy was made."""
    folder = tmp_path_factory.mktemp("house")
    made = House(folder / "data")
    made.data.mkdir()
    (made.data / "house.env").write_text("AMPARO_PROFILE=red\nAMPARO_SECRET_KEY=" + "x" * 48 + "\n")
    (made.data / "static").mkdir()
    (made.data / "audio").mkdir()
    (made.data / "audio" / "ejemplo.mp3").write_bytes(b"voz")
    said = made.python(MAKE).split()
    names = dict(zip(("kept", "gone", "shared", "gone_ring", "shared_ring", "ana"), said[-6:], strict=True))
    assert made.rows("SELECT count(*) FROM vault_unlock") != [(0,)], "a session is open, which the copy leaves out"
    copy = folder / "copy"
    told = made.amparo("backup", str(copy), started=True)
    assert told.returncode == 0, told.stderr
    made.python(DESTROY, names["gone_ring"], names["shared_ring"], names["ana"])
    return made, copy, names, told.stdout


def wraps_of(house: House, ring: str, reader: str) -> int:
    """How many wraps of a ring a reader has."""
    query = """SELECT count(*) FROM vault_wrap w JOIN vault_casekey k ON k.id = w.case_key_id
               JOIN vault_reader r ON r.id = w.reader_id WHERE k.ring = ? AND r.reference = ?"""
    return int(house.rows(query, ring, reader)[0][0])


def test_a_copy_holds_both_databases_and_nothing_that_should_lie_elsewhere(house: Any) -> None:
    _made, copy, names, told = house
    files = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert files == {"care.sqlite3", "evidence.sqlite3", "audio/ejemplo.mp3", "copy.json"}
    assert "house.env" in told
    assert "destroyed" in told
    assert all(path.stat().st_mode & 0o077 == 0 for path in [copy, *copy.rglob("*")])
    with closing(sqlite3.connect(copy / "care.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM reporting_thread").fetchone() == (3,)
        assert database.execute("SELECT count(*) FROM vault_unlock").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
    assert (copy / "care.sqlite3").read_bytes().find(names["gone_ring"].encode()) > 0


def test_what_was_destroyed_stays_destroyed(house: Any) -> None:
    """The whole way: refused while the house is open, refused over data, then put back."""
    made, copy, names, _told = house
    assert made.rows("SELECT count(*) FROM reporting_thread") == [(2,)]
    over = made.amparo("restore", str(copy))
    assert over.returncode != 0
    assert "--replace" in over.stderr
    with lock.held(made.data):
        running = made.amparo("restore", str(copy), "--replace")
    assert running.returncode != 0
    assert "is in use" in running.stderr
    assert made.rows("SELECT count(*) FROM reporting_thread") == [(2,)]

    done = made.amparo("restore", str(copy), "--replace", started=True)
    assert done.returncode == 0, done.stderr
    assert "without what was destroyed since" in done.stdout.splitlines()[-2]
    found = {row[0] for row in made.rows("SELECT reference FROM reporting_thread")}
    assert found == {names["kept"], names["shared"]}
    assert made.rows("SELECT count(*) FROM vault_casekey WHERE ring = ?", names["gone_ring"]) == [(0,)]
    assert wraps_of(made, names["shared_ring"], names["ana"]) == 0, "who was taken out stays out"
    assert made.rows("SELECT max(version) FROM vault_casekey WHERE ring = ?", names["shared_ring"]) == [(2,)]
    held = b"".join(path.read_bytes() for path in made.data.glob("care.sqlite3*"))
    assert names["gone_ring"].encode() not in held, "nor is it in the bytes of the file"
    assert (made.data / "audio" / "ejemplo.mp3").read_bytes() == b"voz"


def test_the_ledger_names_nobody(house: Any) -> None:
    made, _copy, names, _told = house
    text = (made.data / "destroyed").read_text()
    assert names["gone_ring"] in text
    assert left_digest(names["shared_ring"], names["ana"]) in text
    assert names["ana"] not in text
    assert names["shared_ring"] not in text


@pytest.mark.parametrize("harm", ["changed", "missing", "no list", "wrong list", "another folder"])
def test_a_copy_that_is_not_whole_changes_nothing(house: Any, tmp_path: Path, harm: str) -> None:
    made, copy, *_rest = house
    spoilt = tmp_path / "copy"
    backup.shutil.copytree(copy, spoilt)
    assert isinstance(backup.check_copy(spoilt), date)
    if harm == "changed":
        with (spoilt / "care.sqlite3").open("r+b") as file:
            file.seek(5000)
            file.write(b"\xff")
    elif harm == "missing":
        (spoilt / "audio" / "ejemplo.mp3").unlink()
    elif harm == "no list":
        (spoilt / "copy.json").unlink()
    elif harm == "wrong list":
        rewritten(spoilt, lambda said: said["files"].update({"../../x": "0"}))
    else:
        spoilt = tmp_path / "nothing"
    before = (made.data / "care.sqlite3").read_bytes()
    told = made.amparo("restore", str(spoilt), "--replace")
    assert told.returncode != 0
    assert "Nothing was changed" in told.stderr
    assert (made.data / "care.sqlite3").read_bytes() == before


def rewritten(copy: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change what the list of a copy says."""
    said = json.loads((copy / "copy.json").read_text())
    change(said)
    (copy / "copy.json").write_text(json.dumps(said))


LISTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "empty": lambda said: said["files"].clear(),
    "without a database": lambda said: said["files"].pop("care.sqlite3"),
    "without a recording": lambda said: said["files"].pop("audio/ejemplo.mp3"),
    "does not say what is elsewhere": lambda said: said.pop("elsewhere"),
}


@pytest.mark.parametrize("change", LISTS)
def test_a_copy_whose_list_is_empty_or_differs_is_none(house: Any, tmp_path: Path, change: str) -> None:
    """What no list names nobody has looked at: a database with a turned bit was put back so."""
    _made, copy, *_rest = house
    spoilt = tmp_path / "copy"
    backup.shutil.copytree(copy, spoilt)
    rewritten(spoilt, LISTS[change])
    with pytest.raises(backup.BadCopy):
        backup.check_copy(spoilt)


def test_a_file_that_came_into_a_copy_later_is_named(house: Any, tmp_path: Path) -> None:
    _made, copy, *_rest = house
    spoilt = tmp_path / "copy"
    backup.shutil.copytree(copy, spoilt)
    (spoilt / "audio" / "otra.mp3").write_bytes(b"x")
    with pytest.raises(backup.BadCopy, match=re.escape("audio/otra.mp3")):
        backup.check_copy(spoilt)


def test_a_folder_with_something_in_it_takes_no_copy(house: Any) -> None:
    made, copy, *_rest = house
    again = made.amparo("backup", str(copy))
    assert again.returncode != 0
    assert "not an empty folder" in again.stderr


def test_of_postgresql_it_says_what_to_run(tmp_path: Path) -> None:
    server = {"ENGINE": "django.db.backends.postgresql", "NAME": "care"}
    with closing(sqlite3.connect(tmp_path / "evidence.sqlite3")) as database:
        database.execute("CREATE TABLE a (b)")
    databases = {
        "default": server,
        "evidence": {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "evidence.sqlite3"},
    }
    elsewhere = backup.make_copy(tmp_path / "copy", databases=databases, audio=tmp_path / "none", on=date(2026, 11, 24))
    assert elsewhere == ["care"]
    assert backup.check_copy(tmp_path / "copy", databases=databases) == date(2026, 11, 24)
    in_files = {"default": databases["evidence"], "evidence": databases["evidence"]}
    # Of a house that keeps both in files it is none.
    with pytest.raises(backup.BadCopy, match=re.escape("care.sqlite3")):
        backup.check_copy(tmp_path / "copy", databases=in_files)


def test_a_copy_is_deleted_after_thirty_five_days() -> None:
    assert backup.delete_on(date(2026, 11, 24)) == date(2026, 12, 29)


def test_no_temporary_file_of_a_copy_lies_elsewhere(tmp_path: Path) -> None:
    """SQLite builds a database anew in ``/var/tmp``: all of it in clear, on a disk that perhaps nobody encrypted."""
    source, target, seen, over = tmp_path / "care.sqlite3", tmp_path / "copy" / "care.sqlite3", set(), threading.Event()
    target.parent.mkdir()
    with closing(sqlite3.connect(source)) as house:
        house.execute("CREATE TABLE letters (id INTEGER PRIMARY KEY, box BLOB)")
        house.executemany("INSERT INTO letters (box) VALUES (?)", [(bytes(500_000),) for _ in range(60)])
        house.commit()

    def watch() -> None:
        while not over.wait(0.002):
            for each in Path("/proc/self/fd").iterdir():
                with suppress(OSError):
                    seen.add(each.readlink().as_posix())

    watcher = threading.Thread(target=watch)
    watcher.start()
    backup.copy_database(source, target)
    over.set()
    watcher.join()
    temporary = {each for each in seen if "etilqs" in each}
    assert temporary, "a control: there is such a file"
    assert all(each.startswith(f"{target.parent}/") for each in temporary), temporary
