"""What is missing, as a file for a spreadsheet: the codes beside their words, small counts as on the page."""

import csv
from collections.abc import Iterable
from io import StringIO

from amparo.commons.directory.queries.missing import KINDS, Half, Part, few
from amparo.formats.codes import label
from amparo.formats.gbvims.recorder import as_text

HEAD = ("half", "unit", "unit_name", "zone", "need", "need_name", "there_is_none", "they_said_no", "asked_first")


def written(parts: Iterable[Part], half: Half, language: str) -> bytes:
    """The file. No cell is a formula, whatever a unit is called."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(HEAD)
    for part in parts:
        for lack in part.lacks:
            counts = (few(getattr(lack, kind)) for kind in KINDS)
            row = (half.code, part.unit, part.name, part.zone, lack.need, label("need", lack.need, language), *counts)
            table.writerow([as_text(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")
