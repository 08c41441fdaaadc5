"""Do the pages of help say the same in three languages, and call each button what it is called there?"""

from pathlib import Path

import pytest

from tests.unit import docs_translated as lint

ON_A_BAD_DAY = {
    "how-to/answer-letters.md",
    "how-to/key-ceremony.md",
    "how-to/laptop-taken.md",
    "how-to/losing-a-password.md",
    "how-to/revoke.md",
    "if-they-come.md",
}


def test_what_a_desk_needs_on_a_bad_day_is_there_in_its_language() -> None:
    assert set(lint.translated()) >= ON_A_BAD_DAY


@pytest.mark.parametrize("name", lint.translated())
def test_a_page_is_the_same_page_in_every_language(name: str) -> None:
    assert list(lint.faults(name)) == []


# The look first proves that it finds a planted fault.

ENGLISH = """[Español](es/help.md) · [Português](pt/help.md)

# Help

**Press *Lock everything***, or `./amparo panic`. Nobody *has* to be brave.

## Then

1. *Keys*, *Take the key of … away*: [why](more.md#because).
2. `./amparo account lost NAME`, at `/mesa/equipo`, as a *Reader of messages*.

| who | what |
|---|---|
| she | [this](#help) |

```sh
./amparo keys
```
"""
SPANISH = """[English](../help.md) · [Português](../pt/help.md)

# Ayuda

**Pulsa *Cerrar con llave***, o `./amparo panic`. Nadie *tiene* que ser
valiente.

## Después

1. *Llaves*, *Quitar la llave
   de …*: [por qué](more.md#porque-sí).
2. Como *Acompañante*, en `/mesa/equipo`, `./amparo account lost NOMBRE`.

| quién | qué |
|---|---|
| ella | [esto](#ayuda) |

```sh
./amparo keys
```
"""
PORTUGUESE = """[English](../help.md) · [Español](../es/help.md)

# Ajuda

**Aperte *Trancar tudo***, ou `./amparo panic`. Ninguém *precisa* ser valente.

## Depois

1. *Chaves*, *Tirar a chave de …*: [por quê](more.md#porque-sim).
2. `./amparo account lost NOME`, em `/pt/mesa/equipo`, como *Acompanhante*.

| quem | o quê |
|---|---|
| ela | [isto](#ajuda) |

```sh
./amparo keys
```
"""


def written(docs: Path, spanish: str) -> Path:
    """A folder with two pages in three languages, of which one Spanish one is as it is given."""
    more = {"": "# More\n\n## Because\n", "es": "# Más\n\n## Porque sí\n", "pt": "# Mais\n\n## Porque sim\n"}
    for folder, text in (("", ENGLISH), ("es", spanish), ("pt", PORTUGUESE)):
        (docs / folder).mkdir(exist_ok=True)
        (docs / folder / "help.md").write_text(text, encoding="utf-8")
        (docs / folder / "more.md").write_text(more[folder], encoding="utf-8")
    return docs


def test_a_page_without_fault_has_none(tmp_path: Path) -> None:
    docs = written(tmp_path, SPANISH)
    assert lint.translated(docs) == ["help.md", "more.md"]
    assert list(lint.faults("help.md", docs)) == []


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ("## Después\n", "", ["1 headings instead of 2"]),
        ("## Después", "### Después", ["### Después: ###, step, step, row of 2, row of 2, row of 2 instead of "
                                       "##, step, step, row of 2, row of 2, row of 2"]),
        ("valiente.\n", "valiente.\n\nY algo más.\n", ["# Ayuda: #, paragraph, paragraph instead of #, paragraph"]),
        ("| ella | [esto](#ayuda) |", "| ella, [esto](#ayuda) |",
         ["## Después: ##, step, step, row of 2, row of 2, row of 1 instead of "
          "##, step, step, row of 2, row of 2, row of 2"]),
        ("`./amparo panic`", "`./amparo tidy`",
         ["# Ayuda: code ./amparo panic is missing", "# Ayuda: code ./amparo tidy is not in English"]),
        ("./amparo keys\n", "", ["## Después: code ./amparo keys is missing"]),
        ("lost NOMBRE", "NOMBRE",
         ["## Después: code ./amparo account lost … is missing",
          "## Después: code ./amparo account … is not in English"]),
        ("/mesa/equipo", "/pt/mesa/equipo",
         ["## Después: code /mesa/equipo is missing", "## Después: code /pt/mesa/equipo is not in English"]),
        ("#ayuda", "#después",
         ["## Después: link help.md#1 is missing", "## Después: link help.md#2 is not in English"]),
        ("more.md#porque-sí", "../more.md#because",
         ["## Después: link more.md#2 is missing", "## Después: link more.md (English)#2 is not in English"]),
        ("*Llaves*", "*Las llaves*", ["## Después: “Keys” is called “Llaves” on the pages"]),
        ("*Llaves*", "*Keys*", ["## Después: “Keys” is called “Llaves” on the pages"]),
        ("*Llaves*", "Llaves", ["## Después: 2 words in italics or bold instead of 3",
                                "## Después: “Keys” is called “Llaves” on the pages"]),
        ("*Cerrar con llave*", "*Cerrar todo*",
         ["# Ayuda: “Lock everything” is called “Cerrar con llave” on the pages"]),
        ("llave\n   de …*", "llave*",
         ["## Después: “Take the key of … away” is called “Quitar la llave de …” on the pages"]),
        ("*Acompañante*", "*Lectora de mensajes*",
         ["## Después: “Reader of messages” is called “Acompañante” on the pages"]),
        ("*tiene*", "tiene", ["# Ayuda: 2 words in italics or bold instead of 3"]),
        ("[English](../help.md) · ", "", ["it has to begin with [English](../help.md) · [Português](../pt/help.md)"]),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(tmp_path: Path, right: str, wrong: str, found: list[str]) -> None:
    assert SPANISH.count(right) == 1
    docs = written(tmp_path, SPANISH.replace(right, wrong))
    assert list(lint.faults("help.md", docs)) == [f"es/help.md: {fault}" for fault in found]


def test_a_page_that_lacks_a_language_is_found(tmp_path: Path) -> None:
    docs = written(tmp_path, SPANISH)
    (docs / "pt" / "help.md").unlink()
    assert list(lint.faults("help.md", docs)) == ["help.md: not there in Português"]
    (docs / "help.md").unlink()
    assert list(lint.faults("help.md", docs)) == ["help.md: not there in English and Português"]


def test_the_way_to_the_other_languages_is_said_at_the_top() -> None:
    assert lint.first_line("if-they-come.md", "en") == "[Español](es/if-they-come.md) · [Português](pt/if-they-come.md)"
    assert (
        lint.first_line("how-to/revoke.md", "pt")
        == "[English](../../how-to/revoke.md) · [Español](../../es/how-to/revoke.md)"
    )
