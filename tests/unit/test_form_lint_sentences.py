"""Some six hundred questions as people write them: which are refused, and for what; and which may be asked.

They stand in ``form_sentences.toml``, written by hand. Each is asked in a form that is right in everything else.
"""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from amparo.formats.form_lint import Finding, lint
from amparo.formats.form_lint.forbidden import THEMES
from tests.unit.form_made import ASKED, BEFORE, NOT_SAID, WELL, YES_NO, Item, answers, changed, form

TABLE = tomllib.loads((Path(__file__).parent / "form_sentences.toml").read_text(encoding="utf-8"))
KINDS = ("number", "text", "one", "name")


def lines(part: str) -> list[tuple[str, str]]:
    """Every line of a part of the table, with its rule or its language."""
    return [(key, line) for key, text in TABLE[part].items() for line in text.strip().splitlines()]


FOUND, ALLOWED = lines("found"), lines("allowed")


def item(line: str, said: Callable[[str], str] = str, name: str = "q1") -> Item:
    """The question of a line; ``said`` changes how its words are written."""
    kind, _stop, rest = line.partition(": ")
    kind, rest = (kind, rest) if kind in KINDS else ("one", line)
    if kind == "name":
        return changed(WELL, name=rest)
    label, *choices = (said(part.strip()) for part in rest.split(" | "))
    if kind == "one":
        return Item(name, "one", label, choices=answers(*choices) if choices else YES_NO | NOT_SAID)
    return Item(name, kind, label)


def findings(*questions: Item) -> tuple[Finding, ...]:
    return lint(form(BEFORE, ASKED, *questions), kind="interview")


def rules(question: Item) -> set[str]:
    return {each.rule for each in findings(question)}


def missed(every: list[tuple[str, str]], said: Callable[[str], str] = str) -> list[tuple[str, str]]:
    """The lines whose question is not refused by their rule. Many are asked in one form: each has its own path."""
    lost = []
    for start in range(0, len(every), 40):
        part = [(rule, line, item(line, said, f"q{number}")) for number, (rule, line) in enumerate(every[start:][:40])]
        told = {(each.rule, each.path) for each in findings(*(question for _rule, _line, question in part))}
        lost += [(rule, line) for rule, line, question in part if (rule, f"/data/{question.name}") not in told]
    return lost


def wronged(every: list[str], said: Callable[[str], str] = str) -> list[tuple[str, str]]:
    """What is found in a form of these questions, of which each may be asked: how they read together is left out."""
    found = []
    for start in range(0, len(every), 20):
        part = [item(line, said, f"q{number}") for number, line in enumerate(every[start : start + 20])]
        found += [
            (each.rule, f"{each.path} {each.facts.get('found')}") for each in findings(*part) if each.rule != "reading"
        ]
    return found


def test_the_table_is_large_and_speaks_three_languages() -> None:
    assert len(FOUND) >= 350
    assert len(ALLOWED) >= 200
    assert {*THEMES, "work_offence", "hard_words", "young_words"} <= set(TABLE["found"])
    assert all(len(text.strip().splitlines()) >= 45 for text in TABLE["allowed"].values())


def test_every_question_that_is_not_asked_here_is_found() -> None:
    assert missed(FOUND) == []


def test_every_question_that_may_be_asked_passes() -> None:
    assert wronged([line for _language, line in ALLOWED]) == []


# --- written so that it is overlooked ---


def without_accents(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


def unseen(text: str) -> str:
    """Signs of no width inside of every word."""
    return re.sub(r"(?<=\w)(?=\w)", "\u200b", text)


def in_tags(text: str) -> str:
    return re.sub(r"\w+", lambda word: f"<b>{word[0][:1]}</b>{word[0][1:]}", text)


def starred(text: str) -> str:
    return re.sub(r"\w+", lambda word: f"**{word[0][:2]}**{word[0][2:]}", text)


def wide(text: str) -> str:
    """The letters of East Asian type, which look nearly the same."""
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in without_accents(text))


def cyrillic(text: str) -> str:
    return text.translate(str.maketrans("aceopxyASTBHKMOP", "асеорхуАЅТВНКМОР"))


WAYS = [without_accents, str.upper, unseen, in_tags, starred, wide, cyrillic, html.escape]
SAID = [line for line in FOUND if not line[1].startswith("name: ")]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_it_is_found_however_it_is_written(way: Callable[[str], str]) -> None:
    every = SAID[WAYS.index(way) % 4 :: 4]  # a quarter of the table for each way, another quarter for the next
    assert len(every) > 80
    assert missed(every, way) == []


@pytest.mark.parametrize("way", [without_accents, str.upper, in_tags], ids=lambda way: way.__name__)
def test_what_may_be_asked_passes_however_it_is_written(way: Callable[[str], str]) -> None:
    assert wronged([line for _language, line in ALLOWED if not line.startswith("name: ")], way) == []


def test_a_question_parted_over_label_and_hint_is_one() -> None:
    for label, hint, rule in [
        ("¿Cuál es tu", "estatus de VIH?", "hiv"),
        ("¿Cuál es tu", "nombre?", "identity"),
        ("¿Tienes", "papeles?", "migration"),
        ("¿En qué", "barrio vives?", "exact_place"),
        ("De que país", "você é?", "origin"),
        ("What sex were you", "assigned at birth?", "sex_on_papers"),
    ]:
        asked = Item("q1", "text", label, hint=hint)
        assert rule in rules(asked), (label, hint)
        assert rule not in rules(changed(asked, hint="")), label


APART = [
    "¿Tienes V.I.H.?", "¿Tienes V I H?", "¿Tienes v-i-h?", "¿Tienes V1H?", "¿T1enes VIH?", "¿Eres VIH+?",
    "¿Tienes V&#73;H?", "¿Tienes V\u00adI\u00adH?", "¿Tienes V\u2060I\ufeffH?",
]  # fmt: skip


@pytest.mark.parametrize("text", APART)
def test_letters_written_apart_or_as_figures_are_read(text: str) -> None:
    assert "hiv" in rules(Item("q1", "one", text, choices=YES_NO | NOT_SAID))


def test_figures_and_single_letters_of_daily_life_are_left_alone() -> None:
    for text in ("¿Recibiste la vacuna COVID19?", "¿Fuiste 2 o 3 veces?", "¿Sí o no?", "¿Vas al piso 3B?", "Da 1 a 10"):
        assert rules(Item("q1", "one", text, choices=YES_NO | NOT_SAID)) == set(), text


def test_a_question_in_one_language_only_is_enough() -> None:
    for language, text in {"es": "¿Tienes VIH?", "pt": "Você tem HIV?", "en": "Do you have HIV?"}.items():
        label = {"es": "¿Te atendieron bien?", "pt": "Atenderam você bem?", "en": "Did they treat you well?"} | {
            language: text
        }
        (one,) = findings(changed(WELL, label=label))
        assert (one.rule, one.path, one.is_refusal) == ("hiv", "/data/well", True)
        assert one.facts["question"] == "well"
