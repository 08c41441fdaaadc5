"""A profile: its figures against sums done by hand, its bytes against themselves, and its words where there is none."""

import json
import math
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from amparo.commons.jobs import actions as asking
from amparo.commons.jobs import jobs
from amparo.commons.jobs import queries as standing
from amparo.config.long_work import handlers
from amparo.evidence.actions import Linked
from amparo.formats.codes import by_code
from amparo.formats.frozen import canonical
from amparo.information.risk_profiles.jobs.comparing import discoveries
from amparo.information.risk_profiles.jobs.making import compare_again, made_of, recipe_of
from amparo.information.risk_profiles.jobs.reading import People
from amparo.information.risk_profiles.jobs.reckoning import seed_of
from amparo.information.risk_profiles.models import Result
from amparo.information.risk_profiles.queries import kept
from amparo.methods.estimate import Refused
from tests.profiled import arguments, lay, sample, shares_of

pytestmark = [pytest.mark.walk, pytest.mark.django_db(databases=["default", "evidence"])]  # it lays samples of hundreds


@pytest.fixture
def three(db: None) -> dict[str, list[Linked]]:
    """Three territories, two of them told in another order than they stand in the list."""
    rows = {"s1": sample("risks", "rural", 160, 3), "s2": sample("risks", "border", 240, 1),
            "s3": sample("risks", "urban", 200, 2)}  # fmt: skip
    for token, (source, people) in zip("abc", rows.items(), strict=True):
        lay(source, people, "risks", token=token)
    return rows


def by_hand(rows: list[Linked], group: str, counts: Callable[[dict[str, list[str]]], bool | None]) -> float:
    """RDS-II in plain loops: of those who count, how much of one over how many they know says yes."""
    told = []
    for each in rows:
        code = (each.row["codes"].get("tie_here") or ["n0"])[0]
        told.append(by_code("degree_band")[code].more["stands_for"] if code.startswith("n") else 0)
    known = [each for each in told if each > 0]
    mean = len(known) / sum(1 / each for each in known)
    yes = every = 0.0
    for each, degree in zip(rows, told, strict=True):
        codes = each.row["codes"]
        if group != "all" and group not in codes.get("gender_group", ()):
            continue
        said = counts(codes)
        if said is not None:
            every += 1 / (degree or mean)
            yes += (1 / (degree or mean)) if said else 0
    return yes / every


def hurt(codes: dict[str, list[str]]) -> bool | None:
    return {"yes": True, "no": False}.get((codes.get("hurt") or [""])[0])


def deported(codes: dict[str, list[str]]) -> bool | None:
    if "acts" in codes:
        return "DEP" in codes["acts"]
    return False if codes.get("hurt") == ["no"] else None


def trusted(codes: dict[str, list[str]]) -> bool | None:
    return "PAR" in codes["helps_now"] if "helps_now" in codes else None


@pytest.mark.parametrize(("zone", "source", "code", "group", "counts"), [
    ("border", "s2", "hurt", "all", hurt), ("urban", "s3", "hurt", "trans_feminine", hurt),
    ("border", "s2", "acts_dep", "all", deported), ("border", "s2", "helps_par", "women", trusted),
    ("rural", "s1", "helps_par", "all", trusted),
])  # fmt: skip
def test_a_share_is_the_one_of_plain_loops(
    three: dict[str, list[Linked]], zone: str, source: str, code: str, group: str, counts: Any
) -> None:
    share = shares_of(made_of(arguments("s1", "s2", "s3")).body, zone)[code, group]
    assert share["value"] == pytest.approx(by_hand(three[source], group, counts), abs=1e-12)
    assert 0 <= share["low"] < share["value"] < share["high"] <= 1


