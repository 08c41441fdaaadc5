"""Parting a sum into payments with their days. Pure: whole units in, whole units out, and nothing is lost."""

from calendar import monthrange
from datetime import date, timedelta

EVERY = {"week": 7, "two_weeks": 14}  # days, by the list ``instalment_every``; "month" keeps the day of the month
MOST = 60  # payments: five years of months


def schedule(total: int, count: int, *, first: date, every: str) -> tuple[tuple[date, int], ...]:
    """The day and the amount of each payment. What does not part evenly goes on the first ones, a unit each."""
    if not 1 <= count <= MOST:
        raise ValueError(f"count: from 1 to {MOST} payments.")
    if total < count:
        raise ValueError("total: less than one unit for each payment.")
    if every != "month" and every not in EVERY:
        raise ValueError("every: a code of the list instalment_every.")
    share, over = divmod(total, count)
    days = [_month(first, at) if every == "month" else first + timedelta(EVERY[every] * at) for at in range(count)]
    return tuple((day, share + (at < over)) for at, day in enumerate(days))


def _month(first: date, later: int) -> date:
    """The same day so many months later; the last day of a month that has no such day."""
    year, month = divmod(first.year * 12 + first.month - 1 + later, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
