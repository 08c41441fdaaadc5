"""Who recruits whom, as a chain: transitions between groups, and where such a chain would settle (RDS-I).

If recruitment went on for ever, each recruiter bringing one person of group h with the probability her group brought h
so far, the groups of recruits would settle at shares that no longer depend on the seeds. That stationary distribution
is what the recruits would be; divided by the mean degree of each group it is what the population is.

It exists once, and the chain goes there, if from every group that stays in play every other can be reached, and not
only at every second or third step. A group that recruited nobody, two parts that never recruit across, or groups that
only ever recruit each other give no answer, and are refused: there is no number to put into a row of zeros.

The smoothed variant first makes the flows between each two groups equal in both directions, as they have to be where
every tie goes both ways. Its flows out of each group are half of what went out and half of what came in, and where a
chain stands still these are the same. So the smoothed matrix is another one, but its stationary distribution, and with
it every share, is that of RDS-I: for two groups, and for any number of them.

References
----------
Salganik, M. J. and Heckathorn, D. D. (2004). Sampling and estimation in hidden populations using respondent-driven
    sampling. Sociological Methodology 34, 193-239.
Heckathorn, D. D. (2002). Respondent-driven sampling II: deriving valid population estimates from chain-referral samples
    of hidden populations. Social Problems 49(1), 11-34 (data smoothing).
Grassmann, W. K., Taksar, M. I. and Heyman, D. P. (1985). Regenerative analysis and steady state distributions for
    Markov chains. Operations Research 33(5), 1107-1116 (elimination without subtraction).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from amparo.methods.estimate import SECRET, Floats, Integers, Refused, Remark, remark
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.sample import Sample


@dataclass(frozen=True, slots=True)
class Transitions:
    """From which group to which recruitment went; only where both are known."""

    labels: tuple[str, ...]
    counts: Integers = field(metadata=SECRET)  # (g, g): recruiter's group by recruit's group
    n: int  # recruitments with both groups known
    across: float  # the share of them that went from one group into another


def transitions(sample: Sample, outcome: Outcome | Sequence[Any]) -> Transitions:
    """Recruitments between the groups of an outcome, or of a stratum: the cross-recruitment matrix.

    ``counts[g, h]`` is the number of people of group h who were brought by somebody of group g. Whoever did not say
    breaks no chain: she is a recruiter and a recruit, only her own links are not counted.

    Parameters
    ----------
    sample, outcome : as for ``estimate_shares``.

    Raises
    ------
    Refused
        What ``categories`` refuses; ``lengths``: not one value for each person.

    References
    ----------
    Heckathorn (2002); Salganik and Heckathorn (2004), see ``chain``.
    """
    groups = coded(outcome, len(sample))
    counts = _counted(sample, groups)
    n = int(counts.sum())
    return Transitions(groups.labels, counts, n, 1 - int(np.trace(counts)) / n if n else math.nan)


def _counted(sample: Sample, groups: Outcome) -> Integers:
    size = len(groups.labels)
    recruits = np.flatnonzero(sample.recruiter >= 0)
    source, target = groups.codes[sample.recruiter[recruits]], groups.codes[recruits]
    both = (source >= 0) & (target >= 0)
    return np.bincount(source[both] * size + target[both], minlength=size * size).reshape(size, size).astype(np.int64)


def stationary(counts: Floats | Integers, labels: Sequence[str] = ()) -> tuple[Floats, tuple[Remark, ...]]:
    """Where the chain of these transitions settles: pi with pi S = pi, S the counts with rows made to sum to 1.

    Parameters
    ----------
    counts : recruitments from group (rows) to group, shape ``(g, g)``, 0 or more.
    labels : names of the groups, ``(g,)``, for what has to be said; their places where there are none.

    Returns
    -------
    pi, remarks
        Shares ``(g,)`` that sum to 1; a remark where groups are only left, whose share then is 0.

    Raises
    ------
    Refused
        ``recruited_nobody``: a group that recruited nobody; ``chain_in_parts``: more than one set of groups that
        recruitment never leaves; ``chain_in_step``: a chain that only goes round in step.

    References
    ----------
    Salganik and Heckathorn (2004); Grassmann, Taksar and Heyman (1985), see ``chain``.
    """
    flows = np.asarray(counts, dtype=float)
    names = list(labels) or [str(place) for place in range(len(flows))]
    _refuse_silent(names, flows)
    inside = _never_left(flows > 0)
    places = np.flatnonzero(inside)
    if _period(flows[np.ix_(places, places)] > 0) > 1:
        raise Refused(
            remark("chain_in_step", "Recruitment only goes round between groups, in step: such a chain never settles.")
        )
    pi = np.zeros(len(flows))
    pi[places] = _settled(flows[np.ix_(places, places)])
    left = [name for name, stays in zip(names, inside, strict=True) if not stays]
    if not left:
        return pi, ()
    said = remark("group_only_left", "Recruitment leaves these groups and never comes back, so the chain puts them at "
                  "nothing though they were observed: %(groups)s.", groups=", ".join(left))  # fmt: skip
    return pi, (said,)


def _refuse_silent(names: Sequence[str], flows: Floats) -> None:
    """There is no number to put into a row of zeros."""
    silent = [name for name, row in zip(names, flows, strict=True) if not row.sum() > 0]
    if silent:
        raise Refused(
            remark("recruited_nobody",
                   "Nobody was recruited by these groups, so it is not known whom they would bring: %(groups)s.",
                   groups=", ".join(silent))
        )  # fmt: skip


def _never_left(linked: Any) -> Any:
    """The one set of groups that recruitment never leaves; there is no answer where there are two."""
    reach = _reach(linked)
    closed = ~(reach & ~reach.T).any(axis=1)  # whoever is reached reaches back
    inside = reach[int(np.flatnonzero(closed)[0])] & closed
    if (closed & ~inside).any():
        raise Refused(
            remark("chain_in_parts", "Recruitment falls into parts that never recruit across: where it would settle "
                   "depends on the seeds alone.")
        )  # fmt: skip
    return inside


def _reach(linked: Any) -> Any:
    """Which group can be reached from which, in any number of steps, none included."""
    reach = linked | np.eye(len(linked), dtype=bool)
    for _ in range(max(1, len(linked).bit_length())):
        reach = (reach.astype(np.int64) @ reach.astype(np.int64)) > 0
    return reach


def _period(linked: Any) -> int:
    """The greatest common divisor of the lengths of all rounds; the groups all reach one another."""
    level, queue, period = {0: 0}, [0], 0
    for here in queue:
        for there in np.flatnonzero(linked[here]).tolist():
            if there not in level:
                level[there] = level[here] + 1
                queue.append(there)
            period = math.gcd(period, level[here] + 1 - level[there])
    return period


def _settled(flows: Floats) -> Floats:
    """The stationary distribution of a chain whose groups all reach one another, by elimination without subtraction."""
    left = flows / flows.sum(axis=1, keepdims=True)
    last = len(left) - 1
    for k in range(last, 0, -1):
        left[:k, k] /= left[k, :k].sum()
        left[:k, :k] += np.outer(left[:k, k], left[k, :k])
    pi: Floats = np.ones(len(left))
    for k in range(1, last + 1):
        pi[k] = pi[:k] @ left[:k, k]
    pi /= pi.sum()
    return pi


def smoothed_flows(counts: Floats | Integers, pi: Floats) -> Floats:
    """Flows made equal in both directions: T = (F + F') / 2 with F = total * diag(pi) S, shape ``(g, g)``.

    Parameters
    ----------
    counts : recruitments from group to group, ``(g, g)``.
    pi : the stationary distribution of their rows, ``(g,)``.

    Returns
    -------
    Floats
        Flows, ``(g, g)``, in recruitments: as many in all as in ``counts``, and T = T'.

    References
    ----------
    Heckathorn (2002), see ``chain`` (data smoothing).
    """
    flows = np.asarray(counts, dtype=float)
    settled: Floats = flows.sum() * pi[:, None] * flows / flows.sum(axis=1, keepdims=True)
    return np.divide(settled + settled.T, 2.0)


def harmonic_degrees(sample: Sample, outcome: Outcome | Sequence[Any]) -> Floats:
    """The harmonic mean of the degrees of each group, seeds included: n_g / Σ 1/d, shape ``(g,)``.

    Parameters
    ----------
    sample, outcome : as for ``estimate_shares``.

    Returns
    -------
    Floats
        People known, for each group in the order of its labels; NaN where no degree is known.

    Raises
    ------
    Refused
        What ``categories`` refuses; ``lengths``: not one value for each person.

    References
    ----------
    Salganik and Heckathorn (2004), see ``chain``.
    """
    groups = coded(outcome, len(sample))
    means = np.full(len(groups.labels), np.nan)
    for code in range(len(groups.labels)):
        mine = np.sort(sample.degree_used[(groups.codes == code) & ~np.isnan(sample.degree_used)])
        if len(mine):
            means[code] = len(mine) / np.sum(1 / mine)
    return means


def rds1_shares(
    sample: Sample, outcome: Outcome | Sequence[Any], *, smoothed: bool
) -> tuple[Floats, tuple[Remark, ...]]:
    """Shares of RDS-I: p_g proportional to pi_g / D_g, D_g the harmonic mean degree of the group; shape ``(g,)``.

    Parameters
    ----------
    sample, outcome : as for ``estimate_shares``.
    smoothed : whether flows are made equal in both directions first.

    Returns
    -------
    shares, remarks
        Shares that sum to 1; a remark where groups are only left, whose share then is 0.

    Raises
    ------
    Refused
        ``no_degree_in_group``: a group of which no degree is known; what ``stationary`` refuses of the recruitments;
        what ``categories`` refuses; ``lengths``: not one value for each person.

    References
    ----------
    Salganik and Heckathorn (2004); Heckathorn (2002), see ``chain``.
    """
    groups = coded(outcome, len(sample))
    counts, degrees = _counted(sample, groups), harmonic_degrees(sample, groups)
    unknown = [label for label, degree in zip(groups.labels, degrees, strict=True) if np.isnan(degree)]
    if unknown:
        raise Refused(remark("no_degree_in_group", "No degree is known in these groups: %(groups)s.",
                             groups=", ".join(unknown)))  # fmt: skip
    if len(groups.labels) == 1:
        return np.ones(1), ()
    pi, said = stationary(counts, groups.labels)
    if smoothed:
        inside = pi > 0
        flows = smoothed_flows(counts, pi)[np.ix_(inside, inside)]
        pi[inside] = _settled(flows)
    shares: Floats = pi / degrees
    return np.divide(shares, shares.sum()), said
