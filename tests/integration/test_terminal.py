"""What ``./amparo`` says of a folder: that no house is there, that it is in use, that it cannot be read or written."""

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from amparo.config import cli, founding, lock, prepare, trouble
from amparo.config.env import BadSetting
from tests.browser.house import clean_environment
from tests.terminal import amparo

# Commands for a house that is not there.


def test_a_command_for_a_house_that_is_not_there_says_so(tmp_path):
    data = tmp_path / "hause"
    run = amparo(data, "tidy", started=True)
    assert run.code == 1
    assert f"There is no house in {data}, so ./amparo tidy has nothing to work on." in run.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["help"], ["dpia", "--language", "es"], ["tidy", "--help"]])
def test_what_needs_no_house_makes_none(tmp_path, words):
    run = amparo(tmp_path / "hause", *words, started=words == ["help"])
    assert run.code == 0, run.err
    assert len(run.out) > 100
    assert list(tmp_path.iterdir()) == []


def test_the_commands_that_need_no_house_exist():
    from django.core.management import get_commands

    assert set(get_commands()) > cli.NEED_NO_HOUSE


# While it is open.


def is_demo_at(data: Path) -> None:
    """Just enough of a demo to be wiped."""
    data.mkdir(exist_ok=True)
    (data / "house.env").write_text("AMPARO_DEMO=yes\n", encoding="utf-8")


def test_an_open_demo_is_not_wiped(tmp_path, monkeypatch):
    is_demo_at(tmp_path / "demo")
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path / "demo"))
    with lock.held(tmp_path / "demo"), pytest.raises(SystemExit, match="is in use"):
        prepare.demo(["--wipe"])
    assert (tmp_path / "demo" / "house.env").exists()
    assert prepare.demo(["--wipe"]) == 0
    assert not (tmp_path / "demo").exists()


def test_the_server_that_takes_our_place_keeps_the_folder(tmp_path):
    is_demo_at(tmp_path)
    wait = "import os, sys; print('open', flush=True); sys.stdin.read()"
    program = (
        "import os, pathlib, sys; from amparo.config import lock\n"
        f"with lock.held(pathlib.Path({str(tmp_path)!r})): os.execv(sys.executable, [sys.executable, '-c', {wait!r}])"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(
        [sys.executable, "-c", program], env=clean_environment(tmp_path), text=True, **pipes
    ) as server:
        assert server.stdout.readline() == "open\n"
        refused = amparo(tmp_path, "demo", "--wipe")
        server.communicate("", timeout=20)
    assert refused.code == 1
    assert "Stop it first, with Ctrl+C" in refused.err
    assert amparo(tmp_path, "demo", "--wipe").code == 0
    assert not tmp_path.exists()


def test_a_demo_stays_as_large_as_it_was_made(tmp_path, monkeypatch):
    (tmp_path / "house.env").write_text("AMPARO_DEMO=yes\nAMPARO_PROFILE=red\n", encoding="utf-8")
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))
    with pytest.raises(SystemExit, match="made without --small"):
        prepare.demo(["--small", "--no-serve"])


def test_several_may_use_a_house_and_one_alone_may_make_it(tmp_path):
    with lock.held(tmp_path), lock.held(tmp_path), pytest.raises(lock.InUse), lock.held(tmp_path, alone=True):
        pass
    with lock.held(tmp_path, alone=True), pytest.raises(lock.InUse), lock.held(tmp_path):
        pass


def test_what_others_are_making_is_not_taken_away(tmp_path, monkeypatch):
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))
    (tmp_path / lock.NAME).touch()
    with lock.held(tmp_path, alone=True), pytest.raises(SystemExit, match="is in use"):
        founding.init([])
    assert (tmp_path / lock.NAME).exists()


# What stands already.


def test_old_databases_are_closed_to_others_as_well(tmp_path):
    for name in ("care.sqlite3", "care.sqlite3-wal", "house.env"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    tmp_path.chmod(0o755)
    before = os.umask(0o022)
    try:
        prepare.keep_to_ourselves(tmp_path)
        (tmp_path / "later").touch()
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("care.sqlite3", "care.sqlite3-wal", "house.env", "later"), 0o600)
    assert tmp_path.stat().st_mode & 0o777 == 0o700


@pytest.mark.django_db(databases=["default"])
def test_a_place_that_is_none_refuses_to_start(places_small, settings):
    for sound in ("", "3650472", "0.812,-77.717"):
        settings.HOME_PLACE = sound
        prepare.refuse_unknown_place()
    settings.HOME_PLACE = "Tulcán"
    with pytest.raises(BadSetting, match=r"“Tulcán” is not the code of a place\. Did you mean 3650472 \(Tulcán"):
        prepare.refuse_unknown_place()
    settings.HOME_PLACE = "99"
    with pytest.raises(BadSetting, match=r"places\.tsv\. AMPARO_PLACE is set in .*house\.env"):
        prepare.refuse_unknown_place()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_FULL", "The disk is full"),
        ("SQLITE_IOERR_WRITE", "full or damaged"),
        ("SQLITE_READONLY_DBMOVED", "cannot be written"),
        ("SQLITE_CANTOPEN", "cannot be opened"),
        ("SQLITE_BUSY", "Another program"),
        ("SQLITE_NOTADB", "Put back the last backup"),
        ("SQLITE_ERROR", None),
    ],
)
def test_what_a_database_says_becomes_a_sentence_and_our_faults_stay_faults(name, said):
    error = RuntimeError("wrapped")
    error.__cause__ = sqlite3.OperationalError("words of the database")
    error.__cause__.sqlite_errorname = name
    found = trouble.sentence(error, Path("/house"))
    assert found is None if said is None else (said in found and "/house" in found)
    assert trouble.sentence(ValueError("ours"), Path("/house")) is None
    assert trouble.sentence(FileNotFoundError(errno.ENOENT, "No such file", "/code/x.toml"), Path("/house")) is None


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(prepare, "is_taken", lambda _port: True)
    monkeypatch.setattr(prepare, "other_port", lambda _port: 8003)
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path / "demo"))
    with pytest.raises(SystemExit, match=r"Another program uses port 8002\. Try: \./amparo demo --port 8003"):
        prepare.demo(["--port", "8002"])
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "house.env").touch()
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))
    with pytest.raises(SystemExit, match=r"\./amparo run --port 8003"):
        prepare.run([])


def test_words_are_as_readable_as_the_code(tmp_path, monkeypatch):
    """Compiled under the umask of a house, they would be hidden from the person of the system who runs it."""
    folder = tmp_path / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "Yes"\nmsgstr "Sí"\n', encoding="utf-8")
    (folder / "django.po").chmod(0o644)
    monkeypatch.setattr(prepare, "PACKAGE", tmp_path)
    before = os.umask(0o077)
    try:
        prepare.compile_words()
    finally:
        os.umask(before)
    assert (folder / "django.mo").stat().st_mode & 0o777 == 0o644
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]
