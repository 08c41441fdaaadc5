"""Reading a point as people write or paste it, and noticing when its two numbers are swapped."""

import re

# The box around each country we serve, outwards to a tenth of a degree: south, north, west, east.
# Computed from Natural Earth (public domain); remote islands of the oceans are outside.
BOXES = {
    "AR": (-55.2, -21.7, -73.7, -53.6),
    "AW": (12.3, 12.7, -70.1, -69.8),
    "BO": (-23.0, -9.6, -69.7, -57.4),
    "BR": (-33.8, 5.3, -74.1, -34.7),
    "CL": (-56.0, -17.4, -75.8, -66.3),
    "CO": (-4.3, 13.5, -81.8, -66.8),
    "CR": (8.0, 11.3, -86.0, -82.5),
    "CW": (12.0, 12.5, -69.3, -68.7),
    "DO": (17.4, 20.0, -72.1, -68.2),
    "EC": (-5.1, 1.7, -91.8, -75.1),
    "GY": (1.1, 8.6, -61.5, -56.4),
    "MX": (14.5, 32.8, -118.4, -86.7),
    "PA": (7.1, 9.7, -83.1, -77.1),
    "PE": (-18.4, 0.0, -81.4, -68.6),
    "PY": (-27.7, -19.2, -62.7, -54.2),
    "TT": (10.0, 11.4, -62.0, -60.4),
    "UY": (-35.1, -30.0, -58.5, -53.0),
    "VE": (0.6, 12.3, -73.5, -59.7),
}
LONGEST = 80  # letters; nothing that long is a point

# Sentence codes: the page has the sentence.
EMPTY, UNREADABLE, SWAPPED, OUTSIDE = "empty", "unreadable", "swapped", "outside"

NUMBER = r"[-+]?\d{1,3}(?:[.,]\d+)?"
PLAIN = re.compile(rf"({NUMBER})\s*(?:[;,/]\s*|\s)\s*({NUMBER})")
# The many ways to write minus, degree, minute and second.
SIGNS = str.maketrans("−–º˚’′‘´″”“", "--°°''''\"\"\"")
ANGLE = r"(\d{1,3}(?:[.,]\d+)?)\s*°?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*'\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|'')\s*)?"
LETTERED = re.compile(rf"(?:{ANGLE}([NSEWOL])[\s,;]*{ANGLE}([NSEWOL])|([NSEWOL])\s*{ANGLE}[\s,;]*([NSEWOL])\s*{ANGLE})")
NEGATIVE = frozenset("SWO")  # south, west, oeste; east is E, or L in Portuguese
NORTHWARD = frozenset("NS")


def read_coordinates(text: str) -> tuple[float, float] | str:
    """Latitude and longitude in degrees, or the code of the sentence that says what is wrong.

    Reads "7.89, -72.50", "7,89 -72,50" and degrees, minutes and seconds with the letters of Spanish,
    Portuguese or English. A point in no served country that would be in one if its numbers were swapped is
    "swapped"; any other point in no served country is "outside".
    """
    text = text.strip()
    if not text:
        return EMPTY
    if len(text) > LONGEST:
        return UNREADABLE
    point = _plain(text.translate(SIGNS)) or _lettered(text.translate(SIGNS).upper())
    if point is None:
        return UNREADABLE
    lat, lon = point
    if countries_around(lat, lon):
        return lat, lon
    return SWAPPED if countries_around(lon, lat) else OUTSIDE


def countries_around(lat: float, lon: float) -> list[str]:
    """The served countries in whose box a point lies: several near a border, none out at sea."""
    return [code for code, (south, north, west, east) in BOXES.items() if south <= lat <= north and west <= lon <= east]


def _plain(text: str) -> tuple[float, float] | None:
    """Two numbers: with points, or with commas as people of the region write them."""
    found = PLAIN.fullmatch(text.strip("()[] "))
    return (_number(found[1]), _number(found[2])) if found else None


def _lettered(text: str) -> tuple[float, float] | None:
    """Two angles with the letters of where they point, before or after them, in either order."""
    found = LETTERED.fullmatch(text)
    if not found:
        return None
    parts = found.groups()
    if parts[3]:
        one, two = (parts[0:3], parts[3]), (parts[4:7], parts[7])
    else:
        one, two = (parts[9:12], parts[8]), (parts[13:16], parts[12])
    if (one[1] in NORTHWARD) == (two[1] in NORTHWARD):
        return None
    north, east = (one, two) if one[1] in NORTHWARD else (two, one)
    lat, lon = _angle(*north), _angle(*east)
    return None if lat is None or lon is None else (lat, lon)


def _angle(parts: tuple[str | None, ...], letter: str | None) -> float | None:
    """Degrees of an angle; minutes and seconds are under sixty."""
    degrees, minutes, seconds = (_number(part or "0") for part in parts)
    if minutes >= 60 or seconds >= 60:
        return None
    angle = degrees + minutes / 60 + seconds / 3600
    return -angle if letter in NEGATIVE else angle


def _number(text: str) -> float:
    return float(text.replace(",", "."))
