"""The shape of a network: equal to networkx on two hundred drawn networks, and to taking away one after the other."""

import networkx as nx
import numpy as np
import pytest

from amparo.methods.networks import Network, Service, Tie, network, structure
from tests.methods.networks import by_removal


def built(n: int, edges: by_removal.Edges) -> Network:
    """The drawn network as one of ours."""
    services = [Service(f"s{node}", f"o{node % 3}", f"p{node}", frozenset({"shelter"})) for node in range(n)]
    return network(services, [Tie(f"s{a}", f"s{b}", taken + 1, taken, 1.0) for (a, b), taken in edges.items()])


@pytest.mark.parametrize("seed", range(10))
def test_equal_to_networkx_on_two_hundred_networks(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(20):
        n, edges = by_removal.drawn(rng)
        ours, theirs = structure(built(n, edges)), by_removal.directed(n, edges)
        plain = nx.Graph(theirs.to_undirected())
        wanted = nx.betweenness_centrality(theirs, weight="weight", normalized=True)
        assert ours.betweenness == pytest.approx([float(wanted[node]) for node in range(n)], abs=1e-12)
        assert ours.core.tolist() == [nx.core_number(plain)[node] for node in range(n)]
        assert {int(each[1:]) for each in ours.articulation} == set(nx.articulation_points(plain))
        assert {int(each[1:]) for each in ours.articulation} == by_removal.articulation(n, edges)
        assert {(int(a[1:]), int(b[1:])) for a, b in ours.bridges} == by_removal.bridges(n, edges)
        assert sorted(map(len, ours.weak_parts)) == sorted(map(len, nx.weakly_connected_components(theirs)))
        assert {frozenset(int(s[1:]) for s in part) for part in ours.strong_parts} == set(
            map(frozenset, nx.strongly_connected_components(theirs))
        )
        assert {int(each[1:]) for each in ours.isolated} == set(nx.isolates(plain))
        if n > 1:
            assert ours.density == pytest.approx(nx.density(theirs), abs=1e-15)
        if edges:
            assert ours.reciprocity == pytest.approx(nx.reciprocity(theirs), abs=1e-15)
        assert ours.degree_in.tolist() == [theirs.in_degree(node) for node in range(n)]
        assert ours.degree_out.tolist() == [theirs.out_degree(node) for node in range(n)]


def test_a_star_and_a_ring_by_hand() -> None:
    star = structure(built(5, {(0, node): 0 for node in range(1, 5)} | {(node, 0): 0 for node in range(1, 5)}))
    assert star.betweenness.tolist() == [1, 0, 0, 0, 0]  # every way between two others leads through the middle
    assert star.centralisation == 1
    assert star.articulation == ("s0",)
    assert len(star.bridges) == 4
    assert star.reciprocity == 1
    ring = structure(built(5, {(node, (node + 1) % 5): 0 for node in range(5)}))
    assert ring.centralisation == 0
    assert ring.articulation == ()
    assert ring.core.tolist() == [2] * 5
    assert ring.density == 5 / 20
    # From each, the ways to the others are 1 to 4 long, and so 0 + 1 + 2 + 3 nodes lie within: 30 / 5 each, of 4 · 3.
    assert ring.betweenness.tolist() == pytest.approx([6 / 12] * 5)


def test_ways_of_one_length_are_equal_whatever_their_sums_round_to() -> None:
    # Straight there is 1/6; by way of s1 it is 1/10 + 1/15, which is 1/6 too, though not in sums of binary fractions.
    found = structure(built(4, {(0, 3): 5, (0, 1): 9, (1, 3): 14}))
    assert 1 / 10 + 1 / 15 != 1 / 6
    assert (found.betweenness * 6).tolist() == pytest.approx([0, 0.5, 0, 0])  # half of the one pair, of 3 · 2


def test_one_service_and_two() -> None:
    one = structure(built(1, {}))
    assert (one.density, one.reciprocity, one.centralisation) == (None, None, None)
    assert one.isolated == ("s0",)
    two = structure(built(2, {(0, 1): 1}))
    assert (two.density, two.reciprocity, two.centralisation) == (0.5, 0.0, None)
    assert two.betweenness.tolist() == [0, 0]
    assert "few_services" in {each.code for each in two.warnings}
