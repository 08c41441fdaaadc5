"""The rules of deadlines, as pages state them: ``content/legal/rules``, a file a country. Pure.

A rule has no number where no page states one, and then nothing is counted: "we do not know; ask". What a page does not
say (working days or all days; from the day itself or from the next) stands as ``unknown``, and is counted both ways.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from amparo.formats.codes import CONTENT, LANGUAGES, by_code
from amparo.formats.frozen import canonical

RULES = CONTENT / "legal" / "rules"
KINDS = frozenset(
    (
        "gbv_family",
        "state_agent",
        "expulsion",
        "custody",
        "eviction",
        "trafficking",
        "refugee",
        "regularisation",
        "gender_papers",
        "discrimination",
        "labour",
    )
)
HER, AUTHORITY = "her", "authority"
HOURS, DAYS, MONTHS = "hours", "days", "months"
CALENDAR, WORKING, UNKNOWN = "calendar", "working", "unknown"
SAME_DAY, DAY_AFTER, NEXT_WORKING_DAY = "same_day", "day_after", "next_working_day"
FROM = (SAME_DAY, DAY_AFTER, NEXT_WORKING_DAY, UNKNOWN)
IN_FORCE, BILL = "in_force", "bill"
MOST, LEAST = "most", "least"  # at most so long; or at least so long has to be given
_FILE = {"country", "calendar", "review_by", "rules"}
_RULE = {
    "code", "family", "state", "kinds", "what", "note", "instrument", "bound", "limit", "trigger", "trigger_said",
    "count", "any_time", "valid_from", "valid_to", "end", "changes", "sources", "verified_by", "verified_on",
    "review_by", "late",
}  # fmt: skip
_COUNT = {"number", "unit", "day_type", "from"}

type Texts = Mapping[str, str]


class BadRules(ValueError):
    """A file of rules says something that is no rule."""


@dataclass(frozen=True, slots=True)
class Count:
    """How long, in what, and from which day on."""

    number: int
    unit: str
    day_type: str = CALENDAR
    start: str = DAY_AFTER


@dataclass(frozen=True, slots=True)
class Source:
    """A page, and how long it says it is where it says something else than the rule."""

    page: str
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The law was changed on a day, and the new text was not seen."""

    on: date
    instrument: str
    page: str


@dataclass(frozen=True, slots=True)
class Late:
    """May it be filed afterwards, with a cause: yes, no or unknown."""

    known: str = UNKNOWN
    page: str = ""
    texts: Texts | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One deadline of a law, as its sources state it."""

    code: str
    country: str
    calendar: str
    kinds: tuple[str, ...]
    what: Texts
    bound: str
    trigger: str
    count: Count | None
    sources: tuple[Source, ...]
    review_by: date
    digest: str
    family: str = ""
    state: str = IN_FORCE
    note: Texts | None = None
    instrument: str = ""
    limit: str = MOST
    trigger_said: bool = True
    any_time: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    end_known: bool = True
    changes: tuple[Change, ...] = ()
    verified_by: str = ""
    verified_on: date | None = None
    late: Late = Late()

    def in_force_on(self, day: date) -> bool:
        """Did it hold on this day, as far as its days are known? A bill never does."""
        begun = self.valid_from is None or self.valid_from <= day
        return self.state == IN_FORCE and begun and (self.valid_to is None or day <= self.valid_to)

    def counts(self) -> tuple[Count, ...]:
        """Every way of counting that its sources give; its own first."""
        found = [self.count, *(each.count for each in self.sources)]
        return tuple(dict.fromkeys(each for each in found if each is not None))


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its code. A mistake in a file is an error of the program, found by its test."""
    found: dict[str, Rule] = {}
    for path in sorted(RULES.glob("*.toml")):
        for rule in read(tomllib.loads(path.read_text(encoding="utf-8")), path):
            if rule.code in found:
                raise BadRules(f"{path.name}: {rule.code} stands there twice.")
            found[rule.code] = rule
    return found


@cache
def rules_of(country: str) -> tuple[Rule, ...]:
    """The rules of a country, in the order of its file."""
    return tuple(each for each in rules().values() if each.country == country)


@cache
def countries() -> tuple[str, ...]:
    """The countries of which there are rules."""
    return tuple(dict.fromkeys(each.country for each in rules().values()))


def rules_for(country: str, kind: str = "", among: Iterable[Rule] | None = None) -> tuple[Rule, ...]:
    """The rules of a country that fit a kind of matter; all of them without one. Bills are left out."""
    listed = rules_of(country) if among is None else among
    return tuple(each for each in listed if each.state == IN_FORCE and (not kind or kind in each.kinds))


def held_on(rule: Rule, day: date) -> Rule | None:
    """Of the family of a rule, the one that held on a day: itself, another one, or none."""
    if rule.in_force_on(day):
        return rule
    family = [each for each in rules_of(rule.country) if rule.family and each.family == rule.family]
    return next((each for each in family if each.in_force_on(day)), None)


# --- reading ---


def read(table: Mapping[str, Any], path: Path = RULES) -> tuple[Rule, ...]:
    """The rules of one file; :class:`BadRules` names the rule and what is wrong with it."""
    if set(table) != _FILE:
        raise BadRules(f"{path.name}: it says {', '.join(sorted(_FILE))}, and nothing else.")
    return tuple(_rule(table, row, path.name) for row in table["rules"])


