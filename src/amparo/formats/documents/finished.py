"""A document as a file: which forms this house can make, and one of them. What makes it is loaded when asked."""

from ctypes.util import find_library
from functools import cache
from importlib.util import find_spec
from threading import BoundedSemaphore

from amparo.formats.documents.filling import Document
from amparo.formats.documents.printing import page
from amparo.formats.slow_work import in_line

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
_PLACES, _WAITING, _PATIENCE = BoundedSemaphore(1), BoundedSemaphore(1), 20.0


@cache
def forms_here() -> tuple[str, ...]:
    """The forms that this house can make: the page always; Word and PDF where what makes them is installed."""
    words = ["docx"] if find_spec("docxtpl") and find_spec("docx") else []
    has_pango = bool(find_library("pangoft2-1.0")) and bool(find_spec("weasyprint")) and bool(find_spec("pikepdf"))
    return (*words, *(["pdf"] if has_pango else []), "html")


def finished(document: Document, form: str) -> bytes:
    """The bytes of it in one of these forms; ``slow_work.Full`` where others are being made."""
    if form == "html":
        return page(document).encode()
    with in_line(_PLACES, _WAITING, _PATIENCE):
        if form == "docx":
            from amparo.formats.documents.word import word

            return word(document)
        if form == "pdf":
            from amparo.formats.documents.paging import pdf

            return pdf(document)
    raise ValueError("There is no such form.")
