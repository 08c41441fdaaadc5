"""Days in a file and in words: YYYY-MM-DD, or whole numbers."""

import datetime

from amparo.config.language import say as _
from amparo.config.methods import reading

type Day = datetime.date | int


def days(table: reading.Table, column: str, *, missing: bool = False) -> list[Day | None]:
    """A column of days; None where nothing is known, if that may be."""
    found, faults = [], []
    for line, text in zip(table.lines, table.texts(column), strict=True):
        unknown = missing and text.casefold() in reading.MISSING
        known = None if unknown else _read(text)
        if known is None and not unknown:
            faults.append(
                _("line %(line)s, %(column)s: “%(text)s” is no day such as 2030-01-31")
                % {"line": line, "column": column, "text": text}
            )
        found.append(known)
    if faults:
        raise reading.Unreadable(reading.in_lines(table.name, faults))
    return found


def day(text: str) -> Day:
    """A day that was typed."""
    known = _read(text)
    if known is None:
        raise reading.Unreadable(_("“%(text)s” is no day such as 2030-01-31.") % {"text": text})
    return known


def number(each: Day) -> int:
    """A day as a number of days."""
    return each if isinstance(each, int) else each.toordinal()


def _read(text: str) -> Day | None:
    try:
        return int(text) if text.lstrip("-").isdigit() else datetime.date.fromisoformat(text)
    except ValueError:
        return None
