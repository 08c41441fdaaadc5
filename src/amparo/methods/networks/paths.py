"""Compiled loops over the edges of a network: shortest ways of few steps, and betweenness.

Ways: Bellman and Ford's relaxation, once for each hop, so that both limits (hops and hours) hold at the same time. A
shortest-path search alone forgets the fewer-hops way as soon as it finds a quicker one.

References
----------
Bellman, R. (1958). On a routing problem. Quarterly of Applied Mathematics 16, 87-90.
Brandes, U. (2001). A faster algorithm for betweenness centrality. J. Mathematical Sociology 25, 163-177.
Brandes, U. (2008). On variants of shortest-path betweenness centrality. Social Networks 30, 136-145 (weights).
"""

from typing import Any

import numpy as np

from amparo.methods.chance import compiled

ALIKE = 1e-12  # relative: two ways whose lengths differ by less are equally long, whatever the rounding of their sums


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
            if not away[entry] and by <= most_hours and by < np.inf:
                total += weights[demand]
                break
    return total


@compiled
def brandes(first: Any, heads: Any, lengths: Any) -> Any:
    """Betweenness of every node of a directed graph with positive lengths, not normalised.

    Parameters
    ----------
    first : ``(n + 1,)``: the edges of node v are ``first[v]`` to ``first[v + 1] - 1``.
    heads, lengths : ``(m,)``: where an edge leads, and how long it is.
    """
    n, m = len(first) - 1, len(heads)
    centre = np.zeros(n)
    distance, ways, share = np.empty(n), np.empty(n), np.empty(n)
    settled = np.empty(n, np.bool_)
    order = np.empty(n, np.int64)
    heap_key, heap_node = np.empty(m + 1), np.empty(m + 1, np.int64)
    for source in range(n):
        distance[:] = np.inf
        ways[:] = 0.0
        share[:] = 0.0
        settled[:] = False
        distance[source], ways[source] = 0.0, 1.0
        heap_key[0], heap_node[0] = 0.0, source
        waiting, done = 1, 0
        while waiting:
            node, waiting = _nearest(heap_key, heap_node, waiting)
            if settled[node]:
                continue
            settled[node] = True
            order[done] = node
            done += 1
            for edge in range(first[node], first[node + 1]):
                head, by = heads[edge], distance[node] + lengths[edge]
                if by < distance[head] * (1.0 - ALIKE):
                    distance[head], ways[head] = by, ways[node]
                    waiting = _wait(heap_key, heap_node, waiting, by, head)
                elif by <= distance[head] * (1.0 + ALIKE) and not settled[head]:
                    ways[head] += ways[node]
        for place in range(done - 1, -1, -1):
            node = order[place]
            for edge in range(first[node], first[node + 1]):
                head, by = heads[edge], distance[node] + lengths[edge]
                if by <= distance[head] * (1.0 + ALIKE):
                    share[node] += ways[node] / ways[head] * (1.0 + share[head])
            if node != source:
                centre[node] += share[node]
    return centre


@compiled
def _wait(keys: Any, nodes: Any, many: int, key: float, node: int) -> int:
    """Put a node into the heap."""
    place = many
    while place > 0:
        above = (place - 1) >> 1
        if keys[above] <= key:
            break
        keys[place], nodes[place] = keys[above], nodes[above]
        place = above
    keys[place], nodes[place] = key, node
    return many + 1


@compiled
def _nearest(keys: Any, nodes: Any, many: int) -> Any:
    """Take the nearest node out of the heap."""
    top, many = nodes[0], many - 1
    key, node, place = keys[many], nodes[many], 0
    while True:
        below = 2 * place + 1
        if below >= many:
            break
        if below + 1 < many and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[place], nodes[place] = keys[below], nodes[below]
        place = below
    keys[place], nodes[place] = key, node
    return top, many
