"""Making a house on computers as they are: full disks, folders of others, cut beginnings, and nobody who answers."""

import errno
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from amparo.config import founding, lock, prepare, values
from amparo.config.env import read_house_file
from tests.own_house import ON_POSTGRES
from tests.terminal import amparo

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="it makes houses of files, on whatever engine the tests run")

SMALL = 300  # kilobytes that a file may have where the disk is "full": the settings fit, the databases do not


def account(data: Path) -> list[tuple[str, str]]:
    """Who works there: the name to come in and the name used."""
    with closing(sqlite3.connect(data / "care.sqlite3")) as database:
        return list(database.execute("SELECT sign_in_name, name_used FROM accounts_user"))


def test_the_three_questions_are_asked_until_the_answer_can_be_used(tmp_path):
    data = tmp_path / "house"
    typed = ["7", "2", "XX", "ec", "Refugio Trans", "Cuaderno", "Not A Name!", "Ana", "ana.p", "Ana"]
    run = amparo(data, "init", answers="\n".join(typed) + "\n", started=True)
    assert run.code == 0, run.err
    said = run.out
    assert "“7” is none of the three" in said
    assert "“XX” is no country that we serve" in said
    assert "EC (Ecuador)" in said
    assert "“refugio” tells whoever searches a phone" in said
    assert "(nobody answered" not in said
    settings = read_house_file(data / "house.env")
    assert len(settings.pop("AMPARO_SECRET_KEY")) >= 40
    assert settings == {"AMPARO_PROFILE": "acompanamiento", "AMPARO_COUNTRY": "EC", "AMPARO_NAME": "Cuaderno"}
    assert account(data) == [("ana.p", "Ana")]
    assert "Passphrase:" in said
    assert not (data / founding.UNFINISHED).exists()


@pytest.mark.parametrize(
    ("terminal", "promise"),
    [
        ("es_EC.UTF-8", "Prometes confirmar cada pocos meses"),
        ("pt_BR.UTF-8", "Você promete confirmar a cada poucos meses"),
        ("de_DE.UTF-8", "You promise to confirm what you list"),
    ],
)
def test_what_she_promises_is_said_in_the_language_of_the_terminal(tmp_path, terminal, promise):
    made = amparo(tmp_path / "house", "init", LC_ALL=terminal)
    assert made.code == 0
    assert promise in made.out


@pytest.mark.parametrize("command", ["init", "demo", "run", "check"])
def test_who_asks_how_is_told_how(tmp_path, command):
    told = amparo(tmp_path / "house", command, "--help")
    assert (told.code, "./amparo doctor" in told.out) == (0, True)
    assert not (tmp_path / "house").exists()


def test_what_is_made_is_its_owners_alone(tmp_path):
    """Made under the usual umask, which lets everybody read."""
    data = tmp_path / "house"
    assert amparo(data, "init").code == 0
    modes = {path.name: path.stat().st_mode & 0o777 for path in [data, *data.iterdir()]}
    databases = [f"{name}.sqlite3{beside}" for name in ("care", "evidence") for beside in ("", "-next", "-turn")]
    files = (*databases, "house.env", lock.NAME)
    assert modes == {"house": 0o700, "audio": 0o700, "static": 0o700} | dict.fromkeys(files, 0o600)


def test_where_nobody_answers_it_says_what_it_took(tmp_path):
    run = amparo(tmp_path / "house", "init", AMPARO_COUNTRY="co")
    assert run.code == 0, run.err
    taken = [line for line in run.out.splitlines() if "(nobody answered, so this was taken" in line]
    for line, answer in zip(taken, (": guia", ": CO", ": Libreta", ": coordina", ": Coordina"), strict=True):
        assert answer in line
    assert read_house_file(tmp_path / "house" / "house.env")["AMPARO_COUNTRY"] == "CO"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"AMPARO_COUNTRY": "XX"}, "EC (Ecuador)"),
        ({"AMPARO_PROFILE": "9"}, "1, 2 or 3"),
        ({"AMPARO_NAME": "VIH"}, "plain"),
    ],
)
def test_where_nobody_answers_a_wrong_choice_makes_nothing(tmp_path, setting, said):
    run = amparo(tmp_path / "on" / "the" / "way", "init", **setting)
    assert run.code == 1
    assert said in run.err
    assert f"{next(iter(setting))}" in run.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["init"], ["demo", "--no-serve"]])
def test_a_full_disk_leaves_nothing_half(tmp_path, words):
    run = amparo(tmp_path / "on" / "the" / "way", *words, limit=SMALL)
    assert run.code == 1
    assert "disk is full" in run.err
    assert "Nothing was left behind." in run.err
    assert len(run.err.strip().splitlines()) == 1
    assert "Passphrase" not in run.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [founding.init, prepare.demo])
@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_folder_that_cannot_be_made_is_named(tmp_path, monkeypatch, command, number):
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path / "house"))
    monkeypatch.setattr(prepare, "is_taken", lambda _port: False)

    def refuse(path: Path, *_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(SystemExit, match=f"{tmp_path / 'house'}"):
        command([])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [prepare.run, lambda words: prepare.demo(["--wipe", *words])])
def test_a_house_in_a_folder_that_cannot_be_written_says_so(tmp_path, monkeypatch, command):
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))
    monkeypatch.setattr(prepare, "is_taken", lambda _port: False)
    (tmp_path / "house.env").write_text(f"AMPARO_SECRET_KEY={'k' * 48}\nAMPARO_DEMO=yes\n", encoding="utf-8")
    opening = os.open

    def read_only(path: object, flags: int, *more: int, **names: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return opening(path, flags, *more, **names)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(SystemExit, match=r"cannot be written: Read-only file system.*another folder"):
        command([])
    assert (tmp_path / "house.env").exists()


def test_a_cut_beginning_is_begun_anew(tmp_path):
    """What a power cut may leave: databases in the middle, and no settings."""
    (tmp_path / founding.UNFINISHED).touch()
    (tmp_path / "care.sqlite3").write_text("half", encoding="utf-8")
    run = amparo(tmp_path, "run")
    assert run.code == 1
    assert "no house here yet" in run.out
    assert amparo(tmp_path, "init").code == 0
    assert account(tmp_path) == [("coordina", "Coordina")]
    assert not (tmp_path / founding.UNFINISHED).exists()


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "care.sqlite3").write_text("of a house whose settings were lost", encoding="utf-8")
    run = amparo(tmp_path, "init")
    assert run.code == 1
    assert "holds no house.env" in run.err
    assert [path.name for path in tmp_path.iterdir()] == ["care.sqlite3"]
    assert (tmp_path / "care.sqlite3").read_text(encoding="utf-8").startswith("of a house")


def test_who_stops_at_a_question_has_made_nothing(tmp_path):
    run = amparo(tmp_path / "house", "init", answers="1\n\x04", started=True)  # Ctrl+D
    assert run.code == 1
    assert run.err.strip().endswith("Stopped. Nothing was left behind.")
    assert list(tmp_path.iterdir()) == []


def test_asking_takes_the_default_where_the_answer_is_empty(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    answers = iter(["ZZ", "", "pe"])
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    assert founding.ask("AMPARO_COUNTRY", "Where?", "", values.country) == ""
    assert "“ZZ” is no country" in capsys.readouterr().out
    assert founding.ask("AMPARO_COUNTRY", "Where?", "EC", values.country) == "PE"
