"""Binding pieces into one PDF: cover, index, numbers, labels, bookmarks."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf

from amparo.formats.codes import label
from amparo.formats.documents.bare import bare_pdf
from amparo.formats.documents.bundle.behind_walls import PATIENCE, SECONDS, Cleaned, cleaned
from amparo.formats.documents.bundle.front import front
from amparo.formats.documents.bundle.pieces import MOST_PAGES, BadPiece, Piece, check
from amparo.formats.documents.bundle.stamping import font_of, picture, placed, stamp
from amparo.formats.documents.filling import WORDS
from amparo.formats.documents.paging import can_page, lay_out
from amparo.formats.documents.text import plain
from amparo.formats.media.kinds import PHOTOS, kind_of
from amparo.formats.media.refusals import NotTaken
from amparo.formats.media.running import ask_child


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index: a piece, its pages in the bundle, and the digest of its file as it was handed over."""

    label: str
    title: str
    first: int
    last: int
    digest: str
    is_mended: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    """The PDF and its index."""

    data: bytes = field(repr=False)
    entries: tuple[Entry, ...]
    pages: int


def bind(pieces: Sequence[Piece], *, language: str, heading: str = "", day: str = "") -> Bundle:
    """One PDF of these pieces in this order; :class:`BadPiece` says which cannot be taken, and why."""
    check(pieces)
    if not can_page():
        raise BadPiece("no_pango")
    ready = _ready(pieces, language)
    if sum(each.pages for each in ready) > MOST_PAGES:
        raise BadPiece("too_many_pages")
    cover, entries = _front(pieces, ready, language=language, heading=plain(heading), day=plain(day))
    return _bound(cover, ready, entries, language)


def _ready(pieces: Sequence[Piece], language: str) -> list[Cleaned]:
    """Each piece as clean pages. What came as PDF is opened behind walls, and so is every picture."""
    from_outside = [each for each in pieces if each.kind == "pdf"]
    pdfs = dict(zip((each.label for each in from_outside), cleaned(from_outside), strict=True))
    return [pdfs.get(each.label) or _made(each, language) for each in pieces]


def _made(piece: Piece, language: str) -> Cleaned:
    """A picture on a sheet, or a page of ours laid out."""
    if piece.kind == "html":
        title = label(WORDS, "neutral_title", language)
        try:
            body = lay_out(piece.data.decode(), title=title, language=language)
        except UnicodeDecodeError:
            raise BadPiece("broken", piece.label) from None
        with pikepdf.open(io.BytesIO(body)) as laid:
            return Cleaned(body, len(laid.pages), is_mended=False)
    try:
        found = kind_of(piece.data)
        if found not in PHOTOS:
            raise BadPiece("unknown_kind", piece.label)
        made, data = ask_child(("photo", found, "plain"), b"\0" * 16, piece.data, seconds=SECONDS, patience=PATIENCE)
    except NotTaken as refused:
        raise BadPiece("too_large" if refused.kind.startswith("too_") else "broken", piece.label) from None
    with pikepdf.Pdf.new() as sheet:
        picture(sheet, made, data)
        out = io.BytesIO()
        sheet.save(out, deterministic_id=True, fix_metadata_version=False)
    return Cleaned(out.getvalue(), 1, is_mended=False)


def _front(
    pieces: Sequence[Piece], ready: Sequence[Cleaned], *, language: str, heading: str, day: str
) -> tuple[bytes, tuple[Entry, ...]]:
    """Cover and index. How long they are decides the numbers that stand in them: laid out until both agree."""
    title, before = label(WORDS, "bundle", language), 2
    while True:
        entries, next_page = [], before + 1
        for piece, made in zip(pieces, ready, strict=True):
            last = next_page + made.pages - 1
            digest = piece.digest or hashlib.sha256(piece.data).hexdigest()
            entries.append(Entry(piece.label, plain(piece.title), next_page, last, digest, made.is_mended))
            next_page = last + 1
        rows = [(e.label, e.title, _span(e), e.digest, e.is_mended) for e in entries]
        cover = lay_out(front(rows, heading=heading, language=language, day=day), title=title, language=language)
        with pikepdf.open(io.BytesIO(cover)) as laid:
            if len(laid.pages) <= before:
                break
            before = len(laid.pages)
    return cover, tuple(entries)


def _span(entry: Entry) -> str:
    return str(entry.first) if entry.first == entry.last else f"{entry.first}–{entry.last}"


def _bound(cover: bytes, ready: Sequence[Cleaned], entries: Sequence[Entry], language: str) -> Bundle:
    total = entries[-1].last
    mark, of = label(WORDS, "exhibit", language), label(WORDS, "of", language)
    with pikepdf.Pdf.new() as whole:
        font = font_of(whole)
        labels = [""] * (entries[0].first - 1)
        for data in [cover, *(each.data for each in ready)]:
            with pikepdf.open(io.BytesIO(data)) as part:
                for page in part.pages:
                    placed(whole, page)
        for entry in entries:
            labels += [f"{mark} {entry.label}"] * (entry.last - entry.first + 1)
        for at, (page, name) in enumerate(zip(whole.pages, labels, strict=True), start=1):
            stamp(page, font, number=f"p. {at} {of} {total}", label=name)
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(f"{e.label} · {e.title}", e.first - 1) for e in entries)
        whole.Root.PageMode = pikepdf.Name.UseOutlines
        data = bare_pdf(whole, title=label(WORDS, "bundle", language), language=language, is_accessible=False)
    return Bundle(data, tuple(entries), total)
