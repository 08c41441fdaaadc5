"""A map draws first-level units and nothing finer, tells hidden from little without colour, and counts nothing."""

import re
import xml.etree.ElementTree as ET

import pytest

from amparo.formats.figures import HIDDEN, Drawn
from amparo.formats.gazetteer import units
from amparo.formats.maps import SHADES, Legend, country_map, shades_of
from amparo.formats.outlines import UNDRAWN, countries, outline

SVG = "{http://www.w3.org/2000/svg}"
LEGEND = Legend("no se muestra", "no se preguntó", lambda low, high: f"de {low} a {high}")
NAMES = {code: name for code, _country, name in units()}
# How many of the units we know have an outline, by hand from the list of each country: all of them.
COUNTRIES = 18
UNITS = 330


def shown(code: str, value: float, said: str = "") -> Drawn:
    return Drawn(NAMES[code], said or f"{value:g}", f"id-{code}", value)


def ecuador(**areas: Drawn) -> ET.Element:
    given = {code.replace("_", "-"): area for code, area in areas.items()}
    return ET.fromstring(country_map("Personas", "Abajo está la tabla.", outline("EC"), given, LEGEND, name="m"))


def fills(drawn: ET.Element) -> dict[str, str | None]:
    """How each unit is filled, by what its title says."""
    found = {}
    for group in drawn.iter(f"{SVG}g"):
        if (title := group.find(f"{SVG}title")) is not None:
            found[title.text or ""] = group.get("fill")
    return found


def test_every_unit_that_we_know_has_an_outline_and_every_outline_is_one() -> None:
    drawn = {unit.code for country in countries() for unit in outline(country).units}
    assert len(countries()) == COUNTRIES
    assert drawn == set(NAMES)
    assert len(drawn) == UNITS
    assert not set(UNDRAWN) & drawn
    assert {of for _name, of in UNDRAWN.values()} <= drawn, "whose land it still is, is drawn"


@pytest.mark.parametrize("country", countries())
def test_an_outline_stays_within_its_picture_and_is_small(country: str) -> None:
    land = outline(country)
    for unit in land.units:
        assert re.fullmatch(r"(M\d+ \d+l[-0-9 ]+z)+", unit.path), unit.code
        for x, y in re.findall(r"M(\d+) (\d+)", unit.path):
            assert 0 <= int(x) <= land.wide, unit.code
            assert 0 <= int(y) <= land.high, unit.code
    assert sum(len(unit.path) for unit in land.units) < 9_000


def test_a_code_that_is_no_unit_is_refused() -> None:
    for stray in ("EC-GYE", "3657509", "CO-ANT", "venue:bar"):
        with pytest.raises(ValueError, match=stray):
            country_map("t", "d", outline("EC"), {stray: Drawn("x", "12", "a", 12)}, LEGEND, name="m")
    with pytest.raises(KeyError):
        outline("ES")


def test_the_hidden_and_the_not_asked_are_drawn_as_such_and_stand_in_the_legend() -> None:
    drawn = ecuador(EC_A=shown("EC-A", 12), EC_G=Drawn("Guayas", "no se muestra", "id-h", state=HIDDEN))
    found = fills(drawn)
    assert found["Guayas: no se muestra"] == "url(#m-h)"
    assert found["no se preguntó"] == "none"
    assert found["Azuay: 12"] == "url(#m-0)"
    legend = ["".join(text.itertext()) for text in drawn.iter(f"{SVG}text")]
    assert legend == ["12", "no se muestra", "no se preguntó"]
    whole = {f"EC-{each}": shown(f"EC-{each}", 12) for each in "AG"}
    whole |= {unit.code: shown(unit.code, 12) for unit in outline("EC").units}
    text = country_map("t", "d", outline("EC"), whole, LEGEND, name="m")
    assert "no se muestra" not in text, "a legend names what the map has, and nothing else"
    assert "no se preguntó" not in text


