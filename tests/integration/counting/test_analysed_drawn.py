"""By which draws a profile is made: out of a population whose size is known, or along its trees."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from amparo.formats import codebook
from amparo.formats.codes import by_code
from amparo.formats.indicators import indicators
from amparo.information.risk_profiles.jobs.reading import People, books_of, samples_of
from amparo.information.risk_profiles.jobs.reckoning import reckon, sample_from, seed_of
from amparo.methods import hidden
from tests.profiled import lay, sample, table_of

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


def hurt(codes: Mapping[str, Sequence[str]]) -> bool | None:
    return {"yes": True, "no": False}.get((list(codes.get("hurt", ())) or [""])[0])


def test_truth_lies_within_the_intervals() -> None:
    """Of 48 samples of a network intervals of 95 % hold the truth in all but a few; with a size they are narrower."""
    asked = [each for each in indicators() if each.code == "hurt"]
    books = {"f_risks/1": codebook.read(table_of("risks"))}
    bands = sorted(each.more["stands_for"] for each in by_code("degree_band").values())
    held, wide = {"gile": 0, "tree": 0}, {"gile": 0.0, "tree": 0.0}
    for seed in range(48):
        network = hidden.simulate_network(3000, share=0.3, homophily=2.0, mean_degree=10, seed=seed)
        came = hidden.simulate_recruitment(network, n=300, seeds=6, seed=seed)
        near = [min(bands, key=lambda each, d=degree: abs(each - d)) for degree in came.sample.degree]  # type: ignore[misc]
        rows = tuple({"hurt": ["yes" if group else "no"], "tie_here": [f"n{degree}"]}
                     for group, degree in zip(came.group, near, strict=True))  # fmt: skip
        people = People("s", "border", "EC", ("f_risks/1",), rows, tuple(came.sample.recruiter.tolist()), str(seed))
        for sizes in (None, (3000, 3000, 3000)):
            found = reckon(people, asked, books, populations=sizes, seed=1, replicates=100, quarter="2026-Q4")
            share, by = found.shares[0].kept, found.kept["bootstrap"]
            held[by] += share["low"] <= network.share <= share["high"]
            wide[by] += share["high"] - share["low"]
    assert held["gile"] >= 42
    assert held["tree"] >= held["gile"]
    assert wide["gile"] < 0.75 * wide["tree"], wide


def test_with_a_size_all_groups_rest_on_one_draw_out_of_it(db: None) -> None:
    """Gile's own replicates of the answers in each group are what the interval is made of: no trees, and no other."""
    lay("s2", sample("risks", "border", 240, 1), "risks", token="b")
    people = samples_of(["s2"])[0]
    one = next(each for each in indicators() if each.code == "hurt")
    found = reckon(people, [one], books_of([people]), populations=(400, 900, 5000), seed=3, replicates=60,
                   quarter="2026-Q4")  # fmt: skip
    assert found.kept["bootstrap"] == "gile"
    groups = ("trans_feminine", "women", "others")
    cells = [next((str(groups.index(each)) for each in row.get("gender_group", ()) if each in groups), "3")
             + {True: "1", False: "0"}[said] if (said := hurt(row)) is not None else None
             for row in people.rows]  # fmt: skip
    drawn = hidden.gile_replicate_sums(sample_from(people), cells, population=900, replicates=60,
                                       seed=seed_of(3, people))  # fmt: skip
    names = sorted({each for each in cells if each})
    yes, every = (drawn[:, [place for place, each in enumerate(names) if each[1] in of]].sum(axis=1)
                  for of in ("1", "01"))  # fmt: skip
    share = found.shares[0].estimate
    assert share is not None
    assert share.se == pytest.approx(np.std(yes / every, ddof=1), rel=1e-9)
    shown = [each.estimate for each in found.shares if each.estimate is not None]
    assert len(shown) >= 3
    assert len({each.drawn_from for each in shown}) == 1  # groups of one indicator are pairs
    for size, ends in zip((400, 900, 5000), found.shares[0].kept["ends_at_sizes"], strict=True):
        again = reckon(people, [one], books_of([people]), populations=(size, size, size), seed=3, replicates=60,
                       quarter="2026-Q4").shares[0].kept  # fmt: skip
        assert [again["low"], again["high"]] == ends
