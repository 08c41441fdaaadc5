"""Slips: a number that is good once, and counts that nobody sees before there are five.

A slip is a random number, the month until which it is good, and a seal of the house. It is of no case and of nobody,
and nothing of it is kept before it is used. What is said on it is counted by month, question by question: no two
answers of one person stand together.

Counts are shown of whole months that are over, as many together as it takes for five slips. Such a group never changes
afterwards, so that who looks twice cannot take one from the other.
"""

import base64
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare

from amparo.casework.models import SlipCount, UsedSlip
from amparo.formats.case_questions import questions
from amparo.formats.codes import by_code

LEAST = 5  # slips, before anything of them is shown
KEPT_DAYS = 730  # counts, as long as a closed case where nobody says otherwise
GOOD_FOR = 183  # days, and to the end of that month
ZERO = date(2020, 1, 1)  # months are counted from here
LETTERS = 16  # of a slip: five bytes of a number, one of the month, four of the seal


class NotGood(Exception):
    """This slip is none of ours, was used, or is too old: nothing tells which."""

    @classmethod
    def read(cls, slip: str, *, today: date) -> tuple[bytes, date]:
        """The number of a slip as somebody typed it, and until when it is good."""
        letters = "".join(each for each in slip.upper() if each.isascii() and each.isalnum())
        letters = letters.replace("0", "O").replace("1", "I").replace("8", "B")
        if len(letters) != LETTERS:
            raise cls
        try:
            raw = base64.b32decode(letters)
        except ValueError as error:
            raise cls from error
        number, until = raw[:5], _month_number(raw[5])
        if not constant_time_compare(raw[6:], seal_of(number, until)) or today > until:
            raise cls
        return number, until


def until_of(today: date) -> date:
    """Until when a slip is good that is made today: the last day of a month, so that its day is not in it."""
    return _last_day(today + timedelta(days=GOOD_FOR))


def month_of(day: date) -> date:
    """The first day of a month."""
    return day.replace(day=1)


def seal_of(number: bytes, until: date) -> bytes:
    """What only this house can write on it."""
    told = f"{number.hex()}.{until.isoformat()}"
    return base64.urlsafe_b64decode(signing.base64_hmac("slip", told, settings.SECRET_KEY, "sha256") + "==")[:4]


def written_as(number: bytes, until: date, seal: bytes) -> str:
    """A slip as it stands on paper: four groups of four letters and figures."""
    months = (until.year - ZERO.year) * 12 + until.month - ZERO.month
    letters = base64.b32encode(number + bytes([months]) + seal).decode()
    return "-".join(letters[place : place + 4] for place in range(0, LETTERS, 4))


def _month_number(months: int) -> date:
    return _last_day(date(ZERO.year + months // 12, months % 12 + 1, 1))


def _last_day(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Group:
    """Some months together: at least five slips."""

    first: date
    last: date
    slips: int
    counts: dict[str, dict[str, int]]  # by question and answer


def groups(*, today: date) -> list[Group]:
    """What was said on slips, in groups of whole months that are over; the newest first."""
    by_month: dict[date, dict[tuple[str, str], int]] = {}
    for row in SlipCount.objects.filter(month__lt=month_of(today)).order_by("month"):
        by_month.setdefault(row.month, {})[(row.question, row.answer)] = row.count
    found: list[Group] = []
    waiting: list[date] = []
    for month in by_month:
        waiting.append(month)
        slips = sum(by_month[each].get(("", ""), 0) for each in waiting)
        if slips >= LEAST:
            found.append(_group(waiting, slips, by_month))
            waiting = []
    return found[::-1]


def _group(months: list[date], slips: int, by_month: dict[date, dict[tuple[str, str], int]]) -> Group:
    """Question by question; of one that fewer than five answered, nothing."""
    counts = {
        code: {
            answer: sum(by_month[each].get((code, answer), 0) for each in months) for answer in by_code("slip_answer")
        }
        for code in questions("slip")
    }
    return Group(months[0], months[-1], slips, {c: each for c, each in counts.items() if sum(each.values()) >= LEAST})


def slips_to_go(on: date) -> list[Any]:
    """Used slips that would be good no more anyway, and counts that are older than a closed case may be."""
    used = UsedSlip.objects.filter(until__lt=on)
    return [*used, *SlipCount.objects.filter(month__lt=on - timedelta(days=KEPT_DAYS))]
