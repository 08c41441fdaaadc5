"""A made-up country and its quarterly plan: twenty tables of who came, from where, for what, to which organisation.

Places are of very different size, and so are organisations: a few have most of the people, and most cells are small.
What is told of one quarter is told of nobody else. Some reports of a quarter come late, with those of the next.
"""

from typing import Any

import numpy as np

QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
PROVINCES = {"coast": 7, "hills": 10, "forest": 6, "islands": 1}  # of each region
MUNICIPALITIES = (7, 9, 6, 7, 9, 5, 8, 7)  # of the provinces, over and over
GENDERS, AGES = ("women", "trans_feminine", "trans_masculine", "men"), ("18-24", "25-34", "35-49", "50+")
DELAYS = ("3 days", "2 weeks", "3 months", "later")
NEEDS = {"care": ("health", "listening"), "standing": ("papers", "money", "tonight", "children")}
ORGANISATIONS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
SHARE = (0.26, 0.2, 0.16, 0.12, 0.1, 0.07, 0.05, 0.04)  # of all the people; each works in some places more
OF_GENDER, OF_AGE = (0.5, 0.36, 0.04, 0.1), (0.3, 0.4, 0.24, 0.06)
OF_NEED, OF_DELAY = (0.3, 0.12, 0.2, 0.18, 0.16, 0.04), (0.2, 0.24, 0.3, 0.26)
PERSONS = 15_000  # of the first quarter; of each other a little more
LATE = 0.06  # of a quarter are reported with the next one
BOTH, KINDS = ("each", "total"), ("each", "family", "total")
CUTS = {"gender": BOTH, "age": BOTH, "need": KINDS, "delay": BOTH}
WHERE = {"municipality": ("each",), "province": ("province",), "region": ("region", "total")}
TABLES: dict[str, dict[str, tuple[str, ...]]] = {
    **{where: {"place": levels} for where, levels in WHERE.items()},
    **{f"{where} {cut}": {"place": levels, cut: CUTS[cut]} for where, levels in WHERE.items() for cut in CUTS},
    **{cut: {cut: levels} for cut, levels in CUTS.items()},
    "gender age": {"gender": BOTH, "age": BOTH},
}


def places(share: int = 1) -> dict[str, list[str]]:
    """The municipalities of each province; a province is named by its region. ``share``: one province of so many."""
    names = [f"{region} {number}" for region, many in PROVINCES.items() for number in range(many)]
    return {
        name: [f"{name} {place}" for place in range(MUNICIPALITIES[number % len(MUNICIPALITIES)])]
        for number, name in enumerate(names[::share])
    }


def plan_of(now: str, quarters: tuple[str, ...], share: int = 1) -> Any:
    """The plan of one quarter, as the release door makes it: what it shows is of now, and it knows what was before."""
    from amparo.methods.disclosure import Dimension, Level, Plan, dimension, table

    provinces = places(share)
    every = [each for few in provinces.values() for each in few]
    regions = {
        f"the {region}": [each for each in every if each.startswith(region)]
        for region in PROVINCES
        if PROVINCES[region] > 1 and any(each.startswith(region) for each in every)
    }
    needs = [each for few in NEEDS.values() for each in few]
    dims = (
        Dimension("period", quarters, (Level("now", ((now, (now,)),)),)),
        dimension("place", every, groups={"province": provinces, "region": regions}),
        dimension("gender", GENDERS),
        dimension("age", AGES),
        dimension("need", needs, groups={"family": {f"all {name}": of for name, of in NEEDS.items()}}),
        dimension("delay", DELAYS),
    )
    tables = tuple(table(name, {"period": ("now",), **shown}) for name, shown in TABLES.items())
    return Plan(dims, tables, subject="other")


def people(seed: int, share: int = 1) -> Any:
    """Persons by organisation, quarter in which they are reported, quarter they tell of, and finest cell."""
    chance = np.random.default_rng(seed)
    many = sum(map(len, places(share).values()))
    of_place = chance.gamma(0.6, 1.0, many) + 0.02
    works = np.array(SHARE)[:, None] * (chance.gamma(0.7, 1.0, (len(SHARE), many)) + 0.01)
    lean = chance.gamma(4.0, 0.25, (many, len(OF_NEED)))  # places differ in what is needed there
    rate = np.einsum(
        "p,op,g,a,n,d,pn->opgand",
        of_place, works / works.sum(axis=0), OF_GENDER, OF_AGE, OF_NEED, OF_DELAY, lean,
    )  # fmt: skip
    rate *= PERSONS / share / rate.sum()
    quarters = len(QUARTERS)
    found = np.zeros((len(SHARE), quarters, quarters, *rate.shape[1:]), np.int64)
    for quarter in range(quarters):
        everybody = chance.poisson(rate * (1 + 0.1 * quarter))
        late = chance.binomial(everybody, LATE) if quarter + 1 < quarters else np.zeros_like(everybody)
        found[:, quarter, quarter] = everybody - late
        if quarter + 1 < quarters:
            found[:, quarter + 1, quarter] = late
    return found
