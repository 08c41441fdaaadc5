"""Networks of two groups, drawn by chance: how many each person knows, and how much the groups keep to themselves.

Question: on what kind of population would a plan be carried out? A network is drawn to be sampled from, before the
field: with a group of a known share, with how many people its members know compared with the others (activity), and
with how rare ties between the groups are (homophily). It is a toy: no families, no towns, no friends of friends who
know each other more than by chance. Real networks are more clustered, and intervals on them are wider.

Method: degrees are 1 + negative binomial, whose mean is of the group. Each person has so many ends of ties. Of the ends
of the two groups, M₁ and M₀, X = M₁ M₀ / ((M₁ + M₀) h) of each are tied across, so that ties between the groups are h
times as rare as if everybody tied alike; the others within. Ends are tied at random; a tie to oneself or a second tie
of the same two is left out, so degrees are a little lower than asked.

References
----------
Molloy, M. and Reed, B. (1995). A critical point for random graphs with a given degree sequence. Random Structures and
    Algorithms 6, 161-180 (ends tied at random).
Gile, K. J. and Handcock, M. S. (2010). Respondent-driven sampling: an assessment of current methodology. Sociological
    Methodology 40, 285-327 (homophily and activity, and what they do to estimates).
"""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from amparo.methods.chance import MOST_SEED, compiled, seeds, shuffle, start, uniform
from amparo.methods.estimate import SECRET, Floats, Integers, Refused, probability, remark, whole

MOST_PEOPLE = 1_000_000
MOST_DEGREE = 10_000  # mean; nobody knows more of one hidden population


@dataclass(frozen=True, slots=True)
class Network:
    """People and their ties: those whom person i knows are ``near[begin[i]:begin[i + 1]]``."""

    begin: Integers = field(repr=False, metadata=SECRET)  # (N + 1,)
    near: Integers = field(repr=False, metadata=SECRET)  # (ends of ties,)
    group: Integers = field(repr=False, metadata=SECRET)  # (N,): 1 for the group the plan is about, else 0
    seed: int = 0

    def __len__(self) -> int:
        return len(self.group)

    @property
    def degree(self) -> Integers:
        """How many each person knows, ``(N,)``."""
        return np.diff(self.begin)

    @property
    def share(self) -> float:
        """Which part of all is of the group."""
        return float(self.group.mean())


def simulate_network(
    people: int, *, share: float, mean_degree: float, activity: float = 1.0, homophily: float = 1.0,
    spread: float = 1.0, seed: int,
) -> Network:  # fmt: skip
    """A network of this many people.

    Parameters
    ----------
    people : how many, at least 10.
    share : of the group, above 0 and below 1; the nearest whole number of people.
    mean_degree : of all, at least 1.
    activity : mean degree in the group, divided by that of the others.
    homophily : how many times rarer ties between the groups are than if everybody tied alike; 1 is alike.
    spread : of degrees beyond chance, the coefficient of variation of what people are apart from it; 0 is Poisson, 1 is
        geometric.
    seed : of the draw; one seed is one network.

    Raises
    ------
    Refused
        ``out_of_range``, ``not_whole``, ``too_large``: a number out of its range; ``homophily_too_low``: the smaller
        group has not enough ends to tie across.

    References
    ----------
    Molloy and Reed (1995); Gile and Handcock (2010), see ``networks_drawn``.
    """
    whole("seed", seed, least=0, most=MOST_SEED)
    whole("people", people, least=10, most=MOST_PEOPLE)
    probability("share", share)
    probability("mean_degree", mean_degree, above=1 - 1e-12, below=min(MOST_DEGREE, people))
    for name, value in (("activity", activity), ("homophily", homophily)):
        probability(name, value, below=1000)
    probability("spread", spread, above=-1e-12, below=20)
    group = np.zeros(people, np.int64)
    group[: max(1, min(people - 1, round(share * people)))] = 1
    apart, tied = seeds(seed, 2)
    part = float(group.mean())
    others = mean_degree / (part * activity + 1 - part)
    chances = _uniforms(apart, people)
    degree = np.where(group == 1, _degrees(others * activity, spread, chances), _degrees(others, spread, chances))
    begin, near = _tied(degree, group, homophily, tied)
    return Network(begin, near, group, seed)


def _degrees(mean: float, spread: float, chances: Floats) -> Integers:
    """1 + negative binomial, by the inverse of its distribution: the same on every machine."""
    rest = max(0.0, mean - 1)
    if rest == 0:
        return np.ones(len(chances), np.int64)
    # Poisson whose mean is drawn from a gamma distribution of coefficient of variation ``spread``.
    size = math.inf if spread <= 1e-6 else 1 / spread**2
    log_p = -rest if math.isinf(size) else -size * math.log1p(rest / size)
    ratio = rest if math.isinf(size) else rest / (size + rest)
    each, total, reached = math.exp(log_p), 0.0, []
    for k in range(200 * MOST_DEGREE):
        total += each
        reached.append(total)
        if total > 1 - 1e-12 or (k > rest and each < 1e-15):
            break
        each *= ratio * ((1.0 if math.isinf(size) else size + k) / (k + 1))
    return 1 + np.minimum(np.searchsorted(reached, chances, side="right"), len(reached) - 1).astype(np.int64)


def _tied(degree: Integers, group: Integers, homophily: float, seed: Any) -> tuple[Integers, Integers]:
    """Ends tied at random, so many of them across; where the neighbours of each begin, and the neighbours."""
    ends = [np.repeat(np.flatnonzero(group == each), degree[group == each]) for each in (0, 1)]
    many = [len(each) for each in ends]
    across = round(many[0] * many[1] / (sum(many) * homophily))
    if across > min(many):
        raise Refused(
            remark("homophily_too_low", "With a homophily of %(value)s the smaller group has not enough ties: the least"
                   " is %(least)s.", value=f"{homophily:g}", least=f"{max(many) / sum(many):.3f}")
        )  # fmt: skip
    for place, each in enumerate(ends):
        _shuffled(np.uint64(seed) + np.uint64(place), each)
    within = [each[across : across + (len(each) - across) // 2 * 2].reshape(-1, 2) for each in ends]
    ties = np.concatenate([np.column_stack([ends[0][:across], ends[1][:across]]), *within])
    ties, people = ties[ties[:, 0] != ties[:, 1]], len(group)
    both = np.unique(np.concatenate([ties[:, 0] * people + ties[:, 1], ties[:, 1] * people + ties[:, 0]]))
    begin = np.searchsorted(both, np.arange(people + 1) * people).astype(np.int64)
    return begin, both % people


@compiled
def _uniforms(seed: Any, count: int) -> Any:
    state, answer = start(seed), np.empty(count)
    for each in range(count):
        answer[each] = uniform(state)
    return answer


@compiled
def _shuffled(seed: Any, items: Integers) -> None:
    shuffle(start(seed), items)
