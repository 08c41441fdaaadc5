"""Whose turn it is to write into a SQLite file: one thread of each process asks, and the processes take turns.

SQLite itself has one writer at a time and no queue: whoever finds it busy sleeps for up to a tenth of a second and
looks again. Under load somebody sleeps on and on while the file is free. Here the next one knows that she is next.

It is a courtesy and no lock of its own. Who has waited for ``PATIENCE`` goes on without a turn and meets the lock of
SQLite, which alone decides: so a program that stands still, or two that want two files in two orders, end as they would
without it. A turn ends with the program that has it, however that ends.
"""

import fcntl
import os
import threading
import time
from pathlib import Path

PATIENCE = 2.0  # seconds
LOOK_AGAIN = 0.0002  # seconds; a letter is written in about twenty times that


class Turns:
    """The queue of one database file. Beside it lie two empty files that processes lock.

    Who has ``next`` is the one that writes after the one that has ``turn``: so a process with many who want to write
    does not take turn after turn while another one waits.
    """

    def __init__(self, database: Path) -> None:
        self._inside = threading.Lock()
        self._next, self._turn = (
            os.open(f"{database}-{name}", os.O_RDWR | os.O_CREAT, 0o600) for name in ("next", "turn")
        )

    def take(self) -> bool:
        """Wait for a turn; False where it did not come in time."""
        until = time.monotonic() + PATIENCE
        if not self._inside.acquire(timeout=PATIENCE):
            return False
        has_turn = False
        try:
            if _locked(self._next, until):
                try:
                    has_turn = _locked(self._turn, until)
                finally:
                    fcntl.flock(self._next, fcntl.LOCK_UN)
        finally:  # whatever broke off the waiting: nobody else of this process waits for it
            if not has_turn:
                self._inside.release()
        return has_turn

    def give_back(self) -> None:
        """Let the next one write."""
        fcntl.flock(self._turn, fcntl.LOCK_UN)
        self._inside.release()


def _locked(file: int, until: float) -> bool:
    """Lock a file as soon as it is free; False where the time is over first, or where this disk locks nothing."""
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(LOOK_AGAIN)
        except OSError:
            return False
        else:
            return True


_KNOWN: dict[Path, Turns] = {}
_FINDING = threading.Lock()


def turns_of(database: Path) -> Turns:
    """The queue of a database file, one in a process."""
    with _FINDING:
        if database not in _KNOWN:
            _KNOWN[database] = Turns(database)
        return _KNOWN[database]
