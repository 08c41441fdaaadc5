"""What a method answers with: sentences with their places, rows that are kept, and JSON that never differs."""

import json
from dataclasses import replace

import numpy as np
import pytest

from amparo.methods.estimate import (
    Estimate,
    Interval,
    Refused,
    as_json,
    plain,
    probability,
    remark,
    whole,
)

FEW = remark("few", "Only %(n)s people were asked.", n=3, rows=[4, 1])
FIGURE = Estimate(
    "afraid", 0.25, Interval(0.1, 0.4, 0.95, "normal"), 3, "RDS-II", warnings=(FEW,), replicates=np.array([0.2, 0.3])
)


def test_a_remark_is_a_sentence_and_keeps_its_rows():
    assert str(FEW) == "Only 3 people were asked."
    assert (FEW.code, FEW.rows) == ("few", (4, 1))


def test_what_is_refused_says_every_reason():
    error = Refused(FEW, remark("none", "Nobody answered."))
    assert str(error) == "Only 3 people were asked.\nNobody answered."
    assert isinstance(error, ValueError)


def test_replicates_never_leave_and_rows_leave_as_a_count():
    told = json.loads(as_json(FIGURE))
    assert "replicates" not in told
    assert told["warnings"] == [{"code": "few", "said": "Only 3 people were asked.", "rows": 2}]
    assert told["interval"] == {"low": 0.1, "high": 0.4, "level": 0.95, "method": "normal"}
    assert replace(FIGURE, replicates=np.array([9.0])) == FIGURE


def test_what_is_not_finite_is_null_and_order_is_fixed():
    assert as_json({"b": np.float64("nan"), "a": {2, 1}, "c": np.array([1, 2])}) == as_json(
        {"c": [1, 2], "a": [1, 2], "b": None}
    )
    assert plain(float("inf")) is None


@pytest.mark.parametrize("value", [0, 1, -0.1, 1.5, float("nan"), "0.5", None])
def test_no_probability(value):
    with pytest.raises(Refused, match=r"level is .*above 0 and below 1"):
        probability("level", value)


@pytest.mark.parametrize("value", [0, 1.0, True, "3", None])
def test_no_whole_number(value):
    with pytest.raises(Refused, match=r"n is .*at least 1"):
        whole("n", value, least=1)


def test_the_bounds_themselves():
    assert whole("n", np.int64(1), least=1, most=1) == 1
    with pytest.raises(Refused, match="n is 2: at most 1"):
        whole("n", 2, least=1, most=1)
    assert probability("level", 0.95) == 0.95
