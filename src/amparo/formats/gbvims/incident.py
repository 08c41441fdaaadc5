"""One incident as codes, as far as the Incident Recorder asks for it. Pure.

It holds no name, no day of birth, no text of anybody. What was not asked or not said is empty or "not_asked", and is
never read as a no. ``age`` serves the context alone and does not leave.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from amparo.formats.codes import by_code
from amparo.formats.incidents import NOT_ASKED, Answers, Decided, checked, classify

SERVICES = ("safehouse", "medical", "psycho", "legal", "police", "livelihoods", "protection")
"""The columns of services. All but the police are reached by a need (``column_of``)."""

UNDECIDED = classify(Answers())
"""Nobody was asked anything yet."""

_LISTS = {
    "country_of_origin": "country",
    "displacement_phase": "displacement_phase",
    "time_of_day": "time_of_day",
    "place_kind": "place_kind",
    "abduction": "abduction",
    "who_age": "age_group",
    "relationship": "relationship",
}
_ANSWERS = (
    "traditional_practice", "goods_exchanged", "told_before", "told_gbvims", "earlier_incidents", "who_before",
    "wants_legal_action",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened once to one person, in codes; ``""`` where nothing is known."""

    incident_id: str  # random
    survivor_code: str  # random, never made of a name or a birthday
    caseworker_code: str = ""
    agency_code: str = ""
    told_on: date | None = None
    happened_on: date | None = None  # None where only a month is known: never its first day
    age: int | None = None
    genders: tuple[str, ...] = ()
    country_of_origin: str = ""
    displacement_phase: str = ""
    time_of_day: str = ""
    place_kind: str = ""
    unit: str = ""  # the name of a province or coarser: nothing finer leaves
    decided: Decided = UNDECIDED
    traditional_practice: str = NOT_ASKED
    goods_exchanged: str = NOT_ASKED
    abduction: str = ""
    told_before: str = NOT_ASKED
    told_gbvims: str = NOT_ASKED  # whether whom she told before works with GBVIMS
    earlier_incidents: str = NOT_ASKED
    who_count: int | None = None
    who_genders: tuple[str, ...] = ()
    who_before: str = NOT_ASKED  # whether the same person hurt her before
    who_age: str = ""
    relationship: str = ""
    sent_by: tuple[str, ...] = ()
    wants_legal_action: str = NOT_ASKED
    decisions: tuple[tuple[str, str], ...] = ()  # a column of SERVICES, and what came of it
    seen_otherwise: bool = False  # somebody who works with her sees another kind than the rule; counted, never a cell
    several_who: bool = False  # she named more than one relationship, and the recorder has one cell: it stays empty

    def __post_init__(self) -> None:
        if not self.incident_id or not self.survivor_code:
            raise ValueError("An incident has an incident_id and a survivor_code.")
        for name in _ANSWERS:
            checked(getattr(self, name), name)
        for name, list_name in _LISTS.items():
            if getattr(self, name):
                known(list_name, getattr(self, name), name)
        for name, list_name in {"genders": "gender", "who_genders": "gender", "sent_by": "referral_source"}.items():
            for code in getattr(self, name):
                known(list_name, code, name)
        for column, decision in self.decisions:
            if column not in SERVICES:
                raise ValueError(f"decisions holds {column!r}, which is no column of services.")
            known("service_decision", decision, "decisions")
        self._check_numbers_and_days()

    def _check_numbers_and_days(self) -> None:
        for name in ("age", "who_count"):
            number = getattr(self, name)
            if number is not None and (type(number) is not int or number < 0):
                raise ValueError(f"{name} is {number!r}, which is not a number.")
        for name in ("told_on", "happened_on"):
            if isinstance(getattr(self, name), datetime):
                raise ValueError(f"{name} is a moment, and only a day is told.")


def known(list_name: str, code: str, name: str) -> str:
    """The code, if its list knows it."""
    if code not in by_code(list_name):
        raise ValueError(f"{name} holds {code!r}, which is not a code of the list {list_name}.")
    return code


def column_of(need: str) -> str:
    """The column of services in which what came of this need is told, or nothing."""
    known("need", need, "need")
    return str(by_code("need")[need].more.get("recorder", ""))


def words(list_name: str) -> Mapping[str, str]:
    """What GBVIMS calls the codes of a list."""
    key = "parent" if list_name == "place_kind" else "gbvims"
    return MappingProxyType({code.code: code.more[key] for code in by_code(list_name).values()})
