"""Checking a rule, taking that back, and changing the calendar. Every date hangs on it, so all of it is audited."""

from datetime import date
from typing import Any

from django.conf import settings

from amparo.commons.audit.actions import audited
from amparo.commons.policy.policies import check
from amparo.formats.deadlines.national import told
from amparo.legal.deadlines.models import HolidayEdit, RuleCheck
from amparo.legal.deadlines.policies import may_change_day, may_check_rule, may_review_by
from amparo.legal.deadlines.queries import get_rule

CARE = "default"


class Changed(Exception):
    """The text is another one than the one that was read."""


@audited("rule.checked", target="rule", using=CARE)
def check_rule(rule: str, *, digest: str, review_by: date, today: date, by: Any, is_example: bool = False) -> RuleCheck:
    """Say that a rule is what the law says, until a day. It binds to the text that was read."""
    known = get_rule(rule)
    check(may_check_rule, by, known)
    may_review_by.check(by, review_by, today)
    if digest != known.digest:
        raise Changed
    RuleCheck.objects.filter(rule=rule, ended_on=None).update(ended_on=today)
    return RuleCheck.objects.create(
        rule=rule, digest=digest, checked_on=today, review_by=review_by, checked_by=_hand(by),
        is_example=is_example or settings.DEMO,
    )  # fmt: skip


@audited("rule.check_taken_back", target="rule", using=CARE)
def take_back(rule: str, *, today: date, by: Any) -> None:
    """The rule is not to be relied on any more: it was wrong, or the law changed."""
    check(may_check_rule, by)
    RuleCheck.objects.filter(rule=rule, ended_on=None).update(ended_on=today)


@audited("holiday.said", using=CARE)
def say_day(
    *, calendar: str, day: date, is_off: bool, name: str, source: str, today: date, by: Any, place: str = "",
    is_example: bool = False,
) -> HolidayEdit:  # fmt: skip
    """Add a day on which nobody works, or say that a holiday is worked; of a place or of the whole country."""
    check(may_change_day, by, day)
    if calendar not in told():
        raise ValueError(f"{calendar} has no calendar.")
    HolidayEdit.objects.filter(calendar=calendar, place=place, day=day, ended_on=None).update(ended_on=today)
    return HolidayEdit.objects.create(
        calendar=calendar, place=place, day=day, is_off=is_off, name=name, source=source, made_on=today,
        made_by=_hand(by), is_example=is_example or settings.DEMO,
    )  # fmt: skip


@audited("holiday.taken_back", target="edit", using=CARE)
def end_day(edit: HolidayEdit, *, today: date, by: Any) -> HolidayEdit:
    """The house does not say that of the day any more."""
    check(may_change_day, by)
    if edit.ended_on is None:
        edit.ended_on = today
        edit.save(update_fields=["ended_on"])
    return edit


def _hand(by: Any) -> str:
    """Whose hand it was: a reference that leads to an account, or the name of a process."""
    return str(getattr(by, "reference", by))[:16]
