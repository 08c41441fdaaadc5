"""What forks the programs that tests start: see ``tests/programs.py``, which is the only one to call it.

It imports all that a house of one kind needs, reads nothing of any house, and then forks a process for each request.
The process takes over what a started one would have: environment, folder, umask, files, arguments, clock, language. Its
settings are read anew; each that was read here while importing must have the same value there. Else the process
replaces itself with a started one.
"""

import contextlib
import gc
import io
import json
import linecache
import locale
import logging
import os
import resource
import select
import signal
import socket
import sys
import tempfile
import time
import types
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = "amparo.config.settings"
PLAIN_LOCALES = {"C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"}  # in these Python lets any byte through
UNEXPECTED = 70

_read: dict[str, Any] = {}  # the settings that were read while importing, and what they were
_asked: set[str] = set()  # the variables of the environment that were read beside the settings


def import_all() -> None:
    """Import what programs need, and note what of the settings and of the environment was read for it."""
    import pytest  # noqa: F401  (what is called in ``own_house`` often lies in a module of tests)

    import amparo.config.cli

    asks, reads = os._Environ.__getitem__, _asked.add  # type: ignore[attr-defined]

    def noted(self: Any, name: str) -> Any:
        reads(name)
        return asks(self, name)

    import django
    from django.conf import settings

    len(settings.INSTALLED_APPS)  # its own reading of the environment is done anew in each program
    settings.__dict__.pop("INSTALLED_APPS")
    os._Environ.__getitem__ = noted  # type: ignore[attr-defined]
    try:
        from amparo.commons import clock

        plain, clock.source = clock.source, _no_clock
        django.setup()
        import amparo.config.urls  # noqa: F401

        clock.source = plain
    finally:
        os._Environ.__getitem__ = asks  # type: ignore[attr-defined]
    _forget(settings)


def _no_clock() -> NoReturn:
    raise AssertionError("a module reads the clock while it is imported: a forked program would not do so anew")


