"""The table of hidden answers of recruits, in the sample and in every replicate.

Gile's bootstrap knows that of a small population many were asked, and that of those nothing is left to doubt. Of a
hidden answer that is true of the person, and not of the birthday that hides it: had everybody been asked, the answers
would still be a throw of N dice. So in each replicate the table of the whole population is thrown anew, as N answers
would be. Without it, where a third of 1,500 people was asked, intervals of 95 % held the truth of a crossed pair in 91
of 100 studies, and of a list in 87.

Of whoever was asked straight nothing is thrown. Of a list, and of the trait itself, it is a little too much: they are
of the person. Where no size can be said the trees have no correction for a small population, and nothing is missing.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from amparo.methods.chance import MOST_SEED, Executor, Words, compiled, seeds, start, uniform
from amparo.methods.estimate import Floats, Integers, Remark
from amparo.methods.hidden import gates
from amparo.methods.hidden.bottlenecks import Beside, recruitment_looks
from amparo.methods.hidden.estimating import GILE, TREE, by_trees, replicate_sums
from amparo.methods.hidden.fingerprints import of_draws
from amparo.methods.hidden.outcome import Outcome
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.shares import RDS2, SUCCESSIVE, weights_of
from amparo.methods.hidden.tree_bootstrap import Progress, tree_doubts

type Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Table:
    """Sums of weights in each cell of the table, of the sample (g,) and of the replicates (B, g)."""

    sums: Floats
    drawn: Floats
    drawn_from: tuple[str, str]
    manner: str  # by which weights and which bootstrap
    warnings: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """How replicates are drawn: of what size of the population, how many, and from which seed."""

    population: float | None
    replicates: int
    seed: int
    executor: Executor | None = None
    progress: Progress = None
    beside: Beside = None  # the other columns that are there, by which a bottleneck is looked for


def table_of(
    sample: Sample, cells: Integers, size: int, known: Mask, part: Mask, drawing: Drawing, *, answers: Floats,
    is_thrown: bool = True,
) -> Table:  # fmt: skip
    """The table of the sample and of each replicate. Who is not of the part is its last cell, and is cut off again.

    ``answers``: what was heard, by which a bottleneck is looked for. ``is_thrown``: they hang on a
    chance of the question, not on the person alone.
    """
    is_sized = drawing.population is not None
    looks = recruitment_looks(sample, {"answers": _seen(answers, known & part), **(drawing.beside or {})})
    method = SUCCESSIVE if is_sized else RDS2
    bootstrap, taken = by_trees(GILE if is_sized else TREE, None, (*sample.warnings, *looks))
    codes = np.where(part, np.where(known, cells, -1), size)
    there = np.unique(codes[codes >= 0])
    place = np.full(size + 2, -1)
    place[there] = np.arange(len(there))
    outcome = Outcome(tuple(f"{each:02d}" for each in there), place[codes])
    sums = replicate_sums(
        sample, outcome, method=method, bootstrap=bootstrap, population=drawing.population,
        replicates=drawing.replicates, seed=drawing.seed, executor=drawing.executor, progress=drawing.progress,
    )  # fmt: skip
    drawn = np.zeros((len(sums), size + 1))
    drawn[:, there] = sums
    own, kept = weights_of(sample, population=drawing.population), codes >= 0
    point = np.bincount(codes[kept], own[kept], minlength=size + 1)
    if bootstrap == GILE and is_thrown:
        everybody = float(drawing.population or 0) * point.sum() / own.sum()  # who would answer
        drawn = thrown(drawn, point / point.sum(), everybody, np.bincount(codes[kept], minlength=size + 1), drawing)
    of_trees = tree_doubts(sample) if bootstrap == TREE else ()
    said = (*sample.warnings, *gates.of_sample(sample), *looks, *taken, *of_trees)
    whose = of_draws(sample, outcome, bootstrap=bootstrap, population=drawing.population)
    return Table(point[:size], drawn[:, :size], whose, f"{method}, {bootstrap}", said)


def _seen(answers: Floats, known: Mask) -> list[float | None]:
    """What was heard of each person of the part."""
    return [float(each) if is_known else None for each, is_known in zip(answers, known, strict=True)]


def thrown(drawn: Floats, shares: Floats, everybody: float, counts: Integers, drawing: Drawing) -> Floats:
    """The replicates as if in each of them everybody had answered anew: cells move as those of N answers do.

    Moves are normal, with the covariance of N throws. They hang on the seed and on the table, so that two questions, or
    two parts of one sample, do not move together: their dice are not the same.
    """
    text = hashlib.sha256(f"{drawing.seed} {counts.tolist()}".encode()).digest()
    words = seeds(int.from_bytes(text[:8]) & MOST_SEED, len(drawn))
    moved = ndtri(np.maximum(_uniforms(words, len(shares)), 1e-300)) * np.sqrt(shares / everybody)
    moved -= shares * moved.sum(axis=1, keepdims=True)
    found: Floats = drawn + drawn.sum(axis=1, keepdims=True) * moved
    return found


@compiled
def _uniforms(words: Words, count: int) -> Any:
    found = np.empty((len(words), count))
    for place in range(len(words)):
        state = start(words[place])
        for each in range(count):
            found[place, each] = uniform(state)
    return found
