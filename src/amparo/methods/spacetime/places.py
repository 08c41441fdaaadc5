"""Places and the circles around them: which sets of places are looked at together.

A zone is a centre and everything within some distance of it. So two places that are equally far from a centre enter its
zones together, and places at the same coordinates always do; no order of names decides. Places are put into an order of
their coordinates, and everything after that is done in this order: new names or another order of rows change nothing,
not even one replicate.

Distances on the earth are great circles on the sphere of the mean radius. They are taken from chords in space, which
equals the haversine formula, and knows no antimeridian and no pole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from amparo.methods.chance import compiled
from amparo.methods.estimate import Floats, Integers, Refused, probability, remark, whole

EARTH_KM = 6371.0088  # the mean radius (2a + b) / 3 of the ellipsoid WGS 84
SAME = 1e-9  # of the greatest extent: distances that differ by less are one; on the earth, two centimetres
MOST_POSITIONS = 60_000_000  # members of all zones together: half a gigabyte


@dataclass(frozen=True, slots=True)
class Places:
    """Places by name, and where they are. ``site`` says for each name which of the distinct positions it has."""

    ids: tuple[str, ...]
    site: Integers  # (places,)
    position: Floats = field(repr=False)  # (sites, 2 or 3): on a plane, in space, or without columns
    metric: str = "earth"  # "earth" in km, "plane" in the units of x and y, "travel" in those of the costs, "alone"
    travel: tuple[Integers, Integers, Floats] | None = field(default=None, repr=False)  # starts, neighbours, costs

    @property
    def sites(self) -> int:
        """How many distinct positions there are."""
        return len(self.position)

    def summed(self, values: Floats) -> Floats:
        """Values of places, shape ``(places, …)``, summed over each site, ``(sites, …)``."""
        total = np.zeros((self.sites, *values.shape[1:]))
        np.add.at(total, self.site, values)
        return total

    def names_at(self, sites: Sequence[int]) -> tuple[str, ...]:
        """The names of everything at these sites, sorted."""
        wanted = set(map(int, sites))
        return tuple(sorted(name for name, at in zip(self.ids, self.site.tolist(), strict=True) if at in wanted))


@dataclass(frozen=True, slots=True)
class Zones:
    """Nested zones: of each centre its members from near to far; where ``closes`` is true, a zone ends."""

    start: Integers  # (centres + 1,)
    member: NDArray[np.int32] = field(repr=False)  # (positions,) sites
    closes: NDArray[np.bool_] = field(repr=False)  # (positions,)
    reach: Floats = field(repr=False)  # (positions,) how far the member is from the centre
    size: NDArray[np.int32] = field(repr=False)  # (positions,) places up to here
    closing: NDArray[np.int32] = field(repr=False)  # (positions,) where the next zone ends
    around: tuple[Integers, NDArray[np.int32]] = field(
        repr=False
    )  # of each site where its rows start: (centre, position)

    @property
    def count(self) -> int:
        """How many zones there are; one set of places around two centres counts twice."""
        return int(np.count_nonzero(self.closes))

    def members(self, centre: int, position: int) -> NDArray[np.int32]:
        """The sites of the zone of a centre that ends at this position."""
        return self.member[self.start[centre] : position + 1]

    def summed(self, values: Floats) -> Floats:
        """For each position the sum of the values of sites from the centre up to it, ``(positions,)``."""
        return _running(self.start, self.member, np.ascontiguousarray(values, np.float64))


@compiled
def _running(start: Any, member: Any, values: Any) -> Any:
    out = np.empty(len(member))
    for centre in range(len(start) - 1):
        total = 0.0
        for at in range(start[centre], start[centre + 1]):
            total += values[member[at]]
            out[at] = total
    return out


def on_earth(ids: Sequence[str], longitude: Sequence[float], latitude: Sequence[float]) -> Places:
    """Places by degrees of longitude, -180 to 360, and latitude, -90 to 90; distances are in kilometres.

    Raises
    ------
    Refused
        ``no_places``, ``id_twice``, ``lengths``, ``not_finite``, ``not_on_earth``; with the rows.

    References
    ----------
    Sinnott, R. W. (1984). Virtues of the haversine. Sky and Telescope 68(2), 159.
    """
    degrees = _columns(ids, longitude, latitude)
    wrong = np.flatnonzero((np.abs(degrees[:, 1]) > 90) | (degrees[:, 0] < -180) | (degrees[:, 0] > 360))
    if len(wrong):
        raise Refused(
            remark(
                "not_on_earth",
                "A longitude is from -180 to 360 degrees, and a latitude from -90 to 90. Are the columns exchanged?",
                rows=wrong.tolist(),
            )
        )
    degrees[:, 0] = (degrees[:, 0] + 180) % 360 - 180  # the antimeridian has one name
    degrees[np.abs(degrees[:, 1]) == 90, 0] = 0.0  # a pole has no longitude
    site, distinct = _sites(degrees)
    lon, lat = np.radians(distinct).T
    space = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    return Places(tuple(ids), site, space, "earth")


def on_plane(ids: Sequence[str], x: Sequence[float], y: Sequence[float]) -> Places:
    """Places by projected coordinates, x and y in one unit; distances are Euclid's, in that unit.

    Raises
    ------
    Refused
        ``no_places``, ``id_twice``, ``lengths``, ``not_finite``; with the rows.
    """
    site, distinct = _sites(_columns(ids, x, y))
    return Places(tuple(ids), site, distinct, "plane")


def alone(ids: Sequence[str]) -> Places:
    """Places of which nobody knows where they are: each is looked at by itself."""
    _named(ids)
    order = {name: at for at, name in enumerate(sorted(ids))}
    return Places(tuple(ids), np.array([order[name] for name in ids]), np.empty((len(ids), 0)), "alone")


def by_travel(ids: Sequence[str], centre: Sequence[str], neighbour: Sequence[str], cost: Sequence[float]) -> Places:
    """Places by a list of neighbours: how long it takes, or what it costs, from a centre to each of them.

    Parameters
    ----------
    ids : every place that can have a case.
    centre, neighbour, cost : one row for each pair. A border that is shut is a pair that is not listed, or a high cost.
        From A to B may cost another sum than from B to A. A centre costs nothing to itself.

    Raises
    ------
    Refused
        ``unknown_place``, ``not_finite`` (costs below zero too), ``pair_twice``; with the rows.
    """
    _named(ids)
    order = {name: at for at, name in enumerate(sorted(ids))}
    if not len(centre) == len(neighbour) == len(cost):
        raise Refused(remark("lengths", "The columns have not the same length."))
    unknown = [row for row, pair in enumerate(zip(centre, neighbour, strict=True)) if not order.keys() >= set(pair)]
    if unknown:
        raise Refused(remark("unknown_place", "These rows name a place that is not in the list.", rows=unknown))
    costs = np.asarray(cost, np.float64)
    wrong = np.flatnonzero(~(np.isfinite(costs) & (costs >= 0)))
    if len(wrong):
        raise Refused(remark("not_finite", "A cost has to be a number, zero or more.", rows=wrong.tolist()))
    lists: list[dict[int, float]] = [{at: 0.0} for at in range(len(ids))]
    for row, (one, other) in enumerate(zip(centre, neighbour, strict=True)):
        near = lists[order[one]]
        if order[other] in near and one != other:
            raise Refused(remark("pair_twice", "A pair of places is listed twice.", rows=[row]))
        near.setdefault(order[other], float(costs[row]))
    ranked = [sorted(near.items(), key=lambda pair: (pair[1], pair[0])) for near in lists]
    flat = [pair for each in ranked for pair in each]
    starts = np.concatenate([[0], np.cumsum([len(each) for each in ranked])])
    travel = (starts, np.array([at for at, _ in flat]), np.array([far for _, far in flat]))
    return Places(tuple(ids), np.array([order[name] for name in ids]), np.empty((len(ids), 0)), "travel", travel)


def _named(ids: Sequence[str]) -> None:
    """There are places, and each has a name of its own."""
    if not len(ids):
        raise Refused(remark("no_places", "There is no place."))
    seen: dict[str, int] = {}
    twice = [row for row, name in enumerate(ids) if seen.setdefault(name, row) != row]
    if twice:
        raise Refused(remark("id_twice", "A place stands there twice.", rows=twice))


def _columns(ids: Sequence[str], first: Sequence[float], second: Sequence[float]) -> Floats:
    """Two coordinates of each place, as numbers."""
    _named(ids)
    if not len(ids) == len(first) == len(second):
        raise Refused(remark("lengths", "The columns have not the same length."))
    both = np.column_stack([np.asarray(first, np.float64), np.asarray(second, np.float64)])
    wrong = np.flatnonzero(~np.isfinite(both).all(axis=1))
    if len(wrong):
        raise Refused(remark("not_finite", "A coordinate is missing, or is no number.", rows=wrong.tolist()))
    return both + 0.0  # no negative zero: it would be a position of its own


def _sites(both: Floats) -> tuple[Integers, Floats]:
    """For each place its site, and the distinct positions in the order of their coordinates."""
    distinct, site = np.unique(both, axis=0, return_inverse=True)
    return site.reshape(-1).astype(np.int64), distinct


def zones_of(
    places: Places,
    weights: Floats,
    *,
    most_share: float = 0.5,
    most_places: int | None = None,
    farthest: float | None = None,
) -> Zones:
    """Every zone around every place, up to a share of all, a number of places, or a distance.

    Parameters
    ----------
    weights : of each place, ``(places,)``: people, or cases. Only its share of the whole matters.
    most_share : a zone holds at most this share of all weights. Of a cluster with more than half, the rest is the
        cluster.
    most_places : a zone holds at most so many places.
    farthest : and none that is farther from its centre than this: kilometres on the earth, else the units that came in.

    Raises
    ------
    Refused
        ``out_of_range``, ``no_zones`` (every place alone is too large), ``too_many_zones``.
    """
    probability("most_share", most_share, below=1.0 + 1e-12)
    most = whole("most_places", len(places.ids) if most_places is None else most_places, least=1)
    if farthest is not None:
        probability("farthest", farthest, below=np.inf)
    near, distance, starts, cut = _nearest(places, min(most, len(places.ids)))
    held = places.summed(np.asarray(weights, np.float64))
    sizes = np.bincount(places.site, minlength=places.sites)
    cap = most_share * held.sum() * (1 + 1e-12)
    same = SAME * (2 * np.pi * EARTH_KM if places.metric == "earth" else float(distance.max(initial=0.0)))
    limit = np.inf if farthest is None else farthest + same
    kept, closes, grown = _nested(starts, near, distance, held, sizes, cap, most, limit, same, cut)
    if not closes.any():
        raise Refused(
            remark(
                "no_zones",
                "No zone is small enough: every place alone is more than %(share)s of all, or all places are one.",
                share=f"{most_share:.0%}",
            )
        )
    counts = np.add.reduceat(kept, starts[:-1]) if len(near) else np.zeros(places.sites, np.int64)
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return _laid_out(start, near[kept].astype(np.int32), closes[kept], distance[kept], grown[kept].astype(np.int32))


def _laid_out(
    start: Integers, member: NDArray[np.int32], closes: NDArray[np.bool_], reach: Floats, size: NDArray[np.int32]
) -> Zones:
    """Zones, and for each site the centres around which it is found."""
    ends = np.flatnonzero(closes)
    closing = ends[np.searchsorted(ends, np.arange(len(member)))].astype(np.int32)
    order = np.argsort(member, kind="stable")
    centre = np.repeat(np.arange(len(start) - 1), np.diff(start))
    spots = np.column_stack([centre[order], order]).astype(np.int32)
    return Zones(
        start, member, closes, reach, size, closing, (np.searchsorted(member[order], np.arange(len(start))), spots)
    )


def _nearest(places: Places, most: int) -> tuple[Integers, Floats, Integers, bool]:
    """Of each site the nearest sites and how far they are, where each list starts, and whether lists were cut."""
    sites = places.sites
    if places.travel is not None:
        starts, near, costs = places.travel
        return near, costs, starts, False
    if places.metric == "alone":
        return np.arange(sites), np.zeros(sites), np.arange(sites + 1), False
    wanted = min(most + 1, sites)
    if wanted * sites > MOST_POSITIONS:
        raise Refused(
            remark(
                "too_many_zones",
                "%(sites)s places with %(wanted)s neighbours each are too many. Say how many places a zone has at most.",
                sites=sites, wanted=wanted - 1,
            )
        )  # fmt: skip
    distance, near = cKDTree(places.position).query(places.position, k=np.arange(1, wanted + 1))
    if places.metric == "earth":
        distance = 2 * EARTH_KM * np.arcsin(np.minimum(distance / 2, 1.0))
    starts = np.arange(sites + 1) * wanted
    return near.reshape(-1).astype(np.int64), distance.reshape(-1), starts, wanted < sites


@compiled
def _nested(
    starts: Any,
    near: Any,
    distance: Any,
    held: Any,
    sizes: Any,
    cap: float,
    most: int,
    limit: float,
    same: float,
    cut: bool,
) -> Any:
    """Which positions are kept, at which a zone closes, and how many places it has there."""
    kept = np.zeros(len(near), np.bool_)
    closes = np.zeros(len(near), np.bool_)
    grown = np.zeros(len(near), np.int64)
    for centre in range(len(starts) - 1):
        at, last = starts[centre], starts[centre + 1]
        weight, size = 0.0, 0
        while at < last:
            end = at  # of the ring of those that are equally far
            while end < last and distance[end] - distance[at] <= same:
                weight += held[near[end]]
                size += sizes[near[end]]
                end += 1
            if weight > cap or size > most or distance[end - 1] > limit or (cut and end == last):
                break
            near[at:end] = np.sort(near[at:end])
            kept[at:end] = True
            grown[at:end] = size
            closes[end - 1] = True
            at = end
    return kept, closes, grown
