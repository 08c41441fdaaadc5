"""When a case goes: twenty-four months after it was closed, and where a backup brought it back without its keys."""

from datetime import datetime
from typing import Any

from amparo.casework.actions.cases import EXPIRY, destroy
from amparo.casework.queries.cases import due_to_go


def due(now: datetime) -> list[Any]:
    """Cases whose time is over."""
    return list(due_to_go(now.date()))


def shred(item: Any) -> None:
    """Destroy its keys and its rows."""
    destroy(item.reference, by=EXPIRY)
