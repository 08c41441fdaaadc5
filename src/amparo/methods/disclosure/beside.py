"""Parts of a system side by side. None asks what another does, so which one ends first decides nothing.

Where one ends in a fault the others go on, and the fault of the first in their order is raised: so that too is the same
again. They are stopped where whoever waits for them does not want to any more.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event

type Heard = Callable[[], None]


class Stopped(Exception):
    """Whoever waited did not want to any more."""


def side_by_side[P, R](
    parts: Sequence[P],
    work: Callable[[P, Heard], R],
    *,
    executor: ThreadPoolExecutor | None,
    progress: Callable[[int, int], None] | None,
    of: int,
) -> list[R]:
    """What comes of the work on each part, in their order.

    Parameters
    ----------
    work : is given a part, and what it calls as often as it has come further.
    executor : of threads, and not of the one that this is called from; where there is none, one part after another.
    progress : is told how often any was called, and ``of`` how many. It is only ever called from here, because it may
        speak with a database.
    """
    done = 0

    def heard() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, of)

    if executor is None or len(parts) < 2:
        return [work(part, heard) for part in parts]
    said, stop, ends, begun = SimpleQueue[bool](), Event(), 0, list[Future[R]]()
    try:
        for part in parts:
            begun.append(executor.submit(_alone, work, part, said, stop))
        while ends < len(parts):
            if said.get():
                heard()
            else:
                ends += 1
    finally:
        stop.set()
    return [each.result() for each in begun]


def _alone[P, R](work: Callable[[P, Heard], R], part: P, said: SimpleQueue[bool], stop: Event) -> R:
    """One part in its thread: it says when it came further, and when it ended."""

    def further() -> None:
        said.put(True)
        if stop.is_set():
            raise Stopped

    try:
        if stop.is_set():
            raise Stopped
        return work(part, further)
    finally:
        said.put(False)
