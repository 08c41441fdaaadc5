"""The doctor works before anything is installed and after an install that failed, and says in words what is missing."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from amparo.config import doctor

ROOT = Path(__file__).resolve().parents[2]
NOBODY = "http://127.0.0.1:9/simple"  # a port where nobody listens


def said(findings: list[tuple[str, str]]) -> str:
    """The sentences of what is missing."""
    return " ".join(sentence for level, sentence in findings if level == "missing")


# What it looks at, one after the other.


def test_a_python_that_is_too_old(monkeypatch):
    assert doctor.python() == []
    monkeypatch.setattr(sys, "version_info", (3, 11, 2, "final", 0))
    assert "Python 3.11.2 is too old" in said(doctor.python())


def test_a_python_without_venv_or_without_sqlite(monkeypatch):
    assert doctor.modules() == []
    monkeypatch.setitem(sys.modules, "venv", None)
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/apt")
    assert said(doctor.modules()) == "Python is here without venv. apt install python3-venv"
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    assert "without sqlite3" in said(doctor.modules())
    assert doctor.sqlite() == []


def test_a_sqlite_that_does_not_show_its_pages(monkeypatch):
    assert doctor.sqlite() == []
    real = sqlite3.connect

    class Blind(sqlite3.Connection):
        def execute(self, sql, *more):
            return super().execute(sql.replace("sqlite_dbpage", "none_of_these"), *more)

    monkeypatch.setattr(sqlite3, "connect", lambda name: real(name, factory=Blind))
    ((level, sentence),) = doctor.sqlite()
    assert level == "note"
    assert "until the next night" in sentence


@pytest.mark.parametrize(
    ("megabytes", "is_installed", "levels"),
    [
        (150, False, ["missing"]),
        (150, True, ["note"]),
        (20, True, ["missing"]),
        (400, False, ["note"]),
        (900, True, []),
    ],
)
def test_a_disk_that_is_full(tmp_path, monkeypatch, megabytes, is_installed, levels):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=megabytes * 1_000_000))
    found = doctor.disk(tmp_path, is_installed)
    assert [level for level, _ in found] == levels
    assert all(f"{megabytes} MB" in sentence for _, sentence in found)


def test_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    assert "cannot be written" not in said(doctor.disk(tmp_path, True))
    monkeypatch.setattr(os, "access", lambda _folder, _how: False)
    assert f"This folder cannot be written: {tmp_path}" in said(doctor.disk(tmp_path, True))


def test_a_port_that_is_taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"Another program uses port {port}" in said(doctor.port_taken(port))
        assert f"--port {port} " not in said(doctor.port_taken(port))
    assert doctor.port_taken(port) == []
    assert "not a port" in said(doctor.port_taken(80))


class Silent(BaseHTTPRequestHandler):
    """Somebody who answers, and has nothing."""

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def index() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Silent) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/simple"
        server.shutdown()
        thread.join()


def test_a_network_that_is_not_there(monkeypatch, index):
    monkeypatch.setenv("PIP_INDEX_URL", NOBODY)
    assert f"There is no network, or it does not lead to {NOBODY}" in said(doctor.network(False))
    monkeypatch.setenv("PIP_INDEX_URL", index)
    [(level, sentence)] = doctor.network(False)
    assert level == "note"
    assert index in sentence


def test_where_nothing_is_set_pip_itself_says_from_where(monkeypatch, index):
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.setattr(doctor, "said_by_pip", lambda *words: "" if "config" in words else index)
    [(level, sentence)] = doctor.network(False)
    assert (level, index in sentence) == ("note", True)


def test_where_pip_does_not_say_nobody_is_called(monkeypatch):
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.setattr(doctor, "said_by_pip", lambda *_: "")
    monkeypatch.setattr(doctor.urllib.request, "urlopen", lambda *_a, **_k: pytest.fail("it called somebody"))
    [(level, sentence)] = doctor.network(False)
    assert (level, "It was not tried" in sentence) == ("note", True)


def test_pip_says_from_where_it_installs():
    assert doctor.said_by_pip("-c", doctor.PIP_ITSELF).startswith("https://")


def test_a_house_that_is_installed_calls_nobody(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", NOBODY)
    monkeypatch.setattr(doctor.urllib.request, "urlopen", lambda *_a, **_k: pytest.fail("it called somebody"))
    assert [level for level, _ in doctor.network(True)] == ["note"]


def test_a_folder_of_a_house_that_is_not_there_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path / "hause"))
    assert doctor.house() == [("note", f"There is no house in {tmp_path / 'hause'}: is AMPARO_DATA right?")]


def test_that_everything_is_locked_is_named(tmp_path):
    memory, data = tmp_path / "memory", tmp_path / "data"
    memory.mkdir()
    data.mkdir()
    assert doctor.locked(memory, data) == []
    (memory / "locked").touch()
    ((level, sentence),) = doctor.locked(memory, data)
    assert level == "note"
    assert f"remove {memory / 'locked'}." in sentence


def test_it_takes_a_port_and_nothing_else(capsys):
    for words in (["--prot", "8001"], ["--port"], ["--port", "many"], ["please"]):
        assert doctor.main(words) == 2
        assert "--port and a number" in capsys.readouterr().err


# The script: nothing is installed here.


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A copy of the project as it was fetched."""
    shutil.copy(ROOT / "amparo", tmp_path / "amparo")
    (tmp_path / "src").symlink_to(ROOT / "src")
    (tmp_path / "requirements").symlink_to(ROOT / "requirements")
    return tmp_path


