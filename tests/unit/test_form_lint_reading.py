"""How a form reads, by the formula of each language, and how large it may be."""

from __future__ import annotations

import pytest

from amparo.formats.form_lint import lint
from tests.unit.form_made import GOOD, Item, changed, form

TEXT = Item("told", "text", {"es": "¿Qué te cuida?", "pt": "O que cuida de você?", "en": "What protects you?"})

DENSE = {
    "es": "¿La institucionalización de procedimientos interinstitucionales obstaculiza significativamente su acceso?",
    "pt": "A institucionalização dos procedimentos interinstitucionais compromete significativamente o acesso?",
    "en": "Does the institutionalisation of interinstitutional procedures significantly compromise accessibility?",
}


def found(*items: Item) -> list[tuple[str, str]]:
    return [(each.rule, each.path) for each in lint(form(*items), kind="interview")]


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_each_language_is_read_by_its_own_formula(language: str) -> None:
    dense = [changed(TEXT, name=f"t{number}", label=TEXT.label | {language: DENSE[language]}) for number in range(6)]  # type: ignore[operator]
    (one,) = lint(form(*GOOD, *dense), kind="interview")
    assert (one.rule, one.path, one.is_refusal, one.facts["language"]) == ("reading", "/data", True, language)


def test_a_form_a_little_too_hard_is_advice() -> None:
    label = "¿Cuándo acudiste al establecimiento sanitario recibiste información comprensible?"
    hard = [
        changed(TEXT, name=f"t{number}", label=TEXT.label | {"es": label if number else TEXT.label["es"]})
        for number in range(2)
    ]  # type: ignore[operator,index]
    (one,) = lint(form(*GOOD, *hard), kind="interview")
    assert (one.rule, one.is_refusal) == ("reading", False)


@pytest.mark.parametrize(("words", "rules"), [(18, []), (19, [False]), (30, [False]), (31, [True])])
def test_a_long_sentence_is_advice_and_a_very_long_one_is_refused(words: int, rules: list[bool]) -> None:
    label = TEXT.label | {"es": " ".join(["ya"] * words) + "."}  # type: ignore[operator]
    assert [
        each.is_refusal
        for each in lint(form(*GOOD, changed(TEXT, label=label)), kind="interview")
        if each.rule == "long_sentence"
    ] == rules


def test_a_language_that_is_not_ours_is_not_judged() -> None:
    kreyol = {"ht": "Èske yo te resevwa ou byen lè ou te ale nan sant lan pou chache swen jodi a"}
    items = [changed(each, label={**each.label, **kreyol}) for each in GOOD]  # type: ignore[dict-item]
    assert [
        each.rule for each in lint(form(*items, languages=("es", "pt", "en", "Kreyòl (ht)")), kind="interview")
    ] == []  # type: ignore[arg-type]


def test_a_form_that_is_too_large_is_not_looked_through() -> None:
    assert found(*GOOD, changed(TEXT, label="¿Tienes VIH? " * 600)) == [("too_large", "/data/told")]
    many = [changed(TEXT, name=f"t{number}") for number in range(1_500)]
    assert found(*GOOD, *many) == [("too_large", "/data")]
