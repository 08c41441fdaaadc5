"""A made-up region whose truth is known: who lives where, who knows whom, and who lives with what. Pure.

Five thousand people live in three kinds of territory. Each has some ties; of each end of a tie it is drawn whether it
looks for somebody anywhere in the region, in the same territory, or of the same group in the same territory
(homophily), and ends that look for the same are tied at random. Whoever knows many is also, by a little, likelier to
live with what is asked, as it is of whoever is out in the street: so an unweighted share of a sample is wrong.

Nothing here is taken from ``amparo``: what judges the product may not be the product.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

PEOPLE = 5_000
TERRITORIES = {"border": 0.30, "urban": 0.48, "rural": 0.22}
GROUPS = ("women", "trans_feminine", "others")
OF_GROUP = {"border": (0.64, 0.30, 0.06), "urban": (0.49, 0.45, 0.06), "rural": (0.79, 0.17, 0.04)}
KNOWS = {"border": (9.0, 12.0, 7.0), "urban": (13.0, 17.0, 10.0), "rural": (8.0, 9.0, 6.0)}  # mean ends of ties
UNEQUAL = 0.6  # the coefficient of variation of how outgoing people are
ANYWHERE, LIKE_HER = 0.06, 0.34  # of the ends of ties; the others are tied within the territory
LEANS = 0.25  # how much likelier, or less, the most outgoing half is to live with it
# What people live with: women, trans women, others.
PLANTED: dict[str, dict[str, tuple[float, float, float]]] = {
    "tasks": {"border": (0.20, 0.26, 0.18), "urban": (0.14, 0.20, 0.12), "rural": (0.28, 0.34, 0.24)},
    "watched": {"border": (0.24, 0.36, 0.22), "urban": (0.22, 0.34, 0.20), "rural": (0.36, 0.44, 0.30)},
    "debt": {"border": (0.34, 0.28, 0.26), "urban": (0.18, 0.16, 0.14), "rural": (0.40, 0.34, 0.30)},
    "fee": {"border": (0.22, 0.34, 0.20), "urban": (0.42, 0.56, 0.36), "rural": (0.24, 0.32, 0.22)},
    "heard_fee": {"border": (0.42, 0.52, 0.36), "urban": (0.66, 0.78, 0.60), "rural": (0.48, 0.56, 0.44)},
    "goes_out_less": {"border": (0.28, 0.40, 0.26), "urban": (0.36, 0.56, 0.34), "rural": (0.46, 0.60, 0.42)},
    "sleeps_badly": {"border": (0.40, 0.48, 0.38), "urban": (0.46, 0.58, 0.44), "rural": (0.44, 0.54, 0.40)},
    "can_tell": {"border": (0.52, 0.38, 0.44), "urban": (0.62, 0.54, 0.56), "rural": (0.40, 0.26, 0.34)},
}


@dataclass(frozen=True, slots=True)
class Region:
    """Everybody, by number. Those whom person i knows are ``near[begin[i]:begin[i + 1]]``."""

    territory: Any  # (N,): place in TERRITORIES
    group: Any  # (N,): place in GROUPS
    begin: Any
    near: Any
    lives_with: dict[str, Any]  # (N,) of true and false, by trait

    def __len__(self) -> int:
        return len(self.group)

    def known_to(self, person: int) -> Any:
        """Whom she knows, wherever they live."""
        return self.near[self.begin[person] : self.begin[person + 1]]

    def near_her(self, person: int) -> Any:
        """Whom she knows of her own territory: of them a study of this territory asks, and they can be brought."""
        known = self.known_to(person)
        return known[self.territory[known] == self.territory[person]]

    def people_of(self, territory: str, group: str = "") -> Any:
        """Who lives there, and is of this group."""
        there = self.territory == list(TERRITORIES).index(territory)
        return np.flatnonzero(there & (self.group == GROUPS.index(group)) if group else there)

    def truth(self, trait: str, territory: str, group: str = "") -> float:
        """Which share of them lives with it: counted, one by one."""
        people = self.people_of(territory, group)
        return sum(bool(self.lives_with[trait][each]) for each in people) / len(people)


def region(seed: int, people: int = PEOPLE) -> Region:
    """The region of this seed."""
    rng = np.random.default_rng([seed, 1])
    territory = np.repeat(np.arange(len(TERRITORIES)), _split(people))
    group = np.concatenate([
        rng.choice(len(GROUPS), int((territory == place).sum()), p=OF_GROUP[name])
        for place, name in enumerate(TERRITORIES)
    ])  # fmt: skip
    wanted = np.array([KNOWS[name] for name in TERRITORIES])[territory, group]
    ends = 1 + rng.poisson((wanted - 1) * rng.gamma(1 / UNEQUAL**2, UNEQUAL**2, people))
    begin, near = _tied(rng, territory, group, ends)
    degree = np.diff(begin)
    lives_with = {trait: _planted(rng, trait, territory, group, degree) for trait in PLANTED}
    return Region(territory, group, begin, near, lives_with)


def _split(people: int) -> list[int]:
    """How many live in each territory."""
    parts = [round(people * share) for share in TERRITORIES.values()]
    return [people - sum(parts[1:]), *parts[1:]]


def _tied(rng: Any, territory: Any, group: Any, ends: Any) -> tuple[Any, Any]:
    """Ends that look for the same are tied at random; nobody with herself, and no two twice."""
    whose = np.repeat(np.arange(len(ends)), ends)
    drawn = rng.random(len(whose))
    alike = 1 + len(TERRITORIES) + territory[whose] * len(GROUPS) + group[whose]
    pool = np.where(drawn < ANYWHERE, 0, np.where(drawn < ANYWHERE + LIKE_HER, alike, 1 + territory[whose]))
    ties = []
    for each in np.unique(pool):
        found = rng.permutation(whose[pool == each])
        ties.append(found[: len(found) // 2 * 2].reshape(-1, 2))
    pairs = np.concatenate(ties)
    pairs = np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    return np.searchsorted(both[:, 0], np.arange(len(ends) + 1)), both[:, 1].copy()


def _planted(rng: Any, trait: str, territory: Any, group: Any, degree: Any) -> Any:
    """Who lives with it: by territory and group, and a little by how many she knows."""
    chance = np.array([PLANTED[trait][name] for name in TERRITORIES])[territory, group]
    half = np.array([np.median(degree[territory == place]) for place in range(len(TERRITORIES))])[territory]
    leaning = np.where(degree > half, 1 + LEANS, 1 - LEANS) if trait != "can_tell" else 1.0
    return rng.random(len(chance)) < np.clip(chance * leaning, 0, 1)


# --- coupons ---

SEEDS, COUPONS, COMES_BACK = 8, 3, 0.6


@dataclass(frozen=True, slots=True)
class Came:
    """Who was asked: their numbers in the region, in the order in which they came, and by whom each came."""

    people: Any  # (n,)
    by: Any  # (n,): place in ``people``; -1 where she is a seed
    seeds: int


def recruited(where: Region, territory: str, n: int, seed: int, *, seeds: int = SEEDS) -> Came:
    """A study of this territory: seeds by how many they know, then each hands her coupons to some of those she knows.

    Whoever was asked is not asked again. Where every chain has ended too soon, another seed is found.
    """
    rng = np.random.default_rng([seed, 2])
    there = where.people_of(territory)
    weight = np.array([len(where.near_her(each)) for each in there], dtype=float)
    queue = list(rng.choice(there, len(there), replace=False, p=_shares(weight)))
    people: list[int] = []
    by: list[int] = []
    asked: set[int] = set()

    def comes(person: int, brought_by: int) -> None:
        people.append(person)
        by.append(brought_by)
        asked.add(person)

    def seed_comes() -> None:
        comes(next(int(each) for each in queue if int(each) not in asked), -1)

    while len(people) < seeds:
        seed_comes()
    turn = 0
    while len(people) < n:
        if turn == len(people):
            seed_comes()
        free = [int(each) for each in where.near_her(people[turn]) if int(each) not in asked]
        chosen = rng.permutation(free)[:COUPONS].tolist() if free else []
        for each in chosen:
            if len(people) < n and rng.random() < COMES_BACK:
                comes(int(each), turn)
        turn += 1
    return Came(np.array(people), np.array(by), sum(each < 0 for each in by))


def _shares(weight: Any) -> Any:
    weight = weight + 1e-9  # somebody without a tie is drawn last of all
    return weight / weight.sum()
