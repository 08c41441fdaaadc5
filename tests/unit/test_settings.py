"""Settings that make no sense refuse to start, in a sentence that says how to mend it."""

import pytest

from amparo.config.env import BadSetting, Env
from amparo.config.paths import neutral, path_words


def env(tmp_path, **settings):
    return Env({"AMPARO_DATA": str(tmp_path)} | settings)


@pytest.mark.parametrize(
    ("ask", "settings", "words"),
    [
        (lambda e: e.flag("AMPARO_DEBUG", False), {"AMPARO_DEBUG": "maybe"}, "neither yes nor no"),
        (lambda e: e.number("AMPARO_N", 3), {"AMPARO_N": "-1"}, "not a whole number"),
        (lambda e: e.text("AMPARO_PROFILE", "guia", one_of=("guia", "red")), {"AMPARO_PROFILE": "rojo"}, "guia, red"),
        (lambda e: e.secret("AMPARO_SECRET_KEY", needed=True), {}, "./amparo init"),
        (lambda e: e.secret("AMPARO_SECRET_KEY", needed=True), {"AMPARO_SECRET_KEY": "short"}, "40 characters"),
        (lambda e: e.raw("AMPARO_NAME"), {"AMPARO_NAME_FILE": "/nowhere/at/all"}, "cannot be read"),
    ],
)
def test_nonsense_refuses_to_start(tmp_path, ask, settings, words):
    with pytest.raises(BadSetting, match=words):
        ask(env(tmp_path, **settings))


def test_a_misspelt_setting_is_named_with_the_one_that_was_meant(tmp_path):
    asked = env(tmp_path, AMPARO_NAEM="Libreta")
    asked.text("AMPARO_NAME", "")
    with pytest.raises(BadSetting, match="Did you mean AMPARO_NAME"):
        asked.refuse_unknown()


def test_the_environment_wins_over_the_house_file_and_a_secret_may_be_a_file(tmp_path):
    (tmp_path / "house.env").write_text("# ours\nAMPARO_NAME=Cuaderno\nAMPARO_COUNTRY=EC\n", encoding="utf-8")
    (tmp_path / "key").write_text("k" * 50, encoding="utf-8")
    asked = env(tmp_path, AMPARO_NAME="Hoja", AMPARO_SECRET_KEY_FILE=str(tmp_path / "key"))
    assert asked.text("AMPARO_NAME", "") == "Hoja"
    assert asked.text("AMPARO_COUNTRY", "") == "EC"
    assert asked.secret("AMPARO_SECRET_KEY", needed=True) == "k" * 50


def test_a_broken_house_file_names_the_line(tmp_path):
    (tmp_path / "house.env").write_text("AMPARO_NAME=Hoja\nCOLOUR=red\n", encoding="utf-8")
    with pytest.raises(BadSetting, match="line 2"):
        env(tmp_path)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ("nowhere=pan", "no page called"),
        ("help=Pan", "small letters"),
        ("help=a b", "small letters"),
        ("help=lista", "the same word"),
        ("help=violencia", "tells whoever searches"),
    ],
)
def test_the_words_of_the_addresses_stay_plain(changes, words):
    with pytest.raises(BadSetting, match=words):
        path_words(changes)


def test_a_house_may_choose_its_words_and_its_name():
    assert path_words("help=pan")["help"] == "pan"
    assert neutral("AMPARO_NAME", "Cuaderno de Luz") == "Cuaderno de Luz"
    with pytest.raises(BadSetting, match="Choose a plain name"):
        neutral("AMPARO_NAME", "Refugio Trans")
