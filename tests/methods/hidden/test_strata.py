"""Parts of a sample: orphans become seeds, parts are never pooled by how many were found, and sizes are needed."""

from typing import Any

import numpy as np
import pytest

from amparo.methods.estimate import Estimate, Refused
from amparo.methods.hidden import by_stratum, combine, estimate_shares, from_recruiters, subset, subset_population
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
    with pytest.raises(Refused, match="The part would have 30 people"):
        by_stratum(sample, y, parts, population=75)
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
    told = combine({"b": one(0.2, replicates=b), "t": one(0.6)}, populations=sizes, replicates={"t": t})
    assert told.se == pytest.approx(np.sqrt(np.var(b, ddof=1) / 16 + np.var(t, ddof=1) * 9 / 16), rel=1e-12)
    assert told.replicates is not None
    assert told.replicates == pytest.approx(b / 4 + t * 3 / 4)
    assert float(np.std(told.replicates)) == pytest.approx(told.se or 0, rel=0.05)
    short = combine({"b": one(0.2, replicates=b[:100]), "t": one(0.6, replicates=t)}, populations=sizes)
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
