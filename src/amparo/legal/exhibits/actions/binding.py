"""The pieces of a folder as one PDF to file and to read: an index, page numbers, labels and digests.

It takes long, so it is made before the act and outside of its transaction, and leaves only with it: the list of the
folder holds its digest, as that of every piece.
"""

from datetime import datetime
from html import escape
from typing import Any

from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.codes import label
from amparo.formats.documents.text import in_words
from amparo.legal.exhibits.actions.exhibits import bytes_of
from amparo.legal.exhibits.queries.exhibits import TEXT, OpenExhibit

BOUND = "legajo.pdf"
KINDS = {"application/pdf": "pdf", "image/jpeg": "image", "image/png": "image", "image/webp": "image", TEXT: "html"}
LANGUAGE = "es"


@unaudited("it leaves only with a folder, which is audited")
def bound(pieces: list[OpenExhibit], *, by: Actor, now: datetime) -> dict[str, bytes]:
    """The PDF by its name in the folder; nothing where no piece can be laid on pages, or one of them is refused.

    Sound, film and archives are not in it: they lie beside it, as every piece does.
    """
    from amparo.formats.documents.bundle.binding import bind  # loads what makes PDFs
    from amparo.formats.documents.bundle.pieces import BadPiece

    going = [piece_of(each) for each in pieces if each.body["mime"] in KINDS]
    try:
        made = bind(going, language=LANGUAGE, day=in_words(clock.day(now), LANGUAGE))
    except BadPiece:
        return {}
    return {BOUND: made.data}


@unaudited("it changes nothing")
def piece_of(piece: OpenExhibit) -> Any:
    """A piece as it is bound: by the number it bears on paper, and of what kind it is; no word of hers."""
    from amparo.formats.documents.bundle.pieces import Piece

    title, kind, data = label("exhibit_kind", piece.kind, LANGUAGE), KINDS[piece.body["mime"]], bytes_of(piece)
    if kind == "html":
        data = f'<html lang="{LANGUAGE}"><h1>{escape(title)}</h1><pre>{escape(data.decode())}</pre></html>'.encode()
    return Piece(f"P-{piece.reference[:8]}", title, kind, data, piece.sha256)
