"""Networks looked at another way: networkx with exact fractions, removal one by one, every set of sites. No method."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations, product

import networkx as nx
import numpy as np

type Edges = dict[tuple[int, int], int]  # (source, target): how many were taken up


def drawn(rng: np.random.Generator, *, most: int = 24) -> tuple[int, Edges]:
    """A network by chance: thin or thick, with few different counts, so that many ways are equally long."""
    n = int(rng.integers(1, most + 1))
    chance = float(rng.choice([0.02, 0.06, 0.12, 0.3]))
    return n, {
        (a, b): int(rng.integers(0, 4)) for a, b in product(range(n), repeat=2) if a != b and rng.random() < chance
    }


def directed(n: int, edges: Edges) -> nx.DiGraph:
    """The network of networkx; lengths are fractions, so that equal is equal."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_weighted_edges_from((a, b, Fraction(1, taken + 1)) for (a, b), taken in edges.items())
    return graph


def parts(n: int, pairs: Iterable[tuple[int, int]], *, without: int | None = None) -> int:
    """How many parts an undirected network has, by joining."""
    root = list(range(n))

    def find(node: int) -> int:
        while root[node] != node:
            node = root[node]
        return node

    for a, b in pairs:
        if without not in {a, b}:
            root[find(a)] = find(b)
    return len({find(node) for node in range(n) if node != without})


def articulation(n: int, edges: Edges) -> set[int]:
    """Nodes without which there are more parts (a node that stands alone takes its own part with it)."""
    return {node for node in range(n) if parts(n, edges, without=node) > parts(n, edges)}


def bridges(n: int, edges: Edges) -> set[tuple[int, int]]:
    """Pairs without which there are more parts."""
    pairs = {(min(pair), max(pair)) for pair in edges}
    return {pair for pair in pairs if parts(n, pairs - {pair}) > parts(n, pairs)}


def reached(
    n: int, ways: dict[tuple[int, int], float], entries: set[int], accepting: set[int], hops: int, hours: float
) -> bool:
    """Is there a way of so few hops and hours? Every way is walked."""

    def walk(node: int, left: int, spent: float) -> bool:
        if spent > hours:
            return False
        if node in accepting:
            return True
        return left > 0 and any(walk(b, left - 1, spent + by) for (a, b), by in ways.items() if a == node)

    return any(walk(entry, hops, 0.0) for entry in entries)


def best_sites(weights: np.ndarray, covers: np.ndarray, new: int, existing: tuple[int, ...]) -> float:
    """The most weight that any set of so many new sites covers, by trying every set."""
    free = [site for site in range(covers.shape[1]) if site not in existing]
    return max(float(weights[covers[:, [*existing, *chosen]].any(axis=1)].sum()) for chosen in combinations(free, new))


def fewest(weights: np.ndarray, covers: np.ndarray, share: float, existing: tuple[int, ...]) -> int | None:
    """How few new sites cover such a share, by trying every set."""
    free = [site for site in range(covers.shape[1]) if site not in existing]
    for new in range(len(free) + 1):
        if best_sites(weights, covers, new, existing) >= share * weights.sum() - 1e-9:
            return new
    return None
