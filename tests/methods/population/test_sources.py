"""All sources side by side: a range and never a number; contradictions are said; a stated range has a reason."""

import math

import pytest

from amparo.methods.estimate import Refused
from amparo.methods.population import (
    SideBySide,
    Source,
    as_source,
    capture_histories,
    chao_lower_bound,
    loglinear,
    multiplier,
    side_by_side,
    two_lists,
)

CLINIC = Source("clinic", 400, 700, 520)
SURVEY = Source("survey", 600, 1500, 900)
MAP = Source("map", 150, 300, 220)
BOUND = Source("bound", 450, 800, 500, "at least")


def said(found: SideBySide) -> set[str]:
    return {each.code for each in found.warnings}


def test_the_range_is_that_of_all_sources() -> None:
    found = side_by_side([CLINIC, SURVEY], seen=380)
    assert (found.low, found.high, found.reason) == (400, 1500, "")
    assert said(found) == {"wide"}
    assert side_by_side([CLINIC, SURVEY], seen=500).low == 500
    assert "value" not in SideBySide.__slots__


def test_what_contradicts_is_said() -> None:
    found = side_by_side([CLINIC, MAP])
    assert [str(each) for each in found.warnings if each.code == "contradiction"] == [
        "“clinic” and “map” contradict one another: one of them is biased."
    ]
    assert (found.low, found.high) == (150, 700)
    assert "contradiction" in said(side_by_side([MAP, BOUND, CLINIC]))  # the map ends below what there is at least
    assert "contradiction" not in said(side_by_side([SURVEY, BOUND]))
    assert "contradiction" not in said(side_by_side([Source("big", 2000, 3000, 2500), BOUND]))


def test_a_bound_does_not_widen_the_range() -> None:
    assert side_by_side([CLINIC, BOUND]).high == 700
    with pytest.raises(Refused, match="only bounds"):
        side_by_side([BOUND])
    stated = side_by_side([BOUND], stated=(500, 900), reason="the board, in May")
    assert (stated.low, stated.high) == (500, 900)
    assert said(stated) == {"one_source", "narrower"}


def test_a_stated_range_leaves_a_trace() -> None:
    found = side_by_side([CLINIC, SURVEY], stated=(500, 1000), reason="both boards, in May")
    assert (found.low, found.high, found.reason) == (500, 1000, "both boards, in May")
    assert said(found) == {"narrower"}


def test_results_become_sources() -> None:
    lists = capture_histories({"111": 7, "110": 12, "101": 9, "011": 11, "100": 40, "010": 33, "001": 52}, lists="abc")
    several, two, chao = loglinear(lists), two_lists(68, 63, 19), chao_lower_bound(lists.frequencies.tolist())
    counted = multiplier(100, 0.25, asked=200, share_se=0.03)
    found = side_by_side(
        [as_source("models", several), as_source("two", two), as_source("least", chao), as_source("clinic", counted)],
        seen=lists.n,
    )
    assert [each.kind for each in found.sources] == ["estimate", "estimate", "at least", "estimate"]
    assert [each.value for each in found.sources] == [None, two.estimate.value, chao.value, 400]
    assert found.low == max(lists.n, min(several.low, two.estimate.interval.low, counted.interval.low))
    assert found.high == max(several.high, two.estimate.interval.high, counted.interval.high)
    with pytest.raises(Refused, match="has no interval"):
        as_source("none", chao_lower_bound([1, 5, 1]))


@pytest.mark.parametrize(
    ("sources", "more", "code"),
    [
        ([], {}, "no_source"),
        ([CLINIC, CLINIC], {}, "source_twice"),
        ([Source("x", 5, 4, 4.5)], {}, "interval"),
        ([Source("x", math.nan, 4, 3)], {}, "interval"),
        ([CLINIC], {"seen": -1}, "negative"),
        ([CLINIC], {"stated": (1, 2)}, "reason"),
        ([CLINIC], {"reason": "so"}, "reason"),
        ([CLINIC], {"stated": (10, 5), "reason": "so"}, "stated"),
        ([CLINIC], {"stated": (10, 500), "reason": "so", "seen": 20}, "stated"),
    ],
)
def test_what_cannot_stand_side_by_side(sources: list[Source], more: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        side_by_side(sources, **more)
    assert [each.code for each in refused.value.remarks] == [code]


def test_no_upper_end_and_one_source_are_said() -> None:
    assert said(side_by_side([Source("x", 5, math.inf, 9)])) == {"one_source", "no_upper_end"}
