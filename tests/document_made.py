"""Fictional values for every field, and readers of finished files that share no code with what made them."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from ctypes.util import find_library
from xml.etree import ElementTree

import pypdf
import pytest

from amparo.formats.documents.filling import Document, fill
from amparo.formats.documents.templates import Template, fields, templates

needs_pango = pytest.mark.skipif(
    not find_library("pangoft2-1.0"),
    reason="PANGO IS NOT ON THIS COMPUTER: NO PDF WAS MADE AND NONE WAS LOOKED AT (apt install libpangoft2-1.0-0)",
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EVERY = [(code, language) for code, each in templates().items() for language in each.languages]


def made_up(template: Template) -> dict[str, str]:
    """A value for each field that nobody could mistake for another."""
    return {each.code: f"Zulema {each.code.replace('_', ' ')} inventada" for each in template.fields}


def filled(
    code: str,
    language: str,
    values: Mapping[str, str] | None = None,
    *,
    withheld: bool = False,
    exhibits: list[str] | None = None,
    reviewed: bool = False,
) -> Document:
    """A template with made-up values, or with these over them."""
    template = templates()[code]
    said = made_up(template) | dict(values or {})
    shown = ["A-1 foto"] if exhibits is None else exhibits
    return fill(template, said, language=language, exhibits=shown, address_withheld=withheld, reviewed=reviewed)


def text_of_word(data: bytes) -> str:
    """What a Word file says, paragraph by paragraph, read with the XML of the standard library."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        tree = ElementTree.fromstring(file.read("word/document.xml"))
    return "\n".join("".join(_signs(each)) for each in tree.iter(f"{W}p"))


def _signs(paragraph: ElementTree.Element) -> Iterator[str]:
    for each in paragraph.iter():
        if each.tag == f"{W}t":
            yield each.text or ""
        elif each.tag in (f"{W}br", f"{W}tab"):
            yield "\n" if each.tag == f"{W}br" else "\t"


def text_of_pdf(data: bytes) -> str:
    """What a PDF says, as another program reads it; one blank between two words."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def text_of_page(html: str) -> str:
    """What a page says, without its marks."""
    from html import unescape

    return unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?s)<style>.*?</style>", "", html)))


def addresses() -> list[str]:
    """The fields that hold where she lives."""
    return [code for code, each in fields().items() if each.is_address]
