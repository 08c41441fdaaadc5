"""Who writes into SQLite stands in a queue, and the queue is a courtesy: nothing is ever lost to it."""

import errno
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from amparo.config.fair_sqlite3 import turns
from amparo.config.fair_sqlite3.turns import Turns

HOLD = """
import sys, threading, time
from pathlib import Path
from amparo.config.fair_sqlite3.turns import Turns
queue, hold = Turns(Path(sys.argv[1])), float(sys.argv[2])
def write():
    while True:
        assert queue.take()
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
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    one, other = Turns(database), Turns(database)  # two open files: as two processes have them
    assert one.take()
    begun = time.monotonic()
    assert not other.take(), "the turn of another process"
    assert not one.take(), "the turn of another thread"
    assert 0.1 <= time.monotonic() - begun < 1
    one.give_back()
    assert other.take(), "who went without a turn gave her place in the queue back"
    other.give_back()
    assert one.take()
    one.give_back()


def test_a_program_with_many_who_write_lets_another_in(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them holds it for 5 ms, and the next one is there at once. Whoever looks only now and then finds no gap,
    and needs none: after the one that writes, she is next.
    """
    monkeypatch.setattr(turns, "PATIENCE", 20)
    monkeypatch.setattr(turns, "LOOK_AGAIN", 0.02)
    queue, waited = Turns(database), []
    with another_program(database, hold=0.005, threads=4):
        for _ in range(11):
            begun = time.monotonic()
            assert queue.take()
            waited.append(time.monotonic() - begun)
            queue.give_back()
            time.sleep(0.01)  # the others are at it again
    assert sorted(waited)[7] < 0.1, waited


def test_a_program_that_is_killed_leaves_its_turn(database: Path) -> None:
    queue = Turns(database)
    with another_program(database, hold=60) as program:
        program.send_signal(signal.SIGKILL)
        program.wait(10)
        begun = time.monotonic()
        assert queue.take()
        assert time.monotonic() - begun < 1
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
