"""Conditions in words, what changed between two versions, and rules that go along with their questions."""

from typing import Any

import pytest

from amparo.formats import answers
from amparo.formats.answers.changes import WHAT
from amparo.formats.codes import LANGUAGES, by_code, label
from tests.unit.form_made import AGREED, GOOD, NOT_SAID, WELL, YES_NO, Item, changed, form

MANY = Item("acts", "many", "¿Qué hiciste hoy?", choices={"a": "Cantar", "b": "Leer"} | NOT_SAID)
NUMBER = Item("many_times", "number", "¿Cuántas veces?")


@pytest.mark.parametrize(("condition", "said"), [
    ("/data/well = 'yes'", "en «¿Te atendieron bien?» contestó «Sí»"),
    ("/data/well != 'yes'", "en «¿Te atendieron bien?» no contestó «Sí»"),
    ("selected(/data/acts, 'a')", "en «¿Qué hiciste hoy?» marcó «Cantar»"),
    ("not(selected(/data/acts, 'a'))", "en «¿Qué hiciste hoy?» no marcó «Cantar»"),
    ("/data/well != ''", "contestó «¿Te atendieron bien?»"),
    ("not(/data/well != '')", "dejó vacía «¿Te atendieron bien?»"),
    ("/data/well = 'yes' and /data/many_times > 3",
     "en «¿Te atendieron bien?» contestó «Sí» y en «¿Cuántas veces?» dijo más de 3"),
    ("/data/many_times <= 3 or /data/many_times >= 7.5 or /data/many_times < 1",
     "en «¿Cuántas veces?» dijo 3 o menos o en «¿Cuántas veces?» dijo 7.5 o más "
     "o en «¿Cuántas veces?» dijo menos de 1"),
    ("../well = 'yes'", "en «¿Te atendieron bien?» contestó «Sí»"),
    ("/data/well = 'gone'", "en «¿Te atendieron bien?» contestó «gone»"),
])  # fmt: skip
def test_a_plain_condition_is_told_in_words(condition: str, said: str) -> None:
    assert answers.in_words(form(*GOOD, MANY, NUMBER), condition, "/data/other", "es") == said


@pytest.mark.parametrize("condition", [
    "", "/data/well = 'yes' and (/data/acts = 'a' or /data/acts = 'b')", "count-selected(/data/acts) > 1",
    "/data/nowhere = 'yes'", "today() > /data/day", "not(/data/well = 'a' and /data/well = 'b')", "((",
    " and ".join(["/data/well = 'yes'"] * 5), "not(/data/many_times > 3)",
])  # fmt: skip
def test_what_is_too_much_for_a_sentence_is_not_told_in_words(condition: str) -> None:
    assert answers.in_words(form(*GOOD, MANY, NUMBER), condition, "/data/other", "es") == ""


def test_words_of_a_form_are_never_read_as_places_of_a_sentence() -> None:
    trap = Item("trap", label="{answer} %(x)s", choices={"yes": "{question}"} | NOT_SAID)
    said = answers.in_words(form(*GOOD, trap), "/data/trap = 'yes'", "/data/o", "en")
    assert said == "to “{answer} %(x)s” she answered “{question}”"


def test_each_language_has_its_words() -> None:
    for code in by_code("condition_words"):
        assert len({label("condition_words", code, language) for language in LANGUAGES} - {""}) >= 1
    assert (
        answers.in_words(form(*GOOD), "/data/well = 'no'", "/data/o", "pt")
        == "em “Atenderam você bem?” respondeu “Não”"
    )


def told(before: tuple[Item, ...], after: tuple[Item, ...], was: Any = None, now: Any = None) -> list[tuple[str, str]]:
    found = answers.changes(form(*before), was or {}, form(*after), now or {})
    return [(each.what, each.question.name) for each in found]


def test_what_changed_is_told_question_by_question() -> None:
    same = (*GOOD, MANY, NUMBER)
    assert told(same, same) == []
    after = (
        *GOOD[:2], changed(WELL, label="¿Te trataron bien?"), changed(MANY, choices={"a": "Cantar"} | NOT_SAID),
        Item("new_one", "text", "¿Algo más?"),
    )  # fmt: skip
    assert told(same, after) == [
        ("reworded", "well"), ("answers", "acts"), ("added", "new_one"), ("removed", "many_times"),
    ]  # fmt: skip
    assert told(same, (*GOOD, changed(MANY, relevant="/data/well = 'no'"), NUMBER)) == [("condition", "acts")]
    assert told(same, (*GOOD, changed(MANY, group="later"), NUMBER)) == [("moved", "acts")]
    assert told(same, (*GOOD, changed(MANY, kind="one"), NUMBER)) == [("kind", "acts")]


def test_a_rule_that_changed_is_told_and_what_nobody_said_is_sealed() -> None:
    coded = {"do": "coded", "variable": "well", "kind": "one", "list": "answer"}
    assert told(GOOD, GOOD, {"/data/well": coded}, {"/data/well": coded}) == []
    assert told(GOOD, GOOD, {}, {"/data/well": {"do": "sealed"}}) == []
    assert told(GOOD, GOOD, {"/data/well": coded}, {}) == [("rule", "well")]
    (change,) = answers.changes(form(*GOOD), {"/data/well": coded}, form(*GOOD), {"/data/well": {"do": "dropped"}})
    assert (change.was, change.now) == (coded, {"do": "dropped"})


def test_each_kind_of_change_has_its_words() -> None:
    assert set(by_code("change_kind")) == set(WHAT)


def test_rules_go_along_with_their_questions() -> None:
    """By the path; where a question moved, by its name, if that is its own; never to one of another kind."""
    was = form(*GOOD, MANY, changed(NUMBER, name="twin"), Item("twin", "text", "Otra", group="there"))
    coded = {"do": "coded", "variable": "acts", "kind": "many"}
    rules = {"/data/acts": coded, "/data/well": {"do": "dropped"}, "/data/twin": {"do": "dropped"}}
    assert answers.carried(rules, was, was) == rules
    moved = form(*GOOD, changed(MANY, group="later"), Item("twin", "text", "Otra", group="far"))
    assert answers.carried(rules, was, moved) == {"/data/later/acts": coded, "/data/well": {"do": "dropped"}}
    other = form(*GOOD, changed(MANY, kind="one", relevant=AGREED))
    assert answers.carried(rules, was, other) == {"/data/well": {"do": "dropped"}}


def test_a_text_is_in_the_language_that_there_is() -> None:
    assert answers.text_in({"es": "hola", "pt": "oi"}, "pt") == "oi"
    assert answers.text_in({"": "hola"}, "pt") == "hola"
    assert answers.text_in({"fr": " ", "de": "ja"}, "pt") == "ja"
    assert answers.text_in({}, "pt") == ""
    assert YES_NO["yes"]["pt"] == "Sim"
