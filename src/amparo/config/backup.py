"""A copy of the house that can be put back, and putting it back without bringing back what was destroyed.

A copy holds both databases, as they were at one moment each, and the recordings. It holds neither the settings with
their key (``house.env``), nor the ledger of what was destroyed: those are kept apart, because whoever finds all of it
together has more than whoever finds one. Nobody's open session is in it.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from amparo.config.language import say as _

ROOMS = {"care": "default", "evidence": "evidence"}
LEFT_OUT = ("vault_unlock", "django_session")  # what only an open session needs
LIST, AUDIO, KEPT_DAYS = "copy.json", "audio", 35


class BadCopy(Exception):
    """This folder is no copy of a house, or not whole; the message says which."""


def make_copy(folder: Path, *, databases: dict[str, Any], audio: Path, on: date) -> list[str]:
    """Copy what lies in files into an empty folder; the names of the rooms that a database server keeps instead."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    elsewhere = []
    for name, alias in ROOMS.items():
        if databases[alias]["ENGINE"].endswith("sqlite3"):
            copy_database(Path(databases[alias]["NAME"]), folder / f"{name}.sqlite3")
        else:
            elsewhere.append(name)
    if audio.is_dir():
        shutil.copytree(audio, folder / AUDIO)
    files = {path.relative_to(folder).as_posix(): digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    said = {"of": on.isoformat(), "elsewhere": elsewhere, "files": files}
    (folder / LIST).write_text(json.dumps(said, indent=1), encoding="utf-8")
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return elsewhere


def copy_database(source: Path, target: Path) -> None:
    """One moment of a database that may be in use; nothing of deleted rows, and nobody's session, is in the copy."""
    target.touch(mode=0o600)
    living = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    with closing(living), closing(sqlite3.connect(target)) as copy:
        living.backup(copy)
    with closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in tables.intersection(LEFT_OUT):
            copy.execute(f'DELETE FROM "{table}"')
        copy.commit()
        beside = str(target.absolute().parent).replace("'", "''")
        copy.execute(f"PRAGMA temp_store_directory='{beside}'")  # else all of it lies in /var/tmp for a moment
        copy.execute("VACUUM")
        copy.execute("PRAGMA temp_store_directory=''")


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_copy(folder: Path, *, databases: dict[str, Any] | None = None) -> date:
    """The day of a whole copy; :class:`BadCopy` where a file is missing, was changed, was added or does not open.

    Its list names every file: both databases, but for one that it says a database server kept. Of ``databases``, those
    of the house that the copy is for, each that lies in a file has to be in it.
    """
    try:
        said = json.loads((folder / LIST).read_text(encoding="utf-8"))
        files, on = dict(said["files"]), date.fromisoformat(said["of"])
        on_server = set(said["elsewhere"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadCopy(
            _("%(folder)s is no copy of a house: it has no %(list)s that can be read.")
            % {"folder": folder, "list": LIST}
        ) from error
    if databases is not None:
        on_server -= {name for name, alias in ROOMS.items() if databases[alias]["ENGINE"].endswith("sqlite3")}
    wanted = {f"{name}.sqlite3" for name in ROOMS if name not in on_server}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()} - {LIST}
    for name in sorted(there - set(files)):
        raise BadCopy(
            _("%(list)s in %(folder)s does not name %(name)s. Take it out of the folder, or use another copy.")
            % {"name": name, "folder": folder, "list": LIST}
        )
    for name in sorted({*files, *wanted}):
        path = folder / name
        if ".." in Path(name).parts or not path.is_file() or digest(path) != files.get(name):
            raise BadCopy(
                _("%(name)s in %(folder)s is missing, or is not as it was when the copy was made.")
                % {"name": name, "folder": folder}
            )
    for name in ROOMS:
        if f"{name}.sqlite3" in files:
            check_database(folder / f"{name}.sqlite3")
    return on


def check_database(path: Path) -> None:
    """Does SQLite find it sound?"""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BadCopy(_("%(path)s is no database.") % {"path": path}) from error
    if found != ("ok",):
        raise BadCopy(_("%(path)s is damaged.") % {"path": path})


def put_back(folder: Path, *, databases: dict[str, Any], audio: Path) -> None:
    """Put a checked copy in the place of what is there; each file whole or not at all."""
    for name, alias in ROOMS.items():
        source = folder / f"{name}.sqlite3"
        if source.is_file() and databases[alias]["ENGINE"].endswith("sqlite3"):
            replace_file(source, Path(databases[alias]["NAME"]))
    if (folder / AUDIO).is_dir():
        shutil.rmtree(audio, ignore_errors=True)
        shutil.copytree(folder / AUDIO, audio)


def replace_file(source: Path, target: Path) -> None:
    """A copy in the place of a database, and none of its old logs beside it."""
    unfinished = target.with_name(f"{target.name}.new")
    shutil.copyfile(source, unfinished)
    unfinished.chmod(0o600)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    for beside in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + beside).unlink(missing_ok=True)
    unfinished.replace(target)


def delete_on(made: date) -> date:
    """The day on which a copy has to be gone, so that what was destroyed meanwhile is gone with it."""
    return made + timedelta(days=KEPT_DAYS)
