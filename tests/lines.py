"""What a server on this computer has read of what was sent to it, and whether it hung up, as the kernel tells it.

Where there is no ``/proc`` half a second has to do.
"""

import time
from collections.abc import Callable
from pathlib import Path

TABLE = Path("/proc/net/tcp")
OPEN, HALF_CLOSED = "01", "08"  # ESTABLISHED, and CLOSE_WAIT: the other end hung up, and this one did not yet
LONGEST = 60  # seconds


def until_read(port: int) -> None:
    """Wait until the server on this port has read all that came."""
    _until(port, lambda lines: all(unread == 0 for _state, unread in lines))


def until_closed(port: int) -> None:
    """Wait until the server on this port has hung up on everybody."""
    _until(port, lambda lines: not lines)


def _until(port: int, ended: Callable[[list[tuple[str, int]]], bool]) -> None:
    if not TABLE.exists():
        time.sleep(0.5)
        return
    ends = time.monotonic() + LONGEST
    while not ended(_lines(port)):
        assert time.monotonic() < ends, _lines(port)
        time.sleep(0.01)


def _lines(port: int) -> list[tuple[str, int]]:
    """Of each line that the server still has: its state, and how many bytes wait to be read."""
    found = []
    for row in TABLE.read_text(encoding="ascii").splitlines()[1:]:
        _number, local, _remote, state, queues, *_ = row.split()
        if int(local.rpartition(":")[2], 16) == port and state in (OPEN, HALF_CLOSED):
            found.append((state, int(queues.rpartition(":")[2], 16)))
    return found
