"""Whether a place keeps what it promised: held against what is counted of it, and kept nowhere.

One time that went wrong is not held against anybody: it may be a bad day, or a new person at the door. Two are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.access.health.models import Agreement
from amparo.commons.policy.policies import Hidden
from amparo.formats.codes import by_code

KEPT, BROKEN, UNKNOWN = "kept", "broken", "unknown"
ENOUGH = 5  # answers, before it is said that something is kept
TOO_OFTEN = 2  # times that it was not


@dataclass(frozen=True, slots=True)
class Held:
    """What is counted says of one promise: kept, broken, or not enough known."""

    state: str
    broken: int  # how often it was not so
    known: int  # how many told how it was
    is_counted: bool = True  # False where nothing that is counted could tell


def held_against(what: str, counts: Mapping[str, int]) -> Held:
    """Is this promise kept? ``counts``: how often each code of ``service_outcome`` and of ``refusal`` was counted.

    One visit may be counted under both lists, so the larger of the two counts, never their sum.
    """
    breaks = set(by_code("agreed")[what].more["broken_by"])
    if not breaks:
        return Held(UNKNOWN, 0, 0, is_counted=False)
    broken = max(_sum(counts, breaks & set(by_code(name))) for name in ("service_outcome", "refusal"))
    known = max(_sum(counts, went()), _sum(counts, by_code("refusal")), broken)
    if broken >= TOO_OFTEN:
        return Held(BROKEN, broken, known)
    return Held(KEPT if known >= ENOUGH and not broken else UNKNOWN, broken, known)


def went() -> list[str]:
    """The outcomes of whoever went there. Who did not look for it tells nothing of the door."""
    return [code for code, each in by_code("service_outcome").items() if "got" in each.more]


def _sum(counts: Mapping[str, int], of: Iterable[str]) -> int:
    return sum(counts.get(code, 0) for code in of)


def agreements_with(services: Iterable[Any]) -> list[Agreement]:
    """What was agreed with these places, what holds before what ended."""
    found = list(Agreement.objects.filter(service__in=list(services)))
    order = list(by_code("agreed"))
    return sorted(found, key=lambda each: (each.until is not None, order.index(each.what), each.since))


def get_agreement(reference: str) -> Agreement:
    """One of them."""
    found = Agreement.objects.select_related("service").filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def is_over(agreement: Agreement, today: date) -> bool:
    """Has it ended?"""
    return agreement.until is not None and today >= agreement.until
