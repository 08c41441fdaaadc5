"""What an import did, or would do: in numbers, and line by line where a person should look."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from amparo.formats.hsds import Problem, Tally
from amparo.formats.hsds.problems import REFUSED

MOST_LINES = 1_000  # lines kept to be read; what is beyond them is counted


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at: its code, the place in the file or the name of the record, and what a sentence needs."""

    code: str
    place: str
    params: Mapping[str, object] = field(default_factory=dict)
    is_refused: bool = True


@dataclass(slots=True)
class Report:
    """The tally. ``reference`` is the source it is about, so that the trail can name it."""

    reference: str = ""
    tally: Tally = field(default_factory=Tally)
    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    gone: int = 0  # of the same source, and no longer in its list
    refused_here: Counter[str] = field(default_factory=Counter)  # by the house, not by the reader
    organisations: Counter[str] = field(default_factory=Counter)  # new, changed, kept
    places_found: int = 0
    places_not_found: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    hours_left: int = 0
    future_checks: int = 0
    lines: list[Line] = field(default_factory=list)
    more_lines: int = 0
    stopped: bool = False

    @property
    def read(self) -> int:
        """How many services the file holds that could be read."""
        return self.tally.read["service"]

    @property
    def refused(self) -> Counter[str]:
        """Why records were left out, by code."""
        return self.tally.refused + self.refused_here

    def note(self, line: Line) -> None:
        """Keep a line, while there are few enough to be read."""
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)
        else:
            self.more_lines += 1

    def note_problem(self, problem: Problem) -> None:
        """A problem that the reader met and has counted."""
        self.note(Line(problem.code, place_of(problem), problem.params, problem.level == REFUSED))
        self.stopped = self.stopped or problem.stops

    def refuse(self, code: str, name: str, **params: object) -> None:
        """A record that could be read and that the house leaves out."""
        self.refused_here[code] += 1
        self.note(Line(code, f"«{name}»", params))


def place_of(problem: Problem) -> str:
    """Where in the file, in words: the file of a package, the record, the field, the line."""
    where = problem.where
    words = (
        where.file,
        _("record %(n)s") % {"n": where.record} if where.record else "",
        _("field “%(field)s”") % {"field": where.path} if where.path else "",
        _("line %(n)s") % {"n": where.line} if where.line else "",
    )
    return capfirst(", ".join(word for word in words if word))
