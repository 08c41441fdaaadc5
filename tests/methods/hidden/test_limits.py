"""Each limit of ``gates`` and ``strata`` from both of its sides: one more, or one fewer, and the answer is another.

The limits are written out here by hand. Whoever moves one has to move it here too, and to say why.
"""

from typing import Any

import numpy as np
import pytest

from amparo.methods.estimate import Refused
from amparo.methods.hidden import Sample, by_stratum, estimate_rds, estimate_shares, from_recruiters, gates


def grown(sizes: list[int], *, deep: int = 4) -> Sample:
    """Trees of these sizes: in each a chain of ``deep`` below the seed, all others brought by the seed. Degree 4."""
    ids, by = [], []
    for tree, size in enumerate(sizes):
        for row in range(size):
            ids.append(f"{tree}-{row}")
            by.append(None if row == 0 else f"{tree}-{row - 1 if row <= deep else 0}")
    return from_recruiters(ids, by, [4] * len(ids))


def said(sample: Sample) -> set[str]:
    return {each.code for each in gates.of_sample(sample)}


@pytest.mark.parametrize(
    ("enough", "not_enough", "code"),
    [
        (grown([34, 33, 33]), grown([33, 33, 33]), "exploratory"),  # 100 people, 99
        (grown([40, 40, 40], deep=4), grown([40, 40, 40], deep=3), "exploratory"),  # waves
        (grown([50, 49, 2]), grown([50, 50, 1]), "exploratory"),  # trees that grew; a seed alone is none
        (grown([500, 250, 250]), grown([501, 250, 249]), "one_tree"),  # half of a thousand
        (grown([300, 300, 253, *[1] * 147]), grown([300, 300, 252, *[1] * 148]), "many_seeds"),  # 150 seeds, 151
    ],
    ids=["people", "waves", "trees", "one tree", "seeds"],
)
def test_of_a_sample(enough: Sample, not_enough: Sample, code: str) -> None:
    assert said(enough) == set()
    assert said(not_enough) == {code}


def test_of_a_fraction() -> None:
    """Three tenths of the population may be in a sample that is taken for a draw with replacement; not one more."""
    sample = grown([100, 100, 100])
    y = ["a", "b"] * 150
    assert estimate_shares(sample, y, method="rds2", population=1000).values == pytest.approx([0.5, 0.5])
    with pytest.raises(Refused, match="30 % of the population are in the sample"):
        estimate_shares(sample, y, method="rds2", population=999)


@pytest.mark.parametrize(
    ("count", "codes"),
    [(4, ["withheld", "no_standard_error"]), (5, ["no_standard_error"]), (9, ["no_standard_error"]), (10, [])],
)
def test_of_a_group(count: int, codes: list[str]) -> None:
    """Said of its share, and done: below five it stays out of a publication, below ten it has no standard error."""
    assert [each.code for each in gates.of_group("a", count, others=90)] == codes
    sample = grown([50, 50, 50])
    y = ["rare" if row % 15 == 7 and row // 15 < count else "often" for row in range(150)]
    found = estimate_rds(sample, y, replicates=60, seed=1).sizes[0]
    assert ("rare" in found.withheld) == (count < 5)
    assert (found["rare"].se is None) == (found["rare"].interval is None) == (count < 10)
    assert {each.code for each in found["rare"].warnings} & {"withheld", "no_standard_error"} == set(codes)


def test_of_what_the_weights_leave() -> None:
    two = np.array([100, 100])
    assert gates.withheld("ab", two, 30.0) == ()
    assert gates.withheld("ab", two, 29.999) == ("a", "b")
    assert gates.of_effective(30.0) == ()
    assert [each.code for each in gates.of_effective(29.999)] == ["few_effective"]


def parted(few: int, trees: int) -> tuple[Sample, list[Any]]:
    """A large part, and one of ``few`` people from so many trees."""
    sample = grown([20] * 3 + [few - 5 * (trees - 1)] + [5] * (trees - 1))
    return sample, ["large"] * 60 + ["small"] * few


def test_of_a_part() -> None:
    for people, trees in ((30, 3), (29, 3), (30, 2)):
        sample, parts = parted(people, trees)
        assert len(sample) == len(parts)
        y = ["a", "b"] * len(sample)
        if (people, trees) == (30, 3):
            assert by_stratum(sample, y[: len(sample)], parts).names == ("large", "small")
            continue
        with pytest.raises(Refused, match=f"small: {people} people from {trees} trees") as error:
            by_stratum(sample, y[: len(sample)], parts)
        assert [each.code for each in error.value.remarks] == ["stratum_too_small"]


def test_of_recruitment_across() -> None:
    """Five of a hundred recruitments ran across, and four: each is a recruit of a seed, who belongs to the other."""
    sample = grown([36, 35, 35, 35, 35, 30], deep=1)  # 200 links, most of them from the seeds
    for across, code in ((10, "strata_mix"), (9, "separate_samples")):
        parts = ["town" if name[0] in "345" else "border" for name in sample.ids]
        for row in range(across):
            parts[2 + row] = "town"  # recruits of the first seed
        told = by_stratum(sample, ["a", "b"] * (len(sample) // 2), parts)
        assert told.recruitment.counts.sum() == 200
        assert [each.code for each in told.warnings] == [code]


@pytest.mark.parametrize(("others", "said"), [(0, False), (1, True), (9, True), (10, False)])
def test_of_all_others_together(others: int, said: bool) -> None:
    assert [each.code for each in gates.of_group("a", 90, others=others)] == ["no_standard_error"] * said
