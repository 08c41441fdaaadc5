"""Replicates on a cluster. A Dask client is no executor of ``concurrent.futures``: it has ``submit``, with words of its
own, futures that are of no known class, and a ``map`` that gives futures; whatever it hands over was pickled. Here is
one that is so; and where Dask is installed, the real one."""

import hashlib
import pickle
from functools import partial
from typing import Any

import numpy as np
import pytest

from amparo.methods import chance, hidden, spacetime
from amparo.methods.estimate import as_json
from tests.methods.spacetime.made import cases_at, lattice


class Promise:
    """A future of Dask: a key, a status, ``result``, ``done``; not of ``concurrent.futures``, and no iterator."""

    def __init__(self, key: str, call: Any) -> None:
        self.key, self.status, self._call = key, "pending", call

    def result(self, timeout: float | None = None) -> Any:
        function, args, kwargs = unpacked(self._call)
        self.status = "finished"
        return unpacked(packed(function(*args, **kwargs)))

    def done(self) -> bool:
        return self.status == "finished"

    def __iter__(self) -> Any:
        raise TypeError("Future object is not iterable")


class Client:
    """``distributed.Client``: what its documentation says of ``submit`` and ``map``, and no more of it."""

    def __init__(self) -> None:
        self.kept: dict[str, Promise] = {}

    def submit(
        self, func: Any, *args: Any, key: str | None = None, workers: Any = None, resources: Any = None,
        retries: int | None = None, priority: int = 0, fifo_timeout: str = "100 ms", allow_other_workers: bool = False,
        actor: bool = False, actors: bool = False, pure: bool = True, **kwargs: Any,
    ) -> Promise:  # fmt: skip
        if not callable(func):
            raise TypeError("First input to submit must be a callable function")
        call = packed((func, args, kwargs))
        name = key or (hashlib.sha256(b"".join((call[0], *call[1]))).hexdigest() if pure else f"one-{len(self.kept)}")
        return self.kept.setdefault(name, Promise(name, call))

    def map(self, func: Any, *iterables: Any, **more: Any) -> list[Promise]:
        return [self.submit(func, *each, **more) for each in zip(*iterables, strict=False)]


def packed(thing: Any) -> Any:
    """As on the wire: arrays apart from the rest."""
    apart: list[pickle.PickleBuffer] = []
    return pickle.dumps(thing, protocol=5, buffer_callback=apart.append), [bytearray(each.raw()) for each in apart]


def unpacked(wire: Any) -> Any:
    return pickle.loads(wire[0], buffers=wire[1])


def halves(seeds: Any, *, many: int) -> Any:
    return np.array([[chance.uniform(chance.start(seed)) / 2] * many for seed in seeds])


def test_the_double_is_no_executor_that_python_knows() -> None:
    client = Client()
    waiting = client.map(abs, [-1, -2])
    assert [each.result() for each in waiting] == [1, 2]
    assert client.submit(abs, -1) is waiting[0], "a pure call that was made is not made again"
    with pytest.raises(TypeError, match="not iterable"):
        list(waiting[0])  # type: ignore[call-overload]


def test_replicates_of_a_client_are_the_same() -> None:
    told: list[tuple[int, int]] = []
    apart = chance.replicate(
        partial(halves, many=2), 50, seed=3, executor=Client(), chunk=9, progress=lambda *done: told.append(done)
    )
    assert np.array_equal(apart, chance.replicate(partial(halves, many=2), 50, seed=3))
    assert told[-1] == (50, 50)


@pytest.mark.parametrize("windows", ["prospective", "retrospective"])
@pytest.mark.parametrize("stop_after", [None, 5])
def test_a_scan_by_a_client_is_the_same(windows: str, stop_after: int | None) -> None:
    made, places = np.random.default_rng(4), lattice(5)
    cases = cases_at(places, made.integers(0, 25, 120), made.integers(0, 42, 120), days=42)
    how: dict[str, Any] = {"windows": windows, "longest": 7, "replicates": 99, "stop_after": stop_after, "seed": 2}
    alone = spacetime.permutation_scan(places, cases, **how)
    apart = spacetime.permutation_scan(places, cases, executor=Client(), chunk=20, **how)
    assert np.array_equal(apart.maxima, alone.maxima)
    assert as_json(apart) == as_json(alone)


def test_the_other_models_and_power_by_a_client() -> None:
    made, places = np.random.default_rng(4), lattice(5)
    cases, controls = (
        cases_at(places, made.integers(0, 25, 90), made.integers(0, 42, 90), days=42) for _ in range(2)
    )  # fmt: skip
    how: dict[str, Any] = {"longest": 7, "replicates": 999, "seed": 2}
    for scan in (
        partial(spacetime.poisson_scan, places, cases, np.ones(25)),
        partial(spacetime.poisson_scan, places, cases, np.ones((25, 42))),
        partial(spacetime.bernoulli_scan, places, cases, controls),
        partial(spacetime.permutation_scan, places, cases, same_weekday=True),
    ):
        assert as_json(scan(**how, executor=Client(), chunk=300)) == as_json(scan(**how))
    told = spacetime.permutation_scan(places, cases, **how)
    seen = partial(spacetime.what_could_be_seen, told, places, simulations=20, seed=1)
    assert as_json(seen(executor=Client())) == as_json(seen())


def test_a_bootstrap_by_a_client_is_the_same() -> None:
    n = 60
    ids = [f"p{row}" for row in range(n)]
    sample = hidden.from_recruiters(
        ids, ["" if row < 4 else f"p{(row - 4) // 2}" for row in range(n)], [1 + row * 7 % 13 for row in range(n)]
    )
    shape = partial(hidden.tree_replicate_weights, sample, replicates=30, seed=1)
    assert np.array_equal(shape(executor=Client()), shape())


@pytest.mark.enable_socket  # it asks which address this computer has
@pytest.mark.filterwarnings("ignore")  # of Dask: what else could be installed beside it
def test_a_real_client() -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    made, places = np.random.default_rng(4), lattice(5)
    cases = cases_at(places, made.integers(0, 25, 120), made.integers(0, 42, 120), days=42)
    alone = spacetime.permutation_scan(places, cases, replicates=99, seed=2)
    with distributed.Client(processes=False, n_workers=1, dashboard_address=None) as client:
        for executor in (client, client.get_executor()):
            apart = spacetime.permutation_scan(places, cases, replicates=99, seed=2, executor=executor)
            assert as_json(apart) == as_json(alone)
