"""Every way of hiding an answer, asked of people who recruited one another, and a count over such a share.

The town is made here: half of its people know few and seldom have the trait, the others know many and mostly have it.
Recruits come by degree, so that more than half of a sample has what a third of the town has. The trees, their weights
and replicates are those of the library, as a study would take them; what was planted is known.
"""

import math

import numpy as np
import pytest

from amparo.methods.hidden import estimate_rds, from_recruiters, rds2_weights, tree_replicate_weights
from amparo.methods.indirect import (
    crosswise_regression,
    design_effect_test,
    double_list_prevalence,
    estimate_prevalence,
    list_prevalence,
    list_regression,
    unrelated_question,
)
from amparo.methods.population import multiplier
from tests.methods.indirect import oracle

PEOPLE, N, ITEMS, REPLICATES = 24_000, 2_400, 3, 200


def town(chance):
    """Who knows whom, how many, the trait (of who knows few 1 in 20, of the others 13 in 20), and where she works."""
    many = chance.random(PEOPLE) < 0.5
    wanted = np.where(many, chance.integers(16, 29, PEOPLE), chance.integers(4, 9, PEOPLE))
    stubs = chance.permutation(np.repeat(np.arange(PEOPLE), wanted))
    knows = [set() for _ in range(PEOPLE)]
    half = len(stubs) // 2
    for one, other in zip(stubs[:half].tolist(), stubs[half : 2 * half].tolist(), strict=True):
        if one != other:
            knows[one].add(other)
            knows[other].add(one)
    degree = np.array([len(each) for each in knows])
    trait = chance.random(PEOPLE) < np.where(many, 0.65, 0.05)
    border = chance.random(PEOPLE) < np.where(many, 0.7, 0.3)
    return [sorted(each) for each in knows], degree, trait.astype(float), border


@pytest.fixture(scope="module")
def place():
    return town(np.random.default_rng(71))


def recruits(chance, place, n):
    """A sample of the library, and which of the town's people they are."""
    knows, degree, _, _ = place
    people, by = oracle.recruited(chance, knows, degree, n=n)
    return from_recruiters(range(n), [None if each < 0 else int(each) for each in by], degree[people]), people


@pytest.fixture(scope="module")
def study(place):
    """One sample (seed 72), its weights and replicates, and who of it has what."""
    chance = np.random.default_rng(72)
    sample, people = recruits(chance, place, N)
    return {
        "trait": place[2][people], "border": place[3][people], "degree": sample.degree,
        "treated": (chance.random(N) < 0.5).astype(float),
        "weighed": {
            "weights": rds2_weights(sample.degree_used),
            "replicate_weights": tree_replicate_weights(sample, replicates=REPLICATES, seed=73),
        },
    }  # fmt: skip


def found_only_together(joint, alone, truth):
    """With its weights within three of its own errors of what was planted; without them more than three off."""
    print(f"planted {truth:.3f}, joint {joint.raw:.3f} ± {joint.share.se:.3f}, alone {alone.raw:.3f}")
    assert abs(joint.raw - truth) < 3 * joint.share.se
    assert joint.share.se < 0.1, "an error so large would hold anything"
    assert alone.raw - truth > 3 * alone.share.se
    assert "the replicates differ" in joint.share.assumptions[-1]


def test_the_sample_is_as_it_is_said_to_be(place, study) -> None:
    assert 0.33 < place[2].mean() < 0.37
    assert study["trait"].mean() > 0.47


def test_an_unrelated_question(place, study) -> None:
    design, chance = unrelated_question(0.7, share=0.25), np.random.default_rng(1)
    own = chance.random(N) < 0.7
    says = np.where(own, study["trait"], chance.random(N) < 0.25).astype(float)
    joint = estimate_prevalence(says, design=design, **study["weighed"])
    found_only_together(joint, estimate_prevalence(says, design=design), place[2].mean())


@pytest.mark.parametrize("method", ["ml", "nls"])
def test_a_list_by_regression(place, study, method: str) -> None:
    counts = oracle.counted_list(np.random.default_rng(2), study["trait"], study["treated"], items=ITEMS)
    many = (study["degree"] > 12).astype(float)
    asked = {"items": ITEMS, "method": method, "names": ["knows many"]}
    joint = list_regression(counts, study["treated"], many, **asked, **study["weighed"])
    found_only_together(joint.prevalence, list_regression(counts, study["treated"], many, **asked).prevalence,
                        place[2].mean())  # fmt: skip
    apart = math.log(0.65 / 0.35) - math.log(0.05 / 0.95)
    found = joint.coefficients[1]
    assert found.value > 1
    assert found.se is None or abs(found.value - apart) < 3 * found.se


