"""XML of a workbook, read as a stream: no document type, no entities, and never the whole of it in memory."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from amparo.formats.exports.archives import unpacking
from amparo.formats.exports.faults import BadExport
from amparo.formats.exports.limits import LONGEST_ROW

_AT_ONCE = 1 << 16
DEEPEST = 64
type Begin = Callable[[str, dict[str, str]], None]


class Streamed:
    """Whoever reads one part of a workbook: it is told where elements begin and end, by their names alone."""

    def __init__(self) -> None:
        self.depth = self.size = 0
        self.said: list[str] = []
        self.parser: Any = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str, text: str) -> None:
        """An element ends; the text is what stood in it since something began or ended last."""

    def _doctype(self, *_all: Any) -> None:
        raise BadExport("workbook_broken")

    def _say(self, text: str) -> None:
        self.said.append(text)
        self.size += len(text)
        if self.size > LONGEST_ROW:
            raise BadExport("cell_too_long", line=str(self.parser.CurrentLineNumber))

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadExport("workbook_broken")
        self.said.clear()
        self.size = 0
        self.begin(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        text = "".join(self.said)
        self.said.clear()
        self.size = 0
        self.end(name.rpartition(":")[2], text)

    def read(self, stream: BinaryIO) -> Iterator[None]:
        """Read on; between two pieces whoever asked may take what was found."""
        try:
            with unpacking():
                while chunk := stream.read(_AT_ONCE):
                    self.parser.Parse(chunk, False)
                    yield
                self.parser.Parse(b"", True)
            yield
        except expat.ExpatError:
            raise BadExport("workbook_broken") from None

    def read_whole(self, stream: BinaryIO) -> None:
        """Read to the end."""
        for _piece in self.read(stream):
            pass
