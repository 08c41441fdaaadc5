"""When a case goes: twenty-four months after it was closed, and where a backup brought it back without its keys."""

from datetime import datetime
from typing import Any

from amparo.casework.actions.cases import EXPIRY, destroy
from amparo.casework.queries.cases import due_to_go
from amparo.casework.queries.slips import slips_to_go


def due(now: datetime) -> list[Any]:
    """Cases whose time is over, used slips that are good no more, and old counts."""
    return [*due_to_go(now.date()), *slips_to_go(now.date())]


def shred(item: Any) -> None:
    """Destroy its keys and its rows."""
    if hasattr(item, "ring"):
        destroy(item.reference, by=EXPIRY)
    else:
        item.delete()
