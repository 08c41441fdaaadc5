"""Moments that tell little: a day or a minute of universal time, and nothing finer.

What somebody wrote or opened to the second can be laid beside what a camera or a telephone company kept. So tables of
people hold days, and what has to end within a quarter of an hour holds minutes.
"""

from datetime import UTC, date, datetime


def day(now: datetime | None = None) -> date:
    """The day of a moment; without one, today."""
    return _of(now).date()


def minute(now: datetime | None = None) -> datetime:
    """The minute of a moment; without one, this minute."""
    return _of(now).replace(second=0, microsecond=0)


def _of(now: datetime | None) -> datetime:
    """The clock is read here, and only where no moment was given."""
    return (now or datetime.now(UTC)).astimezone(UTC)
