"""What people are pressed for: reckoned once from rows that nobody is shown, and refused in words where it is weak."""

import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from amparo.commons import clock
from amparo.commons.jobs import jobs
from amparo.commons.jobs.actions import enqueue
from amparo.commons.jobs.models import Job
from amparo.config.long_work import handlers
from amparo.evidence.queries import sample_of
from amparo.formats.frozen import canonical
from amparo.formats.pressures import pressures
from amparo.formats.samples import in_order
from amparo.information.exposure.jobs import comparing, reckoning
from amparo.information.exposure.jobs.figures import WEAKENS
from amparo.information.risk_profiles.jobs.making import made_of
from amparo.information.risk_profiles.models import Result
from amparo.methods.estimate import Refused
from tests.pressed import SHARE, Made, brought, made, quiet

pytestmark = [pytest.mark.walk, pytest.mark.django_db(databases=["default", "evidence"])]  # it lays samples of hundreds
SIZES = (4000.0, 5000.0, 6000.0)


def some(*codes: str) -> Any:
    """A few of the figures: all of them take seconds."""
    return replace(pressures(), items=tuple(each for each in pressures().items if each.code in codes))


def reckoned(source: str, *codes: str, sizes: tuple[float, ...] = SIZES, replicates: int = 60) -> Any:
    sample, told = in_order(sample_of(source)), some(*codes)
    return reckoning.reckoned(told, sample, source=source, sizes=sizes, tell=quiet, replicates=replicates)


def of_all(body: Any, code: str) -> Any:
    item = next(each for each in body["items"] if each["code"] == code)
    return next(each for each in item["figures"] if each["by"] == "all")


def reasons(figure: Any) -> set[str]:
    return {each["code"] for each in figure["why"]}


def test_planted_shares_are_found_and_each_weak_figure_has_its_reason() -> None:
    brought(made("s1", n=600))
    body = reckoned("s1", "tasks", "watched", "debt", "fee", "moved", "heard_debt", replicates=100)
    for code in ("tasks", "watched", "debt", "fee"):
        figure = of_all(body, code)
        assert figure["state"] == "said", code
        assert figure["low"] <= SHARE <= figure["high"]
        assert len(figure["sizes"]) == 3
    assert of_all(body, "moved")["value"] == pytest.approx(0.25, abs=0.06)
    assert body["items"][0]["part"] == "threat"
    every = [each for item in body["items"] for each in item["figures"]]
    assert {each["state"] for each in every} == {"said", "weak", "few"}
    for each in every:
        assert ({"value", "low", "high", "se"} <= set(each)) == (each["state"] == "said")
        assert reasons(each) <= WEAKENS
        assert bool(reasons(each)) == (each["state"] == "weak")
        assert len(each["n"]) == 2, "how many is a band"
    assert '"rows"' not in json.dumps(body)


def test_a_build_under_other_numbers_gives_the_same_bytes() -> None:
    study = brought(made("s1", n=300))
    first = canonical(reckoned("s1", "tasks", "fee", sizes=()))
    Random(3).shuffle(study.rows)
    brought(study)
    assert canonical(reckoned("s1", "tasks", "fee", sizes=())) == first


def test_whoever_was_met_stands_for_herself_alone() -> None:
    brought(made("s1", n=500, chain=False))
    body = reckoned("s1", "tasks")
    figure = of_all(body, "tasks")
    assert (body["is_chain"], body["sizes"], figure["state"]) == (False, [], "said")
    assert "whoever_was_met" in {each["code"] for each in figure["remarks"]}
    assert "sizes" not in figure


def test_who_counts_one_less_is_shown_below_nothing_and_never_as_a_share() -> None:
    brought(made("s1", n=600, turned=True))
    figure = of_all(reckoned("s1", "fee", replicates=100), "fee")
    assert figure["state"] == "weak"
    assert figure["raw"] < -0.1
    assert "value" not in figure
    assert {"design_effect", "against_the_design"} & reasons(figure)


def _without_one_arm(study: Made) -> None:
    for each in study.rows:
        each.row["codes"]["list_arm"] = ["short"]
        each.row["codes"]["list_count"] = ["n1"]


def _unread(study: Made) -> None:
    for at, each in enumerate(study.rows):
        each.row["codes"]["cw_anchor"] = ["same" if at % 2 else "different"]


def _all_missing(study: Made) -> None:
    for each in study.rows:
        del each.row["codes"]["cw_tasks"]


def _all_children(study: Made) -> None:
    for each in study.rows:
        each.row["codes"]["age_band"] = ["12_17"]


@pytest.mark.parametrize(
    ("spoil", "code", "state"),
    [(_without_one_arm, "fee", "refused"), (_unread, "tasks", "refused"), (_all_missing, "tasks", "few"),
     (_all_children, "tasks", "few")],
)  # fmt: skip
def test_bad_rows_are_words_and_never_a_quiet_number(spoil: Any, code: str, state: str) -> None:
    study = made("s1", n=300)
    spoil(study)
    brought(study)
    figure = of_all(reckoned("s1", code), code)
    assert figure["state"] == state
    assert "value" not in figure
    assert bool(figure["why"]) == (state == "refused")


