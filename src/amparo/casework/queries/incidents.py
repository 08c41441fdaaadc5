"""What happened to her, opened: its kind by the rule of then, the time that passed, the bodies that hurt her."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from amparo.casework.queries.parts import OpenPart, of_kind
from amparo.commons import clock
from amparo.formats import bands
from amparo.formats.codes import codes
from amparo.formats.elapsed import UNKNOWN, Elapsed, Reading
from amparo.formats.incidents import NOT_ASKED, Answers, Decided, classify, to_look_at
from amparo.formats.pathways import bodies_of, bodies_out, situations
from amparo.formats.windows import readings

INCIDENT = "incident"
KIND, OTHERWISE = "kind", "otherwise"  # in ``more``: what the rule says, and how whoever works with her sees it
ROW, SURVIVOR = (
    "row",
    "survivor",
)  # in ``more``: random names under which a table may count it; no dump ties them to her
SEXUAL_ACTS = frozenset({"VIO", "AGS", "CLF"})  # also clients that she is made to take
BY_AID, AID = "SEA", "HUM"  # an act of somebody who works in aid, and their class in perpetrator_class
SEXUAL_KINDS = frozenset({"rape", "sexual_assault"})
URGENT_HOURS = 120
SEXUAL_CLOCKS = "sexual_violence"  # the situation whose windows are read


@dataclass(frozen=True, slots=True)
class Happened:
    """One incident as its page shows it."""

    part: OpenPart
    decided: Decided
    otherwise: dict[str, Any] | None  # how somebody sees it, where that is not what the rule says
    asks: int | None  # the question of the rule that comes next, where it was not asked yet
    look_at: tuple[int, ...]
    report: str  # of the list report_delay
    care: str  # of the list care_delay
    clocks: list[Reading]

    @property
    def urgent(self) -> list[Reading]:
        """The windows that are counted in hours and still open."""
        return [each for each in self.clocks if each.hours_left is not None and each.hours_left <= URGENT_HOURS]

    @property
    def is_begun(self) -> bool:
        """Was any of the six questions answered?"""
        return self.decided.answers != Answers()


def happened(part: OpenPart, now: datetime) -> Happened:
    """An incident, read."""
    decided = decided_of(part)
    waits = decided.question
    asks = waits if waits and decided.answers.in_order()[waits - 1] == NOT_ASKED else None
    return Happened(
        part, decided, part.more.get(OTHERWISE) or None, asks, look_at(part, decided), report_of(part), care_of(part),
        clocks_of(part, decided, now),
    )  # fmt: skip


def decided_of(part: OpenPart) -> Decided:
    """What the rule said when it was asked, as it was kept; it is not decided anew by a rule of later."""
    kept = part.more.get(KIND)
    if not kept:
        return classify(Answers())
    return Decided(kept["core_type"], kept["question"], Answers(*kept["answers"]), kept["version"])


def as_kept(decided: Decided) -> dict[str, Any]:
    """A decision as it is sealed."""
    return {
        "core_type": decided.core_type,
        "question": decided.question,
        "answers": list(decided.answers.in_order()),
        "version": decided.version,
    }


def look_at(part: OpenPart, decided: Decided) -> tuple[int, ...]:
    """The questions that were asked, and whose answer does not fit what was done to her."""
    acts = part.said("acts", ())
    said = decided.answers.in_order()
    return tuple(number for number in to_look_at(acts, decided.answers) if said[number - 1] != NOT_ASKED)


# --- the time that passed ---


def day_said(part: OpenPart, code: str) -> date | None:
    """A day that she said; None where there is none, or only a month."""
    said = part.said(code)
    return date.fromisoformat(said) if said else None


def time_said(part: OpenPart, code: str) -> time | None:
    """A time of day that she said."""
    said = part.said(code)
    return time.fromisoformat(said) if said else None


def report_of(part: OpenPart) -> str:
    """How many days until she first told a service (list ``report_delay``); a month alone is not known."""
    return bands.report_delay(day_said(part, "happened_day"), day_said(part, "told_day"))


def care_of(part: OpenPart) -> str:
    """How many hours until care (list ``care_delay``); unknown where they may be of two bands."""
    first, cared = day_said(part, "happened_day"), day_said(part, "care_day")
    if first is None or cared is None:
        return bands.UNKNOWN
    zone = clock.here()
    start = bands.span_of(first, time_said(part, "happened_time"), zone)
    return bands.care_delay(bands.between(start, bands.span_of(cared, time_said(part, "care_time"), zone)))


def elapsed_of(part: OpenPart, now: datetime) -> Elapsed:
    """How long ago it was, as far as that is known."""
    day, at, zone = day_said(part, "happened_day"), time_said(part, "happened_time"), clock.here()
    if day is not None and at is not None:
        return bands.passed(datetime.combine(day, at, zone), now)
    if day is not None:
        return bands.passed_since_day(day, now, zone)
    month = part.said("happened_month")
    if month:
        year, number = month.split("-")
        return bands.passed_since_month(int(year), int(number), now, zone)
    return UNKNOWN


def clocks_of(part: OpenPart, decided: Decided, now: datetime) -> list[Reading]:
    """The windows of health, where it was sexual: by what was done, or by the rule."""
    is_sexual = decided.core_type in SEXUAL_KINDS or SEXUAL_ACTS & set(part.said("acts", ()))
    return readings(situations()[SEXUAL_CLOCKS].clocks, elapsed_of(part, now)) if is_sexual else []


# --- of a whole case ---


def incidents_in(parts: Iterable[OpenPart]) -> list[OpenPart]:
    """What happened to her, the newest first; without what was written by mistake."""
    return [each for each in of_kind(parts, INCIDENT) if not each.is_over]


def incidents_shown(parts: Iterable[OpenPart], now: datetime) -> list[Happened]:
    """All of them for the page of the case: the latest day first, then those without one, then the mistakes."""
    rows = sorted(of_kind(parts, INCIDENT), key=_when, reverse=True)
    return [happened(each, now) for each in sorted(rows, key=lambda each: each.is_over)]


def _when(part: OpenPart) -> str:
    return str(part.said("happened_day") or part.said("happened_month") or "")


def not_to(parts: Iterable[OpenPart]) -> list[str]:
    """The bodies to which nobody sends her (list ``operator``), because one of theirs hurt her. Worked out each time.

    Urgent health care is never taken out by it: where the clinic has to tell, it stays with a warning.
    """
    out: set[str] = set()
    for part in incidents_in(parts):
        is_state = part.said("of_state") == "yes" or "state_agent" in part.said("who", ())
        out |= bodies_of(part.said("branch", ()), of_the_state=is_state)
        out |= bodies_out(AID, "") if BY_AID in part.said("acts", ()) else set()
    return [code.code for code in codes("operator") if code.code in out]


def utc_now(now: datetime | None = None) -> datetime:
    """This moment, or the one that was given."""
    return now or clock.now()
