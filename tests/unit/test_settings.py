"""Settings that make no sense refuse to start, in a sentence that says how to mend it."""

import errno
import os

import pytest

from amparo.config import doctor, prepare, values
from amparo.config.env import BadSetting, Env, data_folder, read_house_file, write_house_file
from amparo.config.paths import neutral, path_words

KEY = "AMPARO_SECRET_KEY=" + "k" * 48


def env(tmp_path, **settings):
    return Env({"AMPARO_DATA": str(tmp_path)} | settings)


@pytest.mark.parametrize(
    ("ask", "settings", "words"),
    [
        (lambda e: e.flag("AMPARO_DEBUG", False), {"AMPARO_DEBUG": "maybe"}, "neither yes nor no"),
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


def test_a_file_that_holds_a_setting_is_named_in_the_environment_only(tmp_path):
    """In the house file the line would be ignored, and the house would quietly use another database."""
    (tmp_path / "house.env").write_text("AMPARO_CARE_DATABASE_FILE=/run/care\n", encoding="utf-8")
    asked = env(tmp_path)
    asked.text("AMPARO_CARE_DATABASE", "")
    with pytest.raises(BadSetting, match="Did you mean AMPARO_CARE_DATABASE"):
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


@pytest.mark.parametrize(
    ("line", "what", "how"),
    [
        ("AMPARO_PROFILE=rojo", "not known", "guia, acompanamiento, red"),
        ("AMPARO_COUNTRY=XX", "“XX” is no country that we serve", "EC (Ecuador)"),
        ("AMPARO_COUNTRY=Ecuador", "“Ecuador” is no country", "two letters"),
        ("AMPARO_TIME_ZONE=Tijuana", "“Tijuana” is no time zone", "America/Tijuana"),
        ("AMPARO_TIME_ZONE=localtime", "“localtime” is no time zone", "America/Tijuana"),
        ("AMPARO_NAME=Refugio Trans", "“refugio” tells", "Choose a plain name"),
        ("AMPARO_NAME=", "this one has 0", "between 1 and 40"),
        ("AMPARO_LANGUAGE=fr", "not known", "es, pt, en"),
        ("AMPARO_NEUTRAL_URL=wikipedia.org", "not the address of a page", "https://{language}.wikipedia.org/"),
        ("AMPARO_NEUTRAL_URL=https://[", "not the address of a page", "https://{language}.wikipedia.org/"),
        ("AMPARO_NEUTRAL_URL=http://example.org/", "nobody on the way", "begin with https://"),
        ("AMPARO_NEUTRAL_URL=https://{country}.example.org/", "not the address of a page", "{language}"),
        ("AMPARO_NEUTRAL_URL=https://refugio.example.org/", "stays in the history", "Choose another page"),
        ("AMPARO_HOSTS=https://libreta.example.org/", "not the name of a computer", "without https://"),
        ("AMPARO_HOSTS=*", "not the name of a computer", "a star"),
        ("AMPARO_HOSTS=,", "nobody could come in", "Write a name"),
        ("AMPARO_TLS=perhaps", "neither yes nor no", "Write yes or no"),
        ("AMPARO_HSDS_API=", "neither yes nor no", "Write yes or no"),
        ("AMPARO_CARE_DATABASE=postgres://a:secret@b:port/care", "must look like", "postgres://person:key@host"),
        ("AMPARO_EVIDENCE_DATABASE=mysql://a/evidence", "must look like", "postgres://person:key@host"),
        ("AMPARO_PATHS=help=violencia", "“violencia” tells", "Choose a plain name"),
        ("AMPARO_SECRET_KEY=short", "shorter than 40", "secrets.token_urlsafe(48)"),
        ("AMPARO_NAEM=Libreta", "no setting called", "Did you mean AMPARO_NAME"),
    ],
)
def test_a_wrong_line_of_the_house_file_says_what_where_and_how(tmp_path, monkeypatch, line, what, how):
    """The whole of the settings is read, as a start reads it."""
    for name in ("AMPARO_HSDS_API", "AMPARO_PROFILE", "AMPARO_SECOND_STEP", "AMPARO_TIME_ZONE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))
    house = tmp_path / "house.env"
    house.write_text(f"{KEY}\n", encoding="utf-8")
    assert [level for level, _ in doctor.house()] == ["note"], "without the line the house is right"
    own = "" if line.startswith("AMPARO_SECRET_KEY") else f"{KEY}\n"
    house.write_text(f"{own}{line}\n", encoding="utf-8")
    [(level, said)] = doctor.house()
    assert level == "missing"
    assert what in said
    assert how in said
    assert str(house) in said
    assert "secret@" not in said


def test_the_way_out_never_leads_back_into_the_house():
    with pytest.raises(BadSetting, match="this house itself"):
        values.way_out("https://libreta.example.org/", ["libreta.example.org"])
    for sound in ("https://{language}.wikipedia.org/", "https://www.example.org/clima?c=1", "http://127.0.0.1:8001/"):
        assert values.way_out(sound, ["libreta.example.org", "127.0.0.1"]) == sound


def test_sound_values_are_taken_as_the_house_uses_them():
    assert (values.country(" ec "), values.country("")) == ("EC", "")
    assert values.hosts("libreta.example.org, localhost,[::1]") == ["libreta.example.org", "localhost", "[::1]"]
    assert values.postgres("postgres://a:b@c:5432/care") == "postgres://a:b@c:5432/care"
    assert (values.postgres(""), values.name("Libreta"), values.port("8001"), values.workers("4")) == (
        "", "Libreta", 8001, "4",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "words", "said"),
    [
        (prepare.run, ["--workers", "0"], "between 1 and 32"),
        (prepare.run, ["--workers", "many"], "between 1 and 32"),
        (prepare.run, ["--workers", "²"], "between 1 and 32"),
        (prepare.run, ["--port", "80"], "between 1024 and 65535"),
        (prepare.demo, ["--port", "eight"], "between 1024 and 65535"),
    ],
)
def test_ports_and_workers_that_cannot_be_are_refused(tmp_path, monkeypatch, command, words, said):
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path / "none"))
    with pytest.raises(SystemExit, match=said):
        command(words)
    assert not (tmp_path / "none").exists()


