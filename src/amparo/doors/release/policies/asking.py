"""What can be asked for now: of which period, after which editions, and when what came late is counted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons.policy.policies import Sentence
from amparo.formats.plan_periods import end_of, is_period, period_of
from amparo.formats.plans import Plan


def why_not_now(
    plan: Plan,
    period: str,
    revises: bool,
    *,
    today: date,
    version: int,
    revisable: date | None,
    recounted: int,
    before: Sequence[Any],
) -> Sentence | None:
    """Why this period of a plan cannot be asked for, and the nearest thing that can; None where it can."""
    if not is_period(period, plan.unit):
        return _("This is no period of the plan.")
    if plan.time and end_of(period) >= today:
        return _("This period has not ended. Ask for one that has.")
    if not plan.time and period != period_of(today, plan.unit):
        return _("What this plan counts has no day, so it is counted as it stands now: ask for %(now)s.") % {
            "now": period_of(today, plan.unit)
        }
    book, since = f"{plan.codebook}/{version}", [each for each in before if each.number >= recounted]
    return _other_book(plan, book, before) or _again(plan, period, revises, today, revisable, since)


def why_no_sample(
    plan: Plan, book: str, rows: Sequence[str], before: Sequence[tuple[Any, set[str]]]
) -> Sentence | None:
    """Why the estimates of a profile cannot be asked for; None where they can.

    Parameters
    ----------
    book : the codebook by which people were asked.
    rows : the digests of its samples.
    before : every edition of the plan with the digests of its samples.
    """
    if refusal := _other_book(plan, book, [each for each, _rows in before]):
        return refusal
    same = [each for each, told in before if not each.is_down and set(rows) <= told]
    if not same:
        return None
    return _(
        "These answers were published on %(day)s, and the figures stand. Ask again with a profile of which ten more"
        " people are a part."
    ) % {"day": _day(same[0].released_on)}


def _other_book(plan: Plan, book: str, before: Sequence[Any]) -> Sentence | None:
    """Figures of two versions of a codebook stand in one series only where its plan says that they mean the same."""
    name = book.partition("/")[0]
    same = {book, *(f"{name}/{each}" for each in plan.same_as)}
    other = sorted({each.codebook for each in before} - same)
    if not other:
        return None
    return _(
        "The codebook changed since the last edition: from %(old)s to %(new)s. Figures of both are not one series. Say"
        " in the plan that they mean the same, if they do; else publish by a plan of another name."
    ) % {"old": other[-1], "new": book}


def _again(
    plan: Plan, period: str, revises: bool, today: date, revisable: date | None, since: Sequence[Any]
) -> Sentence | None:
    """What was published stands; what came late is counted once a year, for all plans of a codebook together.

    ``since``: the editions of this plan that count those whom the last such counting counted. Where there is none the
    plan has not followed it yet: it may, in the same year, and counts the same people and nobody who came after.
    """
    if revises:
        if revisable is None:
            return _("Nothing was published yet, so nothing came late. Ask without counting again.")
        if today < revisable:
            return _("What came late is counted once a year. The next time is from %(day)s on.") % {
                "day": _day(revisable)
            }
        return None
    standing = [each for each in since if not each.is_down and (each.period == period or not plan.time)]
    if not standing:
        return None
    return _(
        "This plan was published for these people on %(day)s, and its figures stand. What came since is counted once a"
        " year: the next time is from %(next)s on."
    ) % {"day": _day(standing[0].released_on), "next": _day(revisable) if revisable else "…"}


def _day(day: date) -> str:
    """A day as it stands within a sentence."""
    text = date_format(day, "DATE_FORMAT")
    return text if get_language() == "en" else text.lower()
