"""What may be counted now, as the next build would bring it: for who lets figures out."""

from datetime import datetime
from typing import Any

from amparo.doors.deidentify.actions import SOURCES


def rows_now(now: datetime) -> dict[str, list[tuple[str, Any]]]:
    """Of each source that this house brings, its rows at this moment; nothing where they are too few to be brought."""
    found = {}
    for source in SOURCES:
        ids = source.ids(now)
        found[source.name] = [(book, row) for book, row in source.rows(ids)] if len(ids) >= source.fewest else []
    return found
