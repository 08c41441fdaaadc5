"""Shares of small counts: values by hand, closed forms and whole sums; what is refused, and what is warned of."""

import math
import random
from fractions import Fraction
from itertools import product
from math import comb

import pytest

from amparo import methods
from amparo.methods.small_numbers import WARNINGS, beta_quantile, beta_share, shrink_proportions


def by_sum(x: Fraction, a: int, b: int) -> Fraction:
    """How much of Beta(a, b) lies up to x, for whole a and b: at least a of a + b - 1 (DLMF 8.17.5), in fractions."""
    n = a + b - 1
    return sum((comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1)), Fraction(0))


def by_strips(x: float, a: float, b: float, *, strips: int = 20_000) -> float:
    """The same as an area, by Simpson's rule in an angle: x = sin(u)**2 takes away what is infinite at the ends."""

    def height(u: float) -> float:
        return float(2 * math.sin(u) ** (2 * a - 1) * math.cos(u) ** (2 * b - 1))

    def area(to: float) -> float:
        step = to / strips
        inner = sum((4 if i % 2 else 2) * height(i * step) for i in range(1, strips))
        return step / 3 * (height(0) + inner + height(to))

    return area(math.asin(math.sqrt(x))) / area(math.pi / 2)


def test_the_beta_by_hand() -> None:
    assert beta_share(0.5, 2, 3) == pytest.approx(11 / 16, abs=1e-12)  # (6 + 4 + 1) / 16: two or more heads of four
    assert beta_share(0.25, 0.5, 0.5) == pytest.approx(1 / 3, abs=1e-12)  # 2 / pi * arcsin(1 / 2)
    assert (beta_share(0, 2, 3), beta_share(1, 2, 3)) == (0, 1)
    assert beta_quantile(0.05, 1, 19) == pytest.approx(1 - 0.95 ** (1 / 19), abs=1e-11)
    assert beta_quantile(0.9, 7, 1) == pytest.approx(0.9 ** (1 / 7), abs=1e-11)
    assert beta_quantile(0.05, 0.5, 0.5) == pytest.approx(math.sin(math.pi / 40) ** 2, abs=1e-11)


@pytest.mark.parametrize(("a", "b"), list(product((1, 2, 7, 40, 200), repeat=2)))
def test_the_beta_against_whole_sums(a: int, b: int) -> None:
    for x in (Fraction(1, 50), Fraction(1, 4), Fraction(1, 2), Fraction(9, 10), Fraction(99, 100)):
        exact = float(by_sum(x, a, b))
        assert beta_share(float(x), a, b) == pytest.approx(exact, abs=1e-11)
    for share in (0.05, 0.5, 0.95):
        at = beta_quantile(share, a, b)
        assert float(by_sum(Fraction(at), a, b)) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (0.5, 30.5), (2.7, 9.1), (120.25, 3.5), (1.5, 2.25)])
def test_the_beta_against_an_area(a: float, b: float) -> None:
    for x in (0.01, 0.2, 0.5, 0.8, 0.99):
        assert beta_share(x, a, b) == pytest.approx(by_strips(x, a, b), abs=1e-8)


def test_where_nothing_can_be_fitted_the_prior_weighs_as_two() -> None:
    """By hand: 4 of 5, and a group of nothing. The mean of all is (4 + 1/2) / (5 + 1) = 3/4, so Beta(3/2, 1/2)."""
    told = shrink_proportions({"one": (4, 5), "none": (0, 0)})
    one, none = told.groups
    assert (told.mean, told.strength, told.n) == (0.75, 2.0, 5)
    assert one.value == pytest.approx((1.5 + 4) / (2 + 5))
    assert none.value == 0.75
    assert none.interval[0] == pytest.approx(beta_quantile(0.05, 1.5, 0.5))
    assert told.warnings == ("prior_only", "one_dominates", "few_groups")
    assert set(told.warnings) <= set(WARNINGS)


def test_nothing_at_all_is_known() -> None:
    only = shrink_proportions({"one": (0, 0)}).groups[0]
    assert only.value == 0.5
    assert only.interval == pytest.approx((0.05, 0.95)), "Beta(1, 1): any share is as likely as another"


