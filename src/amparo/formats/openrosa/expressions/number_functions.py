"""Functions on numbers. What has no result is NaN, and what is too large is infinite: none ends in an error."""

from collections.abc import Callable
from math import (
    acos,
    asin,
    atan,
    atan2,
    ceil,
    copysign,
    cos,
    exp,
    floor,
    fmod,
    inf,
    isfinite,
    isnan,
    log,
    log10,
    nan,
    pi,
    sin,
    sqrt,
    tan,
    trunc,
)

from amparo.formats.openrosa.expressions.places import At
from amparo.formats.openrosa.expressions.values import Value, items, number_of

type Function = Callable[..., Value]


def number(at: At, value: Value | None = None) -> Value:
    return number_of(at.node.text() if value is None else value, at.zone)


def added(at: At, nodes: Value) -> Value:
    """``sum``: of nothing it is 0; one empty answer among them makes it NaN."""
    return float(sum(number_of(each, at.zone) for each in items(nodes)))


def least(at: At, *values: Value) -> Value:
    return _extreme(at, values, min)


def most(at: At, *values: Value) -> Value:
    return _extreme(at, values, max)


def _extreme(at: At, values: tuple[Value, ...], pick: Callable[[list[float]], float]) -> float:
    numbers = [number_of(item, at.zone) for value in values for item in items(value)]
    return nan if not numbers or any(isnan(each) for each in numbers) else pick(numbers)


def rounded(at: At, value: Value, places: Value = 0.0) -> Value:
    """A half goes away from zero: ``round(2.5)`` is 3, ``round(-2.5)`` is -3."""
    exact, digits = number_of(value, at.zone), number_of(places, at.zone)
    if not isfinite(exact) or isnan(digits):
        return nan if isnan(digits) else exact
    scale = 10.0 ** trunc(min(max(digits, -300), 300))
    shifted = abs(exact) * scale
    if not isfinite(shifted):
        return exact
    return copysign(floor(shifted + 0.5) / scale, exact)


def raised(at: At, base: Value, power: Value) -> Value:
    return _worked(pow, number_of(base, at.zone), number_of(power, at.zone))


def arc(at: At, opposite: Value, beside: Value) -> Value:
    return atan2(number_of(opposite, at.zone), number_of(beside, at.zone))


def circle(_at: At) -> Value:
    return pi


def chance(at: At) -> Value:
    return at.context.rng.random()


def of_one(formula: Callable[[float], float]) -> Function:
    """A function of one number, made from a formula."""

    def function(at: At, value: Value) -> Value:
        return _worked(formula, number_of(value, at.zone))

    return function


def _worked(formula: Callable[..., float], *numbers: float) -> float:
    """What a formula comes to; NaN where it comes to nothing, infinite where it is too large."""
    if any(isnan(each) for each in numbers):
        return nan
    try:
        result = formula(*numbers)
    except (OverflowError, ZeroDivisionError):  # too large a result, or zero to a power below zero
        return inf
    except ValueError:
        return nan
    return float(result) if isinstance(result, int | float) else nan


def _whole(cut: Callable[[float], int]) -> Callable[[float], float]:
    return lambda number: float(cut(number)) if isfinite(number) else number


def _ten_to(power: float) -> float:
    return float(10.0**power)


def _logarithm(formula: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -inf if number == 0 else formula(number)


FORMULAS: dict[str, Callable[[float], float]] = {
    "int": _whole(trunc), "floor": _whole(floor), "ceiling": _whole(ceil), "abs": abs, "sqrt": sqrt, "exp": exp,
    "exp10": _ten_to, "log": _logarithm(log), "log10": _logarithm(log10), "sin": sin, "cos": cos, "tan": tan,
    "asin": asin, "acos": acos, "atan": atan,
}  # fmt: skip
OF_ONE: dict[str, Function] = {name: of_one(formula) for name, formula in FORMULAS.items()}


# --- the operators ---


def counted(sign: str, left: float, right: float) -> float:
    """What ``+``, ``-``, ``*``, ``div`` and ``mod`` come to. Divided by zero it is infinite, and 0 div 0 is NaN."""
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "div" if right == 0:
            return nan if left == 0 or isnan(left) else copysign(inf, left) * copysign(1, right)
        case "div":
            return left / right
        case _:
            return nan if right == 0 or not isfinite(left) or isnan(right) else fmod(left, right)
