"""Who came, as a page says it: in bands, by what is asked of cases, and in no figure of a profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from amparo.commons.policy.policies import Actor
from amparo.formats.codebook import codebook
from amparo.information.risk_profiles.queries import latest
from amparo.information.risk_profiles.queries.told import people_of

KIND, SUBJECT = "came", "cases"  # the subject is the codebook of cases
FEWEST = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked of cases: how many said each answer, and which fewer than ten said, or nobody."""

    code: str
    name: str
    rows: tuple[tuple[str, str], ...]
    few: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """Everybody who came, and what they said."""

    made_at: datetime
    n: str
    asked: tuple[Asked, ...]


def came(actor: Actor) -> Came | None:
    """Who came, as it was counted last; None where it was not, or where fewer than ten came."""
    kept = latest(actor, KIND, subject=SUBJECT)
    if kept is None or kept.body["n"][0] < FEWEST:
        return None
    known = {(each.part, each.code): each for each in codebook(SUBJECT).variables}
    asked, language = [], get_language() or "es"
    for part, code, bands in kept.body["said"]:
        variable = known.get((part, code))
        if variable is None:  # the codebook of today does not ask it any more
            continue
        told = [(variable.words_of(each, language), band) for each, band in bands if each in variable.codes]
        rows = tuple((words, people_of(band)) for words, band in told if band[0] >= FEWEST)
        few = tuple(words for words, band in told if band[0] < FEWEST)
        asked.append(Asked(code, variable.label(language), rows, few))
    return Came(kept.made_at, people_of(kept.body["n"]), tuple(asked))


def came_with(actor: Actor, indicator: Mapping[str, Any]) -> str:
    """How many of those who came said what an indicator counts, as a band; nothing where cases do not ask the same."""
    kept = latest(actor, KIND, subject=SUBJECT)
    if kept is None or kept.body["n"][0] < FEWEST or len(indicator["yes"]) != 1 or indicator["of"]:
        return ""
    found = (bands for _part, code, bands in kept.body["said"] if code == indicator["variable"])
    return next((people_of(band) for code, band in next(found, ()) if code in indicator["yes"]), "")
