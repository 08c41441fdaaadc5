"""How long fifty exhibits of two hundred pages take to become one PDF, and how much memory: here and behind the walls.

./amparo bench binding
"""

import io
import resource
import time

from _house import finish_run, report
from PIL import Image

from amparo.formats.documents.bundle.binding import bind
from amparo.formats.documents.bundle.pieces import Piece
from amparo.formats.documents.paging import lay_out

BUDGETS = {"bind_s": 15.0, "here_mb": 300.0, "walls_mb": 300.0}  # promised of 50 exhibits and 200 pages
PDFS, PAGES_EACH, PHOTOS = 40, 5, 10


def main() -> None:
    pieces = [*texts(), *photos()]
    began = time.perf_counter()
    made = bind(pieces, language="es", heading="Anexos", day="28 de noviembre de 2026")
    took = time.perf_counter() - began
    report(
        "binding", budgets=BUDGETS, exhibits=len(pieces), pages=made.pages, bytes=len(made.data), bind_s=round(took, 2),
        here_mb=most(resource.RUSAGE_SELF), walls_mb=most(resource.RUSAGE_CHILDREN),
    )  # fmt: skip
    finish_run()


def most(who: int) -> float:
    """Megabytes at the highest, this program or the largest of its children."""
    return round(resource.getrusage(who).ru_maxrss / 1024, 1)


def texts() -> list[Piece]:
    """Papers of five full pages each."""
    line = "Lo que se dijo aquel día, escrito otra vez para que haya mucho que leer. " * 40
    body = "".join(f"<h1 style='break-before:page'>{n}</h1><p>{line}</p>" for n in range(PAGES_EACH))
    return [
        Piece(
            f"A-{n}", f"Papel {n}", "pdf", lay_out(f"<html lang=es><body><h2>{n}</h2>{body}", title="x", language="es")
        )
        for n in range(1, PDFS + 1)
    ]


def photos() -> list[Piece]:
    """Photos as a phone takes them, with nothing that packs well."""
    out = io.BytesIO()
    Image.effect_noise((3000, 2000), 40).convert("RGB").save(out, "JPEG", quality=60)
    return [Piece(f"B-{n}", f"Foto {n}", "image", out.getvalue()) for n in range(1, PHOTOS + 1)]


if __name__ == "__main__":
    main()
