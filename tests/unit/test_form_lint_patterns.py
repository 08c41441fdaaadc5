"""The patterns of the questionnaire lint: each finds what it says it finds, and leaves alone what it says it leaves."""

from __future__ import annotations

import re

import pytest

from amparo.formats.codes import CONTENT
from amparo.formats.form_lint.forbidden import THEMES, Pattern, any_of, patterns, table
from amparo.formats.form_lint.plain import named, readings
from amparo.formats.form_lint.said import across

EVERY = [pattern for theme in (*THEMES, "venue") for pattern in patterns(theme)]


def looked_through(pattern: Pattern, text: str) -> tuple[str, ...]:
    """An example as the lint looks through it."""
    if pattern.where == ("name",):
        return (named(text),)
    if "across" in pattern.where and " | " in text:
        label, choice = text.split(" | ")
        return readings(across(label, choice))
    return readings(text)


def finds(pattern: Pattern, text: str) -> bool:
    where = "choice" if pattern.where == ("choice",) else "text"
    return any(pattern.find(one, where) for one in looked_through(pattern, text))


@pytest.mark.parametrize("pattern", EVERY, ids=lambda each: f"{each.rule}-{each.code}")
def test_each_pattern_finds_and_leaves_what_stands_with_it(pattern: Pattern) -> None:
    assert len(pattern.finds) >= 4
    assert len(pattern.leaves) >= 3
    assert [text for text in pattern.finds if not finds(pattern, text)] == []
    assert [text for text in pattern.leaves if finds(pattern, text)] == []


def test_every_file_is_a_theme_that_is_looked_for() -> None:
    files = {path.stem for path in (CONTENT / "form_words").glob("*.toml")}
    assert files == {*THEMES, "venue", "parts", "answers", "sensitive"}
    assert {table(theme)["rule"] for theme in THEMES} == set(THEMES)


def test_an_example_speaks_each_language() -> None:
    """Spanish, Portuguese and English in the examples of every theme: at least one word that only one of them has."""
    only = {
        "es": re.compile(r"[¿ñ]|\b(tu|tienes|eres|el|la)\b", re.I),
        "pt": re.compile(r"[ãõç]|\b(você|seu|sua|não|uma|em|no|nome)\b", re.I),
        "en": re.compile(r"\b(you|your|the|of|are|is|name)\b", re.I),
    }
    for theme in THEMES:
        text = " ".join(example for pattern in patterns(theme) for example in pattern.finds)
        assert [language for language, word in only.items() if not word.search(text)] == [], theme


def test_the_short_cuts_are_written_out() -> None:
    word, gap, wide, whole = (any_of(each) for each in ("sero*", "cual ~nombre", "cual ~~nombre", "^edad$"))
    assert word
    assert gap
    assert wide
    assert whole
    assert word.findall("sero seropositiva misero") == ["sero", "seropositiva"]
    assert gap.search("cual a b c d nombre")
    assert not gap.search("cual a b c d e nombre")
    assert not gap.search("cual . nombre"), "never over the end of a sentence"
    assert wide.search("cual a b c d e f g h i j k l nombre")
    assert [bool(whole.search(each)) for each in ("edad", "di . edad . ya", "la edad", "edad de ella")] == [
        True,
        True,
        False,
        False,
    ]
    assert any_of([]) is None


def test_a_pattern_that_finds_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="a pattern finds something"):
        Pattern_of({"code": "x", "finds": [], "leaves": []})


def Pattern_of(row: dict[str, object]) -> Pattern:
    from amparo.formats.form_lint.forbidden import _pattern

    return _pattern("hiv", row)


def test_what_is_said_not_to_be_asked_is_not_asked() -> None:
    (pattern,) = [each for each in patterns("birth") if each.code == "day_of_birth"]
    assert pattern.find("fecha de nacimiento")
    assert not pattern.find("no pedimos fecha de nacimiento")
    assert not pattern.find("ninguna fecha de nacimiento")
    assert pattern.find("no pedimos mas . fecha de nacimiento"), "another sentence asks"


def test_the_lists_of_the_house_can_be_offered_as_answers() -> None:
    """What our own code lists say is found nowhere, but for the lists that never go into a questionnaire."""
    from amparo.formats.codes import LANGUAGES, codes
    from amparo.formats.form_lint.asking import broken
    from amparo.formats.form_lint.said import Said

    kept = {
        "context_here",
        "context_leaving",
        "form_rule",
        "papers",
        "channel",
        "notice_field",
        "case_act",
        "plan_subject",
    }
    every = [(path.stem, each) for path in sorted((CONTENT / "codes").glob("*.toml")) for each in codes(path.stem)]
    assert len(every) > 900
    found = {
        (name, text): hit
        for name, each in every
        for language in LANGUAGES
        if name not in kept and (hit := broken(Said("/x", "choice", text := each.label(language), "list")))
    }
    assert found == {}