def test_a_crosswise_question_by_regression(place, study) -> None:
    chance = np.random.default_rng(3)
    reads, trait = chance.random(N) < 0.85, study["trait"] == 1
    same = np.where(reads, (chance.random(N) < 0.15) == trait, chance.random(N) < 0.5).astype(float)
    anchor = np.where(reads, chance.random(N) >= 0.15, chance.random(N) < 0.5).astype(float)
    many = (study["degree"] > 12).astype(float)
    asked = {"p": 0.15, "anchor_p": 0.15, "seed": 4, "names": ["knows many"]}
    joint = crosswise_regression(same, anchor, many, **asked, **study["weighed"])
    alone = crosswise_regression(same, anchor, many, **asked, replicates=REPLICATES)
    found_only_together(joint.prevalence, alone.prevalence, place[2].mean())


def test_two_lists(place, study) -> None:
    chance, treated = np.random.default_rng(5), study["treated"]
    first = oracle.counted_list(chance, study["trait"], treated, items=ITEMS)
    second = oracle.counted_list(chance, study["trait"], 1 - treated, items=ITEMS)
    joint = double_list_prevalence(first, second, treated, items=ITEMS, **study["weighed"])
    alone = double_list_prevalence(first, second, treated, items=ITEMS)
    found_only_together(joint, alone, place[2].mean())


def test_a_list_by_strata(place, study) -> None:
    """Two fifths of the harmless items at the border, four fifths elsewhere; and the parts of the town are known."""
    chance, treated, border = np.random.default_rng(6), study["treated"], study["border"]
    counts = chance.binomial(ITEMS, np.where(border, 0.4, 0.8)) + treated * study["trait"]
    known = {"border": float(place[3].mean()), "town": float(1 - place[3].mean())}
    asked = {"items": ITEMS, "strata": ["border" if each else "town" for each in border], "stratum_shares": known}
    joint = list_prevalence(counts, treated, **asked, **study["weighed"])
    alone = list_prevalence(counts, treated, **asked)
    found_only_together(joint, alone, place[2].mean())


def test_the_joint_shares_of_a_list(place, study) -> None:
    """How many count so many items, with and without the trait: binomial, and planted. The list works, and passes."""
    share, counts = place[2].mean(), oracle.counted_list(
        np.random.default_rng(7), study["trait"], study["treated"], items=ITEMS
    )  # fmt: skip
    joint = design_effect_test(counts, study["treated"], items=ITEMS, **study["weighed"])
    alone = design_effect_test(counts, study["treated"], items=ITEMS)
    away = []
    for found, without in zip(joint.shares, alone.shares, strict=True):
        planted = (share if found.trait else 1 - share) * math.comb(ITEMS, found.items) / 2**ITEMS
        assert abs(found.value - planted) < 3 * found.se
        away.append(abs(without.value - planted) / without.se)
    assert max(away) > 3
    assert joint.p > 0.05
    with_trait = sum(each.value for each in joint.shares if each.trait)
    raw = list_prevalence(counts, study["treated"], items=ITEMS, **study["weighed"]).raw
    assert with_trait == pytest.approx(raw, abs=1e-12), "together they are the share of the list"


def test_a_multiplier_over_a_share_of_recruits(place) -> None:
    """24,000 people, and the count of those with the trait: 12 samples of 600 (seeds 80 to 91)."""
    counted, found, inside, alone = place[2].sum(), [], 0, []
    for seed in range(80, 92):
        sample, people = recruits(np.random.default_rng(seed), place, 600)
        told = [str(int(each)) for each in place[2][people]]
        share = estimate_rds(sample, told, replicates=400, seed=seed).sizes[0]["1"]
        people_told = multiplier(counted, share.value, asked=share.n, replicates=share.replicates)
        assert people_told.replicates == pytest.approx(counted / share.replicates)
        assert people_told.interval is not None
        found.append(people_told.value)
        inside += people_told.interval.low <= PEOPLE <= people_told.interval.high
        plain = told.count("1") / 600
        alone.append(multiplier(counted, plain, asked=600, share_se=math.sqrt(plain * (1 - plain) / 600)))
    print(
        f"mean {np.mean(found):.0f}, inside {inside} of 12, by the plain share {np.mean([e.value for e in alone]):.0f}"
    )
    assert np.mean(found) == pytest.approx(PEOPLE, abs=3 * np.std(found, ddof=1) / math.sqrt(len(found)))
    assert inside >= 11
    assert all(each.interval is not None and each.interval.high < PEOPLE for each in alone)
