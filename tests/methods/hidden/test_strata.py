"""Parts of a sample: orphans become seeds, parts are never pooled by how many were found, and sizes are needed."""

from typing import Any

import numpy as np
import pytest

from amparo.methods.estimate import Estimate, Refused
from amparo.methods.hidden import (
    by_stratum,
    combine,
    estimate_rds_strata,
    estimate_shares,
    from_recruiters,
    subset,
    subset_population,
)
from tests.methods.hidden.made import of


def codes(error: Any) -> list[str]:
    return [each.code for each in error.value.remarks]


def test_whoever_lost_her_recruiter_is_a_seed() -> None:
    sample = of([("1", None, 2), ("2", "1", 3), ("3", "2", 0), ("4", "3", 5)])
    part = subset(sample, [True, False, True, True])
    assert part.ids == ("1", "3", "4")
    assert part.recruiter.tolist() == [-1, -1, 1]
    assert part.wave.tolist() == [0, 0, 1]
    assert part.recruits.tolist() == [0, 1, 0]
    assert part.degree_used[1] == sample.degree_used[2]
    assert [(each.code, each.rows) for each in part.warnings] == [
        ("degree_zero", (1,)), ("degrees_imputed", (1,)), ("many_degrees_imputed", ()),
    ]  # fmt: skip
    assert {each.code for each in subset(sample, [True, True, False, False]).warnings} == set()
    with pytest.raises(Refused) as error:
        subset(sample, [False] * 4)
    assert codes(error) == ["empty"]
    with pytest.raises(Refused) as error:
        subset(sample, [True])
    assert codes(error) == ["lengths"]


def test_a_burst_keeps_its_rows_in_a_part() -> None:
    sample = from_recruiters(range(6), [None] * 6, [3] * 6, days=[1] * 6, devices=list("xxxyxx"))
    (said,) = subset(sample, [False, True, False, True, True, True]).warnings
    assert (said.code, said.rows, dict(said.values)["n"]) == ("burst", (0, 2, 3), 3)


def test_the_size_of_a_part_by_hand() -> None:
    """Degrees 1, 2 and 4, 4: the first two hold 3/2 of 2, so three quarters of 100."""
    sample = of([("1", None, 1), ("2", "1", 2), ("3", "1", 4), ("4", "2", 4)])
    assert subset_population(sample, [True, True, False, False], 100) == pytest.approx(75)
    with pytest.raises(Refused) as error:
        subset_population(sample, [False, False, True, True], 7)  # a quarter of 7 is below 2
    assert codes(error) == ["part_below_sample"]


def country(cross: int = 0) -> tuple[Any, list[str], list[str]]:
    """Border: 3 trees of 20; town: 3 trees of 30, y = half there and a third here. ``cross`` links run across."""
    ids, by, parts, y = [], [], [], []
    for part, size in (("border", 20), ("town", 30)):
        for tree in range(3):
            for row in range(size):
                ids.append(f"{part}{tree}-{row}")
                by.append(f"{part}{tree}-{row - 1}" if row else None)
                parts.append(part)
                y.append("yes" if row % (2 if part == "border" else 3) == 0 else "no")
    for row in range(cross):  # move the end of each such link to the other side
        at = ids.index(f"town{row % 3}-{29 - row // 3}")
        by[at] = f"border0-{row % 20}"
    return from_recruiters(ids, by, [4] * len(ids)), parts, y


def test_parts_by_hand() -> None:
    sample, parts, y = country()
    told = by_stratum(sample, y, parts)
    assert told.names == ("border", "town")
    assert told["border"]["yes"].value == pytest.approx(1 / 2)
    assert told["town"]["yes"].value == pytest.approx(1 / 3)
    assert told.recruitment.counts.tolist() == [[57, 0], [0, 87]]
    assert [each.code for each in told.warnings] == ["separate_samples"]
    sized = by_stratum(sample, y, parts, population=1000)
    assert sized.populations == pytest.approx((400, 600))
    assert sized["town"].method == "successive_sampling"
    own = by_stratum(sample, y, parts, populations={"border": 100, "town": 5000})
    assert own.populations == (100, 5000)


