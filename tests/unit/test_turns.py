"""Who writes into SQLite stands in a queue, and the queue is a courtesy: nothing is ever lost to it."""

import errno
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from amparo.config.fair_sqlite3 import turns
from amparo.config.fair_sqlite3.turns import Turns

HOLD = """
import sys, threading, time
from pathlib import Path
from amparo.config.fair_sqlite3.turns import Turns
queue, hold, had = Turns(Path(sys.argv[1])), float(sys.argv[2]), open(sys.argv[1] + ".had", "ab", buffering=0)
def write():
    while True:
        assert queue.take()
        had.write(b".")
        print("has it", flush=True)
        time.sleep(hold)
        queue.give_back()
for _ in range(int(sys.argv[3])):
    threading.Thread(target=write).start()
"""


@contextmanager
def another_program(database: Path, *, hold: float, threads: int = 1) -> Iterator[subprocess.Popen[str]]:
    """A program that takes turn after turn, once it has had the first."""
    command = [sys.executable, "-c", HOLD, str(database), str(hold), str(threads)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            assert program.stdout.readline() == "has it\n"
            yield program
        finally:
            program.kill()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "care.sqlite3"


def test_a_turn_is_had_by_one(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has none waits for ``PATIENCE`` and no longer, by a clock that goes on only while somebody sleeps."""
    slept, waits = [0.0], list[float]()
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    by_hand = SimpleNamespace(monotonic=lambda: slept[0], sleep=lambda many: slept.__setitem__(0, slept[0] + many))
    one, other = Turns(database), Turns(database)  # two open files: as two processes have them
    assert one.take()
    with monkeypatch.context() as patch:
        patch.setattr(turns, "time", by_hand)
        assert not other.take(), "the turn of another process"
        assert 0.05 <= slept[0] <= 0.05 + turns.LOOK_AGAIN
        inside = SimpleNamespace(acquire=lambda timeout: waits.append(timeout) or False)
        patch.setattr(one, "_inside", inside)
        assert not one.take(), "the turn of another thread"
        assert waits == [0.05]
    one.give_back()
    assert other.take(), "who went without a turn gave her place in the queue back"
    other.give_back()
    assert one.take()
    one.give_back()


def test_a_program_with_many_who_write_lets_another_in(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them holds it for 5 ms, and the next one is there at once. Whoever looks only now and then finds no gap,
    and needs none: after the one that writes, she is next. So in the time of most of her waits they have few turns:
    twenty are the tenth of a second that she would wait at most if nobody else used this computer.
    """
    monkeypatch.setattr(turns, "PATIENCE", 20)
    monkeypatch.setattr(turns, "LOOK_AGAIN", 0.02)
    queue, theirs, had = Turns(database), [], Path(f"{database}.had")
    with another_program(database, hold=0.005, threads=4):
        for _ in range(11):
            before = had.stat().st_size
            assert queue.take()
            theirs.append(had.stat().st_size - before)
            queue.give_back()
            time.sleep(0.01)  # the others are at it again
    assert sorted(theirs)[7] <= 20, theirs


def test_a_program_that_is_killed_leaves_its_turn(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there at the first look, without any patience."""
    monkeypatch.setattr(turns, "PATIENCE", 0)
    queue = Turns(database)
    with another_program(database, hold=60) as program:
        program.send_signal(signal.SIGKILL)
        program.wait(10)
        assert queue.take()
        queue.give_back()


def test_a_program_that_stands_still_holds_nobody(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.1)
    with another_program(database, hold=60) as program:
        program.send_signal(signal.SIGSTOP)
        assert not Turns(database).take()


def test_a_disk_that_locks_nothing_keeps_nobody_from_writing(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(_file: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    queue = Turns(database)
    with monkeypatch.context() as disk:
        disk.setattr(turns.fcntl, "flock", no_locks)
        assert not queue.take()
    assert queue.take(), "and nobody waits for a turn that was never had"
    queue.give_back()


def test_the_files_beside_it_are_empty_and_closed_to_others(database: Path) -> None:
    Turns(database)
    beside = {path.name: (path.stat().st_size, path.stat().st_mode & 0o777) for path in database.parent.iterdir()}
    assert beside == {"care.sqlite3-next": (0, 0o600), "care.sqlite3-turn": (0, 0o600)}
