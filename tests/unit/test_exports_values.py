"""What spreadsheets make of answers, and what becomes of it: each line of the tables below was worked out by hand."""

from dataclasses import replace

import pytest

from amparo.formats.exports.faults import BadValue
from amparo.formats.exports.values import DMY, MDY, Turned, cleaned, day_of, is_ticked, place_of_parts
from amparo.formats.openrosa.forms import Question
from tests.unit.gathered_form import gathered_form

QUESTIONS = {each.name: each for each in gathered_form().questions}


def tried(question: Question, text: str, order: str = "") -> str:
    """What an answer becomes, or ``!`` and the code of why not."""
    try:
        return cleaned(question, text, order)
    except BadValue as error:
        return f"!{error.code}"


@pytest.mark.parametrize(("name", "text", "said"), [
    ("years", " 27 ", "27"), ("years", "27.0", "27"), ("years", "027", "27"), ("years", "-3", "-3"),
    ("years", "2.7E1", "27"), ("years", "1,5", "!not_whole"), ("years", "27.5", "!not_whole"),
    ("years", "veinte", "!not_whole"), ("years", "1.234", "!not_whole"), ("years", "1,234", "!number_both_ways"),
    ("years", "1 234", "1234"), ("years", "1,234,567", "1234567"), ("years", "#N/A", "!not_whole"),
    ("income", "120.50", "120.50"), ("income", "120,5", "120.5"), ("income", "1.234,56", "1234.56"),
    ("income", "1,234.56", "1234.56"), ("income", "1,234", "!number_both_ways"), ("income", "1.234", "1.234"),
    ("income", "1'234.5", "1234.5"), ("income", ".5", "0.5"), ("income", "+4", "4"), ("income", "5.", "5"),
    ("income", "1,2,3", "!not_a_number"), ("income", "$5", "!not_a_number"), ("income", "1e999", "!not_a_number"),
    ("income", "1e18", "!not_a_number"), ("income", "NaN", "!not_a_number"), ("income", "٣", "!not_a_number"),
    ("since", "2024-03-09", "2024-03-09"), ("since", "2024-03-09T00:00:00.000-05:00", "2024-03-09"),
    ("since", "25/11/2026", "2026-11-25"), ("since", "11/25/2026", "2026-11-25"), ("since", "25.11.2026", "2026-11-25"),
    ("since", "5/11/2026", "!day_both_ways"), ("since", "11/11/2026", "2026-11-11"),
    ("since", "2024-02-30", "!not_a_day"),
    ("since", "46351", "2026-11-25"), ("since", "46351.75", "2026-11-25"), ("since", "12", "!not_a_day"),
    ("since", "99999999", "!not_a_day"), ("since", "ayer", "!not_a_day"), ("since", "31/31/2026", "!not_a_day"),
    ("band", "1", "1"), ("band", "1.0", "1"), ("band", "Joven", "!words_not_names"), ("band", "9", "!not_a_choice"),
    ("band", "1 2", "!more_than_one"), ("may", "Sí", "!words_not_names"), ("may", "YES", "!not_a_choice"),
    ("acts", "EXT VIO", "VIO EXT"), ("acts", "EXT, VIO", "VIO EXT"), ("acts", "EXT;VIO", "VIO EXT"),
    ("acts", "VIO OTRA", "!not_a_choice"), ("acts", "Golpes", "!words_not_names"),
    ("where", "-2.17 -79.92", "-2.17 -79.92"), ("where", "-2.17 -79.92 4 5.5", "-2.17 -79.92 4 5.5"),
    ("where", "POINT (-79.92 -2.17 4)", "-2.17 -79.92 4"), ("where", "-92 10", "!not_a_place"),
    ("where", "10", "!not_a_place"), ("where", "1 2; 3 4", "!not_a_place"), ("where", "aquí", "!not_a_place"),
    ("story", " dos\r\nlíneas ", " dos\nlíneas "), ("story", "   ", ""), ("story", "\x0b", "!unseen_sign"),
    ("story", "a\ud800", "!unseen_sign"), ("story", "<b>&amp;", "<b>&amp;"),
])  # fmt: skip
def test_an_answer_becomes_what_it_was_or_a_sentence(name: str, text: str, said: str) -> None:
    assert tried(QUESTIONS[name], text) == said