def amparo(folder: Path, *words: str, **environment: str) -> SimpleNamespace:
    """Run the script there, without network; what it said and how it ended."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AMPARO_", "DJANGO_", "PIP_"))}
    kept |= {"HOME": str(folder), "PIP_INDEX_URL": NOBODY, "PIP_RETRIES": "0", "PYTHON": sys._base_executable}  # type: ignore[attr-defined]
    run = subprocess.run(
        ["sh", str(folder / "amparo"), *words],
        env=kept | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in run.stdout + run.stderr
    return SimpleNamespace(out=run.stdout, err=run.stderr, code=run.returncode)


def pretend(folder: Path, name: str, line: str) -> str:
    """A folder for PYTHONPATH with one module in it, which every Python of this test reads first."""
    (folder / "pretend").mkdir()
    (folder / "pretend" / name).write_text(line, encoding="utf-8")
    return str(folder / "pretend")


def test_it_works_before_anything_is_installed(fresh):
    run = amparo(fresh, "doctor")
    assert run.code == 1
    assert "missing: There is no network" in run.out
    assert not (fresh / ".venv").exists(), "looking installs nothing"


def test_it_works_on_a_python_that_is_too_old(fresh):
    line = "import sys; sys.version_info = (3, 9, 1, 'final', 0)"
    old = pretend(fresh, "sitecustomize.py", line)
    run = amparo(fresh, "doctor", PYTHONPATH=old)
    assert run.code == 1
    assert "missing: Python 3.9.1 is too old" in run.out
    run = amparo(fresh, "demo", PYTHONPATH=old)
    assert run.code == 2
    assert "Python 3.12 or newer" in run.err


def test_it_works_on_a_python_without_venv(fresh):
    lacking = pretend(fresh, "venv.py", "raise ImportError('left out')")
    run = amparo(fresh, "doctor", PYTHONPATH=lacking)
    assert run.code == 1
    assert "missing: Python is here without venv" in run.out


def test_it_works_after_an_install_that_failed(fresh):
    (fresh / ".venv" / "bin").mkdir(parents=True)  # what an install that was cut may leave: a Python without pip
    (fresh / ".venv" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (fresh / ".venv" / "bin" / "python").chmod(0o755)
    assert "missing: There is no network" in amparo(fresh, "doctor").out
    run = amparo(fresh, "demo")
    assert run.code == 2
    assert "Preparing Amparo here" in run.err
    assert "Installing failed. Is there a network" in run.err
    assert subprocess.run([fresh / ".venv/bin/python", "-m", "pip", "--version"], capture_output=True).returncode == 0
    run = amparo(fresh, "doctor")
    assert run.code == 1
    assert "missing: There is no network" in run.out


def test_a_place_where_nothing_can_be_installed_is_left_clean(fresh):
    """The folder for what is installed cannot be made whole: no half of it stays."""
    broken = pretend(fresh, "sitecustomize.py", "import sys, os\nif '--clear' in sys.orig_argv: os._exit(1)\n")
    (fresh / ".venv").mkdir()
    run = amparo(fresh, "demo", PYTHONPATH=broken)
    assert run.code == 2
    assert "could not be made" in run.err
    assert not (fresh / ".venv").exists()


def test_a_wrong_house_file_is_named_before_anything_is_installed(fresh):
    (fresh / "house").mkdir()
    house = fresh / "house" / "house.env"
    house.write_text(f"AMPARO_SECRET_KEY={'k' * 48}\nAMPARO_COUNTRY=XX\n", encoding="utf-8")
    run = amparo(fresh, "doctor", AMPARO_DATA=str(fresh / "house"))
    assert run.code == 1
    assert "missing: AMPARO_COUNTRY: “XX”" in run.out
    assert str(house) in run.out
