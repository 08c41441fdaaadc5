"""What the record of reference software says of its replicates: what ours agree with, and where it errs.

Of ``bootstrap.json`` the means and quantiles are those of the reference's own draws: they are compared within chance,
and within what the two procedures differ by (there the ties of seeds are not used up). ``label_invariance.json`` is the
record of a defect. Its rows are compared by name, where they can be right; a standard error of RDS-I by Salganik's
bootstrap is not given here at all. That of RDS-II has another procedure there: it draws in proportion to degree within
a group, where Salganik (2006) draws from those whom the group recruited, each alike. Both are written out below.
"""

import json
import math
from typing import Any

import numpy as np
import pytest

from amparo.methods.hidden import Sample, estimate_rds, estimate_shares, from_recruiters
from tests.methods.hidden import bootstrap_oracle as oracle
from tests.methods.hidden.oracle_points import harmonic_shares, iterated, waves_in_a_loop
from tests.methods.hidden.test_golden_points import sample_of

pytestmark = pytest.mark.shared
FAUX, MADRONA = ("faux", "Y"), ("fauxmadrona", "disease")
SPELT = {"eq": {"1": "a_pos", "0": "b_neg"}, "ne": {"1": "y_pos", "0": "b_neg"}}  # by the alphabet, as they came or not

RIGHT = {  # of the reference's rows: is the spread right, do the replicates stand under their own names
    ("tree", "eq"): (True, True), ("tree", "ne"): (True, False),
    ("salganik", "eq"): (True, True), ("salganik", "ne"): (False, False),
}  # fmt: skip


