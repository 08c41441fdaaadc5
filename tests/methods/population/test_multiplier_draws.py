"""A multiplier and the draws it shares with the survey: executors, replicates without an answer, one seed for both."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from amparo.methods import chance
from amparo.methods.estimate import Refused
from amparo.methods.population import multiplier
from amparo.methods.population.multiplier import _uniforms


def test_an_executor_changes_nothing_and_progress_is_told() -> None:
    shares, told = np.random.default_rng(1).beta(40, 120, 1000), []
    more = {"asked": 400, "replicates": shares, "count_se": 150, "seed": 5}
    one = multiplier(1200, 0.25, **more, progress=lambda done, total: told.append((done, total)))
    with ThreadPoolExecutor(2) as executor:
        other = multiplier(1200, 0.25, **more, executor=executor)
    assert np.array_equal(one.replicates, other.replicates)
    assert told[-1] == (1000, 1000)


def test_the_seed_of_the_survey_may_be_that_of_the_count() -> None:
    """Replicates of a share that hang on the first number of each replicate's own seed, as those of trees do."""
    first = _uniforms(chance.seeds(7, 2000))
    shares = 0.25 + 0.05 * (first - 0.5)
    told = multiplier(1200, 0.25, asked=400, replicates=shares, count_se=150, seed=7)
    counts = told.replicates * shares
    assert abs(np.corrcoef(counts, shares)[0, 1]) < 4 / 2000**0.5


def test_a_replicate_without_an_answer_keeps_its_place_and_is_told() -> None:
    shares = np.random.default_rng(1).beta(40, 120, 1000)
    shares[[3, 8]] = np.nan
    told = multiplier(1200, 0.25, asked=400, replicates=shares)
    assert np.flatnonzero(np.isnan(told.replicates)).tolist() == [3, 8]
    assert told.se == pytest.approx(4800 * np.nanstd(shares, ddof=1) / 0.25)
    assert told.interval.high == pytest.approx(np.nanquantile(1200 / shares, 0.975))
    assert "lost_replicates" in {each.code for each in told.warnings}
    shares[:150] = np.nan
    with pytest.raises(Refused) as caught:
        multiplier(1200, 0.25, asked=400, replicates=shares)
    assert [each.code for each in caught.value.remarks] == ["replicates_undefined"]