def test_a_page_of_errors_is_never_shown_to_people(tmp_path, monkeypatch):
    monkeypatch.delenv("AMPARO_HSDS_API", raising=False)
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))
    monkeypatch.setenv("AMPARO_SERVING", "yes")
    (tmp_path / "house.env").write_text(f"{KEY}\nAMPARO_DEBUG=yes\n", encoding="utf-8")
    [(_, said)] = doctor.house()
    assert "AMPARO_DEBUG=yes" in said
    (tmp_path / "house.env").write_text(f"{KEY}\nAMPARO_DEBUG=yes\nAMPARO_DEMO=yes\n", encoding="utf-8")
    assert [level for level, _ in doctor.house()] == ["note"]


def test_the_two_rooms_are_two_databases(tmp_path, monkeypatch):
    monkeypatch.delenv("AMPARO_HSDS_API", raising=False)
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))
    for room in ("CARE", "EVIDENCE"):
        monkeypatch.setenv(f"AMPARO_{room}_DATABASE", "postgres://a@b/one")
    (tmp_path / "house.env").write_text(f"{KEY}\n", encoding="utf-8")
    [(_, said)] = doctor.house()
    assert "the same database" in said


def test_the_folder_of_the_house_is_a_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match="which is a file"):
        data_folder("var/house", {"AMPARO_DATA": str(tmp_path / "file")})
    with pytest.raises(BadSetting, match="AMPARO_DATA is empty"):
        data_folder("var/house", {"AMPARO_DATA": " "})
    assert data_folder(str(tmp_path), {}) == tmp_path


def test_a_house_file_that_says_two_things_or_is_no_text_is_refused(tmp_path):
    house = tmp_path / "house.env"
    house.write_text("AMPARO_NAME=Hoja\nAMPARO_NAME=Libreta\n", encoding="utf-8")
    with pytest.raises(BadSetting, match="line 2: AMPARO_NAME stands there twice"):
        read_house_file(house)
    house.write_bytes(b"AMPARO_NAME=Coraz\xf3n\n")
    with pytest.raises(BadSetting, match="UTF-8"):
        read_house_file(house)


def test_a_house_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    house = tmp_path / "house.env"
    write_house_file(house, {"AMPARO_NAME": "Hoja"})
    assert read_house_file(house) == {"AMPARO_NAME": "Hoja"}
    assert house.stat().st_mode & 0o777 == 0o600

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_house_file(house, {"AMPARO_NAME": "Libreta"})
    assert read_house_file(house) == {"AMPARO_NAME": "Hoja"}
    assert [path.name for path in tmp_path.iterdir()] == ["house.env"]


@pytest.mark.parametrize(
    ("terminal", "said"),
    [
        ("es_EC.UTF-8", "AMPARO_TLS=«maybe» no es yes ni no. Escribe yes (sí) o no. AMPARO_TLS está en el entorno."),
        (
            "pt_BR.UTF-8",
            "AMPARO_TLS=“maybe” não é yes nem no. Escreva yes (sim) ou no (não). AMPARO_TLS está no ambiente.",
        ),
        ("C.UTF-8", "AMPARO_TLS='maybe' is neither yes nor no. Write yes or no. AMPARO_TLS is set in the environment."),
    ],
)
def test_a_wrong_setting_is_said_in_the_language_of_the_terminal(terminal, said, monkeypatch, tmp_path):
    monkeypatch.setenv("LC_ALL", terminal)
    with pytest.raises(BadSetting) as refusal:
        Env({"AMPARO_DATA": str(tmp_path), "AMPARO_TLS": "maybe"}).flag("AMPARO_TLS", False)
    assert str(refusal.value) == said


def test_the_time_zone_is_that_of_the_country_where_none_is_named() -> None:
    assert values.time_zone("America/Tijuana") == "America/Tijuana"
    assert values.time_zone("") == ""
    assert (values.zone_of("MX"), values.zone_of("EC"), values.zone_of("")) == (
        "America/Mexico_City", "America/Guayaquil", "UTC",
    )  # fmt: skip
