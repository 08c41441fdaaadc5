"""Which doors there are for what she needs: those that the search of places finds, without whoever hurt her.

It asks the same search as anybody does. What she told of a body that hurt her binds here also whoever does not read
it: that body's places are not offered to anybody who goes with her. Urgent health care stays.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from amparo.casework.queries.cases import OpenCase, whole
from amparo.casework.queries.her_doors import listed, wanted_next
from amparo.casework.queries.incidents import not_to
from amparo.casework.queries.referrals import Door, Referral, referrals_in
from amparo.casework.queries.transfer import is_left_out
from amparo.commons import clock
from amparo.commons.directory.queries.finding import Ask, Found, find, point_of_service, still_offered
from amparo.commons.directory.queries.missing import is_lack
from amparo.commons.policy.policies import Actor
from amparo.formats.pathways import bodies_out
from amparo.vault.actions.exclusion import facts_of
from amparo.vault.queries.opened import case_seeds

LATELY = timedelta(days=14)  # so long a door that gave her nothing is not offered to her again, where there is another


def kept_from(actor: Actor, opened: OpenCase) -> frozenset[str]:
    """The bodies whose places are not offered (list ``operator``): by what she told, and by whom she left out."""
    facts = facts_of(opened.case, case_seeds(actor, opened.case.ring))
    said = (bodies_out(each, "") for each in facts["about"])
    return frozenset(not_to(whole(actor, opened.case, opened).parts)).union(*said)


def said_no(opened: OpenCase, today: date) -> frozenset[str]:
    """The services that gave her nothing lately: later they may have room again, or what they had run out of."""
    ended = [each for each in referrals_in(opened.parts) if is_lack(each.outcome)]
    return frozenset(each.door.service for each in ended if each.steps[-1][1] > today - LATELY)


def doors_for(actor: Actor, opened: OpenCase, ask: Ask, *, now: datetime) -> Found:
    """The best ten, without the bodies that hurt her and organisations whose reader she left out.

    What said no to her lately stands there only where nothing else does.
    """
    facts, refused = facts_of(opened.case, case_seeds(actor, opened.case.ring)), said_no(opened, clock.day(now))
    asked = replace(ask, without=ask.without | kept_from(actor, opened))
    found = _without(find(replace(asked, skip=asked.skip | refused), now=now), facts)
    return found if found.hits or found.lines or not refused else _without(find(asked, now=now), facts)


def _without(found: Found, facts: Any) -> Found:
    """Of what was found, nothing of an organisation whose reader she left out."""
    hits = [each for each in found.hits if not is_left_out(each.organisation, facts)]
    return replace(found, hits=hits, lines=[each for each in found.lines if not is_left_out(each.organisation, facts)])


def door_to(actor: Actor, opened: OpenCase, need: str, service: str, *, now: datetime) -> Door | None:
    """The door of a service, where it is offered for her today for this need; else None."""
    bodies = kept_from(actor, opened)
    hit = still_offered(Ask(needs=(need,), without=bodies), service, now=now)
    if hit is None or is_left_out(hit.organisation, facts_of(opened.case, case_seeds(actor, opened.case.ring))):
        return None
    return Door(hit.reference, hit.name, hit.organisation, hit.operator, hit.town, hit.organisation_reference)


def is_shut_to_her(actor: Actor, opened: OpenCase, door: Door, need: str, *, now: datetime) -> bool:
    """Does the door belong to those who hurt her by now, or is it gone? Urgent health care never is."""
    return door_to(actor, opened, need, door.service, now=now) is None


def next_doors(actor: Actor, opened: OpenCase, one: Referral, *, now: datetime) -> list[tuple[str, Any]]:
    """Where else she may go once this door gave her nothing: each place with the need for which it stands there.

    The best near that door first, then a lawyer; none where she was already or is going. None while it is under way.
    """
    if not one.gave_nothing:
        return []
    lat, lon, country = point_of_service(one.door.service)
    known = {each.door.service for each in referrals_in(opened.parts)}
    found = dict[str, str]()
    for need, most in wanted_next(one.need):
        there = doors_for(actor, opened, Ask(needs=(need,), lat=lat, lon=lon, country=country), now=now)
        new = [each.reference for each in (*there.hits, *there.lines) if each.reference not in {*known, *found}]
        found |= dict.fromkeys(new[:most], need)
    return [(need, service) for reference, need in found.items() if (service := listed(reference, now)) is not None]
