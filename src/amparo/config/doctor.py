"""``./amparo doctor``: what is missing on this computer, in words, and how to mend it.

It runs before anything is installed, and on a Python that is too old for all the rest: of the house it imports
nothing until it knows that the Python can read it.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

NEEDED_PYTHON = (3, 12)
OLDEST_SQLITE = (3, 37, 0)
NO_PAGES = "This SQLite does not show its pages, so what is destroyed may stand on the disk until the next night."
TO_INSTALL_MB, FOR_TESTS_MB, FOR_DATA_MB = 200, 600, 50
PIP_ITSELF = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
MOST_SECONDS = 10


def main(words: list[str]) -> int:
    """Say everything that is wrong; 0 where nothing is."""
    text = words[1] if len(words) == 2 and words[0] == "--port" else "8000"
    if (words and len(words) != 2) or words[:1] not in ([], ["--port"]) or not text.isdigit():
        print("./amparo doctor takes nothing but --port and a number.", file=sys.stderr)
        return 2
    here = Path.cwd()  # ./amparo goes to its own folder first
    is_installed = installed(here)
    findings = [*python(), *modules(), *sqlite(), *disk(here, is_installed), *network(is_installed)]
    findings += [*port_taken(int(text)), *house(), *optional()]
    for level, sentence in findings:
        print(f"{level}: {sentence}")
    if any(level == "missing" for level, _ in findings):
        return 1
    print("ok: nothing that Amparo needs is missing.")
    return 0


def installed(here: Path) -> bool:
    """Is what ./amparo needs installed here, as the list asks today?"""
    wanted, got = here / "requirements" / "run.txt", here / ".venv" / "installed-run.txt"
    return got.is_file() and got.read_bytes() == wanted.read_bytes() and (here / ".venv/bin/python").exists()


def python() -> list[tuple[str, str]]:
    """Is Python new enough?"""
    if sys.version_info < NEEDED_PYTHON:
        version = ".".join(map(str, sys.version_info[:3]))
        return [("missing", f"Python {version} is too old; Amparo needs 3.12 or newer. {how_to_get('python3')}")]
    return []


def modules() -> list[tuple[str, str]]:
    """Some systems part Python into packages; what makes an environment of its own may be left out."""
    findings = []
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        findings.append(("missing", f"Python is here without venv. {how_to_get('python3-venv')}"))
    try:
        import sqlite3  # noqa: F401
    except ImportError:
        findings.append(("missing", "Python is here without sqlite3. Install the Python of your system."))
    return findings


def how_to_get(package: str) -> str:
    """Where this system has it from."""
    if shutil.which("apt"):
        return f"apt install {package}"
    return "Install it from your system, or from https://www.python.org/downloads/"


def sqlite() -> list[tuple[str, str]]:
    """Is SQLite new enough for Django?"""
    try:
        import sqlite3
    except ImportError:
        return []
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return [("missing", f"SQLite {sqlite3.sqlite_version} is too old. Install a newer Python.")]
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("SELECT 1 FROM dbstat, sqlite_dbpage")
        except sqlite3.OperationalError:
            return [("note", NO_PAGES)]
    return []


def disk(folder: Path, is_installed: bool) -> list[tuple[str, str]]:
    """Is there room to install and to keep the data, and may we write here?"""
    free = shutil.disk_usage(str(folder)).free // 1_000_000
    needed = FOR_DATA_MB if is_installed else TO_INSTALL_MB
    findings = []
    if free < needed:
        findings.append(("missing", f"The disk is full: {free} MB are left, about {needed} are needed. Make room."))
    elif free < FOR_TESTS_MB:
        findings.append(("note", f"The disk has {free} MB left; with the tests, about {FOR_TESTS_MB} are needed."))
    if not os.access(str(folder), os.W_OK):
        findings.append(("missing", f"This folder cannot be written: {folder}. Copy Amparo to a folder of yours."))
    return findings


def network(is_installed: bool) -> list[tuple[str, str]]:
    """Only installing needs the network: ask whoever pip will ask, and nobody once it is done."""
    if is_installed:
        return [("note", "Amparo is installed; it needs no network from now on.")]
    index = os.environ.get("PIP_INDEX_URL") or said_by_pip("-m", "pip", "config", "get", "global.index-url")
    index = index or said_by_pip("-c", PIP_ITSELF)
    if not index:
        return [("note", "Amparo is not installed yet, and installing needs the network. It was not tried.")]
    try:
        with urllib.request.urlopen(index.rstrip("/") + "/django/", timeout=MOST_SECONDS):
            pass
    except urllib.error.HTTPError:
        pass  # somebody answers
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", error)
        return [("missing", f"There is no network, or it does not lead to {index}, and installing needs it ({why}).")]
    return [("note", f"Amparo is not installed yet. The first ./amparo demo fetches about 130 MB from {index}.")]


def said_by_pip(*words: str) -> str:
    """From where pip installs, as it says itself; nothing where it does not say."""
    answer = subprocess.run([sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return answer.stdout.decode("utf-8", "replace").strip()


def port_taken(port: int) -> list[tuple[str, str]]:
    """Does something else already answer here?"""
    if not 1024 <= port <= 65535:
        return [("missing", f"{port} is not a port that Amparo can use: choose one between 1024 and 65535.")]
    if is_taken(port):
        other = f"./amparo demo --port {other_port(port)}"
        return [("missing", f"Another program uses port {port}. Close it, or choose another: {other}")]
    return []


def is_taken(port: int) -> bool:
    """True where a server cannot listen on this port of this computer."""
    with socket.socket() as try_it:
        try_it.settimeout(1)
        if try_it.connect_ex(("127.0.0.1", port)) == 0:
            return True
    with socket.socket() as try_it:
        try_it.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            try_it.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def other_port(port: int) -> int:
    """A port near this one that is free."""
    near = (each for each in range(port + 1, min(port + 100, 65536)) if not is_taken(each))
    return next(near, 8001 if port >= 65000 else port + 1)


def house() -> list[tuple[str, str]]:
    """Is the house file right? It is read as the start would read it."""
    if sys.version_info < NEEDED_PYTHON:
        return []
    try:
        return house_file()
    except SystemExit as error:  # the sentence of a setting that cannot be used
        return [("missing", str(error))]


def house_file() -> list[tuple[str, str]]:
    """The settings, once more from the beginning, and whether the folder of the house may be written."""
    import runpy

    from amparo.config.env import HOUSE_FILE, Env, data_folder

    data = data_folder("var/house")
    if not (data / HOUSE_FILE).is_file():
        where = "AMPARO_DATA" in os.environ
        return [("note", f"There is no house in {data}" + (": is AMPARO_DATA right?" if where else " yet."))]
    known = runpy.run_path(str(Path(__file__).with_name("settings.py")))
    Env().secret("AMPARO_SECRET_KEY", needed=True)
    if not os.access(str(data), os.W_OK):
        return [("missing", f"The folder of the house cannot be written: {data}. Give it to whoever runs Amparo.")]
    return [("note", f"The house file is right: {data / HOUSE_FILE}"), *locked(Path(known["RUN"]), data)]


def locked(*folders: Path) -> list[tuple[str, str]]:
    """Does the flag stand that everything is locked (``commons/lockdown.py``)?"""
    found = [each / "locked" for each in folders if os.path.lexists(each / "locked")]
    if not found:
        return []
    said = (
        "Everything was locked while nothing could be written, so no key opens. Make room on the disk; the next person "
        f"who signs in finishes it. Where that does not help, remove {' and '.join(map(str, found))}."
    )
    return [("note", said)]


def optional() -> list[tuple[str, str]]:
    """What would make more tests run."""
    findings = []
    if not shutil.which("chromium") and not shutil.which("chromium-headless-shell"):
        findings.append(
            ("note", "chromium is not here: the browser tests will be skipped (Debian: apt install chromium).")
        )
    if not ctypes.util.find_library("pangoft2-1.0"):
        findings.append(
            (
                "note",
                f"Pango is not here: writs leave as Word, not as PDF. {how_to_get('libpangoft2-1.0-0')}.",
            )
        )
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        findings.append(("note", "PostgreSQL is not here: its tests will be skipped (Debian: apt install postgresql)."))
    return findings


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
