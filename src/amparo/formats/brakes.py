"""When the nightly work stops and asks: the clock moved too far, or too much would go at once. Pure."""

from datetime import date

MOST_DAYS = 3  # between the last night and this one, either way
FEW = 20  # so many of one kind go in one night without a question
SHARE = 10  # above that, up to one in ten of those that are here


def is_far(today: date, known: date | None) -> bool:
    """Return whether the clock stands more than three days before or after a day that is known."""
    return known is not None and abs((today - known).days) > MOST_DAYS


def is_ahead_of(today: date, row: date | None) -> bool:
    """Return whether a row bears a day that lies more than three days after today: it, or the clock, is wrong."""
    return row is not None and (row - today).days > MOST_DAYS


def is_many(going: int, here: int) -> bool:
    """Return whether more than twenty, and more than a tenth of what is here, would go in one night."""
    return going > FEW and going * SHARE > here
