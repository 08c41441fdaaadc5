"""Points as people write them. 7.89 north and 72.50 west lie in Cúcuta; 23.55 south and 46.63 west in São Paulo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.formats.coordinates import EMPTY, OUTSIDE, SWAPPED, UNREADABLE, countries_around, read_coordinates


@pytest.mark.parametrize(
    "text",
    [
        "7.89, -72.50",
        "7.89 -72.50",
        "7.89,-72.5",
        "7,89 -72,50",
        "7,89, -72,50",
        "7,89; -72,50",
        "(7.89, -72.50)",
        "7.89, −72.50",
        "7°53'24\"N 72°30'0\"O",
        "7° 53′ 24″ N, 72° 30′ 0″ W",
        "N 7° 53' 24\" W 72° 30' 0\"",
        "7° 53.4' N 72° 30' W",
        "72.5 O 7.89 N",
        "7.89N,72.5W",
        "7º53'24''N, 72º30'0''O",
    ],
)
def test_every_way_of_writing_cucuta(text: str) -> None:
    assert read_coordinates(text) == pytest.approx((7.89, -72.5))


def test_south_is_negative() -> None:
    assert read_coordinates("23° 33' S 46° 38' O") == pytest.approx((-23.55, -46.6333), abs=0.0001)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", EMPTY),
        ("   ", EMPTY),
        ("hola", UNREADABLE),
        ("7.89", UNREADABLE),
        ("7°75'0\"N 72°30'0\"O", UNREADABLE),
        ("7 N 72 N", UNREADABLE),
        ("1" * 10_000, UNREADABLE),
        ("😀, 😀", UNREADABLE),
        ("-72.50, 7.89", SWAPPED),
        ("-46.63, -23.55", SWAPPED),
        ("-70.65, -33.45", SWAPPED),
        ("48.85, 2.35", OUTSIDE),
        ("7.89, 72.50", OUTSIDE),
        ("91, 200", OUTSIDE),
    ],
)
def test_what_is_no_point_says_why(text: str, code: str) -> None:
    assert read_coordinates(text) == code


def test_near_a_border_two_countries_are_around() -> None:
    assert set(countries_around(7.89, -72.5)) == {"CO", "VE"}
    assert countries_around(48.85, 2.35) == []


@given(st.text(max_size=100))
def test_any_text_is_read_or_refused(text: str) -> None:
    point = read_coordinates(text)
    assert isinstance(point, tuple) or point in {EMPTY, UNREADABLE, SWAPPED, OUTSIDE}