def test_other_numbers_and_another_order_are_the_same_bytes(three: dict[str, list[Linked]]) -> None:
    """A build anew: rows shuffled, under other numbers and marks, the studies under other names."""
    before = made_of(arguments("s1", "s2", "s3"))
    assert [each["zone"] for each in before.body["samples"]] == ["border", "urban", "rural"]
    for token, (old, new) in zip("def", (("s1", "s9"), ("s2", "s0"), ("s3", "s5")), strict=True):
        rows = [Linked(each.codebook, each.row, f"x{each.mark}", each.recruiter and f"x{each.recruiter}")
                for each in three[old]]  # fmt: skip
        Random(token).shuffle(rows)
        lay(new, rows, "risks", token=token)
    after = made_of(arguments("s9", "s5", "s0"))
    assert canonical(after.body) == canonical(before.body)
    assert after.recipe["rows"] == before.recipe["rows"]
    assert canonical(made_of(arguments("s1", "s2", "s3", seed=8)).body) != canonical(before.body)


def test_one_answer_more_moves_no_other(three: dict[str, list[Linked]], monkeypatch: pytest.MonkeyPatch) -> None:
    from amparo.information.risk_profiles.jobs import making

    whole = shares_of(made_of(arguments("s2")).body, "border")
    some = making.indicators()[:5]
    monkeypatch.setattr(making, "indicators", lambda: some)
    fewer = shares_of(made_of(arguments("s2")).body, "border")
    assert len(fewer) == 20
    assert all(whole[key] == share for key, share in fewer.items())


def inverse_chances(degrees: list[float], size: float) -> list[float]:
    """One over the chance of each to be found, by successive sampling: Gile's fixed point, in plain loops."""
    counts = {each: degrees.count(each) for each in set(degrees)}
    many = {each: size * (n / each) / sum(m / d for d, m in counts.items()) for each, n in counts.items()}
    for _ in range(200):
        low, high = 0.0, 50.0
        for _ in range(100):
            rate = (low + high) / 2
            found = sum(many[each] * (1 - math.exp(-rate * each)) for each in counts)
            low, high = (rate, high) if found < len(degrees) else (low, rate)
        chance = {each: 1 - math.exp(-rate * each) for each in counts}
        whole = sum(n / chance[each] for each, n in counts.items())
        many = {each: size * (n / chance[each]) / whole for each, n in counts.items()}
    return [1 / chance[each] for each in degrees]


def test_with_sizes_of_the_population_each_share_is_told_at_all_three(three: dict[str, list[Linked]]) -> None:
    body = made_of(arguments("s2", populations={"s2": [400, 900, 5000]})).body
    share = shares_of(body, "border")["hurt", "all"]
    people = made_samples("s2")[0]
    codes, told = [hurt(dict(row)) for row in people.rows], people.degrees()
    known = [each for each in told if each]
    mean = len(known) / sum(1 / each for each in known)
    for size, value in zip((400, 900, 5000), share["at_sizes"], strict=True):
        weights = inverse_chances([float(each or mean) for each in told], size)
        yes = sum(weight for weight, code in zip(weights, codes, strict=True) if code)
        every = sum(weight for weight, code in zip(weights, codes, strict=True) if code is not None)
        assert value == pytest.approx(yes / every, abs=1e-6)
    assert share["value"] == share["at_sizes"][1]


def made_samples(source: str) -> list[People]:
    from amparo.information.risk_profiles.jobs.reading import samples_of

    return samples_of([source])


def test_what_may_not_be_shown_is_not_in_the_bytes(three: dict[str, list[Linked]]) -> None:
    body = made_of(arguments("s1", "s2", "s3")).body
    hidden_ones = [each for one in body["samples"] for each in one["shares"] if each["value"] is None]
    assert len(hidden_ones) > 40
    for each in hidden_ones:
        assert not {"low", "high", "at_sizes", "share_band"} & set(each)
        assert each["remarks"]
    shown = [each for one in body["samples"] for each in one["shares"] if each["value"] is not None]
    assert min(each["n"][0] for each in shown) >= 20
    text = canonical(body)
    assert not any(each in text for each in ("s1", "m17", "trans_feminine:"))


