"""For how long a case is kept: rows of data, by kind of case and country. Pure; the days are arguments.

The rows stand in ``content/retention.toml``, and in a file of the house, whose rows come before those.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from amparo.formats.codes import CONTENT, by_code

FILE = CONTENT / "retention.toml"
ANY, UNDER_18, UNTOUCHED = "any", "under_18", "untouched"
MAJORITY = 18  # years
SET_BY = ("amparo", "house", "law")
LONGEST = 40 * 366  # days: whoever writes more made a slip


class BadRow(ValueError):
    """A row that is not written as one; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: for how many days a case of this kind is kept in this country, and whose word that is."""

    kind: str
    country: str
    days: int
    set_by: str
    source: str = ""
    after_majority_days: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The last day on which a case is kept, the row that says so, and whether her majority counted (``says``)."""

    until: date
    rule: Rule
    says: str  # rule, majority, majority_not_set


type Rules = Mapping[tuple[str, str], Rule]


@cache
def rules(own: str = "") -> Rules:
    """Every row by kind and country; those of the file of the house (``own``) in the place of ours."""
    found = {(rule.kind, rule.country): rule for rule in _read(FILE)}
    if own:
        found |= {(rule.kind, rule.country): rule for rule in _read(Path(own))}
    return MappingProxyType(found)


def _read(path: Path) -> list[Rule]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["rows"]
    except (OSError, KeyError, ValueError) as error:
        raise BadRow(f"{path}: it cannot be read as rows of retention.") from error
    return [_rule(row) for row in rows]


def _rule(row: dict[str, Any]) -> Rule:
    """One row, checked: a slip here would destroy a case too early, or keep it for ever."""
    try:
        rule = Rule(**row)
    except TypeError as error:
        raise BadRow(f"{row}: {error}") from error
    numbers = [rule.days] + ([] if rule.after_majority_days is None else [rule.after_majority_days])
    if rule.kind not in by_code("kept_kind") or rule.country not in {"", *by_code("country")}:
        raise BadRow(f"{row}: no kind of the list kept_kind, or no country of the list country.")
    if any(type(each) is not int or not 0 <= each <= LONGEST for each in numbers) or rule.days == 0:
        raise BadRow(f"{row}: days are whole numbers from 1 to {LONGEST}.")
    if rule.set_by not in SET_BY or (rule.set_by == "law") != bool(rule.source):
        raise BadRow(f"{row}: set_by is one of {', '.join(SET_BY)}; a law has its source, and nothing else has one.")
    if rule.after_majority_days is not None and rule.kind != UNDER_18:
        raise BadRow(f"{row}: after_majority_days belongs to the kind {UNDER_18}.")
    return rule


def rule_for(kind: str, country: str, *, own: str = "") -> Rule:
    """The row that counts. What is not known is kept as any other."""
    known = rules(own)
    asked = ((kind, country), (kind, ""), (ANY, country), (ANY, ""))
    return next(known[each] for each in asked if each in known)


def keep(
    closed_on: date, *, kind: str = "", country: str = "", youngest: int | None = None, since: date | None = None,
    own: str = "",
) -> Kept:  # fmt: skip
    """Until when a case that was closed on this day is kept.

    ``youngest`` is the first year of the band in which her age lies, on the day ``since``; None where nobody knows.
    """
    chosen = rule_for(kind or ANY, country, own=own)
    until = closed_on + timedelta(days=chosen.days)
    if youngest is None or youngest >= MAJORITY:
        return Kept(until, chosen, "rule")
    young = rule_for(UNDER_18, country, own=own)
    if young.kind != UNDER_18 or young.after_majority_days is None:
        return Kept(until, chosen, "majority_not_set")
    of_age = years_later(since or closed_on, MAJORITY - youngest)
    days = timedelta(days=young.after_majority_days)
    latest = max(until, closed_on + timedelta(days=young.days), of_age + days)
    return Kept(latest, young, "majority")


def years_later(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the first of March, so that nothing ends too early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def untouched_days(*, own: str = "") -> int:
    """After how many days without a word an open case is brought to whoever it belongs to."""
    return rule_for(UNTOUCHED, "", own=own).days
