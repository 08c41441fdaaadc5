"""Taking an archive apart, a line at a time. What is not as it should be is refused with the number of its line.

What only is not known here (a question, a code of a list, a kind of part) is kept as it is and named, so that nothing
of hers is lost because one house is newer than another.
"""

import hashlib
import json
from collections.abc import Mapping

from amparo.formats.case_archive.documents import (
    CODED,
    DEEPEST,
    FIELDS,
    LONGEST_LINE,
    NAME,
    VERSION,
    WHY,
    Check,
    Document,
    Refused,
    is_day,
    is_digests,
    no_constant,
    unknown_answers,
    why_not_plain,
)
from amparo.formats.case_archive.writing import digest_of_list, lists_asked
from amparo.formats.codes import by_code

MOST_ITEMS = 5_000_000
MOST_PARTS, LARGEST_CASE = 5_000, 32_000_000  # parts of one case, and bytes of it with all of them


class Reading:
    """An archive while it is read, a line at a time. After the last one, ``finish()``.

    ``unknown`` names what this house does not know, each once: ``question:x``, ``case_state:y``, ``part:z``.
    """

    def __init__(self) -> None:
        self.number = 0
        self.head: Document = {}
        self.unknown: set[str] = set()
        self.counts: dict[str, int] = {}
        self._whole = hashlib.sha256()
        self._case = self._thread = ""
        self._parts = self._bytes = 0
        self._ended = False

    def take(self, line: bytes) -> Document | None:
        """The document on a line, looked at; None for the first and the last line.

        Raises
        ------
        Refused : with a sentence, where the line is not what it should be.
        """
        self.number += 1
        if self._ended:
            raise self._refused("there is more after the end")
        document = self._json(line)
        if self.number == 1:
            self._take_head(document)
        elif document.get("item") == "end":
            self._take_end(document)
        else:
            self._take_item(document, len(line))
            self._whole.update(line)
            return document
        self._whole.update(line)
        return None

    def finish(self) -> None:
        """Say that nothing follows; refuse where the end is missing."""
        if not self._ended:
            raise Refused("The archive is cut: its last line is missing.")

    def _refused(self, why: str) -> Refused:
        return Refused(f"Line {self.number}: {why}.")

    def _json(self, line: bytes) -> Document:
        if len(line) > LONGEST_LINE:
            raise self._refused("it is too long")
        try:
            document = json.loads(line, parse_constant=no_constant)
        except (ValueError, RecursionError) as error:
            raise self._refused("it is no JSON") from error
        if not isinstance(document, dict):
            raise self._refused("it is no table")
        why_not = why_not_plain(document, DEEPEST)
        if why_not:
            raise self._refused(why_not)
        return document

    def _take_head(self, said: Document) -> None:
        if said.get("amparo") != "cases":
            raise Refused("This is no archive of cases.")
        if said.get("v") != VERSION or isinstance(said.get("v"), bool):
            raise Refused("This archive is of another version. A newer Amparo reads it.")
        self._fits(said, {"why": lambda value: value in WHY, "made_on": is_day, "lists": is_digests})
        self.head = said
        for name, digest in said["lists"].items():
            if name in lists_asked() and digest != digest_of_list(name):
                self.unknown.add(f"list:{name}")

    def _take_end(self, said: Document) -> None:
        if said.get("count") != sum(self.counts.values()) or isinstance(said.get("count"), bool):
            raise self._refused("another number of items came than it says")
        if said.get("digest") != self._whole.hexdigest():
            raise self._refused("the digest over all lines is another one")
        self._ended = True

    def _take_item(self, said: Document, length: int) -> None:
        kind = said.get("item")
        if not isinstance(kind, str) or kind not in FIELDS:
            if not (isinstance(kind, str) and NAME.fullmatch(kind)):
                raise self._refused("it does not say what it is")
            self.unknown.add(f"item:{kind}")  # kept by whoever wants to keep it
        else:
            self._fits(said, FIELDS[kind])
            self._belongs(said, kind)
            self._is_not_too_much(kind, length)
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if sum(self.counts.values()) > MOST_ITEMS:
            raise self._refused("there are too many items")

    def _is_not_too_much(self, kind: str, length: int) -> None:
        """Whoever brings a case in holds it with all its parts."""
        if kind == "case":
            self._parts = self._bytes = 0
        self._parts += kind == "part"
        self._bytes += length
        if kind in {"case", "part"} and (self._parts > MOST_PARTS or self._bytes > LARGEST_CASE):
            raise self._refused("this case has too much in it")

    def _fits(self, said: Document, fields: Mapping[str, Check]) -> None:
        for name, fits in fields.items():
            if name not in said or not fits(said[name]):
                raise self._refused(f"{name} is missing, or is not what it should be")

    def _belongs(self, said: Document, kind: str) -> None:
        """A part follows its case, and a message its thread; what is not known here is named."""
        if kind == "case":
            self._case, self._thread = said["reference"], ""
            self.unknown |= {f"question:{code}" for code in unknown_answers(said["answers"])}
        elif kind == "thread":
            self._case, self._thread = "", said["reference"]
        elif kind == "part" and said["of"] != self._case:
            raise self._refused("this part does not follow its case")
        elif kind in {"message", "note", "file"} and said["of"] != self._thread:
            raise self._refused("this does not follow its thread")
        for name, list_name in CODED.get(kind, {}).items():
            if said[name] and said[name] not in by_code(list_name):
                self.unknown.add(f"{list_name}:{said[name]}")
