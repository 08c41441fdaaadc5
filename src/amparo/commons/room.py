"""How much room is left on the disk, and what is still taken there: files first go without, then words of strangers.

Words of somebody new cost nothing and nobody is counted, so that a flood of them cannot be told from people. What is
kept free stays for whoever holds words already, for the team, and for locking: a file of zeros (the ballast) is deleted
before that, so that it can be written where the disk is full.
"""

import contextlib
import errno
import os
import shutil
from pathlib import Path

from django.conf import settings

FOR_FILES = 500_000_000  # bytes: below, no file is taken, and new words only where somebody worked or waited for it
FOR_NEW_WORDS = 100_000_000  # bytes: below, words only of who holds words of this organisation
BALLAST = 8_000_000  # bytes: what deletes all that is open writes a few thousand
FULL_ON_SQLITE = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE")
FULL_ON_POSTGRES = "53100"
FULL_FOR_THE_SYSTEM = (errno.ENOSPC, errno.EDQUOT)


def free() -> int:
    """Bytes that are free where this organisation keeps its files and, on SQLite, its databases."""
    return shutil.disk_usage(settings.DATA).free


def takes_files() -> bool:
    """Is there room for files?"""
    return free() >= FOR_FILES


def takes_new_words(*, earned: bool) -> bool:
    """Is there room for words of somebody new? ``earned``: a puzzle was solved or the time was waited for."""
    return free() >= (FOR_NEW_WORDS if earned else FOR_FILES)


def is_full(error: BaseException) -> bool:
    """Does an error, or what caused it, say that a disk is full? The database says so, or the system does."""
    cause: BaseException | None = error
    while cause is not None:
        if (
            getattr(cause, "sqlite_errorname", "") in FULL_ON_SQLITE
            or getattr(cause, "sqlstate", "") == FULL_ON_POSTGRES
        ):
            return True
        if isinstance(cause, OSError) and cause.errno in FULL_FOR_THE_SYSTEM:
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def ballast() -> Path:
    """Where the file of zeros lies."""
    return Path(settings.DATA) / "ballast"


def let_go_of_ballast() -> None:
    """Make room; nothing happens where it is gone already."""
    with contextlib.suppress(OSError):
        ballast().unlink()


def lay_ballast() -> None:
    """Lay it again, where there is room for files; once a night. Where a quota is in the way there is none."""
    if ballast().exists() or not takes_files():
        return
    try:
        with ballast().open("wb") as out:
            os.posix_fallocate(out.fileno(), 0, BALLAST)
    except OSError:
        let_go_of_ballast()
