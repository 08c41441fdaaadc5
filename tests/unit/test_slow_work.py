"""All slow work of a process together: whatever comes in a flood, a thread is left for a page."""

import threading
from contextlib import ExitStack

import pytest

from amparo.commons.accounts import hashers
from amparo.config.prepare import server_command
from amparo.formats.media import NotTaken, clean, running
from amparo.formats.slow_work import KEPT, PLACES, THREADS, Full, in_line


def test_the_server_has_one_thread_more_than_all_lines_together() -> None:
    command = server_command(8000)
    assert command[command.index("--blocking-threads") + 1] == str(THREADS)
    free = [PLACES.acquire(blocking=False) for _ in range(THREADS)]
    try:
        assert sum(free) == THREADS - KEPT - 1
        with pytest.raises(hashers.Busy), hashers.at_the_door():
            pytest.fail("it came in")
        with pytest.raises(NotTaken) as refused:
            clean(b"\xff\xd8\xff no photo", wanted="photo")
        assert refused.value.kind == "busy"
    finally:
        for _ in range(sum(free)):
            PLACES.release()


def test_a_flood_of_files_leaves_a_place_at_the_door() -> None:
    """Two are cleaned and one waits; a colleague comes in, the next one does not, and a thread is left."""
    waits, told = threading.Event(), []

    def third() -> None:
        waits.set()
        with pytest.raises(Full), in_line(running.PLACES, running.WAITING, 2):
            told.append("came")
        told.append("sent away")

    with ExitStack() as files:
        for _ in range(running.AT_ONCE):
            files.enter_context(in_line(running.PLACES, running.WAITING, 0))
        guest = threading.Thread(target=third)
        guest.start()
        waits.wait(5)
        while running.WAITING.acquire(blocking=False):
            running.WAITING.release()
        with hashers.at_the_door(), pytest.raises(hashers.Busy), hashers.at_the_door(longest=0):
            pytest.fail("every thread is taken")
        guest.join(10)
    assert told == ["sent away"]
    with in_line(running.PLACES, running.WAITING, 0), hashers.at_the_door():
        pass
