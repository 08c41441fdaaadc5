"""Programs that tests start: ``start`` is ``subprocess.Popen``, ``run`` is ``subprocess.run``, at a tenth of the cost.

Starting ``python -m amparo …`` costs more than a second before it does anything, nearly all of it for importing. So one
process (``tests/program_server.py``) imports the modules of a house once, and each program is forked from it. What is
given back is a ``subprocess.Popen`` with a real process id, pipes, signals and exit code.

The forked program is the started one: its environment, folder, umask, arguments and clock are its own, and its
settings are read anew. Where something differs that was read while the modules were imported (an address word, the
language of the house, a variable of Python itself), the server starts the program instead. ``test_programs.py`` runs
the same commands both ways. ``started=True`` always starts: where starting is what the test is about.
"""

import atexit
import inspect
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from amparo.config.cli import NEED_NO_HOUSE
from amparo.config.env import HOUSE_FILE, BadSetting, read_house_file
from amparo.config.values import PROFILES
from tests.moment import PROGRAM_PATH, TOLD

ROOT = Path(__file__).resolve().parents[1]
LARGEST = {"AMPARO_PROFILE": "red", "AMPARO_CHILD_CARE": "yes"}
ROOMS = ("AMPARO_CARE_DATABASE", "AMPARO_EVIDENCE_DATABASE")
_AT_SUBPROCESS = inspect.signature(subprocess.Popen._execute_child)  # type: ignore[attr-defined]


def _can_fork() -> bool:
    """Is this Linux, with a kernel that lets us watch a process? Elsewhere each program is started."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


CAN_FORK = _can_fork()
_servers: dict[tuple[tuple[str, str], ...], socket.socket] = {}
_one_at_a_time = threading.Lock()


def start(
    words: Sequence[str], *, env: Mapping[str, str], cwd: Path = ROOT, umask: int = -1, file_limit: int = 0,
    foreseen: Mapping[str, str] | None = None, started: bool = False, **pipes: Any,
) -> "subprocess.Popen[str]":  # fmt: skip
    """A program that runs, as ``subprocess.Popen`` gives it. ``words`` follow ``python``: ``-m`` or ``-c`` first.

    ``file_limit``: how many bytes a file may have (``ulimit -f``). ``foreseen``: settings that the program will set
    itself before it reads them, as ``./amparo init`` does with the answers. ``started``: start it, never fork it.
    """
    command = [sys.executable, *words]
    foreseen = _own_settings(words[2:]) | dict(foreseen or {}) if list(words[:2]) == ["-m", "amparo"] else foreseen
    given = {"env": dict(env), "cwd": cwd, "umask": umask, "text": True} | pipes
    if CAN_FORK and not started:
        return _Forked(command, file_limit=file_limit, foreseen=dict(foreseen or {}), **given)
    if file_limit:
        command = ["sh", "-c", f'ulimit -f {file_limit // 512}; exec "$@"', "sh", *command]
    return subprocess.Popen(command, **given)


def run(
    words: Sequence[str], *, timeout: float = 120, check: bool = False, input: str | None = None, **how: Any
) -> "subprocess.CompletedProcess[str]":
    """A program that has ended, as ``subprocess.run`` gives it, with what it said."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    pipes |= {} if input is None else {"stdin": subprocess.PIPE}
    with start(words, **pipes | how) as program:
        try:
            out, complaint = program.communicate(input, timeout=timeout)
        except BaseException:
            program.kill()
            raise
    done = subprocess.CompletedProcess(program.args, program.returncode, out, complaint)
    if check:
        done.check_returncode()
    return done


