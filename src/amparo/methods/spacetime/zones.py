"""Zones: the sets of places that are looked at together, nested around each centre."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from amparo.methods.chance import compiled
from amparo.methods.estimate import Floats, Integers, Refused, probability, remark, whole
from amparo.methods.spacetime.places import EARTH_KM, Places

SAME = 1e-9  # of the greatest extent: distances that differ by less are one; on the earth, four centimetres
MOST_POSITIONS = 60_000_000  # members of all zones together: half a gigabyte


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
        total: Floats = _running(self.start, self.member, np.ascontiguousarray(values, np.float64))
        return total


@compiled
def _running(start: Any, member: Any, values: Any) -> Any:
    out = np.empty(len(member))
    for centre in range(len(start) - 1):
        total = 0.0
        for at in range(start[centre], start[centre + 1]):
            total += values[member[at]]
            out[at] = total
    return out


def zones_of(
    places: Places, weights: Floats, *, most_share: float = 0.5, most_places: int | None = None,
    farthest: float | None = None,
) -> Zones:  # fmt: skip
    """Every zone around every place, up to a share of all, a number of places, or a distance.

    Parameters
    ----------
    places : see ``on_earth``.
    weights : of each place, ``(places,)``: people, or cases. Only its share of the whole matters.
    most_share : a zone holds at most this share of all weights. Of a cluster with more than half, the rest is the
        cluster.
    most_places : a zone holds at most so many places.
    farthest : and none that is farther from its centre than this: kilometres on the earth, else the units that came in.

    Raises
    ------
    Refused
        ``out_of_range``, ``not_whole``: a limit that is none; ``bad_weights``: not one number of 0 or more for each
        place; ``no_zones`` (every place alone is too large), ``too_many_zones``.

    References
    ----------
    Kulldorff (1997), see ``scans`` (circles that grow around each place).
    """
    probability("most_share", most_share, below=1.0 + 1e-12)
    most = whole("most_places", len(places.ids) if most_places is None else most_places, least=1)
    if farthest is not None:
        probability("farthest", farthest, below=np.inf)
    near, distance, starts, cut = _nearest(places, min(most, len(places.ids)))
    held = places.summed(_usable(places, weights))
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
    start = np.concatenate([[0], np.cumsum(kept)])[starts].astype(np.int64)
    return _laid_out(start, near[kept].astype(np.int32), closes[kept], distance[kept], grown[kept].astype(np.int32))


def _usable(places: Places, weights: Floats) -> Floats:
    """The weights, where they are one number for each place."""
    each = np.asarray(weights, np.float64)
    if each.shape != (len(places.ids),) or not (np.isfinite(each) & (each >= 0)).all():
        raise Refused(
            remark(
                "bad_weights",
                "Weights have to be one number, zero or more, for each of %(places)s places.",
                places=len(places.ids),
            )
        )
    return each


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
                "%(sites)s places with %(wanted)s neighbours each are too many: say how many a zone has at most.",
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
