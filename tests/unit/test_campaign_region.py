"""The region that judges estimates has to be what it says: ties go both ways, coupons along ties, truth is counted."""

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
PEOPLE = 1_000


def a_part(name: str) -> Any:
    """A part of the benchmark, as it stands in its folder."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, BENCH / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


made, said, judged = (a_part(name) for name in ("_region", "_answers", "_coverage"))


@pytest.fixture(scope="module")
def where() -> Any:
    return made.region(1, PEOPLE)


def ties(where: Any) -> list[tuple[int, int]]:
    return [(one, int(other)) for one in range(len(where)) for other in where.known_to(one)]


def test_ties_go_both_ways_once_and_to_nobody_herself(where: Any) -> None:
    found = ties(where)
    assert len(found) == len(set(found)) > 5 * PEOPLE
    assert {(other, one) for one, other in found} == set(found)
    assert all(one != other for one, other in found)


def test_degrees_are_what_was_asked_for_and_ties_keep_to_themselves(where: Any) -> None:
    for place, name in enumerate(made.TERRITORIES):
        degree = np.diff(where.begin)[where.territory == place]
        wanted = sum(a * b for a, b in zip(made.KNOWS[name], made.OF_GROUP[name], strict=True))
        assert degree.mean() == pytest.approx(wanted, rel=0.12), "some ends find themselves, or the same twice"
    found = ties(where)
    across = sum(where.territory[one] != where.territory[other] for one, other in found) / len(found)
    there = [np.mean(where.territory == place) for place in range(3)]
    assert across == pytest.approx(made.ANYWHERE * (1 - sum(each**2 for each in there)), rel=0.35)
    urban = [(one, other) for one, other in found if where.territory[one] == where.territory[other] == 1]
    alike = sum(where.group[one] == where.group[other] for one, other in urban) / len(urban)
    ends = Counter(where.group[one] for one, _other in urban)
    by_luck = sum((each / len(urban)) ** 2 for each in ends.values())
    assert alike > by_luck + 0.1, "whoever is of a group knows more of it than by luck"


def test_truth_is_counted_and_one_seed_is_one_region(where: Any) -> None:
    again, other = made.region(1, PEOPLE), made.region(2, PEOPLE)
    assert np.array_equal(where.near, again.near)
    assert not np.array_equal(where.near, other.near)
    of_border = [each for each in range(len(where)) if where.territory[each] == 0 and where.group[each] == 1]
    lives = [each for each in of_border if where.lives_with["watched"][each]]
    assert where.truth("watched", "border", "trans_feminine") == len(lives) / len(of_border)
    assert where.truth("fee", "urban") > where.truth("fee", "rural"), "risks differ by territory"


@pytest.mark.parametrize("territory", list(made.TERRITORIES))
def test_coupons_go_along_ties_within_the_territory_and_nobody_comes_twice(where: Any, territory: str) -> None:
    came = made.recruited(where, territory, 100, seed=3)
    assert len(set(came.people.tolist())) == 100
    assert set(came.people) <= set(where.people_of(territory))
    assert came.seeds == int((came.by < 0).sum()) >= made.SEEDS
    for place, by in enumerate(came.by.tolist()):
        assert by < place
        assert by < 0 or came.people[place] in where.known_to(int(came.people[by]))
    assert max(Counter(each for each in came.by.tolist() if each >= 0).values()) <= made.COUPONS


def test_those_who_know_many_are_found_more_often(where: Any) -> None:
    asked = np.concatenate([made.recruited(where, "urban", 100, seed=each).people for each in range(20)])
    degree = np.diff(where.begin)
    assert degree[asked].mean() > 1.1 * degree[where.people_of("urban")].mean()


def test_answers_are_those_of_the_design(where: Any) -> None:
    """By hand: a pair of which one lives with it with share t reads "same" with t p + (1 - t)(1 - p)."""
    told = said.study_of(where, np.arange(PEOPLE), seed=4)
    read = [each["cw_anchor"] for each in told if each["cw_anchor"]]
    p = 91 / 365.25
    assert np.mean([each == "same" for each in read]) == pytest.approx(
        (1 - said.DOES_NOT_READ) * (1 - p) + said.DOES_NOT_READ / 2, abs=0.04
    )
    arms = {name: [int(each[name][1:]) for each in told if each.get(name)] for name in
            ("list_long", "list_short")}  # fmt: skip
    assert max(arms["list_short"]) <= 4
    lives = np.mean(where.lives_with["fee"])
    assert np.mean(arms["list_long"]) - np.mean(arms["list_short"]) == pytest.approx(lives, abs=0.2)


def test_a_row_is_as_coarse_as_it_is_kept() -> None:
    told = {
        "age": "25_34", "gender": "trans_woman", "effects": "sleeps_badly goes_out_less", "tie_here": "27",
        "heard_fee": "yes", "can_tell": "prefers_not", "list_long": "n3",
        "cw_tasks": "same", "cw_anchor": "same", "cw_watched": "different", "cw_debt": "",
    }  # fmt: skip
    assert said.row_of(told) == {
        "age_band": ["25_34"], "gender_group": ["trans_feminine"], "effects": ["goes_out_less", "sleeps_badly"],
        "tie_here": ["n25"], "heard_fee": ["yes"], "can_tell": ["prefers_not"], "list_arm": ["long"],
        "list_count": ["n3"], "cw_tasks": ["same"], "cw_anchor": ["same"], "cw_watched": ["different"],
    }  # fmt: skip
    assert [said.stands(each) for each in (0, 20, 22, 23, 35, 400)] == ["n0", "n20", "n20", "n25", "n40", "n200"]


def test_what_so_many_runs_allow() -> None:
    """Of 20 trials at 95 % 17 or fewer hold with a chance of 7.5 %, 16 or fewer of 1.6 %, 15 or fewer of 0.3 %."""
    assert judged.allowed(20, risk=0.05) == (17 / 20, 1.0)
    assert judged.allowed(20, risk=0.01) == (16 / 20, 1.0)
    low, high = judged.allowed(200)
    assert (round(low * 200), round(high * 200)) == (181, 197)
    assert judged.allowed(0) == (0.0, 1.0)


def test_a_method_that_is_too_narrow_is_named_and_one_that_is_said_to_be_wide_is_not() -> None:
    band = judged.allowed(200)
    assert judged.verdict(0.95, band, is_conservative=False) == "kept"
    assert judged.verdict(0.90, band, is_conservative=True) == "too_narrow"
    assert judged.verdict(0.999, band, is_conservative=False) == "too_wide"
    assert judged.verdict(0.999, band, is_conservative=True) == "too_wide_as_said"


def test_intervals_are_counted() -> None:
    tally = judged.Tally()
    for told in ((0.1, 0.2, 0.3), (0.3, 0.4, 0.5), None, (0.25, 0.3, 0.35)):
        tally.add(0.25, told)
    assert (tally.runs, tally.told, tally.silent, tally.held) == (4, 3, 1, 2)
    assert tally.bias == pytest.approx(0.05)
    assert judged.together([tally, tally]).coverage == pytest.approx(4 / 6)


def test_the_bench_fails_where_an_interval_is_too_narrow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    campaign, missed = __import__("campaign"), []
    monkeypatch.setattr(campaign, "MISSED", missed)
    tallies = {}
    for name, reach in (("good", 0.0196), ("narrow", 0.010)):
        tally = judged.Tally()
        for run in range(200):
            error = 0.01 * NormalDist().inv_cdf((run + 0.5) / 200)  # as 200 draws lie
            tally.add(0.3, (0.3 + error - reach, 0.3 + error, 0.3 + error + reach))
        tallies["straight", name, "urban", "heard_fee", ""] = tally
    campaign.judge(tallies, 200)
    assert missed
    assert all("narrow" in each.partition(":")[0] for each in missed), missed
    assert '"verdict": "kept"' in capsys.readouterr().out
