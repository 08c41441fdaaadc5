"""The designs of models for several lists: which terms, and what each says about how people come onto lists.

Rows are the histories (without the one of zeros); the first column is 1, and every other column is 0 for whoever is on
no list, so that exp of the first coefficient is how many were not seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from amparo.methods.estimate import Floats, Refused, in_plain_words, remark
from amparo.methods.population.histories import Histories

GAMMA = 3.5  # of the gamma heterogeneity of Rivest and Baillargeon (2007): their choice, and so what others computed
POISSON = 2.0  # likewise the base of the Poisson heterogeneity

SAYS = {
    "M0": in_plain_words("every list finds everybody alike"),
    "Mt": in_plain_words("some lists find more than others; they are independent"),
    "Mb": in_plain_words("lists are in an order of time; whoever was found once is found again at another rate"),
    "Mh Chao": in_plain_words("people differ in how easily they are found: a lower bound"),
    "Mh Poisson": in_plain_words("people differ in how easily they are found, a little"),
    "Mh Darroch": in_plain_words("people differ in how easily they are found, as a normal distribution"),
    "Mh Gamma": in_plain_words("people differ in how easily they are found, with a long tail of hidden ones"),
    "Mth Chao": in_plain_words("lists and people differ: a lower bound"),
    "Mth Poisson": in_plain_words("lists and people differ, people a little"),
    "Mth Darroch": in_plain_words("lists and people differ, people as a normal distribution"),
    "Mth Gamma": in_plain_words("lists and people differ, people with a long tail of hidden ones"),
}


@dataclass(frozen=True, slots=True)
class Design:
    """One model: its name, its columns, and those whose coefficients may not be negative."""

    name: str
    columns: Floats  # (cells, p)
    above_zero: tuple[int, ...] = ()


def closed(histories: Histories) -> Iterator[Design]:
    """The models of a closed population that are log-linear: M0, Mt, and heterogeneity on top of each."""
    on, times = histories.histories.astype(np.float64), histories.times.astype(np.float64)
    t = len(histories.lists)
    yield _design("M0", times)
    yield _design("Mt", on)
    if t < 3:
        return
    beyond = np.column_stack([np.maximum(times - each + 1, 0) for each in range(3, t + 1)])
    shapes = {
        "Poisson": POISSON**times - 1,
        "Darroch": times**2 / 2,
        "Gamma": np.log(GAMMA) - np.log(GAMMA + times),
    }
    for letter, base in (("Mh", times), ("Mth", on)):
        first = 1 + (1 if letter == "Mh" else t)
        yield _design(f"{letter} Chao", base, beyond, above_zero=tuple(range(first, first + t - 2)))
        for shape, column in shapes.items():
            yield _design(f"{letter} {shape}", base, column)


def _design(name: str, *parts: Floats, above_zero: tuple[int, ...] = ()) -> Design:
    return Design(name, np.column_stack([np.ones(len(parts[0])), *parts]), above_zero)


def hierarchical(histories: Histories, name: str) -> Design:
    """A hierarchical model by its generators: ``"[12,3]"`` has the three lists and the pair 12, and no more.

    Parameters
    ----------
    name : lists as digits from 1 (with ten lists or more, joined by dots: ``"[1.11,2]"``); every list in one at least.
    """
    t = len(histories.lists)
    generators = _generators(name, t)
    terms = sorted(
        {part for each in generators for size in range(1, len(each) + 1) for part in combinations(each, size)},
        key=lambda term: (len(term), term),
    )
    on = histories.histories.astype(np.float64)
    return _design(name, np.column_stack([on[:, list(term)].prod(axis=1) for term in terms]))


def _generators(name: str, t: int) -> list[tuple[int, ...]]:
    """The sets of lists that a name tells, places from 0; or ``Refused`` with the name."""
    text = name.strip().removeprefix("[").removesuffix("]")
    parts = [each.split(".") if "." in each else list(each) for each in text.replace(" ", "").split(",")]
    if not all(digit.isdigit() and 1 <= int(digit) <= t for part in parts for digit in part) or not all(parts):
        raise Refused(remark("model", "“%(name)s” is no model of %(t)s lists: write it like [12,3].", name=name, t=t))
    found = [tuple(sorted({int(digit) - 1 for digit in part})) for part in parts]
    if set().union(*found) != set(range(t)):
        raise Refused(remark("model_lists", "“%(name)s” leaves out a list.", name=name))
    if any(len(each) == t for each in found):
        raise Refused(
            remark(
                "not_identifiable",
                "%(name)s cannot be told: with all lists in one term nothing is left to say who was not seen.",
                name=name,
            )
        )
    return found


def named(terms: set[tuple[int, ...]], t: int) -> str:
    """The name of a model of pairs (places from 0): its largest terms, every list in one."""
    alone = [(each,) for each in range(t) if not any(each in term for term in terms)]
    joint = "." if t > 9 else ""
    parts = [
        joint.join(str(each + 1) for each in term) for term in sorted([*terms, *alone], key=lambda x: (-len(x), x))
    ]
    return f"[{','.join(parts)}]" if t <= 9 else f"[{','.join(part if '.' in part else part + '.' for part in parts)}]"


def pairs(t: int) -> list[tuple[int, int]]:
    """All pairs of lists, places from 0."""
    return list(combinations(range(t), 2))


def with_pairs(t: int) -> list[str]:
    """Every model that has any set of pairs, and nothing larger: 8 for three lists, 64 for four."""
    every = pairs(t)
    return [named(set(chosen), t) for size in range(len(every) + 1) for chosen in combinations(every, size)]
