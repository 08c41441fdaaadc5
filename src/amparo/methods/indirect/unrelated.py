"""The unrelated question whose share nobody knows: two halves of a sample, asked with two chances.

Question: how many have the trait, where a harmless question stands beside the sensitive one, and nobody knows how many
say yes to it either? Estimand: the share with the trait.

Method: chance divides the sample into two halves. In the first the sensitive question is asked with probability p, in
the second with q. With a and b the shares of yes in the halves, and s that of the harmless question,

    a = p π + (1 - p) s,  b = q π + (1 - q) s,  so  π = ((1 - q) a - (1 - p) b) / (p - q)

and its variance is ((1 - q)² V(a) + (1 - p)² V(b)) / (p - q)². It costs much: a known share (birthdays) is worth more
than any number of halves. Apart lies far: p = 0.8 and q = 0.2 are usual, and p + q = 1 is no bad choice.

Assumptions: those of the design; chance alone made the halves; the harmless question has one share in both.

References
----------
Greenberg, B. G., Abul-Ela, A.-L. A., Simmons, W. R. and Horvitz, D. G. (1969). The unrelated question randomized
    response model: theoretical framework. J. Am. Statist. Assoc. 64, 520-539; section 3.
"""

import numpy as np
from numpy.typing import ArrayLike

from amparo.methods.estimate import Floats, Refused, in_plain_words, probability, remark
from amparo.methods.indirect.designs import FLAT
from amparo.methods.indirect.responses import binary_answers, moves, share_of
from amparo.methods.indirect.spread import FOLLOWED, Manner, Prevalence, prevalence
from amparo.methods.indirect.weighing import weigh

BY_CHANCE = in_plain_words("chance alone divided the sample, and the harmless question has one share in both halves")


def unrelated_prevalence(
    answers: ArrayLike, first: ArrayLike, *, p: float, q: float, weights: ArrayLike | None = None,
    replicate_weights: ArrayLike | None = None, level: float = 0.95, interval: str = "normal",
) -> Prevalence:  # fmt: skip
    """The share with the trait from two halves that were asked an unrelated question of unknown share.

    Parameters
    ----------
    answers : (n,) 1 for yes, 0 for no, NaN where there is no answer.
    first : (n,) 1 in the first half, 0 in the second.
    p, q : the probability of the sensitive question in the first half and in the second; at least 0.02 apart.
    weights, replicate_weights, level, interval : as in ``estimate_prevalence``.

    Raises
    ------
    Refused
        ``one_chance``: equal chances; ``one_half``: a half without anybody; ``no_half``: a row of which nobody knows
        the half; ``unlike_halves``: answers and halves of two lengths; and as ``estimate_prevalence``.

    References
    ----------
    Greenberg et al. (1969), section 3, see ``unrelated``.
    """
    for name, each in (("p", p), ("q", q)):
        probability(name, each)
    if abs(p - q) < FLAT:
        raise Refused(remark("one_chance", "Both halves were asked alike (%(p)s and %(q)s): two shares cannot be told"
                             " apart.", p=p, q=q))  # fmt: skip
    array, half = binary_answers("answers", answers), binary_answers("first", first)
    if array.shape != half.shape:
        raise Refused(remark("unlike_halves", "answers and first are not of the same length."))
    if np.isnan(half).any():
        raise Refused(remark("no_half", "It is not known in which half somebody was.",
                             rows=np.flatnonzero(np.isnan(half)).tolist()))  # fmt: skip
    weighing = weigh(~np.isnan(array), weights=weights, replicate_weights=replicate_weights)
    seen, halves = array[weighing.rows], half[weighing.rows]
    least = int(min(halves.sum(), len(halves) - halves.sum()))
    if not least:
        raise Refused(remark("one_half", "All who answered are of one half: two shares cannot be told apart."))
    parts = ((halves == 1, (1 - q) / (p - q)), (halves == 0, -(1 - p) / (p - q)))

    def share(each: Floats) -> Floats:
        return np.asarray(sum(pull * share_of(each[:, mine], seen[mine]) for mine, pull in parts))

    influence = np.zeros(len(seen))
    for mine, pull in parts:
        own = weighing.weights[mine]
        influence[mine] = pull * moves(own, seen[mine] - float(share_of(own[None, :], seen[mine])[0]))
    manner = Manner(
        "unrelated question, two halves", (FOLLOWED, BY_CHANCE), interval, level, int(np.isnan(array).sum()), least
    )
    raw, drawn = float(share(weighing.weights[None, :])[0]), weighing.replicates
    return prevalence(
        raw, weighing, manner, answered=float(share_of(weighing.weights[None, :], seen)[0]), influence=influence,
        replicates=None if drawn is None else share(drawn),
    )  # fmt: skip
