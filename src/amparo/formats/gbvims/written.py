"""An export as two files of text: the rows for the Incident Recorder, and what the rows do not say. Pure.

The second file stays with whoever exports. "GBVIMS context (auto)" stands there and nowhere else: it is what GBVIMS
concludes by its own rules, and no answer of hers.
"""

import csv
import io
from collections.abc import Iterable, Mapping

from amparo.formats.codes import label
from amparo.formats.gbvims.context import CONTEXT
from amparo.formats.gbvims.recorder import COLUMNS, LEFT_BLANK, NOT_MAPPED, Export, Tally, as_text


def rows_csv(export: Export) -> str:
    """The header and the rows: 42 columns each, and no cell that a program calculates with."""
    return _csv([COLUMNS, *export.rows])


def beside_csv(tally: Tally) -> str:
    """What the rows do not say, one count on a line, in the language of the recorder; also which columns are empty."""
    lines = [
        ("what", "of it", "count"),
        ("incidents read", "", tally.read),
        ("rows written", "", tally.written),
        *_counted("not written, because of her permission", "consent_reason", tally.withheld),
        ("sex not mapped: neither letter is hers", "", tally.sex_not_mapped),
        *_counted("the letter says less than she did", "gender", tally.letter_says_less),
        ("no core type: a question before the first yes has no answer", "", tally.not_classified),
        ("core type by the rule, which somebody sees otherwise", "", tally.seen_otherwise),
        *[(f"not mapped: {NOT_MAPPED[column]}", column, tally.not_mapped.get(column, 0)) for column in NOT_MAPPED],
        *[(f"left blank in every row: {why}", column, tally.written) for column, why in LEFT_BLANK.items()],
        *[("GBVIMS context (auto)", CONTEXT[name], number) for name, number in sorted(tally.context.items())],
    ]
    return _csv([[as_text(str(cell)) for cell in line] for line in lines])


def _counted(what: str, list_name: str, counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    return [(what, label(list_name, code, "en"), number) for code, number in sorted(counts.items())]


def _csv(lines: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue()