def test_no_sentence_repeats_an_answer() -> None:
    for name, text in (("years", "veinte"), ("since", "ayer tarde"), ("band", "9999"), ("where", "en la esquina")):
        with pytest.raises(BadValue) as wrong:
            cleaned(QUESTIONS[name], text)
        for language in ("es", "pt", "en"):
            assert text not in wrong.value.sentence(language)
            assert "{" not in wrong.value.sentence(language)


@pytest.mark.parametrize(("cells", "order", "said"), [
    (("5/11/2026", "25/11/2026"), DMY, "2026-11-05"),
    (("5/11/2026", "11/25/2026"), MDY, "2026-05-11"),
    (("5/11/2026", "25/11/2026", "11/25/2026"), "", "!day_both_ways"),
    (("5/11/2026", "2026-11-25", "x"), "", "!day_both_ways"),
])  # fmt: skip
def test_one_day_of_a_column_tells_how_all_of_it_is_turned(cells: tuple[str, ...], order: str, said: str) -> None:
    turned = Turned()
    for each in cells:
        turned.see(each)
    assert turned.order == order
    assert tried(QUESTIONS["since"], cells[0], turned.order) == said


@pytest.mark.parametrize(("kind", "text", "said"), [
    ("time", "14:05", "14:05:00"), ("time", "14:05:09.000-05:00", "14:05:09-05:00"), ("time", "2:05 p.m.", "14:05:00"),
    ("time", "12:05 AM", "00:05:00"), ("time", "0.5", "12:00:00"), ("time", "25:00", "!not_a_time"),
    ("time", "14:60", "!not_a_time"), ("time", "13:00 pm", "!not_a_time"), ("time", "tarde", "!not_a_time"),
    ("dateTime", "2026-11-25 14:05:00", "2026-11-25T14:05:00"), ("dateTime", "46351.5", "2026-11-25T12:00:00"),
    ("dateTime", "25/11/2026 2:05 PM", "2026-11-25T14:05:00"), ("dateTime", "2026-11-25", "2026-11-25T00:00:00"),
    ("dateTime", "2026-11-25T14:05:00.000-05:00", "2026-11-25T14:05:00.000-05:00"),
    ("geotrace", "1 2;3 4 ", "1 2; 3 4"), ("geoshape", "POLYGON ((2 1, 4 3, 2 1))", "1 2; 3 4; 1 2"),
    ("rank", "b a", "b a"), ("barcode", " 00012", " 00012"), ("decimal", "0,81", "0.81"),
    ("range", "4.0", "4"), ("range", "4.50", "4.50"),
])  # fmt: skip
def test_hours_moments_and_lines(kind: str, text: str, said: str) -> None:
    assert tried(replace(QUESTIONS["story"], type=kind), text) == said


def test_a_column_of_one_choice_says_0_or_1() -> None:
    assert [is_ticked(each) for each in ("1", "TRUE", "1.0", "0", "", "false", " ")] == [True] * 3 + [False] * 4
    with pytest.raises(BadValue, match="1 says that she chose it"):
        is_ticked("x")


def test_of_a_moment_the_day_is_left() -> None:
    assert day_of("2026-11-25T14:03:22.117-05:00") == "2026-11-25"
    assert day_of("") == ""


def test_a_place_in_four_columns_is_one_also_with_commas() -> None:
    assert place_of_parts({"0": "-2,17", "1": "-79.92", "2": "", "3": "5.5"}) == "-2.17 -79.92 0 5.5"
    assert place_of_parts({"0": "1", "1": "2", "2": "", "3": ""}) == "1 2"
