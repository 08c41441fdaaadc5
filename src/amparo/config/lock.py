"""Who is using the folder of a house: a lock on a file in it, which ends with the program that holds it.

The server takes the place of the program that starts it (``os.execv``), and the lock goes over to it, because the
open file does. No number is written that could be old after a power cut.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from amparo.config.language import say as _

NAME = "in-use"


class InUse(SystemExit):
    """Another program works in this folder; the message is for the person who wanted to."""


@contextlib.contextmanager
def held(data: Path, *, alone: bool = False) -> Iterator[None]:
    """Use this folder until the block ends, together with other servers of the house or alone."""
    handle = os.open(data / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(
                _(
                    "%(data)s is in use: an ./amparo that was started before is still running. "
                    "Stop it first, with Ctrl+C where it runs."
                )
                % {"data": data}
            ) from None
        os.set_inheritable(handle, True)
        yield
    finally:
        os.close(handle)
