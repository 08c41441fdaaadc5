"""A finished file tells nothing of who made it or of whom it speaks, and a screen reader can follow a PDF."""

import io
import re
import time
import zipfile

import docx
import pikepdf
import pytest

from amparo.commons import clock
from amparo.formats.documents.bare import bare_pdf, bare_zip
from amparo.formats.documents.naming import file_name
from amparo.formats.documents.paging import can_page, lay_out, pdf, weasyprint
from amparo.formats.documents.printing import page
from amparo.formats.documents.word import word
from tests.document_made import filled, needs_pango

NAME = "Zulema"
MAKERS = re.compile(
    rb"python-docx|docxtpl|WeasyPrint|pikepdf|qpdf|pypdf|Microsoft Office|<Application>|/Producer|/Creator|/Author"
    rb"|CreationDate|ModDate|dcterms|lastModifiedBy|co_tutela|Zulema|[tT]utela",
)
WHAT_IT_IS = "Acción de tutela".encode()


def properties_of_word(data: bytes) -> list[tuple[str, bytes]]:
    """What a Word file says besides its text: the names of its parts, and every part that is not the text."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = [(each.filename, file.read(each)) for each in file.infolist()]
        comments = [
            ("comment", file.comment),
            *((each.filename, each.comment + each.extra) for each in file.infolist()),
        ]
    return [part for part in [*parts, *comments] if part[0] != "word/document.xml"]


def tells_word(data: bytes) -> list[str]:
    """The parts of a Word file that say who made it, when, or of whom it speaks."""
    found = [name for name, body in properties_of_word(data) if MAKERS.search(body) or MAKERS.search(name.encode())]
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        found += [each.filename for each in file.infolist() if each.date_time != (1980, 1, 1, 0, 0, 0)]
    return sorted(set(found))


def tells_pdf(data: bytes) -> list[str]:
    """The objects of a PDF, besides what is drawn, that say so."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        found = [str(key) for key in opened.trailer if key == "/Info"]
        found += ["Root/Metadata"] if MAKERS.search(opened.Root.Metadata.read_bytes()) else []
        found += [f"{each.objgen}" for each in opened.objects if NAME.encode() in each.unparse()]
    return found + [each.decode() for each in set(MAKERS.findall(data))]


def test_a_planted_author_is_seen_in_a_word_file() -> None:
    paper = docx.Document()
    paper.core_properties.author = NAME
    out = io.BytesIO()
    paper.save(out)
    assert {"docProps/core.xml", "docProps/app.xml"} <= set(tells_word(out.getvalue()))
    assert tells_word(bare_zip(out.getvalue())) == []


@pytest.mark.parametrize(("code", "language"), [("co_tutela", "es"), ("ombudsman_letter", "pt"), ("mandate", "en")])
def test_a_word_file_has_no_properties(code: str, language: str) -> None:
    data = word(filled(code, language))
    assert tells_word(data) == []
    assert data == word(filled(code, language)), "the same paper gives the same bytes"
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        names = set(file.namelist())
        assert not any(name.startswith(("docProps", "customXml")) or "vba" in name.lower() for name in names)
        pointed = b"".join(file.read(name) for name in names if name.endswith(".rels"))
    assert b'TargetMode="External"' not in pointed
    opened = docx.Document(io.BytesIO(data))
    assert next(each.style.name for each in opened.paragraphs if each.style.name.startswith("Heading")) == "Heading 1"


def test_a_word_file_is_in_its_language() -> None:
    with zipfile.ZipFile(io.BytesIO(word(filled("br_protection_measure", "pt")))) as file:
        assert b'<w:lang w:val="pt-BR"' in file.read("word/styles.xml")


def test_the_page_names_nobody_in_its_head() -> None:
    head = page(filled("co_tutela", "es")).split("</head>")[0]
    assert NAME not in head
    assert "tutela" not in head.lower()
    assert "<title>Escrito</title>" in head


@needs_pango
def test_a_planted_producer_is_seen_in_a_pdf() -> None:
    raw = weasyprint().HTML(string=f"<title>{NAME}</title><meta name=author content={NAME}><p>x").write_pdf()
    assert {"/Info", "/Producer", "/Author", NAME} <= set(tells_pdf_raw(raw))
    with pikepdf.open(io.BytesIO(raw)) as opened:
        assert tells_pdf(bare_pdf(opened, title="Escrito", language="es", is_accessible=False)) == []


