"""Which cells to leave out so that no sum and difference of the published ones is a hidden one: Gauss elimination.

Candidates come in a fixed order, what is most wanted first. Each is a vector over the unknowns. It is reduced by what
is published already. Nothing left: it follows from the others, and is published. If publishing it would make a hidden
vector follow (a hidden one, reduced alike, is a multiple of it), it is left out. Else it is published, and reduces
the hidden ones from then on.

Arithmetic is modulo a prime, so it is exact and the same on every machine; a vector that vanishes modulo the prime
and not in the rationals would be needed to go wrong, and the audit that follows would not care: it asks again in
other ways. The method sees linear dependence alone. That counts are not negative it does not know: **it is no
protection without the audit**. On one table with protected zeros it leaves 60 cells of 809 exactly computable.

References
----------
Langsrud, Ø. (2024). Secondary cell suppression by Gaussian elimination: an algorithm suitable for handling issues with
    zeros and singletons. Privacy in Statistical Databases, LNCS 14915. doi:10.1007/978-3-031-69651-0_6
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from amparo.methods.chance import compiled
from amparo.methods.disclosure.ledger import Integers

PRIME = 2_147_483_629  # the second largest prime below 2^31: the product of two remainders fits 64 bits
type Kinds = NDArray[np.int8]

PUBLISHED, FOLLOWS, LEFT_OUT = 1, 2, 0


def left_out(candidates: csr_array, targets: csr_array, *, fixed: int) -> tuple[Integers, Integers]:
    """Which candidates cannot be published, and which targets follow from the first ``fixed`` ones alone.

    Parameters
    ----------
    candidates : (rows, unknowns), in the order in which they are wanted; the first ``fixed`` are published already.
    targets : (targets, unknowns): what must not follow.

    Returns
    -------
    positions of candidates to leave out; positions of targets that the fixed ones tell already.
    """
    hidden = np.zeros(targets.shape, np.int32)  # remainders fit; of many targets it is what takes the memory
    each = targets.tocoo()
    hidden[each.row, each.col] = each.data % PRIME
    kinds, told = _eliminate(
        candidates.indptr.astype(np.int64), candidates.indices.astype(np.int64), candidates.data % PRIME, hidden, fixed
    )
    return np.flatnonzero(kinds == LEFT_OUT), np.flatnonzero(told)


@compiled
def _eliminate(starts: Any, places: Any, factors: Any, hidden: Any, fixed: Any) -> Any:
    count, width, many = len(starts) - 1, hidden.shape[1], len(hidden)
    kinds, told = np.zeros(count, np.int8), np.zeros(many, np.bool_)
    filled, fewest = _entries(hidden)
    # The basis: for each vector its pivot, and its entries from first[i] to first[i + 1].
    pivots, first = np.empty(width, np.int64), np.zeros(width + 1, np.int64)
    entries, values = np.empty(4096, np.int64), np.empty(4096, np.int64)
    rank, vector = 0, np.zeros(width, np.int64)
    for row in range(count):
        vector[:] = 0
        for at in range(starts[row], starts[row + 1]):
            vector[places[at]] = factors[at]
        for each in range(rank):
            factor = vector[pivots[each]]
            if factor:
                for at in range(first[each], first[each + 1]):
                    vector[entries[at]] = (vector[entries[at]] + (PRIME - factor) * values[at]) % PRIME
        held = np.flatnonzero(vector)
        if len(held) == 0:
            kinds[row] = 2
            continue
        if row >= fixed and _would_tell(vector, held, hidden, filled):
            continue
        kinds[row] = 1
        pivot = held[np.argmin(fewest[held])]  # to take away what fewest hidden vectors have fills them least
        scale = _inverse(vector[pivot])
        while first[rank] + len(held) > len(entries):
            entries = np.concatenate((entries, np.empty_like(entries)))
            values = np.concatenate((values, np.empty_like(values)))
        for at, place in enumerate(held):
            entries[first[rank] + at] = place
            values[first[rank] + at] = vector[place] * scale % PRIME
        pivots[rank], first[rank + 1] = pivot, first[rank] + len(held)
        new = slice(first[rank], first[rank + 1])
        _reduce_hidden(hidden, filled, fewest, told, pivot, entries[new], values[new])
        rank += 1
    return kinds, told


@compiled
def _entries(hidden: Any) -> Any:
    """How many entries each hidden vector has, and how many of them have each place."""
    filled, fewest = np.zeros(len(hidden), np.int64), np.zeros(hidden.shape[1], np.int64)
    for each in range(len(hidden)):
        for place in range(hidden.shape[1]):
            if hidden[each, place]:
                filled[each] += 1
                fewest[place] += 1
    return filled, fewest


@compiled
def _reduce_hidden(hidden: Any, filled: Any, fewest: Any, told: Any, pivot: Any, places: Any, values: Any) -> Any:
    """Take a new basis vector out of every hidden one; those of which nothing is left are told."""
    for each in range(len(hidden)):
        factor = hidden[each, pivot]
        if factor:
            less = PRIME - factor
            for at in range(len(places)):
                place = places[at]
                before = hidden[each, place]
                after = (before + less * values[at]) % PRIME
                if after != before:
                    hidden[each, place] = after
                    change = (after != 0) - (before != 0)
                    filled[each] += change
                    fewest[place] += change
            told[each] = filled[each] == 0


@compiled
def _would_tell(vector: Any, held: Any, hidden: Any, filled: Any) -> Any:
    """Is a hidden vector a multiple of this one?"""
    lead = held[0]
    for each in range(len(hidden)):
        if filled[each] == len(held) and hidden[each, lead]:
            same = True
            for place in held:
                if hidden[each, place] * vector[lead] % PRIME != hidden[each, lead] * vector[place] % PRIME:
                    same = False
                    break
            if same:
                return True
    return False


@compiled
def _inverse(value: Any) -> Any:
    """One over a value, modulo the prime (Fermat)."""
    answer, power, rest = 1, value, PRIME - 2
    while rest:
        if rest & 1:
            answer = answer * power % PRIME
        power = power * power % PRIME
        rest >>= 1
    return answer
