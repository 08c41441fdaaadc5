"""After a no: the next place near, what was agreed with it, and whether a lawyer is near."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings

from amparo.access.health.queries.channels import Said, said_of_many
from amparo.commons.directory.queries.beside import spot_of
from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.directory.queries.ranking import REACH_KM, Hit
from amparo.formats.elapsed import UNKNOWN, Elapsed

MOST = 3  # places at once: more is not read on a bad day
LAWYER = "lawyer"


@dataclass(frozen=True, slots=True)
class After:
    """Where else, best first; what was agreed there; a lawyer near or by phone; and whether some of it tells a body."""

    hits: list[Hit]
    said: dict[str, Said] = field(default_factory=dict)
    lawyer: Hit | None = None
    let_go: tuple[str, ...] = ()
    some_tell: bool = False


def next_after(
    service_reference: str, need: str, point: tuple[float, float] | None, without: Iterable[str], now: datetime, *,
    skip: Iterable[str] = (), elapsed: Elapsed = UNKNOWN,
) -> After:  # fmt: skip
    """The next places for this need after one said no. ``without``: bodies that are left out; ``skip``: earlier noes.

    Without a point of hers it is near the one that said no: she stands there. Urgent public health is never left out,
    whoever hurt her; finding holds that (``finding.without``).
    """
    spot = spot_of(service_reference)
    lat, lon = point or (spot.lat, spot.lon)
    ask = Ask(
        needs=(need,), lat=lat, lon=lon, country=spot.country or settings.HOME_COUNTRY, without=frozenset(without),
        skip=frozenset({service_reference, *skip}),
    )  # fmt: skip
    found = find(ask, now=now)
    hits = [*found.hits, *found.lines][:MOST]
    return After(
        hits, said_of_many([hit.reference for hit in hits], [need], now, elapsed=elapsed), lawyer_near(ask, now),
        found.let_go, any(hit.tells for hit in hits),
    )  # fmt: skip


def lawyer_near(ask: Ask, now: datetime) -> Hit | None:
    """A lawyer within an evening's way, or one who answers from anywhere; none of a body that is left out."""
    found = find(replace(ask, needs=(LAWYER,), skip=frozenset()), now=now)
    near = [hit for hit in found.hits if hit.km is None or hit.km <= REACH_KM]
    return next(iter([*near, *found.lines]), None)
