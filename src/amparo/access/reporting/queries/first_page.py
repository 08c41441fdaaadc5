"""What the first page of the house shows of the channel: whether letters are taken, on which days, and a ticket.

The first page belongs to everybody and may not look up to this room, so it is handed on as a context processor; it is
asked only where a page shows it.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from amparo.access.reporting.queries.calendar import reading_days
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.vault.queries.standing import takes_letters, took_letters

LONGEST_SENTENCE = 2_000  # characters


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What stands there."""

    is_open: bool
    can_return: bool  # whoever has words comes back also where no new letters are taken
    days: str
    ticket: str
    kept_days: int
    longest: int = LONGEST_SENTENCE


def letters(request: HttpRequest) -> dict[str, Any]:
    """``letters`` in every template."""
    return {"letters": SimpleLazyObject(first_page)}


def first_page() -> FirstPage:
    """Two questions to the database at most, and only on a page that shows it."""
    is_open = takes_letters()
    return FirstPage(is_open, is_open or took_letters(), reading_days(), new_ticket(), settings.LETTER_DAYS)
