"""The document as PDF/UA: laid out from the printed page, with its structure, language and title, and nothing else.

WeasyPrint asks the system for Pango. Where that is missing ``can_page`` says no, and the desk offers Word and print.
"""

import io
import os
import warnings
from functools import cache
from types import ModuleType

import pikepdf

from amparo.formats.documents.bare import bare_pdf
from amparo.formats.documents.filling import Document
from amparo.formats.documents.printing import page


class NoPango(Exception):
    """This computer cannot lay out a PDF."""


@cache
def can_page() -> bool:
    """Is there what WeasyPrint asks of the system?"""
    try:
        weasyprint()
    except (ImportError, OSError):
        return False
    return True


def weasyprint() -> ModuleType:
    """The library, loaded when it is first asked for: it is large, and asks for Pango as it loads.

    Where the system has no libharfbuzz-subset it warns that it will need one some day; until then fontTools cuts the
    fonts, and would write into each of them when that was: so it is told a day that says nothing.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import weasyprint as loaded
    library: ModuleType = loaded
    return library


def pdf(document: Document) -> bytes:
    """The bytes of the PDF; the same document gives the same bytes."""
    return lay_out(page(document), title=document.neutral_title, language=document.tag)


def lay_out(html: str, *, title: str, language: str) -> bytes:
    """A page of ours as PDF/UA. Nothing that it may name is fetched: no file, no address."""
    if not can_page():
        raise NoPango("Pango is not here.")
    nothing = weasyprint().urls.URLFetcher(allowed_protocols=())
    made = weasyprint().HTML(string=html, url_fetcher=nothing).write_pdf(pdf_variant="pdf/ua-1")
    with pikepdf.open(io.BytesIO(made)) as opened:
        return bare_pdf(opened, title=title, language=language, is_accessible=True)
