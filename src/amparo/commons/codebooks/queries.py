"""Codebooks by their name and version, whoever wrote them: those of ``content`` and those of the house."""

from amparo.commons.codebooks.models import Book
from amparo.formats import codebook as formats
from amparo.formats.codebook import Codebook


def codebook_of(reference: str) -> Codebook | None:
    """The codebook of this name and version; None where nobody wrote one."""
    name = reference.partition("/")[0]
    if name in formats.names():
        found = formats.codebook(name)
        return found if found.reference == reference else None
    row = Book.objects.filter(name=reference).first()
    return formats.read(row.table) if row else None