def tells_pdf_raw(data: bytes) -> list[str]:
    """The same look, unpacked: a PDF may hold what it says in packed objects."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        out = io.BytesIO()
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False)
        keys = [str(key) for key in opened.trailer]
    return keys + [each.decode() for each in set(MAKERS.findall(out.getvalue()))]


@needs_pango
@pytest.mark.parametrize(("code", "language"), [("co_tutela", "es"), ("ombudsman_letter", "pt"), ("mandate", "en")])
def test_a_pdf_says_nothing_of_itself(code: str, language: str) -> None:
    data = pdf(filled(code, language))
    assert tells_pdf(data) == []
    assert set(tells_pdf_raw(data)) & {"/Info", "/Producer", "/Author", "/Creator", "CreationDate", NAME} == set()
    assert data == pdf(filled(code, language)), "the same paper gives the same bytes"


@needs_pango
@pytest.mark.parametrize("has_harfbuzz", [True, False])
def test_a_pdf_does_not_say_when_it_was_made(monkeypatch, has_harfbuzz: bool) -> None:
    """Without HarfBuzz's library for it fontTools cuts the fonts, and writes a day into each."""
    if not has_harfbuzz:
        monkeypatch.setattr(weasyprint().pdf.fonts, "harfbuzz_subset", None)
    paper = filled("co_tutela", "es")
    today, later = pdf(paper), clock.seconds() + 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    assert pdf(paper) == today


@needs_pango
@pytest.mark.parametrize(("code", "language", "tag"), [("co_tutela", "es", "es-CO"), ("mandate", "pt", "pt"),
                                                        ("br_protection_measure", "pt", "pt-BR")])  # fmt: skip
def test_a_screen_reader_can_follow_a_pdf(code: str, language: str, tag: str) -> None:
    with pikepdf.open(io.BytesIO(pdf(filled(code, language)))) as opened:
        root = opened.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == tag
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with opened.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"] in ("Escrito", "Documento")
        tags = list(kinds(root.StructTreeRoot.K, set()))
        assert {"/H1", "/H2", "/P", "/L", "/LI"} <= set(tags)
        assert tags.index("/H1") < tags.index("/H2")
        assert tags.count("/H1") == 1
        fonts = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/FontDescriptor" in each]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(each.FontDescriptor.keys()) for each in fonts)


def kinds(node: pikepdf.Object, seen: set[tuple[int, int]]) -> list[str]:
    """The kinds of the elements of a structure, in their order."""
    if isinstance(node, pikepdf.Array):
        return [kind for each in node for kind in kinds(each, seen)]
    if not isinstance(node, pikepdf.Dictionary) or (node.is_indirect and node.objgen in seen):
        return []
    seen.add(node.objgen)
    own = [str(node.S)] if "/S" in node else []
    return own + (kinds(node.K, seen) if "/K" in node else [])


@needs_pango
def test_laying_out_fetches_nothing(tmp_path, recwarn) -> None:
    (tmp_path / "x.css").write_text("p{display:none}")
    secret = tmp_path / "secret.txt"
    secret.write_text(NAME)
    html = f'<html lang="es"><title>x</title><link rel=stylesheet href="{(tmp_path / "x.css").as_uri()}"><p>queda</p>' \
        f'<img alt="x" src="{secret.as_uri()}"><link rel=attachment href="{secret.as_uri()}">'  # fmt: skip
    from tests.document_made import text_of_pdf

    data = lay_out(html, title="x", language="es")
    assert "queda" in text_of_pdf(data)
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert len(opened.attachments) == 0


def test_without_pango_the_house_says_no_and_offers_the_rest(monkeypatch) -> None:
    import sys

    can_page.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    try:
        assert not can_page()
        assert word(filled("mandate", "es"))
    finally:
        monkeypatch.undo()
        can_page.cache_clear()


@pytest.mark.parametrize(
    ("word_", "reference", "ending"),
    [
        ("zulema perez", "3f2a9c", "pdf"),
        ("escrito", "xyz", "pdf"),
        ("escrito", "3f2a", "exe"),
        ("../x", "3f2a", "pdf"),
    ],
)
def test_a_file_name_that_could_tell_is_no_name(word_: str, reference: str, ending: str) -> None:
    assert file_name("escrito", "3F2a9c01", "docx") == "escrito-3f2a.docx"
    with pytest.raises(ValueError, match="neutral"):
        file_name(word_, reference, ending)
