"""What has to be said with a date: what no page states, what differs, and who checked the rule. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from amparo.formats.deadlines.calendars import HOUSE, UNKNOWN, Calendar
from amparo.formats.deadlines.counting import ANY_TIME, COUNTED, Computed, due
from amparo.formats.deadlines.rules import AUTHORITY, HOURS, WORKING, Rule
from amparo.formats.deadlines.rules import UNKNOWN as NOT_SAID
from amparo.formats.deadlines.triggers import DAY, MOMENT, MONTH, Trigger, zones_of

DOUBTS = (
    "unverified", "past_review", "changed_since", "end_unknown", "part_in_force", "sources_differ", "trigger_unsaid",
    "day_type_unknown", "start_unknown", "saturday_unknown", "month_only", "day_only", "several_zones", "house_days",
    "ends_on_day_off",
)  # fmt: skip
OPEN, LAST_DAY, BETWEEN, PAST = "open", "last_day", "between", "past"


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody of the house checked this text of a rule, on a day, and until when that holds."""

    digest: str
    checked_on: date
    review_by: date


def compute(
    rule: Rule, trigger: Trigger, calendar: Calendar, *, today: date, standing: Standing | None = None,
    zones: Sequence[ZoneInfo] = (),
) -> Computed:  # fmt: skip
    """Count a rule, and say what has to be said with it."""
    where = tuple(zones) or zones_of(rule.country)
    found = due(rule, trigger, calendar, where)
    checked, review_by = _checked(rule, standing)
    said = [*_of_standing(checked, review_by, today), *_of_law(found, where[0])]
    if found.state == COUNTED:
        said += [*_of_text(found, calendar), *_of_trigger(found, calendar, where)]
    is_answer = found.state in (COUNTED, ANY_TIME)
    trusted = is_answer and checked is not None and today <= review_by
    in_order = tuple(each for each in DOUBTS if each in said)
    return replace(found, doubts=in_order, trusted=trusted, checked_on=checked, review_by=review_by)


def _checked(rule: Rule, standing: Standing | None) -> tuple[date | None, date]:
    """When this very text was checked, here or where it comes from, and until when that holds."""
    if standing is not None and standing.digest == rule.digest:
        return standing.checked_on, standing.review_by
    return (rule.verified_on if rule.verified_by else None), rule.review_by


def _of_standing(checked: date | None, review_by: date, today: date) -> list[str]:
    return [*(["unverified"] if checked is None else []), *(["past_review"] if today > review_by else [])]


def _of_law(found: Computed, zone: ZoneInfo) -> list[str]:
    """What happened to the law since, or may have."""
    rule, (first, last) = found.rule, found.trigger.days(zone)
    said = ["changed_since"] if any(each.on <= last for each in rule.changes) else []
    said += [] if rule.end_known else ["end_unknown"]
    part = rule.in_force_on(first) is not rule.in_force_on(last)
    return said + (["part_in_force"] if part else [])


def _of_text(found: Computed, calendar: Calendar) -> list[str]:
    """What the pages do not say, or say differently."""
    rule, counts, said = found.rule, found.rule.counts(), []
    said += ["sources_differ"] if len(counts) > 1 else []
    said += [] if rule.trigger_said else ["trigger_unsaid"]
    said += ["day_type_unknown"] if any(each.day_type == NOT_SAID for each in counts) else []
    said += ["start_unknown"] if any(each.start == NOT_SAID for each in counts) else []
    is_working = any(each.day_type == WORKING for each in counts)
    return said + (["saturday_unknown"] if is_working and calendar.saturday == UNKNOWN else [])


def _of_trigger(found: Computed, calendar: Calendar, zones: Sequence[ZoneInfo]) -> list[str]:
    """What is not known of when it happened, and what only this house knows of the days between."""
    trigger, legal, said = found.trigger, found.legal, []
    assert legal is not None
    in_hours = any(each.unit == HOURS for each in found.rule.counts())
    said += ["month_only"] if trigger.kind == MONTH else []
    said += ["day_only"] if trigger.kind == DAY and in_hours else []
    said += ["several_zones"] if _hang_on_zone(trigger, zones, in_hours) else []
    begun = trigger.days(zones[0])[0]
    if any(each.kind == HOUSE for each in legal.skipped) or any(begun <= day <= legal.on for day in calendar.taken):
        said.append("house_days")
    return said + (["ends_on_day_off"] if not in_hours and not calendar.usual.is_worked(legal.on) else [])


def _hang_on_zone(trigger: Trigger, zones: Sequence[ZoneInfo], in_hours: bool) -> bool:
    """Is it another day, or another moment, in another zone of the country?"""
    if in_hours:
        return len({trigger.moments(each) for each in zones}) > 1
    return trigger.kind == MOMENT and len({trigger.days(each) for each in zones}) > 1


def where_it_stands(found: Computed, today: date, now: datetime | None = None) -> str:
    """Until the safe day, between the two, on the last day, or after it; of hours to the minute, with ``now``.

    The limit itself is inside: 36 hours hold at 36:00, and no longer at 36:01.
    """
    safe, legal = found.safe, found.legal
    if safe is None or legal is None:
        return OPEN
    if now is not None and safe.at is not None and legal.at is not None:
        is_past, is_between, is_last = now > legal.at, now > safe.at, now.astimezone(legal.at.tzinfo).date() == legal.on
    else:
        is_past, is_between, is_last = today > legal.on, today > safe.on, today == legal.on
    return PAST if is_past else LAST_DAY if is_last else BETWEEN if is_between else OPEN


def still(found: Computed, today: date, now: datetime | None = None) -> str:
    """What can still be done after the last day: a code of ``deadline_words``; nothing before it."""
    if where_it_stands(found, today, now) != PAST:
        return ""
    if found.rule.bound == AUTHORITY:
        return "after_authority"
    return "after_cause" if found.rule.late.known == "yes" else "after_ask"
