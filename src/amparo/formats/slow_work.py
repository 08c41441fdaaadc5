"""Slow work of one process, of whatever kind: it has a bound, so that one thread is always left for a page.

Coming in and cleaning a file have a short line each. Every line alone leaves threads to others; together two lines
took all of them. So whoever stands in a line, at work or waiting, also takes one of the places that all lines share.
Who only waits leaves one more to the other lines: a flood of files keeps nobody of the team out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

THREADS = 7  # of a process, as ``config.prepare`` starts it
KEPT = 2  # of these for browsers of the team at the sign-in: one that works, and one that waits (accounts.hashers)
PLACES = BoundedSemaphore(THREADS - KEPT - 1)


class Full(Exception):
    """Too many work or wait."""


@contextmanager
def in_line(own: BoundedSemaphore, waiting: BoundedSemaphore, longest: float) -> Iterator[None]:
    """One of the places of a line, at once or after waiting for ``longest`` seconds; else :class:`Full`."""
    if not PLACES.acquire(blocking=False):
        raise Full
    try:
        if not own.acquire(blocking=False):
            _wait(own, waiting, longest)
        try:
            yield
        finally:
            own.release()
    finally:
        PLACES.release()


def _wait(own: BoundedSemaphore, waiting: BoundedSemaphore, longest: float) -> None:
    """Wait where that leaves a place to the other lines, and where nobody waits in this one."""
    if not PLACES.acquire(blocking=False):
        raise Full
    PLACES.release()
    if not waiting.acquire(blocking=False):
        raise Full
    try:
        came = own.acquire(timeout=max(0.0, longest))
    finally:
        waiting.release()
    if not came:
        raise Full
