"""A chart of released figures draws them and no number of its own; a number is written one way in each language."""

import re
import xml.etree.ElementTree as ET

import pytest

from amparo.formats import charts
from amparo.formats.charts import Line, Span
from amparo.formats.figures import HIDDEN, Drawn, bars, intervals
from amparo.formats.numbers import written

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [
    Drawn("Frontera", "51 % (39 % a 63 %)", "f1", 51, 39, 63),
    Drawn("Ciudad <b>", "38 %", "f2", 38, 30, 46),
    Drawn("Río", "no se muestra", "f3", state=HIDDEN),
]


@pytest.mark.parametrize(
    ("number", "es", "pt", "en"),
    [
        ("7", "7", "7", "7"),
        ("999", "999", "999", "999"),
        ("1234", "1\u00a0234", "1.234", "1,234"),
        ("1234567", "1\u00a0234\u00a0567", "1.234.567", "1,234,567"),
        ("12.5", "12,5", "12,5", "12.5"),
        ("1000.25", "1\u00a0000,25", "1.000,25", "1,000.25"),
        ("20-29", "20-29", "20-29", "20-29"),
        ("", "", "", ""),
        ("12.", "12.", "12.", "12."),
        ("-3", "-3", "-3", "-3"),
    ],
)
def test_a_number_is_written_one_way_in_each_language(number: str, es: str, pt: str, en: str) -> None:
    assert [written(number, each) for each in ("es", "pt", "en")] == [es, pt, en]


def numbers_outside(drawn: ET.Element) -> list[str]:
    """Texts with a digit that stand in nothing which names a line."""
    inside = {id(part) for each in drawn.iter() if each.get("data-figure") for part in each.iter()}
    return [
        text
        for each in drawn.iter()
        for text in ([each.text or ""] if id(each) not in inside else []) + [part.tail or "" for part in each]
        if re.search(r"\d", text)
    ]


def test_no_number_of_a_chart_is_its_own() -> None:
    for picture in (bars("t", "d", ROWS, name="b"), intervals("t", "d", ROWS, name="i", ends=("nadie <", "todas &"))):
        assert numbers_outside(ET.fromstring(picture)) == []
        assert "style" not in picture
        assert "Ciudad &lt;b&gt;" in picture
    planted = bars("12 personas", "d", ROWS, name="b")
    assert numbers_outside(ET.fromstring(planted)) == ["12 personas"], "a planted number is found"


def test_every_word_and_every_name_of_a_line_is_written_as_it_is() -> None:
    """A label, what is read, the ids, both titles: signs of a tag come out as they went in, in every kind of chart."""
    odd, line = "<b>A & B</b>", 'f"<&'
    rows = [Drawn(odd, odd, line, 5, 4, 6), *(Drawn(odd, odd, line, state=HIDDEN) for _ in "ab")]
    for picture, ids in (
        (bars(odd, odd, rows, name="b", rest=odd), 4),
        (intervals(odd, odd, rows, name="i", rest=odd, ends=(odd, odd)), 5),
    ):
        drawn = ET.fromstring(picture)
        found = [each.get("data-figure") for each in drawn.iter() if each.get("data-figure")]
        assert found == [line] * ids, "of what is read, of its bar or its interval and point, and of each strip"
        assert "".join(drawn.itertext()).count(odd) >= 6
        assert not list(drawn.iter(f"{SVG}b")), "nothing of it became a part of the picture"
    rows_of_shares = [Span(odd, 0.5, 0.4, 0.6), Span(odd)]
    for picture in (
        charts.bars(odd, odd, [(odd, 3)], name="c"), charts.spans(odd, odd, rows_of_shares, name="s"),
        charts.forest(odd, odd, [(odd, rows_of_shares)], name="f"),
        charts.lines(odd, odd, [Line(odd, ((0, 0.1), (1, 0.5)))], name="l", along=odd),
    ):  # fmt: skip
        assert "".join(ET.fromstring(picture).itertext()).count(odd) >= 3


def test_a_hidden_figure_is_a_hatched_strip_and_no_bar() -> None:
    drawn = ET.fromstring(bars("t", "d", ROWS, name="b"))
    boxes = [(each.get("fill"), each.get("data-figure")) for each in drawn.iter(f"{SVG}rect")]
    assert boxes == [("currentColor", "f1"), ("currentColor", "f2"), ("url(#b-h)", None)]


def test_several_hidden_figures_share_a_strip_with_a_part_for_each() -> None:
    rows = [Drawn(name, "no se muestra", f"h{name}", state=HIDDEN) for name in "ABC"]
    every = [rows[0], *ROWS[:2], *rows[1:]]
    for picture in (
        bars("t", "d", every, name="b", rest="Lo demás"),
        intervals("t", "d", every, name="b", rest="Lo demás", ends=("nadie", "todas")),
    ):
        drawn = ET.fromstring(picture)
        parts = [each for each in drawn.iter(f"{SVG}rect") if each.get("fill") == "url(#b-h)"]
        assert [each.get("data-figure") for each in parts] == ["hA", "hB", "hC"]
        assert ["".join(each.itertext()) for each in parts] == [f"{name}: no se muestra" for name in "ABC"]
        assert [each.get("x") for each in parts] == ["1", "107", "213"], "a third of 318 each"
        assert {each.get("y") for each in parts} == {str(2 * 46 + 22)}, "under the two that are shown"
        assert [text for text in drawn.itertext() if text.startswith("Lo demás")] == ["Lo demás: "]
        assert numbers_outside(drawn) == []
    alone = ET.fromstring(bars("t", "d", ROWS, name="b", rest="Lo demás"))
    assert "Río: no se muestra" in "".join(alone.itertext()), "one alone is called by its name"


def test_an_interval_reaches_from_its_low_to_its_high_end() -> None:
    drawn = ET.fromstring(intervals("t", "d", ROWS[:1], name="i", ends=("nadie", "todas")))
    mark = next(iter(drawn.iter(f"{SVG}circle")))
    assert mark.get("cx") == f"{6 + 308 * 0.51:.1f}"
    line = next(each.get("d") or "" for each in drawn.iter(f"{SVG}path") if each.get("data-figure"))
    assert line.startswith(f"M{6 + 308 * 0.39:.1f} ")
    assert f"H{6 + 308 * 0.63:.1f}" in line


def test_a_long_label_leaves_room_for_its_figure() -> None:
    row = Drawn("Una categoría con un nombre que no cabe en el teléfono", "1\u00a0234", "f", 1234)
    drawn = ET.fromstring(bars("t", "d", [row], name="b"))
    text = "".join(next(iter(drawn.iter(f"{SVG}text"))).itertext())
    assert text.endswith(": 1\u00a0234")
    assert "…" in text
    assert len(text) <= 38
