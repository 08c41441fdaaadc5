"""What the tests of children and homes share: a matter about a home, what she is asked, and a session over it."""

from datetime import datetime, timedelta
from typing import Any

from amparo.commons import clock
from amparo.formats.case_questions import Answer
from amparo.legal.evictions import actions, queries
from amparo.legal.representation.models import Matter, MatterPart
from tests.lawyers import Lawyers, a_clear_matter

LANDLORD = "Casero de ejemplo"
SIDES = (
    {"party_role": Answer("client"), "party_name": Answer("Yuli la de ejemplo")},
    {"party_role": Answer("landlord"), "party_name": Answer(LANDLORD)},
)
NOW = clock.now() - timedelta(days=2)  # what is told is of the day before yesterday
CLEAR = {
    "gate_alone": "yes", "gate_hurt": "no", "gate_fear": "no", "gate_control": "no", "gate_safe": "yes",
    "gate_counsel": "yes",
}  # fmt: skip
JOINT = {"session_mode": "joint", "session_day": "2027-01-15", "session_attends": ("her", "her_lawyer", "landlord")}
SHUTTLE = {"session_mode": "shuttle", "session_attends": ("her_lawyer", "landlord")}
WHY = "Ella lo pidió, de ejemplo"


def a_home(house: Lawyers, by: str = "lucia", country: str = "EC", kind: str = "eviction") -> Matter:
    """A matter about a home, in whose way no conflict stands."""
    about = {"matter_kind": Answer(kind), "matter_country": Answer(country)}
    return a_clear_matter(house, by, SIDES, **about)


def said(**answers: Any) -> dict[str, Answer]:
    """Answers; a value of None is: she does not know."""
    return {code: Answer(said="does_not_know") if each is None else Answer(each) for code, each in answers.items()}


def ask(house: Lawyers, matter: Matter, *, hours: float = 0, by: str = "lucia", **otherwise: Any) -> MatterPart:
    """She is asked, so many hours after ``NOW``; what differs from an open room is named."""
    answers = said(**{**CLEAR, **otherwise})
    made: MatterPart = actions.ask_her(matter, answers=answers, by=house.person(by), now=at(hours))
    return made


def plan(house: Lawyers, matter: Matter, *, hours: float = 0, why: str = WHY, **session: Any) -> MatterPart:
    """A session is set; in one room, where nothing else is said."""
    answers = said(**(session or JOINT))
    made: MatterPart = actions.set_session(matter, answers=answers, why=why, by=house.person("lucia"), now=at(hours))
    return made


def hold(house: Lawyers, matter: Matter, part: MatterPart, *, hours: float = 0) -> None:
    """It was held."""
    actions.hold_session(matter, reference=part.reference, answers={}, by=house.person("lucia"), now=at(hours))


def at(hours: float) -> datetime:
    """So many hours after ``NOW``."""
    return NOW + timedelta(hours=hours)


def state(house: Lawyers, matter: Matter, *, hours: float = 0) -> str:
    """Where it stands with one room."""
    return queries.state_of(house.opened(matter), at(hours))


def is_waiting(part: MatterPart) -> bool:
    """Is it on the list of the day?"""
    part.refresh_from_db()
    return part.ended_on is None and part.due_on is not None
