"""What is wrong with a table from paper: where it stands, and how it is mended. No sentence repeats what is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from amparo.formats.codes import label
from amparo.formats.openrosa.faults import Fault

LIST = "paper_fault"  # the sentences, under content/codes


class BadTable(Fault):
    """This file is no table that can be read at all."""

    sentences = LIST


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is wrong: in which row, as a spreadsheet counts them, and under which heading."""

    row: int
    column: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """What is wrong and how to mend it, in words. Where the door would not count it, the door says why."""
        reason = self.facts.get("reason", "")
        facts = {**self.facts, "reason": label("door_reason", reason, language)} if reason else self.facts
        return BadTable(self.code, **facts).sentence(language)


class Wrong(ValueError):
    """A cell that cannot be read."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts
