"""Papers and exhibits as one PDF: a cover, an index with digests, a number on each page, and nothing that runs."""

from amparo.formats.documents.bundle.binding import Bundle, Entry, bind
from amparo.formats.documents.bundle.pieces import BadPiece, Piece

__all__ = ["BadPiece", "Bundle", "Entry", "Piece", "bind"]
