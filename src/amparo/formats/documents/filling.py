"""A template and its values become a document: blocks of lines, made of what is ours, what was said, and gaps.

A value that is missing is never blank: it is written as missing where it stands, and listed at the top. All forms
(the printed page, Word, PDF) are made of this one document.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from amparo.formats.codes import label
from amparo.formats.documents.templates import FIELD, Template, fields
from amparo.formats.documents.text import LONGEST, chunks, plain, without_address

OURS, SAID, MISSING = "ours", "said", "missing"
WORDS = "document_words"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line: the template's own words, what somebody said, or a gap."""

    text: str
    kind: str = OURS

    def __repr__(self) -> str:
        return "Span(…)"


type Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list or the place to sign."""

    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A paper, whole: what it says in the order it says it."""

    language: str
    country: str
    title: str
    blocks: tuple[Block, ...]
    notice: str = ""  # that no lawyer has reviewed it
    missing: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def tag(self) -> str:
        """The language as a reader of screens is told it: ``es-CO``."""
        return f"{self.language}-{self.country}" if self.country else self.language

    @property
    def neutral_title(self) -> str:
        """The title in what travels with the file: it says nothing of what is in it."""
        return label(WORDS, "neutral_title", self.language)


def fill(
    template: Template,
    values: Mapping[str, str],
    *,
    language: str,
    exhibits: Sequence[str] | None,
    address_withheld: bool,
    reviewed: bool = False,
    addresses: Sequence[str] = (),
) -> Document:
    """The document. ``exhibits=None``: nobody said yet which; ``reviewed``: a lawyer read this very paper.

    ``addresses``: others of hers that are known, and stand in no line where the address is withheld.
    """
    if language not in template.languages:
        raise ValueError(f"{template.code} has no text in {language}.")
    hers = [plain(each) for each in (*addresses, *(t for code, t in values.items() if _is_address(code)))]
    said = _said(template, values, language, hers if address_withheld else None)
    gaps = [each.label(language) for each in template.fields if not said[each.code]]
    shown = None if exhibits is None else [plain(each) for each in exhibits]
    if shown is not None and address_withheld:
        shown = [_hidden(each, hers, language) for each in shown]
    if template.has_exhibits and shown is None:
        gaps.append(label(WORDS, "exhibits_asked", language))
    is_finished = not gaps and (reviewed or bool(template.reviewed_on))
    return Document(
        language, template.country, template.title(language),
        tuple(_blocks(template, said, language, shown)),
        "" if is_finished else label("document_state", template.state, language),
        tuple(gaps), said,
    )  # fmt: skip


def _is_address(code: str) -> bool:
    return code in fields() and fields()[code].is_address


def _said(
    template: Template, values: Mapping[str, str], language: str, withheld: Sequence[str] | None
) -> dict[str, str]:
    """Each field's value as it may stand on paper; an address gives way where it is withheld, wherever it stands."""
    known = {each.code for each in template.fields}
    unknown = sorted(set(values) - set(fields()))
    too_long = sorted(code for code, text in values.items() if len(text) > LONGEST)
    if unknown or too_long:
        raise ValueError(f"{template.code}: no such field, or too long: {(unknown or too_long)[0]}.")
    said = {code: plain(values.get(code, "")) for code in known}
    if withheld is None:
        return said
    instead = label(WORDS, "address_withheld", language)
    return {
        code: instead if fields()[code].is_address else _hidden(text, withheld, language) for code, text in said.items()
    }


def _hidden(text: str, addresses: Sequence[str], language: str) -> str:
    """The text without any of these addresses; the longest goes first, so that no rest of it stays."""
    for address in sorted(addresses, key=len, reverse=True):
        text = without_address(text, address, label(WORDS, "address_withheld", language))
    return text


def _blocks(
    template: Template, said: Mapping[str, str], language: str, exhibits: Sequence[str] | None
) -> Iterator[Block]:
    for part in template.parts:
        if part.kind == "exhibits":
            yield Block("heading", ((Span(label(WORDS, "exhibits", language)),),))
            yield _exhibits(exhibits, language)
            continue
        lines = [_line(text, said, language) for text in part.lines[language]]
        if part.kind == "paragraph" and len(lines[0]) == 1 and lines[0][0].kind == SAID:
            yield from (Block("paragraph", ((Span(each, SAID),),)) for each in chunks(lines[0][0].text))
        else:
            yield Block(part.kind, tuple(lines))


def _exhibits(exhibits: Sequence[str] | None, language: str) -> Block:
    if exhibits is None:
        return Block("paragraph", ((_gap(label(WORDS, "exhibits_asked", language), language),),))
    if not exhibits:
        return Block("paragraph", ((Span(label(WORDS, "no_exhibits", language)),),))
    return Block("list", tuple((Span(each, SAID),) for each in exhibits))


def _line(text: str, said: Mapping[str, str], language: str) -> Line:
    """A line of the template with its fields filled. What is filled in is never read as a template again."""
    spans, begin = [], 0
    for found in FIELD.finditer(text):
        if found.start() > begin:
            spans.append(Span(text[begin : found.start()]))
        value = said[found[1]]
        spans.append(Span(value, SAID) if value else _gap(fields()[found[1]].label(language), language))
        begin = found.end()
    if begin < len(text):
        spans.append(Span(text[begin:]))
    return tuple(spans)


def _gap(what: str, language: str) -> Span:
    return Span(f"[[{label(WORDS, 'missing', language)}: {what}]]", MISSING)
