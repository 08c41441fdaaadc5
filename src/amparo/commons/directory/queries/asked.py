"""What a program may ask of the interface, and the list it gets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

CHUNK = 200  # records read at once

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