def told(name: str) -> Any:
    return json.loads((oracle.GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def column(which: tuple[str, str]) -> tuple[Sample, list[str]]:
    sample, rows = sample_of(which[0])
    return sample, [row[which[1]] for row in rows]


def by_name(row: Any, key: str) -> dict[str, float]:
    """A figure of each group: of replicates under the names of their columns, of the table under those of its rows."""
    return dict(zip(row["boot_cols" if key.startswith("boot") else "levels"], row[key], strict=True))


def test_the_replicates_of_gile() -> None:
    """Their mean lies below the estimate in both; a quarter of a standard error apart at most. And what ``se`` is."""
    sample, sick = column(MADRONA)
    share = estimate_rds(sample, sick, population=1000, replicates=4000, seed=1).sizes[0]["1"]
    assert share.replicates is not None
    assert share.se is not None
    for name, golden in told("bootstrap").items():
        row, again = golden["result"], golden["call"]["B"]
        at, sd = row["boot_colnames"].index("1"), row["boot_sd"][1]
        assert row["reps"] == again
        assert share.replicates.mean() == pytest.approx(row["boot_mean"][at], abs=0.25 * sd)
        assert max(share.replicates.mean(), row["boot_mean"][at]) < share.value - 0.2 * sd
        for ours, limits in zip(np.quantile(share.replicates, [0.025, 0.975]), row["boot_q"], strict=True):
            assert ours == pytest.approx(limits[at], abs=0.45 * sd)
        # Of quantiles the reference tells the width over 2 · 1.96 as a standard error.
        of_quantiles = name.endswith(("pivotal", "quantile"))
        wanted = (row["upper"][1] - row["lower"][1]) / (2 * 1.959963984540054) if of_quantiles else sd
        assert row["se"][1] == pytest.approx(wanted, rel=1e-9)
        assert share.se == pytest.approx(row["se"][1], rel=4 / math.sqrt(2 * again))


def test_the_tree_intervals_of_a_hundred_hold_the_town_they_came_from() -> None:
    truth, rows = told("treeboot_pkg")["truth"], oracle.table("treeboot_sample_n100.csv")
    sample = from_recruiters(
        *([row[name] for row in rows] for name in ("row", "recruiter_row", "degree")), seed_words=("0",)
    )
    for trait, share in truth.items():
        found = estimate_rds(sample, [row[trait] for row in rows], replicates=2000, seed=1).sizes[0]["1"]
        assert found.replicates is not None
        low, high = np.quantile(found.replicates, [0.025, 0.975])
        assert low <= share <= high
        assert (found.interval is None) == (trait == "Y"), "seven people have it: no interval is told of so few"
        if found.interval is not None:
            assert found.interval.low <= share <= found.interval.high


def test_names_move_the_replicates_of_the_reference_and_not_ours() -> None:
    record, (sample, sick) = told("label_invariance"), column(MADRONA)
    for bootstrap in ("tree", "salganik"):
        ours = []
        for names in SPELT.values():
            found = estimate_rds(sample, [names[each] for each in sick], bootstrap=bootstrap, replicates=1000, seed=1)
            ours.append(found.sizes[0][names["1"]])
        one, other = ours
        assert (one.value, one.se) == (other.value, other.se)
        assert one.replicates.tolist() == other.replicates.tolist()
        for way, names in SPELT.items():
            row = record[f"{bootstrap.capitalize().replace('Tree', 'Treeboot')}_RDS_II_alpha_{way}_appearance"]
            assert by_name(row, "point")[names["1"]] == pytest.approx(one.value, rel=1e-9)
            near = by_name(row, "boot_sd")[names["1"]] == pytest.approx(one.se, rel=4 / math.sqrt(2 * 300))
            centred = abs(by_name(row, "boot_mean")[names["1"]] - one.replicates.mean()) < one.se
            assert (near, centred) == RIGHT[bootstrap, way], (bootstrap, way)
    chain = record["Salganik_RDS_I_alpha_eq_appearance"]
    found = estimate_shares(sample, [SPELT["eq"][each] for each in sick], method="rds1")
    assert found.values == pytest.approx(chain["point"], rel=1e-9)


def test_of_three_groups_the_reference_swaps_two_and_ours_go_by_name() -> None:
    """One tree, so there are wide errors; the reference cuts its trees at n, so by name they agree to an eighth."""
    record, (sample, colours) = told("label_invariance"), column(FAUX)
    found = estimate_rds(sample, colours, replicates=4000, seed=1).sizes[0]
    swapped = {"black": "black", "blue": "green", "green": "blue"}
    for key in ("faux_Y_Treeboot_RDS_II", "faux_Yordered_Treeboot_RDS_II"):
        row = record[key]
        for name, point in by_name(row, "point").items():
            ours = found[name.rpartition("_")[2]]
            assert point == pytest.approx(ours.value, rel=1e-9)
            printed = ours if key.startswith("faux_Yordered") else found[swapped[ours.name]]
            assert by_name(row, "se")[name] == pytest.approx(printed.se, rel=1 / 8)
    assert found["green"].se > found["blue"].se > 2 * found["black"].se


def chain(
    sample: Sample, groups: list[str], *, by_degree: bool, replicates: int, seed: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Salganik's bootstrap of RDS-II in plain arrays: mean and spread of each group over so many chains.

    ``by_degree``: as the reference draws, a chain as long as there are recruits and one more, groups by the table of
    recruitment, and people of a group in proportion to degree. Otherwise as in the paper: from the group's recruits.
    """
    rng, names = np.random.default_rng(seed), sorted(set(groups))
    code, degree = np.array([names.index(each) for each in groups]), sample.degree
    came = np.flatnonzero(sample.recruiter >= 0)
    by = code[sample.recruiter[came]]
    pools = [came[by == group] for group in range(len(names))]
    members = [np.flatnonzero(code == group) for group in range(len(names))]
    person = rng.integers(0, len(code), replicates)
    sums = np.zeros((replicates, len(names)))
    for _ in range(len(came) + 1 if by_degree else len(code)):
        now = code[person]
        sums[np.arange(replicates), now] += 1 / degree[person]
        person = person.copy()
        for group, pool in enumerate(pools):
            mine = now == group
            person[mine] = rng.choice(pool, mine.sum())
        if by_degree:
            now = code[person]
            for group, all_of in enumerate(members):
                mine = now == group
                person[mine] = rng.choice(all_of, mine.sum(), p=degree[all_of] / degree[all_of].sum())
    shares = sums / sums.sum(axis=1, keepdims=True)
    return (
        dict(zip(names, shares.mean(axis=0).tolist(), strict=True)),
        dict(zip(names, shares.std(axis=0).tolist(), strict=True)),
    )


@pytest.mark.parametrize(
    ("which", "row", "back", "again"),
    [
        (MADRONA, "Salganik_RDS_II_alpha_eq_appearance", {"a_pos": "1", "b_neg": "0"}, 300),
        (FAUX, "faux_Yordered_Salganik_RDS_II", {"1_black": "black", "2_green": "green", "3_blue": "blue"}, 1000),
    ],
)
def test_salganik_by_two_procedures(which: Any, row: str, back: dict[str, str], again: int) -> None:
    """The reference's right rows are those of its own procedure, written out; ours are those of the paper."""
    sample, groups = column(which)
    golden, many = told("label_invariance")[row], 1000
    mean, spread = chain(sample, groups, by_degree=True, replicates=many, seed=1)
    for name, at in back.items():
        error = spread[at] * math.sqrt(1 / again + 1 / many)
        assert by_name(golden, "boot_mean")[name] == pytest.approx(mean[at], abs=4 * error)
        assert by_name(golden, "boot_sd")[name] == pytest.approx(
            spread[at], rel=4 * math.sqrt(0.5 / again + 0.5 / many)
        )
    mean, spread = chain(sample, groups, by_degree=False, replicates=many, seed=2)
    found = estimate_rds(sample, groups, bootstrap="salganik", replicates=4000, seed=3).sizes[0]
    for share in found.groups:
        assert share.replicates is not None
        error = spread[share.name] * math.sqrt(1 / many + 1 / 4000)
        assert share.replicates.mean() == pytest.approx(mean[share.name], abs=4 * error)
        assert share.se == pytest.approx(spread[share.name], rel=4 * math.sqrt(0.5 / many + 0.5 / 4000))


def test_names_of_three_groups_hardly_move_salganik_there_and_not_at_all_here() -> None:
    """With these three the reference's two spellings differ no more than by chance; that is luck, and not a rule."""
    record = told("label_invariance")
    plain, ordered = record["faux_Y_Salganik_RDS_II"], record["faux_Yordered_Salganik_RDS_II"]
    for name, sd in by_name(ordered, "boot_sd").items():
        colour = name.rpartition("_")[2]
        assert by_name(plain, "boot_sd")[colour] == pytest.approx(sd, rel=4 / math.sqrt(1000))
        error = sd * math.sqrt(2 / 1000)
        assert by_name(plain, "boot_mean")[colour] == pytest.approx(by_name(ordered, "boot_mean")[name], abs=4 * error)
    sample, colours = column(FAUX)
    spelt = {"black": "1_black", "green": "2_green", "blue": "3_blue"}
    one = estimate_rds(sample, colours, bootstrap="salganik", replicates=200, seed=1).sizes[0]
    other = estimate_rds(sample, [spelt[each] for each in colours], bootstrap="salganik", replicates=200, seed=1).sizes[
        0
    ]
    for colour, name in spelt.items():
        assert (one[colour].value, one[colour].se) == (other[name].value, other[name].se)


def test_a_made_up_sample_of_five_hundred() -> None:
    """``sim_n500.csv``, which comes without answers: figures by loops, and three bootstraps around one estimate."""
    rows = oracle.table("sim_n500.csv")
    sample = from_recruiters(
        *([row[name] for row in rows] for name in ("id", "recruiter", "degree")), seed_words=("0",)
    )
    y, degrees = [row["y"] for row in rows], [float(row["degree"]) for row in rows]
    assert (len(sample), len(sample.seeds)) == (500, 10)
    assert sample.wave.tolist() == waves_in_a_loop([int(row["recruiter"]) - 1 for row in rows])
    rds2 = estimate_shares(sample, y)
    assert rds2["1"].value == pytest.approx(harmonic_shares(y, degrees)["1"], rel=1e-12)
    kinds = sorted(set(degrees))
    chances = dict(zip(kinds, iterated(kinds, [degrees.count(each) for each in kinds], 1000.0).tolist(), strict=True))
    weight = [1 / chances[each] for each in degrees]
    within = math.fsum(one for one, each in zip(weight, y, strict=True) if each == "1") / math.fsum(weight)
    found = estimate_rds(sample, y, population=1000, replicates=400, seed=1)
    assert found.sizes[0]["1"].value == pytest.approx(within, abs=1e-9)
    tree = estimate_rds(sample, y, replicates=400, seed=1).sizes[0]["1"]
    chain_ = estimate_rds(sample, y, replicates=400, seed=1, bootstrap="salganik").sizes[0]["1"]
    assert found.publishable
    assert found.sizes[0]["1"].se < chain_.se < tree.se
