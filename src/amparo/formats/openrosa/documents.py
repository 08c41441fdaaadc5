"""Reading XML that a stranger may have written: no document type, no entities, and within limits.

A document type is the door of every known attack by XML: entities that grow without end ("a billion laughs"), entities
that read a file or ask another server. No form and no phone needs one, so its first letters are looked for before
anything is read: nothing else begins like that, save a comment.
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
XML = "http://www.w3.org/XML/1998/namespace"
DEEPEST, LONGEST_PATH, MOST_ATTRIBUTES = 64, 1000, 64
type Attributes = dict[tuple[str, str], str]
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of one document."""

    most_bytes: int
    most_elements: int


@dataclass(slots=True, eq=False)
class Element:
    """One element. ``begins`` and ``ends`` are the bytes where its first and its last tag begin.

    ``declares`` are the prefixes that it declares itself; attributes go by their namespace and their name.
    """

    name: str
    space: str
    attributes: Attributes
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
        return self.attributes.get((space, name), "")

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
    if b"<!DOCTYPE" in data:
        raise fault("has_doctype")
    reading = _Reading(limits, fault)
    try:
        reading.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise fault("not_xml", line=str(error.lineno)) from None
    if reading.root is None:
        raise fault("not_xml", line="1")
    return reading.root


class _Reading:
    """What expat tells, put together. Its encoding is given, so that no declaration in the file chooses another.

    Prefixes are resolved here: expat would write the whole namespace before each name, and a long one many times.
    """

    def __init__(self, limits: Limits, fault: type[Fault]) -> None:
        self.limits, self.fault = limits, fault
        self.root: Element | None = None
        self.open: list[Element] = []
        self.elements = 0
        self.path = 0  # how long the path to the open element is, written out
        self.scopes: list[Mapping[str, str]] = [{"": "", "xml": XML}]
        self.parser: Any = expat.ParserCreate("UTF-8")
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.say

    def begin(self, name: str, attributes: list[str]) -> None:
        self.elements += 1
        self.path += len(name) + 1
        if self.elements > self.limits.most_elements or len(attributes) > 2 * MOST_ATTRIBUTES:
            raise self.fault("too_many")
        if len(self.open) >= DEEPEST or self.path > LONGEST_PATH:
            raise self.fault("too_deep")
        told, declared = self.told(attributes) if attributes else ({}, _NOTHING)
        self.scopes.append({**self.scopes[-1], **declared} if declared else self.scopes[-1])
        space, local = self.split(name, self.scopes[-1][""])
        if told:
            told = {self.split(*key): value for key, value in told.items()}
        if len(self.scopes[-1]) > MOST_ATTRIBUTES:
            raise self.fault("too_many")
        if len(told) + len(declared) != len(attributes) // 2:
            raise self.not_xml()
        made = Element(local, space, told, declared, self.parser.CurrentByteIndex)
        if self.open:
            self.open[-1].content.append(made)
        else:
            self.root = made
        self.open.append(made)

    def told(self, attributes: list[str]) -> tuple[Attributes, Mapping[str, str]]:
        """The attributes, and what they declare: the namespaces of prefixes."""
        told: Attributes = {}
        declared: dict[str, str] = {}
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            if name == "xmlns" or name.startswith("xmlns:"):
                declared[name[6:]] = value
            else:
                told[name, ""] = value
        return told, declared or _NOTHING

    def split(self, name: str, without: str) -> tuple[str, str]:
        """The namespace and the name; ``without`` a prefix it is this one."""
        prefix, colon, local = name.partition(":")
        if not colon:
            return without, name
        space = self.scopes[-1].get(prefix)
        if not space or not local or ":" in local:
            raise self.not_xml()
        return space, local

    def not_xml(self) -> Fault:
        return self.fault("not_xml", line=str(self.parser.CurrentLineNumber))

    def end(self, name: str) -> None:
        ended = self.open.pop()
        ended.ends = self.parser.CurrentByteIndex
        self.path -= len(name) + 1
        self.scopes.pop()

    def say(self, text: str) -> None:
        self.open[-1].content.append(text)
