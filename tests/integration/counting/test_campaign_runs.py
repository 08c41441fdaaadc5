"""Three runs of a small campaign: rows of a known region through the reckoning of both pages, beside the truth.

The large one is ``./amparo bench campaign``, with 200 runs; the chain before the rows is in ``tests/golden``.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.own_house import ROOT

TERRITORIES, PEOPLE, SEED = ("border", "urban"), 120, 5


@pytest.fixture(scope="module")
def bench() -> Iterator[Any]:
    """The parts of the benchmark, as it loads them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "bench"))
        yield __import__


@pytest.mark.walk
@pytest.mark.django_db(databases=["default", "evidence"])
def test_three_runs_of_120_people_through_the_reckoning(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three runs are few: no interval may be far off, weak figures are words, and nothing hidden is told of few."""
    reckoned, made, profiled = bench("_reckoned"), bench("_region"), bench("_profiled")
    for module in (reckoned, profiled):
        monkeypatch.setattr(module, "DRAWS", 60)
    where, books, tallies = made.region(SEED, 1_000), reckoned.keep_books(), {}
    for run in range(3):
        studies = [reckoned.study(where, territory, PEOPLE, run, books) for territory in TERRITORIES]
        for each in studies:
            reckoned.count(tallies, where, each, run)
        for is_sized in (True, False):
            found = [profiled.profiled(each, run, is_sized=is_sized) for each in studies]
            profiled.count_profile(tallies, where, found)
    for way, least in (("straight", 0.7), ("profile", 0.9), ("profile difference", 0.9)):
        some = [each for key, each in tallies.items() if key[0] == way]
        told = sum(each.told for each in some)
        assert told >= 12, way
        assert sum(each.held for each in some) / told > least, way
        assert all(abs(error) < 0.35 for each in some for error in each.errors), way
    hidden = [each for key, each in tallies.items() if key[0] in {"crosswise", "list"}]
    assert sum(each.silent for each in hidden) > sum(each.told for each in hidden), "120 people hide too well"
