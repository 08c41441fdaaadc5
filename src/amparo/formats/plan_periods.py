"""The periods of a publication plan: a month, a quarter, a year, as codebooks write them. Pure: days are arguments."""

import re
from datetime import date, timedelta

SHAPES = {"month": r"(20\d\d)-(0[1-9]|1[0-2])", "quarter": r"(20\d\d)-Q([1-4])", "year": r"(20\d\d)"}


def is_period(text: str, unit: str) -> bool:
    """Is it one of this unit?"""
    return re.fullmatch(SHAPES[unit], text, re.ASCII) is not None


def period_of(day: date, unit: str) -> str:
    """The period in which a day is."""
    if unit == "year":
        return f"{day.year}"
    return f"{day:%Y-%m}" if unit == "month" else f"{day.year}-Q{(day.month + 2) // 3}"


def end_of(period: str) -> date:
    """Its last day; ``ValueError`` where it is no period."""
    unit = next((unit for unit in SHAPES if is_period(period, unit)), "")
    if not unit:
        raise ValueError(period)
    year, month = int(period[:4]), 12
    if unit == "month":
        month = int(period[5:])
    elif unit == "quarter":
        month = 3 * int(period[6:])
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return following - timedelta(days=1)


def before(day: date, unit: str, most: int) -> list[str]:
    """The periods that had ended on a day, the newest first."""
    found: list[str] = []
    while len(found) < most:
        day = end_of(period_of(day, unit)).replace(day=1) if unit == "month" else _first(day, unit)
        day -= timedelta(days=1)
        found.append(period_of(day, unit))
    return found


def _first(day: date, unit: str) -> date:
    """The first day of the quarter or the year in which a day is."""
    return date(day.year, 1 if unit == "year" else 3 * ((day.month + 2) // 3) - 2, 1)
