"""The shape of a network: who stands between, who holds it together, who stands alone.

Question: how does a person get from one service to another, whose absence would part the network, and who is in
nobody's reach?

Estimand: none; these are properties of the ties that are written down. A tie that nobody wrote down is not there.

Method: betweenness on the directed network, where a tie is the shorter the more referrals were taken up on it, length
1/(accepted + 1). Everything about holding together is on the undirected network without repeated ties: the k-core,
nodes and ties whose removal parts it, density, and Freeman's centralisation of the degree, Σ(max d − d_i) / ((n − 1)(n
− 2)). Reciprocity is the share of directed ties that have one in return.

It breaks where ties are recorded unequally: whoever writes down referrals looks central. A measure of shape says
nothing of whether a service takes anybody in; for that there is ``reach``.

References
----------
Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks 1, 215-239.
Seidman, S. B. (1983). Network structure and minimum degree. Social Networks 5, 269-287 (the k-core).
Hopcroft, J. and Tarjan, R. (1973). Algorithm 447: efficient algorithms for graph manipulation. CACM 16, 372-378.
Wasserman, S. and Faust, K. (1994). Social Network Analysis. Cambridge University Press (sections 4.3 and 13.1).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import rustworkx as rx

from amparo.methods.estimate import Floats, Integers, Remark, remark
from amparo.methods.networks.graph import Network
from amparo.methods.networks.paths import brandes

FEW = 10  # services, below which one more or less changes every share


@dataclass(frozen=True, slots=True)
class Structure:
    """The shape of a network. Arrays are in the order of ``services``."""

    services: tuple[str, ...]
    degree_in: Integers
    degree_out: Integers
    betweenness: Floats  # from 0 to 1: the share of shortest ways between two others that lead through it
    core: Integers  # the largest k of whose k-core it is a member
    articulation: tuple[str, ...]  # without one of these the network falls into more parts
    bridges: tuple[tuple[str, str], ...]  # ties, undirected, of which the same is true
    weak_parts: tuple[tuple[str, ...], ...]  # connected in whatever direction, the largest first
    strong_parts: tuple[tuple[str, ...], ...]  # from each to each along the ties
    isolated: tuple[str, ...]  # nobody sends there, and it sends to nobody
    ties: int
    density: float | None  # of all directed ties that could be; None with one service
    reciprocity: float | None  # None without a tie
    centralisation: float | None  # None with fewer than three services
    warnings: tuple[Remark, ...]


def structure(network: Network) -> Structure:
    """Who stands between, who holds it together, who stands alone.

    Parameters
    ----------
    network : from ``amparo.methods.networks.network``.

    Notes
    -----
    Betweenness is divided by (n − 1)(n − 2). Lengths that differ by less than rounding are equal, so that 1/3 + 1/6 and
    1/2 are two ways of one length.

    References
    ----------
    Freeman (1978); Seidman (1983); Hopcroft and Tarjan (1973); Wasserman and Faust (1994), sections 4.3 and 13.1, see
        ``structure``.
    """
    n, names = network.n, tuple(each.id for each in network.services)
    pairs = set(zip(network.sources.tolist(), network.targets.tolist(), strict=True))
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(n))
    graph.add_edges_from_no_data(sorted({(min(pair), max(pair)) for pair in pairs}))
    directed = rx.PyDiGraph(multigraph=False)
    directed.add_nodes_from(range(n))
    directed.add_edges_from_no_data(sorted(pairs))
    degrees = np.array([graph.degree(node) for node in range(n)], np.int64)
    cores: Any = rx.core_number(graph)
    return Structure(
        services=names,
        degree_in=np.bincount(network.targets, minlength=n),
        degree_out=np.bincount(network.sources, minlength=n),
        betweenness=betweenness(network),
        core=np.array([cores[node] for node in range(n)], np.int64),
        articulation=tuple(names[node] for node in sorted(rx.articulation_points(graph))),
        bridges=tuple((names[a], names[b]) for a, b in _bridges(graph)),
        weak_parts=_parts(rx.weakly_connected_components(directed), names),
        strong_parts=_parts(rx.strongly_connected_components(directed), names),
        isolated=tuple(names[node] for node in range(n) if degrees[node] == 0),
        ties=len(pairs),
        density=len(pairs) / (n * (n - 1)) if n > 1 else None,
        reciprocity=sum((b, a) in pairs for a, b in pairs) / len(pairs) if pairs else None,
        centralisation=float((degrees.max() - degrees).sum() / ((n - 1) * (n - 2))) if n > 2 else None,
        warnings=(*network.warnings, *_warnings(network)),
    )


def betweenness(network: Network) -> Floats:
    """The share of shortest ways between two others that lead through each service, ``(n,)``.

    A tie is 1/(accepted + 1) long.

    With fewer than three services nobody stands between: zeros.

    Parameters
    ----------
    network : services and ties, from ``network()``.

    Returns
    -------
    Floats
        From 0 to 1, in the order of the services of the network.

    References
    ----------
    Freeman (1978), see ``structure``.
    """
    n = network.n
    if n < 3:
        return np.zeros(n)
    order = np.argsort(network.sources, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(network.sources, minlength=n))])
    lengths = 1.0 / (network.accepted[order] + 1.0)
    found = brandes(first, network.targets[order], lengths)
    return np.asarray(found / ((n - 1) * (n - 2)), np.float64)


def _bridges(graph: Any) -> list[tuple[int, int]]:
    """Ties without which the network falls into more parts, each with the earlier service first."""
    return sorted((min(pair), max(pair)) for pair in rx.bridges(graph))


def _parts(parts: list[set[int]] | list[list[int]], names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Parts by name, the largest first."""
    ordered = sorted((sorted(each) for each in parts), key=lambda each: (-len(each), each))
    return tuple(tuple(names[node] for node in each) for each in ordered)


def _warnings(network: Network) -> list[Remark]:
    """What has to stand beside it."""
    warnings = [
        remark("only_recorded", "Only ties that somebody wrote down are here: whoever records more looks more central.")
    ]
    if network.n < FEW:
        warnings.append(
            remark("few_services", "There are only %(n)s services: one more or less changes every share.", n=network.n)
        )
    if len(network.accepted) and not network.accepted.any():
        warnings.append(
            remark("no_referrals", "No referral was recorded as taken up: every tie counts as equally long.")
        )
    return warnings
