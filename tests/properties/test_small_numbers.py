"""Shares of small counts: what must hold of any counts whatever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.small_numbers import shrink_proportions
from tests.examples import examples

pairs = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
groups = st.lists(pairs, min_size=1, max_size=12)


def told(counts):
    return shrink_proportions({f"g{i}": each for i, each in enumerate(counts)})


@settings(deadline=None, max_examples=examples(120))
@given(groups)
def test_each_share_lies_between_its_own_counts_and_the_mean_of_all(counts) -> None:
    result = told(counts)
    for each in result.groups:
        assert 0 < each.interval[0] < each.value < each.interval[1] < 1
        if each.n:
            own = each.k / each.n
            assert min(own, result.mean) - 1e-12 <= each.value <= max(own, result.mean) + 1e-12
        else:
            assert abs(each.value - result.mean) < 1e-12


@settings(deadline=None, max_examples=examples(80))
@given(groups, st.integers(1, 30), st.data())
def test_of_two_groups_as_large_the_one_with_more_stands_higher(counts, n, data) -> None:
    less = data.draw(st.integers(0, n - 1))
    more = data.draw(st.integers(less + 1, n))
    *_, low, high = told([*counts, (less, n), (more, n)]).groups
    assert low.value < high.value
    assert low.interval[0] < high.interval[0]
    assert low.interval[1] < high.interval[1]


@settings(deadline=None, max_examples=examples(60))
@given(groups, st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_names_change_a_number(counts, chance) -> None:
    names = [f"g{i}" for i in range(len(counts))]
    order = list(range(len(counts)))
    chance.shuffle(order)
    one = shrink_proportions(dict(zip(names, counts, strict=True)))
    other = shrink_proportions({f"otro {i}": counts[i] for i in order})
    assert (one.mean, one.strength, one.warnings) == (other.mean, other.strength, other.warnings)
    assert [one.groups[i].value for i in order] == [each.value for each in other.groups]
    assert [one.groups[i].interval for i in order] == [each.interval for each in other.groups]


@settings(deadline=None, max_examples=examples(60))
@given(groups)
def test_a_wider_level_is_a_wider_interval(counts) -> None:
    named = {f"g{i}": each for i, each in enumerate(counts)}
    wide, narrow = (shrink_proportions(named, level=level) for level in (0.95, 0.8))
    for out, into in zip(wide.groups, narrow.groups, strict=True):
        assert out.interval[0] < into.interval[0]
        assert into.interval[1] < out.interval[1]
