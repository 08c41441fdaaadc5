"""Distances on the ground, against numbers that can be worked out on paper."""

import pytest

from amparo.formats.distance import how_far, kilometres


@pytest.mark.parametrize(
    ("points", "km"),
    [
        ((7.9, -72.5, 7.9, -72.5), 0.0),
        ((0, 0, 1, 0), 111.195),  # a degree of a meridian: 2 pi 6371.0088 / 360
        ((0, 0, 0, 180), 20015.115),  # half way around: pi 6371.0088
        ((60, 10, 60, 11), 55.597),  # at 60 degrees a degree of longitude is half as long
        ((0, 179.5, 0, -179.5), 111.195),  # across the date line
    ],
)
def test_kilometres(points: tuple[float, float, float, float], km: float) -> None:
    assert kilometres(*points) == pytest.approx(km, abs=0.002)


@pytest.mark.parametrize(
    ("km", "said"),
    [
        (0, ("100", "m")),
        (0.34, ("300", "m")),
        (0.35001, ("400", "m")),
        (0.94, ("900", "m")),
        (0.96, ("1.0", "km")),
        (4.23, ("4.2", "km")),
        (9.94, ("9.9", "km")),
        (9.96, ("10", "km")),
        (38.4, ("38", "km")),
        (38.6, ("39", "km")),
    ],
)
def test_how_far_is_coarse(km: float, said: tuple[str, str]) -> None:
    assert how_far(km) == said
