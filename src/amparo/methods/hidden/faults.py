"""What a file of recruits may not say: every fault is a remark with its rows, and all are told at once."""

import dataclasses
import datetime
import math
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from amparo.methods.columns import by_place, is_missing, text, texts
from amparo.methods.estimate import Floats, Integers, Refused, Remark, remark
from amparo.methods.hidden.forest import Forest


def issued(given: Any) -> list[list[str]]:
    """The coupons that each person got: lists, one text, nothing, or the rows of a frame."""
    rows = np.asarray(given, dtype=object) if getattr(given, "ndim", 1) == 2 else given
    return [
        [] if is_missing(row) else [each for each in texts([row] if isinstance(row, str) else row) if each]
        for row in rows
    ]


def same_length(n: int, /, **columns: Sequence[Any] | None) -> None:
    """Is there a value of each column for each person, and is there anybody?"""
    if not n:
        raise Refused(remark("empty", "There is nobody in the sample."))
    wrong = [
        remark("lengths", "%(name)s has %(found)s values for %(n)s persons.", name=name, found=len(values), n=n)
        for name, values in columns.items()
        if values is not None and len(values) != n
    ]
    if wrong:
        raise Refused(*wrong)


def seed_words(names: Sequence[str], words: Collection[str]) -> list[Remark]:
    """A word for seeds that is somebody's id too: whom she brought would be taken for seeds."""
    rows = [row for row, name in enumerate(names) if name and name in words]
    if not rows:
        return []
    return [remark("seed_word_is_id", "The word that says of a recruiter that there was none is the id of a person.",
                   rows=rows)]  # fmt: skip


def read_days(values: Sequence[Any] | None, name: str) -> tuple[Floats | None, list[Remark]]:
    """Days as numbers, shape ``(n,)``, NaN where not known or not read, and what is wrong with them.

    They are numbers of any scale, or all of them dates; where both stand in one column none is a day of the other kind,
    and there are no days.

    Parameters
    ----------
    values : numbers, ``datetime.date``, or text of either kind, a date as 2026-01-31; ``None``, NaN or blank where
        not known.
    name : of the argument, for the refusal.
    """
    if values is None:
        return None, []
    days, kinds, wrong = np.full(len(values), np.nan), set[str](), []
    for row, value in enumerate(by_place(values)):
        try:
            day = _day(value)
        except (TypeError, ValueError):
            wrong.append(row)
            continue
        if day is not None:
            days[row] = day[1]
            kinds.add(day[0])
    found = []
    if wrong:
        found.append(remark("day_unread", "%(name)s: a day has to be a number or a date as 2026-01-31.", name=name,
                            rows=wrong))  # fmt: skip
    if len(kinds) > 1:
        found.append(remark("days_mixed", "%(name)s: some days are numbers and some are dates.", name=name))
        return None, found
    return days, found


def _day(value: Any) -> tuple[str, float] | None:
    """Which kind of day it is, and the number of it."""
    if isinstance(value, datetime.date):
        return "date", float(value.toordinal())
    said = text(value)
    if not said:
        return None
    try:
        number = float(said)
    except ValueError:
        return "date", float(datetime.date.fromisoformat(said).toordinal())
    if not math.isfinite(number):
        raise ValueError(said)
    return "number", number


def of_ids(names: list[str], given: Sequence[str | None], *, own: Sequence[str | None] = ()) -> list[Remark]:
    """Ids that are missing or stand twice; the same person with two recruiters."""
    found = []
    missing = [row for row, name in enumerate(names) if not name]
    if missing:
        found.append(remark("id_missing", "The id is missing.", rows=missing))
    rows_of: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        if name:
            rows_of.setdefault(name, []).append(row)
    twice = [rows for rows in rows_of.values() if len(rows) > 1]
    two = [rows for rows in twice if len({own[row] if own else given[row] for row in rows}) > 1]
    if twice:
        found.append(
            remark(
                "id_twice",
                "The same id stands in more than one row.",
                rows=sorted(row for rows in twice for row in rows),
            )
        )
    if two:
        found.append(
            remark("two_recruiters", "One person was brought by two.", rows=sorted(row for rows in two for row in rows))
        )
    return found


def of_recruiters(names: list[str], given: list[str | None]) -> tuple[Integers, list[Remark]]:
    """The position of each one's recruiter, -1 where she has none, and what is wrong with ids and recruiters."""
    found = of_ids(names, given)
    position = {name: row for row, name in enumerate(names)}
    unknown = [row for row, each in enumerate(given) if each is not None and each not in position]
    if unknown:
        found.append(remark("recruiter_unknown", "The recruiter is not in the file.", rows=unknown))
    return np.array([-1 if each is None else position.get(each, -1) for each in given], dtype=np.int64), found


