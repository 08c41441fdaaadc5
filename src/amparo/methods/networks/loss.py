"""What is lost if one is gone: a service, an organisation, a funder, or everything of one kind of institution.

Question: if this closes, or becomes dangerous, how much of the demand that is within reach today is so no more?

Estimand: 1 − (demand within reach without them) / (demand within reach with all).

Method: everything that belongs to the name is taken away, entrances and ways as well as beds, and reach is computed
anew. Taking away every node of one institution is the capture scenario: where the police is the aggressor, what is left
when nobody can go by the police? The worst pair is found greedily: the worst one first, then the worst one beside it.
Two that back each other up can be worse together than that pair. The greedy pair is a floor, and it says so.

Assumptions: those of ``reach``; nobody takes over what is gone. So it is the loss on the first day.

References
----------
Albert, R., Jeong, H. and Barabási, A.-L. (2000). Error and attack tolerance of complex networks. Nature 406, 378-382.
Borgatti, S. P. (2006). Identifying sets of key players in a social network. Computational and Mathematical Organization
    Theory 12, 21-34 (why the worst set is not the set of the worst).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from amparo.methods.estimate import Integers, Refused, Remark, in_plain_words, remark, whole
from amparo.methods.networks.graph import Network
from amparo.methods.networks.paths import demand_reached
from amparo.methods.networks.reach import ASSUMPTIONS, HOPS, MOST_HOPS, Demand, looked_through

type Kind = Literal["service", "organisation", "institution", "funder"]
KINDS: tuple[Kind, ...] = ("service", "organisation", "institution", "funder")
LARGE = 0.2  # of the demand in reach: if it hangs on one, that is a finding


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost if one is gone."""

    name: str
    services: int  # how many nodes go
    loss: float  # of the demand within reach today, 0 to 1


@dataclass(frozen=True, slots=True)
class Losses:
    """The losses of one kind, the largest first."""

    kind: Kind
    losses: tuple[Loss, ...]
    pair: tuple[str, str] | None  # the worst one, and the worst one beside it
    pair_loss: float | None
    reached: float  # weight of the demand within reach with all
    demand: float  # weight of all demand
    hops: int
    hours: float
    assumptions: tuple[str, ...]
    warnings: tuple[Remark, ...]


def losses(
    network: Network,
    demand: Sequence[Demand],
    *,
    by: Kind,
    hops: int = HOPS,
    hours: float = math.inf,
    progress: Callable[[int, int], None] | None = None,
) -> Losses:
    """What is lost if one service, organisation, institution or funder is gone: for each of them, and the worst pair.

    Parameters
    ----------
    network : from ``network``.
    demand, hops, hours : as for ``reach``.
    by : of what kind those are that go. Services without a name of this kind never go.
    progress : is told how many of how many are done.

    Raises
    ------
    Refused
        ``nothing_reached``: nothing is within reach even with all; ``kind``, ``no_group``: no such kind, or no service
        has a name of it; and as for ``reach``.

    References
    ----------
    Borgatti (2006); Albert, Jeong and Barabási (2000), see ``loss``.
    """
    groups = _groups(network, demand, by, hops, hours)
    reached = _asked(network, demand, hops, hours)
    before = reached(np.zeros(network.n, bool))
    if before == 0:
        raise Refused(remark("nothing_reached", "Nothing is within reach even with all services: nothing can be lost."))
    found = []
    for done, (name, members) in enumerate(groups.items(), start=1):
        found.append(Loss(name, len(members), 1 - reached(_away(network.n, members)) / before))
        if progress is not None:
            progress(done, len(groups))
    found.sort(key=lambda each: (-each.loss, each.name))
    pair, pair_loss = _pair(network.n, groups, found[0].name, reached, before)
    total = math.fsum(each.weight for each in demand)
    return Losses(
        by, tuple(found), pair, pair_loss, before, total, hops, float(hours),
        (*ASSUMPTIONS, in_plain_words("nobody takes over what is gone: it is the loss on the first day")),
        tuple(_warnings(network, found)),
    )  # fmt: skip


def _groups(network: Network, demand: Sequence[Demand], by: Kind, hops: int, hours: float) -> dict[str, Integers]:
    """Who goes together; no quiet answer for what cannot be asked."""
    whole("hops", hops, least=0, most=MOST_HOPS)
    if by not in KINDS:
        raise Refused(remark("kind", "“%(said)s” is not known here. It can be: %(known)s.",
                             said=by, known=", ".join(KINDS)))  # fmt: skip
    looked_through(demand, hours)
    groups = network.members(by)
    if not groups:
        raise Refused(remark("no_group", "No service has a name of this kind: %(kind)s.", kind=by))
    return groups


def _asked(network: Network, demand: Sequence[Demand], hops: int, hours: float) -> Callable[[np.ndarray], float]:
    """The demand within reach, as a function of who is away."""
    column = {need: place for place, need in enumerate(network.needs)}
    of_place: dict[str, list[int]] = {}
    for node, each in enumerate(network.services):
        of_place.setdefault(each.place, []).append(node)
    asked = [each for each in demand if each.need in column and each.place in of_place and each.weight > 0]
    asked.sort(key=lambda each: column[each.need])
    entries = [node for each in asked for node in of_place[each.place]]
    starts = np.concatenate([[0], np.cumsum([len(of_place[each.place]) for each in asked], dtype=np.int64)])
    parts = (
        np.array(entries, np.int64),
        starts.astype(np.int64),
        np.array([column[each.need] for each in asked], np.int64),
        np.array([each.weight for each in asked], np.float64),
    )
    edges = (network.sources, network.targets, network.hours, np.ascontiguousarray(network.takes.T))
    return lambda away: float(demand_reached(*edges, away, *parts, hops, float(hours)))


def _away(n: int, *members: Integers) -> np.ndarray:
    """Who is gone."""
    away = np.zeros(n, bool)
    for each in members:
        away[each] = True
    return away


def _pair(
    n: int, groups: dict[str, Integers], worst: str, reached: Callable[[np.ndarray], float], before: float
) -> tuple[tuple[str, str] | None, float | None]:
    """The worst one beside the worst one."""
    others = [name for name in groups if name != worst]
    if not others:
        return None, None
    second = min(others, key=lambda name: (reached(_away(n, groups[worst], groups[name])), name))
    return (worst, second), 1 - reached(_away(n, groups[worst], groups[second])) / before


def _warnings(network: Network, found: Sequence[Loss]) -> list[Remark]:
    """What has to stand beside it."""
    warnings = list(network.warnings)
    if found[0].loss >= LARGE:
        warnings.append(
            remark("hangs_on_one", "%(share)s %% of the demand within reach hangs on %(name)s alone.",
                   share=round(100 * found[0].loss), name=found[0].name)
        )  # fmt: skip
    if len(found) > 2:
        warnings.append(remark("greedy", "The worst pair was searched step by step: another pair may do more harm."))
    return warnings
