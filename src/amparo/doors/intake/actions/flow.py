"""How much one phone sends in a day: counted in the memory of this process, and nowhere else.

A table would say on which day which phone was used, by whom, and how much she brought. Nobody needs that, and who takes
the disk would have it. So the count is gone with the process and begins anew each day; where the server is several
processes, each counts for itself, and as many times as much fits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import OperationalError

from amparo.commons import room
from amparo.commons.audit.actions import unaudited


@dataclass(slots=True)
class Came:
    """What came of one phone today."""

    forms: int = 0
    bytes: int = 0


class Flow:
    """What came of each phone on one day. Those of the day before are forgotten with the first of the next."""

    def __init__(self) -> None:
        self.on: date | None = None
        self.came: dict[int, Came] = {}
        self.lock = Lock()

    @contextmanager
    def of(self, device: Any, on: date) -> Iterator[Came]:
        """What came of this phone on this day, to be looked at and raised by one at a time."""
        with self.lock:
            if self.on != on:
                self.on, self.came = on, {}
            yield self.came.setdefault(device.pk, Came())


FLOW = Flow()


@unaudited("it changes nothing")
def too_much(device: Any, size: int, *, on: date) -> str:
    """Why nothing more of this phone is taken now, of the list ``send_fault``; nothing where it is."""
    with FLOW.of(device, on) as came:
        if came.forms >= settings.PHONE_FORMS or came.bytes + size > settings.PHONE_MEGABYTES * 1_000_000:
            return "too_much_today"
    return "full" if is_full() else ""


@unaudited("it changes nothing")
def is_full() -> bool:
    """Is so little room left on the disk that forms wait? Each is whole on its phone; a letter has no other copy."""
    return not room.takes_files()


@unaudited("a count in memory, gone at night")
def note(device: Any, size: int, *, is_new: bool, on: date) -> None:
    """So much of it was kept."""
    with FLOW.of(device, on) as came:
        came.forms += is_new
        came.bytes += size


@unaudited("it changes nothing")
def why_not_now(error: OperationalError) -> str:
    """What the database could not do now: there is no room on its disk, or it is busy or away."""
    return "full" if room.is_full(error) else "busy"
