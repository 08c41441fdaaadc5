"""Where nobody answers: each unit of a country, for each thing that somebody can answer for, as work to be done.

It is a list of what to do next, never a table of colours and never a comparison of people.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.access.focal_points.queries.desk import Line, lines_for
from amparo.access.focal_points.queries.state import DUE, INVITED, LAPSED
from amparo.commons import clock
from amparo.commons.places.queries import units
from amparo.commons.policy.policies import Actor
from amparo.formats.codes import codes


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to answer for, over a whole country: what there is to do, and where nobody is."""

    competence: str
    there: int  # units in which somebody answers
    to_check: list[Line] = field(default_factory=list)  # due or lapsed: the nearest thing is to ask again
    to_accredit: list[Line] = field(default_factory=list)  # invited: the nearest thing is to accredit her
    nobody: list[Any] = field(default_factory=list)  # units without anybody, also none who was invited or lapsed
    is_empty: bool = False  # nobody was ever asked, in no unit

    @property
    def is_whole(self) -> bool:
        """Is there nothing to do?"""
        return not (self.to_check or self.to_accredit or self.nobody)


def gaps_for(actor: Actor, country: str, today: date | None = None) -> list[Gap]:
    """For each thing that can be answered for: who is to be asked again, who waits, and which units have nobody."""
    lines = [each for each in lines_for(actor, today or clock.today()) if each.focal.place.admin1.country_id == country]
    all_units = units(country)
    return [_gap(each.code, lines, all_units) for each in codes("competence")]


def _gap(competence: str, lines: list[Line], all_units: list[Any]) -> Gap:
    here = [each for each in lines if competence in each.focal.competences]
    units_of = {each.focal.place.admin1_id for each in here}
    answered = {each.focal.place.admin1_id for each in here if each.state.answers}
    return Gap(
        competence,
        len(answered),
        [each for each in here if each.state.code in {DUE, LAPSED}],
        [each for each in here if each.state.code == INVITED],
        [unit for unit in all_units if unit.code not in units_of],
        not here,
    )
