"""A population in two parts that hardly recruit across: it is seen by every estimate, and nothing of it is sure.

The samples are drawn here, by another simulation than the one of the library.
"""

import math
import random
from typing import Any

import numpy as np
import pytest

from amparo.methods.estimate import Refused
from amparo.methods.hidden import (
    Sample,
    bottleneck,
    estimate_rds,
    estimate_rds_mean,
    estimate_rds_strata,
    from_recruiters,
    recruitment_looks,
)
from amparo.methods.indirect import crosswise, list_of_recruits, response_of_recruits

SHARES = (0.2, 0.6)  # who says yes in each of two communities of one size: of all of them 0.4
APART = frozenset({"trees_apart", "groups_apart"})


def of_two(seed: int, *, across: float, n: int = 400, shares: tuple[float, float] = SHARES) -> Any:
    """n people from eight seeds; each brings up to three, each of the other community with probability ``across``."""
    draw = random.Random(seed)
    community = [draw.randrange(2) for _ in range(8)]
    by, left = [-1] * 8, [3] * 8
    while len(by) < n:
        recruiter = draw.choice([at for at in range(max(0, len(by) - 50), len(by)) if left[at]])
        left[recruiter] -= 1
        by.append(recruiter)
        left.append(3)
        community.append(community[recruiter] ^ (draw.random() < across))
    yes = [draw.random() < shares[each] for each in community]
    degrees = [1 + int(draw.expovariate(1 / 8)) for _ in by]
    sample = from_recruiters(range(n), [each if each >= 0 else None for each in by], degrees)
    return sample, ["yes" if each else "no" for each in yes], [f"c{each}" for each in community]


def codes(told: Any) -> set[str]:
    return {each.code for each in told.warnings}


def test_a_bottleneck_by_a_column_beside_is_told_and_the_trees_give_the_interval() -> None:
    sample, yes, community = of_two(1, across=0.02)
    blind = estimate_rds(sample, yes, population=4000, replicates=100, seed=1)
    told = estimate_rds(sample, yes, population=4000, replicates=100, seed=1, beside={"community": community})
    assert "groups_apart" in codes(told)
    assert not told.publishable
    assert (told.method, told.bootstrap) == ("successive_sampling", "tree")
    assert told.sizes[0]["yes"].value == blind.sizes[0]["yes"].value
    (said,) = [each for each in told.warnings if each.code == "groups_apart"]
    assert "community" in str(said)


def test_the_outcome_itself_is_always_looked_at() -> None:
    """Nobody names a column: the two communities are the outcome."""
    sample, _, community = of_two(2, across=0.02)
    told = estimate_rds(sample, community, population=4000, replicates=60, seed=1)
    assert codes(told) & APART
    assert (told.publishable, told.bootstrap) == (False, "tree")
    assert codes(told) >= {each.code for each in bottleneck(sample, community).warnings}


def test_another_bootstrap_by_name_stays_and_is_told_to_be_too_narrow() -> None:
    sample, _, community = of_two(2, across=0.02)
    told = estimate_rds(sample, community, population=4000, bootstrap="gile", replicates=60, seed=1)
    assert (told.bootstrap, told.publishable) == ("gile", False)
    assert "trees_wanted" in codes(told)
    assert "trees_wanted" not in codes(estimate_rds(sample, community, population=4000, replicates=60, seed=1))


def test_a_mean_and_hidden_answers_are_looked_at_too() -> None:
    sample, yes, community = of_two(3, across=0.02)
    beside = {"community": community}
    hours = [40.0 + 5 * (each == "c1") + row % 7 for row, each in enumerate(community)]
    mean = estimate_rds_mean(sample, hours, name="hours", replicates=60, seed=1, beside=beside)
    assert ("groups_apart" in codes(mean), mean.publishable) == (True, False)
    answers = np.array([each == "yes" for each in yes], float)
    share = response_of_recruits(
        sample, answers, design=crosswise(0.25), population=4000, replicates=60, seed=1, beside=beside
    )
    assert ("groups_apart" in codes(share.share), share.publishable) == (True, False)
    assert "tree" in share.share.method
    arm = np.arange(len(sample)) % 2
    counts = np.arange(len(sample)) % 3 + arm * answers
    listed = list_of_recruits(sample, counts, arm, items=3, population=4000, replicates=60, seed=1, beside=beside)
    assert ("groups_apart" in codes(listed.share.share), listed.share.publishable) == (True, False)


def test_a_mean_is_looked_at_by_its_own_quarters() -> None:
    """Those of one community work 40 hours and more, those of the other fewer: no column says which."""
    sample, _, community = of_two(14, across=0.01)
    assert 0.45 < community.count("c1") / len(sample) < 0.55
    hours = [20.0 + 25 * (each == "c1") + row % 9 for row, each in enumerate(community)]
    mean = estimate_rds_mean(sample, hours, name="hours", replicates=60, seed=1)
    assert codes(mean) & APART
    assert not mean.publishable


