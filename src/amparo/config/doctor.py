"""``./amparo doctor``: what is missing on this computer, in words, and how to mend it."""

import os
import shutil
import socket
import sqlite3
import sys
from pathlib import Path

NEEDED_MB = 600
NEEDED_PYTHON = (3, 12)
NEWEST_OLD_SQLITE = (3, 37, 0)


def main(words: list[str]) -> int:
    """Say everything that is wrong; 0 where nothing is."""
    port = int(words[1]) if len(words) > 1 and words[0] == "--port" and words[1].isdigit() else 8000
    findings = [*python(), *disk(Path.cwd()), *sqlite(), *port_taken(port), *network(), *optional()]
    for level, sentence in findings:
        print(f"{level}: {sentence}")
    if not any(level == "missing" for level, _ in findings):
        print("ok: nothing that Amparo needs is missing.")
        return 0
    return 1


def python() -> list[tuple[str, str]]:
    """Is Python new enough?"""
    if sys.version_info < NEEDED_PYTHON:
        return [("missing", f"Python {sys.version.split()[0]} is too old; Amparo needs 3.12 or newer.")]
    return []


def disk(folder: Path) -> list[tuple[str, str]]:
    """Is there room to install and to keep the data, and may we write here?"""
    free = shutil.disk_usage(folder).free // 1_000_000
    findings = []
    if free < NEEDED_MB:
        findings.append(("missing", f"The disk has {free} MB left; Amparo needs about {NEEDED_MB}. Make room."))
    if not os.access(folder, os.W_OK):
        findings.append(("missing", f"This folder cannot be written: {folder}. Copy Amparo to a folder of yours."))
    return findings


def sqlite() -> list[tuple[str, str]]:
    """Is SQLite new enough for Django?"""
    if sqlite3.sqlite_version_info < NEWEST_OLD_SQLITE:
        return [("missing", f"SQLite {sqlite3.sqlite_version} is too old. Install a newer Python.")]
    return []


def port_taken(port: int) -> list[tuple[str, str]]:
    """Does something else already answer here?"""
    if is_taken(port):
        return [
            (
                "missing",
                f"Another program uses port {port}. Close it, or choose another: ./amparo demo --port {port + 1}",
            )
        ]
    return []


def is_taken(port: int) -> bool:
    """True where a server cannot listen on this port of this computer."""
    with socket.socket() as try_it:
        try_it.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            try_it.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def network() -> list[tuple[str, str]]:
    """Amparo itself needs no network once it is installed; only installing does."""
    if Path(".venv/installed-run.txt").exists():
        return [("note", "Amparo is installed; it needs no network from now on.")]
    return [("note", "Installing needs the network once.")]


def optional() -> list[tuple[str, str]]:
    """What would make more tests run."""
    findings = []
    if not shutil.which("chromium"):
        findings.append(
            ("note", "chromium is not here: the browser tests will be skipped (Debian: apt install chromium).")
        )
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        findings.append(("note", "PostgreSQL is not here: its tests will be skipped (Debian: apt install postgresql)."))
    return findings
