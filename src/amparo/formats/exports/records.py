"""What an export comes to: its columns, and rows whose answers are named as the form names them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from amparo.formats.exports.faults import RowFault
from amparo.formats.openrosa.submissions import Answer

type Index = tuple[int, ...]  # the position, from 1, in each repeat above a question


@dataclass(frozen=True, slots=True)
class Column:
    """One column (or key) of a file, and what becomes of it: a code of the list ``export_column``."""

    name: str
    use: str
    path: str = ""  # of the question that it answers
    choice: str = ""  # where it answers for one choice alone, or for one part of a place
    index: Index = ()
    table: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What one person answered.

    ``instance_id`` is the number that the answers bear since they were filled in, where the file gives it; ``given`` is
    one that somebody else wrote, on paper or in a database. In a row with faults the answers stand as in the file.
    """

    number: int
    answers: tuple[Answer, ...] = field(repr=False)
    instance_id: str = ""
    given: str = field(default="", repr=False)
    media: tuple[str, ...] = field(default=(), repr=False)
    faults: tuple[RowFault, ...] = ()
    folder: str = ""  # in which its files lie
    sealed: bytes = field(default=b"", repr=False)  # as a phone sealed it: the house cannot look inside

    @property
    def is_astray(self) -> bool:
        """Is it no answer of anybody, but a line of another table that belongs to none?"""
        return bool(self.faults) and not self.answers and bool(self.faults[0].table)


class Files(Protocol):
    """Where the files of answers are: photos and recordings that came in the same zip."""

    def file(self, folder: str, name: str) -> bytes | None:
        """The bytes of one, or None."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a row."""

    column: Column
    text: str
    index: Index = ()
    row: int = 0  # of its own table, where that is another one
    table: str = ""


@dataclass(slots=True)
class Told:
    """One row as the file tells it, before anybody asked whether it can be so."""

    number: int
    cells: list[Cell]
    faults: list[RowFault] = field(default_factory=list)


type ToldRows = Iterator[Told]
