"""The doors for her on her own page: where each stands; and the next one, where somebody turned her away.

No key of the house is open there. So what the search needs stands in what is sealed to her words.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amparo.casework.queries.referrals import Referral, referrals_in
from amparo.commons.directory.queries.finding import Ask, find, point_of_service
from amparo.commons.directory.queries.public import public_service
from amparo.commons.policy.policies import Hidden
from amparo.formats.codes import by_code

MOST_DOORS, LONGEST = 5, 80
NEXT, LAWYERS = 3, 1  # places that are shown to her at once
LAWYER = "lawyer"  # of the list need


def doors_in(parts: Any) -> list[dict[str, str]]:
    """What she sees of her doors, those under way first: codes stay codes."""
    return [_told(each) for each in referrals_in(parts)[:MOST_DOORS]]


def _told(found: Referral) -> dict[str, str]:
    said = found.part.said
    return {
        "ref": found.reference, "to": found.door.name[:LONGEST], "need": found.need, "state": found.state,
        "svc": found.door.service, "day": str(said("ref_day", "")), "hour": str(said("ref_hour", "")),
        "ask": str(said("ref_door", ""))[:LONGEST], "out": found.outcome, "code": found.code,
    }  # fmt: skip


def door_named(copy: Mapping[str, Any], reference: str) -> dict[str, str] | None:
    """One of her doors that is under way, by its opaque name; None where it is none."""
    doors = copy["doors"] if isinstance(copy["doors"], list) else []
    found = next((each for each in doors if isinstance(each, dict) and each.get("ref") == reference), None)
    if found is None or by_code("referral_state").get(found.get("state", "")) is None:
        return None
    return None if by_code("referral_state")[found["state"]].more["ends"] else found


def next_for(copy: Mapping[str, Any], door: Mapping[str, str], *, now: datetime) -> list[Any]:
    """The nearest places for the same need, without the one that turned her away; then a lawyer, if she wants one."""
    shut = frozenset(each for each in copy["shut"] if each in by_code("operator")) if copy["shut"] else frozenset()
    said_no = [each["svc"] for each in copy["doors"] if isinstance(each, dict) and each.get("svc")]
    return next_places(door.get("need", ""), door.get("svc", ""), shut=shut, skip=frozenset(said_no), now=now)


def next_places(need: str, service: str, *, shut: frozenset[str], skip: frozenset[str], now: datetime) -> list[Any]:
    """The same, by codes alone, as her browser asks it."""
    lat, lon, country = point_of_service(service)
    found = list[str]()
    for code, most in wanted_next(need):
        ask = Ask(needs=(code,), lat=lat, lon=lon, country=country, without=shut, skip=skip | {service})
        there = find(ask, now=now)
        new = [each.reference for each in (*there.hits, *there.lines) if each.reference not in found]
        found += new[:most]
    return [each for each in (listed(reference, now) for reference in found) if each is not None]


def wanted_next(need: str) -> list[tuple[str, int]]:
    """What is looked for once a door turned her away, and how many places of each are shown."""
    wanted = {need: NEXT} if need == LAWYER else {need: NEXT, LAWYER: LAWYERS}
    return [(code, most) for code, most in wanted.items() if code in by_code("need")]


def listed(reference: str, now: datetime) -> Any:
    """A service as the list knows it today; None where it is not shown any more."""
    try:
        return public_service(reference, now=now)
    except Hidden:
        return None
