"""Cell keys: the table of noise by hand, the same cell the same number, no key in any result."""

import hashlib
import hmac

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.disclosure import cell_key_table, noise_table, record_keys
from amparo.methods.estimate import Refused, as_json
from tests.examples import examples

SECRET = b"sixteen bytes or more of it"
PEOPLE = [f"p{number}" for number in range(4000)]


def test_the_noise_of_one_person_by_hand() -> None:
    """n = 1 may become 0, 3, 4, 5, 6. Where p falls as exp(a d + b d^2): mean 0 and variance 3 give these."""
    noise = noise_table()
    row = dict(zip(range(-5, 6), noise.probabilities[1], strict=True))
    assert [round(row[d], 3) for d in (-1, 2, 3, 4, 5)] == [0.734, 0.137, 0.073, 0.037, 0.019]
    assert sum(p for d, p in row.items() if d in {-5, -4, -3, -2, 0, 1}) == 0
    eight = dict(zip(range(-5, 6), noise.probabilities[8], strict=True))
    assert [round(eight[d], 3) for d in (-5, -4, -3, -2, -1, 0)] == [0.004, 0.017, 0.052, 0.119, 0.194, 0.229]


@pytest.mark.parametrize(("largest", "variance", "never"), [(5, 3.0, 2), (3, 1.5, 0), (8, 6.0, 4)])
def test_every_row_has_its_mean_its_variance_and_the_largest_entropy(largest, variance, never) -> None:
    noise = noise_table(largest=largest, variance=variance, never=never)
    d = np.arange(-largest, largest + 1)
    for count, p in enumerate(noise.probabilities[1:], start=1):
        assert p @ d == pytest.approx(0, abs=1e-8)
        assert p @ d**2 == pytest.approx(variance, abs=1e-8)
        held = p > 0
        assert not ((count + d[held] < 0) | ((count + d[held] >= 1) & (count + d[held] <= never))).any()
        if held.sum() >= 4:
            # Log p is a quadratic: its third differences, on any four points, are none. No other form has more entropy.
            fit = np.polyfit(d[held], np.log(p[held]), 2)
            assert np.abs(np.polyval(fit, d[held]) - np.log(p[held])).max() < 1e-6
    drawn = noise.table[-1]
    assert abs(drawn.mean()) < 0.05
    assert drawn.var() == pytest.approx(variance, rel=0.1)


def test_a_variance_that_cannot_be_is_refused() -> None:
    with pytest.raises(Refused, match="variance"):
        noise_table(largest=2, variance=9.0, never=1)


def test_the_key_of_a_person_is_what_the_hash_says() -> None:
    keys = record_keys(["ana", "luz", "ana"], secret=SECRET).keys
    assert keys[0] == keys[2] == int.from_bytes(hmac.new(SECRET, b"ana", hashlib.sha256).digest()[:8], "big") % 256
    spread = np.bincount(record_keys(PEOPLE, secret=SECRET).keys, minlength=256)
    assert ((spread - 4000 / 256) ** 2 / (4000 / 256)).sum() < 350, "256 keys alike often: chi-square on 255 degrees"


@settings(max_examples=examples(15), derandomize=True, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_order_changes_nothing_and_a_cell_is_itself_in_every_table(seed) -> None:
    chance = np.random.default_rng(seed)
    place, kind = chance.integers(0, 5, 4000), chance.integers(0, 3, 4000)
    keys, noise = record_keys(PEOPLE, secret=SECRET), noise_table()
    told = cell_key_table([place, kind], shape=(5, 3), keys=keys, noise=noise).values
    order = chance.permutation(4000)
    shuffled = record_keys([PEOPLE[each] for each in order], secret=SECRET)
    again = cell_key_table([place[order], kind[order]], shape=(5, 3), keys=shuffled, noise=noise).values
    assert (told == again).all()
    # Those of place 2 alone, in a table of their own: the same persons, the same numbers.
    few = np.flatnonzero(place == 2)
    mine = record_keys([PEOPLE[i] for i in few], secret=SECRET)
    part = cell_key_table([kind[few]], shape=(3,), keys=mine, noise=noise)
    assert (part.values == told[2]).all()
    true = np.zeros((5, 3), int)
    np.add.at(true, (place, kind), 1)
    assert np.abs(told - true)[told >= 0].max() <= 5 + 2
    assert set((told[told >= 0] % 5).tolist()) <= {0}


def test_below_the_threshold_everything_looks_alike() -> None:
    keys = record_keys(PEOPLE[:12], secret=SECRET)
    told = cell_key_table([np.array([0] * 9 + [1] * 3)], shape=(3,), keys=keys, noise=noise_table())
    assert told.values.tolist() == [-1, -1, -1]


def test_no_key_leaves() -> None:
    keys = record_keys(PEOPLE[:20], secret=SECRET)
    assert "keys" not in as_json(keys)
    assert "[" not in repr(keys)
    told = cell_key_table([np.zeros(20, int)], shape=(1,), keys=keys, noise=noise_table())
    assert not {"keys", "secret", "counts"} & set(told.__slots__)


def test_what_is_no_secret_and_no_code_is_refused() -> None:
    two = record_keys(["a", "b"], secret=SECRET)
    for call, words in (
        (lambda: record_keys(["a"], secret=b"short"), "16 bytes"),
        (lambda: record_keys(["a", ""], secret=SECRET), "identifier"),
        (lambda: cell_key_table([[0, 4]], shape=(2,), keys=two, noise=noise_table()), "does not know"),
        (lambda: cell_key_table([], shape=(), keys=record_keys([], secret=SECRET), noise=noise_table()), "one column"),
    ):
        with pytest.raises(Refused, match=words):
            call()


def test_many_divisions_of_one_cell_tell_it() -> None:
    """A limit, not a promise: the page says so. Forty persons by a hundred dimensions of two codes each."""
    chance, noise = np.random.default_rng(4), noise_table()
    keys = record_keys(PEOPLE[:40], secret=SECRET)
    whole = cell_key_table([np.zeros(40, int)], shape=(1,), keys=keys, noise=noise, threshold=10, base=1)
    again = cell_key_table([np.zeros(40, int)], shape=(1,), keys=keys, noise=noise, threshold=10, base=1)
    assert whole.values == again.values, "asking again wins nothing"
    sums = []
    for _ in range(400):
        parts = cell_key_table([chance.integers(0, 2, 40)], shape=(2,), keys=keys, noise=noise, base=1).values
        if parts.min() >= 10:
            sums.append(int(parts.sum()))
    assert round(float(np.mean(sums))) == 40
