"""RDS-I on the replicates of the tree bootstrap: who recruited whom, and how many each group knows, drawn anew.

In a replicate each person is drawn some times. So often her recruitment counts in the transitions from her recruiter's
group to hers, and so often her degree in the harmonic mean of her group. Of both the estimate is made again, as in
``chain``. A replicate in which a group recruited nobody, or in which recruitment falls into parts, has no answer: it
stays in its place as NaN, so that replicates stay paired, and it is told how many there are. The smoothed variant has
the shares of RDS-I, and so the same replicates.

References
----------
Salganik and Heckathorn (2004), see ``chain``; Baraff, McCormick and Raftery (2016), see ``tree_bootstrap``.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from amparo.methods.chance import Executor
from amparo.methods.estimate import Floats, Refused
from amparo.methods.hidden.chain import stationary
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.tree_bootstrap import REPLICATES, Progress, tree_replicate_sums


def rds1_replicate_shares(
    sample: Sample, outcome: Outcome | Sequence[Any], *, replicates: int = REPLICATES, seed: int,
    executor: Executor | None = None, progress: Progress = None,
) -> Floats:  # fmt: skip
    """The shares of RDS-I in each replicate, shape ``(B, G)``, groups in the order of the labels; NaN: no answer.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    outcome : the groups; who did not say is a link of the chain whose own recruitments are not counted.
    replicates, seed, executor, progress : see ``chance.replicate``. The draws are those of ``tree_replicate_weights``.

    Returns
    -------
    Floats
        Shares of each replicate, in sum 1.

    Raises
    ------
    Refused
        ``not_whole``, ``too_large``: replicates or a seed out of range; what ``categories`` refuses; ``lengths``: not
        one value for each person. A chain that does not settle is no reason: its replicate is NaN.

    References
    ----------
    Salganik and Heckathorn (2004); Baraff, McCormick and Raftery (2016), see ``rds1_bootstrap``.
    """
    outcome = coded(outcome, len(sample))
    size, codes = len(outcome.labels), outcome.codes
    by = np.where(sample.recruiter >= 0, codes[sample.recruiter], -1)
    moved = np.flatnonzero((by >= 0) & (codes >= 0))
    counted = np.flatnonzero((codes >= 0) & ~np.isnan(sample.degree_used))
    columns = np.zeros((len(sample), size * size + 2 * size))
    columns[moved, by[moved] * size + codes[moved]] = 1.0
    columns[counted, size * size + codes[counted]] = 1.0
    columns[counted, size * size + size + codes[counted]] = 1 / sample.degree_used[counted]
    sums = tree_replicate_sums(sample, columns, replicates=replicates, seed=seed, executor=executor, progress=progress)
    flows, (people, inverse) = sums[:, : size * size].reshape(-1, size, size), np.split(sums[:, size * size :], 2, 1)
    return np.array([_shares(*each) for each in zip(flows, people, inverse, strict=True)])


def _shares(flows: Floats, people: Floats, inverse: Floats) -> Floats:
    """RDS-I of one replicate: pi over the harmonic mean degree."""
    if not (people > 0).all():
        return np.full(len(people), np.nan)
    try:
        pi, _ = stationary(flows)
    except Refused:
        return np.full(len(people), np.nan)
    shares: Floats = pi * inverse / people
    return np.divide(shares, shares.sum())