class _Forked(subprocess.Popen[str]):
    """A program that the server forks. The server is its parent, and tells us on a line of its own how it ended."""

    def __init__(self, command: list[str], *, file_limit: int, foreseen: dict[str, str], **given: Any) -> None:
        self._file_limit, self._foreseen, self._line = file_limit, foreseen, socket.socket()
        self._line.close()
        super().__init__(command, **given)

    def _execute_child(self, *args: Any, **more: Any) -> None:
        given = _AT_SUBPROCESS.bind(self, *args, **more).arguments
        env, umask = given["env"], given["umask"]
        ends = [given[name] for name in ("p2cread", "c2pwrite", "errwrite")]
        server = _server_for(env, self._foreseen)
        self._line, its = socket.socketpair()
        with its:
            socket.send_fds(server, [b"p"], [its.fileno()])
        socket.send_fds(self._line, [b"f"], [given_end if given_end >= 0 else at for at, given_end in enumerate(ends)])
        request = {
            "words": given["args"], "env": env, "cwd": str(given["cwd"]), "umask": umask if umask >= 0 else _umask(),
            "file_limit": self._file_limit, "new_session": given["start_new_session"], "foreseen": self._foreseen,
            "ignores_interrupts": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
        }  # fmt: skip
        self._line.sendall(json.dumps(request).encode() + b"\n")
        self.pid = int(self._said())
        self._child_created = True
        pipes = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
        self._close_pipe_fds(*(given[name] for name in pipes))  # type: ignore[attr-defined]

    def _said(self) -> bytes:
        """One line of the server."""
        line = b""
        while not line.endswith(b"\n"):
            piece = self._line.recv(1)
            assert piece, "the server of the programs has ended (tests/program_server.py)"
            line += piece
        return line

    def _try_wait(self, wait_flags: int) -> tuple[int, int]:
        """Its id and how it ended; 0 while it runs and nobody waits."""
        if wait_flags & os.WNOHANG and not select.select([self._line], [], [], 0)[0]:
            return 0, 0
        ended = int(self._said())
        self._line.close()  # now the server lets go of its process id
        return self.pid, ended

    def _internal_poll(self, *_: Any, **__: Any) -> int | None:
        lock = self._waitpid_lock  # type: ignore[attr-defined]
        if self.returncode is None and lock.acquire(False):
            try:
                if self.returncode is None:
                    pid, ended = self._try_wait(os.WNOHANG)
                    if pid:
                        self._handle_exitstatus(ended)  # type: ignore[attr-defined]
            finally:
                lock.release()
        return self.returncode


def _own_settings(words: Sequence[str]) -> dict[str, str]:
    """The settings that a command gives itself before it reads them."""
    if words and words[0] == "demo":
        return {"AMPARO_PROFILE": "acompanamiento"} if "--small" in words else LARGEST
    needs_none = words and (words[0] in {"help", *NEED_NO_HOUSE} or not {"-h", "--help"}.isdisjoint(words))
    return LARGEST if needs_none else {}


def _umask() -> int:
    """That of this process, which a program that is started inherits."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("Umask:")[2].split()[0], 8)


def _server_for(env: Mapping[str, str], foreseen: Mapping[str, str]) -> socket.socket:
    """The line to a server that has imported what a house with these settings needs; it is begun where none is."""
    settings: dict[str, str] = {}
    with suppress(BadSetting):  # the program will say so itself
        settings = read_house_file(Path(env.get("AMPARO_DATA", "var/house"), HOUSE_FILE))
    settings = settings | dict(env) | foreseen
    said = settings.get("AMPARO_PROFILE", "")
    kind = {"AMPARO_PROFILE": said if said in PROFILES else "guia"}
    if kind["AMPARO_PROFILE"] == "red" and settings.get("AMPARO_CHILD_CARE", "no") == "yes":
        kind["AMPARO_CHILD_CARE"] = "yes"
    kind |= {name: settings[name] for name in ROOMS if settings.get(name)}
    key = tuple(sorted((name, "" if name in ROOMS else value) for name, value in kind.items()))
    with _one_at_a_time:
        if key not in _servers:
            _servers[key] = _begun(kind)
        return _servers[key]


def _begun(settings: dict[str, str]) -> socket.socket:
    """Begin a server: it ends when our end of this line is closed, so also when we are killed."""
    plain = {name: each for name, each in os.environ.items() if not name.startswith(("AMPARO_", "DJANGO_", TOLD))}
    own = {"PYTHONPATH": PROGRAM_PATH, "LC_ALL": "C.UTF-8", "DJANGO_SETTINGS_MODULE": "amparo.config.settings"}
    ours, its = socket.socketpair()
    with its:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.program_server", str(its.fileno())], env=plain | own | settings, cwd=ROOT,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[its.fileno()],
        )  # fmt: skip

    def end() -> None:
        ours.close()
        server.wait(timeout=30)

    atexit.register(end)
    return ours
