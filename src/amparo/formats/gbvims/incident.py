"""One incident as codes, as far as the Incident Recorder asks for it. Pure.

It holds no name, no day of birth, no text of anybody, and nothing that no case of ours says: columns for which there is
nothing are named in ``recorder.LEFT_BLANK``. What was not asked or not said is empty or "not_asked", and is never read
as a no. ``age_band`` serves the context alone and does not leave.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from amparo.formats.codes import by_code
from amparo.formats.incidents import NOT_ASKED, Answers, Decided, checked, classify

UNDECIDED = classify(Answers())
"""Nobody was asked anything yet."""

_LISTS = {
    "age_band": "age_band",
    "displacement_phase": "displacement_phase",
    "time_of_day": "time_of_day",
    "place_kind": "place_kind",
    "abduction": "abduction",
    "who_count": "how_many",
    "relationship": "relationship",
}
_ANSWERS = ("goods_exchanged", "told_before", "earlier_incidents", "who_before", "wants_legal_action")


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened once to one person, in codes; ``""`` where nothing is known."""

    incident_id: str  # random
    survivor_code: str  # random, never made of a name or a birthday
    told_on: date | None = None
    happened_on: date | None = None  # None where only a month is known: never its first day
    only_month: bool = False  # she knows the month, and the recorder has a cell for a day alone
    age_band: str = ""  # as it stands in her case
    genders: tuple[str, ...] = ()
    displacement_phase: str = ""
    time_of_day: str = ""
    place_kind: str = ""
    decided: Decided = UNDECIDED
    goods_exchanged: str = NOT_ASKED
    abduction: str = ""
    told_before: str = NOT_ASKED
    earlier_incidents: str = NOT_ASKED
    who_count: str = ""
    who_before: str = NOT_ASKED  # whether the same person hurt her before
    relationship: str = ""
    several_who: bool = False  # she named more than one relationship, and the recorder has one cell: it stays empty
    wants_legal_action: str = NOT_ASKED
    seen_otherwise: bool = False  # somebody who works with her sees another kind than the rule; counted, never a cell

    def __post_init__(self) -> None:
        if not self.incident_id or not self.survivor_code:
            raise ValueError("An incident has an incident_id and a survivor_code.")
        for name in _ANSWERS:
            checked(getattr(self, name), name)
        for name, list_name in _LISTS.items():
            if getattr(self, name):
                known(list_name, getattr(self, name), name)
        for code in self.genders:
            known("gender", code, "genders")
        for name in ("told_on", "happened_on"):
            if isinstance(getattr(self, name), datetime):
                raise ValueError(f"{name} is a moment, and only a day is told.")


def known(list_name: str, code: str, name: str) -> str:
    """The code, if its list knows it."""
    if code not in by_code(list_name):
        raise ValueError(f"{name} holds {code!r}, which is not a code of the list {list_name}.")
    return code


def words(list_name: str) -> Mapping[str, str]:
    """What GBVIMS calls the codes of a list."""
    key = "parent" if list_name == "place_kind" else "gbvims"
    return MappingProxyType({code.code: code.more[key] for code in by_code(list_name).values()})