def test_recruitment_across_is_said() -> None:
    sample, parts, y = country(cross=8)  # 8 of 144
    (said,) = by_stratum(sample, y, parts).warnings
    assert (said.code, dict(said.values)["percent"]) == ("strata_mix", 5.6)
    sample, parts, y = country(cross=7)  # 7 of 144
    (said,) = by_stratum(sample, y, parts).warnings
    assert (said.code, dict(said.values)["percent"]) == ("separate_samples", 4.9)


def test_small_parts_and_missing_sizes_are_refused() -> None:
    sample, parts, y = country()
    with pytest.raises(Refused) as error:
        by_stratum(sample, y, ["border" if part == "border" else f"town{row % 5}" for row, part in enumerate(parts)])
    assert set(codes(error)) == {"stratum_too_small"}
    assert len(codes(error)) == 5
    two_trees = [part if "town2" not in name else None for part, name in zip(parts, sample.ids, strict=True)]
    with pytest.raises(Refused, match="town: 60 people from 2 trees"):
        by_stratum(sample, y, two_trees)
    with pytest.raises(Refused, match="Missing: town"):
        by_stratum(sample, y, parts, populations={"border": 100})
    with pytest.raises(Refused, match="said to be 75, but 150 people"):
        by_stratum(sample, y, parts, population=75)
    with pytest.raises(Refused, match="The part would have 30 people"):
        by_stratum(sample, y, parts, population=75, method="rds2")
    left = [None if row % 10 == 9 else part for row, part in enumerate(parts)]
    assert "no_stratum" in {each.code for each in by_stratum(sample, y, left).warnings}


def one(value: float, *, se: float | None = None, replicates: Any = None) -> Estimate:
    return Estimate("yes", value, None, 50, "rds2", se=se, replicates=replicates)


def test_parts_together_by_hand() -> None:
    """A quarter of 0.2 and three quarters of 0.6 is 0.5; its variance (0.04 / 4)^2 + (0.02 * 3 / 4)^2."""
    told = combine({"b": one(0.2, se=0.04), "t": one(0.6, se=0.02)}, populations={"b": 100, "t": 300})
    assert told.value == pytest.approx(0.5)
    assert told.se == pytest.approx(np.sqrt(0.01**2 + 0.015**2))
    assert told.interval is not None
    assert told.interval.high - told.value == pytest.approx(1.959963984540054 * (told.se or 0))
    assert told.n == 100
    assert combine({"b": one(0.2), "t": one(0.6, se=0.02)}, populations={"b": 100, "t": 300}).interval is None


def test_parts_together_by_their_replicates() -> None:
    rng = np.random.default_rng(3)
    b, t = rng.normal(0.2, 0.04, 4000), rng.normal(0.6, 0.02, 4000)
    sizes = {"b": 100.0, "t": 300.0}
    told = combine({"b": one(0.2), "t": one(0.6)}, populations=sizes, replicates={"b": b, "t": t})
    assert told.se == pytest.approx(np.sqrt(np.var(b, ddof=1) / 16 + np.var(t, ddof=1) * 9 / 16), rel=1e-12)
    assert told.replicates is not None
    assert told.replicates == pytest.approx(b / 4 + t * 3 / 4)
    assert float(np.std(told.replicates)) == pytest.approx(told.se or 0, rel=0.05)
    short = combine(
        {"b": one(0.2, se=0.04, replicates=b[:100]), "t": one(0.6, se=0.02, replicates=t)}, populations=sizes
    )
    assert short.replicates is None
    assert short.se is not None


