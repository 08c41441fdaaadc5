"""Chance that can be asked again: every replicate has a seed of its own, whoever computes it and in whatever order.

A replicate's seed depends on the seed of the whole and on its number alone. So a thousand replicates in one thread, in
four processes or on a cluster are the same thousand, and the first hundred of them are the hundred that fewer would
have been. Compiled loops draw from xoshiro256++, whose state is four words that a loop keeps to itself: there is no
global generator that two threads could share.

References
----------
Blackman, D. and Vigna, S. (2021). Scrambled linear pseudorandom number generators. ACM Trans. Math. Softw. 47(4), 36.
Steele, G. L., Lea, D. and Flood, C. H. (2014). Fast splittable pseudorandom number generators. OOPSLA, 453-472.
Lemire, D. (2019). Fast random integer generation in an interval. ACM Trans. Model. Comput. Simul. 29(1), 3.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, cast

import numba
import numpy as np
from numba.core import caching
from numpy.typing import NDArray

from amparo.methods.estimate import whole

type Words = NDArray[np.uint64]

CHUNK = 64  # replicates handed over at once, where whoever asks says nothing else
MOST_SEED = 2**63 - 1
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A, _MIX_B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


class Executor(Protocol):
    """What ``concurrent.futures`` calls an executor. A Dask client (``distributed.Client``) has the same two words,
    ``submit`` and ``result()``, and can be handed over as it is; so can its ``get_executor()``. ``map`` is not asked
    for: it answers with results there, and with futures here."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Begin a call; what comes back has ``result()``."""


def _folder() -> str | None:
    """Where machine code is kept, named by the text of all methods; None where there is no place for it.

    Numba asks only whether the file of a function changed, not whether one of those it calls did. A folder for each
    state of the whole text cannot be stale. It lies beside the compiled Python, or where that is not ours, apart. It
    goes at the next version, so it is for these functions alone: numba's own setting, which is that of the whole
    process, stays what it was.
    """
    here = Path(__file__).parent
    text = hashlib.sha256()
    for file in sorted(here.rglob("*.py")):
        text.update(file.read_bytes())
    name = f"machine-{text.hexdigest()[:16]}"
    for folder in (here / "__pycache__", Path(tempfile.gettempdir()) / f"amparo-{os.getuid()}"):
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.stat().st_uid != os.getuid():
                continue
            for old in folder.glob("machine-*"):
                if old.name != name:
                    shutil.rmtree(old, ignore_errors=True)
            (folder / name).mkdir(exist_ok=True)
            return str(folder / name)
    return None


# A measurement of the very first call asks for nothing to be kept.
_KEPT = None if os.environ.get("AMPARO_COMPILE_ANEW") == "yes" else _folder()


class _Locator(caching._SourceFileBackedLocatorMixin, caching._CacheLocator):
    """Our folder as the place of machine code, for functions of ours."""

    def __init__(self, function: Any, file: str) -> None:
        self._py_file, self._lineno = file, function.__code__.co_firstlineno
        self._cache_path = str(Path(_KEPT or "") / self.get_suitable_cache_subpath(file))  # type: ignore[no-untyped-call]

    def get_cache_path(self) -> str:
        """The folder."""
        return self._cache_path


class _Kept(caching.CompileResultCacheImpl):
    _locator_classes = [_Locator]


class _Cache(caching.FunctionCache):
    _impl_class = _Kept


def compiled[F: Callable[..., Any]](function: F) -> F:
    """The function as machine code, kept for the next start. It holds no lock, so that threads run side by side."""
    made: Any = numba.njit(nogil=True, error_model="numpy")(function)
    if _KEPT is not None:
        with contextlib.suppress(RuntimeError):  # the folder is gone, or is not ours any more: it is compiled anew
            made._cache = _Cache(function)  # type: ignore[no-untyped-call]
    return cast(F, made)