def test_parts_are_looked_at_one_by_one() -> None:
    """Estimated apart, the two communities are no bottleneck of either; two halves of one of them still are."""
    sample, yes, community = of_two(5, across=0.02, n=600)
    apart = estimate_rds_strata(sample, yes, community, population=6000, replicates=60, seed=1)
    assert all(not codes(each) & APART for each in apart.shares)
    halves = [None if each == "c1" else "north" if sample.seed_of[row] % 2 else "south"
              for row, each in enumerate(community)]  # fmt: skip
    part = dict(zip(apart.names, apart.shares, strict=True))
    looked = estimate_rds_strata(
        sample, yes, community, population=6000, replicates=60, seed=1, beside={"half": halves}
    )
    assert "groups_apart" in codes(looked["c0"])
    assert not looked["c0"].publishable
    assert codes(looked["c1"]) == codes(part["c1"])


def test_trees_and_waves_themselves_are_no_parts_of_the_population() -> None:
    sample, yes, _ = of_two(6, across=0.5)
    columns = {"tree": [f"t{each}" for each in sample.seed_of], "wave": [f"w{each}" for each in sample.wave]}
    assert not {each.code for each in recruitment_looks(sample, {"yes": yes} | columns)} & APART


def test_columns_that_are_no_groups_are_left_out_and_lengths_are_asked() -> None:
    sample, yes, community = of_two(7, across=0.02)
    columns = {
        "id": [f"n{row}" for row in range(len(sample))],
        "blank": [None] * len(sample),
        "one": ["x"] * len(sample),
    }
    assert recruitment_looks(sample, columns) == ()
    assert recruitment_looks(sample, columns | {"community": community})
    with pytest.raises(Refused) as refused:
        estimate_rds(sample, yes, seed=1, beside={"community": community[:-1]})
    assert [each.code for each in refused.value.remarks] == ["lengths"]


def test_good_samples_with_many_columns_are_left_in_peace() -> None:
    """60 samples of a population that hangs together, with fourteen columns of one to seven groups each.

    Of all columns together trees may differ as much by chance in 5 of 100.
    """
    told, many = 0, 60
    for seed in range(100, 100 + many):
        sample, yes, community = of_two(seed, across=0.4)
        draw = random.Random(seed)
        columns = {f"x{k}": [draw.randrange(1 + k // 2) for _ in range(len(sample))] for k in range(14)}
        said = recruitment_looks(sample, {"yes": yes, "community": community} | columns)
        told += bool({each.code for each in said} & APART)
    assert told / many < 0.05 + 3 * math.sqrt(0.05 * 0.95 / many)


def test_over_redraws_it_is_seen_and_the_interval_holds() -> None:
    """Fifty redraws of 400 people with 2 % of recruitment across; the truth is 0.4. Seeds 200 to 249.

    The community is seen in nine of ten and more (a sample whose seeds are all of one community hardly can show it),
    and nothing that was seen is for publication. The intervals of the trees hold the truth about as often as they say.
    """
    seen = held = sure = 0
    many = 50
    for seed in range(200, 200 + many):
        sample, yes, community = of_two(seed, across=0.02)
        told = estimate_rds(sample, yes, population=8000, replicates=100, seed=seed, beside={"community": community})
        found = told.sizes[0]["yes"].interval
        assert found is not None
        seen += bool(codes(told) & APART)
        sure += told.publishable
        held += found.low <= 0.4 <= found.high
    assert seen / many > 0.92 - 3 * math.sqrt(0.92 * 0.08 / many)
    assert sure == many - seen
    assert held / many > 0.9 - 3 * math.sqrt(0.9 * 0.1 / many)


def test_the_mask_of_one_column_says_nothing_of_few_people() -> None:
    """A group of three that never crosses is no bottleneck: by lot it would hardly cross either."""
    sample, yes, _ = of_two(8, across=0.5)
    rare = ["rare" if row in (20, 21, 22) else "others" for row in range(len(sample))]
    assert not {each.code for each in recruitment_looks(sample, {"rare": rare})} & APART
    assert isinstance(sample, Sample)
    assert yes


def test_groups_that_only_know_more_or_fewer_people_are_no_parts() -> None:
    """Bands of the degree, in 60 samples: those who know few weigh much, and a few of them move a tree far by chance.

    Reckoned as if they weighed like all others, 51 of 200 such samples were warned of.
    """
    told, many, bands = 0, 60, (1, 2, 4, 8, 15, 30, 60)
    for seed in range(many):
        sample, *_ = of_two(seed, across=0.5, n=300)
        near = [min(bands, key=lambda each, d=degree: abs(each - d)) for degree in sample.degree.tolist()]
        told += bool({each.code for each in recruitment_looks(sample, {"band": near})} & APART)
    assert told / many < 0.05 + 3 * math.sqrt(0.05 * 0.95 / many)