def test_territories_are_compared_as_independent_samples_and_groups_as_pairs(three: dict[str, list[Linked]]) -> None:
    body = made_of(arguments("s1", "s2", "s3")).body
    border, urban = (shares_of(body, zone) for zone in ("border", "urban"))
    rows = [each for each in body["comparisons"]["territories"] if (each["first"], each["second"]) == (0, 1)]
    assert len(rows) > 15
    for each in rows:
        one, other = border[each["indicator"], "all"], urban[each["indicator"], "all"]
        assert each["value"] == pytest.approx(one["value"] - other["value"], abs=1e-12)
        # The variances of independent samples add.
        wide = math.hypot(one["high"] - one["low"], other["high"] - other["low"])
        if one["low"] > 0 and other["low"] > 0:
            assert each["high"] - each["low"] == pytest.approx(wide, rel=0.12)
        assert 2 / 201 <= each["p"] <= 1
    assert all(each["low"] <= each["value"] <= each["high"] for each in body["comparisons"]["groups"])


@pytest.mark.parametrize("seed", range(40))
def test_what_stands_among_many_is_what_the_procedure_says(seed: int) -> None:
    chances = [Random(seed * 100 + each).choice((0.002, 0.01, 0.02, 0.04, 0.3, 0.9)) for each in range(seed % 9)]
    most = max((k for k in range(1, len(chances) + 1)
                if sum(p <= 0.05 * k / len(chances) for p in chances) >= k), default=0)  # fmt: skip
    assert discoveries(chances) == [p <= 0.05 * most / len(chances) if most else False for p in chances]


# Kept, and made again.


def test_the_job_keeps_it_once_and_it_can_be_made_again(three: dict[str, list[Linked]]) -> None:
    for _ in range(2):
        job = asking.enqueue("profile", arguments("s2", "s3"), by="a1")
        jobs.run_one(handlers())
        told = standing.job(job.reference, now=job.asked_at)
        assert told is not None
        assert (told.state, told.percent) == ("done", 100)
    assert Result.objects.count() == 1
    row = kept(told.result, "profile")
    assert row is not None
    compare_again(row)
    again = asking.enqueue("profile_again", {"reference": row.reference}, by="a1")
    jobs.run_one(handlers())
    found = standing.job(again.reference, now=again.asked_at)
    assert found is not None
    assert found.state == "done"


def test_other_rows_and_other_bytes_are_said(three: dict[str, list[Linked]]) -> None:
    asking.enqueue("profile", arguments("s2"), by="a1")
    jobs.run_one(handlers())
    row = Result.objects.get()
    tampered = json.loads(row.body)
    tampered["samples"][0]["shares"][0]["value"] = 0.5
    text = canonical(tampered)
    from amparo.formats.frozen import digest

    Result.objects.update(body=text, digest=digest(text))
    found = kept(row.reference, "profile")
    assert found is not None
    with pytest.raises(Refused) as refused:
        compare_again(found)
    assert refused.value.remarks[0].code == "other_bytes"
    lay("s2", three["s2"][:-1], "risks", token="e")
    with pytest.raises(Refused) as refused:
        compare_again(found)
    assert refused.value.remarks[0].code == "other_inputs"


def test_a_result_of_an_older_method_is_not_made_again(three: dict[str, list[Linked]]) -> None:
    asking.enqueue("profile", arguments("s2"), by="a1")
    jobs.run_one(handlers())
    row = Result.objects.get()
    recipe = json.loads(row.recipe) | {"method": "risk_profiles 1"}
    del recipe["size_sources"]  # that method did not ask for it
    Result.objects.update(recipe=canonical(recipe))
    found = kept(row.reference, "profile")
    assert found is not None
    with pytest.raises(Refused) as refused:
        compare_again(found)
    assert refused.value.remarks[0].code == "older_method"


def test_the_recipe_holds_all_that_it_hangs_on(three: dict[str, list[Linked]]) -> None:
    people = made_samples("s2")
    recipe = recipe_of(arguments("s2"), people, [])
    assert set(recipe) == {"sources", "period", "populations", "size_sources", "seed", "replicates", "quarter",
                           "method", "rows", "books", "indicators"}  # fmt: skip
    assert recipe["rows"] == [people[0].digest]
    assert seed_of(7, people[0]) != seed_of(8, people[0])