def test_nothing_is_pooled_without_sizes() -> None:
    for estimates in ({}, {"b": one(0.2), "t": one(0.6)}):
        with pytest.raises(Refused) as error:
            combine(estimates, populations={"b": 3})
        assert codes(error) == ["sizes_wanted"]
    with pytest.raises(Refused, match="b is 0: it has to be a number above 0"):
        combine({"b": one(0.2), "t": one(0.6)}, populations={"b": 0, "t": 3})
    with pytest.raises(Refused, match="level is 95"):
        combine({"b": one(0.2, se=0.1)}, populations={"b": 3}, level=95)


def test_parts_by_their_own_weights_add_up_to_the_whole() -> None:
    """With sizes from the weights themselves, the parts together are the whole: of RDS-II, exactly."""
    sample, parts, y = country()
    told = by_stratum(sample, y, parts)
    sizes = {name: subset_population(sample, [part == name for part in parts], 1e4) for name in told.names}
    together = combine({name: told[name]["yes"] for name in told.names}, populations=sizes)
    assert together.value == pytest.approx(estimate_shares(sample, y)["yes"].value)


def test_a_mask_is_true_or_false_for_each() -> None:
    sample = of([("1", None, 1), ("2", "1", 2), ("3", "1", 4), ("4", "2", 4)])
    assert subset(sample, [1, 1, 0, 0]).ids == subset(sample, [True, True, False, False]).ids == ("1", "2")
    for call in (lambda keep: subset(sample, keep), lambda keep: subset_population(sample, keep, 100)):
        for keep, code in (
            ([True] * 3, "lengths"), ([True] * 5, "lengths"), ([[True] * 4], "lengths"), (["no"] * 4, "no_mask"),
            ([2, 1, 0, 1], "no_mask"), ([None, True, True, True], "no_mask"),
        ):  # fmt: skip
            with pytest.raises(Refused) as error:
                call(keep)
            assert codes(error) == [code]


def test_the_size_of_a_part_by_the_weights_its_shares_are_told_with() -> None:
    """Degrees 1 (three) and 2 (three) of ten: weights 2 and 4/3, see the page. By 1 / degree, 10/4.5 and half."""
    sample = of([(str(row), None, 1 + row % 2) for row in range(6)])
    odd = [row % 2 == 0 for row in range(6)]
    assert subset_population(sample, odd, 10, method="successive_sampling") == pytest.approx(6)
    assert subset_population(sample, odd, 10) == pytest.approx(10 * 3 / 4.5)
    country_of, parts, y = country()
    degrees = [1 + (row % 3) * (part == "town") for row, part in enumerate(parts)]
    again = from_recruiters(
        country_of.ids, [country_of.ids[by] if by >= 0 else None for by in country_of.recruiter], degrees
    )
    told = by_stratum(again, y, parts, population=300)
    own = [subset_population(again, [part == name for part in parts], 300, method="successive_sampling")
           for name in told.names]  # fmt: skip
    assert told.populations == pytest.approx(own)
    assert sum(told.populations) == pytest.approx(300)
    assert told.populations != pytest.approx(by_stratum(again, y, parts, population=3e9).populations, rel=0.01)


def test_trees_are_counted_within_the_part() -> None:
    """Thirty of a part, none of whom brought another: three trees of the whole, and none that grew within it."""
    ids = [f"t{tree}-{row}" for tree in range(3) for row in range(20)]
    by = [None if row.endswith("-0") else f"{row.split('-')[0]}-{int(row.split('-')[1]) - 1}" for row in ids]
    parts = ["odd" if int(row.split("-")[1]) % 2 else "even" for row in ids]
    sample = from_recruiters(ids, by, [3] * 60)
    with pytest.raises(Refused) as error:
        by_stratum(sample, ["a", "b"] * 30, parts)
    assert [str(each) for each in error.value.remarks] == [
        f"{name}: 30 people from 0 trees. At least 30 and 3 are wanted." for name in ("even", "odd")
    ]


