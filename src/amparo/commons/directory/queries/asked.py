"""What a program may ask of the interface, and the list it gets."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

CHUNK = 200  # records read at once
MOST_A_PAGE, LAST_PAGE = 100, 1_000_000
LONGEST_SEARCH = 100  # letters
MOST_IDS = 5
PAGING = ("search", "page", "per_page", "format")
OF_SERVICES = (*PAGING, "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full")
# What may be asked of each list: what is read, and what the description of the interface says.
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "services": (*OF_SERVICES, "minimal"),
    "service_at_locations": OF_SERVICES,
    "organizations": (*PAGING, "taxonomy_term_id", "taxonomy_id", "full", "full_service"),
    "taxonomies": PAGING,
    "taxonomy_terms": (*PAGING, "taxonomy_id", "top_only", "parent_id"),
}

type Plain = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a program asks for; everything is "and"."""

    search: str = ""
    terms: tuple[UUID, ...] = ()
    taxonomies: tuple[UUID, ...] = ()
    organisation: UUID | None = None
    modified_after: date | None = None  # the day itself counts
    parent: UUID | None = None
    full: bool = False
    full_service: bool = False
    minimal: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that can be counted and read piece by piece, in an order that stays."""

    count: int
    read: Callable[[int, int], list[Plain]]

    def all(self) -> Iterator[Plain]:
        """Everything, piece by piece."""
        for start in range(0, self.count, CHUNK):
            yield from self.read(start, CHUNK)
