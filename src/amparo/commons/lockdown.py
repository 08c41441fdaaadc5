"""The flag that everything is locked: asked before any key is opened, so that locking does not depend on the database.

It is set before what is open is deleted, and removed once that is gone. Where it could not be deleted (the disk is
full, the database does not answer) the flag stays, and nobody of the team reads anything sealed until it is.

It lies in memory (``settings.RUN``), where a full disk does not matter, and, where there is room for an empty file,
beside the databases, where it outlives a restart of the computer. Either of the two counts.
"""

import contextlib
import os
from pathlib import Path

from django.conf import settings

NAME = "locked"


def flags() -> list[Path]:
    """Where it lies: in memory, and on the disk."""
    return [Path(settings.RUN) / NAME, Path(settings.DATA) / NAME]


def is_on() -> bool:
    """Is everything locked? Also where that cannot be read."""
    return any(map(_stands, flags()))


def _stands(flag: Path) -> bool:
    try:
        flag.stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def put_on() -> bool:
    """Could it be set, in one of the two places? From now on it counts in every process of this computer."""
    return any([_put(flag) for flag in flags()])  # noqa: C419 (each of them is set, not the first that works)


def _put(flag: Path) -> bool:
    try:
        flag.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(flag, os.O_CREAT | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
    except OSError:
        return False
    with contextlib.suppress(OSError):
        _give_to_the_service(flag)
    return True


def _give_to_the_service(flag: Path) -> None:
    """Set by root, it has to be removed later by the account to which the data belong."""
    if os.geteuid() == 0:
        owner = Path(settings.DATA).stat()
        for each in {flag, *([flag.parent] if flag.parent == Path(settings.RUN) else [])}:
            os.chown(each, owner.st_uid, owner.st_gid, follow_symlinks=False)


def take_off() -> None:
    """Remove the flag in both places, once what was open is deleted."""
    for flag in flags():
        flag.unlink(missing_ok=True)
