"""The executor: it takes one job after the other and runs what is registered for its kind.

Commons may import nothing that stands above it, so whoever starts the executor passes in what does the work. A thread
of its own says every few seconds that the work goes on, also while a method computes for a minute without a word.
"""

import logging
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.db import connections

from amparo.commons import clock
from amparo.commons.jobs import actions
from amparo.commons.jobs.actions import Lost

if TYPE_CHECKING:
    from amparo.commons.jobs.models import Job

log = logging.getLogger(__name__)
BEATS_EVERY, LOOKS_EVERY = 15.0, 2.0  # seconds


class Tell:
    """By which work says how far it is: ``tell(3, 40, "Indicator %(n)s", n=3)``. It writes once a second at most."""

    def __init__(self, job: "Job", clock: Callable[[], datetime]) -> None:
        self.job, self.clock, self.at = job, clock, 0.0

    def __call__(self, done: int, of: int, text: str, /, **values: Any) -> None:
        """Done so many of so many, and what is going on; :class:`Lost` where the job is no longer ours."""
        if time.monotonic() - self.at < 1.0 and done < of:
            return
        self.at = time.monotonic()
        actions.progress(self.job, 100 * done // max(of, 1), (text, values), now=self.clock())


class Handler(Protocol):
    """What does one kind of work: it gives back the reference of what came of it."""

    def __call__(self, arguments: Mapping[str, Any], *, by: str, tell: Tell) -> str: ...


def run_one(
    handlers: Mapping[str, Handler], *, clock: Callable[[], datetime] = clock.now, beats: bool = False
) -> "Job | None":
    """Take the oldest job and do it; None where none waits. ``beats``: with the thread that says it goes on."""
    actions.end_half_way(now=clock())
    job = actions.take(handlers, worker=secrets.token_hex(16), now=clock())
    if job is None:
        return None
    try:
        with _heard(job, clock) if beats else _unheard():
            result = handlers[job.kind](job.arguments, by=job.by, tell=Tell(job, clock))
        actions.end(job, "done", result=result, now=clock())
    except Lost:
        pass  # given up as dead meanwhile: what we did counts for nothing here
    except Exception as error:
        _ended_badly(job, error, clock())
    except BaseException:  # the house is being closed
        _at_last(job, "half_way", (), clock())
        raise
    return job


def _ended_badly(job: "Job", error: Exception, now: datetime) -> None:
    """What refuses with remarks, as the methods do, is said; of a fault only its kind: its text may tell values."""
    remarks = getattr(error, "remarks", ())
    if remarks:
        _at_last(job, "refused", [(each.text, dict(each.values)) for each in remarks], now)
    else:
        log.error("A job failed", exc_info=error)
        _at_last(job, "failed", [("", {"kind": type(error).__name__})], now)


def _at_last(job: "Job", state: str, said: Any, now: datetime) -> None:
    with suppress(Lost):
        actions.end(job, state, said=said, now=now)


@contextmanager
def _heard(job: "Job", clock: Callable[[], datetime]) -> Iterator[None]:
    """As long as the block lasts, somebody hears that it goes on."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEATS_EVERY):
            try:
                actions.beat(job, now=clock())
            except Exception:
                log.exception("A beat was not written")  # the next one may be
            finally:
                connections.close_all()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _unheard() -> Iterator[None]:
    yield


def work(handlers: Mapping[str, Handler], *, beside: int = 0) -> None:
    """Do what waits, then look again, until somebody stops it; ``beside``: until this process is our parent no more."""
    signal.signal(signal.SIGTERM, _stop)
    if beside:
        threading.Thread(target=_end_with, args=(beside,), daemon=True).start()
    while True:
        while run_one(handlers, beats=True) is not None:
            pass
        connections.close_all()
        time.sleep(LOOKS_EVERY)


def _end_with(parent: int) -> None:
    """Where the server went, its worker goes."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os.kill(os.getpid(), signal.SIGTERM)


def _stop(_number: int, _frame: Any) -> None:
    raise SystemExit(0)
