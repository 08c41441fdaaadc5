"""Who counts how much: one weight for each answer, and the same once more in every replicate.

A sample in which some were likelier than others to be asked needs weights, and how far its figures would have differed
in another sample like it is told by replicates: for each of B samples drawn anew, how much every person counts in it.
Of a respondent-driven sample the tree bootstrap gives them: how often a person was drawn, times one over the degree.
Every estimate of this part takes both, as ``weights`` of shape (n,) and ``replicate_weights`` of shape (B, n), asks the
same question of each row, and takes its error from how the B answers differ.

The replicates have to be draws (a bootstrap). Those of a jackknife or of balanced halves differ by another measure, and
their spread is not a standard error.

References
----------
Baraff, A. J., McCormick, T. H. and Raftery, A. E. (2016). Estimating uncertainty in respondent-driven sampling using a
    tree bootstrap method. PNAS 113, 14668-14673.
Rao, J. N. K., Wu, C. F. J. and Yue, K. (1992). Some recent work on resampling methods for complex surveys. Survey
    Methodology 18, 209-217.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from amparo.methods.chance import below, compiled, replicate, start
from amparo.methods.columns import numbers, without
from amparo.methods.estimate import Floats, Integers, Refused, Remark, remark, whole

LEAST_REPLICATES = 20  # of fewer, no twentieth part can be cut off
GOOD_REPLICATES = 500  # with fewer, the ends of an interval move visibly with the seed


@dataclass(frozen=True, slots=True)
class Weighing:
    """The rows that are used, and how much each counts."""

    rows: Integers  # their positions in the data that came in
    weights: Floats = field(repr=False)  # (m,), of mean 1
    replicates: Floats | None = field(repr=False)  # (B, m)
    given: bool  # were there weights, or does everybody count alike
    warnings: tuple[Remark, ...] = ()
    drawn_from: tuple[str, str] | None = field(default=None, repr=False)  # fingerprints, see ``estimate.Estimate``

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def effective(self) -> float:
        """As many answers of equal weight would tell as much (Kish): (Σw)² / Σw²."""
        return effective(self.weights)


def effective(weights: Floats) -> float:
    """Kish's effective number, (Σw)² / Σw²; 0 where nobody counts."""
    squares = float(np.square(weights).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def weigh(
    present: NDArray[np.bool_], *, weights: ArrayLike | None = None, replicate_weights: ArrayLike | None = None
) -> Weighing:
    """Check weights and replicate weights, and keep those of the rows that have an answer.

    Parameters
    ----------
    present : (n,) which rows can be used.
    weights : (n,) on any scale; rows of weight 0 are left out. Without them everybody counts alike.
    replicate_weights : (B, n), at least 20 rows, any scale and order; only together with ``weights``.

    Raises
    ------
    Refused
        No row is left; a weight is missing or negative; shapes do not fit; replicates without weights.
    """
    n = len(present)
    first = np.ones(n) if weights is None else _numbers("weights", weights, (n,))
    _refuse_wrong(first, present)
    if replicate_weights is not None and weights is None:
        raise Refused(
            remark(
                "replicates_without_weights",
                "There are replicate weights and no weights: the estimate would be of one sample and its error of "
                "another. Where all count alike, give weights of one.",
            )
        )
    rows = np.flatnonzero(present & (first > 0)).astype(np.int64)
    if not len(rows):
        raise Refused(remark("no_answers", "There is no answer that counts."))
    replicates = None if replicate_weights is None else _replicates(replicate_weights, n, rows)
    kept = first[rows]
    return Weighing(
        rows, kept / kept.mean(), replicates, weights is not None, _said(present, replicates),
        None if replicate_weights is None else _fingerprints(first, numbers("replicate_weights", replicate_weights)),
    )  # fmt: skip


def _fingerprints(weights: Floats, replicates: Floats) -> tuple[str, str] | None:
    """Of which sample, and by what: digests of the weights. Where all count alike they say nothing of who was drawn."""
    if np.ptp(weights) == 0:
        return None
    whose, drawn = (hashlib.blake2b(each.tobytes(), digest_size=16).hexdigest() for each in (weights, replicates))
    return f"weights {whose}", drawn


def _said(present: NDArray[np.bool_], replicates: Floats | None) -> tuple[Remark, ...]:
    """What is missing, and whether there are few replicates."""
    said = []
    if missing := len(present) - int(present.sum()):
        said.append(
            remark(
                "missing", "%(missing)s of %(n)s rows have no answer that can be used, and were left out.",
                missing=missing, n=len(present), rows=np.flatnonzero(~present).tolist(),
            )
        )  # fmt: skip
    if replicates is not None and len(replicates) < GOOD_REPLICATES:
        said.append(
            remark("few_replicates", "Only %(many)s replicates: the interval is rough.", many=len(replicates))
        )  # fmt: skip
    return tuple(said)


def _numbers(name: str, values: ArrayLike, shape: tuple[int, ...]) -> Floats:
    """An array of this shape."""
    array = numbers(name, values)
    if array.shape != shape:
        raise Refused(
            remark(
                "shape", "%(name)s has the shape %(found)s; it has to be %(wanted)s.",
                name=name, found=str(array.shape), wanted=str(shape),
            )
        )  # fmt: skip
    return array


def _refuse_wrong(weights: Floats, present: NDArray[np.bool_]) -> None:
    """A weight is a number, and not below zero; where there is no answer it does not matter."""
    wrong = present & ~(np.isfinite(weights) & (weights >= 0))
    if wrong.any():
        raise Refused(
            remark("bad_weight", "A weight is missing or negative.", rows=np.flatnonzero(wrong).tolist()),
        )


def _replicates(values: ArrayLike, n: int, rows: Integers) -> Floats:
    """Replicate weights of the rows that are used."""
    array = numbers("replicate_weights", values)
    if array.ndim != 2 or array.shape[1] != n or len(array) < LEAST_REPLICATES:
        raise Refused(
            remark(
                "replicate_shape",
                "replicate_weights has the shape %(found)s; it has to be at least %(least)s replicates of %(n)s rows.",
                found=str(array.shape), least=LEAST_REPLICATES, n=n,
            )
        )  # fmt: skip
    kept = np.ascontiguousarray(array[:, rows])
    if not np.isfinite(kept).all() or kept.min() < 0:
        wrong = rows[~(np.isfinite(kept) & (kept >= 0)).all(axis=0)]
        raise Refused(remark("bad_replicate", "A replicate weight is missing or negative.", rows=wrong.tolist()))
    return kept


@compiled
def _drawn(seeds: Any, weights: Any, arm: Any, members: Any, firsts: Any, sizes: Any) -> Any:
    """For each seed, within each arm as many draws with replacement as it has members: times drawn × weight."""
    out = np.zeros((len(seeds), len(weights)))
    for b in range(len(seeds)):
        state = start(seeds[b])
        for group in range(len(sizes)):
            for _ in range(sizes[group]):
                who = members[firsts[group] + below(state, sizes[group])]
                out[b, who] += weights[who]
    return out


def bootstrap_weights(
    n: int,
    *,
    seed: int,
    replicates: int = 1000,
    weights: ArrayLike | None = None,
    within: Sequence[Any] | None = None,
    executor: Any = None,
) -> Floats:
    """Replicate weights of a sample drawn at random: each replicate draws n persons anew, with replacement.

    Parameters
    ----------
    n : persons in the sample.
    weights : (n,) of the design; a replicate is how often a person was drawn, times her weight.
    within : (n,) an arm or stratum of each; every replicate draws as many from each as there are.
    seed, replicates, executor : of the draws, see ``chance.replicate``. The same seed is the same replicates, whoever
        computes them.

    Returns
    -------
    Floats
        ``(replicates, n)``, for ``replicate_weights``.

    Raises
    ------
    Refused
        ``not_whole``, ``too_large``: no person, no replicate, a seed that is none; ``shape``, ``bad_weight``: not one
        weight of 0 or more for each; ``stratum_missing``: rows without an arm or stratum.

    References
    ----------
    Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7, 1-26.
    """
    whole("n", n, least=1)
    first = np.ones(n) if weights is None else _numbers("weights", weights, (n,))
    _refuse_wrong(first, np.ones(n, dtype=bool))
    names = (
        np.zeros(n, dtype=np.int64) if within is None else np.unique(without("within", within), return_inverse=True)[1]
    )
    members = np.argsort(names, kind="stable").astype(np.int64)
    sizes = np.bincount(names).astype(np.int64)
    firsts = (np.cumsum(sizes) - sizes).astype(np.int64)
    kernel = _Draw(first, names.astype(np.int64), members, firsts, sizes)
    return replicate(kernel, whole("replicates", replicates, least=1), seed=seed, executor=executor)


@dataclass(frozen=True, slots=True)
class _Draw:
    """What an executor is handed: the draws of one sample."""

    weights: Floats
    arm: Integers
    members: Integers
    firsts: Integers
    sizes: Integers

    def __call__(self, words: NDArray[np.uint64]) -> Floats:
        drawn: Floats = _drawn(words, self.weights, self.arm, self.members, self.firsts, self.sizes)
        return drawn
