"""Places and the circles around them: which sets of places are looked at together.

A zone is a centre and everything within some distance of it. So two places that are equally far from a centre enter its
zones together, and places at the same coordinates always do; no order of names decides. Places are put into an order of
their coordinates, and everything after that is done in this order: new names or another order of rows change nothing,
not even one replicate. (Without coordinates the order is that of the names: then new names give other replicates.)

Distances on the earth are great circles on the sphere of the mean radius. They are taken from chords in space, which
equals the haversine formula, and knows no antimeridian and no pole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from amparo.methods.columns import by_place, is_missing, numbers
from amparo.methods.estimate import Floats, Integers, Refused, remark

FINEST = 9  # digits of a degree: a tenth of a millimetre
EARTH_KM = 6371.0088  # the mean radius (2a + b) / 3 of the ellipsoid WGS 84


@dataclass(frozen=True, slots=True)
class Places:
    """Places by name, and where they are. ``site`` says for each name which of the distinct positions it has."""

    ids: tuple[str, ...]
    site: Integers  # (places,)
    position: Floats = field(repr=False)  # (sites, 2 or 3): on a plane, in space, or without columns
    metric: str = "earth"  # "earth" in km, "plane" in the units of x and y, "travel" in those of the costs, "alone"
    # Of a list of neighbours: where each centre starts, (places + 1,); neighbours and costs, (pairs,).
    travel: tuple[Integers, Integers, Floats] | None = field(default=None, repr=False)

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


def on_earth(ids: Sequence[str], longitude: Sequence[float], latitude: Sequence[float]) -> Places:
    """Places on the earth; distances are great circles, in kilometres.

    Parameters
    ----------
    ids : a name for each place.
    longitude, latitude : degrees, ``(places,)``; -180 to 360, and -90 to 90.

    Raises
    ------
    Refused
        ``no_places``, ``id_missing``, ``id_twice``, ``lengths``, ``not_finite``, ``not_on_earth``; with the rows.

    References
    ----------
    Sinnott, R. W. (1984). Virtues of the haversine. Sky and Telescope 68(2), 159.
    """
    ids = by_place(ids)
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
    degrees = degrees.round(FINEST)
    degrees[:, 0] = (degrees[:, 0] - 360.0 * (degrees[:, 0] >= 180)).round(FINEST) + 0.0  # a meridian has one name
    degrees[np.abs(degrees[:, 1]) == 90, 0] = 0.0  # a pole has no longitude
    site, distinct = _sites(degrees)
    lon, lat = np.radians(distinct).T
    space = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    return Places(tuple(ids), site, space, "earth")


def on_plane(ids: Sequence[str], x: Sequence[float], y: Sequence[float]) -> Places:
    """Places on a map; distances are Euclid's.

    Parameters
    ----------
    ids : a name for each place.
    x, y : projected coordinates, ``(places,)``, in one unit; distances are in that unit.

    Raises
    ------
    Refused
        ``no_places``, ``id_missing``, ``id_twice``, ``lengths``, ``not_finite``; with the rows.

    References
    ----------
    Kulldorff (1997), see ``scans`` (circles).
    """
    ids = by_place(ids)
    site, distinct = _sites(_columns(ids, x, y))
    return Places(tuple(ids), site, distinct, "plane")


def alone(ids: Sequence[str]) -> Places:
    """Places of which nobody knows where they are: each is looked at by itself.

    Parameters
    ----------
    ids : the places, each once.

    Raises
    ------
    Refused
        ``no_places``, ``id_missing``, ``id_twice``; with the rows.

    References
    ----------
    Kulldorff (1997), see ``scans``.
    """
    ids = by_place(ids)
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
        ``no_places``, ``id_missing``, ``id_twice``, ``lengths``, ``unknown_place``, ``not_finite`` (costs below zero
        too), ``pair_twice``; with the rows.

    References
    ----------
    Kulldorff (1997), see ``scans``. SaTScan User Guide, version 10.1, p. 7 (a file of neighbours).
    """
    ids, centre, neighbour = by_place(ids), by_place(centre), by_place(neighbour)
    _named(ids)
    order = {name: at for at, name in enumerate(sorted(ids))}
    if not len(centre) == len(neighbour) == len(cost):
        raise Refused(remark("lengths", "The columns have not the same length."))
    unknown = [row for row, pair in enumerate(zip(centre, neighbour, strict=True)) if not order.keys() >= set(pair)]
    if unknown:
        raise Refused(remark("unknown_place", "These rows name a place that is not in the list.", rows=unknown))
    costs = numbers("cost", cost)
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
    if missing := [row for row, name in enumerate(ids) if is_missing(name)]:
        raise Refused(remark("id_missing", "A place has no name.", rows=missing))
    seen: dict[str, int] = {}
    twice = [row for row, name in enumerate(ids) if seen.setdefault(name, row) != row]
    if twice:
        raise Refused(remark("id_twice", "A place stands there twice.", rows=twice))


def _columns(ids: Sequence[str], first: Sequence[float], second: Sequence[float]) -> Floats:
    """Two coordinates of each place, as numbers."""
    _named(ids)
    if not len(ids) == len(first) == len(second):
        raise Refused(remark("lengths", "The columns have not the same length."))
    both = np.column_stack([numbers("first", first), numbers("second", second)])
    wrong = np.flatnonzero(~np.isfinite(both).all(axis=1))
    if len(wrong):
        raise Refused(remark("not_finite", "A coordinate is missing, or is no number.", rows=wrong.tolist()))
    return both + 0.0  # no negative zero: it would be a position of its own


def _sites(both: Floats) -> tuple[Integers, Floats]:
    """For each place its site, and the distinct positions in the order of their coordinates."""
    distinct, site = np.unique(both, axis=0, return_inverse=True)
    return site.reshape(-1).astype(np.int64), distinct
