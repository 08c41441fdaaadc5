"""One body, one text, one digest."""

import math

import pytest

from amparo.formats.frozen import canonical, digest


def test_the_text_is_one_whatever_the_order_and_the_last_decimals() -> None:
    text = '{"a":[1,0.333333333,"ñ",null,true],"b":{"x":0.0,"y":1.0}}'
    assert canonical({"b": {"y": 1.0, "x": -0.0}, "a": (1, 1 / 3, "ñ", None, True)}) == text
    assert canonical({"a": [1, 0.1 + 0.2]}) == canonical({"a": [1, 0.3]}) == '{"a":[1,0.3]}'
    assert canonical({"a": 1}) != canonical({"a": 1.0})


def test_the_digest_is_that_of_sha256() -> None:
    # echo -n '{}' | sha256sum
    assert digest(canonical({})) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_no_number_that_is_none(number: float) -> None:
    with pytest.raises(ValueError, match="not finite"):
        canonical({"a": [number]})