def test_no_other_beta_makes_the_counts_likelier() -> None:
    """The fit, against the likelihood written another way and searched around."""
    counts = [(1, 12), (9, 10), (4, 11), (14, 15), (1, 14), (6, 13)]

    def likelihood(a: float, b: float) -> float:
        def log_beta(p: float, q: float) -> float:
            return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

        return sum(log_beta(a + k, b + n - k) - log_beta(a, b) for k, n in counts)

    told = shrink_proportions({str(i): each for i, each in enumerate(counts)})
    a, b = told.mean * told.strength, (1 - told.mean) * told.strength
    assert min(a, b) > 0.5
    assert told.strength < 4, "no guard held it"
    assert told.warnings == ()
    here = likelihood(a, b)
    for up, across in product((0.9, 0.97, 1, 1.03, 1.1), repeat=2):
        assert likelihood(a * up, b * across) <= here + 1e-7


def test_groups_that_look_alike_by_chance_are_not_declared_alike() -> None:
    told = shrink_proportions({str(i): (3, 6) for i in range(8)} | {"nine": (4, 10)})
    assert "held" in told.warnings
    assert told.strength == 2, "a third of the six answers of the median group"


def test_one_group_that_is_most_of_the_data_is_said() -> None:
    assert "one_dominates" in shrink_proportions({"big": (50, 90), "b": (1, 4), "c": (2, 5), "d": (0, 3)}).warnings
    assert "one_dominates" not in shrink_proportions({"a": (2, 4), "b": (1, 4), "c": (2, 5)}).warnings


@pytest.mark.parametrize(
    ("counts", "named"),
    [
        ({}, "no group"),
        ({"Casa": (-1, 3)}, "Casa"),
        ({"Casa": (4, 3)}, "Casa"),
        ({"Casa": (1.0, 3)}, "whole"),
        ({"Casa": (True, 3)}, "whole"),
        ({"Casa": (1, 10_001)}, "no small number"),
    ],
)
def test_what_cannot_be_counted_is_refused_by_its_name(counts, named) -> None:
    with pytest.raises(ValueError, match=named):
        shrink_proportions(counts)


@pytest.mark.parametrize("level", [0.49, 1.0, float("nan")])
def test_a_level_that_says_nothing_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        shrink_proportions({"a": (1, 2)}, level=level)


def test_the_parts_of_the_beta_refuse_too() -> None:
    for wrong in ((0.5, 0, 1), (0.5, 1, -1), (1.5, 1, 1), (0.5, math.inf, 1)):
        with pytest.raises(ValueError, match=r"above 0|from 0 to 1"):
            beta_share(*wrong)
    with pytest.raises(ValueError, match="share"):
        beta_quantile(1.0, 2, 2)


@pytest.mark.parametrize("drawn", [(2.0, 1.0), (4.0, 6.0), (20.0, 10.0)])
def test_the_intervals_hold_what_they_say(drawn: tuple[float, float]) -> None:
    """The truth is drawn, then counted, then sought again: nine of ten intervals should hold it."""
    chance, inside, value_off, share_off, every = random.Random(2026), 0, 0.0, 0.0, 0
    for _ in range(60):
        truth = [chance.betavariate(*drawn) for _ in range(12)]
        sizes = [chance.randint(3, 15) for _ in truth]
        counts = {
            str(i): (sum(chance.random() < p for _ in range(n)), n)
            for i, (p, n) in enumerate(zip(truth, sizes, strict=True))
        }
        for p, each in zip(truth, shrink_proportions(counts).groups, strict=True):
            every += 1
            inside += each.interval[0] <= p <= each.interval[1]
            value_off += (each.value - p) ** 2
            share_off += (each.k / each.n - p) ** 2
    assert every == 720
    assert 0.86 <= inside / every <= 0.995
    assert value_off < share_off, "drawn towards the others it is nearer to the truth than the plain share"


def test_the_index_is_lazy_and_public() -> None:
    assert methods.shrink_proportions is shrink_proportions
    with pytest.raises(AttributeError):
        _ = methods.rank_places
