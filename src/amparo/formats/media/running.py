"""Starting the child that cleans one file, feeding it by a pipe, and ending it.

The parent writes a seed and the file into one pipe and reads a short answer from another. Nothing of it is a file,
nothing of it is in the command line, and what the child writes to its standard error is dropped: a traceback may hold
what was sent. The parent holds the file, the answer, and for a moment the answer twice.
"""

from __future__ import annotations

import contextlib
import math
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from amparo.formats.media.limits import AT_ONCE, LARGEST
from amparo.formats.media.refusals import KINDS, NotTaken
from amparo.formats.slow_work import Full, in_line

PLACES = threading.BoundedSemaphore(AT_ONCE)
"""A child weighs up to half a gigabyte: only so many at a time, whoever asks."""
WAITING = threading.BoundedSemaphore(1)
"""And one that waits. What both take of the threads of a process has a bound, with all other slow work."""

_ROOT = Path(__file__).resolve().parents[3]  # where the package lies: -I does not look into PYTHONPATH
_START = "import sys; sys.path.append(sys.argv[1]); from amparo.formats.media.child import main; main(sys.argv[2:])"
_HEAD = 64  # bytes an answer's first line may have
_STEP = 65_536


def ask_child(task: Sequence[str], seed: bytes, data: bytes, *, seconds: float, patience: float) -> tuple[str, bytes]:
    """Have one file cleaned. Returns what was made of it (``"jpg"``, …) and its bytes, or raises ``NotTaken``."""
    # -I: no variable, no folder and no package of the user's own changes the child; -B: it writes no bytecode.
    command = [sys.executable, "-I", "-B", "-c", _START, str(_ROOT), str(math.ceil(seconds) + 1), *task]
    try:
        with in_line(PLACES, WAITING, patience):
            answer = run(command, (seed, data), seconds=seconds, most=LARGEST + _HEAD)
    except Full:
        raise NotTaken("busy") from None
    return _read_answer(answer)


def run(command: Sequence[str], parts: Sequence[bytes], *, seconds: float, most: int) -> bytearray:
    """Run a command in a group of its own, without environment, and return what it wrote: at most ``most`` bytes.

    When the time is over, or it writes more than that, its whole group is killed.
    """
    deadline = time.monotonic() + seconds
    try:
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={}, cwd="/", start_new_session=True, bufsize=0,
        )  # fmt: skip
    except OSError:
        raise NotTaken("unavailable") from None
    with child:
        try:
            answer = _exchange(child, parts, deadline=deadline, most=most)
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise NotTaken("took_too_long") from None
        finally:
            _end(child)
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise NotTaken("took_too_long")
    if child.returncode == 1 and not answer:  # Python itself ends so: it could not even begin
        raise NotTaken("unavailable")
    return answer


def _exchange(child: subprocess.Popen[bytes], parts: Sequence[bytes], *, deadline: float, most: int) -> bytearray:
    """Write the parts and read the answer at the same time, so that neither waits for the other for ever."""
    assert child.stdin is not None
    assert child.stdout is not None
    pieces, answer = _pieces(parts), bytearray()
    piece = next(pieces, None)
    os.set_blocking(child.stdin.fileno(), False)
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        waiting.register(child.stdin, selectors.EVENT_WRITE)
        while True:
            ready = waiting.select(max(0.0, deadline - time.monotonic()))
            if time.monotonic() >= deadline:
                raise NotTaken("took_too_long")
            for key, _ in ready:
                if key.fileobj is child.stdout:
                    got = os.read(child.stdout.fileno(), _STEP)
                    if not got:
                        return answer
                    answer += got
                    if len(answer) > most:
                        raise NotTaken("broken")
                    continue
                piece = _write(child.stdin.fileno(), piece) or next(pieces, None)
                if piece is None:
                    waiting.unregister(child.stdin)
                    child.stdin.close()


def _pieces(parts: Sequence[bytes]) -> Iterator[memoryview]:
    """The parts one after the other, without a copy."""
    return (memoryview(part) for part in parts if part)


def _write(pipe: int, piece: memoryview | None) -> memoryview | None:
    """Write as much as the pipe takes; what is left of the piece. A child that no longer listens takes everything."""
    if piece is None:
        return None
    try:
        return piece[os.write(pipe, piece[:_STEP]) :] or None
    except BlockingIOError:
        return piece
    except BrokenPipeError:
        return None


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child and whatever it started. Before it is waited for its number cannot belong to another."""
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _read_answer(answer: bytearray) -> tuple[str, bytes]:
    """``jpg 1234`` and as many bytes, or ``no broken`` and none. Anything else is a child that broke."""
    first, line_end, _ = bytes(answer[:_HEAD]).partition(b"\n")
    words = first.decode("ascii", "replace").split(" ")
    if not line_end or len(words) != 2:
        raise NotTaken("broken")
    if words[0] == "no":
        raise NotTaken(words[1] if words[1] in KINDS else "broken")
    body = bytes(memoryview(answer)[len(first) + 1 :])
    if words[1] != str(len(body)):
        raise NotTaken("broken")
    return words[0], body
