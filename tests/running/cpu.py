"""How much of the processor this program has used, and all that it started."""

import os
from collections import defaultdict
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def used() -> float:
    """CPU seconds of this process, and of the children that ended and that it waited for."""
    own = os.times()
    return own.user + own.system + own.children_user + own.children_system


def running() -> float:
    """CPU seconds of all processes below this one that still run, with the children that they waited for.

    Nothing where there is no ``/proc``. A process that has lost its parent is not counted.
    """
    below, ticks = defaultdict(list), {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        pid = int(stat.parent.name)
        below[int(after_name[1])].append(pid)
        ticks[pid] = sum(map(int, after_name[11:15]))  # utime, stime, cutime, cstime
    found, waiting = 0, [os.getpid()]
    while waiting:
        children = below[waiting.pop()]
        found += sum(ticks[child] for child in children)
        waiting += children
    return found / TICKS
