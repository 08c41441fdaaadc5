"""Looking at a public surface for numbers that are no line of the ledger: pages, pictures, feeds, tables.

A number may stand where an element names its figure, and then it must be that figure; or it is one of the few that are
no data, which whoever asks names whole: the day of a release, its period, the number of a part, how it is cited.
"""

import csv
import functools
import io
import re
from collections.abc import Collection, Mapping
from html.parser import HTMLParser

FIGURE = re.compile(r"\d[\d\s.,%-]*\d|\d")
# What a reader hears or sees though it is no text; every other attribute is an address, a name or a measure.
HEARD = {"title", "alt", "aria-label", "aria-description", "content", "data-name", "placeholder", "summary", "label"}
NO_TEXT = {"script", "style"}  # the one script of every public page is checked by its digest
VOID = {"meta", "link", "img", "br", "hr", "input", "area", "source", "wbr", "col", "base"}
NO_CONTENT = {"viewport"}


class Walk(HTMLParser):
    """Every text and every heard attribute, each with the figure that the elements around it name."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []  # a text, and the reference of the figure around it, or nothing

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        around = given.get("data-figure") or (self.open[-1][1] if self.open else "")
        silent = tag == "meta" and given.get("name") in NO_CONTENT
        self.found += [(value, around) for name, value in given.items() if name in HEARD and not silent]
        if tag not in VOID:
            self.open.append((tag, around))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(tag in NO_TEXT for tag, _around in self.open):
            self.found.append((data, self.open[-1][1] if self.open else ""))


def numbers(text: str) -> list[str]:
    """The numbers of a text, as they are written; without the blanks around them."""
    return [each.strip(" .,-\n\u00a0") for each in FIGURE.findall(text)]


def without(text: str, allowed: Collection[str]) -> str:
    """A text without what may stand there though it is no figure, the longest first."""
    return _pattern(frozenset(filter(None, allowed))).sub(" ", text)


@functools.lru_cache(maxsize=64)
def _pattern(allowed: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(allowed, key=len, reverse=True)
    return re.compile(rf"(?<!\d)(?:{'|'.join(map(re.escape, longest_first))})(?!\d)" if allowed else r"(?!)")


def strangers(markup: str, figures: Mapping[str, str], allowed: Collection[str]) -> list[str]:
    """The texts of a page, a picture or a feed with a number that is neither its figure nor allowed.

    ``figures`` has what is said of each figure, by its reference.
    """
    walk = Walk()
    walk.feed(markup)
    walk.close()
    found = []
    for text, reference in walk.found:
        own = figures.get(reference, "")
        if text.strip() != own and numbers(without(without(text, allowed), {own} if own in text else ())):
            found.append(" ".join(text.split()))
    return found


def stranger_cells(table: str, said: Mapping[str, str], allowed: Collection[str]) -> list[str]:
    """The cells of a CSV with a number that is neither the figure of its line nor allowed.

    ``said`` has what is kept of each figure, by its reference, as a machine writes it.
    """
    rows = list(csv.reader(io.StringIO(table)))
    heads, found = rows[0], []
    for row in rows[1:]:
        reference = row[heads.index("figure")] if len(row) == len(heads) else ""
        own = {reference, said.get(reference, "")} - {""}
        found += [cell for cell in row if cell not in own and re.search(r"\d", without(cell, allowed))]
    return found
