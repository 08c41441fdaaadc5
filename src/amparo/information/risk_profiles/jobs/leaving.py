"""On whom each share of a kept profile rests, read out of the rows of today: the release door asks before it shows one.

A kept result has no number of people, so the rows are read again. They have to be the rows that it was made of, by the
same codebooks, indicators and method; where anything is other, nothing may leave until the profile is made anew.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amparo.formats.frozen import canonical
from amparo.formats.indicators import Indicator, indicators
from amparo.information.risk_profiles.jobs.drawing import ALL, GROUPS, YES
from amparo.information.risk_profiles.jobs.making import SETTINGS, recipe_of
from amparo.information.risk_profiles.jobs.reading import People, samples_of
from amparo.information.risk_profiles.jobs.reckoning import codes_of, sample_from
from amparo.information.risk_profiles.queries import Kept
from amparo.methods import hidden
from amparo.methods.estimate import Refused, remark


@dataclass(frozen=True, slots=True)
class Rests:
    """Those who answered one thing in one group of one sample. Who began a tree is in a tree, and no recruit."""

    indicator: str
    group: str
    recruits: int
    trees: int
    trees_yes: int
    trees_no: int
    weight: float  # of all of them together
    outside: int  # people who are not in the largest tree: what its first person would have left if she took hers out


@dataclass(frozen=True, slots=True)
class Asked:
    """One sample as it is today: of which study, how many recruits, the digest of its rows, and what rests on whom."""

    zone: str
    source: str
    books: tuple[str, ...]
    digest: str
    recruits: int
    rests: tuple[Rests, ...]


def asked_today(kept: Kept, codes: Sequence[str]) -> list[Asked]:
    """The samples of a kept profile with what these indicators rest on; refused where it is not of today's rows."""
    settings = {name: kept.recipe.get(name) for name in SETTINGS}
    people, known = samples_of(settings["sources"], period=settings["period"]), indicators()
    if not people or canonical(recipe_of(settings, people, known)) != canonical(kept.recipe):
        raise Refused(
            remark("old_profile", "Since the profile was made something changed: answers that count, a codebook, the"
                   " indicators or the method. Make a new profile, and ask with that one.")
        )  # fmt: skip
    asked = [each for each in known if each.code in codes]
    return [_asked(each, sample, asked) for each, sample in zip(people, kept.body["samples"], strict=True)]


def _asked(people: People, sample: Mapping[str, Any], asked: Sequence[Indicator]) -> Asked:
    weights = _weights(people, sample)
    rests = [_rests(people, weights, one, group) for one in asked for group in (ALL, *GROUPS)]
    recruits = sum(by >= 0 for by in people.recruiter)
    return Asked(people.zone, people.source, people.books, people.digest, recruits, tuple(rests))


def _weights(people: People, sample: Mapping[str, Any]) -> Any:
    """How much each person weighs in the shares that are kept; nobody, where nothing is estimated."""
    if not sample["is_estimated"]:
        return [0.0] * len(people)
    size = sample["populations"][1] if sample["populations"] else None
    return hidden.weights_of(sample_from(people), method=sample["method"], population=size)


def _rests(people: People, weights: Any, indicator: Indicator, group: str) -> Rests:
    answers, trees = codes_of(people, indicator, group), first_persons(people)
    said = [(tree, int(answer), by >= 0) for tree, answer, by in zip(trees, answers, people.recruiter, strict=True)
            if answer >= 0]  # fmt: skip
    weight = float(sum(one for one, answer in zip(weights, answers, strict=True) if answer >= 0))
    sizes = Counter(tree for tree, _answer, _by in said)
    yes, no = ({tree for tree, answer, _by in said if (answer == YES) is wanted} for wanted in (True, False))
    return Rests(
        indicator.code, group, sum(came for _tree, _answer, came in said), len(sizes), len(yes), len(no), weight,
        len(said) - max(sizes.values(), default=0),
    )  # fmt: skip


def first_persons(people: People) -> list[int]:
    """For each person the place of who began her tree: whoever was brought stands after who brought her."""
    found: list[int] = []
    for place, by in enumerate(people.recruiter):
        found.append(found[by] if by >= 0 else place)
    return found


def kept_shares(sample: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The shares of one kept sample, by indicator and group."""
    return {(each["indicator"], each["group"]): each for each in sample["shares"]}
