"""Is what is written true? Links, commands, paths, settings, addresses, the glossary and the decisions."""

import io
import re
from pathlib import Path

import pytest

from amparo.formats.hsds.mapped import read_mapped
from amparo.formats.hsds.mapping import read_mapping
from amparo.formats.hsds.problems import Problem
from tests.unit import docs_lint as lint
from tests.unit.docs_lint import PACKAGE, ROOT

DOCUMENTS = lint.documents()
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
LONGEST_ADR = 350  # words: one page
each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_house_is_written() -> None:
    written = {str(path.relative_to(ROOT)) for path in DOCUMENTS}
    assert written >= {
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "docs/start-here.md",
        "docs/threat-model.md",
        "docs/data-protection.md",
        "docs/glossary.md",
        "docs/how-to/run-a-house.md",
        "docs/how-to/import-services.md",
        "docs/how-to/record-audio.md",
        "docs/how-to/translate.md",
    }
    assert "Version 2.0, January 2004" in text_of(ROOT / "LICENSE")
    for credit in ("GeoNames", "CC BY 4.0", "Natural Earth", "HSDS"):
        assert credit in text_of(ROOT / "NOTICE")


@each_document
def test_no_link_is_broken(path: Path) -> None:
    assert list(lint.broken_links(path, text_of(path))) == []


@each_document
def test_every_file_that_is_named_is_there(path: Path) -> None:
    assert list(lint.missing_files(text_of(path))) == []


@each_document
def test_every_command_exists(path: Path) -> None:
    known = lint.own_commands() | {"help"}
    quoted = list(lint.commands(text_of(path)))
    assert [name for name, _ in quoted if name not in known] == []
    assert [option for name, options in quoted for option in lint.unknown_options(name, options)] == []


@each_document
def test_every_measurement_that_is_named_is_there(path: Path) -> None:
    assert lint.missing_measures(text_of(path)) == []


@each_document
def test_every_setting_and_address_exists(path: Path) -> None:
    assert lint.unknown_settings(text_of(path)) == set()
    assert lint.unknown_addresses(text_of(path)) == []


@each_document
def test_a_document_speaks_of_the_project_alone(path: Path) -> None:
    assert lint.foreign_traces(text_of(path)) == []


def test_the_readme_shows_how_to_begin_and_to_end() -> None:
    quoted = dict(lint.commands(text_of(ROOT / "README.md")))
    assert {"demo", "test", "init", "run", "doctor"} <= quoted.keys()
    assert "./amparo demo --wipe" in text_of(ROOT / "README.md")


def test_the_glossary_speaks_three_languages_in_order() -> None:
    text = text_of(ROOT / "docs" / "glossary.md")
    assert list(lint.glossary_faults(text)) == []
    assert text.count("\n|") - 2 >= 100  # terms; the head of the table is two lines


def test_decisions_are_numbered_by_file_name() -> None:
    assert list(lint.adr_faults(path.name for path in ADRS)) == []
    assert len(ADRS) >= 12


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_is_one_page_of_three_parts(path: Path) -> None:
    text = text_of(path)
    assert re.findall(r"^#+ (.*)$", text, re.MULTILINE)[1:] == ["Context", "Decision", "Consequences"]
    assert not re.match(r"# \d", text)  # the number stands in the file name only
    assert len(text.split()) <= LONGEST_ADR


def test_the_example_of_a_mapping_works() -> None:
    text = text_of(ROOT / "docs" / "how-to" / "import-services.md")
    table, mapping = (re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL)[1].encode() for kind in ("csv", "toml"))
    read = list(read_mapped(io.BytesIO(table), read_mapping(mapping)))
    assert not [each for each in read if isinstance(each, Problem)]
    assert [(each.name, each.organisation.name, [a.term for a in each.attributes]) for each in read] == [
        ("Comedor del Parque", "Parroquia Central", ["food"]),
        ("Oficina de la Esquina", "Casa de Ayuda", ["lawyer"]),
    ]
    assert [[phone.number for phone in each.phones] for each in read] == [["000 000 001"], []]


# Each look first proves that it finds a planted fault.