def of_coupons(
    names: list[str], own: list[str | None], issued: list[list[str]], flagged: set[str] | None
) -> tuple[Integers, list[Remark]]:
    """The position of each one's recruiter, -1 where there is none, and what is wrong with the coupons."""
    issuers: dict[str, list[int]] = {}
    for row, coupons in enumerate(issued):
        for coupon in coupons:
            issuers.setdefault(coupon, []).append(row)
    redeemers: dict[str, list[int]] = {}
    for row, mine in enumerate(own):
        if mine is not None:
            redeemers.setdefault(mine, []).append(row)
    recruiter, never, neither, both = np.full(len(names), -1, np.int64), [], [], []
    for row, mine in enumerate(own):
        is_seed = mine is None if flagged is None else names[row] in flagged
        from_whom = issuers.get(mine or "", [])
        if from_whom:
            recruiter[row] = from_whom[0]
        if is_seed and from_whom:
            both.append(row)
        elif not is_seed and mine is None:
            neither.append(row)
        elif not is_seed and not from_whom:
            never.append(row)
    twice_issued = sorted({row for rows in issuers.values() if len(rows) > 1 for row in rows})
    twice_redeemed = sorted({row for rows in redeemers.values() if len(rows) > 1 for row in rows})
    told = (
        remark("coupon_issued_twice", "A coupon was issued more than once.", rows=twice_issued),
        remark("coupon_redeemed_twice", "A coupon was redeemed more than once.", rows=twice_redeemed),
        remark("coupon_never_issued", "A coupon was redeemed that nobody issued, by somebody who is no seed.",
               rows=never),
        remark("neither_seed_nor_recruit", "Somebody came without a coupon and is no seed.", rows=neither),
        remark("seed_with_coupon", "A seed came with a coupon of somebody in the sample.", rows=both),
    )  # fmt: skip
    strangers = sorted((flagged or set()) - set(names))
    found = [each for each in told if each.rows]
    if strangers:
        found.append(remark("seed_unknown", "Seeds are named who are not in the file: %(names)s.",
                            names=", ".join(strangers)))  # fmt: skip
    return recruiter, found


def of_links(recruiter: Integers, forest: Forest, coupons: Floats | None, days: Floats | None) -> list[Remark]:
    """Links that cannot be: to oneself, in a circle, against time, or more than there were coupons."""
    found = []
    rows = np.arange(len(recruiter))
    alone = recruiter == rows
    if alone.any():
        found.append(remark("self_recruited", "Somebody recruited herself.", rows=np.flatnonzero(alone).tolist()))
    circle = [row for row in forest.circle.tolist() if not alone[row]]
    if circle:
        found.append(remark("circle", "These recruited one another in a circle.", rows=circle))
    if days is not None:
        early = (recruiter >= 0) & (days < days[recruiter])
        if early.any():
            found.append(remark("before_recruiter", "A recruit came before whoever brought her.",
                                rows=np.flatnonzero(early).tolist()))  # fmt: skip
    if coupons is not None:
        over = np.flatnonzero(forest.recruits > coupons)
        if len(over):
            found.append(remark("more_than_coupons", "Somebody brought more people than she had coupons.",
                                rows=over.tolist()))  # fmt: skip
    return found


def of_expiry(wrong: Sequence[Remark], coupons: Sequence[str], own: Sequence[str | None]) -> list[Remark]:
    """What is wrong with the last days of coupons, said of the rows that came with them; else of no row."""
    return [
        dataclasses.replace(
            each, rows=tuple(row for row, mine in enumerate(own) if mine in {coupons[place] for place in each.rows})
        )
        for each in wrong
    ]


def read_coupons(coupons: int | Sequence[Any] | None, n: int) -> tuple[Floats | None, list[Remark]]:
    """How many coupons each one got, shape ``(n,)``, NaN where not known or not read, and what is wrong with them.

    Raises
    ------
    Refused
        Not one for each.
    """
    if coupons is None:
        return None, []
    told = [coupons] * n if isinstance(coupons, int | float | np.number) else list(coupons)
    same_length(n, coupons=told)
    given, wrong = np.full(n, np.nan), []
    for row, each in enumerate(texts(told)):
        try:
            given[row] = float(each) if each else np.nan
        except ValueError:
            wrong.append(row)
    never = np.flatnonzero((given < 0) | np.isinf(given) | (given > np.floor(given))).tolist()
    given[never] = np.nan
    if not (wrong := sorted([*wrong, *never])):
        return given, []
    return given, [
        remark("coupons_unread", "How many coupons somebody got has to be a whole number, 0 or more.", rows=wrong)
    ]
