"""How far apart two points are, and how a page says it."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088  # mean radius of the Earth (Moritz 2000, Geodetic Reference System 1980)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points in degrees, in a straight line over the ground.

    The haversine formula (Sinnott 1984, "Virtues of the haversine"): the Earth as a ball, wrong by at most
    half a per cent. People go by road or river: a page says that this is a straight line.
    """
    north = sin(radians(other_lat - lat) / 2) ** 2
    east = sin(radians(other_lon - lon) / 2) ** 2
    part = north + cos(radians(lat)) * cos(radians(other_lat)) * east
    return 2 * EARTH_KM * asin(min(1.0, sqrt(part)))


def how_far(km: float) -> tuple[str, str]:
    """A number and its unit, as coarse as what is known.

    Under 1 km hundreds of metres ("300", "m"), and never less than 100 m; under 10 km one decimal
    ("4.2", "km"); beyond it whole kilometres ("38", "km"). The page puts the decimal sign of its language.
    """
    hundreds = max(1, int(km * 10 + 0.5))
    if hundreds < 10:
        return f"{hundreds}00", "m"
    tenths = int(km * 10 + 0.5)
    if tenths < 100:
        return f"{tenths // 10}.{tenths % 10}", "km"
    return str(int(km + 0.5)), "km"
