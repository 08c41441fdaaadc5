"""When the folder or the disk refuses: one sentence for the person at the terminal, and nothing left half made."""

import contextlib
import errno
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from amparo.config import lock

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
NOT_A_FOLDER = {errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENOENT}
NOTHING_LEFT = "Nothing was left behind."
ELSEWHERE = "Give it to the person who runs Amparo, or choose another folder: AMPARO_DATA=/its/path before the command."
MAKE_ROOM = "Make room and try again; df -h says how much there is."
# How the name of an error of SQLite begins, and what it means to whoever reads it.
OF_SQLITE = {
    "SQLITE_FULL": f"The disk is full: {{data}}. {MAKE_ROOM}",
    "SQLITE_IOERR": f"{{data}} could not be written. The disk is full or damaged. {MAKE_ROOM}",
    "SQLITE_READONLY": f"{{data}} cannot be written. {ELSEWHERE}",
    "SQLITE_CANTOPEN": f"The database in {{data}} cannot be opened. {ELSEWHERE}",
    "SQLITE_PERM": f"{{data}} cannot be written. {ELSEWHERE}",
    "SQLITE_BUSY": "Another program has been writing into the database of {data} for a long time. Try again.",
    "SQLITE_NOTADB": "The database in {data} is damaged. Put back the last backup: docs/how-to/run-a-house.md",
    "SQLITE_CORRUPT": "The database in {data} is damaged. Put back the last backup: docs/how-to/run-a-house.md",
}


def sentence(error: BaseException, data: Path) -> str | None:
    """What went wrong, for a person; None where it is a fault of ours, which keeps its traceback."""
    if isinstance(error, SystemExit):
        return None  # it is a sentence already
    if isinstance(error, KeyboardInterrupt | EOFError):
        return "Stopped."
    if isinstance(error, OSError):
        return of_disk(error, data)
    if type(error).__name__ == "CommandError":  # of Django, which may not be installed when this is read
        return str(error)
    return of_database(error, data)


def of_disk(error: OSError, data: Path) -> str | None:
    """What the disk said."""
    if error.errno in FULL:
        return f"The disk is full: {error.filename or data}. {MAKE_ROOM}"
    if not error.filename:
        return None
    place = Path(str(error.filename))
    of_the_house = place == data or data in place.parents or place in data.parents
    if error.errno in CLOSED or (of_the_house and error.errno in NOT_A_FOLDER):
        hint = ELSEWHERE if of_the_house else "Give it to the person who runs Amparo."
        return f"{place} cannot be written: {error.strerror}. {hint}"
    return None


def of_database(error: BaseException, data: Path) -> str | None:
    """What a database said, under whatever it was wrapped into."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, sqlite3.Error):
            name = getattr(cause, "sqlite_errorname", "")
            return next((said.format(data=data) for start, said in OF_SQLITE.items() if name.startswith(start)), None)
        if type(cause).__module__.startswith("psycopg") and type(cause).__name__ == "OperationalError":
            first = (str(cause).strip().splitlines() or ["no reason given"])[0]
            return f"The PostgreSQL database of this house does not answer ({first}). Is it running?"
        cause = cause.__cause__ or cause.__context__
    return None


@contextlib.contextmanager
def in_words(data: Path, undo: Callable[[], None] | None = None) -> Iterator[None]:
    """Turn what the disk refuses into one sentence, after taking away what was half made."""
    try:
        yield
    except BaseException as error:
        if undo:
            undo()
        said = sentence(error, data)
        if said is None:
            raise
        raise SystemExit(f"{said} {NOTHING_LEFT}" if undo else said) from None


@contextlib.contextmanager
def whole_or_nothing(data: Path) -> Iterator[None]:
    """Make a house in this folder, alone in it; where that fails, everything that was made goes again."""
    made = [folder for folder in (data, *data.parents) if not folder.exists()]
    try:
        data.mkdir(parents=True, exist_ok=True)
        with lock.held(data, alone=True):
            before = set(data.iterdir()) - {data / lock.NAME}

            def undo() -> None:
                close_databases()
                for path in set(data.iterdir()) - before:
                    remove(path)

            with in_words(data, undo):
                yield
    except BaseException:
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def close_databases() -> None:
    """Let go of the files of the databases, where Django has opened them."""
    if "django.db" in sys.modules:
        from django.conf import settings
        from django.db import connections

        if settings.configured:
            connections.close_all()


def remove(path: Path) -> None:
    """Take a file or a folder away, as far as that is possible."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        path.unlink()
