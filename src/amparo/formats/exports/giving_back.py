"""The rows that could not be brought in, as one table to mend and bring again.

Whatever they came in, they go back as a table of text with a column for each question, and why each row did not come
before them. What was told again has its position in the heading: ``visit[2]/place``. This house reads that table too.
"""

import csv
from collections.abc import Iterable
from io import StringIO
from itertools import islice

from amparo.formats.exports.assembling import Assembling
from amparo.formats.exports.columns import REASON, ROW, Columns
from amparo.formats.exports.records import Index, Row
from amparo.formats.gbvims.recorder import as_text
from amparo.formats.openrosa.forms import Form

MOST = 5_000  # rows: whoever has more mends the file where it was made


def given_back(columns: Columns, rows: Iterable[Row], language: str) -> bytes:
    """The table. No cell is a formula, whatever stands in it."""
    wrong = list(islice((row for row in rows if row.faults and not row.is_astray), MOST))
    order = Assembling(columns).place
    places = sorted({(each.path, each.index) for row in wrong for each in row.answers}, key=lambda each: order(*each))
    heading = [ROW, REASON, "KEY", *(heading_of(columns.form, *each) for each in places)]
    out = StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(heading)
    for row in wrong:
        said = {(each.path, each.index): each.value for each in row.answers}
        why = " ".join(dict.fromkeys(_said(row, language)))
        cells = [str(row.number), why, row.instance_id or row.given, *(said.get(each, "") for each in places)]
        table.writerow([as_text(each) for each in cells])
    return out.getvalue().encode("utf-8-sig")


def _said(row: Row, language: str) -> Iterable[str]:
    for fault in row.faults:
        where = " · ".join(each for each in (fault.table, fault.column) if each)
        yield f"{where}: {fault.sentence(language)}" if where else fault.sentence(language)


def heading_of(form: Form, path: str, index: Index) -> str:
    """How a place is written above a column: ``visit[2]/place``."""
    at, steps, positions = f"/{form.root}", [], iter(index)
    for step in path[len(at) + 1 :].split("/"):
        at = f"{at}/{step}"
        steps.append(f"{step}[{next(positions, 1)}]" if at in form.repeats else step)
    return "/".join(steps)
