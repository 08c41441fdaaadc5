"""Trees and waves worked out by hand, and pictures that hold their figures."""

from xml.etree import ElementTree

import pytest

from amparo.formats.chains import chains_of, heaped
from amparo.formats.charts import DASHES, MARKS, Line, bars, lines

# Two that began: 1 brought 2 and 3, 3 brought 4; 9 brought nobody.
TOWN = {4: 3, 1: None, 3: 1, 2: 1, 9: None}


def test_waves_and_trees_are_those_that_one_draws_on_paper() -> None:
    found = chains_of(TOWN)
    assert (found.n, found.waves, found.trees) == (5, (2, 2, 1), (4, 1))
    assert (found.seeds, found.barren, found.largest) == (2, 1, 0.8)
    assert dict(found.recruits) == {0: 3, 1: 1, 2: 1}


def test_nobody_is_no_chain_and_whoever_is_not_here_begins_one() -> None:
    assert chains_of({}).waves == ()
    assert chains_of({1: None}).largest == 1.0


def test_a_long_chain_is_no_deeper_than_it_is_long() -> None:
    found = chains_of({n: n - 1 if n else None for n in range(20_000)})
    assert (len(found.waves), found.trees) == (20_000, (20_000,))


@pytest.mark.parametrize("circle", [{1: 1}, {1: 2, 2: 1}, {1: 2, 2: 3, 3: 1, 4: 1}])
def test_a_circle_has_no_beginning(circle: dict[int, int | None]) -> None:
    with pytest.raises(ValueError, match="circle"):
        chains_of(circle)


def test_half_of_these_are_round() -> None:
    assert heaped({10: 3, 5: 1, 7: 2, 12: 2}) == 0.5
    assert heaped({}) == 0


def test_a_picture_has_a_title_a_description_every_word_escaped_and_no_style() -> None:
    made = bars("Olas <b>", "de & desde", [("cero", 4), ("uno", 2)], name="w")
    root = ElementTree.fromstring(made)
    space = "{http://www.w3.org/2000/svg}"
    assert [root.findtext(f"{space}{each}") for each in ("title", "desc")] == ["Olas <b>", "de & desde"]
    assert root.get("aria-labelledby") == "w-t w-d"
    assert [each.text for each in root.iter(f"{space}text")] == ["cero", "4", "uno", "2"]
    wide = [float(each.get("width", "0")) for each in root.iter(f"{space}rect")]
    assert wide[0] == 2 * wide[1] == 260
    assert "style" not in made


def test_lines_are_told_apart_without_colour() -> None:
    rows = [Line(f"la {n}", ((0, 0.2), (4, n / 4))) for n in range(4)]
    made = lines("Parte", "por ola", rows, name="l", along="olas")
    for dash in DASHES:
        assert made.count(f'stroke-dasharray="{dash}"') == 1
    assert len(set(MARKS)) == len(DASHES) == 4
    assert made.count("currentColor") >= 8
    ElementTree.fromstring(made)