def _forget(settings: Any) -> None:
    """Put back what the settings of this process led to, after noting which were read."""
    from asgiref.local import Local
    from django.conf import empty
    from django.db import connections

    _read.update({name: value for name, value in settings.__dict__.items() if name != "_wrapped"})
    _read["DATABASES"] = _engines(_read["DATABASES"])
    for name in _read:
        settings.__dict__.pop(name)
    settings._wrapped = empty
    sys.modules.pop(SETTINGS)
    del sys.modules["amparo.config"].settings
    connections._settings = None
    connections.__dict__.pop("settings", None)
    connections._connections = Local(connections.thread_critical)
    known = [one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    for each in [logging.root, *known]:
        each.handlers = [one for one in each.handlers if isinstance(one, logging.NullHandler)]
        each.setLevel(logging.WARNING if each is logging.root else logging.NOTSET)


def _engines(databases: dict[str, Any]) -> dict[str, Any]:
    """Of the databases only this was looked at while importing."""
    return {name: each.get("ENGINE") for name, each in databases.items()}


def unlike(settings: Any) -> list[str]:
    """Which settings that were read while importing have another value in these."""
    from django.conf import global_settings

    own = {name: getattr(settings, name, getattr(global_settings, name, None)) for name in _read}
    own["DATABASES"] = _engines(own["DATABASES"])
    return [name for name in _read if own[name] != _read[name]]


class Request:
    """A program that is wanted: what it is given, and the line on which we say how it ended."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        _, self.files, _, _ = socket.recv_fds(line, 1, 3)
        text = b""
        while not text.endswith(b"\n"):
            text += line.recv(65_536)
        told = json.loads(text)
        self.words: list[str] = told["words"]
        self.env: dict[str, str] = told["env"]
        self.foreseen: dict[str, str] = told["foreseen"]
        self.cwd, self.umask, self.file_limit = told["cwd"], told["umask"], told["file_limit"]
        self.new_session: bool = told["new_session"]
        self.ignores_interrupts: bool = told["ignores_interrupts"]  # as all that a shell starts in the background

    def take_over(self) -> None:
        """In the process that was forked: become the program, up to its first line."""
        for at, file in enumerate(self.files):
            os.dup2(file, at)
        for file in self.files:
            os.close(file)
        if self.new_session:
            os.setsid()
        os.chdir(self.cwd)
        os.umask(self.umask)
        if self.file_limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.file_limit, self.file_limit))
        signal.signal(signal.SIGINT, signal.SIG_IGN if self.ignores_interrupts else signal.default_int_handler)
        of_python = {name: value for name, value in os.environ.items() if name.startswith("PYTHON")}
        was = {name: os.environ.get(name) for name in _asked}
        os.environ.clear()
        os.environ.update(self.env)
        is_like = of_python == {name: value for name, value in self.env.items() if name.startswith("PYTHON")}
        is_like = is_like and was == {name: os.environ.get(name) for name in _asked}
        if not (is_like and self.speaks_utf8() and self.settings_are_like()):
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            os.execve(self.words[0], self.words, self.env)
        time.tzset()
        tempfile.tempdir = None
        _look_again_when_they_are_read()
        if "TESTS_CLOCK" in self.env:
            import tests.moment  # noqa: F401  (it sets the clock)

    def speaks_utf8(self) -> bool:
        """Set the language of the process, and what its standard files do with bytes that are no text."""
        try:
            name = locale.setlocale(locale.LC_CTYPE, "")
        except locale.Error:
            name = locale.setlocale(locale.LC_CTYPE, "C.UTF-8")  # Python then goes by UTF-8 as well
        errors = "surrogateescape" if name in PLAIN_LOCALES else "strict"
        sys.stdin = sys.__stdin__ = _standard(0, "<stdin>", "rb", errors)
        sys.stdout = sys.__stdout__ = _standard(1, "<stdout>", "wb", errors)
        sys.stderr = sys.__stderr__ = _standard(2, "<stderr>", "wb", "backslashreplace")
        return name in {"C", "POSIX"} or locale.getencoding().upper() == "UTF-8"

    def settings_are_like(self) -> bool:
        """Would the program find the settings that were found here? One that refuses to start will say so itself."""
        before = dict(os.environ)
        os.environ.update(self.foreseen)
        spec = spec_from_file_location("foreseen_settings", ROOT / "src/amparo/config/settings.py")
        assert spec and spec.loader  # noqa: PT018
        foreseen = module_from_spec(spec)
        try:
            spec.loader.exec_module(foreseen)
        except SystemExit:
            return True
        finally:
            os.environ.clear()
            os.environ.update(before)
        return not unlike(foreseen)

    def go(self) -> None:
        """Run the program."""
        import runpy

        sys.orig_argv = list(self.words)
        sys.modules["__main__"] = main = types.ModuleType("__main__")
        sys.excepthook = _without_us
        kind, what = self.words[1:3]
        sys.argv[:] = [kind, *self.words[3:]]
        if kind == "-m":
            sys.path[0] = os.getcwd()
            runpy._run_module_as_main(what)  # type: ignore[attr-defined]
        else:
            assert kind == "-c", self.words
            sys.path[0] = ""
            if sys.version_info >= (3, 13):  # there its lines are shown beside an error
                linecache.cache["<string>"] = len(what), None, what.splitlines(keepends=True), "<string>"
            exec(compile(what, "<string>", "exec"), main.__dict__)


def _standard(number: int, name: str, mode: str, errors: str) -> io.TextIOWrapper:
    """A standard file as Python opens it."""
    at_once = bool(os.environ.get("PYTHONUNBUFFERED"))
    binary: Any = open(number, mode, buffering=0 if at_once and mode == "wb" else -1, closefd=False)  # noqa: SIM115
    getattr(binary, "raw", binary).name = name
    each_line = not at_once and (number == 2 or binary.isatty())
    text = io.TextIOWrapper(binary, "utf-8", errors, "\n", line_buffering=each_line, write_through=at_once)
    text.mode = mode[0]  # type: ignore[misc]
    return text


def _look_again_when_they_are_read() -> None:
    """Where the settings of the program are not those that were foreseen, it ends as soon as it reads them."""
    from django.conf import LazySettings

    plain = LazySettings._setup

    def looked_at(self: Any, name: str | None = None) -> None:
        LazySettings._setup = plain
        plain(self, name)
        if other := unlike(self._wrapped):
            sys.stderr.write(f"A forked program reads other settings than foreseen: {other}. Give started=True.\n")
            sys.stderr.flush()
            os._exit(UNEXPECTED)

    LazySettings._setup = looked_at


def _without_us(kind: Any, error: BaseException, trace: Any) -> None:
    """An error as a started program shows it: without the lines of this file."""
    after = trace
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == __file__:
            after = trace.tb_next
        trace = trace.tb_next
    sys.__excepthook__(kind, error.with_traceback(after), after)


def served(requests: socket.socket) -> Request:
    """Fork for each request. This returns in the forked processes only; the server itself ends with its caller."""
    poller, running = select.poll(), {}
    poller.register(requests, select.POLLIN)
    ended: dict[int, tuple[int, socket.socket]] = {}
    while True:
        for file, _event in poller.poll():
            if file == requests.fileno():
                message, files, _, _ = socket.recv_fds(requests, 1, 1)
                if not message:
                    os._exit(0)
                wanted = Request(socket.socket(fileno=files[0]))
                pid = os.fork()
                if not pid:
                    for line in [requests, wanted.line, *(each[1] for each in [*running.values(), *ended.values()])]:
                        line.close()
                    for other in running:
                        os.close(other)
                    return wanted
                for other in wanted.files:
                    os.close(other)
                wanted.line.sendall(b"%d\n" % pid)
                process = os.pidfd_open(pid)
                running[process] = pid, wanted.line
                poller.register(process, select.POLLIN)
            elif file in running:  # a program ended; until its caller knows, its process id stays taken
                pid, line = running.pop(file)
                poller.unregister(file)
                os.close(file)
                told = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
                assert told is not None
                exited = told.si_code == os.CLD_EXITED
                status = told.si_status << 8 if exited else told.si_status
                status |= 0x80 if told.si_code == os.CLD_DUMPED else 0
                ended[line.fileno()] = pid, line
                poller.register(line, select.POLLIN)
                with contextlib.suppress(OSError):  # nobody waits for it any more
                    line.sendall(b"%d\n" % status)
            else:
                pid, line = ended.pop(file)
                poller.unregister(file)
                line.close()
                os.waitpid(pid, 0)


def main() -> Request:
    """Import, then serve; in a forked process, give back what it is to be."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal: our caller ends, and with it our work
    import_all()
    gc.collect()
    gc.freeze()
    return served(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    _request = main()
    _request.take_over()
    _request.go()
