"""To whom a lock is opened: whoever minds at the place of a stay, and child protection; nobody who was taken out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from amparo.access.alternative_care.models import TAKES_ROOM, CarePlace, Carer, Child
from amparo.access.alternative_care.policies import MINDING, PROTECTS
from amparo.access.alternative_care.queries.children import minding_at, protecting
from amparo.commons import clock
from amparo.commons.accounts.queries import accounts_with
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor
from amparo.vault.actions.ledger import who_left
from amparo.vault.actions.rings import leave_rings, share_ring
from amparo.vault.queries.opened import opened_by
from amparo.vault.queries.readers import reader_of, readers_of_ring

CARE = "default"


@unaudited("a part of an act, which is audited")
def let_in(ring: str, readers: Iterable[Any], *, by: Actor) -> None:
    """Wrap a lock to these, where it is not yet; whoever was taken out of it stays out."""
    opened_by(by)
    held = {each.reference for each in readers_of_ring(ring)}
    wanted = {each.reference: each for each in readers if each.reference not in held}
    for reference in set(wanted) - who_left(ring, wanted):
        share_ring(ring, wanted[reference], by=by)


@unaudited("a part of an act, which is audited")
def let_in_where_it_stays(child: Child, *, by: Actor, now: datetime) -> None:
    """Whoever minds where this child stays from now on, and child protection, opens the record too."""
    places = CarePlace.objects.filter(bookings__child=child, bookings__state__in=TAKES_ROOM, bookings__ends_at__gt=now)
    minding = [each for place in places.distinct() for each in minding_at(place, clock.day(now, place.zone))]
    let_in(child.ring, [*protecting(), *minding], by=by)


@unaudited("it takes away what stopped to count by itself")
def take_out_who_minds_no_more(now: datetime) -> int:
    """Take every wrap of a child away from whoever minds nowhere any more, and is not of child protection."""
    found = whom_to_take_out(now)
    for reader, rings in found:
        leave_rings(rings, reader)
    return len(found)


@unaudited("it changes nothing")
def whom_to_take_out(now: datetime) -> list[tuple[Any, list[str]]]:
    """Whose time is over, with the locks of children that she still opens."""
    perhaps = Carer.objects.filter(until__gte=clock.day(now) - timedelta(days=1)).select_related("place")
    stays = {each.user_id for each in perhaps if each.until >= clock.day(now, each.place.zone)} - {None}
    stays &= {each.pk for each in accounts_with(*MINDING)}
    stays |= {each.pk for each in accounts_with(PROTECTS)}
    over = set(Carer.objects.exclude(user=None).values_list("user", flat=True)) - stays
    rings = [*Child.objects.values_list("ring", flat=True), *CarePlace.objects.values_list("ring", flat=True)]
    held: dict[Any, list[str]] = {}
    readers = {each.pk: each for each in map(reader_of, sorted(over)) if each is not None} if over else {}
    for ring in rings if readers else ():
        for each in readers_of_ring(ring):
            if each.pk in readers:
                held.setdefault(each.pk, []).append(ring)
    return [(readers[key], value) for key, value in held.items()]
