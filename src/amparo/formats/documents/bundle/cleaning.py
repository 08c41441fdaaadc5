"""A PDF from anywhere becomes pages and nothing else. What came from outside is cleaned only behind walls.

What goes: programs and what starts them, hidden files, forms, links, notes of who made it and with what, and what a
camera wrote into its photos. Filled fields and notes on a page stay as ink. What was hidden as a layer can be seen:
layers are settings of the whole file, and those do not come along.
"""

import io
from collections.abc import Iterator

import pikepdf

from amparo.formats.documents.bundle.pieces import MOST_PAGES, WIDEST, BadPiece

PAGE_KEYS = frozenset(("/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/UserUnit", "/Group"))
"""What a page keeps."""
GONE = frozenset(
    (
        "/AA", "/OpenAction", "/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/AF", "/Metadata", "/PieceInfo", "/OPI",
        "/Ref", "/LastModified", "/Alternates", "/RichMediaContent", "/RichMediaSettings", "/StructParent",
        "/StructParents",
    )
)  # fmt: skip
"""What goes wherever it stands."""
OUTSIDE = frozenset(["/F", "/FFilter", "/FDecodeParms"])
"""In a stream: that its bytes lie in a file outside."""
_SMALLEST = 1


def clean(data: bytes) -> tuple[bytes, int, bool]:
    """The pages anew, how many they are, and whether the file was broken and had to be mended."""
    try:
        with pikepdf.open(io.BytesIO(data)) as old:
            _flatten(old)
            new, is_mended = _pages(old), bool(old.get_warnings())
            out = io.BytesIO()
            new.save(out, deterministic_id=True, fix_metadata_version=False)
            return out.getvalue(), len(new.pages), is_mended
    except pikepdf.PasswordError:
        raise BadPiece("encrypted") from None
    except BadPiece:
        raise
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError):
        raise BadPiece("broken") from None


def _flatten(pdf: pikepdf.Pdf) -> None:
    """Filled fields, stamps and notes become part of their page."""
    if not len(pdf.pages):
        raise BadPiece("broken")
    if len(pdf.pages) > MOST_PAGES:
        raise BadPiece("too_many_pages")
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")


def _pages(old: pikepdf.Pdf) -> pikepdf.Pdf:
    """A new file with these pages; the old root, its names and its programs stay behind."""
    new = pikepdf.Pdf.new()
    for page in old.pages:
        _bound(page)
        for key in set(page.obj.keys()) - PAGE_KEYS:
            del page.obj[key]
        new.pages.append(page)
    for each in new.objects:
        for part in _dictionaries(each, 0):
            _strip(part)
    return new


def _bound(page: pikepdf.Page) -> None:
    """Refuse a page that is no paper."""
    unit = float(page.obj.get("/UserUnit", 1))
    for box in (page.mediabox, page.cropbox):
        left, low, right, high = (float(each) for each in box)
        sides = (abs(right - left) * unit, abs(high - low) * unit)
        if not all(_SMALLEST <= each <= WIDEST for each in sides):
            raise BadPiece("huge_page")


def _dictionaries(thing: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """Every dictionary of an object, also those that stand inside another."""
    if depth > 50:
        raise BadPiece("broken")
    if isinstance(thing, pikepdf.Array):
        for each in thing:
            if isinstance(each, pikepdf.Object) and not each.is_indirect:
                yield from _dictionaries(each, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        for key in list(thing.keys()):
            inner = thing.get(key)
            if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
                yield from _dictionaries(inner, depth + 1)


def _strip(thing: pikepdf.Object) -> None:
    is_stream = isinstance(thing, pikepdf.Stream)
    for key in GONE.intersection(thing.keys()):
        del thing[key]
    if not is_stream:
        return
    for key in OUTSIDE.intersection(thing.keys()):
        del thing[key]
    if thing.get("/Filter") == pikepdf.Name.DCTDecode:
        parms = thing.get("/DecodeParms")
        how = parms if isinstance(parms, pikepdf.Dictionary | pikepdf.Array) else None
        thing.write(bare_jpeg(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=how)


def bare_jpeg(data: bytes) -> bytes:
    """The same photo without what a camera or a program wrote beside it: place, time, phone, comments."""
    if data[:2] != b"\xff\xd8":
        return data
    kept, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark == 0xDA:  # the picture itself begins
            break
        if mark == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if mark != 0xFE and (not 0xE0 <= mark <= 0xEF or mark in (0xE0, 0xEE)):
            kept += data[at:end]
        at = end
    return bytes(kept + data[at:])