def test_the_limits_of_a_shade_are_figures_and_every_number_names_its_line() -> None:
    values = {"EC-A": 10, "EC-B": 12, "EC-C": 20, "EC-D": 21, "EC-E": 35, "EC-F": 36, "EC-G": 400, "EC-H": 1234}
    given = {code: shown(code, value) for code, value in values.items()}
    drawn = ET.fromstring(country_map("Personas", "Abajo.", outline("EC"), given, LEGEND, name="m"))
    legend = [
        [(span.text, span.get("data-figure")) for span in text.iter(f"{SVG}tspan")] for text in drawn.iter(f"{SVG}text")
    ]
    assert legend == [
        [("10", "id-EC-A"), ("12", "id-EC-B")], [("20", "id-EC-C"), ("21", "id-EC-D")],
        [("35", "id-EC-E"), ("36", "id-EC-F")], [("400", "id-EC-G"), ("1234", "id-EC-H")], [],
    ]  # fmt: skip
    for group in drawn.iter(f"{SVG}g"):
        title = group.find(f"{SVG}title")
        if title is not None and re.search(r"\d", title.text or ""):
            assert group.get("data-figure"), title.text


def test_equal_figures_have_equal_shades_and_few_lie_far_apart() -> None:
    def places(*values: float) -> list[int]:
        rows = [Drawn("x", str(value), str(number), value) for number, value in enumerate(values)]
        return list(shades_of(rows).values())

    last = len(SHADES) - 1
    assert places(12) == [0]
    assert places(12, 90) == [0, last]
    assert places(12, 12, 50, 90, 12) == [0, 0, 1, last, 0]
    assert places(1, 2, 3, 4, 5, 6, 7, 8) == [0, 0, 1, 1, 2, 2, 3, 3]
    assert places(0, 0) == [0, 0]


def test_each_shade_has_a_pattern_of_its_own_and_nothing_is_said_by_a_style() -> None:
    text = country_map("Ti<tle", "d & d", outline("EC"), {"EC-A": shown("EC-A", 12)}, LEGEND, name="m")
    assert "style" not in text
    assert "<script" not in text
    assert "Ti&lt;tle" in text
    assert len({lines for _dark, lines in SHADES}) == len(SHADES)
    drawn = ET.fromstring(text)
    assert (drawn.get("role"), drawn.get("aria-labelledby")) == ("img", "m-t m-d")
    wide = float((drawn.get("viewBox") or "").split()[2])
    assert min(float(each.get("font-size") or 0) for each in drawn.iter(f"{SVG}text")) * 288 / wide >= 10


def test_a_name_is_escaped_on_the_map() -> None:
    text = country_map("t", "d", outline("EC"), {"EC-A": Drawn("<b>A&B</b>", "12", '"x', 12)}, LEGEND, name="m")
    assert "<b>" not in text
    assert 'data-figure="&quot;x"' in text
    odd = Legend("<b>hidden", "<b>unasked", lambda low, high: f"<b/>{low}{high}")
    drawn = country_map("<b>t", "<b>d", outline("EC"), {"EC-A": Drawn("x", "y", state=HIDDEN)}, odd, name="m")
    assert "<b>" not in drawn
    said = "".join(ET.fromstring(drawn).itertext())
    assert [said.count(f"<b>{each}") >= 1 for each in ("t", "d", "hidden", "unasked")] == [True] * 4


def test_beside_a_map_of_the_same_country_outlines_weigh_once():
    """The second one has the same units, with their own figures, drawn as the first one drew them."""
    given, land = {"EC-A": shown("EC-A", 12)}, outline("EC")
    first = country_map("t", "d", land, given, LEGEND, name="m")
    second = country_map("t", "d", land, given, LEGEND, name="n", like="m")
    drawn = ET.fromstring(second)
    used = [each.get("href") for each in drawn.iter() if each.tag.endswith("use")]
    assert len(used) == len(land.units) == len(set(used))
    assert all(f'id="{each.removeprefix("#")}"' in first for each in used)
    assert ": 12</title>" in second
    assert len(second) < len(first) * 0.6
