"""Making coarse: a day, a place or a number as it may leave the vault. Pure."""

from datetime import date, datetime

from amparo.formats.codebook import LEVELS
from amparo.formats.codes import codes


def month_of(day: date) -> str:
    """2026-03"""
    return f"{_whole(day):%Y-%m}"


def quarter_of(day: date) -> str:
    """2026-Q1"""
    return f"{_whole(day).year}-Q{(day.month + 2) // 3}"


def week_of(day: date) -> str:
    """2026-W01: the week of ISO 8601, whose year may be another than that of the day."""
    year, week, _weekday = _whole(day).isocalendar()
    return f"{year}-W{week:02}"


def place_at(place: str, level: str) -> str:
    """The part of a place code that says no more than this level."""
    return "-".join(place.split("-")[: LEVELS.index(level) + 1])


def _whole(day: date) -> date:
    if isinstance(day, datetime):
        raise ValueError("This is a moment: say in which zone it is a day.")
    return day


def band_of(number: int, list_name: str) -> str:
    """The code of the band in which a number lies: the last of the list whose ``least`` is not above it.

    Raises
    ------
    ValueError : where the list has no bands, or the number lies below all of them.
    """
    found = [each.code for each in codes(list_name) if "least" in each.more and each.more["least"] <= number]
    if not found:
        raise ValueError(f"{list_name} has no band for this number")
    return found[-1]
