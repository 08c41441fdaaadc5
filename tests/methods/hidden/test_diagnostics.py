"""Homophily, activity, waves, convergence and bottleneck: by hand, and each verdict from both of its sides."""

import itertools
import json
import math
from typing import Any

import numpy as np
import pytest

from amparo.methods.estimate import Refused, as_json
from amparo.methods.hidden import (
    bottleneck,
    convergence,
    differential_activity,
    from_recruiters,
    population_homophily,
    recruitment_effectiveness,
    recruitment_homophily,
    waves,
)
from tests.methods.hidden.made import of

# x: 1, 2, 3; y: 4, 5. 1 brings 2 and 4, 2 brings 3, 4 brings 5.
FIVE = of([("1", None, 2), ("2", "1", 2), ("3", "2", 2), ("4", "1", 4), ("5", "4", 4)])
KIND = list("xxxyy")
# The same five, three times over: of groups of fewer than five people some figures are not told.
THRICE = of(
    [
        (name + at, by and by + at, degree)
        for at in "abc"
        for name, by, degree in [("1", None, 2), ("2", "1", 2), ("3", "2", 2), ("4", "1", 4), ("5", "4", 4)]
    ]
)


def test_recruitment_homophily_by_hand() -> None:
    """C = [[2, 1], [0, 1]] of 4. By lot 3 * 2 / 4 and 1 * 2 / 4 would be within: 2 of them. There are 3."""
    told = recruitment_homophily(FIVE, KIND)
    assert told.overall == pytest.approx(3 / 2)
    assert told.groups == pytest.approx([2 / 1.5, 1 / 0.5])


def test_nobody_recruited_across_or_at_all() -> None:
    alone = of([("1", None, 2), ("2", None, 3)])
    assert np.isnan(recruitment_homophily(alone, ["x", "y"]).overall)
    assert np.isnan(population_homophily(alone, ["x", "y"]).groups).all()
    within = of([("1", None, 2), ("2", "1", 3), ("3", None, 3), ("4", "3", 3)])
    assert recruitment_homophily(within, list("xxyy")).overall == 2
    assert np.isnan(population_homophily(within, list("xxyy")).overall)  # no tie across was told: there is no ratio


def test_population_homophily_by_hand() -> None:
    """Recruiters are 1 (x, degree 2, one recruit of two across), 2 (x, 2, none across), 4 (y, 4, none across).

    Weights 1/2, 1/2, 1/4: p of y is 1/5, D1 = 4, D0 = 2, D = 3 / 1.25, ties across (1/2 * 1) / 1.25.
    """
    h = 2 * 0.2 * 0.8 * 4 * 2 / ((0.5 / 1.25) * (3 / 1.25))
    assert population_homophily(FIVE, KIND).groups == pytest.approx([h, h])
    assert population_homophily(FIVE, KIND).overall == pytest.approx(h)


def test_activity_by_hand() -> None:
    told = differential_activity(THRICE, KIND * 3)
    assert told.mean_degree == pytest.approx([2, 4])
    assert told.ratio == pytest.approx([0.5, 2])
    assert np.isnan(differential_activity(FIVE, ["x"] * 5).ratio).all()


def test_effectiveness_by_hand() -> None:
    told = recruitment_effectiveness(THRICE, KIND * 3)
    assert told.mean_recruits == pytest.approx([1, 0.5])
    assert told.share_without == pytest.approx([1 / 3, 1 / 2])
    assert told.warnings == ()  # exactly twice as many is not more than twice
    wide = of(
        [
            (f"{at}{part}", None if at == 1 else f"2{part}" if at == 5 else f"1{part}", 3)
            for part in "abcde"
            for at in range(1, 6)
        ]
    )
    said = recruitment_effectiveness(wide, list("xyyyy") * 5).warnings
    assert [(each.code, dict(each.values)) for each in said] == [("uneven_recruitment", {"more": "x", "less": "y"})]


def test_waves_by_hand() -> None:
    told = waves(FIVE)
    assert (told.n, told.depth, told.seeds, told.trees, told.largest_tree) == (5, 2, 1, 1, 1.0)
    assert told.by_wave.tolist() == [1, 2, 2]
    assert told.by_recruits.tolist() == [2, 2, 1]
    assert {each.code for each in told.warnings} == {"exploratory", "one_tree", "many_seeds"}


def test_convergence_by_hand() -> None:
    """Wave 0: x alone. Up to 1: weights 1/2, 1/2 of x, 1/4 of y. All: 3/2 of x, 1/2 of y."""
    told = convergence(FIVE, KIND)
    assert told.n.tolist() == [1, 3, 5]
    assert told.values == pytest.approx(np.array([[1, 0], [0.8, 0.2], [0.75, 0.25]]))
    assert told.moved == pytest.approx([-0.05, 0.05])
    assert told.settled  # of five people anything moves so far by chance
    assert not convergence(FIVE, KIND, se=[0.01, 0.01]).settled
    assert {each.code for each in convergence(FIVE, KIND, se=[0.01, 0.01]).warnings} == {"not_settled"}
    # All five are in, of five: the weights are alike, and the last point is the mean.
    assert convergence(FIVE, KIND, population=5).values[-1] == pytest.approx([0.6, 0.4])


def test_convergence_by_day_and_missing_answers() -> None:
    sample = from_recruiters([1, 2, 3, 4, 5], [None, 1, 2, 1, 4], [2, 2, 2, 4, 4], days=[1, 2, 5, None, None])
    told = convergence(sample, [None, "x", "y", "y", None], by="day")
    assert told.n.tolist() == [1, 2, 3, 5]
    assert np.isnan(told.values[0]).all()
    assert told.values[1].tolist() == [1, 0]
    for wrong in ("month", "day"):
        with pytest.raises(Refused, match="by wave, or by day"):
            convergence(FIVE, KIND, by=wrong)


