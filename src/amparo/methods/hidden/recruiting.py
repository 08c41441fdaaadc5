"""Coupons in a simulated network: who brings whom, as in the field, so that a plan can be tried before it costs money.

Seeds are drawn in proportion to how many they know. Each person in turn gets her coupons and offers each to one of
those she knows who was not asked yet, anyone alike; a coupon comes back with some probability. Nobody takes part
twice. Where all chains have ended before the sample is full, another seed is found. That is successive sampling on a
network, with its ends: what the estimators take for granted, and no more. Nobody lies about her degree here, and nobody
chooses whom to bring by what is asked; both make real samples worse.

References
----------
Gile, K. J. and Handcock, M. S. (2010). Sociological Methodology 40, 285-327, section 4 (the simulated samples).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from amparo.methods.chance import MOST_SEED, below, compiled, seeds, start, uniform
from amparo.methods.estimate import Integers, Refused, probability, remark, whole
from amparo.methods.hidden.networks_drawn import Network
from amparo.methods.hidden.planning import MOST_COUPONS
from amparo.methods.hidden.sample import Sample, from_recruiters

TRIES = 10_000  # of finding another seed who was not asked: beyond it nobody with a tie is left


@dataclass(frozen=True, slots=True)
class Survey:
    """A simulated sample, and who of the network its people are."""

    sample: Sample
    group: Integers  # (n,): 1 or 0
    added_seeds: int  # found after all chains had ended


def simulate_recruitment(
    network: Network, *, n: int, seeds: int, coupons: int = 3, returned: float = 0.5, seed: int
) -> Survey:  # fmt: skip
    """A sample of n people of the network, recruited with coupons.

    Parameters
    ----------
    network : from ``simulate_network``.
    n, seeds : people to ask, and how many of them are chosen.
    coupons : each person gets so many, at most ten.
    returned : the probability that a coupon comes back, above 0 and at most 1.
    seed : of the draw; one seed is one sample.

    Raises
    ------
    Refused
        ``network_exhausted``: more people than the network has with a tie; ``not_whole``, ``too_large``,
        ``out_of_range``: a number out of its range.

    References
    ----------
    Gile and Handcock (2010), section 4, see ``recruiting``.
    """
    chance = _seed(seed)
    whole("n", n, least=1, most=len(network))
    whole("seeds", seeds, least=1, most=n)
    whole("coupons", coupons, least=1, most=MOST_COUPONS)
    probability("returned", returned, below=1 + 1e-12)
    who, by = _recruited(chance, network.begin, network.near, n, seeds, coupons, returned)
    if len(who) < n:
        raise Refused(
            remark("network_exhausted", "Only %(found)s people of this network can be reached, not %(n)s.",
                   found=len(who), n=n)
        )  # fmt: skip
    sample = from_recruiters(range(n), [None if each < 0 else int(each) for each in by], network.degree[who].tolist())
    return Survey(sample, network.group[who], int((by < 0).sum()) - seeds)


def _seed(seed: int) -> Any:
    """A word of its own: the network of the same seed was drawn from others."""
    whole("seed", seed, least=0, most=MOST_SEED)
    return seeds(seed, 1, first=2)[0]


@compiled
def _another(state: Any, near: Integers, asked: Any) -> Any:
    """Somebody who was not asked, by degree: an end of a tie; -1 where none is found."""
    for _ in range(TRIES):
        person = near[below(state, len(near))]
        if not asked[person]:
            return person
    return np.int64(-1)


@compiled
def _recruited(
    seed: Any, begin: Integers, near: Integers, n: int, first: int, coupons: int, returned: float
) -> Any:  # fmt: skip
    """Who came, in the order in which they came, and the position of whoever brought each; -1 for a seed."""
    state = start(seed)
    who, by, asked = np.empty(n, np.int64), np.full(n, -1, np.int64), np.zeros(len(begin) - 1, np.bool_)
    came, turn = 0, 0
    while came < n:
        if came < first or turn == came:
            person = _another(state, near, asked)
            if person < 0:
                break
            who[came], asked[person] = person, True
            came += 1
            continue
        known = near[begin[who[turn]] : begin[who[turn] + 1]].copy()
        left, given = len(known), 0
        while left > 0 and given < coupons and came < n:
            pick = below(state, left)
            person, left = known[pick], left - 1
            known[pick] = known[left]
            if asked[person]:
                continue
            given += 1
            if uniform(state) < returned:
                who[came], by[came], asked[person] = person, turn, True
                came += 1
        turn += 1
    return who[:came], by[:came]
