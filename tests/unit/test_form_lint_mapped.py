"""What becomes of each answer: nothing is counted that is her words, too fine, or out of no list."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.formats.form_lint import lint
from tests.unit.form_made import GOOD, NOT_SAID, WELL, YES_NO, Item, answers, changed, form

TEXT = Item("told", "text", {"es": "¿Qué te cuida?", "pt": "O que cuida de você?", "en": "What protects you?"})
COUNT = changed(TEXT, kind="number", label={"es": "¿Cuántas veces?", "pt": "Quantas vezes?", "en": "How many times?"})


def coded(kind: str, list: str = "", **more: str) -> dict[str, str]:
    return {"do": "coded", "variable": "told", "kind": kind, "list": list, **more}


def found(item: Item, how: dict[str, str], **others: dict[str, str]) -> list[tuple[str, str]]:
    """What is found where this becomes of the question."""
    mapping = {f"/data/{item.name}": how, **{f"/data/{name}": each for name, each in others.items()}}
    return [(each.rule, each.path) for each in lint(form(*GOOD, item), kind="interview", mapping=mapping)]


def test_what_is_sealed_dropped_or_not_spoken_of_is_not_looked_at() -> None:
    for how in ({"do": "sealed"}, {"do": "dropped"}, {"do": "consent", "yes": ["yes"]}, {"do": "link", "as": "own"}):
        assert found(TEXT, how) == []  # type: ignore[arg-type]
    assert lint(form(*GOOD, TEXT), kind="interview", mapping={}) == ()


@pytest.mark.parametrize("kind", ["one", "many", "place", "month"])
def test_words_and_voices_are_never_counted(kind: str) -> None:
    how = coded(kind, "answer", level="admin1")
    assert found(TEXT, how) == [("words_coded", "/data/told")]
    voice = changed(TEXT, kind="upload", control={"mediatype": "audio/*"})
    assert found(voice, how) == [("words_coded", "/data/told")]
    assert found(changed(TEXT, bind={"type": "barcode"}), how) == [("words_coded", "/data/told")]


def test_a_number_is_counted_in_bands() -> None:
    assert found(COUNT, coded("one", "how_many")) == []
    assert found(COUNT, coded("age_band", "age_band")) == []
    for how in (
        coded("one"),
        coded("many", "how_many"),
        coded("number"),
        coded("one", "there_is_none"),
        coded("month"),
    ):
        assert found(COUNT, how) == [("number_coded", "/data/told")]
    assert found(changed(COUNT, kind="decimal"), coded("one", "how_many")) == [("number_coded", "/data/told")]


def test_a_day_is_counted_as_a_week_a_month_or_a_quarter() -> None:
    day = changed(
        TEXT, kind="date", label={"es": "¿Qué día fuiste?", "pt": "Que dia você foi?", "en": "Which day did you go?"}
    )
    for kind in ("week", "month", "quarter"):
        assert found(day, coded(kind)) == []
    for kind in ("day", "one", "date", "text"):
        assert found(day, coded(kind, "answer")) == [("too_fine", "/data/told")]


def test_a_place_is_counted_at_a_level() -> None:
    town = {"es": "¿En qué municipio estás?", "pt": "Em que município está?", "en": "Which municipality are you in?"}
    where = changed(WELL, name="told", label=town, choices=answers("Uno", "Otro") | NOT_SAID)
    for level in ("country", "admin1", "municipality"):
        assert found(where, coded("place", level=level)) == []
    for level in ("", "street", "locality"):
        assert found(where, coded("place", level=level)) == [("too_fine", "/data/told")]


def test_a_point_is_never_counted() -> None:
    point = changed(TEXT, kind="geopoint")
    assert found(point, coded("place", level="admin1")) == [("exact_place", "/data/told"), ("too_fine", "/data/told")]


def test_what_is_counted_has_a_list() -> None:
    asked = changed(WELL, name="told")
    assert found(asked, coded("one", "answer")) == []
    assert found(asked, coded("one")) == [], "its own answers are a list"
    for name in ("there_is_none", "../secrets", "a/b", "Answer."):
        assert found(asked, coded("one", name)) == [("no_list", "/data/told")]
    assert found(asked, coded("text")) == [("too_fine", "/data/told")]
    sums = Item("told", "hidden", relevant="", bind={"calculate": "if(/data/well = 'yes', 'a', 'b')"})
    assert found(sums, coded("one")) == [("no_list", "/data/told")]
    assert found(sums, coded("one", "answer")) == []


def test_a_question_that_is_not_in_the_form_is_told() -> None:
    assert found(TEXT, {"do": "sealed"}, gone={"do": "sealed"}) == [("not_in_form", "/data/gone")]


@pytest.mark.parametrize(
    "calculate",
    ["/data/told", "concat('x', /data/told)", "if(/data/well = 'yes', /data/told, 'b')", "string(/data/told)",
     "once(/data/told)",
     "substr(/data/told, 0, 3)", "coalesce(/data/told, 'a')", "../told", "pulse(/data/told)", "/data/told + 1"],
)  # fmt: skip
def test_what_is_sealed_is_not_carried_on(calculate: str) -> None:
    assert carried(calculate) == [("copied", "/data/sums", "told")]


@pytest.mark.parametrize(
    "calculate",
    ["if(/data/told = 'x', 'a', 'b')", "if(selected(/data/told, 'x'), 'a', 'b')",
     "if(string-length(/data/told) > 3, 'a', 'b')",
     "/data/well", "concat('a', /data/well)", "'a'",
     "if(count-selected(/data/told) > 1, 'a', if(/data/told != '', 'b', 'c'))"],
)  # fmt: skip
def test_a_code_that_hangs_on_it_may_be_counted(calculate: str) -> None:
    assert carried(calculate) == []


def carried(calculate: str) -> list[tuple[str, str, str]]:
    """What is found where a counted answer is worked out so, of a sealed one and a counted one."""
    sums = Item("sums", "hidden", relevant="", bind={"calculate": calculate})
    mapping: dict[str, Any] = {
        "/data/sums": coded("one", "answer"),
        "/data/told": {"do": "sealed"},
        "/data/well": coded("one", "answer"),
    }
    every = lint(form(*GOOD, TEXT, sums), kind="interview", mapping=mapping)
    return [(each.rule, each.path, each.facts["found"]) for each in every]


def test_an_answer_that_comes_from_nowhere_is_not_counted() -> None:
    hidden = Item("told", "hidden", relevant="")
    assert ("filled_unread", "/data/told") in found(hidden, coded("one", "answer"))


def test_a_place_and_a_kind_of_venue_are_not_counted_in_one_row() -> None:
    asked = changed(WELL, name="told", choices=YES_NO | NOT_SAID)
    place, venue = coded("place", level="municipality"), coded("one", "zone_type")
    assert found(asked, venue, well=place) == [("coded_together", "/data/told")]
    assert found(asked, coded("one", "place_kind"), well=place) == [("coded_together", "/data/told")]
    assert found(asked, venue, well=coded("place", level="country")) == []
    assert found(asked, coded("one", "zone"), well=place) == []
    assert found(asked, venue, well={"do": "sealed"}) == []
