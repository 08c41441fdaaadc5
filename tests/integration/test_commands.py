"""Commands as a person writes them: which there are, in which language they speak, and what a slip is told."""

import io
import re
import sys
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from amparo.config import cli, founding, listing, terminal
from amparo.config.language import LANGUAGES, say, spoken
from tests.own_house import ON_POSTGRES
from tests.terminal import amparo

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="it makes houses of files, on whatever engine the tests run")


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guide, made where nobody answers."""
    data = tmp_path_factory.mktemp("houses") / "guide"
    assert amparo(data, "init", started=True).code == 0
    return data


@pytest.fixture(scope="module")
def with_letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house that takes letters."""
    data = tmp_path_factory.mktemp("houses") / "letters"
    assert amparo(data, "init", AMPARO_PROFILE="acompanamiento").code == 0
    return data


# Which there are.


@pytest.mark.parametrize(
    ("word", "instead"),
    [
        ("changepassword", "./amparo account NAME"),
        ("createsuperuser", "./amparo account NAME"),
        ("flush", "./amparo backup FOLDER"),
        ("loaddata", "./amparo restore FOLDER"),
        ("dumpdata", "./amparo backup FOLDER"),
        ("testserver", "./amparo run"),
        ("runserver", "./amparo run"),
        ("shell", "no line in the trail"),
        ("dbshell", "no line in the trail"),
        ("tidi", "Did you mean ./amparo tidy?"),
        ("nonsense", "./amparo alone says what it can do."),
    ],
)
def test_what_walks_past_the_house_is_refused_with_what_does_the_same(word, instead, monkeypatch, tmp_path):
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path / "none"))
    monkeypatch.setattr(sys, "argv", ["amparo", word, "nora"])
    said = io.StringIO()
    with redirect_stderr(said), pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 2
    assert f"./amparo has no command “{word}”." in said.getvalue()
    assert instead in said.getvalue()


def test_a_passphrase_is_not_changed_past_the_house(guide):
    before = (guide / "care.sqlite3").read_bytes()
    run = amparo(guide, "changepassword", "coordina", answers="otra frase larga\notra frase larga\n", started=True)
    assert run.code == 2
    assert (guide / "care.sqlite3").read_bytes() == before


def test_every_command_of_ours_is_let_through_and_none_of_django_that_nobody_needs():
    from django.core.management import get_commands

    ours = {name for name, app in get_commands().items() if str(app).startswith("amparo")}
    assert ours <= listing.names()
    of_the_script = {"check", "test"}  # Django has two of that name, and the script never asks it
    let_through = listing.names() & (get_commands().keys() - ours) - of_the_script
    assert let_through == {"makemigrations", "showmigrations", "sqlmigrate"}
    assert "migrate" in ours  # as Django does it, and a new house begins with its tables


@pytest.mark.parametrize("name", ["keys", "sheets", "outside"])
def test_a_guide_has_no_keys_and_says_who_has(name, guide):
    run = amparo(guide, name, "somewhere")
    assert run.code == 2
    assert f"A guide takes no messages, so there is nothing for ./amparo {name}." in run.err
    assert f"acompanamiento and red take them: AMPARO_PROFILE in {guide / 'house.env'}." in run.err


def test_only_what_is_there_is_listed(guide, with_letters, tmp_path):
    for data, there in ((guide, False), (with_letters, True), (tmp_path / "none yet", True)):
        listed = set(re.findall(r"^  \./amparo ([a-z]+)", amparo(data, "help").out, re.MULTILINE))
        assert {"keys", "sheets", "outside"} & listed == ({"keys", "sheets", "outside"} if there else set())
        assert {"init", "account", "backup", "tidy", "makemigrations"} <= listed


def test_a_guide_that_is_put_back_hears_nothing_of_keys(guide, tmp_path):
    assert amparo(guide, "backup", str(tmp_path / "copy"), started=True).code == 0
    run = amparo(guide, "restore", str(tmp_path / "copy"), "--replace")
    assert run.code == 0, run.err
    assert "Accounts that were closed since are open again" in run.out
    assert "keys" not in run.out
    assert "ledger" not in run.out


# A slip, and a folder that cannot be.


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["backup"], "Something is missing: FOLDER. It is written like this: ./amparo backup FOLDER"),
        (["tidy", "--soon"], "“--soon” does not belong here. It is written like this: ./amparo tidy"),
        (["restore", "x", "--replce"], "“--replce” does not belong here. Did you mean --replace?"),
        (["trail", "--most", "many"], "“many” is no whole number."),
        (["trail", "--most"], "After --most comes a value."),
        (["dpia", "--language", "fr"], "“fr” is not known here. It can be: en, es, pt."),
        (["account", "cordina"], "Nobody comes in as “cordina”. Did you mean coordina?"),
        (["backup", "/proc/x"], "/proc/x cannot be used: No such file or directory. Name another place"),
        (["import_services", "/proc/1/mem/x"], "There is no such file: /proc/1/mem/x"),
    ],
)
def test_a_slip_is_answered_in_one_line(words, said, guide):
    run = amparo(guide, *words)
    assert run.code in {1, 2}
    assert said in run.err
    assert len(run.err.strip().splitlines()) == 1
    assert "CommandError" not in run.err
    assert "--pythonpath" not in run.out + run.err


