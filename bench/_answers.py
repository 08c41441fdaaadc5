"""What the people of a made-up region answer to the questionnaire of pressures, and how it stands in coded rows. Pure.

Answers are by the names of the questions, as a form takes them; ``row_of`` says which codes have to come of them. It
is written from the questionnaire by hand, and not from what codes answers: one study goes through the real door, and
what arrives there has to be these rows.
"""

from typing import Any

import numpy as np
from _region import GROUPS, Region

SAYS_NOTHING = {"does_not_know": 0.03, "prefers_not": 0.03}
LEFT_EMPTY = ""  # a hidden question has no answer for it: she goes on without one
DOES_NOT_READ = 0.08  # of a crossed pair: she answers anything
# The chance of the birthday of each pair, from the days of its months: of July to September 92, and so on.
BIRTHDAY = {"cw_tasks": 92 / 365.25, "cw_anchor": 91 / 365.25, "cw_watched": 92 / 365.25, "cw_debt": 90.25 / 365.25}
BEHIND = {"cw_tasks": "tasks", "cw_watched": "watched", "cw_debt": "debt", "cw_anchor": ""}
COFFEE, EARLY, NIGHT, BEACH = 0.7, 0.6, 0.35, 0.45  # the harmless four; who gets up early is rarely of the night
SAYS = {"women": "woman", "trans_feminine": "trans_woman", "others": "non_binary"}
AGES, OF_AGE = ("18_24", "25_34", "35_44", "45_59"), (0.36, 0.36, 0.19, 0.09)
# A number of people, as it is kept: small ones as they are, larger ones the nearest that stands.
STANDS = (*range(21), 25, 30, 40, 50, 75, 100, 150, 200)


def answers_of(where: Region, person: int, *, is_long: bool, rng: Any) -> dict[str, str]:
    """What she answers, by the name of the question."""
    lives = {trait: bool(values[person]) for trait, values in where.lives_with.items()}
    said = {
        "age": str(rng.choice(AGES, p=OF_AGE)), "gender": SAYS[GROUPS[where.group[person]]],
        "heard_fee": _straight(lives["heard_fee"], rng), "can_tell": _straight(lives["can_tell"], rng),
        "effects": " ".join(each for each in ("goes_out_less", "sleeps_badly") if lives[each]) or "nothing",
        "tie_here": str(len(where.near_her(person))),
    }  # fmt: skip
    said |= {name: _crossed(lives.get(behind, False), BIRTHDAY[name], rng) for name, behind in BEHIND.items()}
    said["list_long" if is_long else "list_short"] = _counted(lives["fee"] and is_long, rng)
    return said


def _silent(rng: Any) -> str:
    """Sometimes she says that she does not know, or would rather not."""
    drawn, reached = rng.random(), 0.0
    for each, chance in SAYS_NOTHING.items():
        reached += chance
        if drawn < reached:
            return each
    return ""


def _straight(lives: bool, rng: Any) -> str:
    return _silent(rng) or ("yes" if lives else "no")


def _crossed(lives: bool, birthday: float, rng: Any) -> str:
    if _silent(rng):
        return LEFT_EMPTY
    if rng.random() < DOES_NOT_READ:
        return str(rng.choice(("same", "different")))
    return "same" if lives == (rng.random() < birthday) else "different"


def _counted(has_the_fee: bool, rng: Any) -> str:
    if _silent(rng):
        return LEFT_EMPTY
    is_early = rng.random() < EARLY
    night = NIGHT * (0.4 if is_early else 1.9)
    true = [rng.random() < COFFEE, is_early, rng.random() < night, rng.random() < BEACH, has_the_fee]
    return f"n{sum(true)}"


def row_of(said: dict[str, str]) -> dict[str, list[str]]:
    """The codes of one row: what is counted, and as coarse as it is kept."""
    of_group = {spoken: group for group, spoken in SAYS.items()}
    row = {
        "age_band": [said["age"]], "gender_group": [of_group[said["gender"]]],
        "effects": sorted(said["effects"].split()), "tie_here": [stands(int(said["tie_here"]))],
        **{name: [said[name]] for name in ("heard_fee", "can_tell", *BEHIND)},
    }  # fmt: skip
    arm = "long" if "list_long" in said else "short"
    row |= {"list_arm": [arm], "list_count": [said[f"list_{arm}"]]}
    return {name: codes for name, codes in row.items() if codes != [LEFT_EMPTY]}


def stands(number: int) -> str:
    """The number that is kept; in the very middle the larger."""
    return f"n{min(STANDS, key=lambda each: (abs(each - number), -each))}"


def study_of(where: Region, people: Any, seed: int) -> list[dict[str, str]]:
    """What everybody of a study answers. Which list she hears is settled before she is seen."""
    rng = np.random.default_rng([seed, 3])
    arms = rng.random(len(people)) < 0.5
    return [
        answers_of(where, int(each), is_long=bool(arm), rng=rng) for each, arm in zip(people, arms, strict=True)
    ]  # fmt: skip
