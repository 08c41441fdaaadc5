"""Chance that can be asked again: known streams, equal chances, and the same thousand whoever computes them."""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from amparo.methods import chance
from amparo.methods.estimate import Refused

MASK = 2**64 - 1


def splitmix(word: int) -> tuple[int, int]:
    """Steele, Lea and Flood (2014), in whole numbers: the state after, and what it answers."""
    word = (word + 0x9E3779B97F4A7C15) & MASK
    mixed = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
    return word, mixed ^ (mixed >> 31)


def test_the_mixer_is_the_published_one():
    word, answers = 1234567, []
    for _ in range(3):
        word, answer = splitmix(word)
        answers.append(answer)
    assert answers == [6457827717110365317, 3203168211198807973, 9817491932198370423]  # the published test vector
    assert [int(each) for each in chance.start(np.uint64(1234567))[:3]] == answers


def test_the_generator_is_the_published_one():
    state = np.array([1, 2, 3, 4], np.uint64)  # the test vector that other implementations carry
    drawn = [int(chance.word(state)) for _ in range(4)]
    assert drawn == [41943041, 58720359, 3588806011781223, 3591011842654386]


def test_a_replicates_seed_depends_on_its_number_alone():
    whole = chance.seeds(7, 1000)
    assert len(set(whole.tolist())) == 1000
    assert chance.seeds(7, 10, first=500).tolist() == whole[500:510].tolist()
    assert not set(whole.tolist()) & set(chance.seeds(8, 1000).tolist())


def drawn(seeds, *, many):
    """A replicate each: so many numbers from its own seed."""
    rows = np.empty((len(seeds), many))
    for row, seed in enumerate(seeds):
        state = chance.start(seed)
        rows[row] = [chance.uniform(state) for _ in range(many)]
    return rows


@pytest.mark.parametrize("chunk", [1, 7, 100])
def test_the_same_replicates_in_one_thread_in_many_and_cut_in_any_way(chunk):
    kernel, told = partial(drawn, many=3), []
    alone = chance.replicate(kernel, 50, seed=11)
    with ThreadPoolExecutor(3) as threads:
        along = chance.replicate(
            kernel, 50, seed=11, executor=threads, chunk=chunk, progress=lambda done, of: told.append((done, of))
        )
    assert (alone == along).all()
    assert told[-1] == (50, 50)
    assert (chance.replicate(kernel, 20, seed=11) == alone[:20]).all()


def test_the_same_replicates_in_other_processes():
    kernel = partial(drawn, many=2)
    with ProcessPoolExecutor(2) as processes:
        apart = chance.replicate(kernel, 8, seed=3, executor=processes, chunk=3)
    assert (apart == chance.replicate(kernel, 8, seed=3)).all()


def orders(shuffle, *, times: int) -> dict[tuple[int, ...], int]:
    """How often each order of four things comes."""
    found = dict.fromkeys(permutations(range(4)), 0)
    for seed in chance.seeds(5, times):
        items = np.arange(4)
        shuffle(chance.start(seed), items)
        found[tuple(items.tolist())] += 1
    return found


def far_from_even(found: dict[tuple[int, ...], int]) -> float:
    """Pearson's sum over all orders; with 23 degrees of freedom it is below 49.7 in 999 of 1000."""
    expected = sum(found.values()) / len(found)
    return sum((each - expected) ** 2 / expected for each in found.values())


def sattolo(state, items):
    """The fault to find: the other place is never the same, so only cycles come."""
    for last in range(len(items) - 1, 0, -1):
        other = chance.below(state, last)
        items[last], items[other] = items[other], items[last]


def test_every_order_comes_alike_and_a_shuffle_of_cycles_is_found():
    assert far_from_even(orders(sattolo, times=4800)) > 1000
    assert far_from_even(orders(chance.shuffle, times=4800)) < 49.7


def test_below_has_no_favourites_and_uniform_fills_its_range():
    state = chance.start(chance.seeds(2, 1)[0])
    faces = np.bincount([chance.below(state, 3) for _ in range(9000)], minlength=3)
    assert sum((faces - 3000) ** 2 / 3000) < 13.8  # 2 degrees of freedom, 999 of 1000
    values = np.array([chance.uniform(state) for _ in range(9000)])
    assert values.min() >= 0
    assert values.max() < 1
    assert abs(values.mean() - 0.5) < 4 / (12 * 9000) ** 0.5
    waits = np.array([chance.exponential(state) for _ in range(9000)])
    assert abs(waits.mean() - 1) < 4 / 9000**0.5


@pytest.mark.parametrize(("seed", "count", "chunk"), [(-1, 5, 5), (1, 0, 5), (1, 5, 0), (1.5, 5, 5), (2**63, 5, 5)])
def test_what_is_no_seed_and_no_count_is_refused_by_name(seed, count, chunk):
    with pytest.raises(Refused, match=r"seed|count|chunk"):
        chance.replicate(partial(drawn, many=1), count, seed=seed, chunk=chunk)


def test_the_settings_of_numba_are_not_touched_and_machine_code_is_kept_apart(tmp_path: Path) -> None:
    """Another package in the process keeps its own code where it says; ours is found again by the next process."""
    (tmp_path / "other.py").write_text(
        "import numba\n@numba.njit(cache=True)\ndef twice(x):\n    return 2 * x\n", encoding="utf-8"
    )
    program = (
        "import numba, numpy as np; before = numba.config.CACHE_DIR\n"
        "from amparo.methods import chance\n"
        "assert numba.config.CACHE_DIR == before, numba.config.CACHE_DIR\n"
        "import other; other.twice(3)\n"
        "assert 'machine-' not in other.twice._cache.cache_path, other.twice._cache.cache_path\n"
        "assert 'machine-' in chance.below._cache.cache_path, chance.below._cache.cache_path\n"
        "state = chance.start(np.uint64(1)); chance.below(state, 5)\n"
        "print(sum(chance.start.stats.cache_hits.values()))\n"
    )
    src = Path(chance.__file__).parents[2]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("NUMBA_", "AMPARO_"))}
    env = own | {"PYTHONPATH": f"{src}:{tmp_path}", "NUMBA_CACHE_DIR": str(tmp_path / "kept")}
    for is_second in (False, True):
        ran = subprocess.run(
            [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False, timeout=100
        )
        assert ran.returncode == 0, ran.stderr
        assert int(ran.stdout) > 0 or not is_second
