"""The document as a Word file: a template built in memory of our own text, filled by docxtpl.

Whatever somebody typed goes in as a value, escaped, with braces and percent signs as numbers: the filler cannot read
them as its own, nor Word as a mark of its language. There is no macro, no field, and nothing that points outside.
"""

import io
from collections.abc import Iterator

import docx
from docx.document import Document as Paper
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from amparo.formats.codes import label
from amparo.formats.documents.bare import bare_zip
from amparo.formats.documents.filling import MISSING, OURS, WORDS, Block, Document, Line

STYLES = {"paragraph": "Normal", "list": "List Bullet", "signature": "Normal"}
_AS_NUMBERS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "{}%"})


def word(document: Document) -> bytes:
    """The bytes of the file, without properties; the same document gives the same bytes."""
    paper = docx.Document()
    _prepare(paper, document)
    values: list[str] = []
    if document.notice or document.missing:
        _notice(paper, document)
    paper.add_heading(document.title, level=1)
    for block in document.blocks:
        _add(paper, block, values)
    made = io.BytesIO()
    paper.save(made)
    template = DocxTemplate(io.BytesIO(made.getvalue()))
    template.render({"said": [_inert(each) for each in values]}, SandboxedEnvironment(autoescape=True), autoescape=True)
    filled = io.BytesIO()
    template.save(filled)
    return bare_zip(filled.getvalue())


def _inert(text: str) -> Markup:
    """The text as XML that is nothing but text."""
    return Markup(str(escape(text)).translate(_AS_NUMBERS))


def _prepare(paper: Paper, document: Document) -> None:
    """Page, letters and language; what the empty file brings of its own goes."""
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    normal = paper.styles["Normal"]
    normal.font.size = Pt(12)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), document.tag)
    language.set(qn("w:eastAsia"), document.tag)
    defaults = paper.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(language)


def _notice(paper: Paper, document: Document) -> None:
    if document.notice:
        paper.add_paragraph().add_run(document.notice).bold = True
    if document.missing:
        paper.add_paragraph(f"{label(WORDS, 'missing_list', document.language)}:")
        for each in document.missing:
            paper.add_paragraph(each, style="List Bullet")


def _add(paper: Paper, block: Block, values: list[str]) -> None:
    for paragraph, line in _paragraphs(paper, block):
        for span in line:
            if span.kind == OURS:
                paragraph.add_run(span.text)
                continue
            run = paragraph.add_run(f"{{{{ said[{len(values)}] }}}}")
            values.append(span.text)
            if span.kind == MISSING:
                run.bold, run.font.highlight_color = True, WD_COLOR_INDEX.YELLOW


def _paragraphs(paper: Paper, block: Block) -> Iterator[tuple[Paragraph, Line]]:
    """An empty paragraph for each line, in the style of its block."""
    for line in block.lines:
        if block.kind == "heading":
            yield paper.add_heading("", level=2), line
            continue
        paragraph = paper.add_paragraph(style=STYLES[block.kind])
        if block.kind == "signature":
            paragraph.paragraph_format.space_before = Pt(42)
            paragraph.paragraph_format.keep_together = True
        yield paragraph, line
