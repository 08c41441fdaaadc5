"""Another way to the same figures. Nothing of what is judged is imported: plain loops, and a sampler of a network.

``survey`` walks a known network with coupons, without replacement. ``tree_by_recursion`` is the tree bootstrap as it is
told: a function that calls itself. ``gile_by_urn`` keeps every person of the population as a ball of her own.
"""

import csv
import random
from pathlib import Path

import numba
import numpy as np

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT.parent / "shared" / "data" / "golden" / "hidden"


def table(name: str) -> list[dict[str, str]]:
    """The rows of a reference data set."""
    with (GOLDEN / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def network() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The fauxmadrona network: where the neighbours of each begin, the neighbours, and who has the disease."""
    sick = np.array([int(row["disease"]) for row in table("fauxmadrona.network.vertices.csv")])
    ties = [(int(row["i"]) - 1, int(row["j"]) - 1) for row in table("fauxmadrona.network.edges.csv")]
    ends = np.array([*ties, *((b, a) for a, b in ties)])
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    begin = np.concatenate([[0], np.cumsum(np.bincount(ends[:, 0], minlength=len(sick)))])
    return begin, ends[:, 1].copy(), sick


@numba.njit
def survey(begin, near, n, seeds, coupons, chance):  # type: ignore[no-untyped-def]
    """People in the order in which they came, and the position of whoever brought each; -1 for a seed.

    Seeds are drawn by degree. Each person offers coupons to neighbours who were not asked yet, any of them alike.
    """
    np.random.seed(chance)
    people = len(begin) - 1
    who, by, asked = np.full(n, -1), np.full(n, -1), np.zeros(people, np.bool_)
    came = 0
    while came < seeds:
        tie = np.random.randint(len(near))  # a random end of a random tie: by degree
        if not asked[near[tie]]:
            who[came], asked[near[tie]] = near[tie], True
            came += 1
    turn = 0
    while came < n:
        if turn == came:  # all chains ended: another seed
            fresh = near[np.random.randint(len(near))]
            if not asked[fresh]:
                who[came], asked[fresh] = fresh, True
                came += 1
            continue
        free = near[begin[who[turn]] : begin[who[turn] + 1]].copy()
        np.random.shuffle(free)
        given = 0
        for other in free:
            if given < coupons and came < n and not asked[other]:
                who[came], by[came], asked[other] = other, turn, True
                came += 1
                given += 1
        turn += 1
    return who, by


def tree_by_recursion(recruiter: list[int], chance: random.Random) -> list[int]:
    """How often each person is drawn in one replicate of the tree bootstrap."""
    brought: dict[int, list[int]] = {}
    for person, by in enumerate(recruiter):
        brought.setdefault(by, []).append(person)
    hits = [0] * len(recruiter)

    def go_down(group: list[int]) -> None:
        for person in chance.choices(group, k=len(group)):
            hits[person] += 1
            if person in brought:
                go_down(brought[person])

    go_down(brought[-1])
    return hits


def gile_by_urn(
    population: list[tuple[float, int, float]],
    ties: list[list[float]],
    recruits: list[int],
    first: int,
    n: int,
    chance: random.Random,
) -> list[float]:
    """The sum of weights of each group in one sample. A person is (degree, group, weight); draws use up ties."""
    groups = len(ties)
    ties, left, sums, queue = [list(row) for row in ties], list(population), [0.0] * groups, []
    recruiter, coupons = -1, 0
    for came in range(n):
        pool = left
        if came >= first:
            if not coupons:
                recruiter += 1
                coupons = chance.choice(recruits)
            coupons -= 1
            row = ties[queue[recruiter]]
            if sum(row) > 1e-9:
                group = chance.choices(range(groups), row)[0]
                pool = [each for each in left if each[1] == group]
        degree, group, weight = person = chance.choices(pool, [each[0] for each in pool])[0]
        mass = sum(each[0] for each in left if each[1] == group)
        for row in ties:
            row[group] *= (mass - degree) / mass
        left.remove(person)
        queue.append(group)
        sums[group] += weight
    return sums
