"""A bundle: its index tells the truth, each page bears its number and label, and what a PDF wants it does not get.

Counted and read with pypdf, which shares no code with what bound it.
"""

import hashlib
import io
import re

import pikepdf
import pypdf
import pytest
from PIL import Image

from amparo.formats.documents.bundle.behind_walls import cleaned
from amparo.formats.documents.bundle.binding import Bundle, bind
from amparo.formats.documents.bundle.cleaning import bare_jpeg, clean
from amparo.formats.documents.bundle.pieces import LARGEST, LARGEST_HTML, BadPiece, Piece
from amparo.formats.documents.printing import page
from tests import hostile_pdfs
from tests.document_made import filled, needs_pango
from tests.hostile_pdfs import CLEANED, REFUSED, SECRET

WANTS = re.compile(
    rb"/(JavaScript|JS|OpenAction|AA|EmbeddedFiles?|Launch|SubmitForm|URI|GoToR|XFA|AcroForm|Annots|FileAttachment|Author"
    rb"|Producer|Creator|PieceInfo|CreationDate|ModDate|Names)\b|Zulema|zulema|alert"
)


def unpacked(data: bytes) -> bytes:
    """The same PDF with nothing packed, so that a plain search sees everything in it."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        out = io.BytesIO()
        opened.save(
            out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.specialized, fix_metadata_version=False,
        )  # fmt: skip
    return out.getvalue()


def wants(data: bytes) -> set[str]:
    """What a PDF holds that it should not."""
    return {each[0].decode() for each in WANTS.finditer(unpacked(data))}


def photo(size: tuple[int, int] = (60, 40)) -> bytes:
    """A small photo with the name of somebody in it."""
    exif = Image.Exif()
    exif[0x013B] = SECRET
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def pieces() -> list[Piece]:
    """Two PDFs, a photo and a page of ours: 3 + 1 + 1 + 2 pages or so."""
    return [
        Piece("A-1", "Copia de la orden", "pdf", hostile_pdfs.plain(3, "orden")),
        Piece("A-2", "Foto de la puerta", "image", photo()),
        Piece("B", "El escrito", "html", page(filled("co_tutela", "es")).encode()),
        Piece("C-10", "Recibo (ñ)", "pdf", hostile_pdfs.plain(1, "recibo")),
    ]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """The pieces, bound."""
    return bind(pieces(), language="es", heading="Anexos de prueba", day="28 de noviembre de 2026")


def read(data: bytes) -> pypdf.PdfReader:
    """As another program opens it."""
    return pypdf.PdfReader(io.BytesIO(data))


@needs_pango
def test_each_page_bears_its_number_and_the_label_of_its_exhibit(bundle: Bundle) -> None:
    pages = [each.extract_text() for each in read(bundle.data).pages]
    assert len(pages) == bundle.pages == bundle.entries[-1].last
    for number, text in enumerate(pages, start=1):
        assert f"p. {number} de {len(pages)}" in text, number
    for entry in bundle.entries:
        for number in range(entry.first, entry.last + 1):
            assert f"Anexo {entry.label}" in pages[number - 1]
    assert [each.label for each in bundle.entries] == ["A-1", "A-2", "B", "C-10"]
    assert [each.last - each.first + 1 for each in bundle.entries] == [3, 1, 2, 1]
    first = bundle.entries[0].first
    assert [f"orden {n}" in pages[first + n - 2] for n in (1, 2, 3)] == [True] * 3


@needs_pango
def test_the_index_names_each_exhibit_its_pages_and_the_digest_of_its_file(bundle: Bundle) -> None:
    first = bundle.entries[0].first
    index = re.sub(r"\s+", "", "".join(each.extract_text() for each in read(bundle.data).pages[: first - 1]))
    for entry, piece in zip(bundle.entries, pieces(), strict=True):
        digest = hashlib.sha256(piece.data).hexdigest()
        span = str(entry.first) if entry.first == entry.last else f"{entry.first}–{entry.last}"
        assert entry.digest == digest
        assert f"{piece.label}{piece.title}{digest}{span}".replace(" ", "") in index
    assert "Anexosdeprueba" in index


@needs_pango
def test_bookmarks_lead_to_the_first_page_of_each_exhibit(bundle: Bundle) -> None:
    opened = read(bundle.data)
    marks = [(each.title, opened.get_destination_page_number(each) + 1) for each in opened.outline]
    assert marks == [(f"{each.label} · {each.title}", each.first) for each in bundle.entries]


@needs_pango
def test_the_bundle_says_nothing_of_itself_and_holds_nothing_of_the_photo(bundle: Bundle) -> None:
    assert SECRET.encode() in photo(), "the look sees it"
    assert wants(bundle.data) == set()
    assert bundle.data == bind(pieces(), language="es", heading="Anexos de prueba", day="28 de noviembre de 2026").data


@needs_pango
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_stamp_stands_at_the_foot_of_a_page_as_it_is_seen(turned: int) -> None:
    pdf = hostile_pdfs.made(size=(300, 500))
    pdf.pages[0].obj.Rotate = turned
    pdf.pages[0].obj.MediaBox = pikepdf.Array([50, 70, 350, 570])
    made = bind([Piece("A", "x", "pdf", hostile_pdfs.saved(pdf))], language="es")
    last = read(made.data).pages[-1]
    wide, high = (300, 500) if turned % 180 == 0 else (500, 300)
    assert (float(last.mediabox.width), float(last.mediabox.height), last.rotation) == (wide, high, 0)
    where = {}

    def note(text: str, _: object, matrix: list[float], *__: object) -> None:
        if text.strip():
            where[text.strip()] = (matrix[4], matrix[5])

    last.extract_text(visitor_text=note)
    number = next(at for text, at in where.items() if text.startswith("p. "))
    mark = next(at for text, at in where.items() if text.startswith("Anexo"))
    assert number[1] < 30 < high - 30 < mark[1]
    assert wide / 2 < number[0] < wide


@needs_pango
def test_a_page_that_never_ends_what_it_began_does_not_reach_the_stamp() -> None:
    made = bind([Piece("A", "x", "pdf", hostile_pdfs.unbalanced())], language="es")
    with pikepdf.open(io.BytesIO(made.data)) as opened:
        drawn = opened.pages[-1].Contents
        whole = drawn.read_bytes() if isinstance(drawn, pikepdf.Stream) else b"\n".join(s.read_bytes() for s in drawn)
    assert whole.count(b"BT") == whole.count(b"ET") == 2
    assert b"-1 0 0 -1 595 842" not in whole


@pytest.mark.parametrize("what", sorted(CLEANED))
def test_what_a_pdf_wants_is_taken_out_of_it(what: str) -> None:
    data = CLEANED[what]()
    assert wants(data), "the look sees it"
    body, pages, is_mended = clean(data)
    assert wants(body) == set()
    assert (pages, is_mended) == (1, False)
    assert "prueba 1" in read(body).pages[0].extract_text()


def test_what_was_written_into_a_form_stays_as_ink() -> None:
    assert "valor escrito" in read(clean(hostile_pdfs.form())[0]).pages[0].extract_text()


def test_a_photo_inside_loses_what_the_camera_wrote_and_still_shows_the_same() -> None:
    old = photo()
    new = bare_jpeg(old)
    assert SECRET.encode() not in new
    assert Image.open(io.BytesIO(new)).convert("RGB").tobytes() == Image.open(io.BytesIO(old)).convert("RGB").tobytes()
    assert bare_jpeg(b"GIF89a") == b"GIF89a"


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_what_cannot_be_taken_is_refused_with_a_reason(what: str) -> None:
    data, reason = REFUSED[what]
    with pytest.raises(BadPiece) as refused:
        clean(data())
    assert refused.value.kind == reason


def test_a_file_that_only_forbids_is_opened_and_a_cut_one_is_mended_and_said() -> None:
    body, pages, is_mended = clean(hostile_pdfs.locked(""))
    assert (pages, is_mended) == (1, False)
    assert not read(body).is_encrypted
    whole = hostile_pdfs.plain(2)
    assert clean(whole[: whole.rindex(b"xref")])[1:] == (2, True)


@needs_pango
def test_the_index_says_that_a_file_came_damaged() -> None:
    whole = hostile_pdfs.plain(2)
    made = bind([Piece("A", "x", "pdf", whole[: whole.rindex(b"xref")])], language="es")
    assert made.entries[0].is_mended
    text = re.sub(r"\s+", " ", "".join(each.extract_text() for each in read(made.data).pages[:-2]))
    assert "compara sus páginas con el original" in text


def test_behind_the_walls_each_piece_is_cleaned_and_a_bad_one_is_named() -> None:
    good = [Piece("A", "x", "pdf", hostile_pdfs.plain(2)), Piece("B", "x", "pdf", CLEANED["program"]())]
    assert [(each.pages, each.is_mended) for each in cleaned(good)] == [(2, False), (1, False)]
    assert [wants(each.data) for each in cleaned(good)] == [set(), set()]
    with pytest.raises(BadPiece) as refused:
        cleaned([*good, Piece("C", "x", "pdf", REFUSED["password"][0]()), good[0]])
    assert (refused.value.kind, refused.value.label) == ("encrypted", "C")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ([], "empty"),
        ([Piece("A", "x", "pdf", b"")], "empty"),
        ([Piece("A", "x", "exe", b"x")], "unknown_kind"),
        ([Piece("A", "x", "pdf", b"x"), Piece("a", "x", "pdf", b"x")], "label"),
        ([Piece("A) Tj ET", "x", "pdf", b"x")], "label"),
        ([Piece("Ñ", "x", "pdf", b"x")], "label"),
        ([Piece("A", "x", "pdf", b"x" * (LARGEST + 1))], "too_large"),
        ([Piece("A", "x", "html", b"x" * (LARGEST_HTML + 1))], "too_large"),
        ([Piece(f"A{n}", "x", "pdf", b"x" * (LARGEST - 1)) for n in range(3)], "too_large"),
        ([Piece(f"A{n}", "x", "pdf", b"x") for n in range(101)], "too_many_pieces"),
        ([Piece("A", "x", "image", b"%PDF-1.7")], "unknown_kind"),
        ([Piece("A", "x", "image", b"\xff\xd8\xff nothing")], "broken"),
        ([Piece("A", "x", "html", b"\xff\xfe")], "broken"),
        ([Piece("A", "x", "pdf", b"%PDF-1.7")], "broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@needs_pango
def test_pieces_that_are_none_are_refused_before_anything_is_bound(given: list[Piece], reason: str) -> None:
    with pytest.raises(BadPiece) as refused:
        bind(given, language="es")
    assert refused.value.kind == reason


@needs_pango
def test_a_saved_page_from_outside_runs_nothing_and_fetches_nothing(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    html = (
        f'<html lang=es><p>queda</p><script>document.write("{SECRET}")</script>'
        f'<iframe src="{secret.as_uri()}"></iframe><a href="http://x.example/">enlace</a>'
        f'<link rel=attachment href="{secret.as_uri()}">'
    )
    made = bind([Piece("A", "x", "html", html.encode())], language="es")
    text = read(made.data).pages[-1].extract_text()
    assert "queda" in text
    assert SECRET not in text
    assert wants(made.data) == set()
