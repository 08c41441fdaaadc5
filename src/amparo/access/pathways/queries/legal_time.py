"""How much time the law gives, by a rule of the deadlines, in the reading that is the shortest for her.

What nobody counted is not counted here either. Where sources do not say which days count, or say different things, all
days count: whoever goes too early loses nothing.
"""

from dataclasses import dataclass
from datetime import date

from amparo.formats.deadlines.rules import DAYS, HER, WORKING, Count, Rule, held_on, rules

ANY_TIME = "any_time"
ROUGH_DAYS = {"hours": 1 / 24, "days": 1, "months": 30}  # to compare what sources say, never to count


@dataclass(frozen=True, slots=True)
class LegalTime:
    """So many of a unit (hours, days, working, months, or any_time), and who has it: she, or an authority."""

    count: int
    unit: str
    is_hers: bool
    is_verified: bool


def time_of(code: str, today: date) -> LegalTime | None:
    """The time of a rule as it is today; nothing where no source says it, or no rule of this name holds."""
    named = rules().get(code)
    rule = held_on(named, today) if named else None
    if rule is None or not (rule.counts() or rule.any_time):
        return None
    hers, verified = rule.bound == HER, bool(rule.verified_by)
    if rule.any_time:
        return LegalTime(0, ANY_TIME, hers, verified)
    count = shortest(rule)
    return LegalTime(count.number, WORKING if count.day_type == WORKING else count.unit, hers, verified)


def shortest(rule: Rule) -> Count:
    """Of all ways of counting the one that ends first: of so many days all days, before working days."""

    def length(count: Count) -> tuple[float, bool]:
        return count.number * ROUGH_DAYS[count.unit], count.unit == DAYS and count.day_type == WORKING

    return min(rule.counts(), key=length)
