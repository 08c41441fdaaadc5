"""What looks wrong in a sample of recruits but forbids nothing: each doubt is a remark with its rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from amparo.methods.columns import texts
from amparo.methods.estimate import Floats, Integers, Remark, in_plain_words, remark
from amparo.methods.hidden.degrees import MISSING, NEGATIVE, NO_NUMBER, ZERO

HEAP = 5  # people round to fives, tens, fifties and hundreds; all of these are multiples of it
HEAPED = 0.40  # of degrees of five and more: twice of what falls on a multiple of five where nobody rounds
LEAST_TO_JUDGE = 30  # degrees: below, two fifths on a multiple of five is chance
TOP, FAR = 0.99, 10.0  # an outlier is in the top hundredth and more than ten times the median
BURST = 4  # of one device on one day: more than three coupons bring a day, which is as many as one person hands out


def of_degrees(raw: Floats, reasons: Sequence[str], least: Floats) -> list[Remark]:
    """Degrees that are not known, too low for what was seen, rounded, or far from all others."""
    reason = np.array(reasons, dtype=object)
    found = []
    for code, text in (
        (MISSING, in_plain_words("Degrees that are missing: %(n)s.")),
        (ZERO, in_plain_words("Degrees of zero: %(n)s. Whoever was recruited knows at least one.")),
        (NEGATIVE, in_plain_words("Negative degrees: %(n)s. They count as missing.")),
        (NO_NUMBER, in_plain_words("Degrees that are no numbers: %(n)s. They count as missing.")),
    ):
        rows = np.flatnonzero(reason == code)
        if len(rows):
            found.append(remark(f"degree_{code}", text, n=len(rows), rows=rows.tolist()))
    low = np.flatnonzero((raw > 0) & (raw < least))
    if len(low):
        found.append(
            remark("degree_below_recruits", "Degrees below the number of people each one was seen to know: %(n)s.",
                   n=len(low), rows=low.tolist())
        )  # fmt: skip
    some = np.flatnonzero(raw >= HEAP)
    round_ones = some[raw[some] % HEAP == 0]
    if len(some) >= LEAST_TO_JUDGE and len(round_ones) > HEAPED * len(some):
        percent = round(100 * len(round_ones) / len(some))
        found.append(
            remark("degree_heaping",
                   "%(percent)s %% of degrees of five and more are multiples of five: they were rounded when told.",
                   percent=percent, rows=round_ones.tolist())
        )  # fmt: skip
    known = raw[raw > 0]
    if len(known):
        far = np.flatnonzero((raw > np.quantile(known, TOP)) & (raw > FAR * np.median(known)))
        if len(far):
            found.append(remark("degree_outlier", "Degrees of more than ten times the median: %(n)s.", n=len(far),
                                rows=far.tolist()))  # fmt: skip
    return found


def of_bursts(days: Floats | None, devices: Sequence[Any] | None) -> list[Remark]:
    """Many interviews from one device on one day: one person may have answered them all."""
    if days is None or devices is None:
        return []
    together: dict[tuple[str, int], list[int]] = {}
    for row, (day, device) in enumerate(zip(days.tolist(), texts(devices), strict=True)):
        if device and day == day:
            together.setdefault((device, int(day // 1)), []).append(row)
    rows = sorted(row for each in together.values() if len(each) >= BURST for row in each)
    if not rows:
        return []
    return [remark("burst", "Interviews from one device on one day, four or more at once: %(n)s. The same person may "
                   "have answered them.", n=len(rows), rows=rows)]  # fmt: skip


def of_seeds(own: Sequence[str | None], *, named: bool) -> list[Remark]:
    """Those who came without a coupon, where nobody said who the seeds are."""
    rows = [row for row, mine in enumerate(own) if not mine]
    if named or not rows:
        return []
    return [
        remark("seeds_taken", "It was not said who is a seed. Participants who came without a coupon are taken for"
               " seeds: %(n)s. A recruit whose coupon was lost is among them.", n=len(rows), rows=rows)
    ]  # fmt: skip


def of_expiry(days: Floats | None, own: Sequence[str | None], expires: Mapping[str, float]) -> list[Remark]:
    """Coupons that were redeemed after their last day; and where that could not be looked at."""
    if not expires:
        return []
    last = np.array([expires.get(each or "", np.nan) for each in own], dtype=float)
    when = np.full(len(own), np.nan) if days is None else days
    came = np.array([bool(each) for each in own])
    unseen = np.flatnonzero(came & (np.isnan(when) | np.isnan(last)))
    found, rows = [], np.flatnonzero(when > last)
    if len(rows):
        found.append(
            remark("coupon_expired", "Coupons that were redeemed after their last day: %(n)s.", n=len(rows),
                   rows=rows.tolist())
        )  # fmt: skip
    if len(unseen):
        found.append(
            remark("expiry_unknown", "Coupons of which the last day, or the day of the interview, is not known: %(n)s."
                   " Nobody looked whether they were still good.", n=len(unseen), rows=unseen.tolist())
        )  # fmt: skip
    return found


def least_known(recruiter: Integers, recruits: Integers) -> Floats:
    """How many each person was seen to know: those she brought, and whoever brought her."""
    return (recruits + (recruiter >= 0)).astype(float)