def test_one_tree_few_people_and_trees_alone_are_refused_in_words() -> None:
    study = made("s1", n=80)
    brought(study)
    assert {"exploratory", "too_uncertain"} <= reasons(of_all(reckoned("s1", "tasks"), "tasks"))
    chain = made("s2", n=300)
    one_after_the_other = [
        replace(each, recruiter=f"m{at - 1}" if at else "") for at, each in enumerate(chain.rows)
    ]  # fmt: skip
    brought(replace(chain, rows=one_after_the_other))
    body = reckoned("s2", "moved")
    assert "one_tree" in reasons(of_all(body, "moved"))
    assert "one_tree" in {each["code"] for each in body["remarks"]}
    brought(made("s3", n=300))
    assert "too_uncertain" in reasons(of_all(reckoned("s3", "tasks", sizes=()), "tasks")), (
        "without a size it is too wide"
    )
    with pytest.raises(Refused, match="population"):
        reckoned("s3", "tasks", sizes=(100.0, 200.0, 300.0))


def test_what_a_house_asked_in_other_words_is_left_out_and_said() -> None:
    brought(made("s1", n=300, words="febrero"))
    body = reckoned("s1", "tasks", "moved", sizes=())
    item = next(each for each in body["items"] if each["code"] == "tasks")
    assert item["other_words"] == [300, 349]
    assert of_all(body, "tasks")["state"] == "few"
    assert of_all(body, "moved")["state"] == "said", "a straight question was asked as the library does"


def ended() -> tuple[str, str]:
    job = jobs.run_one(handlers())
    assert job is not None
    job.refresh_from_db()
    return job.state, job.result


def test_a_figure_is_reckoned_once_and_pages_find_what_is_kept(monkeypatch: pytest.MonkeyPatch, cast: Any) -> None:
    monkeypatch.setattr(reckoning, "REPLICATES", 40)
    monkeypatch.setattr(reckoning, "pressures", lambda: some("tasks", "moved"))
    for source, zone in (("s1", "border"), ("s2", "rural")):
        brought(made(source, zone=zone, n=300, seed=1 + (zone == "rural")))
        enqueue("pressures", {"source": source, "sizes": [4000, 5000, 6000]}, by=cast.diana)
        assert ended() == ("done", Result.objects.get(kind="pressure", subject=source).reference)
    monkeypatch.setattr(reckoning, "reckoned", lambda *_a, **_k: pytest.fail("it was reckoned twice"))
    enqueue("pressures", {"source": "s1", "sizes": [4000, 5000, 6000]}, by=cast.diana)
    assert ended() == ("done", Result.objects.get(kind="pressure", subject="s1").reference)
    assert Result.objects.filter(kind="pressure").count() == 2
    (between,) = Result.objects.filter(kind="pressure_compared")
    pairs = json.loads(between.body)["pairs"]
    assert {(each["first"], each["second"]) for each in pairs} == {("s1", "s2")}
    assert Job.objects.count() == 3


def a_body(zone: str, value: float, se: float, state: str = "said") -> Any:
    figure = {"by": "all", "code": "", "state": state, "value": value, "se": se}
    return {
        "zone": [zone], "territory": ["EC-C"], "periods": [], "n": [300, 349], "is_chain": True,
        "items": [{"code": "tasks", "figures": [figure]}, {"code": "fee", "figures": [figure]}],
    }  # fmt: skip


def test_differences_by_hand() -> None:
    """0.40 ± 0.04 and 0.25 ± 0.03: 0.15, s.e. 0.05, z = 3, p = 0.0027; of six comparisons Holm makes it 0.0162."""
    found = comparing.compared(
        {"a": a_body("border", 0.4, 0.04), "b": a_body("rural", 0.25, 0.03), "c": a_body("urban", 0.4, 0.04)}
    )["pairs"]  # fmt: skip
    first = next(each for each in found if (each["first"], each["second"], each["item"]) == ("a", "b", "tasks"))
    assert first["value"] == pytest.approx(0.15)
    assert (first["low"], first["high"]) == pytest.approx((0.052, 0.248), abs=1e-3)
    assert first["p"] == pytest.approx(0.0027, abs=1e-4)
    assert first["held"] == pytest.approx(6 * 0.0027, abs=1e-3)
    assert max(each["held"] for each in found) == 1.0
    alike = comparing.compared({"a": a_body("border", 0.4, 0.04), "b": a_body("border", 0.2, 0.04)})
    assert alike["pairs"] == [], "two studies of one place are no difference between places"
    weak = comparing.compared({"a": a_body("border", 0.4, 0.04), "b": a_body("rural", 0.2, 0.04, "weak")})
    assert {each["state"] for each in weak["pairs"]} == {"weak"}
    assert "value" not in weak["pairs"][0]


def test_nothing_that_is_kept_names_a_place_finer_than_a_unit_or_a_venue(cast: Any) -> None:
    brought(made("s1", n=300))
    text = canonical(reckoned("s1", "tasks", "fee", "moved", sizes=()))
    assert '"EC-C"' in text
    for word in ("venue", "bar", "cw_tasks", "same", "list_count", '"m1"'):
        assert f'"{word}"' not in text
    assert clock.now().strftime("%Y-%m-%d") not in text


@pytest.mark.parametrize("sizes", [(), SIZES])
def test_a_straight_question_has_one_share_in_both_rooms(sizes: tuple[float, ...]) -> None:
    """A profile of risks reckons it too, for many studies at once: by the same weights."""
    brought(made("s1", n=300))
    here = of_all(reckoned("s1", "heard_fee", sizes=sizes), "heard_fee")
    settings = {"sources": ["s1"], "period": "", "size_sources": {}, "seed": 1, "replicates": 60, "quarter": "2026-Q4"}
    there = made_of(settings | {"populations": {"s1": [int(each) for each in sizes]} if sizes else {}})
    shares = there.body["samples"][0]["shares"]
    (share,) = [each for each in shares if each["indicator"] == "heard_fee" and each["group"] == "all"]
    assert here["value"] == pytest.approx(share["value"], abs=1e-9)