HERE = ROOT / "README.md"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[there](docs/glossary.md) and [here](#a-heading)\n# A heading", []),
        ("[gone](docs/gone.md)", ["docs/gone.md"]),
        ("![picture](docs/pictures/gone.png)", ["docs/pictures/gone.png"]),
        ("[part](docs/glossary.md#nowhere)", ["docs/glossary.md#nowhere"]),
        ("[out](https://example.org/gone) and [mail](mailto:x)", []),
        ("```\n[in code](gone.md)\n```", []),
    ],
)
def test_a_broken_link_is_found(text: str, found: list[str]) -> None:
    assert list(lint.broken_links(HERE, text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`src/amparo/config/cli.py`, `tests/unit/`, `requirements/lock.sh`, `content/codes/*.toml`", []),
        ("`src/amparo/gone.py`", ["src/amparo/gone.py"]),
        ("`content/gone.toml`", ["content/gone.toml"]),
        ("`src/amparo/vault/` is to come", []),
        ("`tests/unit/test_elapsed.py::test_last_night_leaves_about_forty_hours`", []),
        ("`tests/unit/test_elapsed.py::test_gone`", ["tests/unit/test_elapsed.py::test_gone"]),
    ],
)
def test_a_missing_file_is_found(text: str, found: list[str]) -> None:
    assert list(lint.missing_files(text)) == found


def test_a_missing_measurement_is_found() -> None:
    text = "`./amparo bench door`, `./amparo bench channel --abuse`, `./amparo bench gone --cases 3`"
    assert lint.missing_measures(text) == ["gone"]
    assert lint.missing_measures("`./amparo bench gone` is to come") == []


def test_commands_and_options_are_read() -> None:
    text = "`./amparo demo --port 8001 --gone`, ./amparo tidy # --later\n"
    assert list(lint.commands(text)) == [("demo", ["--port", "--gone"]), ("tidy", [])]
    assert lint.unknown_options("demo", ["--port", "--gone"]) == ["--gone"]
    assert {"demo", "init", "run", "test", "check", "bench", "doctor"} <= lint.own_commands()
    assert "tidy" in lint.house_commands()
    assert "gone" not in lint.own_commands() | lint.house_commands()


def test_a_setting_or_an_address_that_is_none_is_found() -> None:
    assert lint.unknown_settings("AMPARO_TLS=yes AMPARO_GONE=no AMPARO_SECRET_KEY_FILE") == {"AMPARO_GONE"}
    assert lint.unknown_addresses("`/mesa/equipo` `/pt/` `/` `/violencia` `/gone`") == ["/violencia", "/gone"]


def test_traces_of_a_machine_and_mail_addresses_are_found() -> None:
    path = "/".join(["", "root", "x"])  # put together here, so that this file holds no such path itself
    text = f"see {path} and write to help@amparo.org, postgres://person:key@host:5432/care"
    assert lint.foreign_traces(text) == [path, "help@amparo.org"]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("| act | acto | ato | a line |\n| áccess | x | y | z |", ["áccess: out of order, or twice"]),
        ("| act | acto | ato | a line |\n| act | acto | ato | a line |", ["act: out of order, or twice"]),
        ("| act | acto |  | a line |", ["act: not three languages and a definition"]),
        ("| act | acto | ato |", ["act: not three languages and a definition"]),
        ("| act | acto | ato | a line |\n| Wall | muro | muro | a rule |", []),
    ],
)
def test_a_fault_of_the_glossary_is_found(rows: str, found: list[str]) -> None:
    assert list(lint.glossary_faults(f"| en | es | pt | what |\n|---|---|---|---|\n{rows}")) == found


def test_a_decision_without_its_number_is_found() -> None:
    assert list(lint.adr_faults(["0001-a.md", "0003-b.md"])) == ["0003-b.md"]
    assert list(lint.adr_faults(["one.md"])) == ["one.md"]
    assert list(lint.adr_faults(["0001-a.md", "0002-b-c.md"])) == []


def test_the_package_is_where_the_documents_say() -> None:
    assert (PACKAGE / "config" / "cli.py").is_file()
