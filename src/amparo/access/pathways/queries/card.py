"""What a card holds: the first place, the next if they say no, and one for the night. Not what happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from amparo.access.pathways.forms import Told
from amparo.access.pathways.queries.route import clocks
from amparo.commons import clock
from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.directory.queries.public import PublicService, public_service
from amparo.commons.directory.queries.ranking import Hit
from amparo.commons.directory.queries.whereabouts import Whereabouts
from amparo.formats.pathways import bodies_out, situations, steps
from amparo.formats.windows import window_of

NIGHT = ("shelter_tonight",)


@dataclass(frozen=True, slots=True)
class Card:
    """Where to go, where else, and where to sleep; each may be missing."""

    first: PublicService | None
    otherwise: PublicService | None
    night: PublicService | None
    until: datetime | None = None  # local time, before the first clock of hours that is open ends

    @property
    def shared(self) -> list[PublicService]:
        """Those with another body in their building: the page says so beside the card, the paper does not."""
        told = {place.reference: place for place in (self.first, self.otherwise, self.night) if place}
        return [place for place in told.values() if any(at.housed_with for at in place.places)]


def card_places(said: Told, here: Whereabouts, *, now: datetime, not_these: frozenset[str] = frozenset()) -> Card:
    """The places of a card, by the needs of the first step that has any; none of organisations she leaves out."""
    needs: tuple[str, ...] = ()
    if said.situation:
        route = situations()[said.situation].steps
        needs = next((steps()[code].needs for code in route if steps()[code].needs), ())
    near = found(needs or ("health_now",), said, here, now, not_these)
    alone = [hit for hit in near[1:] if not hit.housed_with]  # nobody else is known to be in its building
    night = found(NIGHT, said, here, now, not_these)
    first, otherwise, bed = (shown(hits, now) for hits in (near[:1], alone or near[1:], night))
    return Card(first, otherwise, bed, until(said, now))


def shown(hits: list[Hit], now: datetime) -> PublicService | None:
    """The first of some places, as a stranger may read it."""
    return public_service(hits[0].reference, now=now) if hits else None


def until(said: Told, now: datetime) -> datetime | None:
    """By when she should have been there, in the time of her country: the full hour before, where that is to come."""
    if not said.situation:
        return None
    open_ones = [
        reading
        for reading in clocks(situations()[said.situation], said.elapsed)
        if reading.state == "open" and reading.left and window_of(reading.code).in_hours
    ]
    if not open_ones:
        return None
    left = min(reading.left or 0 for reading in open_ones)
    end = (now + timedelta(minutes=left)).astimezone(clock.zone_of(said.country)).replace(second=0, microsecond=0)
    full_hour = end.replace(minute=0)
    return full_hour if full_hour > now else end


def found(needs: tuple[str, ...], said: Told, here: Whereabouts, now: datetime, not_these: frozenset[str]) -> list[Hit]:
    """The best places for some needs."""
    out = bodies_out(said.who, said.situation)
    ask = Ask(needs=needs, lat=here.lat, lon=here.lon, country=here.country, without=out, not_these=not_these)
    return find(ask, now=now).hits
