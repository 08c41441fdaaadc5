"""The walls around the child: what it may use before it begins, and what is taken from it before it reads a byte.

Two steps. ``limit`` comes first of all: memory, time, no file, no core dump. ``confine`` comes when the libraries are
loaded and nothing has been read: from then on no descriptor can be opened (so no file, no socket), no process started,
and, where the kernel knows how, there is no network, no way to a file by its path and no signal to another process.
The limits hold on every Linux; the last three depend on the kernel and its settings, and ``confine`` says which stand.
Behind the same walls stands the child that makes a form of a spreadsheet (``formats.xlsform``).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource

from amparo.formats.media.limits import MEMORY

NOBODY = 65_534
_NO_NEW_PRIVILEGES, _DUMPABLE = 38, 4  # names of prctl(2)
_CREATE_RULES, _RESTRICT_SELF = 444, 446  # Landlock's calls have the same numbers on every machine


def limit(cpu_seconds: int, memory: int = MEMORY) -> None:
    """Bound memory and time; forbid writing any file and leaving a core dump. Whoever reads pages comes first."""
    os.nice(10)
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with contextlib.suppress(ValueError):  # a lower limit of the house itself stands already
            resource.setrlimit(what, (most, most))


def confine() -> tuple[str, ...]:
    """Take away what decoding never needs. Returns the walls that stand, for tests and for whoever asks."""
    libc = ctypes.CDLL(None, use_errno=True)
    stands = {
        "nobody": _become_nobody(),
        "no network": _leave_the_network(),
        "no new privileges": libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0,
    }
    landlock = _close_the_paths(libc)
    stands |= {"no paths": landlock >= 1, "no signals": landlock >= 6}
    stands["no dump"] = libc.prctl(_DUMPABLE, 0, 0, 0, 0) == 0
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    return (*(name for name, there in stands.items() if there), "no process", "no descriptor")


def _become_nobody() -> bool:
    """Where the house runs as root, the child does not: root is outside several limits."""
    if os.getuid() != 0:
        return False
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:
        return False
    return True


def _leave_the_network() -> bool:
    """A network of its own, with nothing in it. Some systems do not let ordinary processes have one."""
    try:
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET | os.CLONE_NEWIPC)
    except (AttributeError, OSError):
        return False
    return True


class _Rules(ctypes.Structure):
    """What Landlock is to refuse: acts on files, on the network, and on processes outside."""

    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("outside", ctypes.c_uint64)]


def _close_the_paths(libc: ctypes.CDLL) -> int:
    """Landlock with no exception: nothing is read, made, renamed, deleted or run by its path; no signal, no peek.

    Returns which version of it stands; 0 for none.
    """
    version = int(libc.syscall(_CREATE_RULES, None, ctypes.c_size_t(0), 1))
    if version < 1:
        return 0
    acts = 13 + (version >= 2) + (version >= 3) + (version >= 5)
    rules = _Rules((1 << acts) - 1, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 8 * (1 + (version >= 4) + (version >= 6))
    handle = libc.syscall(_CREATE_RULES, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    if handle < 0:
        return 0
    try:
        return version if libc.syscall(_RESTRICT_SELF, handle, 0) == 0 else 0
    finally:
        os.close(handle)
