"""Hidden answers of recruits: the same as what is known where there is another way, and the truth where it was planted.

No software does both at once, so each is held against the two halves that have their own golden data: with the tree
bootstrap against the estimates that take replicate weights, with Gile's against the shares of ``hidden``.
"""

import numpy as np
import pytest

from amparo.methods.estimate import Refused
from amparo.methods.hidden import (
    difference,
    estimate_rds,
    from_recruiters,
    rds2_weights,
    simulate_network,
    simulate_recruitment,
    tree_replicate_weights,
)
from amparo.methods.indirect import (
    crosswise,
    crosswise_of_recruits,
    crosswise_prevalence,
    design_effect_test,
    direct,
    list_of_recruits,
    list_prevalence,
    response_of_recruits,
    warner,
)
from tests.methods.indirect import oracle

PEOPLE, N, P, ANCHOR = 5_000, 600, 0.2519, 0.2491  # the chances of the questionnaire ``pressures``
DRAWN = {"replicates": 200, "seed": 11}


def study(seed: int, n: int = N):
    """A simulated sample, who of it has the trait, and what each says: a pair, an anchor, a list."""
    network = simulate_network(
        PEOPLE, share=0.25, mean_degree=10, activity=1.5, homophily=1.5, spread=0.8, seed=seed // 8
    )
    survey = simulate_recruitment(network, n=n, seeds=8, returned=0.6, seed=seed)
    chance, trait = np.random.default_rng(seed), survey.group == 1
    reads = chance.random(n) < 0.9
    same = np.where(reads, (chance.random(n) < P) == trait, chance.random(n) < 0.5).astype(float)
    anchor = np.where(reads, chance.random(n) >= ANCHOR, chance.random(n) < 0.5).astype(float)
    arm = (chance.random(n) < 0.5).astype(float)
    return network.share, survey.sample, trait.astype(float), same, anchor, arm, oracle.counted_list(chance, trait, arm)


@pytest.fixture(scope="module")
def one():
    return study(3)


def test_with_trees_it_is_the_estimate_with_replicate_weights(one) -> None:
    _, sample, trait, same, anchor, arm, counts = one
    weighed = {
        "weights": rds2_weights(sample.degree_used), "replicate_weights": tree_replicate_weights(sample, **DRAWN),
    }  # fmt: skip
    for found, known in (
        (crosswise_of_recruits(sample, same, anchor, p=P, anchor_p=ANCHOR, **DRAWN),
         crosswise_prevalence(same, anchor, p=P, anchor_p=ANCHOR, seed=1, interval="normal", **weighed)),
        (list_of_recruits(sample, counts, arm, items=4, **DRAWN).share,
         list_prevalence(counts, arm, items=4, **weighed)),
    ):  # fmt: skip
        assert found.raw == pytest.approx(known.raw, abs=1e-10)
        assert found.share.se == pytest.approx(known.share.se, abs=1e-10)
        assert (found.answered, found.n_effective) == pytest.approx((known.answered, known.n_effective))
    tested = list_of_recruits(sample, counts, arm, items=4, **DRAWN).design_effect
    known = design_effect_test(counts, arm, items=4, **weighed)
    assert tested.p == pytest.approx(known.p, abs=1e-8)
    assert tested.covariance == pytest.approx(known.covariance, abs=1e-10)
    assert trait.sum() > 100


def test_with_a_size_it_is_the_share_of_recruits_turned_by_the_design(one) -> None:
    _, sample, _, same, *_ = one
    shares = estimate_rds(sample, [str(int(each)) for each in same], population=PEOPLE, **DRAWN)
    straight = response_of_recruits(sample, same, design=direct(), population=PEOPLE, **DRAWN)
    turned = response_of_recruits(sample, same, design=crosswise(P), population=PEOPLE, **DRAWN)
    told = shares.sizes[0]["1"]
    assert straight.raw == pytest.approx(told.value, abs=1e-12)
    assert straight.share.se == pytest.approx(told.se, abs=1e-12)
    assert turned.raw == pytest.approx((told.value + P - 1) / (2 * P - 1), abs=1e-12)
    assert turned.share.se == pytest.approx(told.se / abs(2 * P - 1), rel=0.1), "and a little more: see below"
    assert "successive_sampling, gile" in turned.share.method


@pytest.mark.parametrize("town", [700.0, 5_000.0])
def test_of_a_small_town_the_dice_are_thrown_for_everybody(one, town) -> None:
    """By hand: had all N answered, the share of an answer would still have the variance of N throws, q (1 - q) / N."""
    _, sample, _, same, *_ = one
    drawn = {"population": town, "replicates": 1000, "seed": 3}
    straight = response_of_recruits(sample, same, design=direct(), **drawn)
    hidden = response_of_recruits(sample, same, design=crosswise(P), **drawn)
    q = straight.raw
    expected = (straight.share.se**2 + q * (1 - q) / town) / (2 * P - 1) ** 2
    assert hidden.share.se**2 == pytest.approx(expected, rel=0.15)
    if town < 1_000:
        assert hidden.share.se > 1.5 * straight.share.se / abs(2 * P - 1), "recruitment alone says far too little"
    other = response_of_recruits(sample, 1 - same, design=crosswise(P), **drawn)
    moves = np.corrcoef(hidden.share.replicates, other.share.replicates)[0, 1]
    assert abs(moves) < 0.999, "another question is another throw"


