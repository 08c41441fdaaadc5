"""The page on what a lawyer can do: what is the same everywhere, and what somebody read about the law of her country.

What goes through the body of whoever hurt her is taken out. If it is somebody of the State, the ways past that office
stand first; where none is known the page says so, and that she asks the lawyer.
"""

from dataclasses import dataclass
from datetime import date

from amparo.access.pathways.queries import standing
from amparo.access.pathways.queries.legal_time import ANY_TIME, LegalTime, time_of
from amparo.access.pathways.queries.standing import Standing
from amparo.formats.lawyer import FIRST_OF_STATE, STATE, LawClock, LawLine, Matter, Part, law_lines, matters, parts
from amparo.formats.pathways import bodies_of, bodies_out

NO_STATE = frozenset({"humanitarian", "unknown"})  # bodies of which none is an office of the State


@dataclass(frozen=True, slots=True)
class ShownClock:
    """For what there is time, and how much, where a rule of the deadlines says it."""

    clock: LawClock
    time: LegalTime | None


@dataclass(frozen=True, slots=True)
class ShownLaw:
    """A line of a country, how it stands, and its clocks."""

    line: LawLine
    standing: Standing
    clocks: list[ShownClock]


@dataclass(frozen=True, slots=True)
class LawyerPage:
    """All that the page shows of one thing that she brings."""

    matter: Matter
    of_state: bool  # somebody of the State: that part and the ways past his office stand first
    state: Part
    parts: list[Part]
    ways: list[ShownLaw]
    law: list[ShownLaw]
    taken_out: int

    @property
    def has_hers(self) -> bool:
        """Is there a time that she has, and that may have gone by?"""
        times = [one.time for each in (*self.ways, *self.law) for one in each.clocks]
        return any(each.is_hers and each.unit != ANY_TIME for each in times if each)


def lawyer_page(code: str, *, country: str, today: date, who: str = "", situation: str = "") -> LawyerPage:
    """The page of what she brings, in a country; ``who`` hurt her, and from which way to help she comes."""
    matter, excluded = matters()[code], bodies_out(who, situation)
    of_state = code in FIRST_OF_STATE or bool(excluded - NO_STATE)
    if code in FIRST_OF_STATE and not excluded:
        excluded = bodies_of((), of_the_state=True)
    wanted = [each for each in law_lines(country) if code in each.situations]
    kept = [each for each in wanted if not each.bodies & excluded]
    known = standing.ledger(f"{country}-") if kept else standing.Ledger({}, {})
    shown = [each for each in (_shown(line, known, today) for line in kept) if each.standing.shown]
    return LawyerPage(
        matter=matter,
        of_state=of_state,
        state=parts()[STATE],
        parts=[each for each in parts().values() if each.code != STATE],
        ways=[each for each in shown if each.line.independent and of_state],
        law=[each for each in shown if not (each.line.independent and of_state)],
        taken_out=len(wanted) - len(kept),
    )


def _shown(line: LawLine, known: standing.Ledger, today: date) -> ShownLaw:
    return ShownLaw(line, standing.of_law(line, known), clocks_of(line, today))


def clocks_of(line: LawLine, today: date) -> list[ShownClock]:
    """For what there is time by a line, and how much."""
    return [ShownClock(each, time_of(each.rule, today)) for each in line.clocks]
