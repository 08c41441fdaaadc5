"""When the folder or the disk refuses: one sentence for the person at the terminal, and nothing left half made."""

import contextlib
import errno
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from amparo.config import lock
from amparo.config.language import say as _

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
NOT_A_FOLDER = {errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENOENT}


def elsewhere() -> str:
    """Who can mend a folder, and how to take another."""
    return _(
        "Give it to the person who runs Amparo, or choose another folder: AMPARO_DATA=/its/path before the command."
    )


def make_room() -> str:
    """What helps a full disk."""
    return _("Make room and try again; df -h says how much there is.")


def of_sqlite(name: str, data: Path) -> str | None:
    """What an error of SQLite means to whoever reads it, by how its name begins."""
    damaged = _("The database in %(data)s is damaged. Put back the last backup: docs/how-to/run-a-house.md")
    closed = f"{_('%(data)s cannot be written.')} {elsewhere()}"
    meanings = {
        "SQLITE_FULL": f"{_('The disk is full: %(data)s.')} {make_room()}",
        "SQLITE_IOERR": f"{_('%(data)s could not be written. The disk is full or damaged.')} {make_room()}",
        "SQLITE_READONLY": closed,
        "SQLITE_CANTOPEN": f"{_('The database in %(data)s cannot be opened.')} {elsewhere()}",
        "SQLITE_PERM": closed,
        "SQLITE_BUSY": _("Another program has been writing into the database of %(data)s for a long time. Try again."),
        "SQLITE_NOTADB": damaged,
        "SQLITE_CORRUPT": damaged,
    }
    return next((said % {"data": data} for start, said in meanings.items() if name.startswith(start)), None)


def why(error: OSError) -> str:
    """What the system said, in the language of the terminal."""
    known = {
        errno.ENOENT: _("No such file or directory"),
        errno.ENOTDIR: _("Not a directory"),
        errno.EISDIR: _("It is a folder, not a file"),
        errno.EACCES: _("Permission denied"),
        errno.EPERM: _("Operation not permitted"),
        errno.EROFS: _("Read-only file system"),
    }
    return known.get(error.errno or 0, error.strerror or str(error))


def sentence(error: BaseException, data: Path) -> str | None:
    """What went wrong, for a person; None where it is a fault of ours, which keeps its traceback."""
    if isinstance(error, SystemExit):
        return None  # it is a sentence already
    if isinstance(error, KeyboardInterrupt | EOFError):
        return _("Stopped.")
    if isinstance(error, OSError):
        return of_disk(error, data)
    if type(error).__name__ == "CommandError":  # of Django, which may not be installed when this is read
        return str(error)
    return of_database(error, data)


def of_disk(error: OSError, data: Path) -> str | None:
    """What the disk said."""
    if error.errno in FULL:
        return f"{_('The disk is full: %(data)s.') % {'data': error.filename or data}} {make_room()}"
    if not error.filename:
        return None
    place = Path(str(error.filename))
    of_the_house = place == data or data in place.parents or place in data.parents
    if error.errno in CLOSED or (of_the_house and error.errno in NOT_A_FOLDER):
        hint = elsewhere() if of_the_house else _("Give it to the person who runs Amparo.")
        said = _("%(place)s cannot be written: %(why)s.") % {"place": place, "why": why(error)}
        return f"{said} {hint}"
    return None


def of_named(error: OSError, typed: list[Path]) -> str | None:
    """What is wrong with a file or a folder that was named in the command; None where it is about another."""
    if isinstance(error, shutil.Error):  # several at once: the first of them says enough
        source, target, reason = error.args[0][0]
        return _("%(place)s could not be copied to %(to)s: %(why)s.") % {"place": source, "to": target, "why": reason}
    if not error.filename or error.errno in FULL:
        return None
    place = Path(str(error.filename)).absolute()
    if not any(place == each or each in place.parents or place in each.parents for each in typed):
        return None
    said = _("%(place)s cannot be used: %(why)s.") % {"place": place, "why": why(error)}
    return f"{said} {_('Name another place, where you may write.')}"


def of_database(error: BaseException, data: Path) -> str | None:
    """What a database said, under whatever it was wrapped into."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, sqlite3.Error):
            return of_sqlite(getattr(cause, "sqlite_errorname", ""), data)
        if type(cause).__module__.startswith("psycopg") and type(cause).__name__ == "OperationalError":
            first = (str(cause).strip().splitlines() or ["?"])[0]
            return _("The PostgreSQL database of this house does not answer (%(why)s). Is it running?") % {"why": first}
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
        raise SystemExit(f"{said} {_('Nothing was left behind.')}" if undo else said) from None


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
