"""Keeping a codebook. Only fieldwork calls this, when a questionnaire is first asked somewhere."""

from collections.abc import Mapping
from typing import Any

from amparo.commons.audit.actions import unaudited
from amparo.commons.codebooks.models import Book
from amparo.formats.codebook import BadCodebook, Codebook, read


@unaudited("a part of sending a questionnaire into the field, which is audited")
def keep_book(table: Mapping[str, Any]) -> Codebook:
    """Keep a version of a codebook, or find that it is kept already with the same words.

    Raises
    ------
    BadCodebook : where it asks for what no row may hold, or says something else than what is kept under its name.
    """
    book = read(table)
    row, _is_new = Book.objects.get_or_create(
        name=book.reference, defaults={"table": dict(table), "digest": book.digest}
    )
    if row.digest != book.digest:
        raise BadCodebook(f"{book.reference} was changed without a new version.")
    return book