@pytest.mark.parametrize("population", [None, float(PEOPLE)])
def test_parts_are_told_of_their_people_alone(one, population) -> None:
    """What others of the sample answered moves no figure of a part; and two halves make the whole."""
    _, sample, _, same, anchor, arm, counts = one
    part = np.arange(N) % 3 == 0
    other = np.where(part, same, 1 - same)
    asked = {"p": P, "anchor_p": ANCHOR, "within": part, "population": population, **DRAWN}
    found, again = (crosswise_of_recruits(sample, each, anchor, **asked) for each in (same, other))
    assert found.raw == again.raw
    assert found.share.se == again.share.se
    assert found.share.n == 200
    assert found.n_missing == 0
    lists = list_of_recruits(sample, counts, arm, items=4, within=part, population=population, **DRAWN)
    assert lists.treated + lists.untreated == 200
    design = warner(0.8)
    said = {"design": design, "population": population, **DRAWN}
    each = [response_of_recruits(sample, same, within=mask, **said) for mask in (part, ~part)]
    weight = [w[mask].sum() for w in [rds2_weights(sample.degree_used)] for mask in (part, ~part)]
    if population is None:
        together = response_of_recruits(sample, same, **said)
        assert np.average([e.raw for e in each], weights=weight) == pytest.approx(together.raw, abs=1e-12)
        with pytest.raises(Refused, match="one sample"):
            difference(each[0].share, each[1].share, paired=False)
        assert difference(each[0].share, each[1].share, paired=True).p <= 1


def test_the_order_of_rows_says_nothing(one) -> None:
    _, sample, _, same, anchor, *_ = one
    mixed = np.random.default_rng(5).permutation(N)
    by = [None if each < 0 else sample.ids[each] for each in sample.recruiter]
    again = from_recruiters(
        [sample.ids[at] for at in mixed], [by[at] for at in mixed], [sample.degree[at] for at in mixed]
    )
    for size in (None, float(PEOPLE)):
        asked = {"p": P, "anchor_p": ANCHOR, "population": size, **DRAWN}
        first = crosswise_of_recruits(sample, same, anchor, **asked)
        second = crosswise_of_recruits(again, same[mixed], anchor[mixed], **asked)
        assert first.raw == pytest.approx(second.raw, abs=1e-12)
        assert first.share.se == pytest.approx(second.share.se, abs=1e-10)


def test_planted_shares_lie_within(one) -> None:
    """24 samples: by Gile's bootstrap with the right size nearly all, with trees all; the campaign asks more."""
    held, wide = {"crossed": 0, "list": 0, "trees": 0}, []
    for seed in range(24):
        truth, sample, _, same, anchor, arm, counts = study(seed)
        sized = {"population": float(PEOPLE), "replicates": 200, "seed": seed}
        crossed = crosswise_of_recruits(sample, same, anchor, p=P, anchor_p=ANCHOR, **sized)
        trees = crosswise_of_recruits(sample, same, anchor, p=P, anchor_p=ANCHOR, replicates=200, seed=seed)
        listed = list_of_recruits(sample, counts, arm, items=4, **sized).share
        for name, each in (("crossed", crossed), ("list", listed), ("trees", trees)):
            held[name] += each.share.interval.low <= truth <= each.share.interval.high
        wide.append(trees.share.se / crossed.share.se)
    print(held, f"trees are {np.mean(wide):.1f} times as wide")
    assert min(held.values()) >= 21
    assert held["trees"] == 24
    assert 1.5 < np.mean(wide) < 5


def test_what_is_too_weak_is_refused_or_said(one) -> None:
    _, sample, _, same, anchor, arm, counts = one
    nobody, none = np.full(N, np.nan), np.zeros(N, dtype=bool)
    asked = {"p": P, "anchor_p": ANCHOR, **DRAWN}
    for call in (
        lambda: crosswise_of_recruits(sample, nobody, anchor, **asked),
        lambda: crosswise_of_recruits(sample, same, anchor, within=none, **asked),
        lambda: response_of_recruits(sample, nobody, design=direct(), **DRAWN),
    ):
        with pytest.raises(Refused, match="no answer that counts"):
            call()
    with pytest.raises(Refused, match="saw the same list"):
        list_of_recruits(sample, counts, np.zeros(N), items=5, **DRAWN)
    with pytest.raises(Refused, match="no more than half"):
        crosswise_of_recruits(sample, same, (np.arange(N) % 2).astype(float), **asked)
    with pytest.raises(Refused, match="within"):
        response_of_recruits(sample, same, design=direct(), within=np.ones(N), **DRAWN)
    with pytest.raises(Refused, match="answers"):
        response_of_recruits(sample, same[1:], design=direct(), **DRAWN)
    with pytest.raises(Refused, match="at most"):
        list_of_recruits(sample, counts, arm, items=7, **DRAWN)
    with pytest.raises(Refused, match="too small a sample"):
        crosswise_of_recruits(sample, same, anchor, within=np.arange(N) < 60, population=PEOPLE, **asked)
    few = crosswise_of_recruits(sample, same, anchor, within=np.arange(N) % 7 == 2, population=PEOPLE, **asked)
    assert {"exploratory", "too_uncertain"} <= {each.code for each in few.share.warnings}
    assert not few.publishable
    chain = from_recruiters(range(N), [None, *range(N - 1)], [5] * N)
    still = response_of_recruits(chain, same, design=crosswise(P), **DRAWN)
    assert still.share.interval is None
    assert not still.publishable
    assert {"one_tree", "one_seed"} <= {each.code for each in still.share.warnings}
    ends = list_of_recruits(sample, np.where(arm == 1, 4, 4.0), arm, items=4, population=PEOPLE, **DRAWN)
    assert "ceiling" in {each.code for each in ends.warnings}
    turned = list_of_recruits(sample, np.where(arm == 1, 0.0, counts), arm, items=4, population=PEOPLE, **DRAWN)
    assert turned.share.raw < -1, "shown raw, with words"
    assert turned.share.share.value == 0
    assert turned.design_effect.p < 0.05
    assert {"held", "against_the_design"} & {each.code for each in turned.share.share.warnings}