def test_it_is_settled_or_not_by_two_points_and_by_its_error() -> None:
    """Five people of each wave, forty waves; in the last fifth one answer in so many is another."""
    n = 1000
    by = [None if row < 5 else row - 5 for row in range(n)]
    sample = from_recruiters(range(n), by, [3] * n)
    still = ["a" if row % 2 else "b" for row in range(n)]
    assert convergence(sample, still).settled
    late = ["a" if row % 2 or row >= 930 else "b" for row in range(n)]  # 35 of 1,000 more: 0.035
    assert not convergence(sample, late).settled
    little = ["a" if row % 2 or row >= 980 else "b" for row in range(n)]  # 0.01
    assert convergence(sample, little).settled
    assert convergence(sample, little, se=[0.005, 0.005]).settled  # one point in a hundred, however sure
    # From 800 to 1,000 a movement of two standard errors is one standard error of the estimate: 0.035 of 0.03, or 0.04.
    assert not convergence(sample, late, se=[0.03, float("nan")]).settled
    assert convergence(sample, late, se=[0.04, 0.04]).settled
    with pytest.raises(Refused, match="se has 1 values"):
        convergence(sample, little, se=[0.5])


def test_a_chain_of_many_waves_is_looked_at_in_fifty_places() -> None:
    n = 20_000
    sample = from_recruiters(range(n), [None, *range(n - 1)], [3] * n)
    told = convergence(sample, ["a", "b"] * (n // 2), population=50_000)
    assert len(told.n) == 50
    assert told.n[-1] == n
    assert told.settled


def in_two_trees(first: int, second: int, length: int = 30) -> Any:
    """Two chains; of each stretch of ten so many are of the group, spread evenly, so that who recruits says nothing."""
    sample = from_recruiters(range(2 * length), [None, None, *range(2 * length - 2)], [3] * (2 * length))
    kinds = []
    for row in range(2 * length):
        quota, at = (first, second)[row % 2], row // 2
        kinds.append("a" if (at + 1) * quota // 10 > at * quota // 10 else "b")
    return bottleneck(sample, kinds)


def test_trees_that_end_apart() -> None:
    """Thirty of each: 5 and 6 of ten is ten points, and not more. 3 and 8 of ten is half of all.

    The pooled share is 0.55, and each variance 0.2475 Σ l^|i - j| / 900, with l from who of the chains follows whom.
    """
    near, far = in_two_trees(5, 6), in_two_trees(3, 8)
    assert near.apart == pytest.approx([0.1, 0.1])
    assert near.warnings == ()
    assert far.apart == pytest.approx([0.5, 0.5])
    chains = [[(at + 1) * quota // 10 > at * quota // 10 for at in range(30)] for quota in (3, 8)]
    steps = [pair for chain in chains for pair in itertools.pairwise(chain)]
    own, other = ([after for before, after in steps if before is is_a] for is_a in (True, False))
    like = max(0.0, sum(own) / len(own) - sum(other) / len(other))
    variance = 0.2475 * sum(like ** abs(i - j) for i in range(30) for j in range(30)) / 900
    assert far.by_chance == pytest.approx([math.erfc(math.sqrt(2 * 0.25**2 / variance / 2))] * 2)
    assert [each.code for each in far.warnings] == ["trees_apart"]
    assert [line.seed for line in far.lines] == [0, 1]
    assert far.lines[1].values[-1] == pytest.approx([0.8, 0.2])
    by_chance = in_two_trees(4, 6)  # twenty points, as one in eight pairs of thirty are
    assert by_chance.apart == pytest.approx([0.2, 0.2])
    assert by_chance.by_chance[0] > 0.1
    assert by_chance.warnings == ()
    assert [each.code for each in in_two_trees(4, 6, length=300).warnings] == ["trees_apart"]
    small = bottleneck(FIVE, KIND)
    assert np.isnan(small.apart).all()
    assert [each.code for each in small.warnings] == ["trees_too_small"]


def test_a_group_that_hardly_recruits_across_is_said() -> None:
    """Two chains of thirty, each of one group, and one link across, of 59, where about 29 are by lot."""
    ids = [f"{kind}{row}" for kind in "ab" for row in range(30)]
    by = [None if row == "a0" else "a29" if row == "b0" else f"{row[0]}{int(row[1:]) - 1}" for row in ids]
    told = bottleneck(from_recruiters(ids, by, [3] * 60), [each[0] for each in ids])
    assert "groups_apart" in {each.code for each in told.warnings}
    mixed = ["a" if row % 3 else "b" for row in range(60)]
    assert "groups_apart" not in {each.code for each in bottleneck(from_recruiters(ids, by, [3] * 60), mixed).warnings}


def test_no_line_and_no_tree_leaves() -> None:
    """The first point of a line is one seed's answer; the counts of a tree are a map of few people."""
    for told in (convergence(FIVE, KIND), bottleneck(FIVE, KIND), waves(FIVE)):
        left = json.loads(as_json(told))
        assert not {"values", "at", "lines", "by_wave", "by_tree", "by_recruits"} & set(left)
    assert json.loads(as_json(convergence(FIVE, KIND)))["settled"] is True


@pytest.mark.parametrize("look", [bottleneck, convergence])
def test_without_any_degree_there_is_nothing_to_look_at(look) -> None:
    sample = of([(str(at), None if at < 4 else str(at // 4), None) for at in range(80)])
    with pytest.raises(Refused, match="No degree is known"):
        look(sample, ["a", "b"] * 40)
