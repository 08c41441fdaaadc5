"""To whom something may be referred: what a case asks, with its own key and its own guards.

This list says who could answer. Whether she allowed that body, and what travels, is decided where the case is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from amparo.access.focal_points.queries.desk import Line, by_name, line_of, local_time, rows, spans_of
from amparo.access.focal_points.queries.state import DUE
from amparo.commons import clock
from amparo.formats.codes import codes
from amparo.formats.opening import closing, on_day
from amparo.vault.queries.readers import confirmed_keys

UNKNOWN = "unknown"  # of a body of which nobody said what it is, nobody knows whether she fears it


@dataclass(frozen=True, slots=True)
class Receiver:
    """A focal point to whom something may be referred, as she stands at a moment."""

    focal_point: str  # her opaque name here
    account: str  # the opaque name of her account, as the trail has it
    reader: Any  # her key in the vault, where a second person confirmed it; else None, and nothing can be sealed to her
    name: str
    entity: str
    organisation: str  # the opaque name of her body in the list of places
    operator: str  # content/codes/operator
    tells: tuple[str, ...]  # bodies that hers tells things to, same codes
    competences: tuple[str, ...]
    place: str  # the code of her place
    languages: tuple[str, ...]
    hours_today: tuple[tuple[time, time], ...]  # in the hour of her place
    is_open: bool
    is_due: bool  # somebody should make sure again; something may still be referred to her
    is_away: bool
    deputy: "Receiver | None" = None  # who stands in, only while she is away


def competences_for(need: str) -> list[str]:
    """What a focal point has to answer for, so that this need may be referred to her; none where nobody can."""
    return [each.code for each in codes("competence") if need in each.more["needs"]]


def receivers_for(
    need: str, *, place: Any = None, organisation: str = "", without: Collection[str] = (), now: datetime
) -> list[Receiver]:
    """Who answers for this need, by body and name; those of the very place first, then those of the same unit.

    ``place``: where she is (a place of the map), else everywhere. ``organisation``: the opaque name of one body alone.
    ``without``: codes of operators that must not receive it. What runs her body, and whom that tells, both count; a
    body of which nobody knows what it is receives nothing as soon as one is named.
    """
    wanted, left_out = set(competences_for(need)), set(without)
    lines = [line_of(each, clock.day(now)) for each in rows()]
    able = {each.focal.pk: each for each in lines if each.state.answers and not _is_left_out(each, left_out)}
    keys = confirmed_keys(each.focal.user_id for each in able.values())
    found = [
        each
        for each in able.values()
        if wanted & set(each.focal.competences)
        and organisation in {"", each.focal.team.organisation.reference}
        and (place is None or each.focal.place.admin1_id == place.admin1_id)
    ]
    found.sort(key=lambda each: (place is not None and each.focal.place_id != place.pk, by_name(each)))
    return [_receiver(each, able, keys, now) for each in found]


def _is_left_out(line: Line, left_out: set[str]) -> bool:
    """Is her body, or one that it tells, among those that must not have it?"""
    body = line.focal.team.organisation if line.focal.team else None
    if body is None:
        return True
    return bool(left_out) and bool(left_out & {body.operator, *body.shares_with} or body.operator == UNKNOWN)


def _receiver(
    line: Line, able: dict[int, Line], keys: dict[int, Any], now: datetime, *, stands_in: bool = False
) -> Any:
    """One of them; with who stands in, where she is away."""
    focal, local = line.focal, local_time(line.focal, now)
    spans, body = spans_of(focal), focal.team.organisation
    is_away = focal.away_until is not None and clock.day(now) <= focal.away_until
    deputy = able.get(focal.deputy_id) if is_away and not stands_in else None
    return Receiver(
        focal.reference, focal.user.reference, keys.get(focal.user_id), line.name, line.entity, body.reference,
        body.operator, tuple(body.shares_with), tuple(focal.competences), focal.place.code, tuple(focal.languages),
        tuple(on_day(spans, local.date())), closing(spans, local) is not None, line.state.code == DUE, is_away,
        _receiver(deputy, able, keys, now, stands_in=True) if deputy else None,
    )  # fmt: skip
