"""Reading XML that a stranger may have written: no document type, no entities, and within limits.

A document type is the door of every known attack by XML: entities that grow without end ("a billion laughs"), entities
that read a file or ask another server. No form and no phone needs one, so the first sign of one ends the reading.
Whatever else grows is bounded: bytes, elements, attributes, depth, and the length of names and of the path to an
element, because a path is written out for each leaf.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from amparo.formats.openrosa.faults import Fault

JAVAROSA = "http://openrosa.org/javarosa"
META = "http://openrosa.org/xforms"
DEEPEST, LONGEST_PATH, MOST_ATTRIBUTES = 64, 1000, 64
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of one document."""

    most_bytes: int
    most_elements: int


@dataclass(slots=True, eq=False)
class Element:
    """One element. ``begins`` and ``ends`` are the bytes where its first and its last tag begin.

    ``declares`` are the prefixes that it declares itself; an attribute with a namespace has it before its name.
    """

    name: str
    space: str
    attributes: dict[str, str]
    declares: Mapping[str, str]
    begins: int
    ends: int = 0
    content: list["str | Element"] = field(default_factory=list)

    @property
    def children(self) -> list["Element"]:
        """The elements in it, in order."""
        return [each for each in self.content if isinstance(each, Element)]

    @property
    def text(self) -> str:
        """The text that stands in it directly."""
        return "".join(each for each in self.content if isinstance(each, str))

    def get(self, name: str, *, space: str = "") -> str:
        """An attribute, or an empty text."""
        return self.attributes.get(f"{space} {name}" if space else name, "")

    def first(self, name: str) -> "Element | None":
        """The first element of this name in it, in whatever namespace."""
        return next(self.named(name), None)

    def named(self, *names: str) -> Iterator["Element"]:
        """The elements of these names in it."""
        return (each for each in self.content if isinstance(each, Element) and each.name in names)


def read_xml(data: bytes, *, limits: Limits, fault: type[Fault]) -> Element:
    """The root of a document, or this fault with a code that says why it is not taken."""
    if len(data) > limits.most_bytes:
        raise fault("too_large", megabytes=f"{limits.most_bytes / 1_000_000:g}")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise fault("not_utf8") from None
    reading = _Reading(limits, fault)
    try:
        reading.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise fault("not_xml", line=str(error.lineno)) from None
    if reading.root is None:
        raise fault("not_xml", line="1")
    return reading.root


class _Reading:
    """What expat tells, put together. Its encoding is given, so that no declaration in the file chooses another."""

    def __init__(self, limits: Limits, fault: type[Fault]) -> None:
        self.limits, self.fault = limits, fault
        self.root: Element | None = None
        self.open: list[Element] = []
        self.elements = 0
        self.path = 0  # how long the path to the open element is, written out
        self.declared: dict[str, str] = {}
        self.parser: Any = expat.ParserCreate("UTF-8", " ")
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.StartNamespaceDeclHandler = self.declare
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.say

    def refuse(self, *_told: object) -> None:
        raise self.fault("has_doctype")

    def declare(self, prefix: str | None, uri: str | None) -> None:
        self.declared[prefix or ""] = uri or ""

    def begin(self, name: str, attributes: list[str]) -> None:
        self.elements += 1
        space, _blank, local = name.rpartition(" ")
        self.path += len(local) + 1
        if self.elements > self.limits.most_elements or len(attributes) > 2 * MOST_ATTRIBUTES:
            raise self.fault("too_many")
        if len(self.open) >= DEEPEST or self.path > LONGEST_PATH:
            raise self.fault("too_deep")
        pairs = dict(zip(attributes[::2], attributes[1::2], strict=True))
        made = Element(local, space, pairs, self.declared or _NOTHING, self.parser.CurrentByteIndex)
        self.declared = {}
        if self.open:
            self.open[-1].content.append(made)
        else:
            self.root = made
        self.open.append(made)

    def end(self, _name: str) -> None:
        ended = self.open.pop()
        ended.ends = self.parser.CurrentByteIndex
        self.path -= len(ended.name) + 1

    def say(self, text: str) -> None:
        self.open[-1].content.append(text)
