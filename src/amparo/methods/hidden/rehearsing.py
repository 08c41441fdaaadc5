"""A study rehearsed many times on simulated networks: how wide intervals will be, and how often they hold the truth.

Question: what will this plan be able to say? Each rehearsal draws a network of its own, recruits from it as the plan
says, and estimates as the study will. Told are the truth, how far estimates lie from it, how wide intervals are and how
many hold it, what an unweighted percentage would have said, and how many waves there are.

It shows the best that can be hoped for: see ``networks_drawn`` and ``recruiting`` for what no simulated person does.
With ``told_population`` it shows what a wrong size of the population does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import NormalDist
from typing import Any

import numpy as np

from amparo.methods.chance import Executor, Words, replicate
from amparo.methods.estimate import Floats, Remark, remark, whole
from amparo.methods.hidden.estimating import estimate_rds
from amparo.methods.hidden.gates import LEAST_WAVES
from amparo.methods.hidden.networks_drawn import simulate_network
from amparo.methods.hidden.recruiting import simulate_recruitment

SURVEYS = 100  # coverage is then known to about ± 4 points
REPLICATES = 200  # of each: their standard error is known to 5 %
MOST_SURVEYS = 10_000
SPREAD = 1.0  # of degrees where nothing is known of it: geometric, a few know very many


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What many simulated studies of one plan found."""

    truth: float
    mean: float  # of the estimates
    sd: float  # of the estimates
    width: float  # of the intervals, mean
    coverage: float  # part of the intervals that hold the truth; of those that could be given
    no_interval: float  # part of the studies with too few of the group for a standard error
    unweighted: float  # mean of the unweighted percentages
    design_effect: float  # the variance of the estimates over that of a simple random sample
    waves: float  # of the longest chain, median
    added_seeds: float  # mean
    surveys: int
    seed: int
    warnings: tuple[Remark, ...] = ()


def rehearse(
    people: int, *, share: float, mean_degree: float, activity: float = 1.0, homophily: float = 1.0,
    spread: float = SPREAD, n: int, seeds: int, coupons: int = 3, returned: float = 0.5,
    told_population: float | None = None, bootstrap: str = "gile", surveys: int = SURVEYS,
    replicates: int = REPLICATES, level: float = 0.95, seed: int, executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Rehearsal:  # fmt: skip
    """Draw networks, recruit and estimate as a plan says, many times: how often do intervals hold the truth?

    Parameters
    ----------
    people, share, mean_degree, activity, homophily, spread : the network, see ``simulate_network``.
    n, seeds, coupons, returned : the study, see ``simulate_recruitment``.
    told_population : the N that the study will believe; the true one where nothing is said.
    bootstrap, replicates, level : see ``estimate_rds``.
    surveys : how many rehearsals, at least 2.
    seed, executor, progress : see ``chance.replicate``.

    Raises
    ------
    Refused
        ``not_whole``, ``too_large``: studies out of range; what ``simulate_network``, ``simulate_recruitment`` and
        ``estimate_rds`` refuse.

    References
    ----------
    Gile and Handcock (2010), section 4, see ``recruiting``.
    """
    whole("surveys", surveys, least=2, most=MOST_SURVEYS)
    kernel = partial(
        _surveys,
        network={"people": people, "share": share, "mean_degree": mean_degree, "activity": activity,
                 "homophily": homophily, "spread": spread},
        field={"n": n, "seeds": seeds, "coupons": coupons, "returned": returned},
        told={"population": float(told_population or people), "bootstrap": bootstrap, "replicates": replicates,
              "level": level},
    )  # fmt: skip
    found = replicate(kernel, surveys, seed=seed, executor=executor, chunk=4, progress=progress)
    return _summed_up(found, n, people, seed)


def _surveys(
    words: Words, *, network: dict[str, Any], field: dict[str, Any], told: dict[str, Any]
) -> Floats:  # fmt: skip
    """One row a rehearsal: truth, estimate, low, high, unweighted, waves, added seeds."""
    rows = []
    for word in words:
        seed = int(word >> np.uint64(1))
        drawn = simulate_network(**network, seed=seed)
        survey = simulate_recruitment(drawn, **field, seed=seed)
        estimate, low, high = 0.0, np.nan, np.nan
        if survey.group.any():
            shares = estimate_rds(survey.sample, survey.group.tolist(), **told, seed=seed).sizes[0].groups
            ours = next(each for each in shares if each.name == "1")
            estimate = ours.value
            if ours.interval is not None:
                low, high = ours.interval.low, ours.interval.high
        waves = int(survey.sample.wave.max())
        rows.append((drawn.share, estimate, low, high, survey.group.mean(), waves, survey.added_seeds))
    return np.array(rows)


def _summed_up(found: Floats, n: int, people: int, seed: int) -> Rehearsal:
    truth, estimate, low, high, plain, waves, added = found.T
    given = np.isfinite(low)
    inside = (low <= truth) & (truth <= high)
    p = float(truth[0])
    simple = p * (1 - p) / n * (people - n) / (people - 1)
    shown = int(given.sum())
    said = []
    if np.median(waves) < LEAST_WAVES:
        said.append(
            remark("few_waves", "The sample is full after %(waves)s waves: fewer seeds or fewer coupons let the chains"
                   " run at least %(least)s.", waves=int(np.median(waves)), least=LEAST_WAVES)
        )  # fmt: skip
    coverage = float(inside[given].mean()) if shown else np.nan
    known = NormalDist().inv_cdf(0.975) * (coverage * (1 - coverage) / shown) ** 0.5 if shown else np.nan
    said.append(
        remark("best_case", "This is the best that can be hoped for: nobody misjudged how many she knows, and nobody"
               " chose whom to bring by what is asked. Coverage is known to ± %(points)s points.",
               points=round(100 * known, 1) if shown else "–")
    )  # fmt: skip
    return Rehearsal(
        truth=p, mean=float(estimate.mean()), sd=float(estimate.std(ddof=1)),
        width=float((high - low)[given].mean()) if shown else np.nan, coverage=coverage,
        no_interval=float(1 - given.mean()), unweighted=float(plain.mean()),
        design_effect=float(estimate.var(ddof=1) / simple) if simple > 0 else np.nan,
        waves=float(np.median(waves)), added_seeds=float(added.mean()), surveys=len(found), seed=seed,
        warnings=tuple(said),
    )  # fmt: skip