def seeds(seed: int, count: int, *, first: int = 0) -> Words:
    """The seeds of replicates ``first`` to ``first + count - 1``, shape ``(count,)``; each by its number alone.

    Parameters
    ----------
    seed : of the whole, a whole number from 0 to 2⁶³ − 1.
    count : how many replicates.
    first : the number of the first of them, from 0 on.

    Returns
    -------
    Words
        Numbers of 64 bits.

    Raises
    ------
    Refused
        ``not_whole``, ``too_large``: a seed that is none.

    References
    ----------
    Steele, Lea and Flood (2014), see ``chance`` (splitmix64).
    """
    whole("seed", seed, least=0, most=MOST_SEED)
    numbers = np.arange(first, first + count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        return _mixed(_mixed(np.full(count, seed, np.uint64) + _GOLDEN) + (numbers + np.uint64(1)) * _GOLDEN)


def _mixed(words: Words) -> Words:
    """Splitmix64: neighbouring words become words that have nothing in common."""
    words = (words ^ (words >> np.uint64(30))) * _MIX_A
    words = (words ^ (words >> np.uint64(27))) * _MIX_B
    return words ^ (words >> np.uint64(31))


def replicate(
    kernel: Callable[[Words], NDArray[Any]],
    count: int,
    *,
    seed: int,
    executor: Executor | None = None,
    chunk: int = CHUNK,
    progress: Callable[[int, int], None] | None = None,
) -> NDArray[Any]:
    """Run a kernel over the seeds of ``count`` replicates, and lay what it answers behind each other.

    Parameters
    ----------
    kernel : takes seeds, shape ``(m,)``, and answers an array whose first axis is ``m``. For an executor of processes
        it must be picklable: a function of a module, or ``functools.partial`` of one.
    count : replicates in all, at least 1.
    seed : of the whole, see ``seeds``.
    executor : anything with ``submit``; without one everything runs here. The answer is the same, bit for bit.
    chunk : replicates of one call. It changes how the work is cut, never the answer.
    progress : is told how many of how many are done.

    Returns
    -------
    NDArray
        What the kernel answers, the first axis of length ``count``: replicates in the order of their numbers.

    Raises
    ------
    Refused
        ``not_whole``, ``too_large``: a count, a chunk or a seed that is none.

    References
    ----------
    Blackman and Vigna (2021); Steele, Lea and Flood (2014), see ``chance``.
    """
    whole("count", count, least=1)
    whole("chunk", chunk, least=1)
    cuts = [(first, min(chunk, count - first)) for first in range(0, count, chunk)]
    parts = (seeds(seed, many, first=first) for first, many in cuts)
    waiting = [executor.submit(kernel, part) for part in parts] if executor is not None else None
    answers, done = [], 0
    for number, (first, many) in enumerate(cuts):
        if waiting is not None:
            answers.append(np.asarray(waiting[number].result()))
        else:
            answers.append(np.asarray(kernel(seeds(seed, many, first=first))))
        done += many
        if progress is not None:
            progress(done, count)
    return np.concatenate(answers)


@compiled
def start(seed: int) -> Any:
    """The state of a generator, ``(4,)`` words, from one seed."""
    state = np.empty(4, np.uint64)
    word = np.uint64(seed)
    for each in range(4):
        word += np.uint64(0x9E3779B97F4A7C15)
        mixed = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state[each] = mixed ^ (mixed >> np.uint64(31))
    return state


@compiled
def word(state: Any) -> Any:
    """The next 64 bits (xoshiro256++)."""
    total = state[0] + state[3]
    answer = ((total << np.uint64(23)) | (total >> np.uint64(41))) + state[0]
    shifted = state[1] << np.uint64(17)
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = (state[3] << np.uint64(45)) | (state[3] >> np.uint64(19))
    return answer


@compiled
def uniform(state: Any) -> Any:
    """A number from 0 on and below 1, of 53 bits."""
    return np.float64(word(state) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(state: Any, bound: int) -> Any:
    """A whole number from 0 on and below ``bound`` (at most 2³²), each with exactly the same chance."""
    limit = np.uint64(bound)
    rest = np.uint64(4294967296) % limit
    while True:
        product = (word(state) >> np.uint64(32)) * limit
        if (product & np.uint64(0xFFFFFFFF)) >= rest:
            return np.int64(product >> np.uint64(32))


@compiled
def exponential(state: Any) -> Any:
    """A waiting time of mean 1."""
    return -np.log1p(-uniform(state))


@compiled
def shuffle(state: Any, items: Any) -> None:
    """Put the items of an array into an order drawn from all orders alike (Fisher and Yates, Durstenfeld)."""
    for last in range(len(items) - 1, 0, -1):
        other = below(state, last + 1)
        items[last], items[other] = items[other], items[last]