def test_parts_together_stay_within_what_is_possible() -> None:
    told = combine({"b": one(0.02, se=0.04), "t": one(0.01, se=0.03)}, populations={"b": 1, "t": 1})
    assert told.interval is not None
    assert told.interval.low == 0
    assert "clipped" in {each.code for each in told.warnings}
    hours = {"b": one(40, se=4), "t": one(30, se=3)}
    with pytest.raises(Refused) as error:
        combine(hours, populations={"b": 1, "t": 1})
    assert codes(error) == ["part_beyond_bounds"]
    mean = combine(hours, populations={"b": 1, "t": 1}, bounds=(-np.inf, np.inf))
    assert mean.interval is not None
    assert mean.interval.high == pytest.approx(35 + 1.959963984540054 * 2.5)


def test_a_part_that_may_have_no_error_gives_none_to_the_whole() -> None:
    """A gate took the standard error of b and left its replicates: they are no way round it."""
    draws = np.random.default_rng(1).normal(0.2, 0.02, 200)
    told = combine({"b": one(0.2, replicates=draws), "t": one(0.6, se=0.02)}, populations={"b": 1, "t": 1})
    assert (told.se, told.interval, told.replicates) == (None, None, None)
    assert [str(each) for each in told.warnings] == ["These parts have no standard error, so the whole has none: b."]


def test_parts_of_different_methods_and_of_one_seed_are_told_and_taken_apart() -> None:
    draws = np.random.default_rng(1).normal(0.2, 0.02, 4000)
    parts = {
        name: Estimate("yes", 0.2, None, 50, method, 0.02, seed=1, replicates=draws)
        for name, method in (("b", "rds2, tree"), ("t", "successive_sampling, gile"))
    }
    told = combine(parts, populations={"b": 1, "t": 1})
    assert "mixed_methods" in {each.code for each in told.warnings}
    assert told.se == pytest.approx(0.02 / 2**0.5)
    assert told.replicates is not None
    assert float(told.replicates.std()) == pytest.approx(0.02 / 2**0.5, rel=0.06)  # 0.02 where they move together


def test_small_parts_are_named_and_the_others_kept() -> None:
    """Two good parts, one of eleven people and one without an answer: each of the good ones is as it is alone."""
    sample, parts, y = country()
    few = [row for row, part in enumerate(parts) if part == "town"][:11]
    where = ["few" if row in few else part for row, part in enumerate(parts)]
    told = estimate_rds_strata(sample, y, where, population=4000, replicates=60, seed=1)
    assert told.names == ("border", "town")
    assert [name for name, _ in told.refused] == ["few"]
    ((_, (why,)),) = told.refused
    assert (why.code, why.rows) == ("stratum_too_small", ())
    assert "few: 11 people" in str(why)
    assert told["town"].n == parts.count("town") - 11
    silent = [None if part == "border" else each for part, each in zip(parts, y, strict=True)]
    told = estimate_rds_strata(sample, silent, parts, population=4000, replicates=60, seed=1)
    assert (told.names, [name for name, _ in told.refused]) == (("town",), ["border"])
    assert [each.code for each in told.refused[0][1]] == ["outcome_missing"]


def test_of_parts_of_which_one_is_refused_there_is_no_whole() -> None:
    sample, parts, y = country()
    few = [row for row, part in enumerate(parts) if part == "town"][:11]
    where = ["few" if row in few else part for row, part in enumerate(parts)]
    shares = {"border": 0.3, "town": 0.6, "few": 0.1}
    told = estimate_rds_strata(sample, y, where, population=4000, parts=shares, replicates=60, seed=1)
    assert told.together == ()
    assert "part_refused" in {each.code for each in told.warnings}


def test_where_no_part_is_left_all_are_refused_at_once() -> None:
    sample, parts, y = country()
    tiny = [f"{part}{row % 12}" for row, part in enumerate(parts)]
    with pytest.raises(Refused) as error:
        estimate_rds_strata(sample, y, tiny, replicates=60, seed=1)
    assert set(codes(error)) == {"stratum_too_small"}
    assert len(codes(error)) == len(set(tiny))
