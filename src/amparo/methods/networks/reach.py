"""Does somebody who needs something get to a service that takes her, and how far is it?

Question: a person stands in one place with one need. Is there a way, from a service of that place, by at most three
referrals and so many hours, to a service that *accepts* this need?

Estimand: for each place and need yes or no, the fewest hours, the fewest hops, and the share of all demand that has a
way.

Method: she walks into any service of her place. If it accepts her need she has arrived. Else she is sent on along the
ties. Hops and hours are both limited, and both limits hold on the same way. The hours are the fewest within the hops;
the hops are the fewest within the hours.

Assumptions: a service that says it accepts does; she can walk in anywhere in her place; a way costs the hours that are
written. So it is the most that can be hoped for: every "no" is real, a "yes" is a door that somebody has to try.

References
----------
Bellman, R. (1958). On a routing problem. Quarterly of Applied Mathematics 16, 87-90.
Penchansky, R. and Thomas, J. W. (1981). The concept of access. Medical Care 19, 127-140.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from amparo.methods.estimate import Floats, Integers, Refused, Remark, in_plain_words, remark, whole
from amparo.methods.networks.graph import Network
from amparo.methods.networks.paths import hours_to_accepting, within

HOPS = 3  # each referral loses people; after three hardly anybody arrives
MOST_HOPS = 10

ASSUMPTIONS = (
    in_plain_words("a service that says it accepts a need does accept it"),
    in_plain_words("she can walk into any service of her place"),
    in_plain_words("a way that is written down is open, and takes the hours that are written"),
)


@dataclass(frozen=True, slots=True)
class Demand:
    """How much one need weighs in one place: people, cases, or 1."""

    place: str
    need: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Way:
    """What is within reach of one place for one need."""

    place: str
    need: str
    weight: float
    reached: bool
    hours: float | None  # the fewest, within the hops; None where there is no way at all in so many hops
    hops: int | None  # the fewest, within the hours
    through: tuple[str, ...]  # the services of the way with the fewest hours, from the first to the one that accepts


@dataclass(frozen=True, slots=True)
class Reach:
    """What is within reach, for each demand in the order in which it came."""

    ways: tuple[Way, ...]
    share: float  # of the weight of all demand
    hops: int
    hours: float
    assumptions: tuple[str, ...]
    warnings: tuple[Remark, ...]


def every_demand(network: Network) -> tuple[Demand, ...]:
    """Each place with each need that anybody accepts, of weight 1: what to ask where no demand is known.

    Parameters
    ----------
    network : services and ties, from ``network()``.

    Returns
    -------
    tuple of Demand
        Places and needs in the order of their names.

    References
    ----------
    Penchansky and Thomas (1981), see ``reach``.
    """
    places = sorted({each.place for each in network.services})
    return tuple(Demand(place, need) for place in places for need in network.needs)


def reach(network: Network, demand: Sequence[Demand], *, hops: int = HOPS, hours: float = math.inf) -> Reach:
    """For each demand: is an accepting service within so many hops and hours, and which way leads there?

    Parameters
    ----------
    network : from ``network``.
    demand : places and needs with weights. A need that nobody accepts, or a place without a service, is not reached.
    hops : referrals at most, 0 to 10. 0: a service in the place itself.
    hours : of the whole way, at most.

    Raises
    ------
    Refused
        ``no_demand``; ``weight``: negative or no number; ``demand_twice``: the same place and need twice; ``negative``:
        hours below 0; ``not_whole``, ``too_large``: hops beyond 0 to 10.

    References
    ----------
    Bellman (1958); Penchansky and Thomas (1981), see ``reach``.
    """
    whole("hops", hops, least=0, most=MOST_HOPS)
    looked_through(demand, hours)
    of_place = _by_place(network)
    nobody = np.zeros(network.n, bool)
    tables = {
        need: hours_to_accepting(
            network.sources, network.targets, network.hours, network.takes[:, column].copy(), nobody, hops
        )
        for column, need in enumerate(network.needs)
    }
    ways = tuple(_way(network, each, of_place.get(each.place), tables.get(each.need), hours) for each in demand)
    total = math.fsum(each.weight for each in demand)
    share = math.fsum(each.weight for each in ways if each.reached) / total
    return Reach(ways, share, hops, float(hours), ASSUMPTIONS, tuple(_warnings(network, demand, of_place)))


def looked_through(demand: Sequence[Demand], hours: float) -> None:
    """No quiet answer for what cannot be asked."""
    if not demand:
        raise Refused(remark("no_demand", "There is no demand: nothing was asked."))
    if math.isnan(hours) or hours < 0:
        raise Refused(remark("negative", "%(name)s is %(value)s: 0 or more.", name="hours", value=hours))
    wrong = [row for row, each in enumerate(demand) if not 0 <= each.weight < math.inf]
    if wrong:
        raise Refused(remark("weight", "The weight of a demand is a number, 0 or more.", rows=wrong))
    seen: set[tuple[str, str]] = set()
    twice = []
    for row, each in enumerate(demand):
        if (each.place, each.need) in seen:
            twice.append(row)
        seen.add((each.place, each.need))
    if twice:
        raise Refused(remark("demand_twice", "The same place and need stand there twice.", rows=twice))
    if math.fsum(each.weight for each in demand) == 0:
        raise Refused(remark("no_demand", "There is no demand: nothing was asked."))


def _by_place(network: Network) -> dict[str, Integers]:
    """The services of each place."""
    found: dict[str, list[int]] = {}
    for node, each in enumerate(network.services):
        found.setdefault(each.place, []).append(node)
    return {place: np.array(nodes, np.int64) for place, nodes in found.items()}


def _way(network: Network, asked: Demand, entries: Integers | None, table: Floats | None, hours: float) -> Way:
    """The answer for one place and need."""
    if entries is None or table is None:
        return Way(asked.place, asked.need, asked.weight, False, None, None, ())
    last = len(table) - 1
    quickest = table[:, entries].min(axis=1)  # the fewest hours with at most h hops
    fewest = float(quickest[last])
    if math.isinf(fewest):
        return Way(asked.place, asked.need, asked.weight, False, None, None, ())
    near = [hop for hop, by in enumerate(quickest.tolist()) if within(by, float(hours))]
    entry = int(entries[int(table[last, entries].argmin())])
    return Way(
        asked.place, asked.need, asked.weight, bool(near), fewest, near[0] if near else None,
        tuple(network.services[node].id for node in _followed(network, table, entry)),
    )  # fmt: skip


def _followed(network: Network, table: Floats, node: int) -> list[int]:
    """The nodes of the quickest way from a node on, with no more hops than it takes."""
    hop = int(np.flatnonzero(table[:, node] == table[-1, node])[0])
    way = [node]
    while hop:
        edges = np.flatnonzero(network.sources == node)
        lengths = network.hours[edges] + table[hop - 1, network.targets[edges]]
        node = int(network.targets[edges[int(lengths.argmin())]])
        way.append(node)
        hop -= 1
    return way


def _warnings(network: Network, demand: Sequence[Demand], of_place: dict[str, Integers]) -> list[Remark]:
    """What has to stand beside it."""
    warnings = list(network.warnings)
    without = [row for row, each in enumerate(demand) if each.place not in of_place]
    if without:
        warnings.append(
            remark("no_service_there", "%(n)s demands are of a place without any service: nobody could begin there.",
                   rows=without, n=len(without))
        )  # fmt: skip
    nobody = [row for row, each in enumerate(demand) if each.need not in network.needs]
    if nobody:
        warnings.append(
            remark("need_unmet", "%(n)s demands are of a need that no service accepts.", rows=nobody, n=len(nobody))
        )
    return warnings
