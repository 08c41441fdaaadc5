"""What is wrong with an export, or with a row of it: a code of the list ``export_fault``, and its facts."""

from dataclasses import dataclass, field

from amparo.formats.exports.limits import LONGEST_NAME
from amparo.formats.openrosa.faults import Fault

LIST = "export_fault"


class BadExport(Fault):
    """Nothing of this file can be brought in."""

    sentences = LIST


class BadValue(Fault):
    """An answer that cannot be what it was."""

    sentences = LIST


class BadForm(Fault):
    """A filled form that cannot be read; in the words that a phone would be told."""

    sentences = "submission_fault"


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing that is wrong with a row: in which line of which table, in which column. Never what stands there."""

    row: int  # as a spreadsheet counts, the heading is line 1; in other files the first is 1
    why: Fault = field(compare=False)
    column: str = ""
    table: str = ""  # empty: the one that has a line for each who answered

    @property
    def code(self) -> str:
        """Of which kind it is."""
        return self.why.code

    def sentence(self, language: str) -> str:
        """What it is and how to mend it, in words."""
        return self.why.sentence(language)


def shown(name: str) -> str:
    """A name out of a strange file as it may stand on a page: one line, nothing that cannot be seen, and short."""
    text = " ".join("".join(each if each.isprintable() else " " for each in name[: 4 * LONGEST_NAME]).split())
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
