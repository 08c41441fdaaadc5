"""What the estimates of indirect questions should be, written another way. Nothing of the package is imported here.

The likelihoods are written answer by answer and climbed by a general optimiser; a town of people who know each other is
made, recruited by hand, and its trees drawn anew.
"""

import csv
import json
import math
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT.parent / "shared" / "data" / "golden" / "hidden"


def golden(name):
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def table(name):
    """The columns of a reference table; what is no number is NaN."""
    with (GOLDEN / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def number(text):
        try:
            return float(text)
        except ValueError:
            return math.nan

    return {name: np.array([number(row[name]) for row in rows]) for name in rows[0]}


def ones(many, n):
    """``many`` of n say yes."""
    return np.array([1.0] * many + [0.0] * (n - many))


def climbed(negative, begin):
    """Where a function is lowest, and how low."""
    found = minimize(negative, begin, method="BFGS", options={"gtol": 1e-7})
    again = minimize(negative, found.x, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-11, "maxiter": 4000})
    return again.x, -again.fun


def logistic(value):
    return 1 / (1 + math.exp(-value))


def response_likelihood(beta, y, x, w, if_trait, if_none):
    """Σ w log P(answer), straight from the definition."""
    total = 0.0
    for answer, row, weight in zip(y, x, w, strict=True):
        g = logistic(float(np.dot(beta, row)))
        yes = g * if_trait + (1 - g) * if_none
        total += weight * math.log(yes if answer else 1 - yes)
    return total


def list_likelihood(beta, y, treated, x, items, *, constrained):
    """Σ log P(count), straight from the definition; the unconstrained has trait, items with it, items without."""
    k = x.shape[1]
    total = 0.0
    for count, arm, row in zip(y, treated, x, strict=True):
        g = logistic(float(np.dot(beta[:k], row)))
        with_trait = logistic(float(np.dot(beta[k : 2 * k], row)))
        without = with_trait if constrained else logistic(float(np.dot(beta[2 * k :], row)))

        def binomial(many, p):
            return math.comb(items, int(many)) * p**many * (1 - p) ** (items - many) if 0 <= many <= items else 0.0

        total += math.log(g * binomial(count - arm, with_trait) + (1 - g) * binomial(count, without))
    return total


def curvature(function, at, *, step=1e-3):
    """Second derivatives by differences."""
    d = len(at)
    out = np.empty((d, d))
    for i in range(d):
        for j in range(d):
            e, f = np.eye(d)[i] * step, np.eye(d)[j] * step
            out[i, j] = (function(at + e + f) - function(at + e - f) - function(at - e + f) + function(at - e - f)) / (
                4 * step * step
            )
    return out


# --- a town whose people know each other, and a sample of it ---


def town(chance, *, people=3000):
    """Who knows whom (a graph of random stubs), degrees, and a trait that goes with the degree.

    Half know few (2 to 6), half many (12 to 28); of those who know few 1 in 10 has the trait, of the others 4 in 10.
    """
    many = chance.random(people) < 0.5
    wanted = np.where(many, chance.integers(12, 29, people), chance.integers(2, 7, people))
    stubs = chance.permutation(np.repeat(np.arange(people), wanted))
    knows = [set() for _ in range(people)]
    for one, other in zip(stubs[: len(stubs) // 2], stubs[len(stubs) // 2 : 2 * (len(stubs) // 2)], strict=True):
        if one != other:
            knows[one].add(int(other))
            knows[other].add(int(one))
    degree = np.array([len(each) for each in knows])
    trait = chance.random(people) < np.where(many, 0.4, 0.1)
    return [sorted(each) for each in knows], degree, trait.astype(float)


def recruited(chance, knows, degree, *, n, seeds=12, coupons=3):
    """Who was recruited, in order, and by whom (-1: a seed). Seeds are likelier the more people they know."""
    start = chance.choice(len(knows), seeds, replace=False, p=degree / degree.sum())
    people, recruiter, place = [int(each) for each in start], [-1] * seeds, 0
    taken = set(people)
    while len(people) < n and place < len(people):
        free = [each for each in knows[people[place]] if each not in taken]
        for who in chance.permutation(free)[:coupons].tolist():
            if len(people) < n:
                people.append(who)
                recruiter.append(place)
                taken.add(who)
        place += 1
    return np.array(people), np.array(recruiter)


def tree_draws(chance, recruiter, *, replicates):
    """How often each was drawn: seeds drawn anew, then the recruits of each one drawn, and so on down."""
    n = len(recruiter)
    recruits = [np.flatnonzero(recruiter == each) for each in range(n)]
    seeds = np.flatnonzero(recruiter == -1)
    drawn = np.zeros((replicates, n))
    for b in range(replicates):
        waiting = chance.choice(seeds, len(seeds)).tolist()
        while waiting:
            who = waiting.pop()
            drawn[b, who] += 1
            if len(recruits[who]):
                waiting += chance.choice(recruits[who], len(recruits[who])).tolist()
    return drawn


def counted_list(chance, trait, treated, *, items=4):
    """How many of ``items`` are true, the trait added where it was on the list."""
    return chance.binomial(items, 0.5, len(trait)) + treated * trait