def test_a_folder_for_a_reader_outside_that_cannot_be_made_is_a_sentence(with_letters):
    run = amparo(with_letters, "outside", "/proc/x", LC_ALL="es_EC.UTF-8")
    assert run.err == "/proc/x no se puede usar: no está. Nombra otro lugar, donde puedas escribir.\n"


# In which language.


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LC_ALL": "es_EC.UTF-8", "LANG": "pt_BR.UTF-8"}, "es"),
        ({"LC_ALL": "", "LANG": "pt_BR.UTF-8"}, "pt"),
        ({"LC_MESSAGES": "de_DE.UTF-8", "LANG": "es_MX"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_the_terminal(environment, language):
    assert spoken(environment) == language


@pytest.mark.parametrize(
    ("terminal", "wanted", "foreign"),
    [
        (
            "es_EC.UTF-8",
            ["1, 2 o 3: guia (nadie contestó", "Usuario: coordina", "Frase: ", "Anótala ahora.", "La casa está lista"],
            ["nobody answered", "Passphrase", "Write it down", "ready"],
        ),
        (
            "pt_BR.UTF-8",
            ["ou 3: guia (ninguém respondeu", "Usuário: coordina", "Frase: ", "Anote agora.", "A casa está pronta"],
            ["nobody answered", "Passphrase", "Write it down", "ready"],
        ),
        (
            "C.UTF-8",
            ["2 or 3: guia (nobody answered", "Name to come in: coordina", "Passphrase: ", "Write it down now."],
            ["Usuario", "Frase", "nadie"],
        ),
    ],
)  # fmt: skip
def test_a_house_is_made_in_one_language(tmp_path, terminal, wanted, foreign):
    made = amparo(tmp_path / "house", "init", LC_ALL=terminal)
    assert made.code == 0, made.err
    assert [text for text in wanted if text not in made.out] == []
    assert [text for text in foreign if text in made.out] == []
    again = amparo(tmp_path / "house", "init", LC_ALL=terminal)
    start = {
        "es_EC.UTF-8": "Ya hay una casa",
        "pt_BR.UTF-8": "Já existe uma casa",
        "C.UTF-8": "There is a house already",
    }
    assert again.out.startswith(start[terminal])


@pytest.mark.parametrize(
    ("terminal", "said"),
    [
        ("es_EC.UTF-8", "Usa minúsculas sin acentos"),
        ("pt_BR.UTF-8", "Use minúsculas sem acento"),
        ("C.UTF-8", "Use small letters without accents"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_in_the_same_language(tmp_path, terminal, said):
    typed = ["1", "XX", "", "Libreta", "Not A Name!", "Ana", "ana.p", "Ana"]
    made = amparo(tmp_path / "house", "init", answers="\n".join(typed) + "\n", LC_ALL=terminal)
    assert made.code == 0, made.err
    assert said in made.out


def test_what_is_wrong_is_said_in_the_language_of_the_terminal(guide):
    said = {
        "es": "Falta algo: CARPETA. Se escribe así: ./amparo backup CARPETA\n",
        "pt": "Falta algo: PASTA. Escreve-se assim: ./amparo backup PASTA\n",
        "en": "Something is missing: FOLDER. It is written like this: ./amparo backup FOLDER\n",
    }
    for language in LANGUAGES:
        assert amparo(guide, "backup", LC_ALL=f"{language}_XX.UTF-8").err == said[language]


def test_without_compiled_words_it_is_said_in_english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert say("open your house") == "open your house"
    monkeypatch.setenv("LC_ALL", "es_EC.UTF-8")
    assert say("open your house") == "abrir tu casa"


def test_one_command_is_explained_without_the_words_of_a_program(tmp_path):
    run = amparo(tmp_path / "none", "help", "restore", LC_ALL="es_EC.UTF-8", started=True)
    assert run.out.splitlines() == [
        "Se escribe así: ./amparo restore CARPETA",
        "",
        "  Repone la copia de la casa que está en CARPETA, en vez de lo que hay ahora. La casa no debe estar abierta.",
        "",
        "  CARPETA          la copia que hizo ./amparo backup",
        "  --replace        sí, lo que la casa tiene ahora puede irse",
    ]
    assert list(tmp_path.iterdir()) == []


def test_what_argparse_says_otherwise_is_still_a_sentence():
    said = io.StringIO()
    with redirect_stderr(said), pytest.raises(SystemExit):
        terminal.Parser(prog="tidy").error("something that no version of Python said yet")
    assert said.getvalue() == "It cannot be read like this. It is written like this: ./amparo tidy\n"
    assert founding.PROFILES == {"1": "guia", "2": "acompanamiento", "3": "red"}
