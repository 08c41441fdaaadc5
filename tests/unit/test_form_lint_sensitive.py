"""What can hurt to be asked is known also where it is asked in words that name nothing; daily life is left alone.

No list knows every word. So whoever asks face to face locks her form unless its author says that nothing in it hurts,
and a reviewer reads all of it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from amparo.formats.answers import names_no_help
from amparo.formats.form_lint import is_sensitive
from tests.unit.form_made import GOOD, NOT_SAID, YES_NO, Item, form

TABLE: dict[str, str] = tomllib.loads((Path(__file__).parent / "sensitive_sentences.toml").read_text(encoding="utf-8"))
HARD = [line for key, lines in TABLE.items() if key != "daily" for line in lines.strip().splitlines()]
DAILY = TABLE["daily"].strip().splitlines()


def found_in(lines: list[str]) -> set[str]:
    """The lines whose question is taken for sensitive, all asked in one form."""
    asked = [Item(f"q{number}", "one", line, choices=YES_NO | NOT_SAID) for number, line in enumerate(lines)]
    return {lines[int(path.rpartition("/q")[2])] for path in is_sensitive(form(*GOOD, *asked))}


def test_the_table_is_large_and_speaks_three_languages() -> None:
    assert len(HARD) == len(set(HARD)) > 140
    for word in ("Alguien", "Alguém", "Has "):
        assert any(word in line for line in HARD), word


def test_what_can_hurt_is_locked_in_whatever_words_it_is_asked() -> None:
    found = found_in(HARD)
    assert [line for line in HARD if line not in found] == []


def test_daily_life_is_left_alone() -> None:
    assert found_in(DAILY) == set()


@pytest.mark.parametrize("line", ["¿Te dieron una paliza?", "Você pode sair quando quer?", "Who runs this street?"])
def test_where_it_is_asked_there_has_to_be_help(line: str) -> None:
    asked = form(*GOOD, Item("q", "one", line, choices=YES_NO | NOT_SAID))
    assert names_no_help(asked, ("food", "harm_reduction"))
    assert not names_no_help(asked, ("protection",))