def _rule(table: Mapping[str, Any], row: Mapping[str, Any], name: str) -> Rule:
    where = f"{name}: {row.get('code')}"
    _ask(not set(row) - _RULE, where, f"no rule says {', '.join(sorted(set(row) - _RULE))}")
    _ask(str(row["code"]).startswith(f"{table['country'].lower()}_"), where, "its code begins with its country")
    _ask(bool(row["kinds"]) and set(row["kinds"]) <= KINDS, where, "kinds are of the list matter_kind")
    _ask(row["bound"] in by_code("deadline_bound"), where, "bound is of the list deadline_bound")
    _ask(row["trigger"] in by_code("deadline_trigger"), where, "trigger is of the list deadline_trigger")
    _ask(row.get("state", IN_FORCE) in (IN_FORCE, BILL), where, "state is in_force or bill")
    _ask(row.get("limit", MOST) in (MOST, LEAST), where, "limit is most or least")
    _ask(row.get("end", "known") in ("known", UNKNOWN), where, "end is known or unknown")
    _ask(not (row.get("any_time") and "count" in row), where, "what may be done at any time has no number")
    count = _count(row["count"], where) if "count" in row else None
    _ask(count is None or bool(row["sources"]), where, "a number has a source")
    rule = Rule(
        code=row["code"], country=table["country"], calendar=table["calendar"], kinds=tuple(row["kinds"]),
        what=_texts(row["what"], where), bound=row["bound"], trigger=row["trigger"], count=count,
        sources=tuple(_source(each, row.get("count"), where) for each in row["sources"]),
        review_by=row.get("review_by", table["review_by"]), digest=_digest(table, row),
        late=_late(row.get("late"), where),
    )  # fmt: skip
    return _with_days(rule, row, where)


def _with_days(rule: Rule, row: Mapping[str, Any], where: str) -> Rule:
    """The same rule with what only some say."""
    given = {each: row[each] for each in ("family", "state", "instrument", "limit", "trigger_said", "any_time",
             "valid_from", "valid_to", "verified_by", "verified_on") if each in row}  # fmt: skip
    note = _texts(row["note"], where) if "note" in row else None
    changes = tuple(Change(each["on"], each["instrument"], each["page"]) for each in row.get("changes", ()))
    found = replace(rule, note=note, changes=changes, end_known=row.get("end", "known") == "known", **given)
    days = [each for each in (found.valid_from, found.valid_to, found.verified_on, found.review_by) if each is not None]
    _ask(all(type(each) is date for each in days), where, "a day is written 2024-02-20, without quotes")
    _ask(not (found.valid_from and found.valid_to and found.valid_to < found.valid_from), where, "it ends too soon")
    return found


def _count(row: Mapping[str, Any], where: str) -> Count:
    _ask(not set(row) - _COUNT and {"number", "unit"} <= set(row), where, f"a count says {', '.join(sorted(_COUNT))}")
    unit, number = row["unit"], row["number"]
    _ask(type(number) is int and number > 0, where, "number is a whole number above nought")
    _ask(unit in (HOURS, DAYS, MONTHS), where, "unit is hours, days or months")
    _ask(("from" in row) is (unit != HOURS), where, "days and months say from which day on, hours do not")
    _ask(("day_type" in row) is (unit == DAYS), where, "days, and only days, have a day_type")
    day_type, start = row.get("day_type", CALENDAR), row.get("from", SAME_DAY)
    _ask(day_type in (CALENDAR, WORKING, UNKNOWN), where, "day_type is calendar, working or unknown")
    _ask(start in FROM, where, f"from is one of {', '.join(FROM)}")
    return Count(number, unit, day_type, start)


def _source(row: Mapping[str, Any], count: Mapping[str, Any] | None, where: str) -> Source:
    """A page. What it says of the count stands beside it, the rest is as in the rule."""
    _ask(not set(row) - _COUNT - {"page"} and bool(row.get("page")), where, "a source has a page")
    own = {key: value for key, value in row.items() if key != "page"}
    _ask(not own or count is not None, where, "a source says how long, and the rule does not")
    return Source(row["page"], _count({**(count or {}), **own}, where) if own else None)


def _late(row: Mapping[str, Any] | None, where: str) -> Late:
    if row is None:
        return Late()
    _ask(row.get("known") in ("yes", "no") and bool(row.get("page")), where, "late is yes or no, with a page")
    return Late(row["known"], row["page"], _texts({each: row.get(each, "") for each in LANGUAGES}, where))


def _texts(row: Mapping[str, Any], where: str) -> Texts:
    _ask(set(row) == set(LANGUAGES) and all(row.values()), where, "a text stands in es, pt and en")
    return dict(row)


def _digest(table: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """SHA-256 of all that the file says of this rule: who checked one text did not check another."""
    shared = {"country": table["country"], "calendar": table["calendar"], "review_by": table["review_by"].isoformat()}
    return hashlib.sha256(canonical(_plain({**shared, **row})).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _ask(holds: bool, where: str, sentence: str) -> None:
    if not holds:
        raise BadRules(f"{where}: {sentence}.")
