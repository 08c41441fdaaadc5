"""What a card holds: the first place, the next if they say no, and one for the night. Not what happened."""

from dataclasses import dataclass
from datetime import datetime

from amparo.access.pathways.forms import Told
from amparo.access.pathways.queries.route import excludes
from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.directory.queries.public import PublicService, public_service
from amparo.commons.directory.queries.whereabouts import Whereabouts
from amparo.formats.pathways import situations, steps

NIGHT = ("shelter_tonight",)


@dataclass(frozen=True, slots=True)
class Card:
    """Where to go, where else, and where to sleep; each may be missing."""

    first: PublicService | None
    otherwise: PublicService | None
    night: PublicService | None


def card_places(said: Told, here: Whereabouts, *, now: datetime) -> Card:
    """The places of a card, by the needs of the first step that has any."""
    needs: tuple[str, ...] = ()
    if said.situation:
        route = situations()[said.situation].steps
        needs = next((steps()[code].needs for code in route if steps()[code].needs), ())
    near = found(needs or ("health_now",), said, here, now)
    night = found(NIGHT, said, here, now)
    return Card(*(near + [None, None])[:2], night=night[0] if night else None)


def found(needs: tuple[str, ...], said: Told, here: Whereabouts, now: datetime) -> list[PublicService | None]:
    """The two best places for some needs."""
    ask = Ask(needs=needs, lat=here.lat, lon=here.lon, country=here.country, without=excludes(said.who))
    return [public_service(hit.reference, now=now) for hit in find(ask, now=now).hits[:2]]
