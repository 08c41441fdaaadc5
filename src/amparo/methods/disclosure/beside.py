"""Parts of a system side by side. None asks what another does, so which one ends first decides nothing."""

from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Event
from typing import Any

from amparo.methods.chance import Executor

type Heard = Callable[[], None]


class Stopped(Exception):
    """Another part ended in a fault, or whoever waited did not want to any more."""


def side_by_side[P, R](
    parts: Sequence[P],
    work: Callable[[P, Heard], R],
    *,
    executor: Executor | None,
    progress: Callable[[int, int], None] | None,
    of: int,
) -> list[R]:
    """What comes of the work on each part, in their order.

    Parameters
    ----------
    work : is given a part, and what it calls as often as it has come further.
    executor : of threads; where there is none, one part after another.
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
    said, stop, ends = SimpleQueue[bool](), Event(), 0
    begun = [executor.submit(_alone, work, part, said, stop) for part in parts]
    try:
        while ends < len(parts):
            if said.get():
                heard()
            else:
                ends += 1
    finally:
        stop.set()
    return _results(begun)


def _alone[P, R](work: Callable[[P, Heard], R], part: P, said: SimpleQueue[bool], stop: Event) -> R:
    """One part in its thread: it says when it came further, and when it ended."""

    def further() -> None:
        said.put(True)
        if stop.is_set():
            raise Stopped

    try:
        return work(part, further)
    except BaseException:
        stop.set()
        raise
    finally:
        said.put(False)


def _results(begun: Sequence[Any]) -> list[Any]:
    """What each gave; where one ended in a fault that fault, and not that others were stopped for it."""
    found, faults = list[Any](), list[Exception]()
    for each in begun:
        try:
            found.append(each.result())
        except Exception as error:
            faults.append(error)
    if faults:
        raise min(faults, key=lambda each: isinstance(each, Stopped))
    return found
