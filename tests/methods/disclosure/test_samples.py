"""Figures of a sample: what is shown, what is withheld, and in which words."""

import pytest

from amparo.methods.disclosure import Group, release_sample
from amparo.methods.disclosure.samples import band
from amparo.methods.estimate import Refused

GOOD = {"value": 0.284, "low": 0.191, "high": 0.405, "recruits": 57, "trees": 6, "trees_yes": 4, "trees_no": 6}


def group(name: str = "g", **other) -> Group:
    return Group(name, **(GOOD | other))


def test_what_is_shown_is_rounded_and_banded() -> None:
    told = release_sample([group()], recruits=312)
    shown = told.groups[0]
    assert (shown.percent, shown.low, shown.high) == ("28", "19", "41")
    assert (shown.recruits, told.recruits) == ("50-99", "200-499")


@pytest.mark.parametrize(
    "other",
    [{"recruits": 9, "trees": 6}, {"trees": 1, "trees_yes": 1, "trees_no": 1}, {"trees_yes": 1}, {"trees_no": 1}],
)
def test_what_rests_on_few_or_on_one_tree_is_withheld(other) -> None:
    shown = release_sample([group(), group("h", **other)], recruits=312)
    assert shown.groups[1].percent is shown.groups[1].recruits is None
    assert shown.groups[1].why
    assert {each.code for each in shown.warnings} == {"one_withheld"}


def test_nearly_nobody_and_nearly_everybody() -> None:
    nobody = release_sample([group(value=0.0, low=0.0, high=0.044, trees_yes=0)], recruits=100).groups[0]
    assert (nobody.percent, nobody.low, nobody.high) == ("<5", "<5", "<5")
    everybody = release_sample([group(value=0.96, low=0.95, high=1.0)], recruits=100).groups[0]
    assert (everybody.percent, everybody.low, everybody.high) == (">95", "95", ">95")


def test_bands() -> None:
    assert [band(n) for n in (0, 9, 10, 19, 20, 4999, 5000, 99999)] == [
        "0-9", "0-9", "10-19", "10-19", "20-49", "2000-4999", "5000+", "5000+",
    ]  # fmt: skip


def test_a_small_study_and_impossible_groups_are_refused() -> None:
    with pytest.raises(Refused, match="at least 100"):
        release_sample([group()], recruits=99)
    for wrong in ({"value": 0.5, "high": 0.4}, {"recruits": 313}, {"trees": 99}, {"trees_yes": 7}):
        with pytest.raises(Refused, match="cannot be"):
            release_sample([group(**wrong)], recruits=312)
    with pytest.raises(Refused, match="no group"):
        release_sample([], recruits=312)
