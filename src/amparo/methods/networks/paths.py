"""Compiled loops over the edges of a network: shortest ways of few steps, and betweenness.

Ways: Bellman and Ford's relaxation, once for each hop, so that both limits (hops and hours) hold at the same time. A
shortest-path search alone forgets the fewer-hops way as soon as it finds a quicker one.

References
----------
Bellman, R. (1958). On a routing problem. Quarterly of Applied Mathematics 16, 87-90.
Brandes, U. (2001). A faster algorithm for betweenness centrality. J. Mathematical Sociology 25, 163-177.
Denardo, E. V. and Fox, B. L. (1979). Shortest-route methods: 1. Reaching, pruning, and buckets. Operations Research
    27, 161-186.
Brandes, U. (2008). On variants of shortest-path betweenness centrality. Social Networks 30, 136-145 (weights).
"""

from typing import Any

import numpy as np

from amparo.methods.chance import compiled

NARROWER = 1e-9  # of a bucket, so that rounding never puts both ends of the shortest tie into one
ALIKE = 1e-12  # relative: two ways whose lengths differ by less are equally long, whatever the rounding of their sums


@compiled
def within(by: float, most: float) -> bool:
    """Does a way take no more than so many hours? 0.1 and 0.2 hours are 0.3, whatever their sum rounds to."""
    return by < np.inf and by <= most * (1.0 + ALIKE)


@compiled
def hours_to_accepting(sources: Any, targets: Any, hours: Any, accepting: Any, away: Any, hops: int) -> Any:
    """The fewest hours from every node to one that accepts, in at most so many hops; infinite where there is no way.

    Parameters
    ----------
    sources, targets, hours : ``(m,)`` edges.
    accepting, away : ``(n,)`` booleans: who takes this need; who is not there any more.

    Returns
    -------
    ``(hops + 1, n)``: row h is with at most h hops.
    """
    n, m = len(accepting), len(sources)
    best = np.full((hops + 1, n), np.inf)
    for node in range(n):
        if accepting[node] and not away[node]:
            best[0, node] = 0.0
    for hop in range(1, hops + 1):
        changed = False
        for node in range(n):
            best[hop, node] = best[hop - 1, node]
        for edge in range(m):
            source = sources[edge]
            by = best[hop - 1, targets[edge]] + hours[edge]
            if by < best[hop, source] and not away[source]:
                best[hop, source] = by
                changed = True
        if not changed:
            for later in range(hop + 1, hops + 1):
                best[later] = best[hop]
            break
    return best


@compiled
def demand_reached(
    sources: Any, targets: Any, hours: Any, takes: Any, away: Any, entries: Any, starts: Any, needs: Any, weights: Any,
    hops: int, most_hours: float,
) -> float:  # fmt: skip
    """How much of the demand gets to a service that accepts it, with some nodes away.

    ``takes`` is ``(needs, n)``. The demand d is at the nodes ``entries[starts[d]:starts[d + 1]]``, needs ``needs[d]``
    and weighs ``weights[d]``; demands are in the order of their needs.
    """
    total, need = 0.0, -1
    best = np.empty((1, 1))
    for demand in range(len(needs)):
        if needs[demand] != need:
            need = needs[demand]
            best = hours_to_accepting(sources, targets, hours, takes[need], away, hops)
        for place in range(starts[demand], starts[demand + 1]):
            entry = entries[place]
            by = best[hops, entry]
            if not away[entry] and within(by, most_hours):
                total += weights[demand]
                break
    return total


@compiled
def brandes(first: Any, heads: Any, lengths: Any) -> Any:
    """Betweenness of every node of a directed graph with positive lengths, not normalised.

    Nodes wait in buckets that are narrower than the shortest tie. So no tie leads from a node of a bucket to another of
    the same: whatever lies in the nearest bucket is final, without sorting.

    Parameters
    ----------
    first : ``(n + 1,)``: the edges of node v are ``first[v]`` to ``first[v + 1] - 1``.
    heads, lengths : ``(m,)``: where an edge leads, and how long it is.
    """
    n, m = len(first) - 1, len(heads)
    centre = np.zeros(n)
    if m == 0:
        return centre
    per_length = (1.0 + NARROWER) / lengths.min()  # buckets in one unit of length
    around = np.int64(lengths.max() * per_length) + 2  # buckets that can be in use at once
    bucket = np.full(around, -1, np.int64)  # the last entry of each
    node_of, before = np.empty(m + 1, np.int64), np.empty(m + 1, np.int64)  # entries: a node, and the entry below it
    distance, ways, share = np.empty(n), np.empty(n), np.empty(n)
    settled, order = np.empty(n, np.bool_), np.empty(n, np.int64)
    for source in range(n):
        distance[:] = np.inf
        settled[:] = False
        done = _settle(
            source, first, heads, lengths, per_length, bucket, node_of, before, distance, ways, settled, order
        )
        share[:] = 0.0
        for place in range(done - 1, 0, -1):
            node = order[place]
            total = 0.0
            for edge in range(first[node], first[node + 1]):
                head, by = heads[edge], distance[node] + lengths[edge]
                if by - distance[head] <= by * ALIKE:
                    total += (1.0 + share[head]) / ways[head]
            share[node] = total * ways[node]
            centre[node] += share[node]
    return centre


@compiled
def _settle(
    source: int, first: Any, heads: Any, lengths: Any, per_length: float, bucket: Any, node_of: Any, before: Any,
    distance: Any, ways: Any, settled: Any, order: Any,
) -> int:  # fmt: skip
    """Distances and numbers of shortest ways from one node; ``order`` gets the nodes, nearer buckets first."""
    around = len(bucket)
    distance[source], ways[source] = 0.0, 1.0
    bucket[0], node_of[0], before[0] = 0, source, -1
    entries, waiting, done, at = 1, 1, 0, 0
    while waiting:
        entry = bucket[at]
        bucket[at] = -1
        while entry >= 0:
            node, entry = node_of[entry], before[entry]
            waiting -= 1
            if settled[node]:
                continue
            settled[node] = True
            order[done] = node
            done += 1
            for edge in range(first[node], first[node + 1]):
                head, by = heads[edge], distance[node] + lengths[edge]
                more = by - distance[head]
                if more < -by * ALIKE:
                    distance[head], ways[head] = by, ways[node]
                    into = np.int64(by * per_length) % around
                    node_of[entries], before[entries], bucket[into] = head, bucket[into], entries
                    entries += 1
                    waiting += 1
                elif more <= by * ALIKE:
                    ways[head] += ways[node]
        at += 1
        if at == around:
            at = 0
    return done
