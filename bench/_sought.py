"""Who of a made-up region sought support, from whom, and when: rows of the codebook of cases. Pure.

Of those who are watched or paid a fee some come to one of five organisations: in the first quarter, and in the
year after it. What was done to them and what they need hangs on the territory and the group. Nobody comes to two.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from _region import GROUPS, TERRITORIES, Region

ORGANISATIONS = ("cases", "rio_abierto", "casa_norte", "puente", "la_ronda")
OF_TERRITORY = {
    "border": (0.3, 0.3, 0.1, 0.2, 0.1), "urban": (0.2, 0.1, 0.3, 0.2, 0.2), "rural": (0.1, 0.4, 0.1, 0.3, 0.1),
}  # fmt: skip
KINDS = ("rape", "sexual_assault", "physical_assault", "denial", "psychological")
NEEDS, CARE = ("health", "talk", "tonight", "papers_law"), ("within_72", "within_120", "later")
OF_KIND = {
    "women": (0.14, 0.20, 0.34, 0.10, 0.22), "trans_feminine": (0.08, 0.14, 0.42, 0.20, 0.16),
    "others": (0.10, 0.20, 0.30, 0.20, 0.20),
}  # fmt: skip
OF_NEED = {"border": (0.35, 0.15, 0.30, 0.20), "urban": (0.40, 0.25, 0.20, 0.15), "rural": (0.45, 0.20, 0.25, 0.10)}
OF_CARE = (0.3, 0.2, 0.5)
FIRST, LATER = 430, 130  # people who come before the first edition, and after it

type Person = tuple[str, str, str, str, str]  # the organisation, what was done, her group, what she needs, care


@dataclass(frozen=True, slots=True)
class Sought:
    """Everybody who came, before the first edition and later."""

    first: list[Person]
    later: list[Person]

    def rows(self, organisation: str, *, is_late: bool) -> list[dict[str, Any]]:
        """The rows that an organisation has, in the evidence."""
        mine = [each for each in [*self.first, *(self.later if is_late else [])] if each[0] == organisation]
        return [
            {"codes": {"gender_group": [group], "need_group": [need]},
             "parts": [["incident", {"core_type": [kind], "care_delay": [care]}]]}
            for _name, kind, group, need, care in mine
        ]  # fmt: skip


def sought(where: Region, seed: int) -> Sought:
    """Who came, of this seed."""
    rng = np.random.default_rng([seed, 4])
    harmed = np.flatnonzero(where.lives_with["watched"] | where.lives_with["fee"])
    came = rng.permutation(harmed)[: FIRST + LATER].tolist()
    people = [_person(where, each, rng) for each in came]
    return Sought(people[:FIRST], people[FIRST:])


def _person(where: Region, person: int, rng: Any) -> Person:
    territory, group = list(TERRITORIES)[where.territory[person]], GROUPS[where.group[person]]
    return (
        str(rng.choice(ORGANISATIONS, p=OF_TERRITORY[territory])), str(rng.choice(KINDS, p=OF_KIND[group])), group,
        str(rng.choice(NEEDS, p=OF_NEED[territory])), str(rng.choice(CARE, p=OF_CARE)),
    )  # fmt: skip


PAIRS = {"kind": (1, 2), "need": (3, 2), "care": (4, 1)}  # what a table crosses, by place in a person


def crossed(people: list[Person]) -> dict[str, Counter[tuple[str, str]]]:
    """Each pair that tables cross, counted."""
    return {name: Counter((each[one], each[other]) for each in people) for name, (one, other) in PAIRS.items()}
